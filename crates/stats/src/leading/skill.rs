//! How well a leader alone foretells the other series out of sample, against a naive forecast.

use super::{FEWEST_PAIRS, Moments, Pair, known_pairs, strongest, whole};

/// The fewest forecasts a skill is measured by.
const FEWEST_FORECASTS: usize = 8;

/// Points that the first forecast may look back on: half of all, at least a year of months, and no
/// more than two.
const LONGEST_FIRST_LOOK: usize = 24;

/// Points from which a value of the season before is a naive forecast too: two years of months.
const FEWEST_FOR_SEASON: usize = 24;

/// The naive forecast that a leader is held against: the better of those there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naive {
    /// Nothing changes: the last known value.
    LastValue,
    /// What it was a season before.
    SeasonBefore,
}

impl Naive {
    /// The words on a page.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::LastValue => "the last value again",
            Self::SeasonBefore => "the value of the same season before",
        }
    }
}

/// How well forecasts of one step did, each made from what came before it alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Skill {
    /// How many there were.
    pub forecasts: usize,
    /// Mean absolute error of the forecasts from the leader, in the unit of the lagging series.
    pub error: f64,
    /// The same of the naive forecast, for the same periods.
    pub naive_error: f64,
    /// Which naive forecast that is.
    pub naive: Naive,
    /// The mean of the differences between the two errors over its standard error: Diebold and
    /// Mariano's statistic for one step with the correction of Harvey, Leybourne and Newbold (1997,
    /// "Testing the equality of prediction mean squared errors", Int. J. Forecasting 13).
    pub statistic: f64,
}

impl Skill {
    /// 1 less the error over the naive error: 1 is without error, 0 as good as naive, below 0
    /// worse. None where the naive forecast is never wrong.
    #[must_use]
    pub fn value(&self) -> Option<f64> {
        (self.naive_error > 0.0).then(|| 1.0 - self.error / self.naive_error)
    }

    /// Whether the leader beats the naive forecast by more than chance does once in twenty times.
    #[must_use]
    pub fn is_measured(&self) -> bool {
        self.value().is_some_and(|value| value > 0.0)
            && self.statistic > critical_value(self.forecasts.saturating_sub(1))
    }
}

/// Upper 5 % point of Student's t for 1 to 30 degrees of freedom, as R's `qt(0.95, 1:30)` gives it.
const CRITICAL: [f64; 30] = [
    6.3138, 2.9200, 2.3534, 2.1318, 2.0150, 1.9432, 1.8946, 1.8595, 1.8331, 1.8125, 1.7959, 1.7823,
    1.7709, 1.7613, 1.7531, 1.7459, 1.7396, 1.7341, 1.7291, 1.7247, 1.7207, 1.7171, 1.7139, 1.7109,
    1.7081, 1.7056, 1.7033, 1.7011, 1.6991, 1.6973,
];

/// The point to pass; above 30 degrees of freedom that of the next lower ones known, which is a
/// little stricter.
fn critical_value(degrees: usize) -> f64 {
    match degrees {
        0 => f64::INFINITY,
        1..=30 => CRITICAL[degrees - 1],
        31..=39 => CRITICAL[29],
        40..=59 => 1.6839,
        60..=119 => 1.6706,
        _ => 1.6577,
    }
}

/// Errors of one period: from the leader, from the last value, from the season before.
struct Errors {
    leader: f64,
    last: f64,
    season: f64,
}

/// Walks through the series: at each period the lag is chosen and the line drawn (ordinary least
/// squares of the lagging values on the lagged leader) from what lies before it, and the period
/// itself is foretold. None where fewer than 8 could be.
pub(super) fn measure(pair: &Pair<'_>) -> Option<Skill> {
    let length = pair.lagging.len();
    let first = (length / 2).clamp(FEWEST_PAIRS, LONGEST_FIRST_LOOK);
    let errors: Vec<Errors> =
        (first..length).filter_map(|position| errors_at(pair, position)).collect();
    if errors.len() < FEWEST_FORECASTS {
        return None;
    }
    let known = pair.lagging.iter().filter(|value| !value.is_nan()).count();
    let last = mean(errors.iter().map(|errors| errors.last));
    let season = mean(errors.iter().map(|errors| errors.season));
    let by_season = pair.season > 1 && known >= FEWEST_FOR_SEASON && season < last;
    let naive = if by_season { Naive::SeasonBefore } else { Naive::LastValue };
    let differences: Vec<f64> = errors
        .iter()
        .map(|errors| if by_season { errors.season } else { errors.last } - errors.leader)
        .collect();
    Some(Skill {
        forecasts: errors.len(),
        error: mean(errors.iter().map(|errors| errors.leader)),
        naive_error: if by_season { season } else { last },
        naive,
        statistic: statistic(&differences),
    })
}

fn errors_at(pair: &Pair<'_>, position: usize) -> Option<Errors> {
    let actual = known(pair.lagging[position])?;
    let before = pair.before(position);
    let last = before.lagging.iter().rev().copied().find(|value| !value.is_nan())?;
    let lag = strongest(&before.correlations().1)?.lag;
    let seen = known(pair.leader[position.checked_sub(lag)?])?;
    let pairs = known_pairs(before.leader, before.lagging.get(lag..)?);
    let moments = Moments::of(&pairs)?;
    if moments.of_one <= 0.0 {
        return None;
    }
    let slope = moments.together / moments.of_one;
    let foretold = moments.mean_other + slope * (seen - moments.mean_one);
    let season = position.checked_sub(pair.season).and_then(|before| known(pair.lagging[before]));
    Some(Errors {
        leader: (actual - foretold).abs(),
        last: (actual - last).abs(),
        season: (actual - season.unwrap_or(last)).abs(),
    })
}

fn known(value: f64) -> Option<f64> {
    (!value.is_nan()).then_some(value)
}

fn mean(numbers: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = whole(numbers.len());
    numbers.sum::<f64>() / count
}

/// With one step ahead and the correction it is the t statistic of the differences' mean.
fn statistic(differences: &[f64]) -> f64 {
    let count = whole(differences.len());
    let mean = mean(differences.iter().copied());
    let squares: f64 = differences.iter().map(|value| (value - mean) * (value - mean)).sum();
    if squares > 0.0 {
        mean / (squares / (count - 1.0) / count).sqrt()
    } else if mean > 0.0 {
        f64::INFINITY
    } else {
        0.0
    }
}
