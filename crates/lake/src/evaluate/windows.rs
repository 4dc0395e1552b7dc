//! Which periods of which indicators new rows touch.

use std::collections::BTreeMap;

use bellwether_calendar::{Period, PeriodKind};
use chrono::NaiveDate;

use crate::dataset::Dataset;
use crate::indicator::{Definition, Query, Source};

use super::RETURNS;

/// The event days that new or corrected rows of a dataset have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Touched {
    /// The first.
    pub from: NaiveDate,
    /// The last.
    pub to: NaiveDate,
}

/// The days of which an indicator is worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// All there are.
    All,
    /// From the first to the last: whole periods.
    Days(NaiveDate, NaiveDate),
}

impl Window {
    /// Whether a period lies within.
    #[must_use]
    pub fn holds(self, period: Period) -> bool {
        match self {
            Self::All => true,
            Self::Days(from, to) => from <= period.first_day() && period.last_day() <= to,
        }
    }

    /// The smallest window that holds both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Days(from, to), Self::Days(other_from, other_to)) => {
                Self::Days(from.min(other_from), to.max(other_to))
            }
            _ => Self::All,
        }
    }
}

/// The window of every indicator that the touched datasets concern, by code.
pub(super) fn windows<'a>(
    datasets: &[Dataset],
    indicators: &'a [Definition],
    touched: &BTreeMap<String, Touched>,
) -> BTreeMap<&'a str, Window> {
    let mut windows: BTreeMap<&str, Window> = BTreeMap::new();
    for definition in indicators {
        let own = match &definition.source {
            Source::Returned => touched.get(RETURNS).map(|days| whole_periods(definition, *days)),
            Source::Dataset(query) => window(datasets, definition, query, touched),
            Source::Formula(_) => None,
        };
        if let Some(window) = own {
            windows.insert(&definition.code, window);
        }
    }
    let counted = windows.clone();
    for definition in indicators {
        let Source::Formula(terms) = &definition.source else { continue };
        let touched = terms.codes().filter_map(|code| match (counted.get(code)?, definition) {
            (Window::All, _) => Some(Window::All),
            (Window::Days(from, to), definition) => {
                Some(whole_periods(definition, Touched { from: *from, to: *to }))
            }
        });
        let Some(window) = touched.reduce(Window::and) else { continue };
        windows.insert(&definition.code, window);
        for term in indicators.iter().filter(|other| terms.codes().any(|code| code == other.code)) {
            let both = windows.get(term.code.as_str()).map_or(window, |own| own.and(window));
            windows.insert(&term.code, both);
        }
    }
    windows
}

fn window(
    datasets: &[Dataset],
    definition: &Definition,
    query: &Query,
    touched: &BTreeMap<String, Touched>,
) -> Option<Window> {
    let days = touched.get(&query.dataset)?;
    let dataset = datasets.iter().find(|dataset| dataset.name == query.dataset)?;
    let by_event_time = query.time.as_ref().is_none_or(|time| *time == dataset.event_time);
    // Another column's days, and those on which something is open, may be any.
    let bounded = by_event_time && query.stock.is_none();
    Some(if bounded { whole_periods(definition, *days) } else { Window::All })
}

/// From the first day of the earliest period that holds the first day, to the last likewise.
fn whole_periods(definition: &Definition, days: Touched) -> Window {
    let kinds = || std::iter::once(definition.period).chain(definition.grains.iter().copied());
    let first = |kind: PeriodKind| Period::containing(kind, days.from).first_day();
    let last = |kind: PeriodKind| Period::containing(kind, days.to).last_day();
    Window::Days(
        kinds().map(first).min().unwrap_or(days.from),
        kinds().map(last).max().unwrap_or(days.to),
    )
}
