//! What the board's paper says, from how things stood at two days.

use std::collections::BTreeMap;

use bellwether_report::board::{OverdueByLead, OverdueRow};
use bellwether_report::chart::{assurance_words, variation_words};
use chrono::{NaiveDate, TimeDelta};

use crate::commitments::rules::{Status, StatusCounts};
use crate::commitments::store::CommitmentRow;
use crate::escalation::indicator_rules::{
    IndicatorFacts, NOT_ARRIVED, SPECIAL_CAUSE, TARGET_FAILING, indicator_signals,
};
use crate::escalation::rules::RaisedSignal;
use crate::indicators::views::MatrixRow;

/// Changes named one by one; a board does not read more, and the rest are counted.
const CHANGES_NAMED: usize = 40;
/// Longest text of a commitment in a sentence, in characters.
const LONGEST_TEXT: usize = 110;

/// How things stood at the end of a day.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The day.
    pub day: NaiveDate,
    /// Titles of the plans that had been taken in, by row.
    pub plans: BTreeMap<i64, String>,
    /// Their commitments without milestones, in document order.
    pub commitments: Vec<CommitmentRow>,
    /// The indicators with figures.
    pub matrix: Vec<MatrixRow>,
}

impl Standing {
    fn plan(&self, row: &CommitmentRow) -> &str {
        self.plans.get(&row.plan_id).map_or("", String::as_str)
    }

    fn overdue(&self) -> Vec<&CommitmentRow> {
        let mut overdue: Vec<&CommitmentRow> =
            self.commitments.iter().filter(|row| row.overdue_days.is_some()).collect();
        // Longest first; of equals in document order.
        overdue.sort_by_key(|row| std::cmp::Reverse(row.overdue_days));
        overdue
    }
}

/// How many commitments stood how, in small letters, without the statuses that none had.
#[must_use]
pub fn status_counts(standing: &Standing) -> Vec<(String, usize)> {
    let mut counts = StatusCounts::default();
    for row in &standing.commitments {
        counts.add(row.status);
    }
    let some = counts.each().filter(|(_, count)| *count > 0);
    some.map(|(status, count)| (status_words(status), count)).collect()
}

fn status_words(status: Status) -> String {
    status.title().to_lowercase()
}

/// What is different from an earlier day, a sentence each: plans taken in, statuses, what became
/// overdue, icons of indicators.
#[must_use]
pub fn changes(before: &Standing, now: &Standing) -> Vec<String> {
    let mut changes = new_plans(before, now);
    let earlier: BTreeMap<i64, &CommitmentRow> =
        before.commitments.iter().map(|row| (row.id, row)).collect();
    for row in &now.commitments {
        let earlier = earlier.get(&row.id);
        let was = earlier.map_or(Status::NotStarted, |earlier| earlier.status);
        if row.status != was {
            let (now, was) = (status_words(row.status), status_words(was));
            changes.push(format!("{}: {now}, was {was}.", name(row)));
        }
        let was_overdue = earlier.is_some_and(|earlier| earlier.overdue_days.is_some());
        if let (Some(days), false) = (row.overdue_days, was_overdue) {
            let since = (now.day - TimeDelta::days(days - 1)).format("%-d %B %Y");
            changes.push(format!("{}: overdue since {since}.", name(row)));
        }
    }
    for row in &now.matrix {
        let same = |earlier: &&MatrixRow| earlier.indicator.id == row.indicator.id;
        changes.extend(before.matrix.iter().find(same).and_then(|was| icon_change(was, row)));
    }
    let more = changes.len().saturating_sub(CHANGES_NAMED);
    if more > 0 {
        changes.truncate(CHANGES_NAMED);
        changes.push(format!("And {more} more changes."));
    }
    changes
}

fn new_plans(before: &Standing, now: &Standing) -> Vec<String> {
    let new = now.plans.iter().filter(|(id, _)| !before.plans.contains_key(id));
    let sentences = new.map(|(id, title)| {
        let count = now.commitments.iter().filter(|row| row.plan_id == *id).count();
        let noun = if count == 1 { "commitment" } else { "commitments" };
        format!("“{title}” was taken in, with {count} {noun}.")
    });
    sentences.collect()
}

fn icon_change(was: &MatrixRow, now: &MatrixRow) -> Option<String> {
    let mut parts = Vec::new();
    if was.variation != now.variation {
        parts.push((variation_words(now.variation), variation_words(was.variation)));
    }
    if was.assurance != now.assurance {
        parts.push((assurance_words(now.assurance), assurance_words(was.assurance)));
    }
    let parts: Vec<String> =
        parts.into_iter().map(|(now, was)| format!("now “{now}”, before “{was}”")).collect();
    let title = &now.indicator.definition.title;
    (!parts.is_empty()).then(|| format!("{title}: {}.", parts.join("; ")))
}

