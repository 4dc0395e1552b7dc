//! A plan's meetings, and one meeting step by step.

use askama::Template;

use crate::shell::components::{Choice, Problem, Status};
use crate::shell::layout::Layout;

/// A meeting, in a list.
#[derive(Debug, Clone)]
pub(crate) struct MeetingLine {
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) held_on: String,
    pub(crate) state: String,
}

/// What somebody entered to open a meeting.
#[derive(Debug, Clone, Default)]
pub(crate) struct NewMeetingText {
    pub(crate) title: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) held_on: String,
}

/// A plan's meetings, and the form that opens another.
#[derive(Debug, Template)]
#[template(path = "meetings/meetings.html")]
pub(crate) struct MeetingsPage {
    pub(crate) layout: Layout,
    pub(crate) problems: Vec<Problem>,
    pub(crate) plan_id: i64,
    pub(crate) plan_title: String,
    pub(crate) meetings: Vec<MeetingLine>,
    pub(crate) may_open: bool,
    pub(crate) form: NewMeetingText,
}

/// A step of the way through a meeting.
#[derive(Debug, Clone)]
pub(crate) struct StepLine {
    pub(crate) word: &'static str,
    pub(crate) label: String,
    pub(crate) current: bool,
}

/// A commitment on the agenda.
#[derive(Debug, Clone)]
pub(crate) struct ItemLine {
    pub(crate) id: i64,
    pub(crate) reference: String,
    pub(crate) text: String,
    pub(crate) lead: String,
    pub(crate) due: String,
    pub(crate) status: Status,
    pub(crate) reasons: Vec<String>,
    pub(crate) note: String,
    pub(crate) decisions: Vec<String>,
    pub(crate) seen: i64,
    pub(crate) statuses: Vec<Choice>,
    pub(crate) choices: Vec<Choice>,
    pub(crate) words: String,
    pub(crate) due_moved: String,
    pub(crate) is_refused: bool,
}

/// How many have a status, before and now.
#[derive(Debug, Clone)]
pub(crate) struct CountLine {
    pub(crate) status: Status,
    pub(crate) before: usize,
    pub(crate) now: usize,
}

/// One step of a meeting.
#[derive(Debug, Template)]
#[template(path = "meetings/meeting.html")]
pub(crate) struct MeetingPage {
    pub(crate) layout: Layout,
    pub(crate) problems: Vec<Problem>,
    pub(crate) said: Option<String>,
    pub(crate) id: i64,
    pub(crate) plan_title: String,
    pub(crate) facts: String,
    pub(crate) closed: Option<String>,
    pub(crate) present: String,
    pub(crate) conclusion: String,
    pub(crate) steps: Vec<StepLine>,
    pub(crate) step: &'static str,
    pub(crate) heading: String,
    pub(crate) purpose: String,
    pub(crate) otherwise: String,
    pub(crate) counts: Vec<CountLine>,
    pub(crate) items: Vec<ItemLine>,
    pub(crate) decided: usize,
    pub(crate) next: Option<StepLine>,
    pub(crate) may_decide: bool,
}
