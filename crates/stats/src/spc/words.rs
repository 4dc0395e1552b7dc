//! The words by which rule sets, rules, types and icons are written and read.

use std::fmt;
use std::str::FromStr;

use super::{Assurance, Flags, Improvement, Point, PointType, RuleSet, Variation};

/// A word that none of the kind is written with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is not one of {allowed}")]
pub struct UnknownWord {
    found: String,
    allowed: &'static str,
}

impl RuleSet {
    /// Its name in files and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Bellwether => "bellwether",
            Self::Nhsrplotthedots => "nhsrplotthedots",
        }
    }
}

impl Improvement {
    /// Its name in files and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Increase => "increase",
            Self::Decrease => "decrease",
            Self::Neutral => "neutral",
        }
    }
}

impl PointType {
    /// Its name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::CommonCause => "common_cause",
            Self::Improvement => "improvement",
            Self::Concern => "concern",
            Self::NeutralHigh => "neutral_high",
            Self::NeutralLow => "neutral_low",
        }
    }
}

impl Variation {
    /// Its name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::CommonCause => "common_cause",
            Self::ImprovementHigh => "improvement_high",
            Self::ImprovementLow => "improvement_low",
            Self::ConcernHigh => "concern_high",
            Self::ConcernLow => "concern_low",
            Self::NeutralHigh => "neutral_high",
            Self::NeutralLow => "neutral_low",
            Self::None => "none",
        }
    }
}

impl Assurance {
    /// Its name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::HitOrMiss => "hit_or_miss",
            Self::None => "none",
        }
    }
}

impl Flags {
    /// Names of the rules broken, in the order outside, trend, two in three, shift.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        let name = |direction: i8, high, low| match direction {
            1 => Some(high),
            -1 => Some(low),
            _ => None,
        };
        [
            name(self.outside, "outside_high", "outside_low"),
            name(self.trend, "trend_high", "trend_low"),
            name(self.two_in_three, "two_in_three_high", "two_in_three_low"),
            name(self.shift, "shift_high", "shift_low"),
        ]
        .into_iter()
        .flatten()
    }
}

impl fmt::Display for RuleSet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FromStr for RuleSet {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        [Self::Bellwether, Self::Nhsrplotthedots]
            .into_iter()
            .find(|it| it.name() == word)
            .ok_or(UnknownWord { found: word.to_owned(), allowed: "bellwether, nhsrplotthedots" })
    }
}

impl FromStr for Improvement {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        [Self::Increase, Self::Decrease, Self::Neutral]
            .into_iter()
            .find(|it| it.name() == word)
            .ok_or(UnknownWord { found: word.to_owned(), allowed: "increase, decrease, neutral" })
    }
}

/// Names the first rule a point breaks as `NHSRplotthedots` does in `special_cause_type`.
#[must_use]
pub fn label(point: &Point) -> &'static str {
    let Flags { outside, trend, two_in_three, shift } = point.flags;
    let high = |direction: i8, above, below| if direction > 0 { above } else { below };
    if outside != 0 {
        high(outside, "Above UCL", "Below LCL")
    } else if trend != 0 {
        high(trend, "7 Point Trend (Increasing)", "7 Point Trend (Decreasing)")
    } else if two_in_three != 0 {
        high(two_in_three, "2 in 3 Above CL", "2 in 3 Below CL")
    } else if shift != 0 {
        high(shift, "7 Points Above CL", "7 Points Below CL")
    } else {
        "Common Cause"
    }
}
