//! The plan linter: what a person should look at before accepting a draft.
//!
//! A rule is a function of type [`Rule`] in the file of its group; to add one, write it there and name
//! it in [`RULES`].

use crate::draft::{Document, Finding};
use crate::shapes::Reading;

/// Looks at one aspect of a document and adds what it finds.
pub type Rule = fn(&Reading, &Document, &mut Vec<Finding>);

/// Every rule, in the order in which findings on one line are given.
pub const RULES: &[Rule] = &[];

/// Every finding, those the shapes made included, in document order.
#[must_use]
pub fn findings(reading: &Reading, document: &Document) -> Vec<Finding> {
    let mut findings = document.findings.clone();
    for rule in RULES {
        rule(reading, document, &mut findings);
    }
    findings.sort_by_key(|finding| finding.line.unwrap_or(0));
    findings
}
