//! Targets in sentences and cells, and figures that are none.

use crate::{ReadOptions, read};

/// A line for each goal: line, value, period, title.
fn check(text: &str, expected: &[&str]) {
    let document = read("plan.txt", text.as_bytes(), &ReadOptions::default()).unwrap();
    let got: Vec<String> = document
        .goals
        .iter()
        .map(|goal| {
            let period = goal.period.as_deref().unwrap_or("-");
            format!("{} {} | {period} | {}", goal.source.line_from, goal.value, goal.title)
        })
        .collect();
    assert_eq!(got, expected);
}

#[test]
fn a_statement_gives_what_is_to_be_reached_by_when_and_the_number() {
    check(
        "We will reduce emergency admissions by 15% by March 2012.\n",
        &["1 15% | by March 2012 | We will reduce emergency admissions by 15% by March 2012."],
    );
    check(
        "Patients will be seen within 18 weeks.\n\nWe will save £2.5 million during 2011/12.\n",
        &[
            "1 within 18 weeks | - | Patients will be seen within 18 weeks.",
            "3 £2.5 million | 2011/12 | We will save £2.5 million during 2011/12.",
        ],
    );
}

#[test]
fn two_measures_are_two_goals() {
    check(
        "We aim to be rated 'good' in 2011/12, moving to 'excellent' in 2012/13.\n",
        &[
            "1 good | in 2011/12 | We aim to be rated 'good' in 2011/12",
            "1 excellent | in 2012/13 | moving to 'excellent' in 2012/13.",
        ],
    );
}

#[test]
fn scales_and_words_are_measures_too() {
    check(
        "Reach the upper quartile for day surgery.\n\nHalve the number of falls by May 2012.\n\nAchieve financial balance by end 2011/12.\n",
        &[
            "1 upper quartile | - | Reach the upper quartile for day surgery.",
            "3 Halve | by May 2012 | Halve the number of falls by May 2012.",
            "5 financial balance | by end 2011/12 | Achieve financial balance by end 2011/12.",
        ],
    );
}

#[test]
fn figures_that_tell_are_no_targets() {
    check(
        "In 2010 the hospital was 94% full and had 310 beds.\n\nSee page 18 of the 2010 report.\n\nThe town has 48,000 people in three wards.\n",
        &[],
    );
}

#[test]
fn cells_of_an_action_plan_give_targets_with_the_date_of_their_step() {
    check(
        "Action\tProgress\tLead\tTimescale\n1 Cut cost\tSave at least 12 beds on every ward\tDoF\tMay 2012\n",
        &["2 at least 12 beds | May 2012 | Save at least 12 beds on every ward"],
    );
}
