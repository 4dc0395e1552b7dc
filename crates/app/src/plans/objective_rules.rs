//! Whether an objective is reached, said plainly from its objectively verifiable indicators.

use bellwether_stats::spc::Improvement;

/// What an indicator says of an objective in one half-year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evidence {
    /// Which way is better.
    pub improvement: Improvement,
    /// What was to be reached by the end of the half, in the unit of the indicator.
    pub target: Option<f64>,
    /// The latest value known of that half.
    pub value: Option<f64>,
    /// Whether the value is that of the half's end, so that nothing later can overrule it.
    pub is_last: bool,
}

/// What can be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The target is met.
    Reached,
    /// The target is not met, and the half is over.
    NotReached,
    /// The half is not over; its figures so far meet the target.
    ReachedSoFar,
    /// The half is not over; its figures so far do not meet the target.
    NotReachedSoFar,
    /// No figure of that half has come.
    NoFigure,
    /// There is no target for that half, or neither way is better.
    NoTarget,
}

impl Verdict {
    /// The words shown to people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Reached => "Reached",
            Self::NotReached => "Not reached",
            Self::ReachedSoFar => "Reached so far",
            Self::NotReachedSoFar => "Not reached so far",
            Self::NoFigure => "Cannot be said: no figure yet",
            Self::NoTarget => "Cannot be said: no target",
        }
    }

    /// The word under which a page shows its colour.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Reached | Self::ReachedSoFar => "reached",
            Self::NotReached | Self::NotReachedSoFar => "not-reached",
            Self::NoFigure | Self::NoTarget => "unknown",
        }
    }
}

/// What one indicator says.
#[must_use]
pub fn verdict(evidence: Evidence) -> Verdict {
    let Some(target) = evidence.target else { return Verdict::NoTarget };
    let Some(value) = evidence.value else { return Verdict::NoFigure };
    let met = match evidence.improvement {
        Improvement::Increase => value >= target,
        Improvement::Decrease => value <= target,
        Improvement::Neutral => return Verdict::NoTarget,
    };
    match (met, evidence.is_last) {
        (true, true) => Verdict::Reached,
        (false, true) => Verdict::NotReached,
        (true, false) => Verdict::ReachedSoFar,
        (false, false) => Verdict::NotReachedSoFar,
    }
}

/// What all indicators of an objective say together: one that fails decides, one that cannot be read
/// leaves it open, and reached means each of them. None without an indicator.
#[must_use]
pub fn together(verdicts: &[Verdict]) -> Option<Verdict> {
    const GRAVEST_FIRST: [Verdict; 6] = [
        Verdict::NotReached,
        Verdict::NotReachedSoFar,
        Verdict::NoFigure,
        Verdict::NoTarget,
        Verdict::ReachedSoFar,
        Verdict::Reached,
    ];
    GRAVEST_FIRST.into_iter().find(|verdict| verdicts.contains(verdict))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_indicator_says_plainly_whether_its_target_is_met() {
        use Improvement::{Decrease, Increase, Neutral};
        let check = |improvement, target, value, is_last, expected| {
            let found = verdict(Evidence { improvement, target, value, is_last });
            assert_eq!(found, expected, "{improvement:?} {target:?} {value:?} {is_last}");
        };
        check(Increase, Some(95.0), Some(95.0), true, Verdict::Reached);
        check(Increase, Some(95.0), Some(94.9), true, Verdict::NotReached);
        check(Increase, Some(95.0), Some(96.0), false, Verdict::ReachedSoFar);
        check(Decrease, Some(3.5), Some(3.5), true, Verdict::Reached);
        check(Decrease, Some(3.5), Some(3.6), false, Verdict::NotReachedSoFar);
        check(Decrease, Some(3.5), None, true, Verdict::NoFigure);
        check(Decrease, None, Some(1.0), true, Verdict::NoTarget);
        check(Neutral, Some(1.0), Some(1.0), true, Verdict::NoTarget);
    }

    #[test]
    fn an_objective_is_reached_when_each_of_its_indicators_is() {
        use Verdict::{NoFigure, NoTarget, NotReached, Reached, ReachedSoFar};
        let check = |verdicts: &[Verdict], expected: Option<Verdict>| {
            assert_eq!(together(verdicts), expected, "{verdicts:?}");
        };
        check(&[], None);
        check(&[Reached, Reached], Some(Reached));
        check(&[Reached, ReachedSoFar], Some(ReachedSoFar));
        check(&[Reached, NoFigure, NotReached], Some(NotReached));
        check(&[Reached, NoFigure], Some(NoFigure));
        check(&[Reached, NoTarget], Some(NoTarget));
    }
}
