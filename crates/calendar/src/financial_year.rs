//! The NHS year: 1 April to 31 March.

use chrono::NaiveDate;

/// A year from 1 April to 31 March, named by the calendar year in which it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FinancialYear(i32);

/// Why a financial year could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a financial year; write it as 2008/09")]
pub struct FinancialYearError(pub String);

impl FinancialYear {
    /// The year that starts on 1 April of `start`.
    #[must_use]
    pub fn starting(start: i32) -> Self {
        Self(start)
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
}
