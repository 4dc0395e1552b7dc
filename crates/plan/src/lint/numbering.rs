//! Rules about numbers and codes: of actions, sections, indicators, list items.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::facts::{Facts, without_mark};
use super::found::{Found, listed, on_lines};
use super::{Rule, error, info, warning};
use crate::draft::Commitment;
use crate::pattern::pattern;

/// Every rule of this group.
pub(super) const RULES: &[Rule] = &[
    error("reference-duplicate", "one reference for two actions", reference_duplicate),
    info("reference-gap", "a number left out between two actions", reference_gap),
    warning("section-number-duplicate", "one number for two sections", section_number_duplicate),
    warning(
        "label-duplicate",
        "one label defined twice in a list: two of \"Level 3\"",
        label_duplicate,
    ),
    info("code-gap", "codes left out of a run of indicators", code_gap),
    info("code-order", "an indicator out of the order of its codes", code_order),
    info("code-spelling", "codes and labels written in several ways", code_spelling),
    info("number-differs", "one thing with different numbers in two places", number_differs),
    info("list-marks-mixed", "one list with two kinds of mark", list_marks_mixed),
];

/// The same reference twice; references of one level may start anew in every section.
fn reference_duplicate(facts: &Facts, found: &mut Found) {
    let mut first: BTreeMap<(String, Option<&str>), usize> = BTreeMap::new();
    for commitment in
        facts.document.commitments.iter().filter(|commitment| !commitment.reference.is_empty())
    {
        let section = if levels(commitment) > 1 { None } else { commitment.section.as_deref() };
        let line = commitment.source.line_from;
        let earlier = *first.entry((commitment.reference.clone(), section)).or_insert(line);
        if earlier != line {
            let message = format!(
                "reference {} is already used on line {earlier}; give each its own",
                commitment.reference
            );
            found.about(commitment, message);
        }
    }
}

/// So many numbers of a gap are looked for.
const MOST_MISSING: usize = 20;

/// A number left out between two that follow each other in one section.
fn reference_gap(facts: &Facts, found: &mut Found) {
    for pair in facts.document.commitments.windows(2) {
        let [before, after] = pair else { continue };
        let (Some((stem, from)), Some((next, to))) =
            (last_number(&before.reference), last_number(&after.reference))
        else {
            continue;
        };
        let is_there = |number: u32| {
            let wanted = format!("{stem}{number}");
            facts.numbered.iter().any(|heading| heading.number == wanted)
        };
        let follows = stem == next && before.section == after.section && to > from + 1;
        // What is there and promises nothing is no gap.
        if follows && !(from + 1..to).take(MOST_MISSING).all(is_there) {
            let missing = if to == from + 2 {
                format!("{stem}{} is", from + 1)
            } else {
                format!("{stem}{} to {stem}{} are", from + 1, to - 1)
            };
            let message = format!(
                "{} follows {}: {missing} missing; check that no row was lost",
                after.reference, before.reference
            );
            found.about(after, message);
        }
    }
}

fn levels(commitment: &Commitment) -> usize {
    commitment.reference.split('.').count()
}

/// The last number of a reference and what stands before it.
fn last_number(reference: &str) -> Option<(&str, u32)> {
    let stem = reference.trim_end_matches(|character: char| character.is_ascii_digit());
    Some((stem, reference.get(stem.len()..)?.parse().ok()?))
}

fn section_number_duplicate(facts: &Facts, found: &mut Found) {
    let mut first: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    for heading in facts.numbered.iter().filter(|heading| heading.number.contains('.')) {
        let known = *first.entry(&heading.number).or_insert((heading.line, &heading.title));
        if known.0 != heading.line && known.1 != heading.title {
            let message = format!(
                "{} is \"{}\" here and \"{}\" on line {}; number them anew, and check what refers to them",
                heading.number, heading.title, known.1, known.0
            );
            found.across(&[heading.line, known.0], message);
        }
    }
}

static LABEL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^([A-Z][a-z]+ \d{1,2})\s*[:–-]\s*(\S.*)$"));

/// How many lines apart two items of one list may stand.
const LIST_REACH: usize = 12;

