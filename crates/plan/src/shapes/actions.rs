//! Action plans: tables with an action, a lead and a timescale under whatever headings, and lines with
//! those labels.

mod commitment;
mod doubts;
mod entries;
mod group;
mod labelled;
mod layout;
mod milestones;
mod standing;

use super::{Claims, Reading};
use crate::draft::Document;

/// Reads every table that has an action and at least a lead or a timescale.
pub(super) fn read(reading: &Reading, claims: &mut Claims, document: &mut Document) {
    let entries = entries::collect(reading, claims);
    let (mut groups, findings) = group::gather(reading, &entries);
    groups.extend(labelled::collect(reading, claims));
    groups.sort_by_key(|group| group.line_from);
    document.findings.extend(findings);
    document.commitments.extend(commitment::draft(reading, groups));
}
