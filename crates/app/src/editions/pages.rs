//! Templates of the editions of a plan, and of what the next one changes.

use askama::Template;

use crate::shell::components::{Choice, Pagination, Problem};
use crate::shell::layout::Layout;

use super::words::Piece;

/// From what to what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FromTo {
    /// What changed, such as `Due`.
    pub(crate) what: String,
    /// As it was.
    pub(crate) from: String,
    /// As it is to be.
    pub(crate) to: String,
}

/// A commitment, or something else that a plan has, in one or both editions.
#[derive(Debug, Clone)]
pub(crate) struct ChangeLine {
    /// Name of its field in the form; empty where it cannot be chosen.
    pub(crate) field: String,
    /// Its page, where it has one.
    pub(crate) href: Option<String>,
    /// Its reference, or what kind of thing it is.
    pub(crate) name: String,
    /// Its words, with what differs marked.
    pub(crate) pieces: Vec<Piece>,
    /// By when and by whom, of something that has not changed in these.
    pub(crate) facts: Vec<(&'static str, String)>,
    /// What else differs.
    pub(crate) changes: Vec<FromTo>,
    /// What was decided, once it was.
    pub(crate) decided: Option<&'static str>,
}

/// A group of changes, as it is chosen.
#[derive(Debug, Clone)]
pub(crate) struct GroupTab {
    pub(crate) title: &'static str,
    pub(crate) href: String,
    pub(crate) total: usize,
    pub(crate) waiting: usize,
    pub(crate) current: bool,
}

/// What the next edition of a plan changes, group by group.
#[derive(Debug, Template)]
#[template(path = "editions/changes.html")]
pub(crate) struct ChangesPage {
    pub(crate) layout: Layout,
    pub(crate) problems: Vec<Problem>,
    pub(crate) said: Option<String>,
    pub(crate) id: i64,
    pub(crate) plan_id: i64,
    pub(crate) plan_title: String,
    pub(crate) file_name: String,
    pub(crate) is_open: bool,
    pub(crate) tabs: Vec<GroupTab>,
    pub(crate) group: &'static str,
    pub(crate) group_title: &'static str,
    pub(crate) removes: bool,
    pub(crate) waiting: usize,
    pub(crate) waiting_in_all: usize,
    /// What the plan has and the edition lacks, that nobody has left out.
    pub(crate) lacking_in_all: usize,
    pub(crate) lines: Vec<ChangeLine>,
    pub(crate) pages: Pagination,
}

/// An edition in a list.
#[derive(Debug, Clone)]
pub(crate) struct EditionLine {
    pub(crate) number: i32,
    pub(crate) title: String,
    pub(crate) file_name: String,
    pub(crate) year: String,
    pub(crate) received: String,
    pub(crate) by: String,
}

/// A group of differences between two editions.
#[derive(Debug, Clone)]
pub(crate) struct DifferenceGroup {
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    pub(crate) lines: Vec<ChangeLine>,
}

/// The editions of a plan, two of them compared.
#[derive(Debug, Template)]
#[template(path = "editions/editions.html")]
pub(crate) struct EditionsPage {
    pub(crate) layout: Layout,
    pub(crate) problems: Vec<Problem>,
    pub(crate) said: Option<String>,
    pub(crate) id: i64,
    pub(crate) plan_title: String,
    pub(crate) editions: Vec<EditionLine>,
    pub(crate) may_take: bool,
    pub(crate) from: Vec<Choice>,
    pub(crate) to: Vec<Choice>,
    pub(crate) compared: String,
    pub(crate) groups: Vec<DifferenceGroup>,
}
