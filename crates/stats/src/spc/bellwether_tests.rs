//! The rule set `bellwether`: one test for each weakness of the reference that it mends.

use chrono::{Months, NaiveDate};
use proptest::prelude::*;

use super::Improvement::{Decrease, Increase, Neutral};
use super::{Flags, Improvement, Judgement, Options, Point, RuleSet, Series, judge, processes};

/// A monthly series: `.` is a missing value, `-` an absent month.
fn monthly(text: &str, improvement: Improvement) -> Series {
    let first = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
    let mut series = Series { improvement, ..Series::default() };
    for (month, word) in (0..).zip(text.split_whitespace()) {
        if word != "-" {
            series.dates.push(first.checked_add_months(Months::new(month)).unwrap());
            series.values.push(word.parse().unwrap_or(f64::NAN));
        }
    }
    series
}

fn with_target(text: &str, improvement: Improvement, target: f64) -> Series {
    Series { target: Some(target), ..monthly(text, improvement) }
}

fn judged(series: &Series) -> Judgement {
    judge(series, Options::default()).unwrap()
}

/// `expected` is `lower mean upper variation assurance` of the latest point.
fn check(series: &Series, expected: &str) {
    let judgement = judged(series);
    let last = judgement.points.last().unwrap();
    let (variation, assurance) = (judgement.variation.name(), judgement.assurance.name());
    let found =
        format!("{:.2} {:.2} {:.2} {variation} {assurance}", last.lower, last.mean, last.upper);
    assert_eq!(found, expected);
}

/// `expected` has for each point `+` or `-` where `rule` flags it, else `.`.
fn check_rule(text: &str, rule: fn(Flags) -> i8, expected: &str) {
    let sign = |point: &Point| match rule(point.flags) {
        1 => '+',
        -1 => '-',
        _ => '.',
    };
    let found: String = judged(&monthly(text, Neutral)).points.iter().map(sign).collect();
    assert_eq!(found, expected, "{text}");
}

fn check_trend(text: &str, expected: &str) {
    check_rule(text, |flags| flags.trend, expected);
}

fn check_shift(text: &str, expected: &str) {
    check_rule(text, |flags| flags.shift, expected);
}

/// Fourteen months that wander about 50 without any special cause.
const STEADY: &str = "52 48 50 53 47 51 49 54 46 50 52 48 51 49";

#[test]
fn a_series_that_never_varies_has_its_value_for_limits_and_passes_or_fails() {
    let constant = "7 ".repeat(24);
    check(&with_target(&constant, Increase, 5.0), "7.00 7.00 7.00 common_cause pass");
    check(&with_target(&constant, Increase, 9.0), "7.00 7.00 7.00 common_cause fail");
    check(&with_target(&constant, Decrease, 9.0), "7.00 7.00 7.00 common_cause pass");
    check(&with_target(&constant, Decrease, 5.0), "7.00 7.00 7.00 common_cause fail");
    check(&with_target(&constant, Increase, 7.0), "7.00 7.00 7.00 common_cause pass");
    check(&with_target(&constant, Decrease, 7.0), "7.00 7.00 7.00 common_cause pass");
}

#[test]
fn a_point_off_a_constant_baseline_is_outside() {
    let series = Series { fix_after: Some(13), ..monthly(&("7 ".repeat(13) + "8"), Increase) };
    check(&series, "7.00 7.00 7.00 improvement_high none");
}

#[test]
fn screening_that_would_leave_no_variation_is_not_applied() {
    // Both ranges about the odd month exceed 3.267 mean ranges.
    check(&monthly("7 7 7 7 7 7 8 7 7 7 7 7 7", Increase), "6.63 7.08 7.52 common_cause none");
}

#[test]
fn no_moving_range_crosses_an_absent_month() {
    let unscreened = Options { screening: false, ..Options::default() };
    let check = |text, expected: &str| {
        let point = judge(&monthly(text, Neutral), unscreened).unwrap().points[0];
        assert_eq!(format!("{:.2} {:.2} {:.2}", point.lower, point.mean, point.upper), expected);
    };
    check("4 6 4 6 4 6 4 14 16 14 16 14 16 14", "2.90 9.86 16.81");
    check("4 6 4 6 4 6 4 - 14 16 14 16 14 16 14", "4.54 9.86 15.18");
}

