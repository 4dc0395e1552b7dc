//! The page on which figures are loaded.

use askama::Template;

use crate::shell::components::Problem;
use crate::shell::layout::Layout;

/// A fault in a file.
#[derive(Debug, Clone)]
pub(crate) struct FaultLine {
    pub(crate) row: String,
    pub(crate) column: String,
    pub(crate) value: String,
    pub(crate) problem: String,
    pub(crate) remedy: String,
}

/// What came of a file.
#[derive(Debug, Clone)]
pub(crate) struct LoadResult {
    pub(crate) file_name: String,
    pub(crate) sentence: String,
    pub(crate) faults: Vec<FaultLine>,
    pub(crate) more_faults: u64,
    pub(crate) rejected: String,
}

/// An earlier load.
#[derive(Debug, Clone)]
pub(crate) struct LoadLine {
    pub(crate) made_at: String,
    pub(crate) file_name: String,
    pub(crate) taken: i64,
    pub(crate) rejected: i64,
}

/// The page on which figures are loaded, with what came of the last file.
#[derive(Debug, Template)]
#[template(path = "flows/load.html")]
pub(crate) struct LoadPage {
    pub(crate) layout: Layout,
    pub(crate) problems: Vec<Problem>,
    pub(crate) result: Option<LoadResult>,
    pub(crate) loads: Vec<LoadLine>,
}
