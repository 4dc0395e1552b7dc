//! Reporting periods: days, weeks, months, quarters, halves and years, each a span of whole days.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::FinancialYear;

/// How long a period is. Shorter kinds sort first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodKind {
    /// One day.
    Day,
    /// Monday to Sunday, numbered as ISO 8601 does.
    Week,
    /// A calendar month.
    Month,
    /// Three months from April, July, October or January.
    Quarter,
    /// Six months from April or October.
    Half,
    /// 1 January to 31 December.
    CalendarYear,
    /// 1 April to 31 March.
    FinancialYear,
}

/// A reporting period.
///
/// The quarters of the calendar year are the quarters of the financial year under other names, so
/// there is one kind of quarter, shown in financial years: DHIS2's `2008Q1` is `2007/08 Q4`.
/// Periods sort by their first day, and the longer of two that start together comes later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    first_day: NaiveDate,
    kind: PeriodKind,
}

/// Why a period could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// A quarter or half without its year.
    #[error("'{0}' does not say of which year; write the year before it, as in 2008/09 {0}")]
    NoYear(String),
    /// Of an accepted form, but no such period exists.
    #[error("'{0}' does not exist in the calendar; check its month, week or day")]
    NoSuchPeriod(String),
    /// Of no accepted form.
    #[error(
        "'{0}' is not a period; write a financial year as 2008/09, its quarter as 2008/09 Q1, its \
         half as 2008/09 H1, a month as 2008-04, an ISO week as 2008-W14, a day as 2008-04-01, a \
         calendar year as 2008 (2008April, 200804, 2008W14, 20080401 and 2008Q1, which is January \
         to March 2008, are read as DHIS2 means them)"
    )]
    Unrecognised(String),
}

impl Period {
    /// A single day.
    #[must_use]
    pub fn day(day: NaiveDate) -> Self {
        Self { first_day: day, kind: PeriodKind::Day }
    }

    /// An ISO 8601 week; `None` when the year has no such week.
    #[must_use]
    pub fn week(year: i32, week: u32) -> Option<Self> {
        let first_day = NaiveDate::from_isoywd_opt(year, week, Weekday::Mon)?;
        Some(Self { first_day, kind: PeriodKind::Week })
    }

    /// A calendar month, January being 1.
    #[must_use]
    pub fn month(year: i32, month: u32) -> Option<Self> {
        let first_day = NaiveDate::from_ymd_opt(year, month, 1)?;
        Some(Self { first_day, kind: PeriodKind::Month })
    }

    /// A quarter of a financial year, 1 to 4; the first starts in April.
    #[must_use]
    pub fn quarter(year: FinancialYear, quarter: u32) -> Option<Self> {
        if !(1..=4).contains(&quarter) {
            return None;
        }
        let first_day = year.first_day().checked_add_months(Months::new(3 * (quarter - 1)))?;
        Some(Self { first_day, kind: PeriodKind::Quarter })
    }

    /// A quarter of a calendar year, 1 to 4; the first starts in January.
    #[must_use]
    pub fn calendar_quarter(year: i32, quarter: u32) -> Option<Self> {
        if !(1..=4).contains(&quarter) {
            return None;
        }
        let first_day = NaiveDate::from_ymd_opt(year, 3 * quarter - 2, 1)?;
        Some(Self { first_day, kind: PeriodKind::Quarter })
    }

    /// A half of a financial year, 1 (from April) or 2 (from October).
    #[must_use]
    pub fn half(year: FinancialYear, half: u32) -> Option<Self> {
        if !(1..=2).contains(&half) {
            return None;
        }
        let first_day = year.first_day().checked_add_months(Months::new(6 * (half - 1)))?;
        Some(Self { first_day, kind: PeriodKind::Half })
    }

    /// A financial year.
    #[must_use]
    pub fn financial_year(year: FinancialYear) -> Self {
        Self { first_day: year.first_day(), kind: PeriodKind::FinancialYear }
    }

    /// A calendar year.
    #[must_use]
    pub fn calendar_year(year: i32) -> Option<Self> {
        let first_day = NaiveDate::from_ymd_opt(year, 1, 1)?;
        Some(Self { first_day, kind: PeriodKind::CalendarYear })
    }

