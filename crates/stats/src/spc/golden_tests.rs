//! The rule set `nhsrplotthedots` against what the R package computed, point by point.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::NaiveDate;

use super::{Assurance, Improvement, Options, RuleSet, Series, SpcError, Variation};
use super::{judge, label, processes};

type Record = BTreeMap<String, String>;

/// The folder of golden outputs, or nothing where it is not checked out beside the project.
fn golden() -> Option<PathBuf> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/golden/plotthedots");
    let folder = PathBuf::from(folder);
    if !folder.is_dir() {
        eprintln!("skipped: no golden outputs in {}", folder.display());
        return None;
    }
    Some(folder)
}

/// Records of a file grouped by their first column, in file order within each.
fn grouped(file: &str) -> Option<BTreeMap<String, Vec<Record>>> {
    let mut reader = csv::Reader::from_path(golden()?.join(file)).unwrap();
    let key = reader.headers().unwrap()[0].to_owned();
    let mut groups: BTreeMap<String, Vec<Record>> = BTreeMap::new();
    for record in reader.deserialize::<Record>() {
        let record = record.unwrap();
        groups.entry(record[&key].clone()).or_default().push(record);
    }
    Some(groups)
}

fn number(text: &str) -> f64 {
    if text == "NA" { f64::NAN } else { text.parse().unwrap() }
}

fn series(points: &[Record], improvement: Improvement, target: Option<f64>) -> Series {
    let group = |row: usize| &points[row]["rebase_group"];
    Series {
        dates: points.iter().map(|point| point["x"].parse().unwrap()).collect(),
        values: points.iter().map(|point| number(&point["y"])).collect(),
        improvement,
        target,
        rebases: (1..points.len()).filter(|&row| group(row) != group(row - 1)).collect(),
        ..Series::default()
    }
}

fn reference(screening: bool) -> Options {
    Options { rules: RuleSet::Nhsrplotthedots, screening }
}

fn assert_close(found: f64, expected: &str, place: &str) {
    let expected = number(expected);
    let equal = (found.is_nan() && expected.is_nan())
        || (found - expected).abs() <= 1e-9 * expected.abs()
        || found.to_bits() == expected.to_bits();
    assert!(equal, "{place}: {found} is not {expected}");
}

/// Compares every column of every point, and both icons. Returns how many points there were.
fn check(name: &str, series: &Series, screening: bool, points: &[Record], icons: &Record) -> usize {
    let judgement = judge(series, reference(screening)).unwrap();
    let processes = processes(series, reference(screening)).unwrap();
    for process in &processes {
        for row in process.rows.clone() {
            let (point, expected) = (&judgement.points[row], &points[row]);
            let place = format!("{name} {}", expected["x"]);
            assert_close(point.mean, &expected["mean"], &place);
            assert_close(point.lower, &expected["lpl"], &place);
            assert_close(point.upper, &expected["upl"], &place);
            // The package has no answer where limits or the value are missing; ours is no.
            let truth = |column: &str| expected[column] == "TRUE";
            assert_eq!(point.flags.outside != 0, truth("outside_limits"), "{place}");
            assert_eq!(process.limits.close(point.value) != 0, truth("close_to_limits"), "{place}");
            let side = expected["relative_to_mean"].parse().unwrap_or(0);
            assert_eq!(process.limits.side(point.value), side, "{place}");
            assert_eq!(label(point), expected["special_cause_type"], "{place}");
            let is_special = point.flags.names().next().is_some();
            assert_eq!(is_special, truth("special_cause_flag"), "{place}");
            let point_type = expected["point_type"].trim_start_matches("special_cause_");
            assert_eq!(point.point_type.name(), point_type, "{place}");
        }
    }
    let variation = icons["variation_icon"].trim_end_matches(".svg");
    assert_eq!(judgement.variation.name(), variation, "{name}");
    assert_eq!(judgement.assurance, assurance(&icons["assurance_icon"]), "{name}");
    points.len()
}

fn assurance(icon: &str) -> Assurance {
    match icon {
        "pass.svg" => Assurance::Pass,
        "fail.svg" => Assurance::Fail,
        "inconsistent.svg" => Assurance::HitOrMiss,
        "NA" => Assurance::None,
        other => panic!("unknown icon {other}"),
    }
}

