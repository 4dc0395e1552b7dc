//! The register of flows as pages: all of them, and one.

use askama::Template;

use super::signs::Sign;
use crate::shell::components::{Choice, Pagination};
use crate::shell::layout::Layout;

/// A flow in the register.
#[derive(Debug, Clone)]
pub(crate) struct FlowLine {
    pub(crate) href: String,
    pub(crate) title: String,
    pub(crate) senders: String,
    pub(crate) rhythm: &'static str,
    pub(crate) due: String,
    /// The last period due, and what became of it with every sender.
    pub(crate) last: String,
    pub(crate) counts: Vec<StateCount>,
}

/// How many senders a period stands so with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StateCount {
    pub(crate) sign: Sign,
    pub(crate) count: usize,
}

/// One period of one sender.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    /// What stands above its column.
    pub(crate) heading: String,
    pub(crate) sign: Sign,
    pub(crate) period: String,
    /// When it came, by when it was due, how many rows.
    pub(crate) detail: String,
}

/// A sender's periods.
#[derive(Debug, Clone)]
pub(crate) struct SenderLine {
    pub(crate) flow: String,
    pub(crate) flow_href: String,
    pub(crate) sender: String,
    pub(crate) sender_href: String,
    pub(crate) cells: Vec<Cell>,
}

/// Every flow, and its senders.
#[derive(Debug, Template)]
#[template(path = "flows/register/flows.html")]
pub(crate) struct FlowsPage {
    pub(crate) layout: Layout,
    pub(crate) flows: Vec<FlowLine>,
    pub(crate) flow_choices: Vec<Choice>,
    pub(crate) state_choices: Vec<Choice>,
    pub(crate) sender: String,
    pub(crate) headings: Vec<String>,
    pub(crate) rows: Vec<SenderLine>,
    pub(crate) total: usize,
    pub(crate) pages: Pagination,
    pub(crate) signs: Vec<(Sign, &'static str)>,
}

/// What is measured of a flow.
#[derive(Debug, Clone)]
pub(crate) struct RubricLines {
    pub(crate) grade: &'static str,
    pub(crate) measures: Vec<(&'static str, String)>,
    /// Why the grade is no better.
    pub(crate) reasons: Vec<String>,
}

/// One flow.
#[derive(Debug, Template)]
#[template(path = "flows/register/flow.html")]
pub(crate) struct FlowPage {
    pub(crate) layout: Layout,
    pub(crate) what: String,
    pub(crate) facts: Vec<(&'static str, String)>,
    pub(crate) rubric: RubricLines,
    pub(crate) headings: Vec<String>,
    pub(crate) rows: Vec<SenderLine>,
    pub(crate) total: usize,
    pub(crate) pages: Pagination,
    pub(crate) signs: Vec<(Sign, &'static str)>,
}
