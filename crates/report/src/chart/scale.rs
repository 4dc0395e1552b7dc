//! Where values and days fall on a chart, and which of them its axes name.

use chrono::{Datelike, Months, NaiveDate};

/// Beyond this an `f64` no longer tells neighbouring whole numbers apart, and no axis is honest.
const DRAWABLE: f64 = 1e15;

/// Whether a value can be drawn.
pub(super) fn is_drawable(value: f64) -> bool {
    value.is_finite() && value.abs() < DRAWABLE
}

/// An axis from a lowest to a highest value, with its ticks.
#[derive(Debug)]
pub(super) struct ValueAxis {
    /// Value at the bottom.
    pub(super) low: f64,
    /// Value at the top.
    pub(super) high: f64,
    /// Values named.
    pub(super) ticks: Vec<f64>,
    /// Decimal places that tell the ticks apart.
    pub(super) decimals: usize,
}

impl ValueAxis {
    /// Covers the drawable values with about five round ticks.
    ///
    /// `ceiling` is a value that cannot be exceeded, such as 100 %; nothing below nought is shown
    /// unless a value is.
    pub(super) fn covering(values: impl Iterator<Item = f64>, ceiling: Option<f64>) -> Self {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values.filter(|value| is_drawable(*value)) {
            low = low.min(value);
            high = high.max(value);
        }
        if low > high {
            (low, high) = (0.0, 0.0);
        }
        let room = if high > low {
            (high - low) * 0.04
        } else {
            (high.abs() * 0.05).max(f64::MIN_POSITIVE)
        };
        let room = if high == 0.0 && low == 0.0 { 1.0 } else { room };
        let floor = if low >= 0.0 { 0.0 } else { f64::NEG_INFINITY };
        let ceiling = ceiling.filter(|ceiling| high <= *ceiling).unwrap_or(f64::INFINITY);
        let (from, to) = ((low - room).max(floor), (high + room).min(ceiling));
        let (step, decimals) = round_step((to - from) / 5.0);
        let first = (from / step).floor();
        let mut ticks = Vec::with_capacity(8);
        for position in 0_u32..12 {
            let tick = (first + f64::from(position)) * step;
            ticks.push(tick);
            if tick >= to - step * 1e-6 {
                break;
            }
        }
        let high = ticks.last().copied().unwrap_or(to).max(to).min(ceiling);
        ticks.retain(|tick| *tick <= high + step * 1e-6);
        Self { low: ticks.first().copied().unwrap_or(from).min(from), high, ticks, decimals }
    }
}

/// The smallest of 1, 2, 2.5 or 5 times a power of ten that is not below `least`, and the decimal
/// places it needs.
fn round_step(least: f64) -> (f64, usize) {
    if !(least.is_finite() && least > 1e-9) {
        return (1e-9, 9);
    }
    let (mut power, mut exponent) = (1.0_f64, 0_i32);
    while power > least {
        power /= 10.0;
        exponent -= 1;
    }
    while power * 10.0 <= least {
        power *= 10.0;
        exponent += 1;
    }
    let (multiple, last_digit) = match least / power {
        m if m <= 1.0 => (1.0, exponent),
        m if m <= 2.0 => (2.0, exponent),
        m if m <= 2.5 => (2.5, exponent - 1),
        m if m <= 5.0 => (5.0, exponent),
        _ => (10.0, exponent + 1),
    };
    (power * multiple, usize::try_from(-last_digit).unwrap_or(0))
}

/// A day named on an axis.
#[derive(Debug, PartialEq)]
pub(super) struct DayTick {
    /// Where it stands.
    pub(super) day: NaiveDate,
    /// Month, or day and month.
    pub(super) label: String,
    /// Year, where it is not that of the tick before.
    pub(super) year: Option<i32>,
}

/// Names days between two, no more than `most` of them: days in a short span, otherwise months that
/// fall in step with the NHS year.
pub(super) fn day_ticks(from: NaiveDate, to: NaiveDate, most: i32) -> Vec<DayTick> {
    let most = most.max(1);
    let span = i64::from(to.num_days_from_ce()) - i64::from(from.num_days_from_ce());
    let mut ticks = Vec::new();
    if span < 0 {
        return ticks;
    }
    let few_days = span <= 75;
    let days = if few_days { spaced_days(from, to, most) } else { spaced_months(from, to, most) };
    let mut year_before = None;
    for day in days {
        let label = day.format(if few_days { "%-d %b" } else { "%b" }).to_string();
        let year = Some(day.year()).filter(|year| year_before != Some(*year));
        year_before = Some(day.year());
        ticks.push(DayTick { day, label, year });
    }
    ticks
}

