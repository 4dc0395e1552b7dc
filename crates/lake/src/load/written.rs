//! Values as they are written: days, times, numbers and answers read from text.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

/// Years that a row can be of: outside them a year is a slip of the pen.
const YEARS: std::ops::RangeInclusive<i64> = 1850..=2199;

const MICROSECONDS_A_SECOND: i64 = 1_000_000;
const SECONDS_A_DAY: i64 = 86_400;

/// Days since 1970-01-01 of `2019-01-31`, with or without a time of 00:00:00 behind it.
pub(super) fn day(text: &str) -> Option<i32> {
    let bytes = text.as_bytes();
    let days = match bytes.len() {
        10 => days(bytes)?,
        16.. => {
            let moment = time(text)?;
            let day = MICROSECONDS_A_SECOND * SECONDS_A_DAY;
            (moment % day == 0).then(|| moment.div_euclid(day))?
        }
        _ => return None,
    };
    i32::try_from(days).ok()
}

/// Microseconds since 1970-01-01 of `2019-01-31T14:05:00`: a space may stand for the T, seconds may
/// be left out or have up to six decimals, a Z may follow.
pub(super) fn time(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    let bytes = bytes.strip_suffix(b"Z").unwrap_or(bytes);
    if bytes.len() < 16 || !matches!(bytes[10], b'T' | b' ') || bytes[13] != b':' {
        return None;
    }
    let (hour, minute) = (two(bytes, 11)?, two(bytes, 14)?);
    let (second, fraction) = match bytes.len() {
        16 => (0, 0),
        19 if bytes[16] == b':' => (two(bytes, 17)?, 0),
        21.. if bytes[16] == b':' && bytes[19] == b'.' => {
            (two(bytes, 17)?, microseconds(&bytes[20..])?)
        }
        _ => return None,
    };
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let seconds = days(&bytes[..10])? * SECONDS_A_DAY + hour * 3_600 + minute * 60 + second;
    Some(seconds * MICROSECONDS_A_SECOND + fraction)
}

fn microseconds(digits: &[u8]) -> Option<i64> {
    let good = digits.iter().all(u8::is_ascii_digit) && digits.len() <= 9;
    let mut fraction = 0;
    for position in 0..6 {
        fraction = fraction * 10 + digits.get(position).map_or(0, |digit| i64::from(digit - b'0'));
        if !good {
            return None;
        }
    }
    Some(fraction)
}

/// Two digits from `at`.
fn two(bytes: &[u8], at: usize) -> Option<i64> {
    let (tens, ones) = (bytes[at].wrapping_sub(b'0'), bytes[at + 1].wrapping_sub(b'0'));
    (tens < 10 && ones < 10).then(|| i64::from(tens) * 10 + i64::from(ones))
}

