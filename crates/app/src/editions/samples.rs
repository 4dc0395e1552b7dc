//! Sample data for editions.

use super::pages::{
    ChangeLine, ChangesPage, DifferenceGroup, EditionLine, EditionsPage, FromTo, GroupTab,
};
use super::words::Piece;
use crate::shell::components::{Choice, Pagination};
use crate::shell::layout::Layout;
use crate::shell::samples::problem;
use crate::shell::templates_tests::Sample;

fn line(field: &str) -> ChangeLine {
    ChangeLine {
        field: field.to_owned(),
        href: Some("/commitments/4".to_owned()),
        name: "1.1".to_owned(),
        pieces: vec![
            Piece::Same("Open".to_owned()),
            Piece::Deleted("a".to_owned()),
            Piece::Inserted("the".to_owned()),
        ],
        facts: vec![("Lead", "Director of Urgent Care".to_owned())],
        changes: vec![FromTo {
            what: "Due".to_owned(),
            from: "Jul 18".to_owned(),
            to: "Sep 18".to_owned(),
        }],
        decided: field.is_empty().then_some("Taken over"),
    }
}

impl Sample for ChangesPage {
    fn samples() -> Vec<Self> {
        let page = |is_open, lines| Self {
            layout: Layout::sample("What the next edition changes"),
            problems: vec![problem("changes")],
            said: Some("3 taken over.".to_owned()),
            id: 7,
            plan_id: 1,
            plan_title: "Operational plan".to_owned(),
            file_name: "plan-2.txt".to_owned(),
            is_open,
            tabs: vec![GroupTab {
                title: "Added",
                href: "/drafts/7/changes?group=added".to_owned(),
                total: 2,
                waiting: 1,
                current: true,
            }],
            group: "added",
            group_title: "Added",
            removes: !is_open,
            waiting: 1,
            waiting_in_all: 2,
            lacking_in_all: 2,
            lines,
            pages: Pagination::default(),
        };
        vec![page(false, Vec::new()), page(true, vec![line("row_3"), line("")])]
    }
}

impl Sample for EditionsPage {
    fn samples() -> Vec<Self> {
        let edition = |number| EditionLine {
            number,
            title: "Operational plan".to_owned(),
            file_name: "plan.txt".to_owned(),
            year: "2018/19".to_owned(),
            received: "1 April 2018".to_owned(),
            by: "Ada".to_owned(),
        };
        let page = |editions, groups| Self {
            layout: Layout::sample("Editions"),
            problems: Vec::new(),
            said: None,
            id: 1,
            plan_title: "Operational plan".to_owned(),
            editions,
            may_take: true,
            from: Choice::list([("1", "Edition 1")], Some("1")),
            to: Choice::list([("2", "Edition 2")], Some("2")),
            compared: "1 to 2".to_owned(),
            groups,
        };
        let group = DifferenceGroup { id: "reworded", title: "Reworded", lines: vec![line("")] };
        vec![page(vec![edition(1)], Vec::new()), page(vec![edition(2), edition(1)], vec![group])]
    }
}
