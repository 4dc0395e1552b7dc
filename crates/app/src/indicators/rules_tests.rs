//! Tests of figures as at a day, due days, targets and places.

use bellwether_stats::spc::Improvement;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn noon(text: &str) -> DateTime<Utc> {
    day(text).and_hms_opt(12, 0, 0).unwrap().and_utc()
}

/// An observation written as `period value revision known-from`, or with a state for the value.
fn observation(text: &str) -> Observation {
    let [period, value, revision, known]: [&str; 4] =
        text.split(' ').collect::<Vec<_>>().try_into().unwrap();
    Observation {
        period: period.parse().unwrap(),
        state: State::from_word(value).unwrap_or(State::Reported),
        numerator: None,
        denominator: None,
        value: value.parse().ok(),
        revision: revision.parse().unwrap(),
        known_from: noon(known),
    }
}

fn check_figures(observations: &[&str], as_at: &str, expected: &str) {
    let observations: Vec<Observation> =
        observations.iter().map(|text| observation(text)).collect();
    let shown: Vec<String> = figures_as_at(&observations, 10, day(as_at))
        .iter()
        .map(|figure| match figure.value() {
            Some(value) => format!("{} {value}", figure.period),
            None => format!("{} {}", figure.period, figure.state.word()),
        })
        .collect();
    assert_eq!(shown.join(", "), expected);
}

#[test]
fn the_revision_known_on_the_day_counts() {
    let sent = ["2018-11 90 0 2018-12-13", "2018-11 88 1 2019-01-10", "2018-12 85 0 2019-01-10"];
    check_figures(&sent, "2018-12-12", "");
    check_figures(&sent, "2018-12-13", "2018-11 90");
    check_figures(&sent, "2019-01-09", "2018-11 90, 2018-12 not_due");
    check_figures(&sent, "2019-01-10", "2018-11 88, 2018-12 85");
}

#[test]
fn a_period_becomes_missing_when_its_due_day_is_over() {
    let sent = ["2018-12 85 0 2019-01-10"];
    check_figures(&sent, "2019-01-30", "2018-12 85");
    check_figures(&sent, "2019-01-31", "2018-12 85, 2019-01 not_due");
    check_figures(&sent, "2019-02-14", "2018-12 85, 2019-01 not_due");
    check_figures(&sent, "2019-02-15", "2018-12 85, 2019-01 missing");
}

#[test]
fn a_gap_between_figures_is_shown_as_missing() {
    let sent = ["2018-10 1 0 2018-11-10", "2018-12 2 0 2019-01-10"];
    check_figures(&sent, "2019-01-10", "2018-10 1, 2018-11 missing, 2018-12 2");
}

#[test]
fn a_state_that_was_sent_stays_and_not_due_ends_with_its_day() {
    let sent = ["2018-10 suppressed 0 2018-11-10", "2018-11 not_due 0 2018-12-01"];
    check_figures(&sent, "2018-12-14", "2018-10 suppressed, 2018-11 not_due");
    check_figures(&sent, "2018-12-20", "2018-10 suppressed, 2018-11 missing");
}

#[test]
fn a_figure_of_a_period_still_running_is_shown() {
    check_figures(&["2019-01 7 0 2019-01-10"], "2019-01-12", "2019-01 7");
}

#[test]
fn quarters_follow_quarters() {
    let observations = [Observation {
        period: "2018/19 Q1".parse().unwrap(),
        ..observation("2018-06 7 0 2018-08-01")
    }];
    let periods: Vec<String> = figures_as_at(&observations, 60, day("2018-12-31"))
        .iter()
        .map(|figure| format!("{} {}", figure.period, figure.state.word()))
        .collect();
    assert_eq!(periods.join(", "), "2018/19 Q1 reported, 2018/19 Q2 missing, 2018/19 Q3 not_due");
}

#[test]
fn working_days_leave_out_saturdays_and_sundays() {
    let check = |end: &str, days: u16, expected: &str| {
        assert_eq!(due_day(day(end), days), day(expected), "{days} after {end}");
    };
    check("2019-01-31", 0, "2019-01-31");
    check("2019-01-31", 1, "2019-02-01");
    check("2019-01-31", 2, "2019-02-04");
    check("2019-01-31", 10, "2019-02-14");
    check("2018-06-30", 1, "2018-07-02");
    check("2018-03-31", 30, "2018-05-11");
}

#[test]
fn ratios_of_whole_numbers_are_exact() {
    let check = |numerator, denominator, multiplier, expected: f64| {
        let value = ratio(numerator, denominator, multiplier);
        assert_eq!(value.to_string(), expected.to_string());
    };
    check(1.0, 4.0, 100.0, 25.0);
    check(0.0, 9.0, 100.0, 0.0);
    check(19.0, 20.0, 100.0, 95.0);
    check(3.0, 1000.0, 1000.0, 3.0);
}

fn target(text: &str) -> Target {
    let [organisation, kind, value, from, to, known]: [&str; 6] =
        text.split(' ').collect::<Vec<_>>().try_into().unwrap();
    Target {
        organisation_id: organisation.parse().ok(),
        kind: kind.to_owned(),
        value: value.parse().unwrap(),
        from_day: day(from),
        to_day: to.parse().ok(),
        assessed: kind != "stretch",
        known_from: noon(known),
    }
}

#[test]
fn the_assessed_target_of_the_day_is_found() {
    let targets = [
        target("all national 95 2010-04-01 - 2010-01-01"),
        target("all stretch 98 2018-04-01 - 2018-03-01"),
        target("7 local 90 2018-04-01 2019-03-31 2018-03-01"),
        target("7 local 91 2018-04-01 2019-03-31 2018-09-01"),
        target("8 local 80 2018-04-01 - 2018-03-01"),
    ];
    let check = |organisation, on: &str, as_at: &str, expected: Option<f64>| {
        let found = target_in_force(&targets, organisation, day(on), day(as_at));
        assert_eq!(found.map(|target| target.value.to_string()), expected.map(|v| v.to_string()));
    };
    check(7, "2018-03-31", "2019-01-01", Some(95.0));
    check(7, "2018-04-30", "2018-05-01", Some(90.0));
    check(7, "2018-04-30", "2019-01-01", Some(91.0));
    check(7, "2019-04-30", "2019-05-01", Some(95.0));
    check(9, "2018-04-30", "2019-01-01", Some(95.0));
    check(9, "2009-04-30", "2019-01-01", None);
    check(9, "2018-04-30", "2009-01-01", None);
}

#[test]
fn equal_values_share_a_place_and_low_can_be_best() {
    let check = |own, improvement, expected: (usize, usize, bool)| {
        let place = place_among(own, &[90.0, 95.04, 95.0, 80.0], improvement, 1);
        assert_eq!((place.rank, place.of, place.best_first), expected);
    };
    check(95.0, Improvement::Increase, (1, 4, true));
    check(90.0, Improvement::Increase, (3, 4, true));
    check(80.0, Improvement::Decrease, (1, 4, true));
    check(90.0, Improvement::Neutral, (3, 4, false));
}
