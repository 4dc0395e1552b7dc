//! The home page: what needs attention today, and the district at a glance.

use askama::Template;

use crate::escalation::pages::SignalLine;
use crate::indicators::pages::IconCount;
use crate::shell::components::{Status, StatusBar};
use crate::shell::layout::Layout;

/// A number with what it counts, leading to the list of it.
#[derive(Debug, Clone)]
pub(crate) struct Tile {
    pub(crate) count: usize,
    pub(crate) label: &'static str,
    pub(crate) href: String,
}

/// The first signals of one kind.
#[derive(Debug, Clone)]
pub(crate) struct SignalGroup {
    pub(crate) title: &'static str,
    pub(crate) rows: Vec<SignalLine>,
    pub(crate) total: usize,
    pub(crate) more: usize,
    pub(crate) href: String,
}

/// A commitment that is due soon.
#[derive(Debug, Clone)]
pub(crate) struct DueLine {
    pub(crate) href: String,
    pub(crate) reference: String,
    pub(crate) text: String,
    pub(crate) plan: String,
    pub(crate) lead: String,
    pub(crate) due: String,
    pub(crate) in_days: String,
    pub(crate) status: Status,
}

/// The home page.
#[derive(Debug, Template)]
#[template(path = "home/home.html")]
pub(crate) struct HomePage {
    pub(crate) layout: Layout,
    pub(crate) organisation: String,
    pub(crate) tiles: Vec<Tile>,
    pub(crate) mine: Option<Vec<SignalLine>>,
    pub(crate) status: StatusBar,
    pub(crate) plan_count: String,
    pub(crate) indicator_count: String,
    pub(crate) icons: Vec<IconCount>,
    pub(crate) due: Vec<DueLine>,
    pub(crate) groups: Vec<SignalGroup>,
}
