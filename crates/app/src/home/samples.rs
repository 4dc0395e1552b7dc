//! Sample data for the home page.

use super::pages::{DueLine, HomePage, SignalGroup, Tile};
use crate::escalation::samples::line;
use crate::indicators::samples::icons;
use crate::shell::components::{Status, StatusBar};
use crate::shell::layout::Layout;
use crate::shell::samples::bar;
use crate::shell::templates_tests::Sample;

impl Sample for HomePage {
    fn samples() -> Vec<Self> {
        let due = DueLine {
            href: "/commitments/3".to_owned(),
            reference: "1.3".to_owned(),
            text: "Open a second <assessment> unit".to_owned(),
            plan: "Operational plan".to_owned(),
            lead: "Director of Operations".to_owned(),
            due: "31 March 2019".to_owned(),
            in_days: "in 44 days".to_owned(),
            status: Status::of("at_risk"),
        };
        let group = SignalGroup {
            title: "Commitments overdue",
            rows: vec![line(), line()],
            total: 12,
            more: 10,
            href: "/signals?about=overdue".to_owned(),
        };
        let full = Self {
            layout: Layout::sample("Home"),
            organisation: "Northmere Health District".to_owned(),
            tiles: vec![Tile {
                count: 3,
                label: "commitments overdue",
                href: "/signals".to_owned(),
            }],
            mine: Some(vec![line()]),
            status: bar(),
            icons: icons(),
            due: vec![due],
            groups: vec![group],
            ..empty()
        };
        vec![empty(), full]
    }
}

fn empty() -> HomePage {
    HomePage {
        layout: Layout::outside("Home"),
        organisation: String::new(),
        tiles: Vec::new(),
        mine: Some(Vec::new()),
        status: StatusBar::default(),
        plan_count: "2 plans".to_owned(),
        indicator_count: "31 indicators".to_owned(),
        icons: Vec::new(),
        due: Vec::new(),
        groups: Vec::new(),
    }
}
