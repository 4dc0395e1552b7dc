//! Rules about promises that promise little: placeholders, conditions, targets without a measure.

use std::sync::LazyLock;

use regex::Regex;

use super::facts::{Facts, Passage, sentences};
use super::found::{Found, listed, on_lines};
use super::{Rule, info, warning};
use crate::pattern::pattern;

/// Every rule of this group.
pub(super) const RULES: &[Rule] = &[
    warning("left-open", "what is to follow, awaited or to be confirmed", left_open),
    warning("note-to-author", "a note from one author of the plan to another", note_to_author),
    info("conditional-action", "an action that depends on a condition", conditional),
    info("target-without-number", "a target that names no number", without_number),
    info("target-not-set", "an indicator for which no target is set", target_not_set),
    warning("list-empty", "a dash or colon in a cell with nothing after it", list_empty),
];

static PLACEHOLDER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:£\s?[xX]{1,}\b|\b[xX]{2,}\b(?:\s?%)?|\b(?:TBC|TBA|TBD|tbc|tba|tbd)\b|\?\?+|\[(?:insert|name|date|amount|to be)[^\]]*\]",
        r"|(?i:\((?:[a-z ]*\b)?(?:to follow|awaited|to be confirmed|to be added|to be agreed|to be completed)\)|\bto follow\)",
        r"|\bto be (?:added|confirmed|determined|inserted|supplied)\b|\bto be completed (?:when|once|later)\b|\(awaited\)|\bis awaited\b|_{4,}|\.{5,}))"
    ))
});

fn left_open(facts: &Facts, found: &mut Found) {
    let told = facts.unwritten();
    let mut lines = Vec::new();
    let mut kinds: Vec<String> = Vec::new();
    for passage in facts.own().filter(|passage| !told.contains(&passage.line)) {
        if let Some(place) = PLACEHOLDER.find(&passage.text) {
            let kind = place.as_str().trim_matches(['(', ')']).trim().to_owned();
            lines.push(passage.line);
            if !kinds.iter().any(|known| known.eq_ignore_ascii_case(&kind)) {
                kinds.push(kind);
            }
        }
    }
    let kinds: Vec<String> = kinds.iter().map(|kind| format!("\"{kind}\"")).collect();
    let message = format!(
        "places still to be filled in ({}; {}); fill them, or say by whom and by when",
        listed(&kinds),
        on_lines(&lines)
    );
    found.across(&lines, message);
}

static NOTE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:\b[Ww]e need to (?:say|add|write|explain|decide|confirm|agree|define|clarify|include|insert|check)\b",
        r"|\bWhat is (?:required|needed)\?|\b[Ww]e must avoid (?:repetition|duplication)|\b[Tt]his requires us to (?:agree|decide|define)\b",
        r"|\bwill define what we need\b|\b(?:NB|Note to (?:self|author|editor))[:\s-]+(?:check|add|ask|update)|\bDRAFT ONLY\b|\(\?\)|\bto be (?:re)?written\b|\bdo we (?:need|want)\b[^.]*\?)"
    ))
});

fn note_to_author(facts: &Facts, found: &mut Found) {
    let told = facts.unwritten();
    for passage in facts.own().filter(|passage| !told.contains(&passage.line)) {
        if let Some(note) = NOTE.find(&passage.text) {
            let message = format!(
                "\"{}\" speaks to the authors, not to the readers; answer it and take it out",
                note.as_str()
            );
            found.at(passage.line, message);
        }
    }
}

static CONDITION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:if (?:it is found|necessary|required|needed|appropriate|agreed|funding)|may be necessary|as required|where (?:necessary|required)|subject to|may include|depending on|as and when|would depend)\b",
    )
});

/// Conditions in the rows of actions; in prose they are how people speak.
fn conditional(facts: &Facts, found: &mut Found) {
    let mut lines = Vec::new();
    let mut words = Vec::new();
    for commitment in &facts.document.commitments {
        let in_table =
            facts.passages_of(commitment.source).iter().any(|passage| passage.table.is_some());
        let steps = commitment.milestones.iter().map(|step| step.text.as_str());
        let texts = std::iter::once(commitment.text.as_str())
            .chain(commitment.progress.as_deref())
            .chain(steps);
        let condition = texts.into_iter().find_map(|text| CONDITION.find(text));
        if let Some(condition) = condition.filter(|_| in_table) {
            let line = facts.line_of(commitment.source, condition.as_str());
            lines.push(line);
            words.push(format!("\"{}\" on line {line}", condition.as_str()));
        }
    }
    let message = format!(
        "actions that depend on a condition: {}; say who decides it and by when, or what is done in any case",
        listed(&words)
    );
    found.across(&lines, message);
}

static GROWTH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\b(?:(?:significant|substantial|considerable|marked|measurable|sustained|real) (?:reductions?|increases?|improvements?|shift|growth)(?: in| of)? [a-z]{3,}",
        r"|(?:deliver(?:ing)?|make|making|show) significant improvements?|target rates?|(?:opening|closing) of all\b|further reduce\b)"
    ))
});

/// "A significant reduction" in a sentence without a figure.
fn without_number(facts: &Facts, found: &mut Found) {
    let mut lines = Vec::new();
    let mut words = Vec::new();
    for passage in facts.own() {
        for sentence in sentences(&passage.text) {
            let Some(aim) = GROWTH.find(sentence) else { continue };
            if !has_measure(sentence) {
                lines.push(passage.line);
                words.push(format!("\"{}\" on line {}", aim.as_str(), passage.line));
            }
        }
    }
    let message = format!(
        "aims without a measure: {}; say from how much to how much, and by when",
        listed(&words)
    );
    found.across(&lines, message);
}

/// A figure that is no year and no number of a list.
fn has_measure(sentence: &str) -> bool {
    let bare = super::facts::without_mark(sentence);
    let words = bare.split_whitespace();
    let mut figures = words.filter(|word| word.chars().any(|c| c.is_ascii_digit()));
    figures.any(|word| {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        word.contains('%') || word.contains('£') || digits < 4 && !word.contains('/')
    })
}

static NOT_SET: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:target (?:has|have) not (?:yet )?been set|no target (?:has been|is|was|will be) set|not intended to set|targets? (?:is|are) yet to be (?:set|agreed))\b",
    )
});

fn target_not_set(facts: &Facts, found: &mut Found) {
    let lines: Vec<usize> = facts
        .own()
        .filter(|passage| passage.text.contains("set") && NOT_SET.is_match(&passage.text))
        .map(|passage| passage.line)
        .collect();
    let message = format!(
        "no target is set ({}); set one, or say how it will be judged whether things went well",
        on_lines(&lines)
    );
    found.across(&lines, message);
}

/// "Set priorities -" in a cell, and nothing behind it.
fn list_empty(facts: &Facts, found: &mut Found) {
    let is_open = |passage: &&Passage| {
        passage.table.is_some()
            && passage.text.ends_with([" -", " –"].map(|end| end.chars().last().unwrap_or('-')))
            && passage.text.trim_end_matches(['-', '–']).ends_with(' ')
            && passage.text.split_whitespace().count() > 2
    };
    for passage in facts.passages.iter().filter(is_open) {
        let message = format!(
            "\"{}\" ends in a dash with nothing after it; write what was to follow",
            super::found::opening(&passage.text)
        );
        found.at(passage.line, message);
    }
}
