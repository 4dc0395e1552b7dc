//! Plans as pages: the list, one plan, and the form that sends a document in.

use askama::Template;

use super::view_pages::TreeView;
use crate::shell::components::{Choice, Markup, Problem, Status, StatusBar};
use crate::shell::layout::Layout;

/// A plan in a list.
#[derive(Debug, Clone)]
pub(crate) struct PlanLine {
    /// Its id.
    pub(crate) id: i64,
    /// Title.
    pub(crate) title: String,
    /// Whose it is.
    pub(crate) organisation: String,
    /// Planning year.
    pub(crate) year: Option<String>,
    /// How its commitments stand.
    pub(crate) status: StatusBar,
    /// How many of them are overdue.
    pub(crate) overdue: usize,
    /// The day it was imported.
    pub(crate) imported: String,
}

/// Every plan that may be seen.
#[derive(Debug, Template)]
#[template(path = "plans/plans.html")]
pub(crate) struct PlansPage {
    pub(crate) layout: Layout,
    pub(crate) may_import: bool,
    /// Documents that wait for a review.
    pub(crate) in_review: u64,
    pub(crate) plans: Vec<PlanLine>,
}

/// A commitment in a list.
#[derive(Debug, Clone)]
pub(crate) struct CommitmentLine {
    pub(crate) id: i64,
    pub(crate) reference: String,
    pub(crate) text: String,
    pub(crate) leads: String,
    pub(crate) due_as_written: String,
    pub(crate) due_by: Option<String>,
    pub(crate) overdue: Option<String>,
    /// How often its due day moved, and what it was at first.
    pub(crate) moved: Option<String>,
    /// What it waits for that is late: address and words.
    pub(crate) waits: Option<(String, String)>,
    pub(crate) status: Status,
    pub(crate) latest_note: Option<String>,
    pub(crate) latest_at: Option<String>,
    pub(crate) uncertain: Option<String>,
}

/// A section with its commitments.
#[derive(Debug, Clone)]
pub(crate) struct SectionView {
    pub(crate) title: String,
    pub(crate) rows: Vec<CommitmentLine>,
}

/// A risk.
#[derive(Debug, Clone)]
pub(crate) struct RiskLine {
    pub(crate) area: String,
    pub(crate) risk: String,
    pub(crate) contingency: String,
    /// The commitments that it threatens: address and name.
    pub(crate) commitments: Vec<(String, String)>,
}

/// A goal.
#[derive(Debug, Clone)]
pub(crate) struct GoalLine {
    pub(crate) title: String,
    pub(crate) period: String,
    pub(crate) value: String,
}

/// A row of one of the document's own indicator tables.
#[derive(Debug, Clone)]
pub(crate) struct PlanIndicatorLine {
    pub(crate) href: Option<String>,
    pub(crate) code: String,
    pub(crate) title: String,
    pub(crate) section: String,
    pub(crate) lead: String,
    pub(crate) note: String,
    pub(crate) cells: Vec<(String, String)>,
}

/// Something the plan says it covers, and how far.
#[derive(Debug, Clone)]
pub(crate) struct ScopeLine {
    pub(crate) title: String,
    pub(crate) level: String,
    pub(crate) note: String,
}

/// Something a person should look at in the document.
#[derive(Debug, Clone)]
pub(crate) struct FindingLine {
    pub(crate) severity: String,
    pub(crate) line: Option<i64>,
    pub(crate) message: String,
}

/// One plan.
#[derive(Debug, Template)]
#[template(path = "plans/plan.html")]
pub(crate) struct PlanPage {
    pub(crate) layout: Layout,
    pub(crate) id: i64,
    /// Whether the reader runs it.
    pub(crate) may_run: bool,
    pub(crate) organisation: String,
    pub(crate) organisation_code: String,
    pub(crate) year: Option<String>,
    pub(crate) said: Option<String>,
    pub(crate) kind: Option<String>,
    pub(crate) may_place: bool,
    pub(crate) level: String,
    pub(crate) tree: TreeView,
    /// Other ways to see it: address and words.
    pub(crate) views: Vec<(String, &'static str)>,
    /// Commitments that have left it: id, name, why and when.
    pub(crate) left_out: Vec<(i64, String, String)>,
    pub(crate) status: StatusBar,
    pub(crate) timeline: Option<Markup>,
    pub(crate) leads: Vec<Choice>,
    pub(crate) statuses: Vec<Choice>,
    pub(crate) dues: Vec<Choice>,
    pub(crate) shown: usize,
    pub(crate) total: usize,
    pub(crate) sections: Vec<SectionView>,
    pub(crate) risks: Vec<RiskLine>,
    pub(crate) goals: Vec<GoalLine>,
    pub(crate) indicators: Vec<PlanIndicatorLine>,
    pub(crate) scope_items: Vec<ScopeLine>,
    pub(crate) findings: Vec<FindingLine>,
    pub(crate) file_name: String,
    pub(crate) imported: String,
    pub(crate) fingerprint: String,
}

/// The page on which a document is sent in.
#[derive(Debug, Template)]
#[template(path = "plans/import.html")]
pub(crate) struct ImportPage {
    pub(crate) layout: Layout,
    pub(crate) problems: Vec<Problem>,
    pub(crate) organisations: Vec<Choice>,
    pub(crate) plan_year: String,
}
