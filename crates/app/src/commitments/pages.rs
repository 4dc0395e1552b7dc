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

/// An update or a change in the history.
#[derive(Debug, Clone)]
pub(crate) struct HistoryLine {
    /// How it stood since, for an update.
    pub(crate) status: Option<Status>,
    /// What changed, for a change.
    pub(crate) what: String,
    pub(crate) by: String,
    pub(crate) at: String,
    pub(crate) machine_time: String,
    /// What was said, a line each.
    pub(crate) notes: Vec<String>,
}

/// Something at the other end of a link.
#[derive(Debug, Clone)]
pub(crate) struct LinkLine {
    /// The link's row, to remove it by.
    pub(crate) link_id: i64,
    /// Where it is; empty where it has no page.
    pub(crate) href: String,
    pub(crate) title: String,
    /// How it is linked, where that is not told by the heading.
    pub(crate) words: &'static str,
}

/// A commitment that this one waits for, or that waits for this one.
#[derive(Debug, Clone)]
pub(crate) struct TieLine {
    /// The dependency's row, to remove it by.
    pub(crate) id: i64,
    /// How they stand to each other, in words.
    pub(crate) words: String,
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) status: Status,
    /// How late it is, in words.
    pub(crate) late: Option<String>,
}

/// Something late that a commitment waits for.
#[derive(Debug, Clone)]
pub(crate) struct LateLine {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) days: String,
    /// Whether it is waited for through others.
    pub(crate) through: bool,
}

/// Where a commitment should be, and is.
#[derive(Debug, Clone)]
pub(crate) struct ProgressLine {
    pub(crate) sentence: String,
    pub(crate) rule: &'static str,
}

/// What the form of an update holds.
#[derive(Debug, Clone, Default)]
pub(crate) struct UpdateEntry {
    pub(crate) note: String,
    pub(crate) progress: String,
    pub(crate) due: String,
}

/// The forms that change who answers and what it is tied to.
#[derive(Debug, Clone, Default)]
pub(crate) struct ChangeForms {
    /// Posts to hand it on to; none where this user may not.
    pub(crate) posts: Vec<Choice>,
    /// Those who help now.
    pub(crate) helpers: Vec<Choice>,
    /// Indicators to link it to.
    pub(crate) indicators: Vec<Choice>,
    /// Risks of the plan to link it to.
    pub(crate) risks: Vec<Choice>,
    /// Ways of waiting, lengths of time.
    pub(crate) kinds: Vec<Choice>,
    pub(crate) units: Vec<Choice>,
    pub(crate) amount: String,
    /// The document's words that hang on another commitment, and those that may be meant.
    pub(crate) as_written: String,
    pub(crate) suggestions: Vec<Choice>,
    /// Which form is open: `answers`, `links` or `waits`.
    pub(crate) open: &'static str,
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
    pub(crate) kind: String,
    /// What its plan calls a step on the way.
    pub(crate) step: String,
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
    pub(crate) moved: Option<String>,
    pub(crate) series: Option<String>,
    pub(crate) progress: Option<ProgressLine>,
    pub(crate) withdrawn: Option<String>,
    pub(crate) late: Option<LateLine>,
    pub(crate) seen: Vec<String>,
    pub(crate) may_acknowledge: bool,
    pub(crate) outcome: Option<String>,
    pub(crate) reported_progress: Option<String>,
    pub(crate) uncertain: Option<String>,
    pub(crate) indicators: Vec<LinkLine>,
    pub(crate) risks: Vec<LinkLine>,
    pub(crate) others: Vec<LinkLine>,
    pub(crate) waits_for: Vec<TieLine>,
    pub(crate) needed_by: Vec<TieLine>,
    pub(crate) signals: Vec<SignalLine>,
    pub(crate) milestones: Vec<MilestoneLine>,
    pub(crate) history: Vec<HistoryLine>,
    pub(crate) may_post: bool,
    pub(crate) seen_update: i64,
    pub(crate) choices: Vec<Choice>,
    pub(crate) entry: UpdateEntry,
    pub(crate) forms: Option<ChangeForms>,
    pub(crate) source_lines: Vec<(usize, String)>,
    pub(crate) lines: String,
    pub(crate) file_name: String,
}