/// Checks a whole set judged one way; a target that some of the set have is missing in the others.
fn check_set(set: &str, improvement: Improvement, expected_points: usize) {
    let (Some(points), Some(icons)) =
        (grouped(&format!("{set}_points.csv")), grouped(&format!("{set}_summary.csv")))
    else {
        return;
    };
    let target = |points: &[Record]| points[0].get("target").map(|text| number(text));
    let any_target = points.values().any(|points| target(points).is_some_and(|it| !it.is_nan()));
    let mut compared = 0;
    for (name, points) in &points {
        let target = if any_target { target(points) } else { None };
        let icons = &icons[name][0];
        compared += check(name, &series(points, improvement, target), true, points, icons);
    }
    assert_eq!(compared, expected_points, "{set}");
}

#[test]
fn trust_attendances_equal_the_reference() {
    check_set("ae_attendances_neutral", Improvement::Neutral, 12_765);
}

#[test]
fn trust_performance_equals_the_reference() {
    check_set("ae_performance_increase_t95", Improvement::Increase, 12_765);
}

#[test]
fn national_performance_equals_the_reference() {
    check_set("ae_national_performance", Improvement::Increase, 36);
}

#[test]
fn national_attendances_with_two_rebases_equal_the_reference() {
    check_set("ae_national_attendances_rebase", Improvement::Neutral, 36);
}

#[test]
fn facets_with_targets_and_rebases_of_their_own_equal_the_reference() {
    check_set("facet", Improvement::Increase, 72);
}

/// The package stops with "missing value where TRUE/FALSE needed" on these: seven rows contain a
/// missing value and the differences that are left all point one way. We judge them instead, a
/// missing value ending the trend as a repeated one does.
const PACKAGE_CRASHES: [&str; 4] = ["na_all", "na_end_of_trend", "na_in_trend", "na_two"];

#[test]
fn hand_made_edge_cases_equal_the_reference() {
    let (Some(cases), Some(points), Some(icons)) =
        (grouped("edge_cases.csv"), grouped("edge_points.csv"), grouped("edge_summary.csv"))
    else {
        return;
    };
    let mut crashes = Vec::new();
    for (name, case) in &cases {
        let (case, points) = (&case[0], &points[name]);
        let improvement = case["improvement_direction"].parse().unwrap();
        let target = Some(number(&case["target"])).filter(|target| !target.is_nan());
        let mut series = series(points, improvement, target);
        series.fix_after = case["fix_after_n_points"].parse().ok();
        let screening = case["screen_outliers"] == "TRUE";
        if case["error"] == "NA" {
            check(name, &series, screening, points, &icons[name][0]);
        } else {
            let judgement = judge(&series, reference(screening)).unwrap();
            assert!(judgement.points.iter().all(|point| point.flags.trend == 0), "{name}");
            crashes.push(name.as_str());
        }
    }
    assert_eq!(cases.len(), 87);
    assert_eq!(crashes, PACKAGE_CRASHES);
}

#[test]
fn what_the_reference_refuses_is_refused() {
    let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
    let refusal = |series: &Series| judge(series, reference(true)).unwrap_err();
    let mut series = Series {
        dates: ["2020-01-01", "2020-01-01", "2020-02-01"].map(day).to_vec(),
        values: vec![1.0, 2.0, 3.0],
        ..Series::default()
    };
    assert_eq!(refusal(&series), SpcError::DuplicateDate(day("2020-01-01")));
    series.dates = ["2020-02-01", "2020-01-01", "2020-03-01"].map(day).to_vec();
    assert_eq!(refusal(&series), SpcError::UnsortedDate(day("2020-01-01")));
    series.dates.sort_unstable();
    series.fix_after = Some(11);
    assert_eq!(refusal(&series), SpcError::FixTooShort(11));
    series.fix_after = Some(12);
    series.values[1] = f64::INFINITY;
    assert_eq!(refusal(&series), SpcError::InfiniteValue(day("2020-02-01")));
    series.values.pop();
    assert_eq!(refusal(&series), SpcError::Unpaired { dates: 3, values: 2 });
    assert_eq!(refusal(&Series::default()), SpcError::Empty);
    assert!("up".parse::<Improvement>().is_err());
}

#[test]
fn a_trailing_missing_value_is_common_cause_by_the_reference() {
    let series = Series {
        dates: (1..=28).map(|day| NaiveDate::from_ymd_opt(2023, 2, day).unwrap()).collect(),
        values: (0..27).map(f64::from).chain([f64::NAN]).collect(),
        improvement: Improvement::Increase,
        ..Series::default()
    };
    assert_eq!(judge(&series, reference(true)).unwrap().variation, Variation::CommonCause);
}
