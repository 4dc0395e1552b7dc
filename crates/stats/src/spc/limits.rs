//! Limits of one process: mean and mean moving range, summed with compensation.

use super::RuleSet;

/// Turns a mean moving range into three sigma: 3 / 1.128, because ranges of two points average
/// 1.128 sigma.
const THREE_SIGMA: f64 = 2.66;

/// Two sigma, where "near a limit" begins.
const TWO_SIGMA: f64 = 2.0 * THREE_SIGMA / 3.0;

/// Upper limit of a moving range over its mean (D4 for ranges of two points).
const RANGE_LIMIT: f64 = 3.267;

/// Mean and limits of one process, before anything is clipped for show.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Mean of its values; `NaN` without any.
    pub mean: f64,
    /// Mean of its moving ranges, after screening; `NaN` without any.
    pub average_range: f64,
    /// Mean less 2.66 average ranges.
    pub lower: f64,
    /// Mean plus 2.66 average ranges.
    pub upper: f64,
}

impl Limits {
    /// Returns 1 for a value above the mean, -1 below, 0 on it or where either is unknown.
    #[must_use]
    pub fn side(&self, value: f64) -> i8 {
        side(value, self.mean, self.mean)
    }

    /// Returns 1 for a value above the upper limit, -1 below the lower, 0 between or unknown.
    #[must_use]
    pub fn outside(&self, value: f64) -> i8 {
        side(value, self.lower, self.upper)
    }

    /// Returns 1 or -1 for a value within the limits and more than two sigma above or below the
    /// mean, otherwise 0.
    #[must_use]
    pub fn close(&self, value: f64) -> i8 {
        let near = TWO_SIGMA * self.average_range;
        if self.outside(value) == 0 { side(value, self.mean - near, self.mean + near) } else { 0 }
    }
}

fn side(value: f64, lower: f64, upper: f64) -> i8 {
    i8::from(value > upper) - i8::from(value < lower)
}

/// Computes the limits of `values` (`NaN` where missing).
///
/// `follows` says whether a row directly follows the one before it, so that the two make a moving
/// range.
pub(super) fn limits(
    values: &[f64],
    follows: impl Fn(usize) -> bool,
    rules: RuleSet,
    screening: bool,
) -> Limits {
    let mean = mean(values.iter().copied().filter(|value| !value.is_nan()));
    let ranges: Vec<f64> = (1..values.len())
        .filter(|&row| follows(row))
        .map(|row| (values[row] - values[row - 1]).abs())
        .filter(|range| !range.is_nan())
        .collect();
    let average_range = average_range(&ranges, rules, screening);
    let spread = THREE_SIGMA * average_range;
    Limits { mean, average_range, lower: mean - spread, upper: mean + spread }
}

fn average_range(ranges: &[f64], rules: RuleSet, screening: bool) -> f64 {
    let all = mean(ranges.iter().copied());
    if !screening {
        return all;
    }
    let screened = mean(ranges.iter().copied().filter(|&range| range < RANGE_LIMIT * all));
    match rules {
        RuleSet::Nhsrplotthedots => screened,
        // Screening is there to keep a few wild ranges from widening the limits. Where nothing but
        // ranges of 0 would be left, they are the variation, and without them every point that is
        // not on the mean would be a special cause.
        RuleSet::Bellwether if screened > 0.0 => screened,
        RuleSet::Bellwether => all,
    }
}

/// Mean by Neumaier's compensated sum; `NaN` of nothing.
///
/// Rounding may push a mean past the numbers it is of, by a bit. It is kept between them, so that
/// no point of a constant series is off its mean.
fn mean(numbers: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut lost, mut count) = (0.0_f64, 0.0_f64, 0.0_f64);
    let (mut lowest, mut highest) = (f64::INFINITY, f64::NEG_INFINITY);
    for number in numbers {
        let next = sum + number;
        let is_smaller = sum.abs() >= number.abs();
        lost += if is_smaller { (sum - next) + number } else { (number - next) + sum };
        sum = next;
        count += 1.0;
        lowest = lowest.min(number);
        highest = highest.max(number);
    }
    let mean = (sum + lost) / count;
    if mean.is_nan() { mean } else { mean.clamp(lowest, highest) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(values: &[f64], expected: &str) {
        let limits = limits(values, |_| true, RuleSet::Bellwether, true);
        let found = format!("{:.2} {:.2} {:.2}", limits.lower, limits.mean, limits.upper);
        assert_eq!(found, expected);
    }

    #[test]
    fn limits_sit_2_66_mean_ranges_either_side() {
        check(&[4.0, 6.0, 4.0, 6.0], "-0.32 5.00 10.32");
    }

    #[test]
    fn one_value_has_a_mean_and_no_limits() {
        check(&[4.0], "NaN 4.00 NaN");
    }

    #[test]
    fn a_missing_value_makes_no_range_on_either_side() {
        check(&[4.0, 6.0, f64::NAN, 14.0, 16.0], "4.68 10.00 15.32");
    }

    #[test]
    fn the_mean_of_equal_numbers_is_that_number() {
        for number in [0.1, 1.0 / 3.0, 0.95, 98.7, 1e-300, 12_345.678_9] {
            for count in 1..200 {
                let mean = mean(std::iter::repeat_n(number, count));
                assert!(mean.to_bits() == f64::to_bits(number), "{count} times {number}: {mean}");
            }
        }
    }

    #[test]
    fn compensation_keeps_what_a_plain_sum_loses() {
        let mean = mean([1e16, 1.0, -1e16, 1.0].into_iter());
        assert!((mean - 0.5).abs() < 1e-12, "{mean}");
    }
}
