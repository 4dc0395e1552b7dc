//! The plan linter: what a person should look at before accepting a draft.
//!
//! A rule is a function of type `Check` in the file of its group, named with its severity and one line
//! of explanation in that group's list. Rules look at `Facts`, which are gathered once a document, and
//! say what they find to `Found`. What many rows share is one finding that names their lines.

mod conflicts;
mod counts;
mod date_words;
mod dates;
mod duplicates;
mod facts;
mod found;
mod leads;
mod mentions;
mod milestones;
mod money;
mod numbering;
mod parts;
mod people;
mod pointers;
mod risks;
mod slips;
mod spelling;
mod status;
mod tables;
mod terms;
mod wording;

use crate::draft::{Document, Finding, Severity};
use crate::shapes::Reading;
use facts::Facts;
use found::Found;

/// Looks at one aspect of a document and says what it finds.
type Check = fn(&Facts, &mut Found);

/// A rule of the linter.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Name that stays, such as `lead-missing`.
    pub name: &'static str,
    /// How much its findings matter.
    pub severity: Severity,
    /// What it looks for, in one line.
    pub explanation: &'static str,
    check: Option<Check>,
}

impl Rule {
    const fn new(
        severity: Severity,
        name: &'static str,
        explanation: &'static str,
        check: Check,
    ) -> Self {
        Self { name, severity, explanation, check: Some(check) }
    }
}

const fn info(name: &'static str, explanation: &'static str, check: Check) -> Rule {
    Rule::new(Severity::Info, name, explanation, check)
}

const fn warning(name: &'static str, explanation: &'static str, check: Check) -> Rule {
    Rule::new(Severity::Warning, name, explanation, check)
}

const fn error(name: &'static str, explanation: &'static str, check: Check) -> Rule {
    Rule::new(Severity::Error, name, explanation, check)
}

/// A rule that a reader applies while it reads.
const fn while_reading(name: &'static str, explanation: &'static str) -> Rule {
    Rule { name, severity: Severity::Warning, explanation, check: None }
}

/// Rules that the readers apply while they read.
const WHILE_READING: &[Rule] = &[
    while_reading(
        "row-without-action",
        "a row with a lead, date or progress and no action above it",
    ),
    while_reading("empty-row", "a row that says neither what is to be done nor by whom nor when"),
    while_reading("placeholder", "a blank, a note to the writer, or a section without content"),
    while_reading("not-english", "a document that is apparently in another language"),
    while_reading("part-unread", "a part of the file that could not be read"),
    while_reading("macros-ignored", "macros, which are never run"),
    while_reading("sheet-hidden", "a hidden sheet of a workbook"),
    while_reading("sheet-unreadable", "a sheet of a workbook that could not be read"),
    while_reading("page-without-text", "a page of pictures alone, of which nothing was read"),
];

/// The rules by what they look at; findings on one line are given in this order.
pub const GROUPS: &[(&str, &[Rule])] = &[
    ("reading", WHILE_READING),
    ("dates", dates::RULES),
    ("words of dates", date_words::RULES),
    ("dates that disagree", conflicts::RULES),
    ("leads", leads::RULES),
    ("people", people::RULES),
    ("milestones", milestones::RULES),
    ("status", status::RULES),
    ("numbering", numbering::RULES),
    ("duplicates", duplicates::RULES),
    ("tables", tables::RULES),
    ("parts", parts::RULES),
    ("pointers", pointers::RULES),
    ("counts", counts::RULES),
    ("money", money::RULES),
    ("targets and wording", wording::RULES),
    ("risks", risks::RULES),
    ("terms", terms::RULES),
    ("slips", slips::RULES),
    ("spelling", spelling::RULES),
];

/// Rules whose findings leave open what the row that they are about means.
pub(crate) const DOUBTS: [&str; 5] = [
    "abbreviation-slip",
    "both-unnamed",
    "dated-differently",
    "person-first-name",
    "reference-wrong-part",
];

/// Every rule, in the order of its group.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    GROUPS.iter().flat_map(|(_, rules)| rules.iter())
}

/// Every finding, those the shapes made included, in document order.
#[must_use]
pub fn findings(reading: &Reading, document: &Document) -> Vec<Finding> {
    let facts = Facts::gather(reading, document);
    let mut findings = document.findings.clone();
    for rule in rules() {
        if let Some(check) = rule.check {
            let mut found = Found::of(rule);
            check(&facts, &mut found);
            findings.extend(found.into_findings());
        }
    }
    findings.sort_by_key(|finding| finding.line.unwrap_or(0));
    findings
}

#[cfg(test)]
mod tests;
