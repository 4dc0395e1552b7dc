//! Turns the gathered rows of an action into a commitment.

use std::collections::BTreeMap;

use bellwether_calendar::{Precision, Timescale, read_timescale};

use super::group::Group;
use super::milestones::milestones;
use crate::draft::{Commitment, Lead, Milestone, Source};
use crate::shapes::Reading;

/// Words of a lead cell that point to the row above, lower case.
const AS_ABOVE: &[&str] = &["as above", "ditto", "as before", "\"", "''", "do."];

/// Drafts a commitment for each action.
pub(super) fn draft(reading: &Reading, groups: Vec<Group>) -> Vec<Commitment> {
    let mut commitments: Vec<Commitment> = Vec::new();
    for group in groups {
        let above =
            commitments.last().map(|commitment| commitment.leads.clone()).unwrap_or_default();
        commitments.push(commitment(reading, group, &above));
    }
    note_repeated(&mut commitments);
    commitments
}

fn commitment(reading: &Reading, mut group: Group, above: &[Lead]) -> Commitment {
    let context = &reading.context;
    let milestones = milestones(&mut group, context);
    let timescales: Vec<Timescale> = group
        .parts
        .iter()
        .flat_map(|part| &part.dates)
        .map(|date| read_timescale(date, context))
        .collect();
    note_dates(&mut group, &timescales, &milestones);
    let text = group.text;
    if ["if it is found", "if necessary", "if required", "subject to"]
        .iter()
        .any(|open| text.to_lowercase().starts_with(open))
    {
        group.reasons.push(
            "it depends on a condition; say what will be done and by when the condition is known"
                .to_owned(),
        );
    }
    let has_steps = !milestones.is_empty() && group.progress.is_empty();
    Commitment {
        reference: group.reference,
        section: group.section,
        leads: leads(reading, &group.leads, above),
        timescales,
        status: status(&group.status, &group.progress, if has_steps { &milestones } else { &[] }),
        milestones,
        progress: some_text(&group.progress),
        outcome: some_text(&group.outcome),
        source: Source { line_from: group.line_from, line_to: group.line_to },
        uncertain: (!group.reasons.is_empty()).then(|| group.reasons.join("; ")),
        text,
    }
}

fn leads(reading: &Reading, cells: &[crate::table::Cell], above: &[Lead]) -> Vec<Lead> {
    let mut leads: Vec<Lead> = Vec::new();
    for lead in cells.iter().flat_map(|cell| reading.key.leads(cell)) {
        let points_up = AS_ABOVE.contains(&lead.as_written.to_lowercase().as_str());
        let lead = match above {
            [one] if points_up => {
                Lead { as_written: lead.as_written, expanded: one.expanded.clone() }
            }
            _ if points_up => Lead { as_written: lead.as_written, expanded: None },
            _ => lead,
        };
        if !leads.contains(&lead) {
            leads.push(lead);
        }
    }
    leads
}

fn some_text(texts: &[String]) -> Option<String> {
    (!texts.is_empty()).then(|| texts.join(" "))
}

/// The status column; or else the words of progress that are a status and nothing more.
fn status(column: &[String], progress: &[String], steps: &[Milestone]) -> Option<String> {
    if let Some(status) = some_text(column) {
        return Some(status);
    }
    let mut texts =
        progress.iter().map(String::as_str).chain(steps.iter().map(|step| step.text.as_str()));
    let first = texts.next()?.trim_end_matches('.');
    let lower = first.to_lowercase();
    let is_status = [
        "completed",
        "complete",
        "achieved",
        "in progress",
        "on hold",
        "on track",
        "not started",
        "done",
        "ongoing",
        "closed",
    ]
    .iter()
    .any(|word| lower == *word || (lower.ends_with(word) && first.split_whitespace().count() <= 4));
    is_status.then(|| first.to_owned())
}

/// Says what the dates themselves make doubtful.
fn note_dates(group: &mut Group, timescales: &[Timescale], milestones: &[Milestone]) {
    if timescales.is_empty() {
        if milestones.iter().any(|milestone| milestone.as_written.is_some()) {
            group.reasons.push(
                "the timescale is blank, but there are dates in the progress beside it".to_owned(),
            );
        } else if group.dense {
            group
                .reasons
                .push("no timescale, though nearly every action beside it has one".to_owned());
        }
    }
    if let [only] = timescales {
        // "Approved for 2004/5" says what the step is for, not when it is due.
        let later = milestones.iter().find(|step| {
            let is_day = step.precision != Some(Precision::Year);
            is_day && step.latest > only.latest && only.latest.is_some()
        });
        let open = only.precision == Precision::Ongoing
            && milestones
                .iter()
                .any(|step| step.latest.is_some() && step.text.contains("complete"));
        if let Some(step) = later.and_then(|step| step.as_written.as_ref()) {
            group
                .reasons
                .push(format!("due {}, but the progress names the later {step}", only.as_written));
        } else if open {
            group.reasons.push(
                "its timescale is open, but the progress names a date of completion".to_owned(),
            );
        }
    }
    if let [first, .., last] = timescales
        && group.parts.len() == 1
        && timescales
            .windows(2)
            .any(|pair| pair[1].latest.is_some() && pair[1].latest < pair[0].latest)
    {
        let (first, last) = (&first.as_written, &last.as_written);
        group
            .reasons
            .push(format!("its dates, from {first} to {last}, are not in order; check the years"));
    }
}

/// Two actions with the same words may be one written twice.
fn note_repeated(commitments: &mut [Commitment]) {
    let folded = |text: &str| text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let mut seen: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, commitment) in commitments.iter().enumerate() {
        // "Action plan" may well stand under every heading; a sentence may not.
        if commitment.text.len() >= 40 {
            seen.entry(folded(&commitment.text)).or_default().push(place);
        }
    }
    for places in seen.into_values().filter(|places| places.len() > 1) {
        let lines: Vec<String> = places
            .iter()
            .filter_map(|place| commitments.get(*place))
            .map(|c| c.source.line_from.to_string())
            .collect();
        let reason = format!("the same action stands on lines {}", lines.join(" and "));
        for place in places {
            if let Some(commitment) = commitments.get_mut(place) {
                let before = commitment
                    .uncertain
                    .take()
                    .map(|before| format!("{before}; "))
                    .unwrap_or_default();
                commitment.uncertain = Some(format!("{before}{reason}"));
            }
        }
    }
}
