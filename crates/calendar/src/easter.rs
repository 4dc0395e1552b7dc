//! The day of Easter, from which other days are counted.

use chrono::{Datelike, Days, NaiveDate};

/// Easter Sunday of the Gregorian calendar: the Sunday after the paschal full moon, by the cycle
/// of 19 years and the corrections that came with the calendar (Meeus, Astronomical Algorithms).
pub(crate) fn easter(year: i32) -> Option<NaiveDate> {
    let century = year.div_euclid(100);
    let moon_correction = (8 * century + 13).div_euclid(25);
    let full_moon = (19 * year.rem_euclid(19) + century - century.div_euclid(4) - moon_correction
        + 15)
        .rem_euclid(30);
    let late = full_moon == 29 || full_moon == 28 && year.rem_euclid(19) > 10;
    let days_after_21_march = u64::try_from(full_moon - i32::from(late)).ok()?;
    let moon =
        NaiveDate::from_ymd_opt(year, 3, 21)?.checked_add_days(Days::new(days_after_21_march))?;
    let to_sunday = 7 - u64::from(moon.weekday().num_days_from_sunday());
    moon.checked_add_days(Days::new(to_sunday))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(year: i32, expected: &str) {
        assert_eq!(easter(year).unwrap().to_string(), expected);
    }

    #[test]
    fn easter_falls_where_the_church_has_it() {
        check(1943, "1943-04-25");
        check(1954, "1954-04-18");
        check(1981, "1981-04-19");
        check(2000, "2000-04-23");
        check(2008, "2008-03-23");
        check(2009, "2009-04-12");
        check(2024, "2024-03-31");
        check(2025, "2025-04-20");
    }
}
