//! My work as pages: row by row, and as a sheet.

use askama::Template;

use crate::shell::components::{Choice, Pagination, Status};
use crate::shell::layout::Layout;

/// Something in a row that has to be put right.
#[derive(Debug, Clone)]
pub(crate) struct RowProblem {
    /// Id of the field.
    pub(crate) field: String,
    pub(crate) message: String,
}

/// Something late that a commitment waits for.
#[derive(Debug, Clone)]
pub(crate) struct WaitLine {
    pub(crate) href: String,
    pub(crate) words: String,
}

/// A commitment in one's work.
#[derive(Debug, Clone)]
pub(crate) struct WorkLine {
    pub(crate) id: i64,
    pub(crate) reference: String,
    pub(crate) text: String,
    pub(crate) plan: String,
    /// Who is accountable, where that is somebody else.
    pub(crate) lead: String,
    pub(crate) due: String,
    pub(crate) in_days: String,
    pub(crate) overdue: Option<String>,
    pub(crate) moved: Option<String>,
    pub(crate) status: Status,
    pub(crate) latest: String,
    pub(crate) waits: Option<WaitLine>,
    /// Why it asks for an update.
    pub(crate) ask: Option<&'static str>,
    /// For what was handed on: whether the other has seen it.
    pub(crate) seen: String,
    pub(crate) seen_update: i64,
    pub(crate) choices: Vec<Choice>,
    pub(crate) note: String,
    pub(crate) problem: Option<String>,
}

/// Rows under one heading.
#[derive(Debug, Clone)]
pub(crate) struct WorkPart {
    /// Its id on the page.
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    pub(crate) rows: Vec<WorkLine>,
    /// Whether its rows are answered here.
    pub(crate) answers: bool,
}

/// My work.
#[derive(Debug, Template)]
#[template(path = "work/work.html")]
pub(crate) struct WorkPage {
    pub(crate) layout: Layout,
    pub(crate) problems: Vec<RowProblem>,
    pub(crate) said: Option<String>,
    /// Whether the visitor holds a post at all.
    pub(crate) has_post: bool,
    /// Commitments that came and have not been seen: row and name.
    pub(crate) unseen: Vec<(i64, String)>,
    pub(crate) unseen_ids: String,
    pub(crate) parts: Vec<WorkPart>,
    pub(crate) total: usize,
    /// Plans to be updated as a whole: row and title.
    pub(crate) plans: Vec<(i64, String)>,
}

/// A row of the sheet.
#[derive(Debug, Clone)]
pub(crate) struct SheetLine {
    pub(crate) id: i64,
    /// What it is called in labels and refusals.
    pub(crate) name: String,
    /// The words of the link to it: its reference, or what was promised where it has none.
    pub(crate) link: String,
    /// What was promised, where the link does not say so.
    pub(crate) text: String,
    pub(crate) lead: String,
    pub(crate) standing: Status,
    pub(crate) latest: String,
    pub(crate) choices: Vec<Choice>,
    pub(crate) progress: String,
    pub(crate) due: String,
    pub(crate) note: String,
    pub(crate) seen: i64,
    pub(crate) was: String,
    pub(crate) problem: Option<String>,
}

/// Many updates at once.
#[derive(Debug, Template)]
#[template(path = "work/grid.html")]
pub(crate) struct GridPage {
    pub(crate) layout: Layout,
    pub(crate) problems: Vec<RowProblem>,
    pub(crate) said: Option<String>,
    pub(crate) title: String,
    /// The plan, as the form sends it back; empty for one's own work.
    pub(crate) plan: String,
    pub(crate) page: usize,
    pub(crate) rows: Vec<SheetLine>,
    pub(crate) total: usize,
    pub(crate) pages: Pagination,
}
