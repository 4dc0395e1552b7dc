//! Tests of when a reminder is due, answered and late.

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn a_rhythm_falls_on_working_days_up_to_the_day_asked() {
    let check = |rhythm: Rhythm, today: &str, expected: Option<&str>| {
        assert_eq!(rhythm.latest(day(today)), expected.map(day), "{rhythm:?} on {today}");
    };
    check(Rhythm::None, "2019-01-18", None);
    // 18 January 2019 is a Friday.
    check(Rhythm::Weekly, "2019-01-18", Some("2019-01-14"));
    check(Rhythm::Weekly, "2019-01-14", Some("2019-01-14"));
    // Mondays two weeks apart: 3 January 2000 and 7 January 2019 are 992 weeks apart.
    check(Rhythm::Fortnightly, "2019-01-07", Some("2019-01-07"));
    check(Rhythm::Fortnightly, "2019-01-20", Some("2019-01-07"));
    check(Rhythm::Fortnightly, "2019-01-21", Some("2019-01-21"));
    // 1 September 2018 is a Saturday, so that the first working day is Monday the 3rd.
    check(Rhythm::Monthly, "2018-09-02", Some("2018-08-01"));
    check(Rhythm::Monthly, "2018-09-03", Some("2018-09-03"));
    // New Year and Easter Monday (2 April 2018) are not worked.
    check(Rhythm::Monthly, "2019-01-18", Some("2019-01-02"));
    check(Rhythm::Monthly, "2019-01-01", Some("2018-12-03"));
    check(Rhythm::Quarterly, "2019-01-18", Some("2019-01-02"));
    check(Rhythm::Quarterly, "2018-12-31", Some("2018-10-01"));
    check(Rhythm::Quarterly, "2018-07-01", Some("2018-04-03"));
}

fn asked(due: Option<&str>, updated: Option<&str>) -> Asked {
    Asked {
        due: due.map(day),
        live_since: day("2018-04-03"),
        updated_on: updated.map(day),
        is_closed: false,
    }
}

#[test]
fn leads_are_asked_before_on_and_after_the_due_day() {
    let settings = ReminderSettings { rhythm: Rhythm::None, ..ReminderSettings::default() };
    let check = |today: &str, updated: Option<&str>, expected: Option<(&str, Reason)>| {
        let found = occasion(&settings, &asked(Some("2018-09-30"), updated), day(today));
        let found = found.map(|found| (found.day, found.reason));
        let expected = expected.map(|(about, reason)| (day(about), reason));
        assert_eq!(found, expected, "on {today}, updated {updated:?}");
    };
    check("2018-09-15", None, None);
    check("2018-09-16", None, Some(("2018-09-16", Reason::Before)));
    check("2018-09-20", None, Some(("2018-09-16", Reason::Before)));
    check("2018-09-20", Some("2018-09-17"), None);
    check("2018-09-20", Some("2018-09-10"), Some(("2018-09-16", Reason::Before)));
    check("2018-09-28", Some("2018-09-17"), Some(("2018-09-28", Reason::Before)));
    check("2018-09-30", None, Some(("2018-09-30", Reason::On)));
    check("2018-10-06", None, Some(("2018-09-30", Reason::On)));
    check("2018-10-07", None, Some(("2018-10-07", Reason::After)));
    check("2018-10-15", None, Some(("2018-10-14", Reason::After)));
    check("2018-10-15", Some("2018-10-14"), None);
}

#[test]
fn nobody_is_asked_about_what_is_closed_paused_new_or_long_past() {
    let settings = ReminderSettings::default();
    let open = asked(Some("2018-09-30"), None);
    let today = day("2018-10-02");
    assert!(occasion(&settings, &open, today).is_some());
    let closed = Asked { is_closed: true, ..open };
    assert_eq!(occasion(&settings, &closed, today), None);
    let paused = ReminderSettings { paused: true, ..settings.clone() };
    assert_eq!(occasion(&paused, &open, today), None);
    let new = Asked { live_since: today, ..open };
    assert_eq!(occasion(&settings, &new, today), None);
    let once = ReminderSettings {
        days_after_every: None,
        rhythm: Rhythm::None,
        ..ReminderSettings::default()
    };
    assert!(occasion(&once, &open, day("2018-10-31")).is_some());
    assert_eq!(occasion(&once, &open, day("2018-11-01")), None);
}

#[test]
fn an_answer_is_late_after_working_days_of_grace() {
    let check = |asked_on: &str, grace: u16, expected: &str| {
        assert_eq!(answer_by(day(asked_on), grace), day(expected), "{asked_on}");
    };
    // 28 September 2018 is a Friday; five working days later it is Friday again.
    check("2018-09-28", 5, "2018-10-05");
    check("2018-09-28", 0, "2018-09-28");
    // Christmas Day, Boxing Day and New Year's Day 2019 are not worked.
    check("2018-12-21", 5, "2019-01-02");
    // Nor are Good Friday and Easter Monday, 19 and 22 April 2019.
    check("2019-04-18", 1, "2019-04-23");
    let settings = ReminderSettings { rhythm: Rhythm::None, ..ReminderSettings::default() };
    let found = occasion(&settings, &asked(Some("2018-09-30"), None), day("2018-10-02")).unwrap();
    // Whoever is asked late has as long to answer.
    assert_eq!((found.day, found.answer_by), (day("2018-09-30"), day("2018-10-09")));
}

#[test]
fn days_are_read_as_people_write_them() {
    let check = |text: &str, expected: Result<&[u16], &str>| {
        let found = read_days_before(text);
        match expected {
            Ok(days) => assert_eq!(found.as_deref(), Ok(days), "{text}"),
            Err(part) => assert!(found.unwrap_err().contains(part), "{text}"),
        }
    };
    check("14, 2", Ok(&[14, 2]));
    check("2;14 2", Ok(&[14, 2]));
    check("", Ok(&[]));
    check("0", Err("'0' is no number of days"));
    check("soon", Err("'soon' is no number of days"));
    check("1,2,3,4,5,6,7", Err("6 numbers"));
    assert_eq!(read_days(" 7 ", 1), Ok(Some(7)));
    assert_eq!(read_days("", 1), Ok(None));
    assert!(read_days("0", 1).is_err() && read_days("0", 0).is_ok());
    assert!(read_days("181", 1).is_err());
}