/// Days since 1970-01-01 of ten bytes `2019-01-31`.
fn days(bytes: &[u8]) -> Option<i64> {
    if bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let year = two(bytes, 0)? * 100 + two(bytes, 2)?;
    let (month, day) = (two(bytes, 5)?, two(bytes, 8)?);
    if !YEARS.contains(&year) || !(1..=12).contains(&month) || day < 1 {
        return None;
    }
    if day > 28 && day > days_in_month(year, month) {
        return None;
    }
    // Hinnant, "chrono-compatible low-level date algorithms": years that begin in March.
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// A moment in another way of writing, as `%d/%m/%Y %H:%M`; a day alone is its midnight.
pub(super) fn time_in(text: &str, format: &str) -> Option<i64> {
    let moment = NaiveDateTime::parse_from_str(text, format).ok().or_else(|| {
        let day = NaiveDate::parse_from_str(text, format).ok()?;
        Some(day.and_time(NaiveTime::MIN))
    })?;
    let year = i64::from(chrono::Datelike::year(&moment));
    YEARS.contains(&year).then(|| moment.and_utc().timestamp_micros())
}

/// A day in another way of writing.
pub(super) fn day_in(text: &str, format: &str) -> Option<i32> {
    let moment = time_in(text, format)?;
    i32::try_from(moment.div_euclid(MICROSECONDS_A_SECOND * SECONDS_A_DAY)).ok()
}

/// A whole number.
pub(super) fn whole(text: &str) -> Option<i64> {
    text.parse().ok()
}

/// Any number that is one.
pub(super) fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// Pence of an amount in pounds: `12`, `12.5`, `12.34`, `£1,234.50`, `-3.20`.
pub(super) fn pounds(text: &str) -> Option<i64> {
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let text = text.strip_prefix('£').unwrap_or(text).replace(',', "");
    let (pounds, pence) = text.split_once('.').unwrap_or((&text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if pounds.is_empty() || !digits(pounds) || !digits(pence) || pence.len() > 2 {
        return None;
    }
    let pence: i64 = format!("{pence:0<2}").parse().ok()?;
    pounds.parse::<i64>().ok()?.checked_mul(100)?.checked_add(pence).map(|amount| sign * amount)
}

/// An answer: true or false, yes or no, y or n, 1 or 0.
pub(super) fn yes_no(text: &str) -> Option<bool> {
    match text {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "y" | "t" => Some(true),
            "false" | "no" | "n" | "f" => Some(false),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<T: PartialEq + std::fmt::Debug>(
        read: impl Fn(&str) -> Option<T>,
        good: &[(&str, T)],
        bad: &[&str],
    ) {
        for (text, expected) in good {
            assert_eq!(read(text).as_ref(), Some(expected), "{text}");
        }
        for text in bad {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn days_are_read_as_iso_8601_writes_them() {
        check(
            day,
            &[
                ("1970-01-01", 0),
                ("2000-02-29", 11_016),
                ("2019-12-31", 18_261),
                ("1899-12-31", -25_568),
                ("2019-12-31 00:00:00", 18_261),
            ],
            &[
                "2019-02-29",
                "1900-02-29",
                "2019-13-01",
                "2019-00-10",
                "2019-1-1",
                "31/12/2019",
                "20191231",
                "2019-12-31 10:00:00",
                "1700-01-01",
                "",
                "2019-12-3é",
            ],
        );
        for offset in (-40_000..80_000).step_by(13) {
            let expected = NaiveDate::default() + chrono::Days::new(100_000);
            let expected = expected - chrono::Days::new(100_000) + chrono::TimeDelta::days(offset);
            assert_eq!(day(&expected.to_string()).map(i64::from), Some(offset));
        }
    }

    #[test]
    fn times_are_read_to_the_microsecond() {
        check(
            time,
            &[
                ("1970-01-01T00:00:01", 1_000_000),
                ("1970-01-02 00:00", 86_400_000_000),
                ("2019-03-12 04:45:39", 1_552_365_939_000_000),
                ("2019-03-12T04:45:39.25Z", 1_552_365_939_250_000),
                ("2019-03-12T04:45:39.123456789", 1_552_365_939_123_456),
            ],
            &[
                "2019-03-12",
                "2019-03-12T24:00:00",
                "2019-03-12T04:60:00",
                "2019-03-12T04:45:39+01:00",
                "2019-03-12T04:45:",
                "2019-03-12T04:45:39.",
                "2019-03-12T04:45:39.x",
            ],
        );
        assert_eq!(time_in("12/03/2019 04:45", "%d/%m/%Y %H:%M"), Some(1_552_365_900_000_000));
        assert_eq!(day_in("12/03/2019", "%d/%m/%Y"), Some(17_967));
        assert_eq!(day_in("12/03/0019", "%d/%m/%Y"), None);
    }

    #[test]
    fn amounts_and_answers_are_read_as_people_write_them() {
        check(
            pounds,
            &[("12", 1_200), ("12.5", 1_250), ("£1,234.50", 123_450), ("-3.20", -320)],
            &["12.345", "£", "", "1e3", "twelve", "."],
        );
        check(
            yes_no,
            &[("true", true), ("Y", true), ("No", false), ("0", false)],
            &["", "2", "perhaps"],
        );
        check(number, &[("12.5", 12.5), ("-1e3", -1_000.0)], &["nan", "inf", "", "1,5"]);
        check(whole, &[("12", 12), ("-3", -3)], &["1.0", "", "12 000"]);
    }
}
