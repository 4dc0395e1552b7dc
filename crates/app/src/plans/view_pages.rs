//! Templates of a plan's place, and of the plan as pledges, objectives and quarters.

use askama::Template;

use crate::shell::components::{Choice, Problem, Status};
use crate::shell::layout::Layout;

/// A plan in its tree.
#[derive(Debug, Clone)]
pub(crate) struct TreeLine {
    /// Its id.
    pub(crate) id: i64,
    /// Title.
    pub(crate) title: String,
    /// Whose it is, where that is not who has the first one.
    pub(crate) organisation: Option<String>,
    /// Kind, in words.
    pub(crate) kind: String,
    /// How far in it is drawn, 4 at most.
    pub(crate) depth: usize,
    /// How it stands with all inside it.
    pub(crate) progress: ProgressLine,
}

/// How far commitments have come, by the rule of rolling up.
#[derive(Debug, Clone)]
pub(crate) struct ProgressLine {
    /// How many of how many, such as `3 of 12 (25%)`.
    pub(crate) achieved: String,
    /// The worst status; none when nothing counts.
    pub(crate) worst: Option<(Status, usize)>,
    /// How many are overdue.
    pub(crate) overdue: usize,
}

/// The plans inside a plan.
#[derive(Debug, Clone, Default)]
pub(crate) struct TreeView {
    /// The plan first, then those inside it.
    pub(crate) lines: Vec<TreeLine>,
    /// The plan it is inside of: its id and title.
    pub(crate) above: Option<(i64, String)>,
    /// How progress rolls up.
    pub(crate) rule: &'static str,
}

/// A key action of a pledge.
#[derive(Debug, Clone)]
pub(crate) struct KeyActionLine {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) outcome: Option<String>,
    pub(crate) dates: Vec<String>,
    pub(crate) executive: String,
    pub(crate) status: Status,
    pub(crate) overdue: Option<String>,
    pub(crate) steps: Vec<(i64, String, String)>,
}

/// A pledge.
#[derive(Debug, Clone)]
pub(crate) struct PledgeView {
    pub(crate) title: String,
    pub(crate) outcome: Option<String>,
    pub(crate) actions: Vec<KeyActionLine>,
}

/// A plan as pledges.
#[derive(Debug, Template)]
#[template(path = "plans/pledges.html")]
pub(crate) struct PledgesPage {
    pub(crate) layout: Layout,
    pub(crate) plan_title: String,
    pub(crate) pledges: Vec<PledgeView>,
}

/// What an indicator says in each half.
#[derive(Debug, Clone)]
pub(crate) struct EvidenceLine {
    pub(crate) href: String,
    pub(crate) title: String,
    /// For each half: its name, figure against target, verdict in words, its class.
    pub(crate) halves: Vec<HalfCell>,
}

/// A figure against its target in one half.
#[derive(Debug, Clone)]
pub(crate) struct HalfCell {
    pub(crate) half: String,
    pub(crate) figures: String,
    pub(crate) verdict: &'static str,
    pub(crate) class: &'static str,
}

/// An objective with what verifies it.
#[derive(Debug, Clone)]
pub(crate) struct ObjectiveView {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) lead: String,
    pub(crate) due: String,
    pub(crate) status: Status,
    /// For each half, whether it is reached.
    pub(crate) halves: Vec<HalfCell>,
    pub(crate) evidence: Vec<EvidenceLine>,
}

/// A plan as half-year objectives.
#[derive(Debug, Template)]
#[template(path = "plans/objectives.html")]
pub(crate) struct ObjectivesPage {
    pub(crate) layout: Layout,
    pub(crate) id: i64,
    pub(crate) plan_title: String,
    pub(crate) organisation: String,
    pub(crate) year: String,
    pub(crate) earlier: String,
    pub(crate) later: String,
    pub(crate) objectives: Vec<ObjectiveView>,
    pub(crate) without: Vec<(i64, String)>,
}

/// Something that falls into a quarter.
#[derive(Debug, Clone)]
pub(crate) struct QuarterItem {
    pub(crate) id: i64,
    pub(crate) label: String,
    pub(crate) text: String,
    pub(crate) status: Status,
    pub(crate) is_step: bool,
}

/// A section across the quarters.
#[derive(Debug, Clone)]
pub(crate) struct QuarterRow {
    pub(crate) section: String,
    /// One for each quarter.
    pub(crate) cells: Vec<Vec<QuarterItem>>,
}

/// A plan across twelve quarters.
#[derive(Debug, Template)]
#[template(path = "plans/quarters.html")]
pub(crate) struct QuartersPage {
    pub(crate) layout: Layout,
    pub(crate) id: i64,
    pub(crate) plan_title: String,
    pub(crate) level: String,
    pub(crate) step: String,
    /// Each year with its label.
    pub(crate) years: Vec<String>,
    /// Each quarter: its name, its months, whether it is the one of today.
    pub(crate) quarters: Vec<(String, String, bool)>,
    pub(crate) rows: Vec<QuarterRow>,
    pub(crate) before: Vec<QuarterItem>,
    pub(crate) after: Vec<QuarterItem>,
    pub(crate) undated: Vec<QuarterItem>,
    pub(crate) earlier: String,
    pub(crate) later: String,
}

/// The page on which a plan gets its place, kind and names of levels.
#[derive(Debug, Template)]
#[template(path = "plans/place.html")]
pub(crate) struct PlacePage {
    pub(crate) layout: Layout,
    pub(crate) problems: Vec<Problem>,
    pub(crate) id: i64,
    pub(crate) plan_title: String,
    pub(crate) parents: Vec<Choice>,
    pub(crate) kinds: Vec<Choice>,
    pub(crate) section: String,
    pub(crate) commitment: String,
    pub(crate) milestone: String,
    pub(crate) rule: &'static str,
}
