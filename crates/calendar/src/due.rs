//! When something that is owed for a period is due: rules as people write them, and the moment.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};

use crate::{Period, PeriodKind, WorkingDays};

/// Largest number in a rule.
const MOST: u32 = 366;

/// A rule by which something is due after the end of a period, such as `5th working day`.
///
/// A named time is that of the clocks in England; without one the whole day is time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueRule {
    day: DayRule,
    by: Option<NaiveTime>,
}

/// Which day after the end of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DayRule {
    /// So many days after the last one.
    Days(u32),
    /// So many working days after the last one.
    WorkingDays(u32),
    /// So many months after the last day, by the calendar.
    Months(u32),
    /// A day of the month after the one in which the period ends; its last day where it has fewer.
    DayOfNextMonth(u32),
    /// The last day of that month.
    EndOfNextMonth,
    /// A working day of that month.
    WorkingDayOfNextMonth(u32),
    /// A working day of the week after the one in which the period ends, counted from its Monday.
    WorkingDayOfNextWeek(u32),
    /// A weekday of that week.
    WeekdayOfNextWeek(Weekday),
}

/// Not a rule by which anything is due.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DueRuleError {
    /// Of no accepted form.
    #[error(
        "'{0}' is not a due rule; write it as one of: 5th working day, 3rd working day of next \
         week, Friday of next week, 10th of next month, end of next month, 15 days, 10 working \
         days, 6 weeks, 2 months, next working day, daily; each with a time where it has one, as \
         in daily by 09:00"
    )]
    Unrecognised(String),
    /// A number that the rule cannot have.
    #[error("'{0}': the number must be from {1} to {2}")]
    OutOfRange(String, u32, u32),
    /// A time that no clock shows.
    #[error("'{0}': the time must be written as 09:00, from 00:00 to 23:59")]
    NoSuchTime(String),
}

/// By when something is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Due {
    /// The day.
    pub day: NaiveDate,
    /// Until when on that day, by the clocks in England; all of it when absent.
    pub by: Option<NaiveTime>,
}

impl Due {
    /// The last instant that is still in time, in Coordinated Universal Time. A day ends with the
    /// universal day, as days do throughout; a named time moves with summer time.
    #[must_use]
    pub fn last_moment(self) -> NaiveDateTime {
        if let Some(time) = self.by {
            return universal(self.day.and_time(time));
        }
        let next = self.day.succ_opt().unwrap_or(self.day).and_time(NaiveTime::MIN);
        next.checked_sub_signed(TimeDelta::microseconds(1)).unwrap_or(next)
    }
}

impl fmt::Display for Due {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.day.format("%-d %B %Y"))?;
        self.by.map_or(Ok(()), |by| write!(formatter, " by {}", by.format("%H:%M")))
    }
}

impl DueRule {
    /// By when what is owed for a period is due.
    #[must_use]
    pub fn due(self, period: Period, days: &WorkingDays) -> Due {
        Due { day: self.day.after(period.last_day(), days), by: self.by }
    }
}

impl DayRule {
    fn after(self, end: NaiveDate, days: &WorkingDays) -> NaiveDate {
        let next_month = Period::containing(PeriodKind::Month, end).next();
        let next_week = Period::containing(PeriodKind::Week, end).next();
        let before = |period: Period| period.previous().last_day();
        match self {
            Self::Days(count) => end.checked_add_days(Days::new(count.into())).unwrap_or(end),
            Self::WorkingDays(count) => days.after(end, count),
            Self::Months(count) => end.checked_add_months(Months::new(count)).unwrap_or(end),
            Self::DayOfNextMonth(day) => {
                let wanted = next_month.first_day().with_day(day);
                wanted.unwrap_or_else(|| next_month.last_day())
            }
            Self::EndOfNextMonth => next_month.last_day(),
            Self::WorkingDayOfNextMonth(count) => days.after(before(next_month), count),
            Self::WorkingDayOfNextWeek(count) => days.after(before(next_week), count),
            Self::WeekdayOfNextWeek(weekday) => {
                let since_monday = Days::new(weekday.num_days_from_monday().into());
                next_week.first_day().checked_add_days(since_monday).unwrap_or(end)
            }
        }
    }
}

impl FromStr for DueRule {
    type Err = DueRuleError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let folded = text.to_lowercase();
        let mut words: Vec<&str> =
            folded.split_whitespace().filter(|word| *word != "the").collect();
        let by = match words.iter().rposition(|word| *word == "by") {
            Some(at) => {
                let time = read_time(&words[at + 1..]);
                words.truncate(at);
                Some(time.ok_or_else(|| DueRuleError::NoSuchTime(text.trim().to_owned()))?)
            }
            None => None,
        };
        let unknown = || DueRuleError::Unrecognised(text.trim().to_owned());
        let (day, lowest, highest) = read_day(&words).ok_or_else(unknown)?;
        match day.number() {
            Some(number) if !(lowest..=highest).contains(&number) => {
                Err(DueRuleError::OutOfRange(text.trim().to_owned(), lowest, highest))
            }
            _ => Ok(Self { day, by }),
        }
    }
}

impl DayRule {
    fn number(self) -> Option<u32> {
        match self {
            Self::Days(number)
            | Self::WorkingDays(number)
            | Self::Months(number)
            | Self::DayOfNextMonth(number)
            | Self::WorkingDayOfNextMonth(number)
            | Self::WorkingDayOfNextWeek(number) => Some(number),
            Self::EndOfNextMonth | Self::WeekdayOfNextWeek(_) => None,
        }
    }
}

