//! Rules about the numbering of commitments.

use std::collections::BTreeMap;

use super::{Rule, about};
use crate::draft::{Commitment, Document, Finding, Severity};
use crate::shapes::Reading;

/// Every rule of this group.
pub(super) const RULES: &[Rule] = &[reference_duplicate, reference_gap];

/// The same reference twice; references of one level may start anew in every section.
fn reference_duplicate(_: &Reading, document: &Document, findings: &mut Vec<Finding>) {
    let mut first: BTreeMap<(String, Option<&str>), usize> = BTreeMap::new();
    for commitment in
        document.commitments.iter().filter(|commitment| !commitment.reference.is_empty())
    {
        let section = if levels(commitment) > 1 { None } else { commitment.section.as_deref() };
        let line = commitment.source.line_from;
        let earlier = *first.entry((commitment.reference.clone(), section)).or_insert(line);
        if earlier != line {
            let message = format!(
                "reference {} is already used on line {earlier}; give each its own",
                commitment.reference
            );
            findings.push(about(commitment, "reference-duplicate", Severity::Error, message));
        }
    }
}

/// A number left out between two that follow each other in one section.
fn reference_gap(_: &Reading, document: &Document, findings: &mut Vec<Finding>) {
    for pair in document.commitments.windows(2) {
        let [before, after] = pair else { continue };
        let (Some((stem, from)), Some((next, to))) =
            (last_number(&before.reference), last_number(&after.reference))
        else {
            continue;
        };
        if stem == next && before.section == after.section && to > from + 1 {
            let missing = if to == from + 2 {
                format!("{stem}{} is", from + 1)
            } else {
                format!("{stem}{} to {stem}{} are", from + 1, to - 1)
            };
            let message = format!(
                "{} follows {}: {missing} missing; check that no row was lost",
                after.reference, before.reference
            );
            findings.push(about(after, "reference-gap", Severity::Info, message));
        }
    }
}

fn levels(commitment: &Commitment) -> usize {
    commitment.reference.split('.').count()
}

/// The last number of a reference and what stands before it.
fn last_number(reference: &str) -> Option<(&str, u32)> {
    let stem = reference.trim_end_matches(|character: char| character.is_ascii_digit());
    Some((stem, reference.get(stem.len()..)?.parse().ok()?))
}
