//! Which days are worked, and counting in them.

use std::sync::LazyLock;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::easter::easter;

/// Bank holidays by royal proclamation, and Mondays from which one was moved: `day,change,why`. One
/// more is one more line.
const PROCLAIMED: &str = include_str!("../../../catalogue/bank-holidays.csv");

static CHANGES: LazyLock<Vec<(NaiveDate, Change)>> =
    LazyLock::new(|| PROCLAIMED.lines().skip(1).filter_map(read_change).collect());

/// How a day departs from the holidays of every year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    /// A holiday of this year alone.
    Added,
    /// The holiday of every year is kept on another day of this one.
    Moved,
}

fn read_change(line: &str) -> Option<(NaiveDate, Change)> {
    let mut fields = line.split(',');
    let day = fields.next()?.parse().ok()?;
    let change = match fields.next()? {
        "added" => Change::Added,
        "moved" => Change::Moved,
        _ => return None,
    };
    Some((day, change))
}

/// Which days are worked: Monday to Friday, less bank holidays where they are taken out, and less
/// days that are named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkingDays {
    bank_holidays: bool,
    closed: Vec<NaiveDate>,
}

impl WorkingDays {
    /// Monday to Friday.
    #[must_use]
    pub fn weekdays() -> Self {
        Self::default()
    }

    /// Monday to Friday less the bank holidays of England and Wales, which are known from 1990 by
    /// the Banking and Financial Dealings Act 1971 and the proclamations under it.
    #[must_use]
    pub fn of_england() -> Self {
        Self { bank_holidays: true, closed: Vec::new() }
    }

    /// The same less further days, such as those on which an office is closed.
    #[must_use]
    pub fn without(mut self, days: impl IntoIterator<Item = NaiveDate>) -> Self {
        self.closed.extend(days);
        self
    }

    /// Whether a day is worked.
    #[must_use]
    pub fn is_worked(&self, day: NaiveDate) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        let holiday = self.bank_holidays && is_bank_holiday(day);
        !(weekend || holiday || self.closed.contains(&day))
    }

    /// The day so many working days after another, which is not counted itself.
    #[must_use]
    pub fn after(&self, day: NaiveDate, count: u32) -> NaiveDate {
        self.step(day, count, |day| day.checked_add_days(Days::new(1)))
    }

    /// The day so many working days before another, which is not counted itself.
    #[must_use]
    pub fn before(&self, day: NaiveDate, count: u32) -> NaiveDate {
        self.step(day, count, |day| day.checked_sub_days(Days::new(1)))
    }

    fn step(
        &self,
        from: NaiveDate,
        count: u32,
        next: impl Fn(NaiveDate) -> Option<NaiveDate>,
    ) -> NaiveDate {
        let mut day = from;
        for _ in 0..count {
            loop {
                let Some(following) = next(day) else { return day };
                day = following;
                if self.is_worked(day) {
                    break;
                }
            }
        }
        day
    }
}

/// Whether a weekday is a bank holiday in England and Wales.
fn is_bank_holiday(day: NaiveDate) -> bool {
    if let Some((_, change)) = CHANGES.iter().find(|(changed, _)| *changed == day) {
        return *change == Change::Added;
    }
    let monday = day.weekday() == Weekday::Mon;
    match (day.month(), day.day()) {
        (1, 1) | (12, 25 | 26) => true,
        // A holiday that falls on a weekend is kept on the next weekday.
        (1, 2 | 3) => monday,
        (5, first) if first <= 7 => monday,
        (5 | 8, last) if last >= 25 => monday,
        (12, 27 | 28) => matches!(day.weekday(), Weekday::Mon | Weekday::Tue),
        _ => easter(day.year()).is_some_and(|sunday| {
            Some(day) == sunday.checked_sub_days(Days::new(2))
                || Some(day) == sunday.checked_add_days(Days::new(1))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn every_line_of_the_data_file_is_read() {
        assert_eq!(CHANGES.len(), PROCLAIMED.lines().count() - 1);
    }

    #[test]
    fn weekends_are_passed_over() {
        let check = |from: &str, count: u32, after: &str, before: &str| {
            let days = WorkingDays::weekdays();
            assert_eq!(days.after(day(from), count), day(after), "{count} after {from}");
            assert_eq!(days.before(day(from), count), day(before), "{count} before {from}");
        };
        check("2008-03-05", 1, "2008-03-06", "2008-03-04");
        check("2008-03-07", 1, "2008-03-10", "2008-03-06");
        check("2008-03-08", 1, "2008-03-10", "2008-03-07");
        check("2008-03-05", 10, "2008-03-19", "2008-02-20");
        check("2008-03-05", 0, "2008-03-05", "2008-03-05");
    }

    #[test]
    fn bank_holidays_are_those_that_were_kept() {
        // As gov.uk/bank-holidays lists them, and the London Gazette for the earlier ones.
        let holidays = [
            "2003-12-25",
            "2003-12-26",
            "2004-01-01",
            "2004-04-09",
            "2004-04-12",
            "2004-05-03",
            "2004-05-31",
            "2004-08-30",
            "2004-12-27",
            "2004-12-28",
            "2005-01-03",
            "2011-04-29",
            "2012-06-04",
            "2012-06-05",
            "2020-05-08",
            "2021-12-27",
            "2021-12-28",
            "2022-01-03",
            "2022-06-02",
            "2022-06-03",
            "2022-09-19",
            "2022-12-26",
            "2022-12-27",
            "2023-01-02",
            "2023-05-08",
            "2024-03-29",
            "2024-04-01",
        ];
        let days = WorkingDays::of_england();
        for holiday in holidays {
            assert!(!days.is_worked(day(holiday)), "{holiday}");
        }
        let worked = ["2012-05-28", "2020-05-04", "2022-05-30", "2004-12-29", "2008-08-18"];
        for worked in worked {
            assert!(days.is_worked(day(worked)), "{worked}");
        }
    }

    #[test]
    fn counting_passes_over_easter_and_days_that_are_named() {
        let days = WorkingDays::of_england();
        assert_eq!(days.after(day("2008-03-20"), 1), day("2008-03-25"));
        assert_eq!(
            days.without([day("2008-03-25")]).after(day("2008-03-20"), 1),
            day("2008-03-26")
        );
    }
}
