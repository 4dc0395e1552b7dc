//! Indicators as pages: the matrix, and one indicator.

use askama::Template;

use crate::escalation::pages::SignalLine;
use crate::flows::register::signs::Sign;
use crate::shell::components::{Choice, Markup};
use crate::shell::layout::Layout;

/// An icon with how many have it, or with what it means.
#[derive(Debug, Clone)]
pub(crate) struct IconCount {
    /// The picture.
    pub(crate) icon: Markup,
    /// What it means.
    pub(crate) word: &'static str,
    /// How many have it.
    pub(crate) count: usize,
}

/// A row of the matrix.
#[derive(Debug, Clone)]
pub(crate) struct MatrixLine {
    /// The indicator's own page.
    pub(crate) href: String,
    /// Title.
    pub(crate) title: String,
    /// Icon of variation.
    pub(crate) variation: Markup,
    /// Icon of assurance.
    pub(crate) assurance: Markup,
    /// The latest values, word-sized.
    pub(crate) sparkline: Markup,
    /// Latest value with its unit, or the word for its state.
    pub(crate) latest: String,
    /// Target with its unit.
    pub(crate) target: String,
    /// Period of the latest value.
    pub(crate) period: String,
    /// How long after the period's end that is.
    pub(crate) lag: String,
    /// Who answers for it.
    pub(crate) lead: String,
    /// How many signals are open.
    pub(crate) signals: usize,
}

/// The rows of one domain.
#[derive(Debug, Clone)]
pub(crate) struct DomainRows {
    pub(crate) title: String,
    pub(crate) rows: Vec<MatrixLine>,
}

/// The matrix of all indicators of one organisation.
#[derive(Debug, Template)]
#[template(path = "indicators/indicators.html")]
pub(crate) struct IndicatorsPage {
    pub(crate) layout: Layout,
    pub(crate) organisation: String,
    pub(crate) organisations: Vec<Choice>,
    pub(crate) shows: Vec<Choice>,
    pub(crate) icons: Vec<IconCount>,
    pub(crate) domains: Vec<DomainRows>,
    pub(crate) shown: usize,
    pub(crate) total: usize,
}

/// A period in the chart's table.
#[derive(Debug, Clone)]
pub(crate) struct PeriodLine {
    pub(crate) period: String,
    pub(crate) days: String,
    /// What stands for a figure that is not a number.
    pub(crate) sign: Option<Sign>,
    pub(crate) value: String,
    pub(crate) numerator: String,
    pub(crate) denominator: String,
    pub(crate) mean: String,
    pub(crate) limits: String,
    pub(crate) reads_as: &'static str,
    pub(crate) known_from: String,
    pub(crate) revisions: Vec<String>,
}

/// What is held of an indicator for one organisation.
#[derive(Debug, Clone)]
pub(crate) struct Figures {
    pub(crate) variation: Markup,
    pub(crate) assurance: Markup,
    pub(crate) sentence: String,
    pub(crate) chart: Markup,
    pub(crate) facts: Vec<(&'static str, String)>,
    pub(crate) has_parts: bool,
    pub(crate) rows: Vec<PeriodLine>,
    pub(crate) place: Option<String>,
}

/// A peer's latest value.
#[derive(Debug, Clone)]
pub(crate) struct PeerLine {
    pub(crate) place: usize,
    pub(crate) name: String,
    pub(crate) href: String,
    pub(crate) value: String,
    pub(crate) here: bool,
}

/// A commitment that should move the indicator.
#[derive(Debug, Clone)]
pub(crate) struct LinkedCommitment {
    pub(crate) href: String,
    pub(crate) title: String,
    pub(crate) plan: String,
}

/// One indicator of one organisation.
#[derive(Debug, Template)]
#[template(path = "indicators/indicator.html")]
pub(crate) struct IndicatorPage {
    pub(crate) layout: Layout,
    pub(crate) code: String,
    pub(crate) organisation: String,
    pub(crate) organisation_code: String,
    pub(crate) organisations: Vec<Choice>,
    pub(crate) numerator_label: String,
    pub(crate) denominator_label: String,
    pub(crate) figures: Option<Figures>,
    pub(crate) signals: Vec<SignalLine>,
    pub(crate) peers: Vec<PeerLine>,
    pub(crate) definition: Vec<(&'static str, String)>,
    pub(crate) links: Vec<LinkedCommitment>,
    pub(crate) risks: Vec<RiskBeside>,
}

/// A risk to a commitment that should move the indicator.
#[derive(Debug, Clone)]
pub(crate) struct RiskBeside {
    pub(crate) href: String,
    pub(crate) risk: String,
    pub(crate) contingency: String,
    /// The commitments that it threatens.
    pub(crate) through: String,
}
