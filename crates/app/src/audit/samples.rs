//! Sample data for the audit page.

use super::pages::{AuditPage, EntryLine, Verified};
use crate::shell::components::Pagination;
use crate::shell::layout::Layout;
use crate::shell::templates_tests::Sample;

impl Sample for AuditPage {
    fn samples() -> Vec<Self> {
        let page = |verified, rows| Self {
            layout: Layout::sample("Audit"),
            text: "import".to_owned(),
            verified,
            total: 1,
            rows,
            pages: Pagination::default(),
        };
        let entry = EntryLine {
            sequence: 1,
            at: "1 Feb 2019, 10:00:00".to_owned(),
            actor: "Ada".to_owned(),
            action: "import plan".to_owned(),
            subject: "plan 1".to_owned(),
            detail: "{\"a\":1}".to_owned(),
        };
        let verified = |whole| Some(Verified { whole, sentence: "Whole.".to_owned() });
        vec![
            page(None, Vec::new()),
            page(verified(true), vec![entry]),
            page(verified(false), Vec::new()),
        ]
    }
}
