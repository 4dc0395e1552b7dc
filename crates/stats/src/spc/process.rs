//! Processes: the parts of a series between rebases, each with limits of its own.

use std::ops::Range;

use super::gaps::gaps;
use super::limits::{Limits, limits};
use super::{Options, RuleSet, Series, SpcError};

/// How many values a process needs before it is judged by our own rules: Making Data Count's tools
/// show limits and icons from 13.
pub const FEWEST_VALUES: usize = 13;

/// How many points limits may at least be fixed on.
const FEWEST_FIXING: usize = 12;

/// A part of a series with limits of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Process {
    /// The rows it covers.
    pub rows: Range<usize>,
    /// What its points are judged by.
    pub limits: Limits,
    /// Lower limit as it is to be shown: not below what can occur.
    pub lower: f64,
    /// Upper limit as it is to be shown: not above what can occur.
    pub upper: f64,
    /// Whether it has too few values to be judged; its limits may still be drawn, as provisional.
    pub provisional: bool,
}

/// Cuts a series at its rebases and computes the limits of each process.
///
/// # Errors
///
/// As [`judge`](super::judge).
pub fn processes(series: &Series, options: Options) -> Result<Vec<Process>, SpcError> {
    check(series)?;
    Ok(cut(series, options, &gaps(&series.dates, options.rules)))
}

/// Cuts a series that has been checked.
pub(super) fn cut(series: &Series, options: Options, gaps: &[bool]) -> Vec<Process> {
    let count = series.values.len();
    let mut starts = vec![0];
    starts.extend(series.rebases.iter().filter(|&&row| row > 0 && row < count));
    starts.sort_unstable();
    starts.dedup();
    let ends = starts.iter().skip(1).chain(std::iter::once(&count));
    let cut = starts.iter().zip(ends).map(|(&start, &end)| start..end);
    cut.map(|rows| process(series, options, gaps, rows)).collect()
}

/// Says why a series cannot be judged.
pub(super) fn check(series: &Series) -> Result<(), SpcError> {
    let (dates, values) = (series.dates.len(), series.values.len());
    if dates != values {
        return Err(SpcError::Unpaired { dates, values });
    }
    if values == 0 {
        return Err(SpcError::Empty);
    }
    for pair in series.dates.windows(2) {
        if pair[0] == pair[1] {
            return Err(SpcError::DuplicateDate(pair[1]));
        }
        if pair[0] > pair[1] {
            return Err(SpcError::UnsortedDate(pair[1]));
        }
    }
    if let Some(row) = series.values.iter().position(|value| value.is_infinite()) {
        return Err(SpcError::InfiniteValue(series.dates[row]));
    }
    match series.fix_after {
        Some(points) if points < FEWEST_FIXING => Err(SpcError::FixTooShort(points)),
        _ => Ok(()),
    }
}

fn process(series: &Series, options: Options, gaps: &[bool], rows: Range<usize>) -> Process {
    let values = &series.values[rows.clone()];
    let fixing = series.fix_after.map_or(values.len(), |points| points.min(values.len()));
    let follows = |row: usize| !gaps.get(rows.start + row).copied().unwrap_or(false);
    let limits = limits(&values[..fixing], follows, options.rules, options.screening);
    match options.rules {
        RuleSet::Nhsrplotthedots => {
            let (lower, upper) = (limits.lower, limits.upper);
            Process { rows, limits, lower, upper, provisional: false }
        }
        RuleSet::Bellwether => {
            let known = values.iter().filter(|value| !value.is_nan()).count();
            let (lower, upper) = clipped(&limits, values, series.possible);
            Process { rows, limits, lower, upper, provisional: known < FEWEST_VALUES }
        }
    }
}

/// Keeps limits within what can occur. A bound that the values themselves cross is not believed.
fn clipped(limits: &Limits, values: &[f64], possible: (Option<f64>, Option<f64>)) -> (f64, f64) {
    let lower = match possible.0 {
        Some(lowest) if limits.lower < lowest && !values.iter().any(|&value| value < lowest) => {
            lowest
        }
        _ => limits.lower,
    };
    let upper = match possible.1 {
        Some(highest) if limits.upper > highest && !values.iter().any(|&value| value > highest) => {
            highest
        }
        _ => limits.upper,
    };
    (lower, upper)
}
