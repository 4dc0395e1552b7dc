//! Gates that work has to pass: numbered headings such as `Milestone 1 – Plan agreed`, a checklist below each.

use bellwether_calendar::{Precision, read_timescale};

use super::surroundings::heading_above;
use super::{Claims, Reading};
use crate::draft::{Commitment, Document, Milestone, Source};
use crate::table::plain;

/// Words that name a gate.
const GATES: &[&str] = &["milestone", "gate", "gateway", "checkpoint", "tollgate"];

/// A process has at least so many gates.
const FEWEST: usize = 2;

/// Reads every run of gates with checklists.
pub(super) fn read(reading: &Reading, claims: &mut Claims, document: &mut Document) {
    let mut run: Vec<Commitment> = Vec::new();
    let mut line = 1;
    while line <= reading.source.line_count() {
        let text = reading.source.line(line);
        let gate = gate_heading(text).filter(|_| claims.is_free(line, line));
        let Some((label, title)) = gate else {
            if !text.trim().is_empty() {
                finish(&mut run, claims, document);
            }
            line += 1;
            continue;
        };
        let (checklist, last) = checklist_below(reading, claims, line);
        if checklist.is_empty() {
            finish(&mut run, claims, document);
        } else {
            let section = match run.first() {
                Some(first) => first.section.clone(),
                None => heading_above(reading.source, line),
            };
            run.push(Commitment {
                reference: label,
                section,
                text: title,
                milestones: checklist,
                source: Source { line_from: line, line_to: last },
                ..Commitment::default()
            });
        }
        line = last + 1;
    }
    finish(&mut run, claims, document);
}

fn finish(run: &mut Vec<Commitment>, claims: &mut Claims, document: &mut Document) {
    let gates = std::mem::take(run);
    if gates.len() < FEWEST {
        return;
    }
    for gate in &gates {
        claims.take(gate.source.line_from, gate.source.line_to);
    }
    document.commitments.extend(gates);
}

/// `Gate 2: Plan agreed` as label and title.
fn gate_heading(line: &str) -> Option<(String, String)> {
    let text = plain(line.trim().trim_start_matches('#'));
    let mut words = text.splitn(3, ' ');
    let (word, number, rest) = (words.next()?, words.next()?, words.next().unwrap_or_default());
    if !GATES.contains(&word.to_lowercase().as_str()) {
        return None;
    }
    let is_separator = |c: char| ":-–—.".contains(c);
    let bare = number.trim_end_matches(is_separator);
    let is_number = !bare.is_empty() && bare.len() <= 3 && bare.chars().all(char::is_alphanumeric);
    let parted = bare.len() < number.len() || rest.starts_with(is_separator);
    let title = rest.trim_start_matches(|c: char| is_separator(c) || c.is_whitespace());
    let is_heading =
        is_number && parted && !title.is_empty() && title.split_whitespace().count() <= 12;
    is_heading.then(|| (format!("{word} {bare}"), title.to_owned()))
}

/// An item of a checklist. One that opens with a time after another event keeps it as its date.
fn check_of(text: &str, reading: &Reading) -> Milestone {
    let clause = text.split_once(',').map(|(clause, _)| read_timescale(clause, &reading.context));
    let timed = clause.filter(|clause| clause.precision == Precision::Relative);
    Milestone {
        as_written: timed.as_ref().map(|clause| clause.as_written.clone()),
        earliest: None,
        latest: None,
        precision: timed.map(|clause| clause.precision),
        text: text.to_owned(),
        ..Milestone::default()
    }
}

/// The list items below a heading, and the last line of them.
fn checklist_below(reading: &Reading, claims: &Claims, heading: usize) -> (Vec<Milestone>, usize) {
    let mut items: Vec<Milestone> = Vec::new();
    let mut last = heading;
    for line in heading + 1..=reading.source.line_count() {
        let text = reading.source.line(line).trim();
        if text.is_empty() {
            continue;
        }
        let marked = text
            .strip_prefix(['·', '•', '*', '-', '–', '▪', '\u{f0b7}', '☐', '□'])
            .map(str::trim_start);
        let item = match marked {
            Some(item) if claims.is_free(line, line) => item,
            // A line right below an item goes on with it.
            None if line == last + 1 && !items.is_empty() && gate_heading(text).is_none() => {
                if let Some(item) = items.last_mut() {
                    item.text = format!("{} {}", item.text, plain(text));
                }
                last = line;
                continue;
            }
            _ => break,
        };
        let item = item.strip_prefix("[ ]").or_else(|| item.strip_prefix("[x]")).unwrap_or(item);
        items.push(check_of(&plain(item), reading));
        last = line;
    }
    (items, last)
}

#[cfg(test)]
mod tests;
