//! Counts of patients made fit to be shown outside their own practice: small ones held back, the
//! others rounded.

use std::fmt;

/// Counts from 1 to this are held back: so few patients could be known by name.
pub const HIGHEST_HELD_BACK: u64 = 7;

/// Other counts are rounded to the nearest multiple of this, so that no difference between two of
/// them gives a small one away.
pub const ROUNDED_TO: u64 = 5;

/// A count of patients that anybody may see; only [`Published::of`] makes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Published(Option<u64>);

impl Published {
    /// What may be shown of a count: nothing from 1 to 7, else the nearest multiple of 5. A zero is
    /// shown: nobody can be known by it.
    #[must_use]
    pub fn of(count: u64) -> Self {
        if (1..=HIGHEST_HELD_BACK).contains(&count) {
            return Self(None);
        }
        let rounded = (count + ROUNDED_TO / 2) / ROUNDED_TO * ROUNDED_TO;
        Self(Some(rounded))
    }

    /// The rounded count; none where it is held back.
    #[must_use]
    pub fn count(self) -> Option<u64> {
        self.0
    }

    /// A ratio of two published counts, times a multiplier: none where either is held back or the
    /// denominator is zero, and never above what rounding alone could make of a whole.
    #[must_use]
    pub fn ratio(numerator: Self, denominator: Self, multiplier: f64) -> Option<f64> {
        let (numerator, denominator) = (numerator.0?, denominator.0?);
        if denominator == 0 {
            return None;
        }
        #[expect(clippy::cast_precision_loss, reason = "counts of people are far below 2^53")]
        Some(numerator as f64 * multiplier / denominator as f64)
    }
}

impl fmt::Display for Published {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(count) => write!(formatter, "{count}"),
            None => formatter.write_str("suppressed"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_counts_are_held_back_and_others_rounded() {
        let check = |counts: &[u64], expected: &str| {
            for count in counts {
                assert_eq!(Published::of(*count).to_string(), expected, "{count}");
            }
        };
        check(&[0], "0");
        check(&[1, 4, 7], "suppressed");
        check(&[8, 10, 12], "10");
        check(&[13, 15, 17], "15");
        check(&[998, 1000, 1002], "1000");
    }

    #[test]
    fn a_ratio_needs_both_of_its_counts() {
        let check = |numerator: u64, denominator: u64, expected: Option<f64>| {
            let (numerator, denominator) = (Published::of(numerator), Published::of(denominator));
            assert_eq!(Published::ratio(numerator, denominator, 100.0), expected);
        };
        check(11, 41, Some(25.0));
        check(3, 41, None);
        check(0, 41, Some(0.0));
        check(0, 0, None);
        check(9, 6, None);
    }
}
