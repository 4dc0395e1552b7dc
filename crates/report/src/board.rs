//! The board's performance paper, as a tagged PDF.

mod figures;

use bellwether_stats::spc::{Assurance, Variation};
use chrono::NaiveDate;

use crate::chart::SpcChart;
pub use crate::layout::ReportError;
use crate::layout::{self, LOOK, Template};

/// The templates, the first being the one that is laid out.
const TEMPLATES: [Template; 7] = [
    ("/paper.typ", include_str!("board/paper.typ")),
    LOOK,
    ("/cover.typ", include_str!("board/cover.typ")),
    ("/summary.typ", include_str!("board/summary.typ")),
    ("/matrix.typ", include_str!("board/matrix.typ")),
    ("/exceptions.typ", include_str!("board/exceptions.typ")),
    ("/registers.typ", include_str!("board/registers.typ")),
];

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

/// Lays out the paper and returns the PDF's bytes: tagged, accessible by PDF/UA-1, in British English.
///
/// The same paper gives the same bytes. It keeps a core busy for a while, so an asynchronous caller
/// runs it where blocking is allowed.
///
/// # Errors
///
/// Returns an error when a chart has no words, or the layout refuses the document.
pub fn pdf(paper: &BoardPaper) -> Result<Vec<u8>, ReportError> {
    let silent =
        |chart: &SpcChart| format!("{}{}", chart.title, chart.description).trim().is_empty();
    if let Some(exception) = paper.exceptions.iter().find(|exception| silent(&exception.chart)) {
        return Err(ReportError::Undescribed(exception.code.clone()));
    }
    layout::pdf(&TEMPLATES, figures::files(paper), paper.as_at)
}
