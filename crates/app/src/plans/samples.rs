//! Sample data for plans.

use super::pages::{
    CommitmentLine, FindingLine, GoalLine, ImportPage, PlanIndicatorLine, PlanLine, PlanPage,
    PlansPage, RiskLine, ScopeLine, SectionView,
};
use super::view_pages::TreeView;
use crate::shell::components::{Choice, Markup, Status, StatusBar};
use crate::shell::layout::Layout;
use crate::shell::samples::{bar, problem};
use crate::shell::templates_tests::Sample;

/// A plan in a list.
pub(crate) fn plan_line() -> PlanLine {
    PlanLine {
        id: 1,
        title: "Operational plan".to_owned(),
        organisation: "Northmere".to_owned(),
        year: Some("2018/19".to_owned()),
        status: bar(),
        overdue: 2,
        imported: "1 April 2018".to_owned(),
    }
}

impl Sample for PlansPage {
    fn samples() -> Vec<Self> {
        let page =
            |plans| Self { layout: Layout::sample("Plans"), may_import: true, in_review: 2, plans };
        vec![page(Vec::new()), page(vec![plan_line()])]
    }
}

fn commitment(id: i64) -> CommitmentLine {
    CommitmentLine {
        id,
        reference: "1.3".to_owned(),
        text: "Open a second assessment unit".to_owned(),
        leads: "Director of Operations, Medical Director".to_owned(),
        due_as_written: "Dec-Feb 19".to_owned(),
        due_by: Some("28 Feb 2019".to_owned()),
        overdue: Some("3 days".to_owned()),
        moved: Some("moved twice, first due 31 December 2018".to_owned()),
        waits: Some(("/commitments/9".to_owned(), "waits for 2.1, 40 days late".to_owned())),
        status: Status::of("at_risk"),
        latest_note: (id == 1).then(|| "Waiting for the builders".to_owned()),
        latest_at: Some("1 Feb 2019".to_owned()),
        uncertain: Some("two dates share this row".to_owned()),
    }
}

fn finding() -> FindingLine {
    FindingLine {
        severity: "Warning".to_owned(),
        line: Some(12),
        message: "no lead is named".to_owned(),
    }
}

fn empty_plan() -> PlanPage {
    PlanPage {
        layout: Layout::sample("Operational plan"),
        id: 1,
        may_run: true,
        organisation: "Northmere".to_owned(),
        organisation_code: "NM1".to_owned(),
        year: None,
        said: None,
        kind: None,
        may_place: false,
        level: "Action".to_owned(),
        tree: TreeView::default(),
        views: Vec::new(),
        left_out: Vec::new(),
        status: StatusBar::default(),
        timeline: None,
        leads: Vec::new(),
        statuses: Vec::new(),
        dues: Vec::new(),
        shown: 0,
        total: 0,
        sections: Vec::new(),
        risks: Vec::new(),
        goals: Vec::new(),
        indicators: Vec::new(),
        scope_items: Vec::new(),
        findings: Vec::new(),
        file_name: "plan.txt".to_owned(),
        imported: "1 April 2018".to_owned(),
        fingerprint: "0a1b".to_owned(),
    }
}

impl Sample for PlanPage {
    fn samples() -> Vec<Self> {
        let full = Self {
            year: Some("2018/19".to_owned()),
            said: Some("The plan was imported".to_owned()),
            kind: Some("Recovery plan".to_owned()),
            may_place: true,
            tree: super::view_samples::tree(),
            left_out: vec![(
                8,
                "2.4 Close the ward".to_owned(),
                "Left out of edition 2".to_owned(),
            )],
            views: vec![("/plans/1/quarters".to_owned(), "Across twelve quarters")],
            status: bar(),
            timeline: Some(Markup("<svg></svg>".to_owned())),
            leads: Choice::list([("", "Everybody")], Some("")),
            shown: 2,
            total: 9,
            sections: vec![SectionView {
                title: "Urgent care".to_owned(),
                rows: vec![commitment(1), commitment(2)],
            }],
            risks: vec![RiskLine {
                area: "Workforce".to_owned(),
                risk: "Posts stay empty".to_owned(),
                contingency: "Agency".to_owned(),
                commitments: vec![("/commitments/3".to_owned(), "1.3".to_owned())],
            }],
            goals: vec![GoalLine {
                title: "Health check".to_owned(),
                period: "2018/19".to_owned(),
                value: "Good".to_owned(),
            }],
            indicators: vec![PlanIndicatorLine {
                href: Some("/indicators/AE4".to_owned()),
                code: "AE4".to_owned(),
                title: "Seen within four hours".to_owned(),
                section: "Urgent care".to_owned(),
                lead: "Director of Operations".to_owned(),
                note: "note".to_owned(),
                cells: vec![("Target".to_owned(), "95%".to_owned())],
            }],
            scope_items: vec![ScopeLine {
                title: "Estates".to_owned(),
                level: "Lead".to_owned(),
                note: String::new(),
            }],
            findings: vec![finding()],
            ..empty_plan()
        };
        vec![empty_plan(), full]
    }
}

impl Sample for ImportPage {
    fn samples() -> Vec<Self> {
        let page = |problems| Self {
            layout: Layout::sample("Import a plan"),
            problems,
            organisations: Choice::list([("NM1", "Northmere")], Some("NM1")),
            plan_year: "2018/19".to_owned(),
        };
        vec![page(Vec::new()), page(vec![problem("file")])]
    }
}
