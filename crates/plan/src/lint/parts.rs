//! Rules about parts of the document that it speaks of and does not have.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::Rule;
use crate::draft::{Document, Finding, Severity};
use crate::pattern::pattern;
use crate::shapes::Reading;
use crate::table::plain;

/// Every rule of this group.
pub(super) const RULES: &[Rule] = &[part_missing];

static MENTION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(Appendix|Annexe?|Figure|Table|Part|Schedule|Attachment)\s+(\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4}|[A-H])\b",
    )
});

static NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(\d{1,2}(?:\.\d{1,2})+)\.?\s"));

/// How many lines under a heading are looked through for content.
const REACH: usize = 8;

/// An appendix, figure, table or part that the text refers to but that is not in the extract, or of which
/// only the heading is.
fn part_missing(reading: &Reading, _: &Document, findings: &mut Vec<Finding>) {
    let mut mentioned: BTreeMap<String, usize> = BTreeMap::new();
    let mut present: BTreeSet<String> = BTreeSet::new();
    for (number, line) in reading.source.lines() {
        if line.len() > 100_000 || !line.is_ascii() && line.trim().is_empty() {
            continue;
        }
        let text = plain_start(line);
        for found in MENTION.captures_iter(&text) {
            let name = format!("{} {}", &found[1], &found[2]);
            let heads = found.get(0).is_some_and(|all| all.start() == 0);
            if heads && has_content(reading, number, &text, &name) {
                present.insert(name);
            } else {
                mentioned.entry(name).or_insert(number);
            }
        }
        // "Appendix 7.2" may be headed by its number alone.
        if let Some(found) =
            NUMBER.captures(&text).filter(|_| has_content(reading, number, &text, ""))
        {
            present.insert(format!("Appendix {}", &found[1]));
        }
    }
    for (name, line) in mentioned.into_iter().filter(|(name, _)| !present.contains(name)) {
        findings.push(Finding {
            rule: "part-missing".to_owned(),
            severity: Severity::Warning,
            message: format!("{name} is referred to but its content is not in this text; read it from the original"),
            line: Some(line),
            reference: None,
        });
    }
}

fn plain_start(line: &str) -> String {
    if line.contains(['<', '*', '#']) {
        plain(line.trim_start_matches(['#', ' ']))
    } else {
        line.trim().to_owned()
    }
}

/// Whether anything but a further heading stands under a heading, or beside it in its own line.
fn has_content(reading: &Reading, number: usize, text: &str, name: &str) -> bool {
    if text.len() > name.len() + 120 {
        return true;
    }
    let under = (number + 1..=number + REACH)
        .map(|below| reading.source.line(below).trim())
        .find(|line| !line.is_empty());
    under.is_some_and(|line| {
        !NUMBER.is_match(line) && MENTION.find(line).is_none_or(|found| found.start() != 0)
    })
}
