//! Due days that come again: "monthly", "every 3-4 months", "annually in May".

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use crate::TimeUnit;

/// A month, or a day of it, of every year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearDay {
    /// January is 1.
    pub month: u32,
    /// Its day; without one it is due by the month's last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<u32>,
}

/// How often something is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recurrence {
    /// The shortest time from one due day to the next: 3 in "every 3-4 months".
    pub every_min: u32,
    /// The longest, by which it is due.
    pub every_max: u32,
    /// What these are counted in.
    pub unit: TimeUnit,
    /// How many times in each such stretch: 3 in "3 times a year".
    #[serde(default = "once", skip_serializing_if = "is_once")]
    pub times: u32,
    /// The months or days of the year that are named: "April and October each year".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub on: Vec<YearDay>,
    /// The day of the week that is named: "every Monday".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weekday: Option<Weekday>,
}

fn once() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_once(times: &u32) -> bool {
    *times == 1
}

impl Recurrence {
    /// Once in every so many units.
    #[must_use]
    pub fn every(amount: u32, unit: TimeUnit) -> Self {
        Self { every_min: amount, every_max: amount, unit, times: 1, on: Vec::new(), weekday: None }
    }

    /// The due days later than `start` and no later than `end`, in order, counted from `start`: the
    /// day on which it was last done, or the day before a period begins. Monthly from 31 March is
    /// due on 30 April, 31 May and so on. Named months are due by their last day.
    pub fn next_after(
        &self,
        start: NaiveDate,
        end: NaiveDate,
    ) -> impl Iterator<Item = NaiveDate> + use<> {
        let rule = self.clone();
        let mut place = 0;
        let mut last = start;
        std::iter::from_fn(move || {
            loop {
                let due = rule.due(start, place).filter(|due| *due <= end)?;
                place += 1;
                // Two due days of a short stretch can be the same day.
                if due > last {
                    last = due;
                    return Some(due);
                }
            }
        })
    }

    /// The due days of a period, its first and last day included.
    pub fn within(
        &self,
        first: NaiveDate,
        last: NaiveDate,
    ) -> impl Iterator<Item = NaiveDate> + use<> {
        self.next_after(first.pred_opt().unwrap_or(first), last)
    }

    /// The due day at a place in the series; it never comes before the one at the place before it.
    fn due(&self, start: NaiveDate, place: u32) -> Option<NaiveDate> {
        if self.every_max == 0 || self.times == 0 {
            return None;
        }
        if !self.on.is_empty() {
            return self.due_on(start, place);
        }
        if let Some(weekday) = self.weekday {
            let first = start.checked_add_days(Days::new(1))?;
            let wait =
                (7 + weekday.num_days_from_monday() - first.weekday().num_days_from_monday()) % 7;
            let weeks = u64::from(self.every_max) * u64::from(place);
            return first.checked_add_days(Days::new(u64::from(wait) + 7 * weeks));
        }
        let (stretch, part) = (place / self.times, place % self.times + 1);
        let months = self.every_max.saturating_mul(part);
        if self.unit == TimeUnit::Month && months.is_multiple_of(self.times) {
            let before = stretch.checked_mul(self.every_max)?;
            return self.step(start, before.checked_add(months / self.times)?);
        }
        let from = self.step(start, stretch.checked_mul(self.every_max)?)?;
        let to = self.step(start, (stretch + 1).checked_mul(self.every_max)?)?;
        let length = u64::try_from((to - from).num_days()).ok()?;
        from.checked_add_days(Days::new((length * u64::from(part)).div_ceil(u64::from(self.times))))
    }

    /// So many units after a day; from the last day of a month it is the last day of another.
    fn step(&self, from: NaiveDate, amount: u32) -> Option<NaiveDate> {
        match self.unit {
            TimeUnit::Day | TimeUnit::WorkingDay => {
                from.checked_add_days(Days::new(u64::from(amount)))
            }
            TimeUnit::Week => from.checked_add_days(Days::new(7 * u64::from(amount))),
            TimeUnit::Month => {
                let due = from.checked_add_months(Months::new(amount))?;
                let ends_month = from.succ_opt().is_some_and(|next| next.day() == 1);
                if ends_month { last_of_month(due) } else { Some(due) }
            }
        }
    }

