//! Which paragraphs are headings, and which headings each paragraph stands under.

use std::sync::LazyLock;

use regex::Regex;

use super::marks::Mark;
use super::{Kind, Paragraph};
use crate::items::opens_with_task;
use crate::outline;
use crate::pattern::pattern;

/// The level of a heading that has no number.
const UNNUMBERED: u8 = 9;

/// The level of a heading with a number that has no levels but a bracket.
const BRACKETED: u8 = 8;

/// The most words of a heading.
const MOST_WORDS: usize = 12;

/// The most words of a heading behind a number of its own.
const MOST_NUMBERED_WORDS: usize = 22;

static PART: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)^(?:section|part|chapter)\s+(?:\d{1,2}|[ivx]{1,4}|[a-h])\s*:?$")
});
static SENTENCE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:will|shall|must|should|would|is|are|was|were|has|have|had|been|we|they|it|can|cannot|includes?|involves?)\b",
    )
});

/// Whether a paragraph is only the number of a heading, whose title is still to come.
pub(super) fn is_number_alone(paragraph: &Paragraph) -> bool {
    let is_number = matches!(paragraph.mark, Mark::Levels(_) | Mark::Number { .. });
    is_number && paragraph.text.is_empty() || PART.is_match(&paragraph.text)
}

/// Says of every paragraph what it is.
pub(super) fn mark(paragraphs: &mut [Paragraph]) {
    for place in 0..paragraphs.len() {
        let kind = kind(paragraphs, place);
        if let Some(paragraph) = paragraphs.get_mut(place) {
            paragraph.kind = kind;
        }
    }
}

fn kind(paragraphs: &[Paragraph], place: usize) -> Kind {
    let Some(paragraph) = paragraphs.get(place) else { return Kind::Text };
    let before = place.checked_sub(1).and_then(|place| paragraphs.get(place));
    let next = paragraphs.get(place + 1);
    let is_marked = !matches!(paragraph.mark, Mark::None | Mark::Hashes(_));
    match heading_level(paragraph) {
        Some(level) if !is_one_of_many(paragraph, before, next) => Kind::Heading(level),
        _ if is_marked => Kind::Item,
        _ => Kind::Text,
    }
}

/// The level of a paragraph that is written like a heading.
fn heading_level(paragraph: &Paragraph) -> Option<u8> {
    let text = paragraph.text.as_str();
    // The number stood on a line of its own above.
    let is_two_lines = paragraph.starts.len() > 1
        && (paragraph.starts.get(1).is_some_and(|(offset, _)| *offset == 0)
            || PART.is_match(first_line(paragraph)));
    let words = text.split_whitespace().count();
    let is_short = (1..=MOST_WORDS).contains(&words);
    let ends = text.ends_with(['.', ';', ',', '?', '!']);
    let is_sentence = SENTENCE.is_match(text);
    match &paragraph.mark {
        Mark::Hashes(count) => Some(*count),
        _ if text.is_empty() => None,
        _ if PART.is_match(first_line(paragraph)) && words <= MOST_WORDS + 2 => Some(0),
        Mark::Levels(levels) if is_two_lines && is_short => Some(depth(levels)),
        Mark::Number { .. } if is_two_lines && is_short => Some(1),
        Mark::Levels(levels) if is_short && !ends && !is_sentence => Some(depth(levels)),
        Mark::Number { bracket, .. } if words <= MOST_NUMBERED_WORDS && !ends && !is_sentence => {
            Some(if *bracket { BRACKETED } else { 1 })
        }
        Mark::None => {
            let alone = paragraph.after_gap || paragraph.line_from == 1;
            let capital = text.starts_with(|first: char| first.is_uppercase() || first == '*');
            let leads_in = text.ends_with(':') && words >= 5;
            let is_heading = alone && capital && is_short && !is_sentence && !ends && !leads_in;
            (is_heading && outline::heading(text).is_some()).then_some(UNNUMBERED)
        }
        _ => None,
    }
}

fn first_line(paragraph: &Paragraph) -> &str {
    let end = paragraph.starts.get(1).map_or(paragraph.text.len(), |(offset, _)| *offset);
    paragraph.text.get(..end).unwrap_or_default().trim()
}

fn depth(levels: &str) -> u8 {
    u8::try_from(levels.split('.').count()).unwrap_or(BRACKETED).min(BRACKETED - 1)
}

/// Whether a paragraph is an item among others and no heading: its neighbour bears the mark next to its
/// own, and it is a task or its mark is one of lists.
fn is_one_of_many(
    paragraph: &Paragraph,
    before: Option<&Paragraph>,
    next: Option<&Paragraph>,
) -> bool {
    let follows = before.is_some_and(|before| before.mark.is_before(&paragraph.mark));
    let leads = next.is_some_and(|next| paragraph.mark.is_before(&next.mark));
    let is_list = match paragraph.mark {
        Mark::Number { .. } | Mark::Letter(_) | Mark::Bullet => true,
        Mark::Levels(_) => opens_with_task(&paragraph.text),
        Mark::None | Mark::Hashes(_) => false,
    };
    is_list && (follows || leads)
}

/// Gives every paragraph the headings that it stands under.
pub(super) fn place(paragraphs: &mut [Paragraph]) {
    let mut above: Vec<(u8, String)> = Vec::new();
    for paragraph in paragraphs {
        if let Kind::Heading(level) = paragraph.kind {
            above.retain(|(other, _)| *other < level);
            paragraph.sections = above.iter().map(|(_, heading)| heading.clone()).collect();
            above.push((level, printed(paragraph)));
        } else {
            paragraph.sections = above.iter().map(|(_, heading)| heading.clone()).collect();
        }
    }
}

/// A heading as printed, with its number.
fn printed(paragraph: &Paragraph) -> String {
    let text = paragraph.text.trim_end_matches([':', '.']).trim();
    let number = paragraph.mark.reference();
    if number.is_empty() { text.to_owned() } else { format!("{number} {text}") }
}
