//! Places where something is still to be written: blanks, notes to the writer, and sections without content.
//!
//! Four signs are used. A blank stands where a figure or name belongs (`£xx`, `[insert date]`, `TBC`). A
//! sentence opens with "to be added" or the like. A note speaks to the writer ("we need to say here", or an
//! open question beside a reference). The first words under a heading say what the section will hold
//! ("This will define …"), or nothing stands under it at all.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::paragraphs::{Kind, Mark, Paragraph, paragraphs};
use super::{Claims, Reading};
use crate::draft::{Document, Finding, Severity};
use crate::pattern::pattern;

/// The name of the rule under which placeholders are reported.
pub(crate) const RULE: &str = "placeholder";

/// The most sentences of a paragraph that only says what its section will hold.
const MOST_SENTENCES: usize = 3;

/// How much of a placeholder is quoted, in characters.
const LONGEST_QUOTE: usize = 80;

/// Why something is a placeholder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reason {
    /// A mark stands for what is not known yet.
    Blank,
    /// It says that it is still to be written.
    Unwritten,
    /// It is a note to the writer.
    Note,
    /// It says what the section will hold, and no more.
    Announced,
    /// A heading with nothing under it.
    Empty,
}

/// A place where something is still to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Placeholder {
    /// Its line.
    pub(crate) line: usize,
    /// Its words.
    pub(crate) text: String,
    /// Reference of the paragraph, as printed; empty when it has none.
    pub(crate) reference: String,
    /// Why it is one.
    pub(crate) reason: Reason,
}

/// Reports every placeholder as a finding.
pub(super) fn read(reading: &Reading, _: &mut Claims, document: &mut Document) {
    document.findings.extend(find(reading).into_iter().map(|found| found.finding()));
}

impl Placeholder {
    fn finding(&self) -> Finding {
        let mut quote: String = self.text.chars().take(LONGEST_QUOTE).collect();
        if quote.len() < self.text.len() {
            quote = format!("{} …", quote.trim_end());
        }
        let message = match self.reason {
            Reason::Blank => format!("\"{quote}\" leaves a blank; fill it in"),
            Reason::Unwritten => {
                format!("\"{quote}\" is still to be written; write it or take it out")
            }
            Reason::Note => {
                format!("\"{quote}\" is a note to the writer; answer it and take it out")
            }
            Reason::Announced => {
                format!("\"{quote}\" says what belongs here and does not give it; write it")
            }
            Reason::Empty => {
                format!("nothing stands under \"{quote}\"; write it or take the heading out")
            }
        };
        Finding {
            rule: RULE.to_owned(),
            severity: Severity::Warning,
            message,
            line: Some(self.line),
            also_lines: Vec::new(),
            reference: (!self.reference.is_empty()).then(|| self.reference.clone()),
        }
    }
}

static BLANK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"[£€$]\s?(?:[xX]+|_{2,}|\?+)(?:[^A-Za-z]|$)|\b(?:xx+|XX+)\b|_{4,}|\?{2,}",
        r"|(?i:[\[<](?:insert|add|enter|name|date|amount|to be|tb[acd]|x+\b|\.{2,}|…)[^\]>]*[\]>])|(?i:\blorem ipsum\b)",
        r"|(?i:^(?:tbc|tba|tbd|to follow)\W*$)"
    ))
});
static UNWRITTEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^\W*(?:(?:this|the)?\s?(?:details?|text|figures?|section|contents?|information|further details?|summary)\s+)?",
        r"(?:(?:is |are )?(?:yet |still )?to be\s+(?:\w+ly\s+)?(?:added|agreed|confirmed|completed|inserted|determined|advised|supplied",
        r"|provided|written|drafted|finalised|decided|announced|populated|updated)\b|to follow\b|under construction\b)"
    ))
});
static NOTE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\b(?:we|i|you)\s+(?:still\s+)?(?:must|need to|should|have to)\s+(?:say|add|write|insert|include|describe|explain|mention)\b",
        r"(?:\s+\S+){0,4}?\s+(?:here|in this (?:section|paragraph|document|plan))\b|^\W*(?:note to (?:self|author|editor)|drafting note|author's note)\b"
    ))
});
static QUESTION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|[.!]\s+)(?:What|Who|When|Where|How|Which|Is|Are|Do|Does|Can|Should)\b[^.?!()]{3,50}\?",
    )
});
static EDITING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(?:[Ww]e|I) (?:must|need to|should)\b|\b[Ss]ee (?:\d|[Ss]ection|above|below)")
});
static ANNOUNCED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^(?:this|these|it)(?: (?:section|appendix|annexe?|chapter|part))?\s+(?:(?:will|must|should|needs? to)\s+(?:\w+ly\s+|also\s+)?",
        r"(?:define|include|specify|set out|describe|contain|cover|list|identify|explain|outline|summarise",
        r"|be\s+(?:confirmed|defined|completed|added|agreed|written|provided|finalised))\b|requires? us to\b)"
    ))
});

