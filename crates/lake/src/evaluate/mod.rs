//! Indicators worked out: one pass over each dataset, however many indicators read it.

mod cells;
mod combine;
mod functions;
mod levels;
mod pass;
mod returned;
mod scan;
mod series;
mod windows;

use std::collections::BTreeMap;
use std::sync::Arc;

use bellwether_calendar::Period;
use chrono::NaiveDate;
use datafusion::common::DataFusionError;
use datafusion::prelude::SessionContext;

use crate::dataset::{Breakdown, Dataset, OrganisationRole};
use crate::indicator::{Calculation, Definition, Source, ZeroDenominator};

pub use self::functions::register_functions;
pub use self::levels::{Link, add_levels};
pub use self::windows::{Touched, Window};

/// The dataset in which bodies send the figures of indicators that nothing else carries.
pub const RETURNS: &str = "returns";

/// What cannot be worked out.
#[derive(Debug, thiserror::Error)]
pub enum EvaluateError {
    /// The rows cannot be read, or a plan over them cannot be carried out.
    #[error("the rows of {dataset} cannot be worked out")]
    Rows {
        /// The dataset.
        dataset: String,
        /// What went wrong.
        #[source]
        source: DataFusionError,
    },
    /// A definition does not fit the dataset that it counts.
    #[error("indicator {indicator}: {problem}")]
    Definition {
        /// Its code.
        indicator: String,
        /// What is wrong and what to do.
        problem: String,
    },
}

/// What was counted for one indicator, organisation, period and category.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Code of the indicator.
    pub indicator: Arc<str>,
    /// The organisation's part in the rows; [`OrganisationRole::Organisation`] for a body that
    /// others were added up to.
    pub role: OrganisationRole,
    /// Code of the organisation.
    pub organisation: Arc<str>,
    /// The period.
    pub period: Period,
    /// The category, where it is not the whole.
    pub breakdown: Option<(Breakdown, Arc<str>)>,
    /// The numerator; the value itself where there is no denominator.
    pub numerator: f64,
    /// The denominator, of a ratio.
    pub denominator: Option<f64>,
    /// How many rows were looked at.
    pub rows: u64,
    /// The newest load that one of them came with; 0 where none says.
    pub newest_load: i64,
}

impl Figure {
    /// Its value by the definition: none where the denominator is zero or too small.
    #[must_use]
    pub fn value(&self, definition: &Definition) -> Option<f64> {
        let Some(denominator) = self.denominator else { return Some(self.numerator) };
        if definition.calculation == Calculation::Value {
            return Some(self.numerator);
        }
        let minimum = definition.minimum_denominator.unwrap_or(f64::MIN_POSITIVE);
        if denominator >= minimum && denominator > 0.0 {
            // The product first: 1 of 4 times 100 is then exact.
            return Some(self.numerator * definition.multiplier / denominator);
        }
        let nobody = denominator.abs() < f64::MIN_POSITIVE;
        (nobody && definition.zero_denominator == ZeroDenominator::Zero).then_some(0.0)
    }
}

/// What was worked out, and for which days of each indicator.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Evaluated {
    /// The figures, by indicator, role, organisation, category and period.
    pub figures: Vec<Figure>,
    /// The window of every indicator that was worked out, by code. A figure that was known before
    /// and lies within it but is not among `figures` has no row left.
    pub windows: BTreeMap<Arc<str>, Window>,
}

/// Works out the indicators that the touched datasets carry, for the periods that were touched.
///
/// The session has a table for each dataset, named like it, with its current rows. Formulas are
/// not worked out yet: organisations may still be added up ([`add_levels`]), and only then can
/// [`add_formulas`] divide.
///
/// # Errors
///
/// Returns [`EvaluateError`] when rows cannot be read or a definition does not fit its dataset.
pub async fn evaluate(
    session: &SessionContext,
    datasets: &[Dataset],
    indicators: &[Definition],
    touched: &BTreeMap<String, Touched>,
) -> Result<Evaluated, EvaluateError> {
    let windows = windows::windows(datasets, indicators, touched);
    let mut evaluated = Evaluated::default();
    for dataset in datasets {
        let wanted: Vec<(&Definition, Window)> = indicators
            .iter()
            .filter(|definition| counts_over(definition, dataset))
            .filter_map(|definition| Some((definition, *windows.get(definition.code.as_str())?)))
            .collect();
        if wanted.is_empty() {
            continue;
        }
        let figures = if dataset.name == RETURNS {
            returned::figures(session, dataset, &wanted).await?
        } else {
            let pass = pass::Pass::new(dataset, &wanted)?;
            let cells = scan::scan(session, dataset, &pass).await?;
            series::figures(&pass, &cells)
        };
        evaluated.figures.extend(figures);
    }
    evaluated.windows =
        windows.into_iter().map(|(code, window)| (Arc::from(code), window)).collect();
    sort(&mut evaluated.figures);
    Ok(evaluated)
}

fn counts_over(definition: &Definition, dataset: &Dataset) -> bool {
    match &definition.source {
        Source::Dataset(query) => query.dataset == dataset.name,
        Source::Returned => dataset.name == RETURNS,
        Source::Formula(_) => false,
    }
}

/// Adds the figures of the indicators that are worked out from others' counts.
pub fn add_formulas(evaluated: &mut Evaluated, indicators: &[Definition]) {
    let more = combine::figures(evaluated, indicators);
    evaluated.figures.extend(more);
    sort(&mut evaluated.figures);
}

fn sort(figures: &mut [Figure]) {
    figures.sort_by(|one, other| {
        let key = |figure: &Figure| (figure.role, figure.breakdown.clone(), figure.period);
        one.indicator
            .cmp(&other.indicator)
            .then_with(|| one.organisation.cmp(&other.organisation))
            .then_with(|| key(one).cmp(&key(other)))
    });
}

/// The first and the last day of what a window can hold, for filters.
pub(crate) fn day_number(day: NaiveDate) -> i32 {
    let epoch = NaiveDate::default();
    i32::try_from((day - epoch).num_days()).unwrap_or(i32::MAX)
}

/// The day of a number of days since 1970-01-01.
pub(crate) fn day_of(number: i32) -> Option<NaiveDate> {
    NaiveDate::default().checked_add_signed(chrono::TimeDelta::days(i64::from(number)))
}

#[cfg(test)]
mod generated_tests;
#[cfg(test)]
mod naive;
#[cfg(test)]
mod naive_sql;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
