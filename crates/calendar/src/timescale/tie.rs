//! Reads how a timescale hangs on the day of another event: "28 weeks from specification to award".

use super::cursor::Cursor;
use super::item::{Item, Length};
use super::lexicon::Unit;
use crate::{Direction, Relative, TimeUnit};

/// Words that say after which event it is.
const AFTER: [&[&str]; 7] = [
    &["after"],
    &["following"],
    &["from"],
    &["since"],
    &["post"],
    &["subsequent", "to"],
    &["on", "from"],
];
const BEFORE: [&[&str]; 7] = [
    &["before"],
    &["prior", "to"],
    &["ahead", "of"],
    &["in", "advance", "of"],
    &["preceding"],
    &["pre"],
    &["until"],
];
/// Words that tie it to an event without a length of time.
const ONCE: [&[&str]; 21] = [
    &["after"],
    &["following"],
    &["post"],
    &["subsequent", "to"],
    &["once"],
    &["upon"],
    &["when"],
    &["pending"],
    &["awaiting"],
    &["subject", "to"],
    &["dependent", "on"],
    &["dependent", "upon"],
    &["depending", "on"],
    &["depending", "upon"],
    &["on", "completion", "of"],
    &["on", "receipt", "of"],
    &["on", "appointment", "of"],
    &["on", "approval", "of"],
    &["on", "publication", "of"],
    &["as", "soon", "as"],
    &["on"],
];
const NO_LATER: [&[&str]; 7] = [
    &["by"],
    &["at"],
    &["in", "line", "with"],
    &["at", "the", "same", "time", "as"],
    &["for"],
    &["in", "time", "for"],
    &["no", "later", "than"],
];
const AT_LEAST: [&[&str]; 9] = [
    &["minimum", "of"],
    &["minimum"],
    &["at", "least"],
    &["no", "less", "than"],
    &["not", "less", "than"],
    &["no", "fewer", "than"],
    &["not", "fewer", "than"],
    &["more", "than"],
    &["min"],
];
const ARTICLES: [&str; 9] = ["the", "a", "an", "our", "their", "its", "this", "that", "each"];

/// The rule of a timescale that has no day of its own.
pub(super) fn relative(cursor: &Cursor<'_>, text: &str) -> Option<Relative> {
    let length = (0..cursor.tokens.len()).find_map(|at| match cursor.length(at) {
        Some((Item::Length(length), next)) => Some((at, length, next)),
        _ => None,
    });
    match length {
        Some((at, length, next)) => with_length(cursor, text, at, length, next),
        None => event_alone(cursor, text),
    }
}

fn with_length(
    cursor: &Cursor<'_>,
    text: &str,
    at: usize,
    length: Length,
    next: usize,
) -> Option<Relative> {
    let (each, mut unit) = counted_in(length.unit);
    if (at..next).any(|place| cursor.is_word(place, &["working", "business"])) {
        unit = TimeUnit::WorkingDay;
        // Working weeks and months are days of them that nobody has said.
        if length.unit != Unit::Day {
            return None;
        }
    }
    let more = (0..at).any(|place| any_of(cursor, place, &AT_LEAST).is_some())
        || any_of(cursor, next, &[&["or", "more"], &["minimum"]]).is_some();
    let within = (0..at).any(|place| {
        cursor.is_word(place, &["within", "in", "by"])
            || cursor.phrase(place, &["no", "later", "than"]).is_some()
            || cursor.phrase(place, &["not", "later", "than"]).is_some()
    });
    let mut after =
        cursor.skip_words(next, &["time", "period", "or", "more", "minimum", "at", "most"]);
    after += usize::from(cursor.is_sign(after, &['-', ':']));
    let (direction, event) = direction(cursor, after, within);
    let (anchor, to) = match event {
        Some((from, joins)) => events(cursor, text, from, joins),
        None => (String::new(), None),
    };
    Some(Relative {
        amount: length.most.checked_mul(each)?,
        least: (length.least < length.most).then(|| length.least * each),
        unit,
        at_least: more,
        direction: match (to.is_some(), more, direction) {
            (true, ..) => Direction::Between,
            (_, true, Direction::Within) => Direction::After,
            (_, _, direction) => direction,
        },
        anchor,
        to,
    })
}

