//! Sample data for organisations.

use super::pages::{OrganisationPage, OrganisationsPage, PlaceLine, Tree, TreeLine};
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
        let page = |trees| Self { layout: Layout::sample("Organisations"), trees };
        let tree = Tree { title: "Commissioning", rows: vec![tree_line(0), tree_line(1)] };
        vec![page(Vec::new()), page(vec![tree])]
    }
}

fn empty() -> OrganisationPage {
    OrganisationPage {
        layout: Layout::sample("Northmere"),
        code: "NM1".to_owned(),
        kind: "Commissioner",
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
