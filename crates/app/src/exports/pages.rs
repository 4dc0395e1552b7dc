//! Pages on which an edited spreadsheet comes back, and on which calendars are made and ended.

use askama::Template;

use crate::shell::components::{Choice, Problem};
use crate::shell::layout::Layout;

/// A row that becomes an update.
#[derive(Debug, Clone)]
pub(crate) struct ChangeLine {
    /// The commitment.
    pub(crate) id: i64,
    pub(crate) reference: String,
    pub(crate) text: String,
    /// What changes: the thing, as it is here, as the sheet has it.
    pub(crate) differences: Vec<DifferenceLine>,
    /// What is said.
    pub(crate) note: String,
    /// The latest update here; empty where there is none.
    pub(crate) latest: String,
    /// How it looks now: what a choice is bound to.
    pub(crate) seen: String,
    /// The choice made before: `sheet`, `here` or empty.
    pub(crate) chosen: &'static str,
}

/// One thing that a row changes.
#[derive(Debug, Clone)]
pub(crate) struct DifferenceLine {
    pub(crate) what: &'static str,
    pub(crate) here: String,
    pub(crate) sheet: String,
}

/// A row that cannot be taken in.
#[derive(Debug, Clone)]
pub(crate) struct RefusedLine {
    pub(crate) number: usize,
    pub(crate) about: String,
    pub(crate) why: String,
}

/// What would come of a spreadsheet, and its rows, carried on.
#[derive(Debug, Clone)]
pub(crate) struct SheetPreview {
    pub(crate) file: String,
    pub(crate) sha256: String,
    /// The rows that change something, as JSON.
    pub(crate) rows: String,
    pub(crate) unchanged: usize,
    pub(crate) ready: Vec<ChangeLine>,
    pub(crate) conflicts: Vec<ChangeLine>,
    pub(crate) refused: Vec<RefusedLine>,
}

impl SheetPreview {
    /// Whether there is anything to post.
    pub(crate) fn has_changes(&self) -> bool {
        !self.ready.is_empty() || !self.conflicts.is_empty()
    }
}

/// The page on which a spreadsheet comes back, in two steps.
#[derive(Debug, Template)]
#[template(path = "exports/sheet.html")]
pub(crate) struct SheetPage {
    pub(crate) layout: Layout,
    pub(crate) problems: Vec<Problem>,
    pub(crate) plan_id: i64,
    pub(crate) plan_title: String,
    pub(crate) said: Option<String>,
    pub(crate) preview: Option<SheetPreview>,
}

/// A calendar that works.
#[derive(Debug, Clone)]
pub(crate) struct FeedLine {
    pub(crate) id: i64,
    pub(crate) about: String,
    pub(crate) made: String,
}

/// The page on which calendars are made and ended.
#[derive(Debug, Template)]
#[template(path = "exports/feeds.html")]
pub(crate) struct FeedsPage {
    pub(crate) layout: Layout,
    pub(crate) problems: Vec<Problem>,
    pub(crate) said: Option<String>,
    /// The address of the calendar just made: it is shown this once.
    pub(crate) fresh: Option<String>,
    pub(crate) feeds: Vec<FeedLine>,
    pub(crate) choices: Vec<Choice>,
}
