//! Sample data for a plan's place and its other views.

use super::rollup_rules::RULE;
use super::view_pages::{
    EvidenceLine, HalfCell, KeyActionLine, ObjectiveView, ObjectivesPage, PlacePage, PledgeView,
    PledgesPage, ProgressLine, QuarterItem, QuarterRow, QuartersPage, TreeLine, TreeView,
};
use crate::shell::components::{Choice, Status};
use crate::shell::layout::Layout;
use crate::shell::samples::problem;
use crate::shell::templates_tests::Sample;

/// A plan with one plan inside it.
pub(crate) fn tree() -> TreeView {
    let line = |id: i64, depth: usize| TreeLine {
        id,
        title: "Riverside practice plan".to_owned(),
        organisation: (depth > 0).then(|| "Riverside Practice".to_owned()),
        kind: "Practice plan".to_owned(),
        depth,
        progress: ProgressLine {
            achieved: "3 of 12 (25%)".to_owned(),
            worst: (depth > 0).then(|| (Status::of("off_track"), 2)),
            overdue: 1,
        },
    };
    let above = Some((9, "District plan".to_owned()));
    TreeView { lines: vec![line(1, 0), line(2, 1)], above, rule: RULE }
}

impl Sample for PlacePage {
    fn samples() -> Vec<Self> {
        vec![Self {
            layout: Layout::sample("Place and names"),
            problems: vec![problem("parent")],
            id: 1,
            plan_title: "Operational plan".to_owned(),
            parents: Choice::list([("", "None")], Some("")),
            kinds: Choice::list([("plan", "Plan")], Some("plan")),
            section: "Pillar".to_owned(),
            commitment: String::new(),
            milestone: String::new(),
            rule: RULE,
        }]
    }
}

impl Sample for PledgesPage {
    fn samples() -> Vec<Self> {
        let action = KeyActionLine {
            id: 4,
            name: "1.1 Open the centre".to_owned(),
            outcome: Some("Shorter waits".to_owned()),
            dates: vec!["June 2018".to_owned(), "by 30 Jun 2018".to_owned()],
            executive: "Director of Urgent Care".to_owned(),
            status: Status::of("on_track"),
            overdue: Some("3 days".to_owned()),
            steps: vec![(5, "Lease signed".to_owned(), "1 May 2018".to_owned())],
        };
        let pledge = PledgeView {
            title: "Care nearer home".to_owned(),
            outcome: Some("Fewer admissions".to_owned()),
            actions: vec![action],
        };
        let page = |pledges| Self {
            layout: Layout::sample("Pledges"),
            plan_title: "Operational plan".to_owned(),
            pledges,
        };
        vec![page(Vec::new()), page(vec![pledge])]
    }
}

fn half() -> HalfCell {
    HalfCell {
        half: "2018/19 H1".to_owned(),
        figures: "94.1% in 2018-09, target 95%".to_owned(),
        verdict: "Not reached",
        class: "not-reached",
    }
}

impl Sample for ObjectivesPage {
    fn samples() -> Vec<Self> {
        let objective = ObjectiveView {
            id: 4,
            name: "1.1 Open the centre".to_owned(),
            lead: "Director of Urgent Care".to_owned(),
            due: "30 Sep 2018".to_owned(),
            status: Status::of("at_risk"),
            halves: vec![half(), half()],
            evidence: vec![EvidenceLine {
                href: "/indicators/AE4".to_owned(),
                title: "Seen within four hours".to_owned(),
                halves: vec![half(), half()],
            }],
        };
        let page = |objectives, without| Self {
            layout: Layout::sample("Objectives"),
            id: 1,
            plan_title: "Operational plan".to_owned(),
            organisation: "Northmere".to_owned(),
            year: "2018/19".to_owned(),
            earlier: "2017/18".to_owned(),
            later: "2019/20".to_owned(),
            objectives,
            without,
        };
        vec![
            page(Vec::new(), Vec::new()),
            page(vec![objective], vec![(7, "2.1 Agree the winter plan".to_owned())]),
        ]
    }
}

impl Sample for QuartersPage {
    fn samples() -> Vec<Self> {
        let item = |id: i64, is_step: bool| QuarterItem {
            id,
            label: "1.1".to_owned(),
            text: "Open the centre".to_owned(),
            status: Status::of("on_track"),
            is_step,
        };
        let mut cells = vec![Vec::new(); 12];
        cells[2] = vec![item(1, false), item(2, true)];
        let page = |rows, others: Vec<QuarterItem>| Self {
            layout: Layout::sample("Twelve quarters"),
            id: 1,
            plan_title: "Operational plan".to_owned(),
            level: "Pillar".to_owned(),
            step: "Action".to_owned(),
            years: ["2018/19", "2019/20", "2020/21"].map(str::to_owned).to_vec(),
            quarters: (0..12)
                .map(|place| ("Q1".to_owned(), "Apr to Jun".to_owned(), place == 3))
                .collect(),
            rows,
            before: others.clone(),
            after: others.clone(),
            undated: others,
            earlier: "2017/18".to_owned(),
            later: "2019/20".to_owned(),
        };
        let row = QuarterRow { section: "Enabling infrastructure".to_owned(), cells };
        vec![page(Vec::new(), Vec::new()), page(vec![row], vec![item(3, false), item(4, true)])]
    }
}
