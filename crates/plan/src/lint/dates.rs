//! Rules about due dates.

use super::{Rule, about};
use crate::draft::{Document, Finding, Severity};
use crate::shapes::Reading;

/// Every rule of this group.
pub(super) const RULES: &[Rule] =
    &[timescale_missing, timescale_unreadable, milestone_dates_unpaired];

fn timescale_missing(_: &Reading, document: &Document, findings: &mut Vec<Finding>) {
    for commitment in
        document.commitments.iter().filter(|commitment| commitment.timescales.is_empty())
    {
        let message = "no timescale; give the day, month or quarter by which it is due, or Ongoing with a review date".to_owned();
        findings.push(about(commitment, "timescale-missing", Severity::Warning, message));
    }
}

fn timescale_unreadable(_: &Reading, document: &Document, findings: &mut Vec<Finding>) {
    for commitment in &document.commitments {
        for timescale in commitment.timescales.iter().filter(|timescale| timescale.rule.is_empty())
        {
            let message = format!(
                "\"{}\" is not read as a date; write it as 30 Sep 2008, Sep 2008, Q2 2008/09, 2008/09 or Ongoing",
                timescale.as_written
            );
            findings.push(about(commitment, "timescale-unreadable", Severity::Warning, message));
        }
    }
}

/// Several dates and several milestones, but not each date has found its milestone.
fn milestone_dates_unpaired(_: &Reading, document: &Document, findings: &mut Vec<Finding>) {
    for commitment in &document.commitments {
        let (dates, steps) = (commitment.timescales.len(), commitment.milestones.len());
        if dates < 2 || steps < 2 {
            continue;
        }
        let is_paired = |written: &str| {
            commitment.milestones.iter().any(|step| step.as_written.as_deref() == Some(written))
        };
        let lost: Vec<&str> = commitment
            .timescales
            .iter()
            .map(|timescale| timescale.as_written.as_str())
            .filter(|written| !is_paired(written))
            .collect();
        if lost.is_empty() {
            continue;
        }
        let message = format!(
            "{dates} dates for {steps} milestones, and the text does not tell which milestone {} belongs to; pair them from the original",
            lost.join(", ")
        );
        findings.push(about(commitment, "milestone-dates-unpaired", Severity::Warning, message));
    }
}
