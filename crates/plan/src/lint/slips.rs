//! Rules about slips of the pen that a reader stumbles over.

use std::sync::LazyLock;

use regex::Regex;

use super::facts::{Facts, Passage, sentences, words_of};
use super::found::{Found, listed, on_lines};
use super::{Rule, info, warning};
use crate::pattern::pattern;

/// Every rule of this group.
pub(super) const RULES: &[Rule] = &[
    info("word-doubled", "one word twice", word_doubled),
    info(
        "words-clash",
        "two words that cannot stand together, so that one is lacking or too many",
        words_clash,
    ),
    warning(
        "sentence-cut",
        "a paragraph that breaks off in the middle of a sentence",
        sentence_cut,
    ),
    info("ordinal-torn", "\"1 st\" for \"1st\"", ordinal_torn),
    info("bracket-unbalanced", "a bracket without its partner", bracket_unbalanced),
    info("punctuation", "two full stops, two commas", punctuation),
];

/// Words that may well stand twice.
const TWICE: &[&str] = &["had", "that", "very", "so"];

fn word_doubled(facts: &Facts, found: &mut Found) {
    for passage in facts.own() {
        let words: Vec<&str> = passage.text.split(' ').collect();
        let doubled = words.windows(2).find(|pair| {
            pair[0].len() >= 2
                && pair[0].chars().all(|c| c.is_ascii_lowercase())
                && pair[0] == pair[1].trim_end_matches(['.', ',', ';', ':'])
                && !TWICE.contains(&pair[0])
        });
        if let Some([word, _]) = doubled {
            found.at(passage.line, format!("\"{word} {word}\": take one out"));
        }
    }
}

static CLASH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\b(?:(?:are|is|was|were|be) re\b|they is|they was|we is|the (?:a|an|of|to|and|is|are)\b|an? (?:the|of|to|and|is|are)\b",
        r"|of (?:to|is|are|and)\b|(?:is|are|was|were) (?:is|are|was|were)\b|will (?:is|are|was|were)\b|to (?:is|are|was|were|of)\b",
        r"|we (?:also )?need (?:explore|develop|review|consider|agree|ensure|identify|make)\b)"
    ))
});

/// "There are re the framework", "they is still room".
fn words_clash(facts: &Facts, found: &mut Found) {
    for passage in facts.own() {
        // A clause in brackets or quotation marks may open with any word.
        for clash in CLASH.find_iter(&passage.text) {
            let after = passage.text.get(clash.end()..).unwrap_or_default();
            if after.starts_with(['-', '/', '\'', '’', '&', '.']) || clash.as_str().ends_with(" A")
            {
                continue;
            }
            let message = format!(
                "\"{}\" cannot stand so; a word is lacking or wrong: read the sentence again",
                clash.as_str()
            );
            found.at(passage.line, message);
            break;
        }
    }
}

/// The shortest paragraph that is looked at, in words.
const SENTENCE: usize = 6;

fn ends_open(text: &str) -> bool {
    !text.ends_with(['.', '!', '?', ':', ';', ',', ')', '"', '”', '’', '\'', '*', '-', '–'])
}

/// Two sentences of which the second has no end, or one that goes on in small letters further down.
fn sentence_cut(facts: &Facts, found: &mut Found) {
    let mut lines = Vec::new();
    let mut ends = Vec::new();
    for (place, passage) in facts.passages.iter().enumerate() {
        if !passage.is_prose() || !ends_open(&passage.text) {
            continue;
        }
        let next = facts.passages.get(place + 1);
        let goes_on = next.is_some_and(|next| {
            next.is_prose()
                && opens_small(&next.text)
                && !passage.text.contains(['=', '£'])
                && !super::facts::is_list_item(&next.text)
                && !is_bulleted(facts, next)
                && words_of(&passage.text).count() >= SENTENCE
        });
        let sentences = sentences(&passage.text);
        let last = sentences.last().copied().unwrap_or_default();
        let listed = next
            .is_some_and(|next| super::facts::is_list_item(&next.text) || is_bulleted(facts, next));
        let breaks_off = sentences.len() >= 2
            && !listed
            && words_of(last).count() >= SENTENCE
            && words_of(&passage.text).count() >= 3 * SENTENCE;
        if goes_on || breaks_off {
            lines.push(passage.line);
            let words: Vec<&str> = last.split_whitespace().collect();
            let from = words.len().saturating_sub(4);
            ends.push(format!(
                "\"... {}\" on line {}",
                words.get(from..).unwrap_or_default().join(" "),
                passage.line
            ));
        }
    }
    let message = format!(
        "paragraphs that break off without the end of their sentence: {}; check the original for what follows",
        listed(&ends)
    );
    found.across(&lines, message);
}