/// An indicator that needs the board, and why.
#[derive(Debug, Clone)]
pub struct Exception<'a> {
    /// The indicator.
    pub row: &'a MatrixRow,
    /// What its rules raised, late figures left out.
    pub signals: Vec<RaisedSignal>,
    /// The first day from which any of them held.
    pub since: NaiveDate,
}

/// The signals that the rules raise for an indicator of the matrix.
fn signals(row: &MatrixRow) -> Vec<RaisedSignal> {
    indicator_signals(&IndicatorFacts {
        indicator_id: row.indicator.id,
        organisation_id: 0,
        lead_id: None,
        definition: &row.indicator.definition,
        series: &row.series.judged,
    })
}

/// The indicators that get worse or fail their targets: both first, then by how long.
#[must_use]
pub fn exceptions(standing: &Standing) -> Vec<Exception<'_>> {
    let found = standing.matrix.iter().filter_map(|row| {
        let mut signals = signals(row);
        signals.retain(|signal| signal.rule != NOT_ARRIVED);
        let since = signals.iter().map(|signal| signal.since).min()?;
        Some(Exception { row, signals, since })
    });
    let mut exceptions: Vec<Exception<'_>> = found.collect();
    exceptions
        .sort_by_key(|exception| (std::cmp::Reverse(exception.signals.len()), exception.since));
    exceptions
}

/// What needs the board, a sentence each, with who answers.
#[must_use]
pub fn attention(standing: &Standing, exceptions: &[Exception<'_>]) -> Vec<String> {
    let mut sentences: Vec<String> = exceptions.iter().map(exception_sentence).collect();
    sentences.extend(late_figures(standing));
    let off_track = standing.commitments.iter().filter(|row| row.status == Status::OffTrack);
    sentences.extend(off_track.map(|row| {
        format!("{} ({}) is off track; {}.", name(row), standing.plan(row), answers(row))
    }));
    let overdue = standing.overdue();
    if let Some(longest) = overdue.first() {
        let days = longest.overdue_days.unwrap_or_default();
        let unit = if days == 1 { "day" } else { "days" };
        let longest = format!("{} ({days} {unit}; {})", name(longest), answers(longest));
        sentences.push(match overdue.len() {
            1 => format!("One commitment is overdue: {longest}."),
            count => format!("{count} commitments are overdue, the longest {longest}."),
        });
    }
    sentences
}

fn exception_sentence(exception: &Exception<'_>) -> String {
    let what: Vec<&str> = exception
        .signals
        .iter()
        .map(|signal| match signal.rule {
            SPECIAL_CAUSE => "is getting worse",
            TARGET_FAILING => "fails its target",
            _ => "needs attention",
        })
        .collect();
    let row = exception.row;
    let title = &row.indicator.definition.title;
    format!("{title} {}; {} answers.", what.join(" and "), row.lead)
}

fn late_figures(standing: &Standing) -> Option<String> {
    let late: Vec<&str> = standing
        .matrix
        .iter()
        .filter(|row| !row.series.judged.not_arrived().is_empty())
        .map(|row| row.indicator.definition.title.as_str())
        .collect();
    match late.as_slice() {
        [] => None,
        [one] => Some(format!("Figures are overdue for one indicator: {one}.")),
        several => Some(format!(
            "Figures are overdue for {} indicators: {}.",
            several.len(),
            several.join("; ")
        )),
    }
}

fn answers(row: &CommitmentRow) -> String {
    match row.accountable() {
        "" => "nobody is named to answer".to_owned(),
        lead => format!("{lead} answers"),
    }
}

/// Reference and first words of a commitment.
fn name(row: &CommitmentRow) -> String {
    let words: Vec<&str> = row.text.split_whitespace().collect();
    let text = words.join(" ");
    let mut shown: String = text.chars().take(LONGEST_TEXT).collect();
    if shown.len() < text.len() {
        shown.truncate(shown.rfind(' ').unwrap_or(shown.len()));
        shown.push('…');
    }
    match row.reference.as_str() {
        "" => shown,
        reference => format!("{reference} {shown}"),
    }
}

/// Overdue commitments by the lead who answers, the lead with the longest first.
#[must_use]
pub fn overdue_by_lead(standing: &Standing) -> Vec<OverdueByLead> {
    let mut leads: Vec<OverdueByLead> = Vec::new();
    for row in standing.overdue() {
        let lead = match row.accountable() {
            "" => "Nobody named",
            lead => lead,
        };
        let overdue = OverdueRow {
            plan: standing.plan(row).to_owned(),
            reference: row.reference.clone(),
            text: row.text.clone(),
            due: row.due_as_written.clone(),
            days_overdue: row.overdue_days.unwrap_or_default(),
            latest_update: row.latest_note.as_ref().map(|note| match note.trim() {
                "" => row.status.title().to_owned(),
                note => format!("{}: {note}", row.status.title()),
            }),
        };
        match leads.iter_mut().find(|known| known.lead == lead) {
            Some(known) => known.commitments.push(overdue),
            None => {
                leads.push(OverdueByLead { lead: lead.to_owned(), commitments: vec![overdue] });
            }
        }
    }
    leads
}
