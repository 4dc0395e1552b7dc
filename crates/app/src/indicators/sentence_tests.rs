//! Tests of the sentence: a table of cases.

use super::*;
use crate::indicators::testing::judged;

const ORDINARY: &str = "90 91 89 90 92 90 88 91 90 89 91 90 90 91 89";

fn check(code: &str, first: &str, values: &str, target: Option<f64>, as_at: &str, expected: &str) {
    let (definition, series) = judged(code, first, values, target, as_at);
    assert_eq!(sentence(&definition, &series), expected);
}

#[test]
fn ordinary_variation_short_of_the_target() {
    check(
        "AE4",
        "2017-10",
        ORDINARY,
        Some(95.0),
        "2019-01-20",
        "In December 2018 it was 89.0%, 6.0 percentage points short of the target of 95.0%; \
         it varies no more than it ordinarily does from month to month; \
         left as it is, it cannot be expected to meet the target.",
    );
}

#[test]
fn ordinary_variation_that_will_go_on_meeting_the_target() {
    check(
        "AE4",
        "2017-10",
        ORDINARY,
        Some(80.0),
        "2019-01-20",
        "In December 2018 it was 89.0%, 9.0 percentage points better than the target of 80.0%; \
         it varies no more than it ordinarily does from month to month; \
         left as it is, it can be expected to meet the target.",
    );
}

#[test]
fn chance_decides_whether_the_target_is_met() {
    check(
        "AE4",
        "2017-10",
        ORDINARY,
        Some(90.0),
        "2019-01-20",
        "In December 2018 it was 89.0%, 1.0 percentage points short of the target of 90.0%; \
         it varies no more than it ordinarily does from month to month; \
         left as it is, it will meet the target in one month and miss it in another by chance.",
    );
}

#[test]
fn a_change_for_the_worse_is_dated() {
    check(
        "AE4",
        "2017-03",
        &format!("{ORDINARY} 90 84 83.5 84 84 83 84"),
        None,
        "2019-01-20",
        "In December 2018 it was 84.0%; \
         it has been worse than ordinary variation explains since July 2018.",
    );
    check(
        "AE4",
        "2017-10",
        "90 91 89 90 92 90 88 91 90 89 91 90 90 91 60",
        None,
        "2019-01-20",
        "In December 2018 it was 60.0%; that is worse than ordinary variation explains.",
    );
}

#[test]
fn limits_of_a_process_that_changes_against_them_are_not_said_to_hold() {
    check(
        "AE4",
        "2017-03",
        &format!("{ORDINARY} 90 84 83.5 84 84 83 84"),
        Some(75.0),
        "2019-01-20",
        "In December 2018 it was 84.0%, 9.0 percentage points better than the target of 75.0%; \
         it has been worse than ordinary variation explains since July 2018; by its figures so \
         far it could be expected to meet the target, but it is changing.",
    );
    check(
        "AE4",
        "2017-03",
        &format!("{ORDINARY} 90 95 95.5 95 96 95 96"),
        Some(99.9),
        "2019-01-20",
        "In December 2018 it was 96.0%, 3.9 percentage points short of the target of 99.9%; \
         it has been better than ordinary variation explains since July 2018; by its figures so \
         far it could not be expected to meet the target, but it is changing.",
    );
}

#[test]
fn few_figures_allow_no_claim_about_change() {
    check(
        "DTOC",
        "2018-10",
        "3.6 3.4 3.5",
        Some(3.5),
        "2019-01-20",
        "In December 2018 it was 3.5%, exactly the target of 3.5%; \
         there are too few figures yet to tell a change from chance.",
    );
    check(
        "DTOC",
        "2018-12",
        "3.54",
        Some(3.5),
        "2019-01-20",
        "In December 2018 it was 3.5%, just over the target of 3.5%; \
         there are too few figures yet to tell a change from chance.",
    );
    check(
        "DTOC",
        "2018-12",
        "3.1",
        Some(3.5),
        "2019-01-20",
        "In December 2018 it was 3.1%, 0.4 percentage points inside the target of 3.5%; \
         there are too few figures yet to tell a change from chance.",
    );
}

#[test]
fn counts_speak_in_their_own_unit() {
    check(
        "MRSA",
        "2018-12",
        "1",
        Some(0.0),
        "2019-01-20",
        "In December 2018 it was 1 case, against a target of none; \
         there are too few figures yet to tell a change from chance.",
    );
    check(
        "MRSA",
        "2018-12",
        "0",
        Some(0.0),
        "2019-01-20",
        "In December 2018 it was 0 cases, as the target asks; \
         there are too few figures yet to tell a change from chance.",
    );
    check(
        "QUIT4",
        "2018/19 Q3",
        "1234",
        Some(1300.0),
        "2019-01-20",
        "In Q3 2018/19 (October to December 2018) it was 1,234 people, 66 people short of the \
         target of 1,300 people; there are too few figures yet to tell a change from chance.",
    );
    check(
        "AMBC1",
        "2018-12",
        "7.6",
        Some(7.0),
        "2019-01-20",
        "In December 2018 it was 7.6 minutes, 0.6 minutes over the target of 7.0 minutes; \
         there are too few figures yet to tell a change from chance.",
    );
}

#[test]
fn what_has_not_arrived_is_said() {
    check(
        "AE4",
        "2018-11",
        "90",
        None,
        "2019-01-20",
        "In November 2018 it was 90.0%; there are too few figures yet to tell a change from \
         chance; the figure for December 2018 was due by 14 January 2019 and has not arrived.",
    );
    check(
        "AE4",
        "2018-09",
        "90 suppressed",
        None,
        "2019-01-20",
        "In September 2018 it was 90.0%; there are too few figures yet to tell a change from \
         chance; the figure for October 2018 is suppressed; the figures of 2 months, \
         November 2018 to December 2018, have not arrived, the first of them due by 14 December \
         2018.",
    );
    check("AE4", "2018-12", "90", None, "2018-12-31", "No figure has been received yet.");
    check(
        "AE4",
        "2018-12",
        "not_applicable",
        None,
        "2019-01-20",
        "There is no figure with a value; there can be no figure for December 2018.",
    );
}

#[test]
fn a_count_of_one_is_singular() {
    let one = |unit: &str| singular(unit);
    assert_eq!(one("people"), "person");
    assert_eq!(one("breaches"), "breach");
    assert_eq!(one("minutes"), "minute");
    assert_eq!(one("items per STAR-PU"), "items per STAR-PU");
}
