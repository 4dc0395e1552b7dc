//! Due days that hang on another day: "within one month of appointment".

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::WorkingDays;

/// What a rule counts in. Fortnights are two weeks, quarters three months, years twelve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeUnit {
    /// Days of the calendar.
    Day,
    /// Days that are worked.
    WorkingDay,
    /// Weeks of seven days.
    Week,
    /// Months of the calendar.
    Month,
}

/// On which side of the other day it lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// So long after it, or once it has happened.
    After,
    /// So long before it, or before it happens.
    Before,
    /// No later than so long after it, or no later than itself.
    Within,
    /// The length of the time from it to another event.
    Between,
}

/// A due day that hangs on the day of an event: "6 weeks before the election".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relative {
    /// How long; 0 where only the event is named ("before the election").
    pub amount: u32,
    /// The lesser length of two: 6 in "between 6 and 12 months after opening".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<u32>,
    /// What it is counted in.
    pub unit: TimeUnit,
    /// It may be longer: "a minimum of 12 weeks".
    pub at_least: bool,
    /// On which side of the event.
    pub direction: Direction,
    /// The event in the words of the document; empty where it is not said ("within 10 working days").
    pub anchor: String,
    /// The event at the other end: "award" in "28 weeks from specification to award".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

impl Relative {
    /// The day by which it is due, or with `at_least` before which it is not over, when the event is
    /// on `anchor`. A day that a month does not have is that month's last.
    #[must_use]
    pub fn due(&self, anchor: NaiveDate, working: &WorkingDays) -> NaiveDate {
        // Before an event the lesser length comes last.
        let amount = match (self.least, self.direction) {
            (Some(least), Direction::Before) => least,
            _ => self.amount,
        };
        self.moved(anchor, amount, working)
    }

    /// The first day on which it may be done; `None` where nothing is said of it.
    #[must_use]
    pub fn earliest(&self, anchor: NaiveDate, working: &WorkingDays) -> Option<NaiveDate> {
        match (self.least, self.direction) {
            (Some(_), Direction::Before) => Some(self.moved(anchor, self.amount, working)),
            (Some(least), _) => Some(self.moved(anchor, least, working)),
            (None, Direction::After | Direction::Between) => Some(anchor),
            (None, Direction::Before | Direction::Within) => None,
        }
    }

    fn moved(&self, anchor: NaiveDate, amount: u32, working: &WorkingDays) -> NaiveDate {
        let back = self.direction == Direction::Before;
        // "Before the election" is the day before.
        let amount = if back && amount == 0 { 1 } else { amount };
        let days = |days: u64| {
            let days = Days::new(days);
            if back { anchor.checked_sub_days(days) } else { anchor.checked_add_days(days) }
        };
        let moved = match self.unit {
            TimeUnit::WorkingDay if back => Some(working.before(anchor, amount)),
            TimeUnit::WorkingDay => Some(working.after(anchor, amount)),
            TimeUnit::Day => days(u64::from(amount)),
            TimeUnit::Week => days(7 * u64::from(amount)),
            TimeUnit::Month if back => anchor.checked_sub_months(Months::new(amount)),
            TimeUnit::Month => anchor.checked_add_months(Months::new(amount)),
        };
        moved.unwrap_or(if back { NaiveDate::MIN } else { NaiveDate::MAX })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(amount: u32, unit: TimeUnit, direction: Direction, anchor: &str, expected: &str) {
        let relative = Relative {
            amount,
            least: None,
            unit,
            at_least: false,
            direction,
            anchor: "appointment".to_owned(),
            to: None,
        };
        let due = relative.due(anchor.parse().unwrap(), &WorkingDays::of_england());
        assert_eq!(due.to_string(), expected);
    }

    #[test]
    fn the_due_day_follows_the_day_of_the_event() {
        check(1, TimeUnit::Month, Direction::Within, "2003-11-17", "2003-12-17");
        check(1, TimeUnit::Month, Direction::Within, "2004-01-31", "2004-02-29");
        check(28, TimeUnit::Week, Direction::Between, "2008-04-01", "2008-10-14");
        check(6, TimeUnit::Week, Direction::Before, "2009-06-04", "2009-04-23");
        check(10, TimeUnit::WorkingDay, Direction::Within, "2008-03-14", "2008-04-01");
        check(0, TimeUnit::Day, Direction::Before, "2009-06-04", "2009-06-03");
        check(0, TimeUnit::Day, Direction::After, "2009-06-04", "2009-06-04");
        check(12, TimeUnit::Month, Direction::Before, "2008-02-29", "2007-02-28");
    }

    #[test]
    fn two_lengths_bound_it_on_both_sides() {
        let mut relative = Relative {
            amount: 12,
            least: Some(6),
            unit: TimeUnit::Month,
            at_least: false,
            direction: Direction::After,
            anchor: "opening".to_owned(),
            to: None,
        };
        let opening = "2008-04-01".parse().unwrap();
        let shown = |relative: &Relative| {
            let working = WorkingDays::weekdays();
            let first = relative.earliest(opening, &working).map(|day| day.to_string());
            (first.unwrap_or_default(), relative.due(opening, &working).to_string())
        };
        assert_eq!(shown(&relative), ("2008-10-01".to_owned(), "2009-04-01".to_owned()));
        relative.least = None;
        relative.direction = Direction::Within;
        assert_eq!(shown(&relative), (String::new(), "2009-04-01".to_owned()));
    }
}