    /// The period of a kind in which `day` lies.
    #[must_use]
    pub fn containing(kind: PeriodKind, day: NaiveDate) -> Self {
        let (year, month) = (day.year(), day.month());
        let first_of = |year, month| NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(day);
        let first_day = match kind {
            PeriodKind::Day => day,
            PeriodKind::Week => day.week(Weekday::Mon).checked_first_day().unwrap_or(day),
            PeriodKind::Month => first_of(year, month),
            PeriodKind::Quarter => first_of(year, (month - 1) / 3 * 3 + 1),
            PeriodKind::Half if month < 4 => first_of(year - 1, 10),
            PeriodKind::Half => first_of(year, if month < 10 { 4 } else { 10 }),
            PeriodKind::CalendarYear => first_of(year, 1),
            PeriodKind::FinancialYear => FinancialYear::containing(day).first_day(),
        };
        Self { first_day, kind }
    }

    /// What kind of period it is.
    #[must_use]
    pub fn kind(self) -> PeriodKind {
        self.kind
    }

    /// Its first day.
    #[must_use]
    pub fn first_day(self) -> NaiveDate {
        self.first_day
    }

    /// Its last day.
    #[must_use]
    pub fn last_day(self) -> NaiveDate {
        self.day_after().and_then(|day| day.pred_opt()).unwrap_or(NaiveDate::MAX)
    }

    /// Whether `day` lies in it.
    #[must_use]
    pub fn contains(self, day: NaiveDate) -> bool {
        (self.first_day..=self.last_day()).contains(&day)
    }

    /// The period of the same kind that follows it. At the end of what the calendar can hold
    /// (the year 262142) it is the period itself.
    #[must_use]
    pub fn next(self) -> Self {
        self.day_after().map_or(self, |first_day| Self { first_day, kind: self.kind })
    }

    /// The period of the same kind before it. At the beginning of what the calendar can hold it
    /// is the period itself.
    #[must_use]
    pub fn previous(self) -> Self {
        self.first_day.pred_opt().map_or(self, |day| Self::containing(self.kind, day))
    }

    fn day_after(self) -> Option<NaiveDate> {
        let months = match self.kind {
            PeriodKind::Day => return self.first_day.succ_opt(),
            PeriodKind::Week => return self.first_day.checked_add_days(Days::new(7)),
            PeriodKind::Month => 1,
            PeriodKind::Quarter => 3,
            PeriodKind::Half => 6,
            PeriodKind::CalendarYear | PeriodKind::FinancialYear => 12,
        };
        self.first_day.checked_add_months(Months::new(months))
    }

    /// The words for it on a page, with its dates where the name alone does not give them:
    /// `April 2008`, `Q1 2008/09 (April to June 2008)`.
    #[must_use]
    pub fn label(self) -> String {
        let year = FinancialYear::containing(self.first_day);
        match self.kind {
            PeriodKind::Day => self.first_day.format("%-d %B %Y").to_string(),
            PeriodKind::Week => {
                let week = self.first_day.iso_week();
                format!("week {} of {} ({})", week.week(), week.year(), self.days_in_words())
            }
            PeriodKind::Month => self.first_day.format("%B %Y").to_string(),
            PeriodKind::Quarter => {
                format!("Q{} {year} ({})", self.number_in_year(), self.months_in_words())
            }
            PeriodKind::Half => {
                format!("H{} {year} ({})", self.number_in_year(), self.months_in_words())
            }
            PeriodKind::FinancialYear => format!("{year} ({})", self.months_in_words()),
            PeriodKind::CalendarYear => {
                format!("{} ({})", self.first_day.year(), self.months_in_words())
            }
        }
    }

    fn days_in_words(self) -> String {
        let (first, last) = (self.first_day, self.last_day());
        let start = if first.year() != last.year() {
            "%-d %B %Y"
        } else if first.month() == last.month() {
            "%-d"
        } else {
            "%-d %B"
        };
        format!("{} to {}", first.format(start), last.format("%-d %B %Y"))
    }

    fn months_in_words(self) -> String {
        let (first, last) = (self.first_day, self.last_day());
        let start = if first.year() == last.year() { "%B" } else { "%B %Y" };
        format!("{} to {}", first.format(start), last.format("%B %Y"))
    }

