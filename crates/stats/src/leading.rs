//! Whether one series leads another: at which lag, how closely, and how well it foretells it.
//!
//! Two series that both drift upward, or both rise every winter, correlate whether or not they have
//! anything to do with one another (Yule 1926, "Why do we sometimes get nonsense-correlations
//! between time-series?", J. R. Stat. Soc. 89; Granger and Newbold 1974, "Spurious regressions in
//! econometrics", J. Econometrics 2). So both are first freed of season or trend
//! ([`Preparation`]), and no correlation is believed until the leader has foretold values that it
//! had not seen better than a naive forecast ([`Skill`]).

mod preparation;
mod skill;

pub use preparation::Preparation;
pub use skill::{Naive, Skill};

use preparation::prepare;

/// The longest lag looked at, in periods.
pub const LONGEST_LAG: usize = 12;

/// The fewest pairs of values a correlation or a line is computed from: a year of months.
pub const FEWEST_PAIRS: usize = 12;

/// Points looked at, the latest ones: older ones of a long daily series say little of today.
const MOST_POINTS: usize = 400;

/// Two series of the same periods, oldest first, `NaN` where there is no value.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'a> {
    /// The one that is to lead.
    pub leader: &'a [f64],
    /// The one that is to follow; position for position of the same period.
    pub lagging: &'a [f64],
    /// Periods after which a season comes again: 12 of months, 4 of quarters, 52 of weeks, 7 of
    /// days; 1 for none.
    pub season: usize,
}

/// What can be said of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It foretells the other better than a naive forecast, by more than chance explains.
    MeasuredSkill,
    /// It does not.
    NoMeasuredSkill,
    /// There are too few values to say.
    TooShort,
}

impl Verdict {
    /// The words on a page.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::MeasuredSkill => "measured skill",
            Self::NoMeasuredSkill => "no measured skill",
            Self::TooShort => "too short",
        }
    }
}

/// A lag with the correlation at it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LagCorrelation {
    /// By how many periods the leader comes first.
    pub lag: usize,
    /// Pearson's correlation of the prepared values, -1 to 1.
    pub correlation: f64,
    /// How many pairs of values it is computed from.
    pub pairs: usize,
}

/// How one series leads another.
#[derive(Debug, Clone, PartialEq)]
pub struct Lead {
    /// What can be said of it.
    pub verdict: Verdict,
    /// The lag with the strongest correlation, either way; of equal ones the shortest. None where
    /// no lag has pairs enough, or a series never changes.
    pub best: Option<LagCorrelation>,
    /// Every lag that could be looked at, shortest first.
    pub by_lag: Vec<LagCorrelation>,
    /// What was done to the values before they were correlated.
    pub preparation: Preparation,
    /// Periods in which both have a value.
    pub sample: usize,
    /// How well the leader alone foretold values it had not seen; none where too few could be.
    pub skill: Option<Skill>,
}

