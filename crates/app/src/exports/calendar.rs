//! Due days as a calendar: an all-day entry a commitment, which keeps its name when its day moves.

use chrono::{DateTime, Duration, Utc};
use icalendar::{Alarm, Calendar, Component as _, Event, EventLike as _, EventStatus, Property};

use super::gather::Gathered;
use crate::commitments::rules::Status;
use crate::commitments::store::CommitmentRow;

/// Longest summary of an entry, in characters: what a phone shows.
const LONGEST_SUMMARY: usize = 160;

/// One commitment with a day, and what surrounds it.
#[derive(Debug, Clone)]
pub(crate) struct Entry<'a> {
    pub(crate) row: &'a CommitmentRow,
    /// Title of its plan.
    pub(crate) plan: &'a str,
    /// Code of the organisation whose plan it is.
    pub(crate) organisation: &'a str,
    /// How often its day was moved.
    pub(crate) times_moved: usize,
}

/// How a calendar is written.
#[derive(Debug, Clone, Default)]
pub(crate) struct Manner {
    /// The address of the application, such as `https://plans.example.org`; none where unknown.
    pub(crate) address: Option<String>,
    /// So many days before the due day a reminder is given; none for no reminder.
    pub(crate) remind_days: Option<u16>,
}

/// Writes the due days of plans.
pub(crate) fn plans(gathered: &Gathered, now: DateTime<Utc>, manner: Option<&Manner>) -> String {
    let name = match gathered.plans.as_slice() {
        [plan] => plan.summary.title.clone(),
        _ => "Plans".to_owned(),
    };
    let entries = gathered.plans.iter().flat_map(|plan| {
        let rows = plan.sections.iter().flat_map(|(_, rows)| rows);
        rows.map(|row| Entry {
            row,
            plan: &plan.summary.title,
            organisation: &plan.summary.organisation_code,
            times_moved: gathered.moves.get(&row.id).map_or(0, Vec::len),
        })
    });
    calendar(&name, entries, now, manner.unwrap_or(&Manner::default()))
}

/// Writes entries as a calendar; what has no day is left out.
pub(crate) fn calendar<'a>(
    name: &str,
    entries: impl Iterator<Item = Entry<'a>>,
    now: DateTime<Utc>,
    manner: &Manner,
) -> String {
    let mut calendar = Calendar::empty();
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//Bellwether//Commitments//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
    ] {
        calendar.append_property(Property::new(key, value));
    }
    calendar.name(&one_line(name)).ttl(&Duration::hours(6));
    for entry in entries {
        if let Some(event) = event(&entry, now, manner) {
            calendar.push(event);
        }
    }
    calendar.to_string()
}

fn event(entry: &Entry<'_>, now: DateTime<Utc>, manner: &Manner) -> Option<Event> {
    let row = entry.row;
    let day = row.due_latest?;
    let mut event = Event::new();
    event
        .uid(&format!("commitment-{}-{}@bellwether", row.id, entry.organisation))
        .timestamp(now)
        .all_day(day)
        .sequence(u32::try_from(entry.times_moved).unwrap_or(u32::MAX))
        .summary(&summary(row))
        .description(&description(entry))
        .status(match row.status {
            Status::Cancelled => EventStatus::Cancelled,
            _ => EventStatus::Confirmed,
        });
    event.add_property("TRANSP", "TRANSPARENT");
    if let Some(at) = row.latest_at {
        event.last_modified(at);
    }
    if let Some(address) = &manner.address {
        event.url(&format!("{address}/commitments/{}", row.id));
    }
    if let Some(days) = manner.remind_days.filter(|_| !row.is_closed()) {
        let words = format!("Due in {days} days: {}", summary(row));
        event.alarm(Alarm::display(&words, -Duration::days(i64::from(days))));
    }
    Some(event.done())
}

fn summary(row: &CommitmentRow) -> String {
    let stands = if row.status.is_final() {
        format!("{}: ", row.status.title())
    } else {
        "Due: ".to_owned()
    };
    let text = one_line(&format!("{stands}{} {}", row.reference, row.text));
    if text.chars().count() <= LONGEST_SUMMARY {
        return text;
    }
    text.chars().take(LONGEST_SUMMARY).chain("…".chars()).collect()
}

fn description(entry: &Entry<'_>) -> String {
    let row = entry.row;
    let leads: Vec<&str> = row.answering().map(|lead| lead.shown.as_str()).collect();
    let mut lines = vec![
        one_line(&row.text),
        format!("Plan: {}", one_line(entry.plan)),
        format!("Status: {}", row.status.title()),
    ];
    if !leads.is_empty() {
        lines.push(format!("Lead: {}", one_line(&leads.join("; "))));
    }
    if !row.due_as_written.is_empty() {
        lines.push(format!("Due as written: {}", one_line(&row.due_as_written)));
    }
    if let Some(moved) = &row.moved {
        lines.push(format!("First due: {}", moved.first_due));
    }
    lines.join("\n")
}

/// Text without line breaks and other characters that a calendar has no place for.
fn one_line(text: &str) -> String {
    let spaced = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    spaced.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}
