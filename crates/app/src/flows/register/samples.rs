//! Sample data for the register of flows.

use super::lines::{headings, key};
use super::pages::{Cell, FlowLine, FlowPage, FlowsPage, RubricLines, SenderLine, StateCount};
use super::signs::{MISSING, ON_TIME};
use crate::shell::components::{Choice, Pagination};
use crate::shell::layout::Layout;
use crate::shell::templates_tests::Sample;

fn sender() -> SenderLine {
    let cell = |sign, detail: &str| Cell {
        heading: "The last".to_owned(),
        sign,
        period: "Jan 2019".to_owned(),
        detail: detail.to_owned(),
    };
    SenderLine {
        flow: "A&E attendances".to_owned(),
        flow_href: "/flows/AE".to_owned(),
        sender: "Northmere Hospitals".to_owned(),
        sender_href: "/organisations/NM1".to_owned(),
        cells: vec![cell(MISSING, "due 7 Feb 2019"), cell(ON_TIME, "")],
    }
}

impl Sample for FlowsPage {
    fn samples() -> Vec<Self> {
        let flow = FlowLine {
            href: "/flows/AE".to_owned(),
            title: "A&E attendances".to_owned(),
            senders: "Providers".to_owned(),
            rhythm: "daily",
            due: "next day by 09:00".to_owned(),
            last: "14 Feb 2019".to_owned(),
            counts: vec![StateCount { sign: ON_TIME, count: 3 }],
        };
        let page = |flows: Vec<FlowLine>, rows: Vec<SenderLine>| Self {
            layout: Layout::sample("Flows"),
            flow_choices: Choice::list([("", "All flows")], None),
            state_choices: Choice::list([("", "Every sender")], None),
            sender: String::new(),
            headings: headings(2),
            total: rows.len(),
            flows,
            rows,
            pages: Pagination { page: 1, pages: 2, address: "/flows?page=".to_owned() },
            signs: key(),
        };
        let unsent = FlowLine { counts: Vec::new(), ..flow.clone() };
        vec![page(Vec::new(), Vec::new()), page(vec![flow, unsent], vec![sender()])]
    }
}

impl Sample for FlowPage {
    fn samples() -> Vec<Self> {
        let page = |rows: Vec<SenderLine>| Self {
            layout: Layout::sample("A&E attendances"),
            what: "One row for each attendance.".to_owned(),
            facts: vec![("Due", "next day by 09:00".to_owned())],
            rubric: RubricLines {
                grade: "B",
                measures: vec![("Time lag", "half within 2 days of the event".to_owned())],
                reasons: if rows.is_empty() {
                    Vec::new()
                } else {
                    vec!["its time lag is not known".to_owned()]
                },
            },
            headings: headings(2),
            total: rows.len(),
            rows,
            pages: Pagination::default(),
            signs: key(),
        };
        vec![page(Vec::new()), page(vec![sender()])]
    }
}
