//! Drafts as pages: the list, the review, one row put right or split, the leads matched to posts.

use askama::Template;

use super::shaping::{Correction, Field};
use crate::plans::pages::FindingLine;
use crate::shell::components::{Choice, Pagination, Problem};
use crate::shell::layout::Layout;

/// A draft in a list.
#[derive(Debug, Clone)]
pub(crate) struct DraftLine {
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) organisation: String,
    pub(crate) year: Option<String>,
    pub(crate) file_name: String,
    pub(crate) received: String,
    pub(crate) received_by: String,
    pub(crate) waiting: usize,
    pub(crate) total: usize,
    /// How its review ended, when it has.
    pub(crate) ended: Option<String>,
    pub(crate) plan_id: Option<i64>,
}

/// Every draft that may be reviewed.
#[derive(Debug, Template)]
#[template(path = "drafts/drafts.html")]
pub(crate) struct DraftsPage {
    pub(crate) layout: Layout,
    pub(crate) waiting: Vec<DraftLine>,
    pub(crate) ended: Vec<DraftLine>,
}

/// A lead as written, and the post it stands for.
#[derive(Debug, Clone)]
pub(crate) struct LeadLine {
    pub(crate) as_written: String,
    pub(crate) post: String,
}

/// A date as written and as read.
#[derive(Debug, Clone)]
pub(crate) struct DueLine {
    pub(crate) as_written: String,
    pub(crate) read_as: String,
}

/// A step on the way.
#[derive(Debug, Clone)]
pub(crate) struct StepLine {
    pub(crate) text: String,
    pub(crate) due: Option<DueLine>,
}

/// A commitment as it stands in a draft.
#[derive(Debug, Clone, Default)]
pub(crate) struct CommitmentView {
    pub(crate) leads: Vec<LeadLine>,
    pub(crate) due: Vec<DueLine>,
    pub(crate) steps: Vec<StepLine>,
    pub(crate) outcome: Option<String>,
    pub(crate) reported: Option<String>,
}

/// Lines of the document, with their numbers; of many, the first few.
#[derive(Debug, Clone, Default)]
pub(crate) struct SourceView {
    pub(crate) place: String,
    pub(crate) first: Vec<(i32, String)>,
    pub(crate) rest: Vec<(i32, String)>,
}

/// A row beside its source.
#[derive(Debug, Clone)]
pub(crate) struct RowView {
    pub(crate) id: i64,
    pub(crate) revision: i32,
    pub(crate) kind: &'static str,
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) section: String,
    pub(crate) commitment: Option<CommitmentView>,
    pub(crate) fields: Vec<Field>,
    pub(crate) uncertain: Option<String>,
    pub(crate) findings: Vec<FindingLine>,
    pub(crate) corrections: Vec<Correction>,
    pub(crate) source: SourceView,
    pub(crate) waits: bool,
    /// What became of it: by whom, when, why.
    pub(crate) decided: Option<String>,
    /// What it became, in the plan.
    pub(crate) href: Option<String>,
    pub(crate) may_undo: bool,
}

/// What was just done, and how to undo it.
#[derive(Debug, Clone)]
pub(crate) struct SaidView {
    pub(crate) text: String,
    /// Row and revision that an undo would change.
    pub(crate) undo: Option<(i64, i32)>,
}

/// Something that was refused, and the row that it is about.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    pub(crate) message: String,
    pub(crate) target: String,
}

/// How far the review has come, in numbers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Numbers {
    pub(crate) waiting: usize,
    pub(crate) clean: usize,
    pub(crate) accepted: usize,
    pub(crate) discarded: usize,
    pub(crate) total: usize,
}

/// A plan by its name.
#[derive(Debug, Clone)]
pub(crate) struct PlanName {
    pub(crate) id: i64,
    pub(crate) title: String,
}