/// Finds every placeholder, in document order.
pub(crate) fn find(reading: &Reading) -> Vec<Placeholder> {
    let paragraphs = paragraphs(reading);
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for paragraph in paragraphs.iter().filter(|one| matches!(one.kind, Kind::Heading(_))) {
        *times.entry(paragraph.text.to_lowercase()).or_default() += 1;
    }
    let mut found: Vec<Placeholder> = Vec::new();
    for (place, paragraph) in paragraphs.iter().enumerate() {
        let reason = match paragraph.kind {
            Kind::Heading(_) if BLANK.is_match(&paragraph.text) => Some(Reason::Blank),
            Kind::Heading(_) => is_empty(&paragraphs, place, &times).then_some(Reason::Empty),
            Kind::Item | Kind::Text => reason_of(&paragraphs, place),
        };
        if let Some(reason) = reason {
            found.push(Placeholder {
                line: paragraph.line_from,
                text: paragraph.text.clone(),
                reference: paragraph.mark.reference(),
                reason,
            });
        }
    }
    found.extend(blanks_beside(reading, &found));
    found.sort_by_key(|placeholder| placeholder.line);
    found
}

/// Blanks on lines that are no paragraph of their own: in tables, and lines that repeat.
fn blanks_beside(reading: &Reading, known: &[Placeholder]) -> Vec<Placeholder> {
    let is_new = |line: &usize| known.binary_search_by_key(line, |found| found.line).is_err();
    let blank = |(line, text): (usize, &str)| {
        let is_blank = text.contains(['x', 'X', '_', '?', '[', '<']) && BLANK.is_match(text);
        (is_blank && is_new(&line)).then(|| Placeholder {
            line,
            text: crate::table::plain(text),
            reference: String::new(),
            reason: Reason::Blank,
        })
    };
    reading.source.lines().filter_map(blank).collect()
}

fn reason_of(paragraphs: &[Paragraph], place: usize) -> Option<Reason> {
    let paragraph = paragraphs.get(place)?;
    let text = paragraph.text.as_str();
    if BLANK.is_match(text) {
        return Some(Reason::Blank);
    }
    if UNWRITTEN.is_match(text) && text.split_whitespace().count() <= 20 {
        return Some(Reason::Unwritten);
    }
    let asks = QUESTION.is_match(text) && EDITING.is_match(text);
    if asks || NOTE.is_match(text) {
        return Some(Reason::Note);
    }
    // "This" right under a heading speaks of the section itself.
    let heading = place.checked_sub(1).and_then(|before| paragraphs.get(before));
    let is_first = heading.is_some_and(|heading| matches!(heading.kind, Kind::Heading(_)));
    let is_announced = is_first
        && !paragraph.after_table
        && ANNOUNCED.is_match(text)
        && paragraph.sentences().len() <= MOST_SENTENCES;
    is_announced.then_some(Reason::Announced)
}

/// Whether nothing stands under a numbered heading of the second level or below, or an appendix.
///
/// A heading that is printed twice is an entry of the contents once.
fn is_empty(paragraphs: &[Paragraph], place: usize, times: &BTreeMap<String, usize>) -> bool {
    let Some(heading) = paragraphs.get(place) else { return false };
    let Kind::Heading(level) = heading.kind else { return false };
    let opens = heading.text.split([' ', ':']).next().unwrap_or_default().to_lowercase();
    let is_part = ["appendix", "annex", "annexe"].contains(&opens.as_str());
    if !(matches!(heading.mark, Mark::Levels(_)) || is_part && heading.mark != Mark::None) {
        return false;
    }
    let is_bare = paragraphs.get(place + 1).is_some_and(|next| {
        matches!(next.kind, Kind::Heading(other) if other <= level) && !next.after_table
    });
    is_bare && times.get(&heading.text.to_lowercase()) == Some(&1)
}

#[cfg(test)]
mod tests;
