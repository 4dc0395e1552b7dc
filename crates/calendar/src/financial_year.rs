//! The NHS year: 1 April to 31 March.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A year from 1 April to 31 March, named by the calendar year in which it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FinancialYear(i32);

/// Why a financial year could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a financial year; write it as 2008/09")]
pub struct FinancialYearError(pub String);

impl FinancialYear {
    /// The year that starts on 1 April of `start`; below 0 or above 9999, the nearest of these.
    #[must_use]
    pub fn starting(start: i32) -> Self {
        Self(start.clamp(0, 9999))
    }

    /// The year in which `day` lies.
    #[must_use]
    pub fn containing(day: NaiveDate) -> Self {
        Self::starting(if day.month() >= 4 { day.year() } else { day.year() - 1 })
    }

    /// The calendar year of its first day.
    #[must_use]
    pub fn start_year(self) -> i32 {
        self.0
    }

    /// 1 April.
    #[must_use]
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0, 4, 1).unwrap_or_default()
    }

    /// 31 March of the next calendar year.
    #[must_use]
    pub fn last_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0 + 1, 3, 31).unwrap_or_default()
    }

    /// Whether `day` lies in it.
    #[must_use]
    pub fn contains(self, day: NaiveDate) -> bool {
        Self::containing(day) == self
    }

    /// The year after it.
    #[must_use]
    pub fn next(self) -> Self {
        Self::starting(self.0 + 1)
    }

    /// The year before it.
    #[must_use]
    pub fn previous(self) -> Self {
        Self::starting(self.0 - 1)
    }
}

impl fmt::Display for FinancialYear {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&format!("{}/{:02}", self.0, (self.0 + 1).rem_euclid(100)))
    }
}

impl FromStr for FinancialYear {
    type Err = FinancialYearError;

    /// Reads `2008/09`, `2008-09`, `2008/9`, `2008/2009`, `08/09` and `08/9`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = || FinancialYearError(text.to_owned());
        let (first, second) = text.trim().split_once(['/', '-']).ok_or_else(refused)?;
        let start = year_of_digits(first.trim()).ok_or_else(refused)?;
        if follows(start, second.trim()) { Ok(Self(start)) } else { Err(refused()) }
    }
}

/// Whether `digits` name the year after `start`, in one, two or four digits.
fn follows(start: i32, digits: &str) -> bool {
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let Ok(value) = digits.parse::<i32>() else { return false };
    match digits.len() {
        1 => value == (start + 1).rem_euclid(10) && (start + 1).rem_euclid(100) < 10,
        2 => value == (start + 1).rem_euclid(100),
        4 => value == start + 1,
        _ => false,
    }
}

/// A year written in two or four digits; two digits from 70 on are of the last century, because
/// no plan of the National Health Service in two digits is older.
fn year_of_digits(digits: &str) -> Option<i32> {
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let value: i32 = digits.parse().ok()?;
    match digits.len() {
        2 if value >= 70 => Some(1900 + value),
        2 => Some(2000 + value),
        4 if value >= 1000 => Some(value),
        _ => None,
    }
}

impl Serialize for FinancialYear {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for FinancialYear {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, expected: &str) {
        let shown = match input.parse::<FinancialYear>() {
            Ok(year) => format!("{year} {} {}", year.first_day(), year.last_day()),
            Err(error) => error.to_string(),
        };
        assert_eq!(shown, expected, "{input}");
    }

    #[test]
    fn financial_years_are_read_as_people_write_them() {
        check("2008/09", "2008/09 2008-04-01 2009-03-31");
        check("2008-09", "2008/09 2008-04-01 2009-03-31");
        check("2007/8", "2007/08 2007-04-01 2008-03-31");
        check("08/9", "2008/09 2008-04-01 2009-03-31");
        check("2008/2009", "2008/09 2008-04-01 2009-03-31");
        check("1999/00", "1999/00 1999-04-01 2000-03-31");
        check("99/00", "1999/00 1999-04-01 2000-03-31");
    }

    #[test]
    fn other_text_is_refused_by_name() {
        for input in ["2008/10", "2008", "8/9", "2008/0", "2009/0", "", "2008/+9", "-208/09"] {
            check(input, &format!("'{input}' is not a financial year; write it as 2008/09"));
        }
    }

    #[test]
    fn the_last_day_of_march_belongs_to_the_old_year() {
        let march = NaiveDate::from_ymd_opt(2009, 3, 31).unwrap();
        assert_eq!(FinancialYear::containing(march).to_string(), "2008/09");
        assert!(FinancialYear::starting(2008).contains(march));
        assert!(!FinancialYear::starting(2009).contains(march));
    }
}
