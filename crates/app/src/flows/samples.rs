//! Sample data for loading figures.

use super::pages::{FaultLine, LoadLine, LoadPage, LoadResult};
use crate::shell::layout::Layout;
use crate::shell::samples::problem;
use crate::shell::templates_tests::Sample;

impl Sample for LoadPage {
    fn samples() -> Vec<Self> {
        let page = |problems, result| Self {
            layout: Layout::sample("Load figures"),
            problems,
            result,
            loads: vec![LoadLine {
                made_at: "1 Feb 2019, 10:00".to_owned(),
                file_name: "figures.csv".to_owned(),
                taken: 12,
                rejected: 0,
            }],
        };
        let fault = FaultLine {
            row: "3".to_owned(),
            column: "value".to_owned(),
            value: "n/a".to_owned(),
            problem: "it is no number".to_owned(),
            remedy: "write a number".to_owned(),
        };
        let result = |faults| LoadResult {
            file_name: "figures.csv".to_owned(),
            sentence: "12 rows were taken in.".to_owned(),
            faults,
            more_faults: 3,
            rejected: "row,column\n".to_owned(),
        };
        vec![
            page(vec![problem("file")], None),
            page(Vec::new(), Some(result(Vec::new()))),
            page(Vec::new(), Some(result(vec![fault]))),
        ]
    }
}
