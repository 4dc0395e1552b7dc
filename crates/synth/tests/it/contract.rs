//! Every row that is generated keeps the contract of its dataset in the catalogue: header, types,
//! allowed values, bounds, keys and rules across columns.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use bellwether_synth::{Dataset, Split};
use chrono::{NaiveDate, NaiveDateTime};
use toml::{Table, Value};

use crate::reader::{self, Row};

/// The catalogue's file of a dataset.
fn declared(dataset: Dataset) -> Table {
    let catalogue = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogue/datasets");
    let path = catalogue.join(format!("{}.toml", dataset.name()));
    std::fs::read_to_string(path).unwrap().parse().unwrap()
}

fn text<'a>(table: &'a Table, key: &str) -> &'a str {
    table.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn list<'a>(table: &'a Table, key: &str) -> Vec<&'a Value> {
    table.get(key).and_then(Value::as_array).into_iter().flatten().collect()
}

/// What is wrong with a value of a column, if anything is.
fn fault(column: &Table, value: &str) -> Option<String> {
    if value.is_empty() {
        let required = column.get("required").and_then(Value::as_bool) == Some(true);
        return required.then(|| "empty".to_owned());
    }
    let good = match text(column, "type") {
        "text" => true,
        "whole" | "money" => value.parse::<i64>().is_ok(),
        "number" => value.parse::<f64>().is_ok(),
        "yes_no" => ["true", "false"].contains(&value),
        "day" => value.parse::<NaiveDate>().is_ok(),
        "time" => NaiveDateTime::parse_from_str(value, "%Y-%m-%dT%H:%M:%S").is_ok(),
        other => return Some(format!("unknown type {other}")),
    };
    if !good {
        return Some(format!("{value:?} is no {}", text(column, "type")));
    }
    let values = list(column, "values");
    if !values.is_empty() && !values.iter().any(|allowed| allowed.as_str() == Some(value)) {
        return Some(format!("{value:?} is not allowed"));
    }
    let bound = |key: &str| {
        let bound = column.get(key)?;
        bound.as_float().or_else(|| bound.as_integer()?.to_string().parse().ok())
    };
    let number = value.parse::<f64>().unwrap_or(0.0);
    let low = bound("lowest").is_some_and(|lowest| number < lowest);
    let high = bound("highest").is_some_and(|highest| number > highest);
    (low || high).then(|| format!("{value} is out of bounds"))
}

/// The value of one side of a comparison.
fn side(row: &Row, words: &str) -> String {
    let words = words.trim();
    if let Some(inner) = words.strip_prefix("CAST(").and_then(|rest| rest.strip_suffix(" AS DATE)"))
    {
        return row[inner].chars().take(10).collect();
    }
    row[words].clone()
}

/// Whether a rule holds, or cannot be told because a side is empty: the forms that the catalogue
/// uses, and a panic at any other.
fn holds(row: &Row, rule: &str) -> bool {
    if rule == "date_part('day', month) = 1" {
        return row["month"].ends_with("-01");
    }
    if let Some((one, other)) = rule.split_once(" IS NULL) = (") {
        let (one, other) = (&one[1..], other.strip_suffix(" IS NULL)").unwrap());
        return row[one].is_empty() == row[other].is_empty();
    }
    let (at_least, (one, other)) = match rule.split_once(">=") {
        Some(sides) => (true, sides),
        None => (false, rule.split_once("<=").unwrap()),
    };
    let (one, other) = (side(row, one), side(row, other));
    if one.is_empty() || other.is_empty() {
        return true;
    }
    let order = match (one.parse::<f64>(), other.parse::<f64>()) {
        (Ok(one), Ok(other)) => one.total_cmp(&other),
        // A day before a time of the same day is neither before nor after it.
        _ if one.len() != other.len() => one[..10].cmp(&other[..10]),
        _ => one.cmp(&other),
    };
    order == Ordering::Equal || (order == Ordering::Greater) == at_least
}

/// Checks all files of a dataset; gives the number of rows.
fn check(folder: &Path, dataset: Dataset, once: bool) -> usize {
    let declared = declared(dataset);
    let columns: Vec<&Table> =
        list(&declared, "column").into_iter().filter_map(Value::as_table).collect();
    let names: Vec<&str> = columns.iter().map(|column| text(column, "name")).collect();
    assert_eq!(dataset.header(), names.join(","), "{}", dataset.name());
    let key: Vec<&str> = list(&declared, "key").into_iter().filter_map(Value::as_str).collect();
    let rules: Vec<&str> = list(&declared, "rule")
        .into_iter()
        .filter_map(|rule| rule.as_table().map(|rule| text(rule, "holds")))
        .collect();
    let mut seen = BTreeSet::new();
    let mut count = 0;
    for path in reader::files(folder, dataset) {
        let mut within = BTreeSet::new();
        for row in reader::rows(&path) {
            let place = || format!("{} row {row:?}", path.display());
            for column in &columns {
                let name = text(column, "name");
                if let Some(fault) = fault(column, &row[name]) {
                    panic!("{}: {name}: {fault}", place());
                }
            }
            for rule in &rules {
                assert!(holds(&row, rule), "{}: {rule}", place());
            }
            let key: Vec<String> = key.iter().map(|column| row[*column].clone()).collect();
            assert!(within.insert(key.clone()), "{}: key twice in a file", place());
            assert!(seen.insert(key) || !once, "{}: key twice", place());
            count += 1;
        }
    }
    count
}

#[test]
fn every_row_of_every_dataset_keeps_the_catalogues_contract() {
    for (split, once) in [(Split::Month, false), (Split::Whole, true)] {
        let folder = tempfile::tempdir().unwrap();
        let request = reader::request(2_500, "2016-10-10", "2018-02-20", split);
        let manifest = reader::write(&request, folder.path());
        let counted: BTreeMap<&str, usize> = Dataset::ALL
            .into_iter()
            .map(|dataset| (dataset.name(), check(folder.path(), dataset, once)))
            .collect();
        for rows in &manifest.rows {
            assert_eq!(rows.rows, counted[rows.dataset] as u64, "{}", rows.dataset);
            assert!(rows.rows > 0, "{}", rows.dataset);
        }
        assert_eq!(manifest.rows.len(), Dataset::ALL.len());
    }
}

#[test]
fn one_patient_and_one_day_are_a_district_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut request = reader::request(1, "2018-01-31", "2018-01-31", Split::Whole);
    request.practices = None;
    reader::write(&request, folder.path());
    for dataset in Dataset::ALL {
        check(folder.path(), dataset, true);
    }
}
