//! Signals as lines of a table, and the page of all of them.

use askama::Template;

use crate::shell::components::{Choice, Pagination};
use crate::shell::layout::Layout;

/// A signal as a page shows it.
#[derive(Debug, Clone, Default)]
pub(crate) struct SignalLine {
    /// Where what it is about is shown; empty when nowhere.
    pub(crate) href: String,
    /// What is wrong.
    pub(crate) title: String,
    /// In a sentence.
    pub(crate) detail: String,
    /// Organisation concerned; empty where the page says it already.
    pub(crate) organisation: String,
    /// Who answers for it.
    pub(crate) lead: String,
    /// The day it began.
    pub(crate) since: String,
    /// How long ago that is.
    pub(crate) open_for: String,
    /// The step of the ladder on which it stands.
    pub(crate) rung: String,
}

/// Every open signal, filtered.
#[derive(Debug, Template)]
#[template(path = "escalation/signals.html")]
pub(crate) struct SignalsPage {
    pub(crate) layout: Layout,
    pub(crate) about: Vec<Choice>,
    pub(crate) leads: Vec<Choice>,
    pub(crate) organisations: Vec<Choice>,
    pub(crate) rows: Vec<SignalLine>,
    pub(crate) shown: usize,
    pub(crate) total: usize,
    pub(crate) pages: Pagination,
}
