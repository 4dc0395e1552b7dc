//! Rules about who answers for what.

use super::{Rule, about};
use crate::draft::{Document, Finding, Severity};
use crate::leads::is_body;
use crate::shapes::Reading;

/// Every rule of this group.
pub(super) const RULES: &[Rule] = &[lead_missing, lead_not_in_key, lead_is_a_body];

fn lead_missing(_: &Reading, document: &Document, findings: &mut Vec<Finding>) {
    for commitment in document.commitments.iter().filter(|commitment| commitment.leads.is_empty()) {
        let message = "no lead; name the one person who answers for it".to_owned();
        findings.push(about(commitment, "lead-missing", Severity::Warning, message));
    }
}

/// A code that the key does not explain; where it is a slip for one that it does, that one is offered.
fn lead_not_in_key(reading: &Reading, document: &Document, findings: &mut Vec<Finding>) {
    for commitment in &document.commitments {
        for lead in commitment.leads.iter().filter(|lead| lead.expanded.is_none()) {
            let code = &lead.as_written;
            let message = match reading.key.nearest(code) {
                Some(entry) => format!(
                    "\"{code}\" is not in the key to leads; if {} ({}) is meant, write it so",
                    entry.code, entry.title
                ),
                None if document.leads_key.is_empty() => format!(
                    "\"{code}\" is explained nowhere; write the title out or add a key to leads"
                ),
                None => format!(
                    "\"{code}\" is not in the key to leads; add it there or write the title out"
                ),
            };
            findings.push(about(commitment, "lead-not-in-key", Severity::Warning, message));
        }
    }
}

/// A committee or team cannot be asked; a person can.
fn lead_is_a_body(_: &Reading, document: &Document, findings: &mut Vec<Finding>) {
    for commitment in &document.commitments {
        for lead in &commitment.leads {
            let words = lead.expanded.as_ref().unwrap_or(&lead.as_written);
            if is_body(words) {
                let message =
                    format!("\"{words}\" is a group of people; name the one who answers for it");
                findings.push(about(commitment, "lead-is-a-body", Severity::Info, message));
            }
        }
    }
}
