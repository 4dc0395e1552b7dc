//! The plan linter: what a person should look at before accepting a draft.
//!
//! A rule is a function of type [`Rule`] in the file of its group; to add one, write it there and name
//! it in that group's list.

mod dates;
mod leads;
mod parts;
mod references;

use crate::draft::{Commitment, Document, Finding, Severity};
use crate::shapes::Reading;

/// Looks at one aspect of a document and adds what it finds.
pub type Rule = fn(&Reading, &Document, &mut Vec<Finding>);

/// The rules by group; findings on one line are given in this order.
pub const GROUPS: &[&[Rule]] = &[dates::RULES, leads::RULES, references::RULES, parts::RULES];

/// Every finding, those the shapes made included, in document order.
#[must_use]
pub fn findings(reading: &Reading, document: &Document) -> Vec<Finding> {
    let mut findings = document.findings.clone();
    for rule in GROUPS.iter().copied().flatten() {
        rule(reading, document, &mut findings);
    }
    findings.sort_by_key(|finding| finding.line.unwrap_or(0));
    findings
}

/// A finding about a commitment.
fn about(commitment: &Commitment, rule: &str, severity: Severity, message: String) -> Finding {
    Finding {
        rule: rule.to_owned(),
        severity,
        message,
        line: Some(commitment.source.line_from),
        reference: (!commitment.reference.is_empty()).then(|| commitment.reference.clone()),
    }
}
