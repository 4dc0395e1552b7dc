//! Sample data for the pages of review meetings.

use super::pages::{
    CountLine, ItemLine, MeetingLine, MeetingPage, MeetingsPage, NewMeetingText, StepLine,
};
use crate::shell::components::{Choice, Problem, Status};
use crate::shell::layout::Layout;
use crate::shell::templates_tests::Sample;

impl Sample for MeetingsPage {
    fn samples() -> Vec<Self> {
        let page = |may_open, meetings| Self {
            layout: Layout::sample("Review meetings"),
            problems: Vec::new(),
            plan_id: 1,
            plan_title: "Plan".to_owned(),
            meetings,
            may_open,
            form: NewMeetingText::default(),
        };
        let line = MeetingLine {
            id: 1,
            title: "Half-year review".to_owned(),
            held_on: "18 January 2019".to_owned(),
            state: "Goes on".to_owned(),
        };
        let refused = Self {
            problems: vec![Problem { field: "title", message: "Give it a title.".to_owned() }],
            ..page(true, Vec::new())
        };
        vec![page(false, Vec::new()), page(true, vec![line]), refused]
    }
}

fn item(id: i64, is_refused: bool) -> ItemLine {
    ItemLine {
        id,
        reference: "2.1".to_owned(),
        text: "Open a centre".to_owned(),
        lead: "Ada, Director".to_owned(),
        due: "1 Feb 2019".to_owned(),
        status: Status::of("at_risk"),
        reasons: vec!["at risk".to_owned(), "2 days overdue".to_owned()],
        note: "The builder is late.".to_owned(),
        decisions: vec!["Refocus: another builder.".to_owned()],
        seen: 4,
        statuses: Choice::list([("at_risk", "At risk")], Some("at_risk")),
        choices: Choice::list([("refocus", "Refocus")], Some("refocus")),
        words: String::new(),
        due_moved: String::new(),
        is_refused,
    }
}

impl Sample for MeetingPage {
    fn samples() -> Vec<Self> {
        let step = |word: &'static str, current| StepLine { word, label: word.to_owned(), current };
        let page = |word, items: Vec<ItemLine>| Self {
            layout: Layout::sample("Half-year review"),
            problems: Vec::new(),
            said: None,
            id: 1,
            plan_title: "Plan".to_owned(),
            facts: "Held.".to_owned(),
            closed: None,
            present: String::new(),
            conclusion: String::new(),
            steps: vec![step("standing", word == "standing"), step("refocus", word == "refocus")],
            step: word,
            heading: "To refocus".to_owned(),
            purpose: "What is behind.".to_owned(),
            otherwise: "Nothing.".to_owned(),
            counts: vec![CountLine { status: Status::of("on_track"), before: 1, now: 2 }],
            items,
            decided: 1,
            next: Some(step("close", false)),
            may_decide: true,
        };
        let closed = Self {
            closed: Some("on 18 January 2019 by Ada".to_owned()),
            conclusion: "On course.".to_owned(),
            may_decide: false,
            next: None,
            ..page("close", Vec::new())
        };
        let refused = Self {
            problems: vec![Problem { field: "refused", message: "Say it in words.".to_owned() }],
            ..page("refocus", vec![item(1, false), item(2, true)])
        };
        let looked_at = Self { may_decide: false, ..page("close", Vec::new()) };
        vec![
            page("standing", Vec::new()),
            page("refocus", Vec::new()),
            refused,
            page("close", Vec::new()),
            closed,
            looked_at,
        ]
    }
}
