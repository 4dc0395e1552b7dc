//! The only place that reads the machine's clock, so that tests and replays own the time.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, SubsecRound, TimeDelta, Utc};

/// A source of the time: the machine's, the machine's moved by a fixed span, or one instant.
#[derive(Debug, Clone)]
pub struct Clock(Source);

#[derive(Debug, Clone)]
enum Source {
    Machine { shift: TimeDelta },
    Fixed(DateTime<Utc>),
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn system() -> Self {
        Self::shifted(TimeDelta::zero())
    }

    /// The machine's clock moved by `shift`: the calendar of a demonstration stands where its
    /// examples do, and runs on from there.
    #[must_use]
    pub fn shifted(shift: TimeDelta) -> Self {
        Self(Source::Machine { shift })
    }

    /// A clock that stands still.
    #[must_use]
    pub fn fixed(instant: DateTime<Utc>) -> Self {
        Self(Source::Fixed(instant))
    }

    /// A clock that stands at noon of a day.
    #[must_use]
    pub fn noon(day: NaiveDate) -> Self {
        Self::fixed(day.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(12))
    }

    /// The instant it is, in whole microseconds: PostgreSQL keeps no more.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        match self.0 {
            Source::Machine { shift } => (machine_time() + shift).trunc_subsecs(6),
            Source::Fixed(instant) => instant.trunc_subsecs(6),
        }
    }

    /// The day it is, by Coordinated Universal Time.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.now().date_naive()
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the clock that everything else asks")]
fn machine_time() -> DateTime<Utc> {
    Utc::now()
}

/// The day at whose end things stood as shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct AsAt(pub NaiveDate);

/// The last day that both databases keep in order with all others: four digits of a year.
const LAST_DAY: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).unwrap();

impl AsAt {
    /// After everything that was ever written down.
    pub const END_OF_TIME: Self = Self(LAST_DAY);

    /// The first instant that is no longer part of the day; what became known before it counts.
    #[must_use]
    pub fn end(self) -> DateTime<Utc> {
        let next = self.0.checked_add_days(Days::new(1)).unwrap_or(LAST_DAY).min(LAST_DAY);
        next.and_time(NaiveTime::MIN).and_utc()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noon_is_inside_its_own_day_and_outside_the_day_before() {
        let day = NaiveDate::from_ymd_opt(2019, 2, 28).unwrap();
        let clock = Clock::noon(day);
        assert_eq!(clock.today(), day);
        assert!(clock.now() < AsAt(day).end());
        assert!(clock.now() >= AsAt(day.pred_opt().unwrap()).end());
    }

    #[test]
    fn instants_are_whole_microseconds() {
        assert_eq!(Clock::system().now().timestamp_subsec_nanos() % 1_000, 0);
    }
}
