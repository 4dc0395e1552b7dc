//! Organisations as pages: the trees, and one organisation.

use askama::Template;

use crate::escalation::pages::SignalLine;
use crate::indicators::pages::{IconCount, MatrixLine};
use crate::plans::pages::PlanLine;
use crate::shell::components::Markup;
use crate::shell::layout::Layout;

/// An organisation in a tree.
#[derive(Debug, Clone)]
pub(crate) struct TreeLine {
    pub(crate) depth: usize,
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) kind: &'static str,
}

/// One tree, from its roots down.
#[derive(Debug, Clone)]
pub(crate) struct Tree {
    pub(crate) title: &'static str,
    pub(crate) rows: Vec<TreeLine>,
}

/// Every organisation that may be seen.
#[derive(Debug, Template)]
#[template(path = "organisations/organisations.html")]
pub(crate) struct OrganisationsPage {
    pub(crate) layout: Layout,
    pub(crate) trees: Vec<Tree>,
    /// What was searched for, and what was found.
    pub(crate) find: String,
    pub(crate) found: Vec<TreeLine>,
    pub(crate) total: u64,
    /// Whether practices and localities are left out of the trees, being too many.
    pub(crate) is_short: bool,
}

/// What became of an organisation, or whom it follows.
#[derive(Debug, Clone)]
pub(crate) struct KinLine {
    pub(crate) words: String,
    pub(crate) href: String,
    pub(crate) name: String,
}

/// Its place among its peers by one indicator.
#[derive(Debug, Clone)]
pub(crate) struct PlaceLine {
    pub(crate) href: String,
    pub(crate) title: String,
    pub(crate) place: String,
    pub(crate) picture: Markup,
}

/// One organisation.
#[derive(Debug, Template)]
#[template(path = "organisations/organisation.html")]
pub(crate) struct OrganisationPage {
    pub(crate) layout: Layout,
    pub(crate) code: String,
    pub(crate) kind: &'static str,
    pub(crate) kin: Vec<KinLine>,
    pub(crate) children: Vec<TreeLine>,
    pub(crate) signals: Vec<SignalLine>,
    pub(crate) more_signals: usize,
    pub(crate) plans: Vec<PlanLine>,
    pub(crate) rows: Vec<MatrixLine>,
    pub(crate) icons: Vec<IconCount>,
    pub(crate) places: Vec<PlaceLine>,
}