/// The review of one document.
#[derive(Debug, Template)]
#[template(path = "drafts/draft.html")]
pub(crate) struct DraftPage {
    pub(crate) layout: Layout,
    pub(crate) refusal: Option<Refusal>,
    pub(crate) said: Option<SaidView>,
    pub(crate) id: i64,
    pub(crate) organisation: String,
    pub(crate) year: Option<String>,
    pub(crate) file_name: String,
    pub(crate) received: String,
    pub(crate) received_by: String,
    pub(crate) is_open: bool,
    pub(crate) ended: Option<String>,
    pub(crate) numbers: Numbers,
    pub(crate) plan: Option<PlanName>,
    pub(crate) edition_of: Option<PlanName>,
    pub(crate) suggested: Option<PlanName>,
    pub(crate) about_the_whole: Vec<FindingLine>,
    pub(crate) shows: Vec<Choice>,
    pub(crate) kinds: Vec<Choice>,
    pub(crate) sections: Vec<Choice>,
    /// Everything of the address behind the question mark, to come back to.
    pub(crate) query: String,
    pub(crate) rows: Vec<RowView>,
    pub(crate) found: u64,
    pub(crate) waiting_here: usize,
    /// Waiting rows of this page with their revisions.
    pub(crate) seen: String,
    pub(crate) pages: Pagination,
}

/// A lead in the form that puts a row right.
#[derive(Debug, Clone)]
pub(crate) struct LeadField {
    pub(crate) index: usize,
    pub(crate) number: usize,
    pub(crate) as_written: String,
    pub(crate) posts: Vec<Choice>,
}

/// A date in the form.
#[derive(Debug, Clone)]
pub(crate) struct DueField {
    pub(crate) index: usize,
    pub(crate) number: usize,
    pub(crate) as_written: String,
    pub(crate) read_as: String,
}

/// A step in the form.
#[derive(Debug, Clone)]
pub(crate) struct StepField {
    pub(crate) index: usize,
    pub(crate) number: usize,
    pub(crate) text: String,
    pub(crate) date: String,
    pub(crate) read_as: String,
}

/// The form of a commitment.
#[derive(Debug, Clone)]
pub(crate) struct CommitmentForm {
    pub(crate) reference: String,
    pub(crate) section: String,
    pub(crate) text: String,
    pub(crate) outcome: String,
    pub(crate) leads: Vec<LeadField>,
    pub(crate) due: Vec<DueField>,
    pub(crate) steps: Vec<StepField>,
    pub(crate) settled: bool,
}

/// The form of another row.
#[derive(Debug, Clone)]
pub(crate) struct PlainField {
    pub(crate) id: String,
    pub(crate) field: Field,
    pub(crate) rows: usize,
}

/// One row put right.
#[derive(Debug, Template)]
#[template(path = "drafts/edit.html")]
pub(crate) struct EditPage {
    pub(crate) layout: Layout,
    pub(crate) problems: Vec<Problem>,
    pub(crate) draft_id: i64,
    pub(crate) row: RowView,
    pub(crate) query: String,
    pub(crate) commitment: Option<CommitmentForm>,
    pub(crate) fields: Vec<PlainField>,
}

/// A place where a text can be split.
#[derive(Debug, Clone)]
pub(crate) struct PointView {
    pub(crate) at: usize,
    pub(crate) first: String,
    pub(crate) second: String,
    pub(crate) chosen: bool,
}

/// A date or step that goes to one of the halves, or both.
#[derive(Debug, Clone)]
pub(crate) struct ShareField {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) choices: Vec<Choice>,
}

/// One row split in two.
#[derive(Debug, Template)]
#[template(path = "drafts/split.html")]
pub(crate) struct SplitPage {
    pub(crate) layout: Layout,
    pub(crate) problems: Vec<Problem>,
    pub(crate) draft_id: i64,
    pub(crate) row: RowView,
    pub(crate) query: String,
    pub(crate) points: Vec<PointView>,
    pub(crate) shares: Vec<ShareField>,
    pub(crate) reference: String,
}

/// A lead of the document, and the post chosen for it.
#[derive(Debug, Clone)]
pub(crate) struct LeadChoice {
    pub(crate) index: usize,
    pub(crate) as_written: String,
    pub(crate) title: String,
    pub(crate) rows: usize,
    pub(crate) posts: Vec<Choice>,
}

/// The leads of a document matched to posts.
#[derive(Debug, Template)]
#[template(path = "drafts/leads.html")]
pub(crate) struct LeadsPage {
    pub(crate) layout: Layout,
    pub(crate) problems: Vec<Problem>,
    pub(crate) draft_id: i64,
    pub(crate) is_open: bool,
    pub(crate) leads: Vec<LeadChoice>,
}
