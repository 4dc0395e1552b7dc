//! A worked-out figure as the ledger keeps it, where every page can find it.

use bellwether_calendar::Period;
use bellwether_lake::evaluate::Figure;

use super::rules::published;
use crate::indicators::definition::Calculation;
use crate::indicators::rules::State;
use crate::indicators::store::Indicator;

/// A headline figure to be written down.
pub(super) struct Headline<'a> {
    pub(super) indicator: &'a Indicator,
    pub(super) organisation_id: i64,
    pub(super) period: Period,
    pub(super) state: State,
    pub(super) numbers: [Option<f64>; 3],
    pub(super) rows: u64,
    pub(super) newest_load: i64,
}

/// A headline as it goes into the ledger, where every page can find it: what counts patients of a
/// practice only as published, small counts held back and the others rounded.
pub(super) fn headline<'a>(
    indicator: &'a Indicator,
    organisation_id: i64,
    figure: &Figure,
    confidential: bool,
) -> Headline<'a> {
    let published = if confidential { published(figure) } else { Some(figure.clone()) };
    let value = published.as_ref().and_then(|figure| figure.value(&indicator.definition));
    let is_ratio = indicator.definition.calculation == Calculation::Ratio;
    let numbers = match (&published, value) {
        (Some(figure), Some(value)) => {
            let parts = figure.denominator.filter(|_| is_ratio);
            [parts.map(|_| figure.numerator), parts, Some(value)]
        }
        _ => [None; 3],
    };
    let state = match (&published, value) {
        (None, _) => State::Suppressed,
        (_, Some(_)) => State::Reported,
        _ => State::NotApplicable,
    };
    Headline {
        indicator,
        organisation_id,
        period: figure.period,
        state,
        numbers,
        rows: figure.rows,
        newest_load: figure.newest_load,
    }
}
