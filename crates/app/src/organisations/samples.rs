//! Sample data for organisations.

use super::pages::{KinLine, OrganisationPage, OrganisationsPage, PlaceLine, Tree, TreeLine};
use crate::escalation::samples::line;
use crate::indicators::samples::{icons, matrix_line};
use crate::plans::samples::plan_line;
use crate::shell::components::Markup;
use crate::shell::layout::Layout;
use crate::shell::templates_tests::Sample;

fn tree_line(depth: usize) -> TreeLine {
    TreeLine { depth, code: "NM1".to_owned(), name: "Northmere".to_owned(), kind: "Commissioner" }
}

impl Sample for OrganisationsPage {
    fn samples() -> Vec<Self> {
        let page = |trees, found: Vec<TreeLine>| Self {
            layout: Layout::sample("Organisations"),
            trees,
            find: if found.is_empty() { String::new() } else { "north".to_owned() },
            total: 6_700,
            is_short: found.is_empty(),
            found,
        };
        let tree = Tree { title: "Commissioning", rows: vec![tree_line(0), tree_line(1)] };
        vec![
            page(Vec::new(), Vec::new()),
            page(vec![tree], Vec::new()),
            page(Vec::new(), vec![tree_line(0)]),
        ]
    }
}

fn empty() -> OrganisationPage {
    OrganisationPage {
        layout: Layout::sample("Northmere"),
        code: "NM1".to_owned(),
        kind: "Commissioner",
        kin: Vec::new(),
        children: Vec::new(),
        signals: Vec::new(),
        more_signals: 0,
        plans: Vec::new(),
        rows: Vec::new(),
        icons: Vec::new(),
        places: Vec::new(),
    }
}

impl Sample for OrganisationPage {
    fn samples() -> Vec<Self> {
        let place = PlaceLine {
            href: "/indicators/AE4".to_owned(),
            title: "Seen within four hours".to_owned(),
            place: "7th of 12".to_owned(),
            picture: Markup("<svg></svg>".to_owned()),
        };
        let full = Self {
            kin: vec![KinLine {
                words: "From 1 April 2019 it was merged into".to_owned(),
                href: "/organisations/NM2".to_owned(),
                name: "Northmere West".to_owned(),
            }],
            children: vec![tree_line(1)],
            signals: vec![line()],
            more_signals: 2,
            plans: vec![plan_line()],
            rows: vec![matrix_line()],
            icons: icons(),
            places: vec![place],
            ..empty()
        };
        vec![empty(), full]
    }
}