fn label_duplicate(facts: &Facts, found: &mut Found) {
    let mut last: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for passage in facts.prose() {
        let Some(label) = LABEL.captures(without_mark(&passage.text)) else { continue };
        let (name, text) = (label[1].to_owned(), label[2].to_owned());
        if let Some((line, other)) = last.get(&name)
            && passage.line - line <= LIST_REACH
            && *other != text
        {
            let message = format!(
                "{name} is defined on line {line} and again, otherwise, on line {}; number one of them anew, and what refers to it",
                passage.line
            );
            found.across(&[passage.line, *line], message);
        }
        last.insert(name, (passage.line, text));
    }
}

/// The letters and the number of a code such as `VSA01` or `NI 51`.
fn parts_of(code: &str) -> Option<(String, u32, &str)> {
    let digits = code.trim_start_matches(|character: char| !character.is_ascii_digit());
    let stem = code.get(..code.len() - digits.len())?.trim();
    let is_stem = (1..=5).contains(&stem.len()) && stem.chars().all(|c| c.is_ascii_uppercase());
    Some((stem.to_owned(), digits.parse().ok()?, digits)).filter(|_| is_stem)
}

/// The indicators' codes by their letters, in the order of the document.
fn runs(facts: &Facts) -> BTreeMap<String, Vec<(u32, usize, String)>> {
    let mut runs: BTreeMap<String, Vec<(u32, usize, String)>> = BTreeMap::new();
    for indicator in &facts.document.indicators {
        if let Some(code) = &indicator.code
            && let Some((stem, number, _)) = parts_of(code)
        {
            let run = runs.entry(stem).or_default();
            if !run.iter().any(|(known, ..)| *known == number) {
                run.push((number, indicator.source.line_from, code.clone()));
            }
        }
    }
    runs.retain(|_, run| run.len() >= 4);
    runs
}

fn code_gap(facts: &Facts, found: &mut Found) {
    for (stem, run) in runs(facts) {
        let known: BTreeSet<u32> = run.iter().map(|(number, ..)| *number).collect();
        let (Some(low), Some(high)) = (known.first(), known.last()) else { continue };
        let width = run.iter().map(|(.., code)| code.len()).max().unwrap_or(0) - stem.len();
        let missing: Vec<String> = (*low..=*high)
            .filter(|number| !known.contains(number))
            .take(known.len())
            .map(|number| format!("{stem}{number:0width$}"))
            .collect();
        // A choice from a long list has more gaps than codes.
        if missing.is_empty() || missing.len() * 4 > known.len() {
            continue;
        }
        // The row behind a gap is where one would look.
        let behind = |number: &u32| !known.contains(&(number - 1)) && number > low;
        let lines: Vec<usize> =
            run.iter().filter(|(number, ..)| behind(number)).map(|(_, line, _)| *line).collect();
        let message = format!(
            "{} {} missing between {stem}{low:0width$} and {stem}{high:0width$}; check that no row was lost",
            listed(&missing),
            if missing.len() == 1 { "is" } else { "are" }
        );
        found.across(&lines, message);
    }
}

fn code_order(facts: &Facts, found: &mut Found) {
    for run in runs(facts).into_values() {
        for pair in run.windows(2) {
            let [(before, line, code), (after, _, next)] = pair else { continue };
            if after < before {
                let message = format!("{code} stands before {next}; check that it is in its place");
                found.at(*line, message);
            }
        }
    }
}

static JOINED: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b([A-Z][A-Za-z]+)(\d{1,3})\b"));
static PARTED: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b([A-Z][A-Za-z]+) (\d{1,3})\b"));

/// Words that stand before a number without making a label of it.
const MONTHS: &[&str] = &[
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec",
    "June", "July", "March", "April",
];

/// "Pledge10" beside "Pledge 9", "NI123" beside "NI 51", "VSC1" beside "VSA01".
fn code_spelling(facts: &Facts, found: &mut Found) {
    let mut ways: BTreeMap<String, [Option<(usize, String)>; 2]> = BTreeMap::new();
    let mut note = |stem: &str, way: usize, line: usize, written: &str| {
        let entry = ways.entry(stem.to_owned()).or_default();
        entry[way].get_or_insert_with(|| (line, written.to_owned()));
    };
    for passage in facts.own().filter(|p| p.text.bytes().any(|byte| byte.is_ascii_digit())) {
        for (way, pattern) in [(0, &JOINED), (1, &PARTED)] {
            for label in pattern.captures_iter(&passage.text) {
                if !MONTHS.contains(&&label[1]) {
                    note(&label[1], way, passage.line, &label[0]);
                }
            }
        }
    }
    for (stem, ways) in &ways {
        if let [Some((line, joined)), Some((other, parted))] = ways {
            let message = format!(
                "{stem} stands with and without a blank before its number: \"{joined}\" on line {line}, \"{parted}\" on line {other}; write it one way"
            );
            found.across(&[*line, *other], message);
        }
    }
    padding(facts, found);
}

