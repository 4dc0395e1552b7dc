//! The page on which papers are chosen.

use askama::Template;

use crate::shell::components::{Choice, Problem};
use crate::shell::layout::Layout;

/// Which paper, whose and as at which day.
#[derive(Debug, Template)]
#[template(path = "papers/papers.html")]
pub(crate) struct PapersPage {
    pub(crate) layout: Layout,
    pub(crate) problems: Vec<Problem>,
    pub(crate) may_read: bool,
    pub(crate) organisations: Vec<Choice>,
    pub(crate) as_at: String,
    pub(crate) latest: String,
}
