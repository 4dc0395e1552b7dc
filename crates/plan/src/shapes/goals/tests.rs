//! Goal tables in several layouts.

use super::period_of;
use crate::{ReadOptions, read};

/// A line for each goal and for each indicator.
fn check(text: &str, goals: &[&str], indicators: &[&str]) {
    let document = read("plan.txt", text.as_bytes(), &ReadOptions::default()).unwrap();
    let got: Vec<String> = document
        .goals
        .iter()
        .map(|goal| {
            format!("{} | {} | {}", goal.title, goal.period.as_deref().unwrap_or("-"), goal.value)
        })
        .collect();
    assert_eq!(got, goals);
    let got: Vec<String> = document
        .indicators
        .iter()
        .map(|found| {
            let values: Vec<String> = found
                .values
                .iter()
                .map(|(name, value)| format!("{name}={}", value.as_str().unwrap_or("null")))
                .collect();
            format!("{} | {}", found.title, values.join(" "))
        })
        .collect();
    assert_eq!(got, indicators);
}

#[test]
fn a_framework_has_a_goal_for_each_period() {
    check(
        "Quality Review rates us from 'poor' to 'good' and the trust is presently rated as 'weak'.\n\n\
         Framework | Goal 2010/11 | Goal in 3 years\nQuality Review | Fair | Good\nSafety Audit | 2 | 4\n",
        &[
            "Quality Review | 2010/11 | Fair",
            "Quality Review | in 3 years | Good",
            "Safety Audit | 2010/11 | 2",
            "Safety Audit | in 3 years | 4",
        ],
        &[
            "Quality Review | now=weak Goal 2010/11=Fair Goal in 3 years=Good",
            "Safety Audit | Goal 2010/11=2 Goal in 3 years=4",
        ],
    );
}

#[test]
fn a_column_gives_the_standing_of_today() {
    check(
        "## Our goals\n\n| Measure | Current rating | This year | Next year |\n|--|--|--|--|\n\
         | Inspection | Fair | Good | |\n",
        &["Inspection | This year | Good"],
        &["Inspection | Current rating=Fair This year=Good Next year=null"],
    );
}

#[test]
fn one_cell_a_line() {
    check(
        "\tAssessment\n\tAmbition for 2012\n\tAmbition for 2015\n\n\
         \tStaff survey\n\tTop half\n\tTop fifth\n\n\
         \tPatient survey\n\tTop third\n\tTop tenth\n",
        &[
            "Staff survey | 2012 | Top half",
            "Staff survey | 2015 | Top fifth",
            "Patient survey | 2012 | Top third",
            "Patient survey | 2015 | Top tenth",
        ],
        &[
            "Staff survey | Ambition for 2012=Top half Ambition for 2015=Top fifth",
            "Patient survey | Ambition for 2012=Top third Ambition for 2015=Top tenth",
        ],
    );
}

#[test]
fn a_trajectory_under_no_word_for_goals_is_an_indicator_alone() {
    check(
        "Indicator\tBaseline\t2010/11\t2011/12\nSmoking quitters\t900\t950\t1,000\n",
        &[],
        &["Smoking quitters | Baseline=900 2010/11=950 2011/12=1,000"],
    );
}

#[test]
fn a_heading_gives_its_period() {
    assert_eq!(period_of("Performance Goal 2008/09"), "2008/09");
    assert_eq!(period_of("Goal over 3 years"), "over 3 years");
    assert_eq!(period_of("Our ambition (next year)"), "next year");
    assert_eq!(period_of("Target for 2010"), "2010");
}