/// Codes of one family some of which are padded with noughts.
fn padding(facts: &Facts, found: &mut Found) {
    let mut families: BTreeMap<String, BTreeMap<bool, (usize, String)>> = BTreeMap::new();
    for indicator in &facts.document.indicators {
        let Some(code) = &indicator.code else { continue };
        if let Some((stem, number, digits)) =
            parts_of(code).filter(|(stem, number, _)| stem.len() >= 3 && *number < 10)
        {
            let _ = number;
            let family = stem.get(..stem.len() - 1).unwrap_or_default().to_owned();
            let padded = digits.starts_with('0');
            let entry = families.entry(family).or_default();
            entry.entry(padded).or_insert((indicator.source.line_from, code.clone()));
        }
    }
    for ways in families.into_values().filter(|ways| ways.len() > 1) {
        let written: Vec<String> =
            ways.values().map(|(line, code)| format!("{code} (line {line})")).collect();
        let lines: Vec<usize> = ways.values().map(|(line, _)| *line).collect();
        let message = format!(
            "codes with and without a nought before a single figure: {}; write them alike",
            listed(&written)
        );
        found.across(&lines, message);
    }
}

/// A title without its number, and the number.
fn number_and_title(text: &str) -> Option<(u32, String)> {
    let digits = text.find(|character: char| !character.is_ascii_digit())?;
    let number = text.get(..digits)?.parse().ok()?;
    let rest = text.get(digits..)?.strip_prefix(['.', ')'])?.trim();
    let title = rest.trim_matches(['*', '\'', '"', '‘', '’', ' ']).to_lowercase();
    (title.len() >= 12).then_some((number, title))
}

/// A row of a table and a heading with the same words and different numbers.
fn number_differs(facts: &Facts, found: &mut Found) {
    let mut headings: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for heading in facts.numbered.iter().filter(|heading| !heading.number.contains('.')) {
        let title = heading.title.trim_matches(['*', '\'', '"', ' ']).to_lowercase();
        headings.insert(title, (heading.number.clone(), heading.line));
    }
    for row in facts.reading.tables.iter().flat_map(|table| &table.rows) {
        let first = row.text(0);
        let Some((number, title)) = number_and_title(&first) else { continue };
        // A table of contents may well number otherwise: that is another rule.
        let is_contents = row.cells.last().is_some_and(|cell| {
            row.cells.len() > 1 && cell.text().chars().all(|c| c.is_ascii_digit())
        });
        if let Some((other, line)) = headings.get(&title).filter(|_| !is_contents)
            && *other != number.to_string()
        {
            let message = format!(
                "\"{first}\" is number {other} on line {line}; number it alike, and check that nothing between was left out"
            );
            found.beside(row.line_from, &[*line], message);
        }
    }
}

static MARKED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(-\s+)?(\d{1,2})([.)])\s+\S"));

/// "- 1)" at the first item and "2)" at the second.
fn list_marks_mixed(facts: &Facts, found: &mut Found) {
    let mut last: Option<(u32, bool, usize)> = None;
    let mut lines = Vec::new();
    for (number, line) in facts.reading.source.lines() {
        let Some(mark) = MARKED.captures(line.trim()) else { continue };
        let Ok(item) = mark[2].parse::<u32>() else { continue };
        let dashed = mark.get(1).is_some();
        if let Some((before, was_dashed, _)) = last
            && item == before + 1
            && dashed != was_dashed
            && &mark[3] == ")"
        {
            lines.push(number);
        }
        last = Some((item, dashed, number));
    }
    let message = format!(
        "items of one list have different marks ({}), some with a dash before the number; mark them alike so that the list can be followed",
        on_lines(&lines)
    );
    found.across(&lines, message);
}
