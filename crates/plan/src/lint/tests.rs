//! Every rule on a small document that has the fault, and on a near miss that has not.

use std::collections::BTreeSet;

use super::rules;
use crate::{ReadOptions, read};

mod leads_and_dates;
mod structure;
mod words;

/// A rule, a document with its fault, and one that comes near it.
type Case = (&'static str, &'static str, &'static str);

/// The rules of a plan's rows: reference, action, lead, timescale, progress.
macro_rules! rows {
    ($($row:literal),+ $(,)?) => {
        concat!(
            "# Plan 2018/19\n\n| Ref | Action | Lead | Timescale | Milestones |\n|---|---|---|---|---|\n",
            $($row, "\n"),+
        )
    };
}
use rows;

/// Messages of a rule's findings in a document, each behind its lines.
fn findings(rule: &str, text: &str) -> Vec<String> {
    let document = read("plan.txt", text.as_bytes(), &ReadOptions::default()).unwrap();
    let wanted = document.findings.iter().filter(|finding| finding.rule == rule);
    wanted
        .map(|finding| {
            let lines: Vec<String> = finding.lines().map(|line| line.to_string()).collect();
            format!("{}: {}", lines.join(" "), finding.message)
        })
        .collect()
}

fn check(cases: &[Case]) {
    let mut wrong = Vec::new();
    for (rule, fault, near_miss) in cases {
        if findings(rule, fault).is_empty() {
            wrong.push(format!("{rule} is not found in {fault:?}"));
        }
        let found = findings(rule, near_miss);
        if !found.is_empty() {
            wrong.push(format!("{rule} is found in {near_miss:?}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_a_case_and_a_name_of_its_own() {
    let groups = [leads_and_dates::CASES, structure::CASES, words::CASES];
    let tried: BTreeSet<&str> = groups.iter().copied().flatten().map(|(rule, ..)| *rule).collect();
    let mut names = BTreeSet::new();
    for rule in rules() {
        assert!(names.insert(rule.name), "{} is named twice", rule.name);
        assert!(rule.explanation.len() <= 90, "{} is explained at length", rule.name);
        assert!(rule.check.is_none() || tried.contains(rule.name), "{} has no case", rule.name);
    }
}

#[test]
fn a_finding_of_many_rows_names_them_all() {
    let text = rows!(
        "| 1.1 | Open the clinic at Ash | | May 2018 | |",
        "| 1.2 | Open the clinic at Birch | | May 2018 | |",
        "| 1.3 | Open the clinic at Cedar | | May 2018 | |",
        "| 1.4 | Open the clinic at Elm | | May 2018 | |",
        "| 1.5 | Open the clinic at Fir | | May 2018 | |",
        "| 1.6 | Open the clinic at Oak | | May 2018 | |",
        "| 1.7 | Open the clinic at Yew | Jane Smith | May 2018 | |",
    );
    let found = findings("lead-missing", text);
    assert_eq!(
        found,
        [
            "5 6 7 8 9 10: 6 of 7 actions name nobody who answers for them (lines 5, 6, 7, 8, 9 and 10); give each one person"
        ]
    );
}
