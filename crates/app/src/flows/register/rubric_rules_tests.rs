//! Measures, grades and stages.

use super::*;
use crate::indicators::rules::State;

fn instant(text: &str) -> DateTime<Utc> {
    format!("{text}:00Z").parse().unwrap()
}

fn receipt(day: &str, at: &str, rows: u64) -> Receipt {
    Receipt { day: day.parse().unwrap(), at: instant(at), load: 1, rows }
}

fn revision(period: &str, number: i32, value: Option<f64>) -> Observation {
    Observation {
        period: period.parse().unwrap(),
        state: if value.is_some() { State::Reported } else { State::Missing },
        numerator: None,
        denominator: None,
        value,
        revision: number,
        known_from: instant("2019-01-01T12:00"),
    }
}

fn good() -> Rubric {
    Rubric {
        rhythm: PeriodKind::Month,
        frequency: Some(30.0),
        lag: Some(Lag { median: 20.0, ninetieth: 40.0 }),
        completeness: vec![Share { of: "periods owed".to_owned(), there: 99, all: 100 }],
        stability: Some(Stability { periods: 12, revised: 1, ninetieth_move: 0.004 }),
    }
}

#[test]
fn frequency_is_the_usual_gap_between_days_of_arrival() {
    let check = |days: &[&str], expected: Option<f64>| {
        let arrivals = days.iter().map(|day| instant(&format!("{day}T09:00")));
        assert_eq!(frequency(arrivals), expected, "{days:?}");
    };
    check(&[], None);
    check(&["2019-01-01"], None);
    check(&["2019-01-01", "2019-01-01"], None);
    check(&["2019-01-01", "2019-01-02", "2019-01-03", "2019-01-10"], Some(1.0));
}

#[test]
fn lag_is_weighted_by_rows_and_what_comes_inside_the_day_has_none() {
    let receipts = [
        receipt("2019-01-01", "2019-01-01T12:00", 50),
        receipt("2019-01-01", "2019-01-02T12:00", 30),
        receipt("2019-01-01", "2019-01-04T00:00", 15),
        receipt("2019-01-01", "2019-02-01T00:00", 5),
    ];
    assert_eq!(lag(&receipts), Some(Lag { median: 0.0, ninetieth: 2.0 }));
    assert_eq!(lag(&receipts[1..]), Some(Lag { median: 0.5, ninetieth: 2.0 }));
    assert_eq!(lag(&[]), None);
}

#[test]
fn stability_is_how_far_first_values_were_from_last_ones() {
    let revisions = [
        revision("2018-10", 0, Some(100.0)),
        revision("2018-10", 1, Some(90.0)),
        revision("2018-10", 2, Some(80.0)),
        revision("2018-11", 0, None),
        revision("2018-11", 1, Some(50.0)),
        revision("2018-12", 0, None),
    ];
    let expected = Stability { periods: 2, revised: 1, ninetieth_move: 0.25 };
    assert_eq!(stability(&revisions), Some(expected));
    assert_eq!(stability(&revisions[5..]), None);
}

#[test]
fn a_grade_says_why_it_is_no_better() {
    let check = |rubric: Rubric, grade: Grade, reasons: &[&str]| {
        let found = rubric.grade();
        assert_eq!(
            (found.0, found.1.iter().map(String::as_str).collect()),
            (grade, reasons.to_vec())
        );
    };
    check(good(), Grade::A, &[]);
    let often = Rubric { frequency: Some(61.0), ..good() };
    check(often.clone(), Grade::B, &["it comes every 61 days, and should every 30.4 days"]);
    let short = vec![Share { of: "periods owed".to_owned(), there: 7, all: 10 }];
    let short = Rubric { completeness: short, ..often };
    check(
        short.clone(),
        Grade::C,
        &["it comes every 61 days, and should every 30.4 days", "only 7 of 10 periods owed came"],
    );
    let loose = Some(Stability { periods: 12, revised: 9, ninetieth_move: 0.12 });
    let found = Rubric { stability: loose, ..short }.grade();
    assert_eq!(found.0, Grade::D);
    assert_eq!(found.1[2], "9 of 12 values were revised, nine tenths by up to 12.0 %");
    let nothing = Rubric {
        rhythm: PeriodKind::Day,
        frequency: None,
        lag: None,
        completeness: Vec::new(),
        stability: None,
    };
    assert_eq!(nothing.grade().0, Grade::Unmeasured);
    assert_eq!(nothing.grade().1.len(), 4);
}

#[test]
fn a_stage_says_what_is_missing_for_the_next() {
    let facts = StageFacts { is_reviewed: true, periods: 12, is_computed: true, grade: Grade::B };
    let check = |facts: StageFacts, stage_expected: Stage, missing: &[&str]| {
        let found = stage(facts);
        assert_eq!(found.0, stage_expected);
        assert_eq!(found.1, missing);
    };
    check(facts, Stage::Automation, &[]);
    check(
        StageFacts { is_computed: false, grade: Grade::C, ..facts },
        Stage::Refining,
        &[
            "its own calculation from a dataset, instead of figures returned",
            "grade B of its rubric",
        ],
    );
    check(
        StageFacts { periods: 2, is_reviewed: false, ..facts },
        Stage::Definition,
        &[
            "an author and a day of review in its definition",
            "6 periods with figures, of which there are 2",
        ],
    );
}
