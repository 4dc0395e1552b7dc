//! The audit chain as a page.

use askama::Template;

use crate::shell::components::Pagination;
use crate::shell::layout::Layout;

/// An entry of the chain.
#[derive(Debug, Clone)]
pub(crate) struct EntryLine {
    pub(crate) sequence: i64,
    pub(crate) at: String,
    pub(crate) actor: String,
    pub(crate) action: String,
    pub(crate) subject: String,
    pub(crate) detail: String,
}

/// Whether the chain is whole.
#[derive(Debug, Clone)]
pub(crate) struct Verified {
    pub(crate) whole: bool,
    pub(crate) sentence: String,
}

/// The chain, latest first.
#[derive(Debug, Template)]
#[template(path = "audit/audit.html")]
pub(crate) struct AuditPage {
    pub(crate) layout: Layout,
    pub(crate) text: String,
    pub(crate) verified: Option<Verified>,
    pub(crate) total: u64,
    pub(crate) rows: Vec<EntryLine>,
    pub(crate) pages: Pagination,
}
