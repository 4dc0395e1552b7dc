//! Sample data for papers.

use super::pages::PapersPage;
use crate::shell::components::Choice;
use crate::shell::layout::Layout;
use crate::shell::samples::problem;
use crate::shell::templates_tests::Sample;

impl Sample for PapersPage {
    fn samples() -> Vec<Self> {
        let page = |may_read, problems| Self {
            layout: Layout::sample("Papers"),
            problems,
            may_read,
            organisations: Choice::list([("NM1", "Northmere")], Some("NM1")),
            as_at: "2019-01-31".to_owned(),
            latest: "2019-02-15".to_owned(),
        };
        vec![page(true, Vec::new()), page(false, Vec::new()), page(true, vec![problem("as_at")])]
    }
}
