//! Sample data for my work.

use super::pages::{GridPage, RowProblem, SheetLine, WaitLine, WorkLine, WorkPage, WorkPart};
use crate::shell::components::{Choice, Pagination, STATUSES, Status};
use crate::shell::layout::Layout;
use crate::shell::templates_tests::Sample;

fn choices() -> Vec<Choice> {
    Choice::list(STATUSES.map(|status| (status.key, status.word)), Some("on_track"))
}

fn row(id: i64, problem: Option<&str>) -> WorkLine {
    WorkLine {
        id,
        reference: "1.3".to_owned(),
        text: "Open a second <unit>".to_owned(),
        plan: "Operational plan".to_owned(),
        lead: "Director of Operations".to_owned(),
        due: "1 March 2019".to_owned(),
        in_days: "in 14 days".to_owned(),
        overdue: Some("3 days".to_owned()),
        moved: Some("moved once, first due 1 February 2019".to_owned()),
        status: Status::of("on_track"),
        latest: "Going well (1 Feb 2019)".to_owned(),
        waits: Some(WaitLine {
            href: "/commitments/9".to_owned(),
            words: "waits for 2.1, 40 days late".to_owned(),
        }),
        ask: Some("Due within two weeks"),
        seen: "Not seen yet".to_owned(),
        seen_update: 4,
        choices: choices(),
        note: "\"".to_owned(),
        problem: problem.map(str::to_owned),
    }
}

impl Sample for WorkPage {
    fn samples() -> Vec<Self> {
        let empty = Self {
            layout: Layout::sample("My work"),
            problems: Vec::new(),
            said: None,
            has_post: false,
            unseen: Vec::new(),
            unseen_ids: String::new(),
            parts: Vec::new(),
            total: 0,
            plans: Vec::new(),
        };
        let problem =
            RowProblem { field: "note-3".to_owned(), message: "Say what is new.".to_owned() };
        let part = |id, answers, rows| WorkPart { id, title: "What I owe", rows, answers };
        let full = Self {
            layout: Layout::sample("My work"),
            problems: vec![problem],
            said: Some("Your update is posted.".to_owned()),
            has_post: true,
            unseen: vec![(3, "1.3 Open a second unit".to_owned())],
            unseen_ids: "3".to_owned(),
            parts: vec![
                part("owe", true, vec![row(3, Some("Say what is new.")), row(4, None)]),
                part("delegated", false, vec![row(5, None)]),
            ],
            total: 3,
            plans: vec![(1, "Operational plan".to_owned())],
        };
        vec![empty, full]
    }
}

impl Sample for GridPage {
    fn samples() -> Vec<Self> {
        let line = |id, problem: Option<&str>| SheetLine {
            id,
            name: "1.3".to_owned(),
            link: "1.3".to_owned(),
            text: "Open a second <unit>".to_owned(),
            lead: "Director of Operations".to_owned(),
            standing: Status::of("on_track"),
            latest: "No update yet".to_owned(),
            choices: choices(),
            progress: "40".to_owned(),
            due: "31 Mar 2019".to_owned(),
            note: "<b>".to_owned(),
            seen: 2,
            was: "on_track|40|31 Mar 2019".to_owned(),
            problem: problem.map(str::to_owned),
        };
        let empty = Self {
            layout: Layout::sample("Many updates at once"),
            problems: Vec::new(),
            said: None,
            title: "My work".to_owned(),
            plan: String::new(),
            page: 1,
            rows: Vec::new(),
            total: 0,
            pages: Pagination::default(),
        };
        let problem =
            RowProblem { field: "note-3".to_owned(), message: "1.3: Say what is new.".to_owned() };
        let full = Self {
            layout: Layout::sample("Many updates at once"),
            problems: vec![problem],
            said: Some("1 update is posted.".to_owned()),
            title: "Operational plan".to_owned(),
            plan: "1".to_owned(),
            page: 2,
            rows: vec![line(3, Some("Say what is new.")), line(4, None)],
            total: 120,
            pages: Pagination { page: 2, pages: 3, address: "/work/grid?plan=1&page=".to_owned() },
        };
        vec![empty, full]
    }
}
