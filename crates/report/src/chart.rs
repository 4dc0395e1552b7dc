//! Charts as accessible SVG, the same in a page and in a paper.

use bellwether_stats::spc::{Assurance, Judgement, Variation};
use chrono::NaiveDate;

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

/// Draws the chart of one indicator.
#[must_use]
pub fn spc(chart: &SpcChart) -> String {
    let _ = chart;
    String::new()
}

/// Draws a word-sized chart of the latest values, `NaN` where missing.
#[must_use]
pub fn sparkline(id: &str, description: &str, judgement: &Judgement) -> String {
    let _ = (id, description, judgement);
    String::new()
}

/// Draws the icon of variation: shape and letter as well as colour.
#[must_use]
pub fn variation_icon(id: &str, variation: Variation) -> String {
    let _ = (id, variation);
    String::new()
}

/// Draws the icon of assurance: shape and letter as well as colour.
#[must_use]
pub fn assurance_icon(id: &str, assurance: Assurance) -> String {
    let _ = (id, assurance);
    String::new()
}

/// One bar of a timeline.
#[derive(Debug, Clone)]
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

/// Draws a timeline.
#[must_use]
pub fn timeline(timeline: &Timeline) -> String {
    let _ = timeline;
    String::new()
}
