//! Sample data for what comes back and for calendars.

use super::pages::{
    ChangeLine, DifferenceLine, FeedLine, FeedsPage, RefusedLine, SheetPage, SheetPreview,
};
use crate::shell::components::Choice;
use crate::shell::layout::Layout;
use crate::shell::samples::problem;
use crate::shell::templates_tests::Sample;

fn change(id: i64) -> ChangeLine {
    ChangeLine {
        id,
        reference: "1.2".to_owned(),
        text: "Open <two> sites".to_owned(),
        differences: vec![DifferenceLine {
            what: "Status",
            here: "On track".to_owned(),
            sheet: "At risk".to_owned(),
        }],
        note: "The builder is late".to_owned(),
        latest: "On track, Ada, 3 Jan 2019. All well".to_owned(),
        seen: "u7/on_track//".to_owned(),
        chosen: "sheet",
    }
}

fn nothing_new() -> SheetPreview {
    SheetPreview {
        file: "plan.xlsx".to_owned(),
        sha256: "00ff".to_owned(),
        rows: "[]".to_owned(),
        unchanged: 40,
        ready: Vec::new(),
        conflicts: Vec::new(),
        refused: Vec::new(),
    }
}

impl Sample for SheetPage {
    fn samples() -> Vec<Self> {
        let page = |preview, problems| Self {
            layout: Layout::sample("Bring back an edited spreadsheet"),
            problems,
            plan_id: 1,
            plan_title: "Action plan".to_owned(),
            said: Some("3 updates are posted.".to_owned()),
            preview,
        };
        let refused = RefusedLine {
            number: 7,
            about: "1.3 Recruit".to_owned(),
            why: "Say why the due date moves.".to_owned(),
        };
        let full = SheetPreview {
            ready: vec![change(1), ChangeLine { differences: Vec::new(), ..change(2) }],
            conflicts: vec![change(3), ChangeLine { latest: String::new(), ..change(4) }],
            refused: vec![refused],
            ..nothing_new()
        };
        let only_conflicts = SheetPreview { conflicts: vec![change(5)], ..nothing_new() };
        vec![
            page(None, vec![problem("file")]),
            page(Some(nothing_new()), Vec::new()),
            page(Some(only_conflicts), Vec::new()),
            page(Some(full), vec![problem("ready")]),
        ]
    }
}

impl Sample for FeedsPage {
    fn samples() -> Vec<Self> {
        let empty = Self {
            layout: Layout::sample("Due days in your calendar"),
            problems: vec![problem("plan")],
            said: None,
            fresh: None,
            feeds: Vec::new(),
            choices: Choice::list([("", "My own commitments")], Some("")),
        };
        let full = Self {
            layout: Layout::sample("Due days in your calendar"),
            problems: Vec::new(),
            said: Some("The address is ended.".to_owned()),
            fresh: Some("https://plans.example.org/calendar/00ff.ics".to_owned()),
            feeds: vec![FeedLine {
                id: 1,
                about: "Action plan".to_owned(),
                made: "15 February 2019".to_owned(),
            }],
            choices: Choice::list([("1", "Plan: Action plan")], Some("1")),
        };
        vec![empty, full]
    }
}
