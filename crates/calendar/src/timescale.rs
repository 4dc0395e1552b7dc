//! Due dates as people write them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::FinancialYear;

/// Which quarters `Q1` means.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quarters {
    /// Q1 is April to June.
    #[default]
    Financial,
    /// Q1 is January to March.
    Calendar,
}

/// What a reader of a plan knows when reading a date in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Context {
    /// The plan's own year.
    pub plan_year: Option<FinancialYear>,
    /// The day on which the plan was written.
    pub as_of: Option<NaiveDate>,
    /// Which quarters it uses.
    pub quarters: Quarters,
}

/// How exact a timescale is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// A day.
    Day,
    /// A week.
    Week,
    /// A month.
    Month,
    /// A span of its own.
    Range,
    /// A quarter.
    Quarter,
    /// Half a year.
    Half,
    /// A year.
    Year,
    /// Without end.
    Ongoing,
    /// At once.
    Immediate,
    /// Tied to another event.
    Relative,
    /// No date in it.
    None,
}

/// A due date as written, and as read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timescale {
    /// The words of the document.
    pub as_written: String,
    /// First day, when there is one.
    pub earliest: Option<NaiveDate>,
    /// Last day, when there is one.
    pub latest: Option<NaiveDate>,
    /// How exact it is.
    pub precision: Precision,
    /// The rule it was read by; empty when it could not be read.
    pub rule: String,
}

/// Reads a timescale; what cannot be read has no days and an empty rule.
#[must_use]
pub fn read_timescale(text: &str, context: &Context) -> Timescale {
    let _ = context;
    Timescale {
        as_written: text.to_owned(),
        earliest: None,
        latest: None,
        precision: Precision::None,
        rule: String::new(),
    }
}
