//! Scores the linter against a list of real faults in the real plans, and counts what it finds beside.
//!
//! `quirks.tsv` names for each fault the rule that must find it and where; a fault counts as found when
//! every row of it is. `judged.tsv` holds what a person thought of each finding: true when the plan's
//! author would put it right or want to know, false when it is noise.

use std::collections::{BTreeMap, BTreeSet};

use bellwether_plan::Document;
use bellwether_plan::draft::Finding;
use bellwether_plan::lint;

use crate::gold::document_and_gold;

const QUIRKS: &str = include_str!("lint/quirks.tsv");
const JUDGED: &str = include_str!("lint/judged.tsv");
const DOCUMENTS: [&str; 5] = ["000", "001", "002", "003", "004"];

/// How many of the faults have to be found, of how many.
const FLOOR: (usize, usize) = (105, 120);

/// At most one finding in so many may be false.
const ONE_FALSE_IN: usize = 10;

fn documents() -> Option<BTreeMap<&'static str, Document>> {
    DOCUMENTS.iter().map(|number| Some((*number, document_and_gold(number)?.0))).collect()
}

/// The rows of a table of tab-separated cells, without its heading.
fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table.lines().skip(1).filter(|line| !line.is_empty()).map(|line| line.split('\t').collect())
}

/// Whether a finding is the one that a row of the list asks for.
fn is_wanted(finding: &Finding, rule: &str, line: &str, says: &str) -> bool {
    let at_line = line.parse::<usize>().is_ok_and(|line| finding.lines().any(|one| one == line));
    finding.rule == rule && (at_line || line == "?") && finding.message.contains(says)
}

#[test]
fn the_linter_finds_the_faults_of_the_real_plans() {
    let Some(documents) = documents() else { return };
    let mut lacking: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for row in rows(QUIRKS) {
        let [quirk, document, rule, line, says, about] = row.as_slice() else {
            panic!("a row of quirks.tsv has {} cells: {row:?}", row.len());
        };
        let parts = lacking.entry(quirk.parse().unwrap()).or_default();
        let mut findings = documents[document].findings.iter();
        if !findings.any(|finding| is_wanted(finding, rule, line, says)) {
            parts.push(format!("{document} line {line} {rule}: {about}"));
        }
    }
    let found = lacking.values().filter(|parts| parts.is_empty()).count();
    for (quirk, parts) in lacking.iter().filter(|(_, parts)| !parts.is_empty()) {
        println!("not found {quirk}: {}", parts.join("; "));
    }
    println!("found {found} of {} faults", lacking.len());
    assert_eq!(lacking.len(), FLOOR.1, "faults in the list");
    assert!(found >= FLOOR.0, "found {found} of {}, floor {}", lacking.len(), FLOOR.0);
}

#[test]
fn few_findings_are_false() {
    let Some(documents) = documents() else { return };
    let judged: BTreeMap<(&str, &str, &str), bool> = rows(JUDGED)
        .map(|row| {
            let [document, rule, line, verdict, _] = row.as_slice() else {
                panic!("a row of judged.tsv has {} cells: {row:?}", row.len());
            };
            ((*document, *rule, *line), *verdict == "true")
        })
        .collect();
    let (mut right, mut wrong, mut unjudged) = (0_usize, 0_usize, 0_usize);
    for (number, document) in &documents {
        for finding in &document.findings {
            let line = finding.line.map(|line| line.to_string()).unwrap_or_default();
            match judged.get(&(*number, finding.rule.as_str(), line.as_str())) {
                Some(true) => right += 1,
                Some(false) => wrong += 1,
                None => {
                    unjudged += 1;
                    println!("not judged: {number}\t{}\t{line}\t{}", finding.rule, finding.message);
                }
            }
        }
    }
    let all = right + wrong;
    println!("{right} findings true, {wrong} false, {unjudged} not judged");
    assert!(wrong * ONE_FALSE_IN <= all, "{wrong} of {all} findings are false");
    assert!(unjudged * 5 <= all, "{unjudged} findings are not judged beside {all} that are");
}

#[test]
fn every_finding_names_a_known_rule_its_line_and_a_remedy() {
    let Some(documents) = documents() else { return };
    let known: BTreeSet<&str> = lint::rules().map(|rule| rule.name).collect();
    for (number, document) in &documents {
        for finding in &document.findings {
            assert!(known.contains(finding.rule.as_str()), "{number}: {finding:?}");
            assert!(finding.line.is_some(), "{number}: {finding:?}");
            assert!(finding.message.contains([';', ':']), "{number}: {finding:?}");
        }
    }
}