/// A time as `09:00`, and nothing after it.
fn read_time(words: &[&str]) -> Option<NaiveTime> {
    let [time] = words else { return None };
    NaiveTime::parse_from_str(time, "%H:%M").ok()
}

/// Words that say what every rule means anyway.
const AFTER_THE_END: [&[&str]; 4] = [
    &["after", "end", "of", "period"],
    &["after", "period", "ends"],
    &["after", "end"],
    &["after", "period"],
];

/// The rule, and the bounds of its number.
fn read_day(words: &[&str]) -> Option<(DayRule, u32, u32)> {
    let said = AFTER_THE_END.iter().find_map(|ending| words.strip_suffix(*ending));
    let words = said.unwrap_or(words);
    let rule = match words {
        ["daily"] | ["next", "day"] => (DayRule::Days(1), 1, MOST),
        ["next", "working", "day"] => (DayRule::WorkingDays(1), 1, MOST),
        ["end", "of", "next", "month"] => (DayRule::EndOfNextMonth, 0, 0),
        [count, "day" | "days"] if said.is_some() || counted(count).is_some() => {
            (DayRule::Days(counted(count).or_else(|| ordinal(count))?), 0, MOST)
        }
        [count, "working", "day" | "days"] => {
            (DayRule::WorkingDays(ordinal(count).or_else(|| counted(count))?), 1, MOST)
        }
        [count, "week" | "weeks"] => (DayRule::Days(counted(count)?.checked_mul(7)?), 7, MOST),
        [count, "month" | "months"] => (DayRule::Months(counted(count)?), 1, 24),
        [day, "of", "next", "month"] | [day, "day", "of", "next", "month"] => {
            (DayRule::DayOfNextMonth(ordinal(day)?), 1, 31)
        }
        [day, "working", "day", "of", "next", "month"] => {
            (DayRule::WorkingDayOfNextMonth(ordinal(day)?), 1, 23)
        }
        [day, "working", "day", "of", "next", "week"] => {
            (DayRule::WorkingDayOfNextWeek(ordinal(day)?), 1, 5)
        }
        [day, "of", "next", "week"] => (DayRule::WeekdayOfNextWeek(day.parse().ok()?), 0, 0),
        _ => return None,
    };
    Some(rule)
}

fn counted(word: &str) -> Option<u32> {
    let plain = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| word.parse().ok()).flatten()
}

/// `1st`, `2nd`, `3rd`, `4th`; also where the ending is that of another number.
fn ordinal(word: &str) -> Option<u32> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending))?;
    counted(digits)
}

impl fmt::Display for DueRule {
    /// Writes the rule so that it can be read again.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.day {
            DayRule::Days(1) => formatter.write_str("next day")?,
            DayRule::Days(count) => write!(formatter, "{count} days")?,
            DayRule::WorkingDays(1) => formatter.write_str("next working day")?,
            DayRule::WorkingDays(count) => write!(formatter, "{} working day", Ordinal(count))?,
            DayRule::Months(1) => formatter.write_str("1 month")?,
            DayRule::Months(count) => write!(formatter, "{count} months")?,
            DayRule::DayOfNextMonth(day) => write!(formatter, "{} of next month", Ordinal(day))?,
            DayRule::EndOfNextMonth => formatter.write_str("end of next month")?,
            DayRule::WorkingDayOfNextMonth(day) => {
                write!(formatter, "{} working day of next month", Ordinal(day))?;
            }
            DayRule::WorkingDayOfNextWeek(day) => {
                write!(formatter, "{} working day of next week", Ordinal(day))?;
            }
            DayRule::WeekdayOfNextWeek(weekday) => {
                write!(formatter, "{} of next week", weekday_name(weekday))?;
            }
        }
        self.by.map_or(Ok(()), |by| write!(formatter, " by {}", by.format("%H:%M")))
    }
}

struct Ordinal(u32);

impl fmt::Display for Ordinal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ending = match (self.0 % 10, self.0 % 100) {
            (_, 11..=13) => "th",
            (1, _) => "st",
            (2, _) => "nd",
            (3, _) => "rd",
            _ => "th",
        };
        write!(formatter, "{}{ending}", self.0)
    }
}

fn weekday_name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

/// Universal time of what the clocks in England show: an hour ahead from the last Sunday of March
/// to the last of October, both at one in the morning (Summer Time Order 2002; the same days since
/// 1996). Of the hour that comes twice in October the first is meant.
fn universal(shown: NaiveDateTime) -> NaiveDateTime {
    let change = |month: u32| {
        let last = NaiveDate::from_ymd_opt(shown.year(), month, 31)?;
        let sunday =
            last.checked_sub_days(Days::new(last.weekday().num_days_from_sunday().into()))?;
        Some(sunday.and_time(NaiveTime::from_hms_opt(2, 0, 0)?))
    };
    match (change(3), change(10)) {
        (Some(spring), Some(autumn)) if (spring..autumn).contains(&shown) => {
            shown.checked_sub_signed(TimeDelta::hours(1)).unwrap_or(shown)
        }
        _ => shown,
    }
}

#[cfg(test)]
#[path = "due_tests.rs"]
mod tests;