    /// Which quarter or half of its financial year it is, from 1.
    fn number_in_year(self) -> u32 {
        let months_since_april = (self.first_day.month() + 8) % 12;
        months_since_april / if self.kind == PeriodKind::Half { 6 } else { 3 } + 1
    }
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = FinancialYear::containing(self.first_day);
        let text = match self.kind {
            PeriodKind::Day => self.first_day.to_string(),
            PeriodKind::Week => {
                let week = self.first_day.iso_week();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            PeriodKind::Month => self.first_day.format("%Y-%m").to_string(),
            PeriodKind::Quarter => format!("{year} Q{}", self.number_in_year()),
            PeriodKind::Half => format!("{year} H{}", self.number_in_year()),
            PeriodKind::CalendarYear => format!("{:04}", self.first_day.year()),
            PeriodKind::FinancialYear => year.to_string(),
        };
        formatter.pad(&text)
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let trimmed = text.trim();
        let folded = trimmed.to_ascii_uppercase();
        match folded.as_bytes() {
            [b'Q', b'1'..=b'4'] | [b'H', b'1' | b'2'] => {
                return Err(PeriodError::NoYear(trimmed.to_owned()));
            }
            _ => {}
        }
        match read_form(&folded) {
            Form::Read(period) => Ok(period),
            Form::OutsideCalendar => Err(PeriodError::NoSuchPeriod(trimmed.to_owned())),
            Form::Unknown => Err(PeriodError::Unrecognised(text.to_owned())),
        }
    }
}

/// What became of a text that should be a period.
enum Form {
    Read(Period),
    OutsideCalendar,
    Unknown,
}

impl From<Option<Period>> for Form {
    fn from(period: Option<Period>) -> Self {
        period.map_or(Self::OutsideCalendar, Self::Read)
    }
}

/// Reads an upper-case period. Years have four digits from 1000 on, so that what is shown can
/// always be read again.
fn read_form(text: &str) -> Form {
    let Some((year, rest)) = leading_year(text) else { return Form::Unknown };
    let financial = FinancialYear::starting(year);
    if let Some(after) = rest.strip_prefix('/') {
        let Some((second, part)) = after.split_at_checked(2) else { return Form::Unknown };
        if number(second, 2) != u32::try_from((year + 1) % 100).ok() {
            return Form::Unknown;
        }
        return part_of_year(financial, part.trim_start());
    }
    if let Some(part) = rest.strip_prefix("APRIL") {
        return part_of_year(financial, &part.replacen('S', "H", 1));
    }
    if let Some(quarter) = rest.strip_prefix('Q') {
        return number(quarter, 1)
            .map_or(Form::Unknown, |quarter| Period::calendar_quarter(year, quarter).into());
    }
    if let Some(week) = rest.strip_prefix("-W").or_else(|| rest.strip_prefix('W')) {
        // DHIS2 writes the first nine weeks with one digit.
        return number(week, 2)
            .or_else(|| number(week, 1))
            .map_or(Form::Unknown, |week| Period::week(year, week).into());
    }
    month_or_day(year, rest)
}

/// What follows a year: nothing, `-04`, `04`, `-04-01` or `0401`.
fn month_or_day(year: i32, rest: &str) -> Form {
    if rest.is_empty() {
        return Period::calendar_year(year).into();
    }
    let (month, day) = match rest.strip_prefix('-') {
        Some(after) => after.split_once('-').map_or((after, None), |(m, d)| (m, Some(d))),
        None if rest.len() == 4 => {
            rest.split_at_checked(2).map_or((rest, None), |(m, d)| (m, Some(d)))
        }
        None => (rest, None),
    };
    match (number(month, 2), day.map(|day| number(day, 2))) {
        (Some(month), None) => Period::month(year, month).into(),
        (Some(month), Some(Some(day))) => {
            NaiveDate::from_ymd_opt(year, month, day).map(Period::day).into()
        }
        _ => Form::Unknown,
    }
}

/// The year itself, or its `Q1` or `H1`.
fn part_of_year(year: FinancialYear, part: &str) -> Form {
    match part.as_bytes() {
        [] => Form::Read(Period::financial_year(year)),
        [b'Q', digit @ b'0'..=b'9'] => Period::quarter(year, u32::from(digit - b'0')).into(),
        [b'H', digit @ b'0'..=b'9'] => Period::half(year, u32::from(digit - b'0')).into(),
        _ => Form::Unknown,
    }
}

fn leading_year(text: &str) -> Option<(i32, &str)> {
    let (digits, rest) = text.split_at_checked(4)?;
    let year = number(digits, 4)?;
    (year >= 1000).then_some((i32::try_from(year).ok()?, rest))
}

/// A number of exactly `width` decimal digits.
fn number(text: &str, width: usize) -> Option<u32> {
    let plain = text.len() == width && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
#[path = "period_tests.rs"]
mod tests;
