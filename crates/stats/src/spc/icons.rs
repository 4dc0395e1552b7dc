//! What flags mean: the type of a point and the two icons of a series.

use super::process::Process;
use super::{Assurance, Flags, Improvement, Point, PointType, RuleSet, Series, Variation};

/// Returns what the flags of a point mean where `improvement` is better.
///
/// Where rules point both ways, the reference goes by the first in the order outside, trend, two in
/// three, shift. Our own shows the concern, since missing one costs more than missing an
/// improvement; where neither way is better it goes by the same order.
pub(super) fn point_type(flags: Flags, improvement: Improvement, rules: RuleSet) -> PointType {
    let Flags { outside, trend, two_in_three, shift } = flags;
    let found = [outside, trend, two_in_three, shift];
    let Some(&first) = found.iter().find(|&&direction| direction != 0) else {
        return PointType::CommonCause;
    };
    let worse = match improvement {
        Improvement::Increase => -1,
        Improvement::Decrease => 1,
        Improvement::Neutral if first > 0 => return PointType::NeutralHigh,
        Improvement::Neutral => return PointType::NeutralLow,
    };
    let is_concern = match rules {
        RuleSet::Nhsrplotthedots => first == worse,
        RuleSet::Bellwether => found.contains(&worse),
    };
    if is_concern { PointType::Concern } else { PointType::Improvement }
}

/// Returns the icon of variation: what the latest point says, missing values aside.
pub(super) fn variation(
    series: &Series,
    processes: &[Process],
    points: &[Point],
    rules: RuleSet,
) -> Variation {
    let row = match rules {
        RuleSet::Nhsrplotthedots => points.len().checked_sub(1),
        RuleSet::Bellwether => points.iter().rposition(|point| !point.value.is_nan()),
    };
    let process = row.and_then(|row| processes.iter().find(|process| process.rows.contains(&row)));
    let (Some(row), Some(process)) = (row, process) else {
        return Variation::None;
    };
    if process.provisional {
        return Variation::None;
    }
    let rising_is_better = series.improvement == Improvement::Increase;
    match points[row].point_type {
        PointType::CommonCause => Variation::CommonCause,
        PointType::Improvement if rising_is_better => Variation::ImprovementHigh,
        PointType::Improvement => Variation::ImprovementLow,
        PointType::Concern if rising_is_better => Variation::ConcernLow,
        PointType::Concern => Variation::ConcernHigh,
        PointType::NeutralHigh => Variation::NeutralHigh,
        PointType::NeutralLow => Variation::NeutralLow,
    }
}

/// Returns the icon of assurance: the limits of the latest process against the target.
///
/// By our own rules a target is met where it is reached. A process passes if every value within its
/// limits meets the target, and fails if none does; so a target on the worse limit passes and one
/// on the better limit is hit or miss. The reference has both hit or miss.
pub(super) fn assurance(series: &Series, processes: &[Process], rules: RuleSet) -> Assurance {
    let (Some(target), Some(process)) = (series.target, processes.last()) else {
        return Assurance::None;
    };
    let (lower, upper) = (process.lower, process.upper);
    let unknown = target.is_nan() || lower.is_nan() || process.provisional;
    if series.improvement == Improvement::Neutral || (rules == RuleSet::Bellwether && unknown) {
        return Assurance::None;
    }
    let (passes, fails) = match (series.improvement, rules) {
        (Improvement::Increase, RuleSet::Nhsrplotthedots) => (target < lower, target > upper),
        (_, RuleSet::Nhsrplotthedots) => (target > upper, target < lower),
        (Improvement::Increase, RuleSet::Bellwether) => (lower >= target, upper < target),
        (_, RuleSet::Bellwether) => (upper <= target, lower > target),
    };
    match (passes, fails) {
        (true, _) => Assurance::Pass,
        (_, true) => Assurance::Fail,
        _ => Assurance::HitOrMiss,
    }
}
