//! Three years of a plan in twelve quarters: where each commitment falls by its last due day.

use bellwether_calendar::{FinancialYear, Period, PeriodKind};
use chrono::NaiveDate;

/// Quarters of a strategy.
pub const QUARTERS: usize = 12;

/// Where something falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fall {
    /// Before the first quarter.
    Before,
    /// In the quarter of that place, counted from 0.
    In(usize),
    /// After the last quarter.
    After,
    /// It has no last day.
    Undated,
}

/// The twelve quarters that begin with a financial year.
#[must_use]
pub fn quarters(first: FinancialYear) -> Vec<Period> {
    let start = Period::containing(PeriodKind::Quarter, first.first_day());
    std::iter::successors(Some(start), |quarter| Some(quarter.next())).take(QUARTERS).collect()
}

/// Where a last due day falls among quarters.
#[must_use]
pub fn falls(quarters: &[Period], due_latest: Option<NaiveDate>) -> Fall {
    let Some(day) = due_latest else { return Fall::Undated };
    match quarters.iter().position(|quarter| quarter.contains(day)) {
        Some(place) => Fall::In(place),
        None if quarters.first().is_some_and(|first| day < first.first_day()) => Fall::Before,
        None => Fall::After,
    }
}

/// The year with which a plan's twelve quarters begin: the one asked for, else the plan's own, else
/// that of its first due day, else that of today.
#[must_use]
pub fn first_year(
    asked: &str,
    plan_year: Option<&str>,
    first_due: Option<NaiveDate>,
    today: NaiveDate,
) -> FinancialYear {
    let read = |text: &str| text.trim().parse::<FinancialYear>().ok();
    read(asked)
        .or_else(|| plan_year.and_then(read))
        .unwrap_or_else(|| FinancialYear::containing(first_due.unwrap_or(today)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_quarters_are_three_financial_years() {
        let quarters = quarters("2018/19".parse().unwrap());
        let labels: Vec<String> = quarters.iter().map(Period::to_string).collect();
        assert_eq!(labels.len(), 12);
        assert_eq!((labels[0].as_str(), labels[11].as_str()), ("2018/19 Q1", "2020/21 Q4"));
    }

    #[test]
    fn things_fall_into_the_quarter_of_their_last_day() {
        let quarters = quarters("2018/19".parse().unwrap());
        let check = |day: &str, expected: Fall| {
            assert_eq!(falls(&quarters, day.parse().ok()), expected, "{day}");
        };
        check("2018-03-31", Fall::Before);
        check("2018-04-01", Fall::In(0));
        check("2018-06-30", Fall::In(0));
        check("2018-07-01", Fall::In(1));
        check("2021-03-31", Fall::In(11));
        check("2021-04-01", Fall::After);
        check("", Fall::Undated);
    }

    #[test]
    fn the_first_year_is_the_one_asked_for_else_the_plans_own_else_that_of_its_dates() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let check = |asked: &str, plan: Option<&str>, first: Option<&str>, expected: &str| {
            let year = first_year(asked, plan, first.map(day), day("2019-02-15"));
            assert_eq!(year, expected.parse().unwrap());
        };
        check("2020/21", Some("2018/19"), None, "2020/21");
        check("nonsense", Some("2018/19"), Some("2016-05-01"), "2018/19");
        check("", Some("2018-2021"), Some("2017-05-01"), "2017/18");
        check("", None, None, "2018/19");
    }
}