impl Pair<'_> {
    /// Measures how one leads the other.
    ///
    /// The lag, 0 to 12 periods, is that of the strongest correlation of the prepared values. At
    /// lag 0 the leader is seen in the period, before the other is known of it.
    #[must_use]
    pub fn lead(&self) -> Lead {
        let pair = self.latest();
        let sample = pair.leader.iter().zip(pair.lagging);
        let sample = sample.filter(|(one, other)| !one.is_nan() && !other.is_nan()).count();
        let (preparation, by_lag) = pair.correlations();
        let skill = skill::measure(&pair);
        let verdict = match &skill {
            None => Verdict::TooShort,
            Some(skill) if skill.is_measured() => Verdict::MeasuredSkill,
            Some(_) => Verdict::NoMeasuredSkill,
        };
        Lead { verdict, best: strongest(&by_lag), by_lag, preparation, sample, skill }
    }

    /// The latest points of both, as many of the one as of the other.
    fn latest(&self) -> Self {
        let length = self.leader.len().min(self.lagging.len());
        let from = length.saturating_sub(MOST_POINTS);
        Self {
            leader: &self.leader[from..length],
            lagging: &self.lagging[from..length],
            season: self.season,
        }
    }

    /// The same pair as it was known before a position.
    fn before(&self, position: usize) -> Self {
        Self {
            leader: &self.leader[..position],
            lagging: &self.lagging[..position],
            season: self.season,
        }
    }

    fn correlations(&self) -> (Preparation, Vec<LagCorrelation>) {
        let preparation = Preparation::fitting(self);
        let leader = prepare(self.leader, preparation);
        let lagging = prepare(self.lagging, preparation);
        let at = |lag: usize| {
            let later = lagging.get(lag..)?;
            let pairs: Vec<(f64, f64)> = known_pairs(&leader, later);
            let correlation = correlation(&pairs)?;
            Some(LagCorrelation { lag, correlation, pairs: pairs.len() })
        };
        (preparation, (0..=LONGEST_LAG).filter_map(at).collect())
    }
}

/// The pairs in which both values are known.
fn known_pairs(one: &[f64], other: &[f64]) -> Vec<(f64, f64)> {
    let pairs = one.iter().copied().zip(other.iter().copied());
    pairs.filter(|(one, other)| !one.is_nan() && !other.is_nan()).collect()
}

fn strongest(by_lag: &[LagCorrelation]) -> Option<LagCorrelation> {
    let mut best: Option<LagCorrelation> = None;
    for found in by_lag {
        if best.is_none_or(|best| found.correlation.abs() > best.correlation.abs()) {
            best = Some(*found);
        }
    }
    best
}

/// Pearson's correlation; none of fewer than [`FEWEST_PAIRS`] pairs, or where one never changes.
fn correlation(pairs: &[(f64, f64)]) -> Option<f64> {
    let moments = Moments::of(pairs)?;
    let spread = (moments.of_one * moments.of_other).sqrt();
    (spread > 0.0).then(|| (moments.together / spread).clamp(-1.0, 1.0))
}

/// Means of pairs, and sums of squares and products around them.
#[derive(Debug, Clone, Copy)]
struct Moments {
    mean_one: f64,
    mean_other: f64,
    of_one: f64,
    of_other: f64,
    together: f64,
}

impl Moments {
    /// The moments of at least [`FEWEST_PAIRS`] pairs. A series that hardly changes against its own
    /// size, by no more than rounding, has no spread.
    fn of(pairs: &[(f64, f64)]) -> Option<Self> {
        if pairs.len() < FEWEST_PAIRS {
            return None;
        }
        let count = whole(pairs.len());
        let mean_one = pairs.iter().map(|(one, _)| one).sum::<f64>() / count;
        let mean_other = pairs.iter().map(|(_, other)| other).sum::<f64>() / count;
        let (mut of_one, mut of_other, mut together) = (0.0, 0.0, 0.0);
        for (one, other) in pairs {
            let (one, other) = (one - mean_one, other - mean_other);
            of_one += one * one;
            of_other += other * other;
            together += one * other;
        }
        let flat = |squares: f64, size: f64| squares <= count * size * size * ROUNDING;
        let largest = |part: fn(&(f64, f64)) -> f64| {
            pairs.iter().map(part).fold(0.0, |most: f64, value| most.max(value.abs()))
        };
        if flat(of_one, largest(|pair| pair.0)) {
            of_one = 0.0;
        }
        if flat(of_other, largest(|pair| pair.1)) {
            of_other = 0.0;
        }
        Some(Self { mean_one, mean_other, of_one, of_other, together })
    }
}

/// What rounding leaves of the squares of a constant, against the square of the constant itself.
const ROUNDING: f64 = 1e-24;

#[expect(clippy::cast_precision_loss, reason = "a count of points, far below 2^53")]
fn whole(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
#[path = "leading/tests.rs"]
mod tests;