/// On which side of what event a length lies: where its words begin, and what parts two events.
fn direction(
    cursor: &Cursor<'_>,
    at: usize,
    within: bool,
) -> (Direction, Option<(usize, &'static [&'static str])>) {
    const TO: &[&str] = &["to", "until", "till"];
    if let Some(next) = any_of(cursor, at, &AFTER) {
        let joins = if cursor.is_word(at, &["from"]) { TO } else { &[] };
        let side = if within { Direction::Within } else { Direction::After };
        return (side, Some((next, joins)));
    }
    if let Some(next) = any_of(cursor, at, &BEFORE) {
        return (Direction::Before, Some((next, &[])));
    }
    if cursor.is_word(at, &["between"]) {
        return (Direction::Between, Some((at + 1, &["and"])));
    }
    if cursor.is_word(at, &["of"]) {
        return (Direction::Within, Some((at + 1, &[])));
    }
    (Direction::Within, None)
}

/// An event without a length of time: "following approval", "by the next Board meeting".
fn event_alone(cursor: &Cursor<'_>, text: &str) -> Option<Relative> {
    const KINDS: [(&[&[&str]], Direction); 3] =
        [(&ONCE, Direction::After), (&BEFORE, Direction::Before), (&NO_LATER, Direction::Within)];
    let (direction, next) = (0..cursor.tokens.len()).find_map(|at| {
        KINDS
            .iter()
            .filter_map(|(words, direction)| Some((*direction, any_of(cursor, at, words)?)))
            .max_by_key(|(_, next)| *next)
    })?;
    // "On completion of the review": the event is the completion.
    let deed = cursor.is_word(next.checked_sub(1)?, &["of"]) && next > 1;
    let keeps = deed && cursor.is_word(next.saturating_sub(3), &["on"]);
    let from = if keeps { next - 2 } else { next };
    let (anchor, _) = events(cursor, text, from, &[]);
    // "The last day of the month following receipt" is more than the event.
    let counted = (from..end_of_event(cursor, from)).any(|place| {
        any_of(cursor, place, &AFTER).is_some() || any_of(cursor, place, &BEFORE).is_some()
    });
    (!anchor.is_empty() && !counted).then_some(Relative {
        amount: 0,
        least: None,
        unit: TimeUnit::Day,
        at_least: false,
        direction,
        anchor,
        to: None,
    })
}

/// The words of the event from a place on, and of the other one after a word that parts them.
fn events(
    cursor: &Cursor<'_>,
    text: &str,
    from: usize,
    joins: &[&str],
) -> (String, Option<String>) {
    let end = end_of_event(cursor, from);
    let parted = (from + 1..end).find(|place| cursor.is_word(*place, joins));
    match parted {
        Some(place) if place + 1 < end => {
            (words(cursor, text, from, place), Some(words(cursor, text, place + 1, end)))
        }
        _ => (words(cursor, text, from, end), None),
    }
}

/// Where the words of an event end: at a bracket, comma or stop, or before another length.
fn end_of_event(cursor: &Cursor<'_>, from: usize) -> usize {
    let all = cursor.tokens.len();
    (from..all)
        .find(|place| {
            let stop = cursor.is_sign(*place, &['(', ')', ';', ',', ':'])
                || cursor.is_sign(*place, &['.']) && !cursor.glued(place + 1);
            let further = cursor.is_word(*place, &["and", "then", "plus", "with"]) && {
                let next = cursor.skip_words(place + 1, &["then", "a", "an", "further", "another"]);
                cursor.length(next).is_some()
            };
            stop || further
        })
        .unwrap_or(all)
}

fn words(cursor: &Cursor<'_>, text: &str, from: usize, to: usize) -> String {
    let from = cursor.skip_words(from, &ARTICLES).min(to);
    let ends = |place: usize| cursor.tokens.get(place);
    let slice = match (ends(from), to.checked_sub(1).and_then(ends)) {
        (Some(first), Some(last)) if from < to => text.get(first.from..last.to),
        _ => None,
    };
    slice.unwrap_or_default().trim().to_owned()
}

/// The place after the longest of these phrases.
fn any_of(cursor: &Cursor<'_>, at: usize, phrases: &[&[&str]]) -> Option<usize> {
    phrases.iter().filter_map(|words| cursor.phrase(at, words)).max()
}

/// The unit of a rule, and how many of it one of a lexical unit is.
pub(super) fn counted_in(unit: Unit) -> (u32, TimeUnit) {
    match unit {
        Unit::Day => (1, TimeUnit::Day),
        Unit::Week => (1, TimeUnit::Week),
        Unit::Fortnight => (2, TimeUnit::Week),
        Unit::Month => (1, TimeUnit::Month),
        Unit::Quarter => (3, TimeUnit::Month),
        Unit::Year => (12, TimeUnit::Month),
    }
}
