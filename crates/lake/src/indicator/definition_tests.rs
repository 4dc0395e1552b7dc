//! Tests of reading definitions.

use std::fs;

use super::*;

const GOOD: &str = r#"code = "AE4"
title = "Seen within four hours"
definition = "What is counted."
why_it_matters = "Why."
kind = "leading"
improvement = "increase"
unit = "%"
decimals = 1
calculation = "ratio"
multiplier = 100
numerator = "Within four hours"
denominator = "All"
lowest_possible = 0
highest_possible = 100
period = "month"
due_working_days = 10
domain = "Urgent care"
lead = "Director"
author = "Author"
reviewed = 2018-04-03
next_review = 2019-04-01
"#;

/// Reads the good file with one line replaced, and compares the faults, one a line.
fn check(replace: &str, by: &str, expected: &str) {
    assert!(GOOD.contains(replace), "{replace} is not in the file");
    let text = GOOD.replace(replace, by);
    let faults = match read_definition("ae4.toml", &text) {
        Ok(_) => String::new(),
        Err(faults) => faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
    };
    assert_eq!(faults, expected);
}

#[test]
fn a_good_file_is_read_whole() {
    check("code", "code", "");
    let definition = read_definition("catalogue/indicators/ae4.toml", GOOD).unwrap();
    assert_eq!(definition.code, "AE4");
    assert_eq!(definition.improvement, Improvement::Increase);
    assert_eq!(definition.period, PeriodKind::Month);
    assert_eq!(definition.reviewed, NaiveDate::from_ymd_opt(2018, 4, 3));
    assert!(definition.is_proportion());
}

#[test]
fn a_rate_that_can_pass_its_multiplier_is_no_proportion() {
    let text = GOOD.replace("highest_possible = 100\n", "");
    assert!(!read_definition("ae4.toml", &text).unwrap().is_proportion());
}

#[test]
fn each_fault_names_file_line_and_key() {
    check("title = \"Seen within four hours\"\n", "", "ae4.toml, line 1: title: is missing");
    check(
        "title = \"Seen within four hours\"",
        "title = 4",
        "ae4.toml, line 2: title: must be text in quotation marks, not a number",
    );
    check(
        "\"leading\"",
        "\"early\"",
        "ae4.toml, line 5: kind: 'early' must be one of: leading, lagging",
    );
    check(
        "decimals = 1",
        "decimals = 1.5",
        "ae4.toml, line 8: decimals: must be a whole number from 0 to 6",
    );
    check(
        "due_working_days = 10",
        "due_working_days = -1",
        "ae4.toml, line 16: due_working_days: must be a whole number from 0 to 366",
    );
    check(
        "multiplier = 100\n",
        "multiplier = 0\n",
        "ae4.toml, line 10: multiplier: must be above zero: 100 for a percentage",
    );
    check(
        "lowest_possible = 0",
        "lowest_possible = 100",
        "ae4.toml, line 14: highest_possible: must be above lowest_possible, which is 100",
    );
    check(
        "2019-04-01",
        "2018-04-03",
        "ae4.toml, line 21: next_review: must be after reviewed, which is 2018-04-03",
    );
    check(
        "2019-04-01",
        "\"April\"",
        "ae4.toml, line 21: next_review: must be a day without quotation marks, as 2018-04-03",
    );
    check(
        "\"AE4\"",
        "\"ae-4\"",
        "ae4.toml, line 1: code: 'ae-4' must be capitals, digits and _, starting with a capital\nae4.toml, line 1: code: the file of 'ae-4' must be named ae-4.toml",
    );
    check("\"%\"", "\"\"", "ae4.toml, line 7: unit: is empty");
}

#[test]
fn a_counted_indicator_has_no_parts() {
    check(
        "calculation = \"ratio\"\nmultiplier = 100\n",
        "calculation = \"value\"\n",
        "ae4.toml, line 10: numerator: belongs to a ratio; remove it or set calculation = \"ratio\"\n\
         ae4.toml, line 11: denominator: belongs to a ratio; remove it or set calculation = \"ratio\"",
    );
}

#[test]
fn an_unknown_key_is_refused_with_the_keys_there_are() {
    let text = format!("{GOOD}target = 95\n");
    let faults = read_definition("ae4.toml", &text).unwrap_err();
    assert_eq!(faults.len(), 1);
    assert_eq!((faults[0].line, faults[0].key.as_str()), (22, "target"));
    assert!(faults[0].problem.starts_with("unknown key; the keys are code, title"));
}

#[test]
fn what_is_no_toml_is_refused_at_its_line() {
    let faults = read_definition("ae4.toml", "code = \"AE4\"\ntitle = \n").unwrap_err();
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].line, 2);
    assert!(faults[0].problem.starts_with("not readable as TOML: "), "{}", faults[0]);
}

#[test]
fn every_shipped_definition_is_good() {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/../../catalogue/indicators");
    let mut read = 0;
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.to_string_lossy().ends_with(".spec.toml") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let definition = read_definition(&path.to_string_lossy(), &text);
        assert!(definition.is_ok(), "{definition:?}");
        read += 1;
    }
    assert!(read >= 60, "only {read} definitions");
}
