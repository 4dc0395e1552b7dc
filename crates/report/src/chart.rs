//! Charts as accessible SVG, the same in a page and in a paper.
//!
//! Every picture has a title and, where it needs one, a description, and works under a strict content
//! security policy: it has neither style nor script. Those of class `chart` fill the width they are
//! given (their text suits 288 to 640 pixels); icons and sparklines keep their size.

mod icon;
mod label;
mod mark;
mod process;
mod scale;
mod status;
mod svg;
mod timeline;

use bellwether_stats::spc::Judgement;
use chrono::NaiveDate;

pub use icon::{assurance_icon, assurance_words, sparkline, variation_icon, variation_words};
pub use process::spc;
pub use status::{StatusTone, status_bar};
pub use timeline::timeline;

/// An indicator's process on a chart.
#[derive(Debug, Clone)]
pub struct SpcChart {
    /// Prefix of the ids inside the picture, unique on its page.
    pub id: String,
    /// What is shown, such as `A&E: seen within four hours, Northmere`.
    pub title: String,
    /// The sentence that says what it means: the picture's description.
    pub description: String,
    /// Unit of the values, such as `%`.
    pub unit: String,
    /// Decimal places of its labels.
    pub decimals: usize,
    /// First day of each period, one for each point.
    pub dates: Vec<NaiveDate>,
    /// The judged points.
    pub judgement: Judgement,
    /// What is to be reached.
    pub target: Option<f64>,
}

/// One bar of a timeline; with neither day nor status, a heading.
#[derive(Debug, Clone, Default)]
pub struct TimelineBar {
    /// Reference and words.
    pub label: String,
    /// First day, when there is one.
    pub earliest: Option<NaiveDate>,
    /// Last day, when there is one.
    pub latest: Option<NaiveDate>,
    /// Status in words, such as `on track`.
    pub status: String,
    /// Whether it is overdue.
    pub overdue: bool,
}

/// Commitments on a calendar.
#[derive(Debug, Clone)]
pub struct Timeline {
    /// Prefix of the ids inside the picture, unique on its page.
    pub id: String,
    /// What is shown.
    pub title: String,
    /// In words.
    pub description: String,
    /// First day drawn.
    pub from: NaiveDate,
    /// Last day drawn.
    pub to: NaiveDate,
    /// The day marked as today.
    pub today: NaiveDate,
    /// Bars, in the order drawn.
    pub bars: Vec<TimelineBar>,
}
