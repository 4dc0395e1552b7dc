//! Tests of judged series.

use super::*;
use crate::indicators::testing::{judged, observations};

/// Fifteen months of ordinary variation about 90.
const ORDINARY: &str = "90 91 89 90 92 90 88 91 90 89 91 90 90 91 89";

#[test]
fn a_series_is_judged_to_its_latest_value_and_shown_to_the_last_period() {
    let (_, series) =
        judged("AE4", "2017-01", &format!("{ORDINARY} - missing"), Some(95.0), "2018-06-30");
    assert_eq!(series.figures.len(), 18);
    assert_eq!(series.judgement.as_ref().unwrap().points.len(), 15);
    assert_eq!(series.latest().unwrap().period.to_string(), "2018-03");
    assert_eq!(series.variation(), Variation::CommonCause);
    assert_eq!(series.assurance(), Assurance::Fail);
    assert_eq!(series.target, Some(95.0));
    let late: Vec<String> = series.not_arrived().iter().map(Period::to_string).collect();
    // June is not due before the middle of July.
    assert_eq!(late, ["2018-04", "2018-05"]);
}

#[test]
fn nothing_known_is_an_empty_series_with_the_target_of_the_day() {
    let (_, series) = judged("AE4", "2017-01", ORDINARY, Some(95.0), "2017-01-31");
    assert!(series.figures.is_empty() && series.judgement.is_none());
    assert_eq!(series.target, Some(95.0));
    assert_eq!(series.variation(), Variation::None);
}

#[test]
fn a_special_cause_is_dated_by_the_first_period_of_its_run() {
    let check = |tail: &str, expected: Option<&str>| {
        let (_, series) =
            judged("AE4", "2017-01", &format!("{ORDINARY} {tail}"), None, "2019-06-30");
        let since = series.special_cause().map(|cause| cause.since.to_string());
        assert_eq!(since.as_deref(), expected, "{tail}");
    };
    check("90", None);
    check("60", Some("2018-04"));
    check("90 84 84 84 84 84 84 84", Some("2018-05"));
    check("90 84 84 84 - 84 84 84 84", Some("2018-05"));
}

#[test]
fn missed_targets_are_counted_back_from_the_latest_figure() {
    let check = |text: &str, expected: Option<(&str, usize)>| {
        let (definition, series) = judged("AE4", "2018-01", text, Some(95.0), "2019-06-30");
        let missed = series.missed_running(definition.improvement);
        let missed = missed.map(|(since, count)| (since.to_string(), count));
        assert_eq!(missed, expected.map(|(since, count)| (since.to_owned(), count)), "{text}");
    };
    check("96 95", None);
    check("94 96", None);
    check("94 96 94.9", Some(("2018-03", 1)));
    check("96 94 93 - 92", Some(("2018-02", 3)));
    let (_, series) = judged("AE4", "2018-01", "94 93", None, "2019-06-30");
    assert_eq!(series.missed_running(Improvement::Increase), None);
    let (_, series) = judged("AE4", "2018-01", "94 93", Some(95.0), "2019-06-30");
    assert_eq!(series.missed_running(Improvement::Neutral), None);
}

#[test]
fn the_lag_is_measured_to_the_first_revision() {
    let mut sent = observations("2018-01", "94 93");
    let (_, series) = judged("AE4", "2018-01", "94 93", None, "2018-03-10");
    sent.push(Observation {
        revision: 1,
        known_from: sent[1].known_from + chrono::TimeDelta::days(30),
        ..sent[1].clone()
    });
    assert_eq!(series.lag_days(&sent), Some(10));
}