/// Whether a text opens with a word in small letters.
fn opens_small(text: &str) -> bool {
    let first = text.split(' ').next().unwrap_or_default();
    first.len() >= 3 && first.chars().all(char::is_lowercase)
}

fn is_bulleted(facts: &Facts, passage: &Passage) -> bool {
    facts.reading.source.line(passage.line).trim_start().starts_with(['-', '·', '•', '*', '–'])
}

static TORN: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b\d{1,2} (?:st|nd|rd|th)\b"));

fn ordinal_torn(facts: &Facts, found: &mut Found) {
    let mut lines = Vec::new();
    let mut written = Vec::new();
    for passage in facts.own() {
        if let Some(torn) = TORN.find(&passage.text) {
            lines.push(passage.line);
            written.push(format!("\"{}\"", torn.as_str()));
        }
    }
    let message = format!("{} ({}): close the gap", listed(&written), on_lines(&lines));
    found.across(&lines, message);
}

/// Brackets opened and closed in a text: how many stay open, and how many close nothing.
fn balance(text: &str) -> (usize, usize) {
    let (mut open, mut closed) = (0_usize, 0_usize);
    for (at, mark) in text.match_indices(['(', ')']) {
        if mark == "(" {
            open += 1;
        } else if open > 0 {
            open -= 1;
        } else if !marks_item(text.get(..at).unwrap_or_default()) {
            closed += 1;
        }
    }
    (open, closed)
}

/// "a)" and "3)" mark the items of a list.
fn marks_item(before: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let word = word.trim_start_matches(['-', '*', '·', '•']);
    (1..=3).contains(&word.len())
        && (word.chars().all(|c| c.is_ascii_digit())
            || word.len() == 1
            || word.chars().all(|c| "ivx".contains(c)))
}

fn bracket_unbalanced(facts: &Facts, found: &mut Found) {
    let mut lines = Vec::new();
    let balances: Vec<(usize, usize)> =
        facts.passages.iter().map(|passage| balance(&passage.text)).collect();
    for (place, passage) in facts.passages.iter().enumerate() {
        let Some((open, closed)) = balances.get(place).copied() else { continue };
        // One paragraph of a cell may open what the next closes.
        let near = |offset: usize| balances.get(offset).copied().unwrap_or_default();
        let met = open > 0 && (near(place + 1).1 > 0 || near(place + 2).1 > 0)
            || closed > 0
                && place > 0
                && (near(place - 1).0 > 0 || place > 1 && near(place - 2).0 > 0);
        if !passage.is_running && open + closed > 0 && !met {
            lines.push(passage.line);
        }
    }
    let message =
        format!("a bracket without its partner ({}); close it, or take it out", on_lines(&lines));
    found.across(&lines, message);
}

static MARKS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[A-Za-z)](?:\.\.(?:[^.]|$)|,,|;;|\.,\s|,\.)"));

fn punctuation(facts: &Facts, found: &mut Found) {
    let lines: Vec<usize> = facts
        .own()
        .filter(|passage| {
            MARKS.find(&passage.text).is_some_and(|marks| {
                // "e.g.," and "etc.," are right.
                !marks.as_str().contains(".,") || {
                    let before = passage.text.get(..marks.start()).unwrap_or_default();
                    !before.ends_with(['.', 't', 'c', 'r'])
                }
            })
        })
        .map(|passage| passage.line)
        .collect();
    let message = format!("two marks where one belongs ({}); take one out", on_lines(&lines));
    found.across(&lines, message);
}