    /// The named month or day at a place, counted from those later than `start`.
    fn due_on(&self, start: NaiveDate, place: u32) -> Option<NaiveDate> {
        let mut named = self.on.clone();
        named.sort_by_key(|on| (on.month, on.day.unwrap_or(31)));
        let in_year = |year: i32, on: &YearDay| match on.day {
            Some(day) => NaiveDate::from_ymd_opt(year, on.month, day)
                .or_else(|| last_of_month(NaiveDate::from_ymd_opt(year, on.month, 1)?)),
            None => last_of_month(NaiveDate::from_ymd_opt(year, on.month, 1)?),
        };
        let all = u32::try_from(named.len()).ok()?;
        let passed = named
            .iter()
            .filter(|on| in_year(start.year(), on).is_some_and(|day| day <= start))
            .count();
        let place = place.checked_add(u32::try_from(passed).ok()?)?;
        // Every three years in May is in the first May and three years after it.
        let years = self.every_max.div_ceil(12).max(1);
        let turns = (place / all).checked_mul(years)?;
        let late = u32::from(passed == named.len()).checked_mul(years.saturating_sub(1))?;
        let year = start.year().checked_add(i32::try_from(turns.saturating_sub(late)).ok()?)?;
        in_year(year, named.get(usize::try_from(place % all).ok()?)?)
    }
}

fn last_of_month(day: NaiveDate) -> Option<NaiveDate> {
    day.with_day(1)?.checked_add_months(Months::new(1))?.pred_opt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rule: &Recurrence, start: &str, end: &str, expected: &str) {
        let days: Vec<String> = rule
            .next_after(start.parse().unwrap(), end.parse().unwrap())
            .map(|day| day.to_string())
            .collect();
        assert_eq!(days.join(" "), expected, "{rule:?}");
    }

    fn on(days: &[(u32, Option<u32>)]) -> Recurrence {
        let on = days.iter().map(|(month, day)| YearDay { month: *month, day: *day }).collect();
        Recurrence { on, ..Recurrence::every(12, TimeUnit::Month) }
    }

    #[test]
    fn a_series_is_counted_from_the_day_it_was_last_done() {
        let monthly = Recurrence::every(1, TimeUnit::Month);
        check(&monthly, "2008-03-31", "2008-06-30", "2008-04-30 2008-05-31 2008-06-30");
        check(&monthly, "2008-04-15", "2008-06-30", "2008-05-15 2008-06-15");
        check(&monthly, "2008-02-29", "2008-04-30", "2008-03-31 2008-04-30");
        let quarterly = Recurrence::every(3, TimeUnit::Month);
        let ends = "2008-06-30 2008-09-30 2008-12-31 2009-03-31";
        check(&quarterly, "2008-03-31", "2009-03-31", ends);
        check(
            &Recurrence::every(2, TimeUnit::Week),
            "2008-04-01",
            "2008-05-01",
            "2008-04-15 2008-04-29",
        );
        check(&Recurrence::every(36, TimeUnit::Month), "2008-03-31", "2009-03-31", "");
    }

    #[test]
    fn of_two_rhythms_the_slower_is_due() {
        let rule = Recurrence { every_min: 3, ..Recurrence::every(4, TimeUnit::Month) };
        check(&rule, "2008-03-31", "2009-03-31", "2008-07-31 2008-11-30 2009-03-31");
    }

    #[test]
    fn several_times_in_a_stretch_part_it_evenly() {
        let yearly = Recurrence { times: 3, ..Recurrence::every(12, TimeUnit::Month) };
        check(&yearly, "2008-03-31", "2009-03-31", "2008-07-31 2008-11-30 2009-03-31");
        let monthly = Recurrence { times: 2, ..Recurrence::every(1, TimeUnit::Month) };
        check(&monthly, "2008-03-31", "2008-05-01", "2008-04-15 2008-04-30");
        let daily = Recurrence { times: 3, ..Recurrence::every(1, TimeUnit::Day) };
        check(&daily, "2008-03-30", "2008-04-01", "2008-03-31 2008-04-01");
    }

    #[test]
    fn named_months_days_and_weekdays_come_every_time() {
        check(&on(&[(5, None)]), "2008-03-31", "2010-03-31", "2008-05-31 2009-05-31");
        check(&on(&[(5, None)]), "2008-05-31", "2009-12-31", "2009-05-31");
        let halves = on(&[(10, None), (4, None)]);
        check(&halves, "2008-05-31", "2009-10-31", "2008-10-31 2009-04-30 2009-10-31");
        check(&on(&[(2, Some(29))]), "2007-12-31", "2009-12-31", "2008-02-29 2009-02-28");
        let third = Recurrence { every_max: 36, ..on(&[(5, None)]) };
        check(&third, "2008-03-31", "2014-12-31", "2008-05-31 2011-05-31 2014-05-31");
        check(&third, "2008-06-30", "2012-12-31", "2009-05-31 2012-05-31");
        let monday =
            Recurrence { weekday: Some(Weekday::Mon), ..Recurrence::every(1, TimeUnit::Week) };
        check(&monday, "2008-03-03", "2008-03-24", "2008-03-10 2008-03-17 2008-03-24");
        check(&monday, "2008-03-04", "2008-03-10", "2008-03-10");
    }

    #[test]
    fn a_period_includes_both_its_ends() {
        let daily = Recurrence::every(1, TimeUnit::Day);
        let day = "2008-04-01".parse().unwrap();
        assert_eq!(daily.within(day, day).collect::<Vec<_>>(), [day]);
    }
}
