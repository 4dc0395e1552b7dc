//! Sample data for signals.

use super::pages::{SignalLine, SignalsPage};
use crate::shell::components::{Choice, Pagination};
use crate::shell::layout::Layout;
use crate::shell::templates_tests::Sample;

/// A signal.
pub(crate) fn line() -> SignalLine {
    SignalLine {
        href: "/commitments/3".to_owned(),
        title: "1.3 is overdue".to_owned(),
        detail: "Due by 31 December 2018".to_owned(),
        organisation: "Northmere".to_owned(),
        lead: "Director of Operations".to_owned(),
        since: "1 January 2019".to_owned(),
        open_for: "45 days".to_owned(),
        rung: "Lead".to_owned(),
    }
}

impl Sample for SignalsPage {
    fn samples() -> Vec<Self> {
        let page = |rows: Vec<SignalLine>| Self {
            layout: Layout::sample("What needs attention"),
            about: Choice::list([("", "Everything")], Some("")),
            leads: Choice::list([("", "Everybody")], None),
            organisations: Choice::list([("", "Every organisation")], None),
            shown: rows.len(),
            rows,
            total: 1,
            pages: Pagination { page: 2, pages: 3, address: "/signals?page=".to_owned() },
        };
        vec![page(Vec::new()), page(vec![SignalLine::default(), line()])]
    }
}
