//! Rules about numbers that the text states of its own lists.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::facts::{Facts, Passage, sentences};
use super::found::{Found, listed};
use super::{Rule, warning};
use crate::pattern::pattern;

/// Every rule of this group.
pub(super) const RULES: &[Rule] = &[
    warning("count-differs", "six main priorities here and eight there", count_differs),
    warning("count-against-list", "seven announced and eight listed", count_against_list),
];

macro_rules! number {
    () => {
        r"(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})"
    };
}

/// A number, one or more words that make it a number of the plan's own things, and the things.
static STATED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\b",
        number!(),
        r"\s((?:(?:main|key|clear|core|strategic|corporate|overarching|top|principal|major|local|new|high[- ]level)\s){1,2})",
        r"(priorities|objectives|goals|aims|pillars|themes|principles|pledges|actions|projects|workstreams|programmes|targets|risks|outcomes|standards|recommendations|milestones|values)\b"
    ))
});

static ANNOUNCED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\b",
        number!(),
        r"\s(?:(?:main|key|clear|core|strategic|specific|important|different|broad|simple|following|further|new|distinct|separate)\s){0,2}['‘]?(priorities|objectives|goals|aims|pillars|themes|principles|pledges|projects|workstreams|targets|risks|outcomes|standards|recommendations|components|stages|levels|steps|ways|areas|reasons)\b"
    ))
});

const NUMBERS: [&str; 11] =
    ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

fn value(written: &str) -> usize {
    let small = written.to_lowercase();
    let place = NUMBERS.iter().position(|name| *name == small);
    place.map_or_else(|| small.parse().unwrap_or(0), |place| place + 2)
}

fn count_differs(facts: &Facts, found: &mut Found) {
    let mut things: BTreeMap<String, Vec<(usize, String, usize)>> = BTreeMap::new();
    for passage in facts.prose() {
        for stated in STATED.captures_iter(&passage.text) {
            let thing = stated[3].to_lowercase();
            things.entry(thing).or_default().push((
                value(&stated[1]),
                stated[0].to_owned(),
                passage.line,
            ));
        }
    }
    for (thing, stated) in things {
        let numbers: BTreeSet<usize> = stated.iter().map(|(number, ..)| *number).collect();
        if numbers.len() < 2 {
            continue;
        }
        let written: Vec<String> = stated
            .iter()
            .map(|(_, written, line)| format!("\"{written}\" on line {line}"))
            .collect();
        let lines: Vec<usize> = stated.iter().map(|(.., line)| *line).collect();
        let message = format!(
            "the number of {thing} differs: {}; count them and say one number",
            listed(&written)
        );
        found.across(&lines, message);
    }
}

/// The number at the head of a list item: `3)`, `- 3)`, `3.`; a letter counts as its place.
fn item_number(line: &str) -> Option<(usize, bool)> {
    let text = line.trim().trim_start_matches(['-', '–', '·', '•', '*', ' ']);
    let (mark, after) = text.split_once([')', '.'])?;
    let bracketed = text.as_bytes().get(mark.len()) == Some(&b')');
    if !after.starts_with([' ', '*']) {
        return None;
    }
    if let [letter @ b'a'..=b'l'] = mark.as_bytes() {
        return Some((usize::from(*letter - b'a') + 1, bracketed));
    }
    mark.parse().ok().filter(|number| (1..=30).contains(number)).map(|number| (number, bracketed))
}

/// How far under its announcement a list may begin, in lines.
const REACH: usize = 4;

/// Items this far apart, in lines, have text of their own between them.
const SPREAD: usize = 4;

/// "In seven steps:", and then the items.
fn count_against_list(facts: &Facts, found: &mut Found) {
    let source = facts.reading.source;
    let items: Vec<Item> = source
        .lines()
        .filter(|(_, line)| line.len() < 2_000)
        .filter_map(|(line, text)| {
            let (number, bracketed) = item_number(text)?;
            Some(Item { line, number, bracketed })
        })
        .collect();
    for passage in facts.prose().filter(|passage| passage.text.ends_with([':', '.'])) {
        // Only the last sentence announces what stands below.
        let sentence = sentences(&passage.text).last().copied().unwrap_or_default();
        let Some(stated) = ANNOUNCED.captures_iter(sentence).last() else { continue };
        let at = stated.get(0).map_or(0, |all| all.start());
        if sentence.get(..at).is_some_and(|before| before.ends_with(['/', '-', '.', ','])) {
            continue;
        }
        let announced = value(&stated[1]);
        let listed = listed_under(&items, passage);
        if let Some((count, line)) = listed.filter(|(count, _)| *count != announced && *count >= 2)
        {
            let message = format!(
                "\"{}\" are announced and {count} are listed, the last on line {line}; count them and say one number",
                &stated[0]
            );
            found.across(&[passage.line, line], message);
        }
    }
}

/// An item of a list.
#[derive(Debug, Clone, Copy)]
struct Item {
    line: usize,
    number: usize,
    /// Marked `3)` and not `3.`.
    bracketed: bool,
}

/// How many items stand in the list under a passage, and the line of the last.
fn listed_under(items: &[Item], passage: &Passage) -> Option<(usize, usize)> {
    let from = items.partition_point(|item| item.line <= passage.line);
    let first = items.get(from).filter(|item| {
        item.number == 1 && item.line - passage.line <= REACH && passage.text.ends_with(':')
    })?;
    let following = || items.iter().skip(from + 1).filter(|item| item.bracketed == first.bracketed);
    let second = following().find(|item| item.number == 2)?;
    let spread = second.line - first.line > SPREAD;
    let mut last = *first;
    for item in following() {
        if !spread && item.line - last.line > SPREAD {
            break;
        }
        if item.number == last.number + 1 {
            last = *item;
        }
    }
    Some((last.number, last.line))
}
