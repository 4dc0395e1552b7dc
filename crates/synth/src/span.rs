//! The days of a district, counted from an origin, with their months, weekdays and texts.

use bellwether_calendar::WorkingDays;
use chrono::{Datelike as _, Days, NaiveDate};

use crate::row::DayText;
use crate::whole::{at, counted};

/// How long before the first day everything starts, so that on the first day beds are full and
/// people are waiting.
pub(crate) const RUN_UP: i32 = 420;
/// How long after the last day planned things may lie.
const OUTLOOK: i32 = 400;

/// One month of the events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Month {
    /// Its first day within the span.
    pub first: i32,
    /// Its last day within the span.
    pub last: i32,
    /// The first day of the calendar month.
    pub start: NaiveDate,
    /// The last day of the calendar month.
    pub end: NaiveDate,
}

impl Month {
    /// As folders are named: 2018-04.
    pub(crate) fn label(&self) -> String {
        self.start.format("%Y-%m").to_string()
    }

    /// Length in days within the span.
    pub(crate) fn days(&self) -> i32 {
        self.last - self.first + 1
    }
}

/// All days, counted from [`RUN_UP`] days before the first.
#[derive(Debug, Clone)]
pub(crate) struct Span {
    origin: NaiveDate,
    /// First day of the events.
    pub from: i32,
    /// Last day of the events.
    pub to: i32,
    /// The months from the first to the last day.
    pub months: Vec<Month>,
    month_of: Vec<usize>,
    texts: Vec<[u8; 10]>,
    worked: Vec<bool>,
    weekdays: Vec<usize>,
}

impl Span {
    /// The days from `from` to `to`.
    pub(crate) fn new(from: NaiveDate, to: NaiveDate) -> Self {
        let back = u64::from(RUN_UP.unsigned_abs());
        let origin = from.checked_sub_days(Days::new(back)).unwrap_or(from);
        let last = RUN_UP + i32::try_from((to - from).num_days()).unwrap_or(0);
        let calendar = WorkingDays::of_england();
        let mut span = Self {
            origin,
            from: RUN_UP,
            to: last,
            months: Vec::new(),
            month_of: Vec::new(),
            texts: Vec::new(),
            worked: Vec::new(),
            weekdays: Vec::new(),
        };
        for (day, date) in (0..=last + OUTLOOK).zip(origin.iter_days()) {
            if day == RUN_UP || (day > RUN_UP && day <= last && date.day() == 1) {
                span.months.push(month_from(day, date));
            }
            if let Some(month) = span.months.last_mut().filter(|_| day <= last) {
                month.last = day;
            }
            span.month_of.push(span.months.len().saturating_sub(1));
            span.texts.push(text_of(date));
            span.worked.push(calendar.is_worked(date));
            span.weekdays.push(at(counted(date.weekday().num_days_from_monday() as usize)));
        }
        span
    }

    /// The date of a day, which may lie before the origin.
    pub(crate) fn date(&self, day: i32) -> NaiveDate {
        self.origin + chrono::TimeDelta::days(i64::from(day))
    }

    /// How many days, with the run-up and without the outlook.
    pub(crate) fn length(&self) -> i32 {
        self.to + 1
    }

    /// The month in which something is known that happened on a day: the first month for what
    /// happened before, the last for what lies ahead.
    pub(crate) fn month_of(&self, day: i32) -> usize {
        self.month_of.get(at(day)).or(self.month_of.last()).copied().unwrap_or(0)
    }

    /// Whether Monday to Friday and no bank holiday.
    pub(crate) fn is_worked(&self, day: i32) -> bool {
        self.worked.get(at(day)).copied().unwrap_or(false)
    }

    /// 0 for Monday to 6 for Sunday.
    pub(crate) fn weekday(&self, day: i32) -> usize {
        self.weekdays.get(at(day)).copied().unwrap_or(0)
    }

    /// The first working day on or after a day.
    pub(crate) fn next_worked(&self, day: i32) -> i32 {
        (day..day + 10).find(|day| self.is_worked(*day)).unwrap_or(day)
    }

    /// Whether the events include a day.
    pub(crate) fn contains(&self, day: i32) -> bool {
        (self.from..=self.to).contains(&day)
    }
}

impl DayText for Span {
    fn day_text(&self, day: i32) -> [u8; 10] {
        match self.texts.get(at(day)) {
            Some(text) if day >= 0 => *text,
            _ => text_of(self.date(day)),
        }
    }
}

fn month_from(day: i32, date: NaiveDate) -> Month {
    let start = date.with_day(1).unwrap_or(date);
    let next = start + chrono::Months::new(1);
    Month { first: day, last: day, start, end: next.pred_opt().unwrap_or(start) }
}

/// A date of a year of four digits, as 2018-04-01.
fn text_of(date: NaiveDate) -> [u8; 10] {
    let mut text = *b"0000-00-00";
    for (to, from) in text.iter_mut().zip(date.format("%Y-%m-%d").to_string().bytes()) {
        *to = from;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_cut_at_the_ends_of_the_span() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let span = Span::new(day("2018-01-15"), day("2018-03-02"));
        let found: Vec<String> = span
            .months
            .iter()
            .map(|month| {
                let (first, last) = (span.date(month.first), span.date(month.last));
                format!("{} {first} {last} {}", month.label(), month.end)
            })
            .collect();
        let expected = [
            "2018-01 2018-01-15 2018-01-31 2018-01-31",
            "2018-02 2018-02-01 2018-02-28 2018-02-28",
            "2018-03 2018-03-01 2018-03-02 2018-03-31",
        ];
        assert_eq!(found, expected);
        assert_eq!(span.day_text(span.to), *b"2018-03-02");
        assert_eq!(span.day_text(-1), *b"2016-11-20");
        assert_eq!((span.month_of(0), span.month_of(span.to + 90)), (0, 2));
        assert_eq!((span.weekday(span.from), span.is_worked(span.from + 5)), (0, false));
    }
}
