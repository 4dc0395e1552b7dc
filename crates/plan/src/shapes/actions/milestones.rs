//! The steps of an action, each with its own date only where the text still tells which it is.
//!
//! A date belongs to a step when both stand in a row of their own, when a cell has as many dates as it
//! has marked steps, when a run-on cell parts into as many steps as there are dates (and then a person
//! is told so), or when it stands inside the step's own words. Otherwise the pairing is lost.

use bellwether_calendar::{Context, Precision, read_timescale};

use super::group::{Group, Part};
use crate::draft::Milestone;
use crate::items::{items_of, sentences_of};
use crate::timescales::{inline_date, inline_length, inline_rhythm};

/// A longer sentence is no list of dated clauses, in bytes.
const LONGEST_SENTENCE: usize = 600;
/// How many of its "and"s are tried.
const MOST_JOINS: usize = 12;

/// The milestones of an action; what is doubtful about them is added to its reasons.
pub(super) fn milestones(group: &mut Group, context: &Context) -> Vec<Milestone> {
    let mut found: Vec<Milestone> = Vec::new();
    let rows = group.parts.iter().filter(|part| !part.items.is_empty()).count();
    let mut reasons = Vec::new();
    for part in &group.parts {
        if rows > 1 && joins_above(part, &mut found, &mut reasons) {
            continue;
        }
        let (items, run_on) = items(part, rows);
        let dates = pair(part, &items, rows, run_on, &mut reasons);
        for (place, text) in items.into_iter().enumerate() {
            let date = dates
                .get(place)
                .cloned()
                .flatten()
                .or_else(|| inline_date(&text).map(str::to_owned));
            found.push(milestone(text, date.as_deref(), context));
        }
    }
    if rows > 1 {
        note_undated(group, &mut reasons);
    }
    // Progress in prose is no list of steps, but a sentence with a date of its own names one.
    let sentences = group.progress.iter().flat_map(|text| sentences_of(text));
    for clause in sentences.flat_map(|sentence| dated_clauses(&sentence)) {
        let date = inline_date(&clause).map(str::to_owned);
        let returns = inline_rhythm(&clause).is_some() && clause.contains(" to be ");
        if date.is_some() || returns {
            found.push(milestone(clause, date.as_deref(), context));
        }
    }
    group.reasons.extend(reasons);
    found
}

/// What an open-ended action says of its own rhythm: "monitored on a quarterly basis".
pub(super) fn rhythm_of_action(text: &str, context: &Context) -> Option<Milestone> {
    inline_rhythm(text)?;
    // What is done again and again, without those it is done for.
    let clause = text.split_once(" to be ").map_or(text, |(_, clause)| clause);
    let step = milestone(clause.to_owned(), None, context);
    step.recurrence.is_some().then_some(step)
}

/// A sentence parted at an "and" with a date on either side of it.
fn dated_clauses(sentence: &str) -> Vec<String> {
    let both = |(at, word): (usize, &str)| {
        let (first, second) = (sentence.get(..at)?, sentence.get(at + word.len()..)?);
        let long = second.split_whitespace().count() >= 3;
        let dated = inline_date(first).is_some() && inline_date(second).is_some();
        (long && dated).then(|| (first.to_owned(), second.to_owned()))
    };
    let parted = sentence.match_indices(" and ").filter(|_| sentence.len() <= LONGEST_SENTENCE);
    match parted.take(MOST_JOINS).find_map(both) {
        Some((first, second)) => std::iter::once(first).chain(dated_clauses(&second)).collect(),
        None => vec![sentence.to_owned()],
    }
}

fn milestone(text: String, date: Option<&str>, context: &Context) -> Milestone {
    let rhythm = inline_rhythm(&text).map(str::to_owned);
    let written = date.map(str::to_owned).or_else(|| rhythm.clone());
    let read = written.as_ref().map(|date| read_timescale(date, context));
    let aside = |words: &str| read_timescale(words, context);
    let relative = read
        .as_ref()
        .and_then(|read| read.relative.clone())
        .or_else(|| inline_length(&text).and_then(|words| aside(words).relative));
    let recurrence = read
        .as_ref()
        .and_then(|read| read.recurrence.clone())
        .or_else(|| rhythm.and_then(|words| aside(&words).recurrence));
    Milestone {
        as_written: written,
        earliest: read.as_ref().and_then(|read| read.earliest),
        latest: read.as_ref().and_then(|read| read.latest),
        precision: read.map(|read| read.precision),
        text,
        relative,
        recurrence,
        status: None,
    }
}

/// Whether a step has a date of its own, rather than a rhythm alone.
pub(super) fn is_dated(step: &Milestone) -> bool {
    step.as_written.is_some() && step.precision != Some(Precision::Ongoing)
}

/// The steps of a row, and whether they had to be parted by reading.
fn items(part: &Part, rows: usize) -> (Vec<String>, bool) {
    match part.items.as_slice() {
        // A row of its own with one date is one step, however many sentences it has.
        [_] if rows > 1 && part.dates.len() <= 1 => (part.items.clone(), false),
        [one] => (items_of(one), true),
        _ => (part.items.clone(), false),
    }
}

/// A date for each step, where there is one.
fn pair(
    part: &Part,
    items: &[String],
    rows: usize,
    run_on: bool,
    reasons: &mut Vec<String>,
) -> Vec<Option<String>> {
    let (dates, steps) = (part.dates.len(), items.len());
    if dates == 1 && steps == 1 && rows > 1 {
        return vec![part.dates.first().cloned()];
    }
    if dates <= 1 || steps == 0 {
        return Vec::new();
    }
    if dates != steps {
        reasons.push(format!(
            "{dates} dates for {steps} milestones: which date belongs to which is lost"
        ));
        return Vec::new();
    }
    if run_on {
        reasons.push(format!(
            "dates and milestones each run together in one line; {dates} of each were parted by reading and paired in order"
        ));
    }
    part.dates.iter().cloned().map(Some).collect()
}

/// A sentence that a page break cut goes on in the next row; when each half has a date, neither is known
/// to be its own.
fn joins_above(part: &Part, found: &mut [Milestone], reasons: &mut Vec<String>) -> bool {
    let [item] = part.items.as_slice() else { return false };
    let cut = item.starts_with(|character: char| character.is_lowercase() || character == '(');
    let Some(above) = found.last_mut().filter(|_| cut && part.after_break) else { return false };
    above.text.push(' ');
    above.text.push_str(item);
    if let Some(written) = above.as_written.take().filter(|_| !part.dates.is_empty()) {
        reasons.push(format!(
            "a milestone is cut by a page break and its halves are dated {written} and {}; which is its date is lost",
            part.dates.join(", ")
        ));
    }
    (above.earliest, above.latest, above.precision) = (None, None, None);
    true
}

fn note_undated(group: &Group, reasons: &mut Vec<String>) {
    let undated = group.parts.iter().filter(|part| part.dates.is_empty()).count();
    let dated = group.parts.len() - undated;
    if dated > 0 && undated > 0 {
        reasons.push(format!(
            "{undated} of {} milestones have no date of their own",
            group.parts.len()
        ));
    }
    if group.parts.iter().any(|part| part.after_break) {
        reasons.push(
            "its rows go on over a page break without its reference; check that they belong to it"
                .to_owned(),
        );
    }
}
