//! One commitment as a page.

use askama::Template;

use crate::escalation::pages::SignalLine;
use crate::shell::components::{Choice, Problem, Status};
use crate::shell::layout::Layout;

/// Someone who answers for it.
#[derive(Debug, Clone)]
pub(crate) struct LeadLine {
    pub(crate) title: String,
    pub(crate) as_written: String,
    pub(crate) accountable: bool,
    /// What they answer for, where that is more than this commitment.
    pub(crate) through: Option<String>,
}

/// A timescale as read, and what it was read from.
#[derive(Debug, Clone)]
pub(crate) struct TimescaleLine {
    pub(crate) found: String,
    pub(crate) read_as: String,
}

/// A step on the way.
#[derive(Debug, Clone)]
pub(crate) struct MilestoneLine {
    pub(crate) id: i64,
    pub(crate) text: String,
    pub(crate) due: String,
    pub(crate) status: Status,
}

/// An update in the history.
#[derive(Debug, Clone)]
pub(crate) struct UpdateLine {
    pub(crate) status: Status,
    pub(crate) by: String,
    pub(crate) at: String,
    pub(crate) machine_time: String,
    pub(crate) note: String,
}

/// A link to something else.
#[derive(Debug, Clone)]
pub(crate) struct LinkLine {
    pub(crate) href: String,
    pub(crate) title: String,
}

/// The commitment that a milestone is a step of.
#[derive(Debug, Clone)]
pub(crate) struct WholeLine {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) status: Status,
}

/// One commitment.
#[derive(Debug, Template)]
#[template(path = "commitments/commitment.html")]
pub(crate) struct CommitmentPage {
    pub(crate) layout: Layout,
    pub(crate) problems: Vec<Problem>,
    pub(crate) said: Option<String>,
    pub(crate) id: i64,
    pub(crate) kind: &'static str,
    pub(crate) reference: String,
    pub(crate) text: String,
    pub(crate) status: Status,
    pub(crate) overdue: Option<String>,
    pub(crate) plan_id: i64,
    pub(crate) plan_title: String,
    pub(crate) section: String,
    pub(crate) part_of: Option<WholeLine>,
    pub(crate) leads: Vec<LeadLine>,
    pub(crate) timescales: Vec<TimescaleLine>,
    pub(crate) outcome: Option<String>,
    pub(crate) reported_progress: Option<String>,
    pub(crate) uncertain: Option<String>,
    pub(crate) links: Vec<LinkLine>,
    pub(crate) signals: Vec<SignalLine>,
    pub(crate) milestones: Vec<MilestoneLine>,
    pub(crate) updates: Vec<UpdateLine>,
    pub(crate) may_post: bool,
    pub(crate) seen: i64,
    pub(crate) choices: Vec<Choice>,
    pub(crate) note: String,
    pub(crate) source_lines: Vec<(usize, String)>,
    pub(crate) lines: String,
    pub(crate) file_name: String,
}