#[test]
fn no_run_crosses_an_absent_month() {
    check_trend("5 1 2 3 4 5 6 7 5 6 5 4 5 6", ".+++++++......");
    check_trend("5 1 2 3 4 - 5 6 7 5 6 5 4 5 6", "..............");
    check_shift("10 10 10 10 10 10 11 9 9 9 9 9 9 9", "+++++++-------");
    check_shift("10 10 10 10 - 10 10 11 9 9 9 9 9 9 9", ".......-------");
    let near = |flags: Flags| flags.two_in_three;
    check_rule("20 19 20 19 20 23 23 21 20 19 20 19 20 19", near, ".....++.......");
    check_rule("20 19 20 19 20 23 - 23 21 20 19 20 19 20 19", near, "..............");
}

#[test]
fn a_missing_value_is_passed_over() {
    check_trend("5 1 2 3 . 4 5 6 7 5 6 5 4 5 6", ".+++.++++......");
    check_shift("10 10 10 . 10 10 10 11 9 9 9 9 9 9 9", "+++.++++-------");
}

#[test]
fn the_icon_is_of_the_latest_value_there_is() {
    let text = format!("{STEADY} 90 . .");
    let judgement = judged(&monthly(&text, Decrease));
    assert_eq!(judgement.variation.name(), "concern_high");
    assert_eq!(judgement.points[16].point_type.name(), "common_cause");
    check(&monthly(". . .", Increase), "NaN NaN NaN none none");
}

#[test]
fn limits_are_shown_within_what_can_occur_and_judged_without_that() {
    let text = "98 100 97 99 100 98 96 99 100 97 98 99 100 97";
    let series = with_target(text, Increase, 95.0);
    check(&series, "93.31 98.43 103.54 common_cause hit_or_miss");
    let bounded = Series { possible: (Some(0.0), Some(100.0)), ..series.clone() };
    check(&bounded, "93.31 98.43 100.00 common_cause hit_or_miss");
    let process = &processes(&bounded, Options::default()).unwrap()[0];
    assert!(process.limits.upper > 103.0);
    let flags = |series| judged(series).points.into_iter().map(|point| point.flags);
    assert!(flags(&bounded).eq(flags(&series)));
    let disproved = Series { possible: (None, Some(99.0)), ..series };
    check(&disproved, "93.31 98.43 103.54 common_cause hit_or_miss");
}

#[test]
fn what_can_occur_decides_on_a_target_at_its_edge() {
    let text = "0 1 0 0 2 0 1 0 0 1 0 1 0 0";
    let series = Series { possible: (Some(0.0), None), ..with_target(text, Increase, 0.0) };
    check(&series, "0.00 0.43 2.88 common_cause pass");
}

#[test]
fn without_a_target_of_its_own_nothing_is_assured() {
    check(&monthly(STEADY, Increase), "39.97 50.00 60.03 common_cause none");
    check(&with_target(STEADY, Increase, f64::NAN), "39.97 50.00 60.03 common_cause none");
    check(&with_target(STEADY, Neutral, 10.0), "39.97 50.00 60.03 common_cause none");
}

#[test]
fn twelve_values_give_provisional_limits_and_no_verdict() {
    let twelve = "52 48 50 53 47 51 49 54 46 50 52 48";
    check(&with_target(twelve, Increase, 10.0), "39.36 50.00 60.64 none none");
    check(
        &with_target(&format!("{twelve} 51"), Increase, 10.0),
        "39.66 50.08 60.50 common_cause pass",
    );
    check(&with_target(&format!("{twelve} ."), Increase, 10.0), "39.36 50.00 60.64 none none");
    check_trend("1 2 3 4 5 6 7 8 9 10 11 12", "............");
    check_trend("1 2 3 4 5 6 7 8 9 10 11 12 13", "+++++++++++++");
    let series = monthly(twelve, Increase);
    assert!(processes(&series, Options::default()).unwrap()[0].provisional);
}