/// Every first, second, seventh, ... day.
fn spaced_days(from: NaiveDate, to: NaiveDate, most: i32) -> Vec<NaiveDate> {
    let span = to.num_days_from_ce() - from.num_days_from_ce();
    let step = [1, 2, 7, 14, 28].into_iter().find(|step| span / step < most).unwrap_or(56);
    let step = usize::try_from(step).unwrap_or(56);
    from.iter_days().step_by(step).take_while(|day| *day <= to).collect()
}

/// First days of every first, second, third, ... month, April among them.
fn spaced_months(from: NaiveDate, to: NaiveDate, most: i32) -> Vec<NaiveDate> {
    let months = |day: NaiveDate| day.year() * 12 + i32::try_from(day.month0()).unwrap_or(0);
    let (first, last) = (months(from), months(to));
    let mut step = 1;
    for candidate in [1, 2, 3, 6, 12, 24, 36, 60, 120, 240, 600, 1200, 12_000, 1_200_000] {
        step = candidate;
        if (last - first) / step < most {
            break;
        }
    }
    // Years that start in another month, such as calendar years, are named by that month.
    let in_step = if step < 12 { 3 } else { first };
    let start = first + (in_step - first).rem_euclid(step);
    let first_day = NaiveDate::from_ymd_opt(from.year(), from.month(), 1);
    let mut days = Vec::new();
    for month in (start..=last).step_by(usize::try_from(step).unwrap_or(1)) {
        let ahead = Months::new(u32::try_from(month - first).unwrap_or(0));
        match first_day.and_then(|day| day.checked_add_months(ahead)) {
            Some(day) if day >= from && day <= to => days.push(day),
            _ => {}
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(values: &[f64], ceiling: Option<f64>, expected: &str) {
        let axis = ValueAxis::covering(values.iter().copied(), ceiling);
        let ticks: Vec<String> =
            axis.ticks.iter().map(|tick| crate::number::fixed(*tick, axis.decimals)).collect();
        assert_eq!(ticks.join(" "), expected);
        assert!(axis.low < axis.high, "{axis:?}");
    }

    #[test]
    fn value_ticks_are_round() {
        check(&[88.2, 97.9], Some(100.0), "87.5 90.0 92.5 95.0 97.5 100.0");
        check(&[0.0, 1_234_567.0], None, "0 500,000 1,000,000 1,500,000");
        check(&[0.012, 0.047], None, "0.01 0.02 0.03 0.04 0.05");
        check(&[-3.0, 8.0], None, "−5.0 −2.5 0.0 2.5 5.0 7.5 10.0");
    }

    #[test]
    fn an_axis_without_spread_or_values_still_has_two_ends() {
        check(&[100.0, 100.0], Some(100.0), "95 96 97 98 99 100");
        check(&[0.0], None, "0.0 0.2 0.4 0.6 0.8 1.0");
        check(&[], None, "0.0 0.2 0.4 0.6 0.8 1.0");
        check(&[f64::NAN, f64::INFINITY], None, "0.0 0.2 0.4 0.6 0.8 1.0");
    }

    fn days(from: &str, to: &str, most: i32) -> String {
        let day = |text: &str| text.parse().expect("a day");
        let words = day_ticks(day(from), day(to), most);
        let words = words.iter().map(|tick| match tick.year {
            Some(year) => format!("{} {year}", tick.label),
            None => tick.label.clone(),
        });
        words.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn months_fall_in_step_with_the_nhs_year() {
        assert_eq!(
            days("2008-04-01", "2009-03-01", 12),
            "Apr 2008, May, Jun, Jul, Aug, Sep, Oct, Nov, Dec, Jan 2009, Feb, Mar"
        );
        assert_eq!(
            days("2006-05-01", "2009-04-01", 8),
            "Oct 2006, Apr 2007, Oct, Apr 2008, Oct, Apr 2009"
        );
        assert_eq!(
            days("2008-01-01", "2023-01-01", 6),
            "Jan 2008, Jan 2011, Jan 2014, Jan 2017, Jan 2020, Jan 2023"
        );
    }

    #[test]
    fn a_short_span_names_days() {
        assert_eq!(
            days("2008-04-07", "2008-05-05", 6),
            "7 Apr 2008, 14 Apr, 21 Apr, 28 Apr, 5 May"
        );
        assert_eq!(days("2008-04-07", "2008-04-07", 6), "7 Apr 2008");
    }

    #[test]
    fn the_ends_of_the_calendar_are_no_trouble() {
        assert!(day_ticks(NaiveDate::MIN, NaiveDate::MAX, 8).len() <= 8);
        assert!(day_ticks(NaiveDate::MAX, NaiveDate::MIN, 8).is_empty());
    }
}
