//! Tests of reading datasets.

use super::*;

const GOOD: &str = r#"name = "visits"
title = "Visits"
definition = "One row for each visit."
flow = "VISIT"
key = ["provider", "visit_id"]
event_time = "arrived_at"
patient = "patient"

[organisations]
site = "site"
provider = "provider"

[breakdowns]
sex = "sex"

[[column]]
name = "provider"
type = "text"
title = "Provider"
required = true

[[column]]
name = "visit_id"
type = "whole"
title = "Visit"
required = true
lowest = 1

[[column]]
name = "arrived_at"
type = "time"
title = "Arrival"

[[column]]
name = "departed_at"
type = "time"
title = "Departure"

[[column]]
name = "site"
type = "text"
title = "Site"

[[column]]
name = "patient"
type = "text"
title = "Pseudonym"

[[column]]
name = "sex"
type = "text"
title = "Sex"
values = ["male", "female"]

[[rule]]
name = "departed-after-arrival"
holds = "departed_at >= arrived_at"
because = "a visit ends after it begins"
"#;

/// Reads the good file with one piece replaced, and compares the faults, one a line.
fn check(replace: &str, by: &str, expected: &str) {
    assert!(GOOD.contains(replace), "{replace} is not in the file");
    let text = GOOD.replacen(replace, by, 1);
    let faults = match read_dataset("visits.toml", &text) {
        Ok(_) => String::new(),
        Err(faults) => faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
    };
    assert_eq!(faults, expected);
}

#[test]
fn a_good_file_is_read_whole() {
    let dataset = read_dataset("catalogue/datasets/visits.toml", GOOD).unwrap();
    assert_eq!(dataset.key, ["provider", "visit_id"]);
    assert_eq!(
        dataset.organisations,
        [
            (OrganisationRole::Provider, "provider".to_owned()),
            (OrganisationRole::Site, "site".to_owned())
        ]
    );
    assert_eq!(dataset.breakdowns, [(Breakdown::Sex, "sex".to_owned())]);
    assert_eq!(dataset.rules[0].name, "departed-after-arrival");
    let schema = dataset.schema();
    let shown: Vec<String> = schema
        .fields()
        .iter()
        .map(|field| format!("{} {} {}", field.name(), field.data_type(), field.is_nullable()))
        .collect();
    assert_eq!(
        shown,
        [
            "provider Utf8 false",
            "visit_id Int64 false",
            "arrived_at Timestamp(µs) false",
            "departed_at Timestamp(µs) true",
            "site Utf8 true",
            "patient Utf8 true",
            "sex Utf8 true",
            "load_id Int64 false",
            "known_at Timestamp(µs) false",
        ]
    );
}

#[test]
fn each_fault_names_file_line_and_key() {
    check(
        "name = \"visits\"",
        "name = \"Visits\"",
        "visits.toml, line 1: name: 'Visits' must be small letters, digits and _\n\
         visits.toml, line 1: name: the file of 'Visits' must be named Visits.toml",
    );
    check(
        "\"visit_id\"]",
        "\"visit\"]",
        "visits.toml, line 5: key: 'visit' is no column of this file; add a [[column]] or correct the name",
    );
    check(
        "event_time = \"arrived_at\"",
        "event_time = \"visit_id\"",
        "visits.toml, line 6: event_time: must be a column of type day or time",
    );
    check(
        "site = \"site\"",
        "ward = \"site\"",
        "visits.toml, line 10: ward: unknown key; the keys are provider, site, practice, commissioner, organisation",
    );
    check(
        "provider = \"provider\"",
        "provider = \"supplier\"",
        "visits.toml, line 11: provider: 'supplier' is no column of this file; add a [[column]] or correct the name",
    );
    check(
        "type = \"whole\"",
        "type = \"integer\"",
        "visits.toml, line 24: type: 'integer' must be one of: text, whole, number, money, day, time, yes_no\n\
         visits.toml, line 27: lowest: belongs to a column of type whole, number or money",
    );
    check(
        "required = true",
        "required = \"yes\"",
        "visits.toml, line 20: required: must be true or false, not text",
    );
    check("title = \"Departure\"", "", "visits.toml, line 34: title: is missing");
    check(
        "name = \"departed_at\"",
        "name = \"arrived_at\"",
        "visits.toml, line 35: name: 'arrived_at' is the name of an earlier column\n\
         visits.toml, line 57: holds: cannot be worked out over the columns: Schema error: No field named departed_at.",
    );
    check(
        "[[column]]\nname = \"sex\"",
        "[[columns]]\nname = \"sex\"",
        "visits.toml, line 49: columns: unknown key; the keys are name, title, definition, flow, key, event_time, patient, organisations, breakdowns, column, rule\nvisits.toml, line 14: sex: 'sex' is no column of this file; add a [[column]] or correct the name",
    );
}

#[test]
fn a_rule_is_sql_over_the_columns() {
    let holds = "departed_at >= arrived_at";
    let start = "visits.toml, line 57: holds: ";
    check(
        holds,
        "arrived_at",
        &format!("{start}must be a condition, which is true or false of each row"),
    );
    for (sql, expected) in [
        ("left_at >= arrived_at", "No field named left_at"),
        ("departed_at >=", "Expected: an expression"),
    ] {
        let text = GOOD.replace(holds, sql);
        let faults = read_dataset("visits.toml", &text).unwrap_err();
        assert_eq!(faults.len(), 1);
        let message = faults[0].to_string();
        assert!(message.starts_with(start) && message.contains(expected), "{message}");
    }
}

#[test]
fn every_shipped_dataset_is_good() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../catalogue/datasets");
    let read = read_folder(Path::new(folder)).unwrap();
    assert_eq!(read.len(), 16);
    assert_eq!(read, shipped().unwrap());
    for dataset in &read {
        assert!(dataset.sender().is_some(), "{}", dataset.name);
    }
}

#[test]
fn a_folder_of_definitions_tells_all_their_faults() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("visits.toml"), GOOD.replace("VISIT", "")).unwrap();
    std::fs::write(folder.path().join("stays.toml"), GOOD).unwrap();
    let error = read_folder(folder.path()).unwrap_err().to_string();
    assert_eq!(error.lines().count(), 2, "{error}");
    assert!(read_folder(&folder.path().join("none")).is_err());
}
