//! Turns the gathered rows of an action into a commitment.

use bellwether_calendar::{Precision, Timescale, read_timescale};
use chrono::NaiveDate;

use super::doubts;
use super::group::Group;
use super::milestones::{milestones, rhythm_of_action};
use super::standing::{self, Said, Standing};
use crate::draft::{Commitment, Lead, Milestone, Source};
use crate::items::sentences_of;
use crate::shapes::Reading;

/// Words of a lead cell that point to the row above, lower case.
const AS_ABOVE: &[&str] = &["as above", "ditto", "as before", "\"", "''", "do."];

/// Drafts a commitment for each action.
pub(super) fn draft(reading: &Reading, groups: Vec<Group>) -> Vec<Commitment> {
    let mut commitments: Vec<Commitment> = Vec::new();
    let texts = groups
        .iter()
        .flat_map(|group| group.parts.iter().flat_map(|part| &part.items).chain(&group.progress));
    let sentences: Vec<String> = texts.flat_map(|text| crate::items::items_of(text)).collect();
    let written_by = standing::written_by(sentences.iter().map(String::as_str), &reading.context);
    for group in groups {
        let above =
            commitments.last().map(|commitment| commitment.leads.clone()).unwrap_or_default();
        commitments.push(commitment(reading, group, &above, written_by));
    }
    doubts::note_repeated(&mut commitments);
    commitments
}

fn commitment(
    reading: &Reading,
    mut group: Group,
    above: &[Lead],
    written_by: Option<NaiveDate>,
) -> Commitment {
    let context = &reading.context;
    let mut milestones = milestones(&mut group, context);
    let timescales: Vec<Timescale> = group
        .parts
        .iter()
        .flat_map(|part| &part.dates)
        .map(|date| read_timescale(date, context))
        .collect();
    let open = matches!(timescales.as_slice(), [only] if only.precision == Precision::Ongoing);
    if open && timescales.iter().all(|timescale| timescale.recurrence.is_none()) {
        milestones.extend(rhythm_of_action(&group.text, context));
    }
    let steps = judged(&mut milestones, &timescales, written_by);
    doubts::note(&mut group, &timescales, &milestones, &steps);
    let text = group.text;
    let reported = group.progress.iter().flat_map(|text| sentences_of(text));
    // What is reported as progress has happened.
    let told = reported.map(|sentence| match standing::said(&sentence) {
        Said::Either => Said::Stands(Standing::Achieved),
        said => said,
    });
    let steps: Vec<Said> = if group.progress.is_empty() { steps } else { told.collect() };
    let status = status(&group.status, &group.progress, &milestones)
        .or_else(|| standing::together(&steps, open).map(|standing| standing.word().to_owned()));
    Commitment {
        reference: group.reference,
        section: group.section,
        leads: leads(reading, &group.leads, above),
        timescales,
        status,
        milestones,
        progress: some_text(&group.progress),
        outcome: some_text(&group.outcome),
        source: Source { line_from: group.line_from, line_to: group.line_to },
        uncertain: (!group.reasons.is_empty()).then(|| group.reasons.join("; ")),
        text,
    }
}

/// What each step says of how far it has come, its day considered; sets its status.
fn judged(
    steps: &mut [Milestone],
    timescales: &[Timescale],
    written_by: Option<NaiveDate>,
) -> Vec<Said> {
    let only = if let [only] = timescales { Some(only) } else { None };
    let judge = |step: &mut Milestone| {
        let own = step.latest.or(step.earliest).filter(|_| !is_of_another(step));
        let due = own.or_else(|| only.and_then(|only| only.latest));
        let open = due.is_none() && only.is_some_and(|only| only.precision == Precision::Ongoing);
        let come = written_by.zip(due).map(|(written_by, due)| due <= written_by);
        let said = match (standing::said(&step.text), come) {
            (Said::Either, Some(true)) => Said::Stands(Standing::Achieved),
            (Said::Either, None) if open => Said::Stands(Standing::Achieved),
            // Without a day nothing tells which of the two it is.
            (Said::Either, None) => Said::Nothing,
            (Said::Nothing, Some(false)) => Said::ToCome,
            (said, _) => said,
        };
        if let Said::Stands(standing) = said {
            step.status = Some(standing.word().to_owned());
        }
        said
    };
    steps.iter_mut().map(judge).collect()
}

/// Whether the date in a step is that of an event before it: "approved following talks in June".
fn is_of_another(step: &Milestone) -> bool {
    let before = step
        .as_written
        .as_ref()
        .and_then(|date| step.text.split_once(date.as_str()))
        .map(|(before, _)| before.to_lowercase())
        .unwrap_or_default();
    ["following ", "after ", "subject to "].iter().any(|word| before.contains(word))
}

fn leads(reading: &Reading, cells: &[crate::table::Cell], above: &[Lead]) -> Vec<Lead> {
    let mut leads: Vec<Lead> = Vec::new();
    for lead in cells.iter().flat_map(|cell| reading.key.leads(cell)) {
        let points_up = AS_ABOVE.contains(&lead.as_written.to_lowercase().as_str());
        let lead = match above {
            [one] if points_up => Lead { as_written: lead.as_written, ..one.clone() },
            _ if points_up => Lead { as_written: lead.as_written, ..Lead::default() },
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
    let steps = steps.iter().filter(|_| progress.is_empty()).map(|step| step.text.as_str());
    let mut texts = progress.iter().map(String::as_str).chain(steps);
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
