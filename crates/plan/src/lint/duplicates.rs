//! Rules about what stands in a plan twice.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::facts::{Facts, sentences, words_of};
use super::found::{Found, counted, listed, on_lines, opening};
use super::{Rule, info, warning};
use crate::draft::Commitment;

/// Every rule of this group.
pub(super) const RULES: &[Rule] = &[
    warning("action-duplicate", "the same action twice", action_duplicate),
    info("action-alike", "actions that begin with the same words and may be one", action_alike),
    info("title-duplicate", "one short title for several actions", title_duplicate),
    info("section-duplicate", "one heading for several blocks of a table", section_duplicate),
];

/// A title shorter than this, in bytes, may stand under every heading.
const SHORT: usize = 40;

/// Text without case, figures and marks.
fn folded(text: &str) -> String {
    let words = words_of(text).filter(|word| !word.chars().any(|c| c.is_ascii_digit()));
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

fn by_text<'a>(facts: &'a Facts) -> BTreeMap<String, Vec<&'a Commitment>> {
    let mut texts: BTreeMap<String, Vec<&Commitment>> = BTreeMap::new();
    for commitment in &facts.document.commitments {
        texts.entry(folded(&commitment.text)).or_default().push(commitment);
    }
    texts.retain(|text, commitments| !text.is_empty() && commitments.len() > 1);
    texts
}

/// From so many on, doubled actions are one finding.
const MANY: usize = 3;

fn action_duplicate(facts: &Facts, found: &mut Found) {
    let texts = by_text(facts);
    let doubled: Vec<&Vec<&Commitment>> =
        texts.values().filter(|all| all[0].text.len() >= SHORT).collect();
    let lines_of = |commitments: &[&Commitment]| -> Vec<usize> {
        commitments.iter().map(|commitment| commitment.source.line_from).collect()
    };
    if doubled.len() >= MANY {
        let lines: Vec<usize> = doubled.iter().flat_map(|all| lines_of(all)).collect();
        let names: Vec<String> = doubled
            .iter()
            .map(|all| format!("\"{}\" on {}", opening(&all[0].text), on_lines(&lines_of(all))))
            .collect();
        let message = format!(
            "{} stand more than once: {}; keep each once, and let what repeats it point there",
            counted(doubled.len(), "action"),
            listed(&names)
        );
        found.across(&lines, message);
        return;
    }
    for commitments in doubled {
        let lines = lines_of(commitments);
        let message = format!(
            "\"{}\" stands {} times ({}); keep it once, or say how they differ",
            opening(&commitments[0].text),
            commitments.len(),
            on_lines(&lines)
        );
        found.across(&lines, message);
    }
}

fn title_duplicate(facts: &Facts, found: &mut Found) {
    let mut titles = Vec::new();
    let mut lines = Vec::new();
    for commitments in by_text(facts).values().filter(|all| all[0].text.len() < SHORT) {
        let references: Vec<&str> = commitments
            .iter()
            .map(|commitment| commitment.reference.as_str())
            .filter(|reference| !reference.is_empty())
            .collect();
        let name = if references.is_empty() {
            counted(commitments.len(), "row")
        } else {
            listed(&references)
        };
        titles.push(format!("\"{}\" ({name})", commitments[0].text));
        lines.extend(commitments.iter().map(|commitment| commitment.source.line_from));
    }
    let message = format!(
        "titles that several actions share: {}; say in each what it is about",
        listed(&titles)
    );
    found.across(&lines, message);
}

/// Words that open many actions and tell nothing of what they are about.
const PLAIN: &[&str] = &[
    "a",
    "an",
    "and",
    "the",
    "to",
    "of",
    "for",
    "in",
    "on",
    "with",
    "all",
    "be",
    "by",
    "that",
    "will",
    "develop",
    "start",
    "implement",
    "continue",
    "identify",
    "establish",
    "agree",
    "review",
    "ensure",
    "set",
    "up",
    "we",
    "then",
    "during",
    "course",
    "our",
    "produce",
    "complete",
    "undertake",
    "new",
    "other",
    "any",
    "work",
    "use",
    "further",
];

/// The shortest name of an area, in bytes: a word such as "High" may well stand in many rows.
const SHORTEST_AREA: usize = 12;

/// How many words two actions must begin with to be looked at.
const SHARED: usize = 6;

/// Sentences of two actions that begin alike: one may repeat the other.
fn action_alike(facts: &Facts, found: &mut Found) {
    let mut openings: HashMap<String, Vec<(usize, usize, bool)>> = HashMap::new();
    let mut order: Vec<String> = Vec::new();
    for (place, commitment) in facts.document.commitments.iter().enumerate() {
        let mut seen = HashSet::new();
        for (order_in_text, sentence) in sentences(&commitment.text).into_iter().enumerate() {
            let words: Vec<String> =
                words_of(sentence).take(SHARED).map(str::to_lowercase).collect();
            let telling = words
                .iter()
                .filter(|word| {
                    !PLAIN.contains(&word.as_str()) && !word.starts_with(char::is_numeric)
                })
                .count();
            let key = words.join(" ");
            if words.len() == SHARED && telling >= 2 && seen.insert(key.clone()) {
                let places = openings.entry(key.clone()).or_default();
                if places.is_empty() {
                    order.push(key);
                }
                places.push((place, commitment.source.line_from, order_in_text == 0));
            }
        }
    }
    let text = |place: usize| {
        facts.document.commitments.get(place).map(|one| folded(&one.text)).unwrap_or_default()
    };
    for key in order {
        let Some(places) = openings.get(&key).filter(|places| places.len() == 2) else { continue };
        let [(one, line, opens), (two, other, also_opens)] = places.as_slice() else { continue };
        // What stands at the end of both is a remark.
        if !opens && !also_opens || text(*one) == text(*two) && text(*one).len() >= SHORT {
            continue;
        }
        let message = format!(
            "lines {line} and {other} both begin \"{key} ...\"; if it is one action, keep it once, with one lead and one date"
        );
        found.across(&[*line, *other], message);
    }
}

/// In a table that names an area once and leaves the cells under it blank, one that is named again.
fn section_duplicate(facts: &Facts, found: &mut Found) {
    for table in facts.reading.tables {
        let blank = table.rows.iter().filter(|row| row.is_blank(0)).count();
        if blank * 4 < table.rows.len() {
            continue;
        }
        let mut areas: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for row in table.rows.iter().filter(|row| !row.is_blank(0) && row.filled() > 1) {
            areas.entry(row.text(0)).or_default().push(row.line_from);
        }
        for (area, lines) in
            areas.into_iter().filter(|(area, lines)| lines.len() > 1 && area.len() >= SHORTEST_AREA)
        {
            let message = format!(
                "\"{area}\" heads {} blocks of one table ({}); join them, or name them apart",
                lines.len(),
                on_lines(&lines)
            );
            found.across(&lines, message);
        }
    }
}
