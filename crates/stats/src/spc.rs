//! Statistical process control: the XmR chart, its special-cause rules and its two icons.
//!
//! Limits are the mean plus and minus 2.66 mean moving ranges (Shewhart's individuals chart, as
//! NHS England's Making Data Count teaches it). Four rules find special causes: a point beyond a
//! limit, seven points rising or falling, two of three points near a limit, seven points on one
//! side of the mean.
//!
//! | | `nhsrplotthedots` | `bellwether` |
//! |---|---|---|
//! | series that never varies | no limits | limits at its one value; passes or fails its target |
//! | screening that leaves no variation | limits at the mean | screening is not applied |
//! | fewer than 13 values in a process | judged | limits provisional, nothing flagged, no icons |
//! | absent dates | joined | no moving range and no run crosses them |
//! | missing value | breaks a run | passed over; icon from the last value there is |
//! | repeated value | breaks a trend | neither breaks nor adds to it |
//! | limits beyond what can occur | shown | shown clipped, judged unclipped |
//! | special causes both ways in one point | first rule found | concern |
//! | target on a limit | hit or miss | met where it is reached |

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

mod gaps;
mod icons;
mod limits;
mod process;
mod rules;
mod words;

#[cfg(test)]
mod bellwether_tests;
#[cfg(test)]
mod golden_tests;

pub use limits::Limits;
pub use process::{FEWEST_VALUES, Process, processes};
pub use words::{UnknownWord, label};

/// Which way is better.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Improvement {
    /// Higher is better.
    Increase,
    /// Lower is better.
    Decrease,
    /// Neither is better.
    #[default]
    Neutral,
}

/// A named, versioned way to judge a series.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleSet {
    /// Our own, the default: the reference's rules with its measured weaknesses mended.
    #[default]
    Bellwether,
    /// As the R package `NHSRplotthedots` 0.2.2 computes.
    Nhsrplotthedots,
}

/// One series and how it is to be judged.
#[derive(Debug, Clone, Default)]
pub struct Series {
    /// Days, ascending and distinct: one for each value.
    pub dates: Vec<NaiveDate>,
    /// Values; `NaN` where one is missing.
    pub values: Vec<f64>,
    /// Which way is better.
    pub improvement: Improvement,
    /// What is to be reached, in the unit of the values.
    ///
    /// `NaN` says that others of a list have a target and this one has not; only
    /// `nhsrplotthedots` tells that apart from none at all (it shows hit or miss).
    pub target: Option<f64>,
    /// Positions at which a new process starts, ascending.
    pub rebases: Vec<usize>,
    /// How many first points of each process fix its limits; all when absent. At least 12.
    pub fix_after: Option<usize>,
    /// Lowest and highest value that can occur (0 and 100 for a percentage), used by the rule sets
    /// that respect it.
    pub possible: (Option<f64>, Option<f64>),
}

/// How to judge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// The rule set.
    pub rules: RuleSet,
    /// Leave out moving ranges above 3.267 times their mean, once.
    pub screening: bool,
}

impl Default for Options {
    /// Our own rule set, with screening.
    fn default() -> Self {
        Self { rules: RuleSet::default(), screening: true }
    }
}

/// Direction of a special cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PointType {
    /// Nothing but the ordinary variation of the process.
    CommonCause,
    /// A special cause for the better.
    Improvement,
    /// A special cause for the worse.
    Concern,
    /// A special cause upward, where neither way is better.
    NeutralHigh,
    /// A special cause downward, where neither way is better.
    NeutralLow,
}

/// What the latest point says of the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Variation {
    /// Ordinary variation.
    CommonCause,
    /// Better, by rising.
    ImprovementHigh,
    /// Better, by falling.
    ImprovementLow,
    /// Worse, by rising.
    ConcernHigh,
    /// Worse, by falling.
    ConcernLow,
    /// Rising, where neither way is better.
    NeutralHigh,
    /// Falling, where neither way is better.
    NeutralLow,
    /// Cannot be said.
    None,
}

/// Whether the process, left as it is, will meet its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assurance {
    /// It will, month after month.
    Pass,
    /// It will not without being changed.
    Fail,
    /// Sometimes it will, sometimes not.
    HitOrMiss,
    /// Cannot be said, or there is no target.
    None,
}

/// Which rules a point breaks, and to which side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flags {
    /// Beyond a limit: 1 above, -1 below, 0 neither.
    pub outside: i8,
    /// In a run of rising (1) or falling (-1) points.
    pub trend: i8,
    /// Among two of three near a limit: 1 above, -1 below.
    pub two_in_three: i8,
    /// In a run of points on one side of the mean: 1 above, -1 below.
    pub shift: i8,
}

/// One point, judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Its value; `NaN` where missing.
    pub value: f64,
    /// Mean of its process; `NaN` where unknown.
    pub mean: f64,
    /// Lower process limit, as it is to be shown; `NaN` where unknown.
    pub lower: f64,
    /// Upper process limit, as it is to be shown; `NaN` where unknown.
    pub upper: f64,
    /// The rules it breaks.
    pub flags: Flags,
    /// What that means.
    pub point_type: PointType,
}

/// A series, judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// One for each value, in order.
    pub points: Vec<Point>,
    /// Icon of variation.
    pub variation: Variation,
    /// Icon of assurance.
    pub assurance: Assurance,
}

/// Why a series cannot be judged.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SpcError {
    /// There is nothing in it.
    #[error("the series has no points")]
    Empty,
    /// Dates and values do not pair up.
    #[error("{dates} dates for {values} values; give one date for each value")]
    Unpaired {
        /// How many dates there are.
        dates: usize,
        /// How many values there are.
        values: usize,
    },
    /// Two values for one day.
    #[error("{0} occurs twice in the series; keep one value for each date")]
    DuplicateDate(NaiveDate),
    /// A day before the one that precedes it.
    #[error("{0} comes after a later date; sort the series by date")]
    UnsortedDate(NaiveDate),
    /// A value without end.
    #[error("the value of {0} is infinite; give a number, or NaN where it is missing")]
    InfiniteValue(NaiveDate),
    /// Too few points to fix limits with.
    #[error("limits may be fixed after 12 points or more, not after {0}")]
    FixTooShort(usize),
}

/// Judges one series.
///
/// # Errors
///
/// Returns an error for an empty series, dates that are not one for each value, ascending and
/// distinct, an infinite value, or limits fixed on fewer than 12 points.
pub fn judge(series: &Series, options: Options) -> Result<Judgement, SpcError> {
    process::check(series)?;
    let gaps = gaps::gaps(&series.dates, options.rules);
    let processes = process::cut(series, options, &gaps);
    let mut points = Vec::with_capacity(series.values.len());
    let mut flags = Vec::new();
    for process in &processes {
        rules::flag(series, process, &gaps, options.rules, &mut flags);
        for (row, &flags) in process.rows.clone().zip(&flags) {
            points.push(Point {
                value: series.values[row],
                mean: process.limits.mean,
                lower: process.lower,
                upper: process.upper,
                flags,
                point_type: icons::point_type(flags, series.improvement, options.rules),
            });
        }
    }
    let variation = icons::variation(series, &processes, &points, options.rules);
    let assurance = icons::assurance(series, &processes, options.rules);
    Ok(Judgement { points, variation, assurance })
}