#[test]
fn a_new_process_says_nothing_until_it_has_thirteen_values() {
    let mut series = with_target(&format!("{STEADY} 70 71"), Increase, 10.0);
    series.rebases = vec![14];
    check(&series, "67.84 70.50 73.16 none none");
    series.rebases = vec![15];
    check(&series, "NaN 71.00 NaN none none");
    series.rebases = vec![0, 99];
    check(&series, "43.06 52.56 62.06 improvement_high pass");
}

#[test]
fn a_repeated_value_neither_breaks_a_trend_nor_adds_to_it() {
    check_trend("4 5 1 2 3 3 4 5 6 7 4 5 4 5", "..++++++++....");
    check_trend("4 5 1 2 3 3 4 5 6 4 5 4 5 4", "..............");
    check_trend("4 5 4 5 4 5 1 1 2 3 4 5 6 7 7", ".......+++++++.");
}

#[test]
fn a_point_between_two_trends_belongs_to_the_later() {
    check_trend("7 6 5 4 3 2 1 2 3 4 5 6 7", "------+++++++");
}

#[test]
fn a_point_beyond_the_good_limit_in_an_adverse_trend_shows_both_and_concern() {
    let series = monthly("9 8 7 6 5 4 3 4 5 6 7 8 9 6 6 5", Increase);
    let first = judged(&series).points[0];
    assert_eq!(first.flags.names().collect::<Vec<_>>(), ["outside_high", "trend_low"]);
    assert_eq!(first.point_type.name(), "concern");
    let neutral = judged(&Series { improvement: Neutral, ..series }).points[0];
    assert_eq!(neutral.point_type.name(), "neutral_high");
}

#[test]
fn a_target_is_met_where_it_is_reached() {
    let limits = judged(&monthly(STEADY, Increase)).points[0];
    let assurance =
        |improvement, target| judged(&with_target(STEADY, improvement, target)).assurance.name();
    assert_eq!(assurance(Increase, limits.lower), "pass");
    assert_eq!(assurance(Increase, limits.upper), "hit_or_miss");
    assert_eq!(assurance(Increase, limits.upper + 0.01), "fail");
    assert_eq!(assurance(Decrease, limits.upper), "pass");
    assert_eq!(assurance(Decrease, limits.lower), "hit_or_miss");
    assert_eq!(assurance(Decrease, limits.lower - 0.01), "fail");
}

proptest! {
    /// Where there is nothing to mend (no gap, no repeat, nothing missing, limits that exist), both
    /// rule sets find the same limits and flags.
    #[test]
    fn series_without_a_weakness_are_judged_as_the_reference_judges(
        values in prop::collection::vec(-1e6..1e6_f64, 13..80),
        screening: bool,
    ) {
        let text: Vec<String> = values.iter().map(ToString::to_string).collect();
        let series = monthly(&text.join(" "), Increase);
        prop_assume!(values.windows(2).all(|pair| pair[0].to_bits() != pair[1].to_bits()));
        let ours = judge(&series, Options { rules: RuleSet::Bellwether, screening }).unwrap();
        let theirs = judge(&series, Options { rules: RuleSet::Nhsrplotthedots, screening }).unwrap();
        for (ours, theirs) in ours.points.iter().zip(&theirs.points) {
            prop_assert_eq!((ours.lower, ours.mean, ours.upper), (theirs.lower, theirs.mean, theirs.upper));
            prop_assert_eq!(ours.flags, theirs.flags);
        }
    }

    /// Turning a series upside down turns every flag over, and better into worse.
    #[test]
    fn judging_is_the_same_upside_down(values in prop::collection::vec(-20..20_i32, 1..60)) {
        let text = |sign: i32| {
            let words: Vec<String> = values.iter().map(|value| (sign * value).to_string()).collect();
            words.join(" ")
        };
        let up = judged(&monthly(&text(1), Increase));
        let down = judged(&monthly(&text(-1), Decrease));
        for (up, down) in up.points.iter().zip(&down.points) {
            prop_assert_eq!(up.flags.trend, -down.flags.trend);
            prop_assert_eq!(up.flags.outside, -down.flags.outside);
            prop_assert_eq!(up.point_type, down.point_type);
        }
    }
}
