//! Differences as lines of a page.

use super::pages::{ChangeLine, FromTo};
use super::rules::{Change, Row, Step, StepPair, changes};
use super::words::{Piece, difference};
use crate::drafts::rules::Item;
use crate::shell::components::short_day;

fn named(text: &str) -> String {
    if text.is_empty() { "none".to_owned() } else { text.to_owned() }
}

fn due(row: &super::rules::DueDate) -> String {
    match row.latest {
        Some(day) if row.as_written.is_empty() => short_day(day),
        Some(day) => format!("{} (by {})", row.as_written, short_day(day)),
        None => named(&row.as_written),
    }
}

fn leads(row: &Row) -> String {
    let shown = |lead: &super::rules::Answering| {
        lead.title.clone().unwrap_or_else(|| lead.as_written.clone())
    };
    named(&row.leads.iter().map(shown).collect::<Vec<_>>().join("; "))
}

fn reference(row: &Row) -> String {
    if row.reference.is_empty() { "No reference".to_owned() } else { row.reference.clone() }
}

/// A commitment that only one edition has.
pub(super) fn single(row: &Row) -> ChangeLine {
    let mut facts = vec![("Due", due(&row.due)), ("Lead", leads(row))];
    if !row.section.is_empty() {
        facts.push(("Under", row.section.clone()));
    }
    facts.extend(row.steps.iter().map(|step| ("Step", step_words(step))));
    ChangeLine {
        field: String::new(),
        href: None,
        name: reference(row),
        pieces: vec![Piece::Same(row.text.clone())],
        facts,
        changes: Vec::new(),
        decided: None,
    }
}

/// A commitment that both editions have.
pub(super) fn pair(old: &Row, new: &Row) -> ChangeLine {
    let (changes, steps) = changes(old, new);
    let has = |change: Change| changes.contains(&change);
    let mut line = single(new);
    line.facts.retain(|(what, _)| match *what {
        "Due" => !has(Change::ReDated),
        "Lead" => !has(Change::LeadChanged),
        "Under" => !has(Change::Moved),
        _ => false,
    });
    if has(Change::Reworded) {
        line.pieces = difference(&old.text, &new.text);
    }
    for change in &changes {
        let (what, from, to) = match change {
            Change::Reworded => continue,
            Change::ReDated => ("Due", due(&old.due), due(&new.due)),
            Change::LeadChanged => ("Lead", leads(old), leads(new)),
            Change::OutcomeChanged => {
                let outcome = |row: &Row| named(row.outcome.as_deref().unwrap_or_default());
                ("Outcome expected", outcome(old), outcome(new))
            }
            Change::Renumbered => ("Reference", named(&old.reference), named(&new.reference)),
            Change::Moved => ("Section", named(&old.section), named(&new.section)),
            Change::StepsChanged => {
                line.changes.extend(steps.iter().filter_map(|step| step_change(step, old, new)));
                continue;
            }
        };
        line.changes.push(FromTo { what: what.to_owned(), from, to });
    }
    line
}

fn step_words(step: &Step) -> String {
    match due(&step.due).as_str() {
        "none" => step.text.clone(),
        due => format!("{}, {due}", step.text),
    }
}

fn step_change(step: &StepPair, old: &Row, new: &Row) -> Option<FromTo> {
    let before = step.old.and_then(|place| old.steps.get(place)).map(step_words);
    let after = step.new.and_then(|place| new.steps.get(place)).map(step_words);
    if before.is_some() && after.is_some() && step.changes.is_empty() {
        return None;
    }
    let or_none = |step: Option<String>| step.unwrap_or_else(|| "none".to_owned());
    Some(FromTo { what: "Step".to_owned(), from: or_none(before), to: or_none(after) })
}

/// Something of a draft that is no commitment.
pub(super) fn other(item: &Item) -> ChangeLine {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let parts = match item {
        Item::Commitment(row) => vec![row.text.clone()],
        Item::Indicator(row) => vec![text(&row.code), row.title.clone()],
        Item::Risk(row) => vec![row.area.clone(), row.risk.clone(), text(&row.contingency)],
        Item::Goal(row) => vec![row.title.clone(), text(&row.period), row.value.clone()],
        Item::Scope(row) => vec![row.title.clone(), text(&row.level)],
    };
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    ChangeLine {
        field: String::new(),
        href: None,
        name: item.kind().title().to_owned(),
        pieces: vec![Piece::Same(parts.join(" \u{2013} "))],
        facts: Vec::new(),
        changes: Vec::new(),
        decided: None,
    }
}
