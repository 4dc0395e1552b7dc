//! Due dates as people write them.

mod calendar;
mod cluster;
mod cursor;
mod dates;
mod item;
mod lexicon;
mod parts;
mod phrase;
mod reading;
mod rhythm;
mod rule;
mod tie;
mod token;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{FinancialYear, Recurrence, Relative};
use cursor::Cursor;
use rule::Rule;

/// Which years a plan counts in, and so which quarter is its first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quarters {
    /// Financial years: Q1 is April to June.
    #[default]
    Financial,
    /// Calendar years: Q1 is January to March.
    Calendar,
}

/// What a reader of a plan knows when reading a date in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Context {
    /// The plan's own year. Where `quarters` are of the calendar year it stands for the calendar
    /// year in which it starts.
    pub plan_year: Option<FinancialYear>,
    /// The day on which the plan was written.
    pub as_of: Option<NaiveDate>,
    /// Which years it counts in.
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
    /// The rule it was read by, a short name that stays (`due`, `span`, `deadline`), with
    /// `+year-inferred` when the year came from the context; empty when it could not be read.
    pub rule: String,
    /// How it hangs on the day of another event, where it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relative: Option<Relative>,
    /// How often it is due, where it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recurrence: Option<Recurrence>,
}

/// Longer text is prose with dates in it, not a timescale.
const LONGEST_BYTES: usize = 2_000;

/// Reads a timescale; what cannot be read has no days and an empty rule.
///
/// A bare day, week or month is due by its last day, with no first; a quarter, half, season or
/// year is a period with both; "from" and "onwards" leave the last day open. Where the year is not
/// said it is sought in the context, and the rule then ends in `+year-inferred`. Nothing is
/// guessed: a date that does not exist, or that can be read in two ways, is not read.
#[must_use]
pub fn read_timescale(text: &str, context: &Context) -> Timescale {
    let mut timescale = Timescale {
        as_written: text.to_owned(),
        earliest: None,
        latest: None,
        precision: Precision::None,
        rule: String::new(),
        relative: None,
        recurrence: None,
    };
    if text.len() > LONGEST_BYTES {
        return timescale;
    }
    let tokens = token::tokens(text);
    let cursor = Cursor { tokens: &tokens, context };
    let Some(reading) = reading::read(&phrase::items(&cursor), context) else { return timescale };
    let inferred = if reading.year_inferred { "+year-inferred" } else { "" };
    timescale.earliest = reading.earliest;
    timescale.latest = reading.latest;
    timescale.precision = reading.precision;
    timescale.rule = format!("{}{inferred}", reading.rule.name());
    match reading.rule {
        Rule::Relative => timescale.relative = tie::relative(&cursor, text),
        Rule::Recurrence => timescale.recurrence = rhythm::recurrence(&cursor),
        _ => {}
    }
    timescale
}

#[cfg(test)]
mod gold_tests;
#[cfg(test)]
mod rule_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod wording_tests;
