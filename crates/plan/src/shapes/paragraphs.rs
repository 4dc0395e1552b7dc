//! The running text of a document as paragraphs: headings, list items and text, each in its section.
//!
//! Broken lines are joined again, also over a page break, so that a sentence is whole wherever a later
//! reader looks for one; tables and running page headings are left out.

mod headings;
mod marks;

pub(crate) use marks::Mark;

use super::Reading;
use crate::items::sentences_of;
use crate::table::plain;

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A heading; the lower the level, the higher it stands.
    Heading(u8),
    /// An item of a list.
    Item,
    /// Anything else.
    Text,
}

/// A paragraph outside the tables.
#[derive(Debug, Clone)]
pub(crate) struct Paragraph {
    /// Its words, freed of marks and markdown.
    pub(crate) text: String,
    /// What stood in front of it.
    pub(crate) mark: Mark,
    /// What it is.
    pub(crate) kind: Kind,
    /// The headings that it stands under, the highest first, each as printed.
    pub(crate) sections: Vec<String>,
    /// First line.
    pub(crate) line_from: usize,
    /// Last line.
    pub(crate) line_to: usize,
    /// Whether a table or figure stands between it and the paragraph before.
    pub(crate) after_table: bool,
    /// Where each of its lines begins: offset in the text, number of the line.
    starts: Vec<(usize, usize)>,
    /// Length of its last line, in bytes.
    last_length: usize,
    /// Whether a blank line stands before it.
    after_gap: bool,
}

/// A sentence of a paragraph, with the lines that it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sentence {
    /// Its words.
    pub(crate) text: String,
    /// First line.
    pub(crate) line_from: usize,
    /// Last line.
    pub(crate) line_to: usize,
}

impl Paragraph {
    /// Its sentences, in order.
    pub(crate) fn sentences(&self) -> Vec<Sentence> {
        let mut at = 0;
        sentences_of(&self.text)
            .into_iter()
            .map(|text| {
                let (from, to) = (at, at + text.len());
                at = to + 1;
                let line_from = self.line_at(from);
                let line_to = self.line_at(to.saturating_sub(1)).max(line_from);
                Sentence { text, line_from, line_to }
            })
            .collect()
    }

    fn line_at(&self, offset: usize) -> usize {
        let after = self.starts.partition_point(|(start, _)| *start <= offset);
        after.checked_sub(1).and_then(|at| self.starts.get(at)).map_or(self.line_from, |at| at.1)
    }

    /// The section it stands in: the headings above it, the highest first.
    pub(crate) fn section(&self) -> Option<String> {
        (!self.sections.is_empty()).then(|| self.sections.join(" › "))
    }

    fn is_open(&self) -> bool {
        !self.text.ends_with(['.', ':', ';', '?', '!'])
    }
}

/// Reads the paragraphs of a document, in order.
pub(crate) fn paragraphs(reading: &Reading) -> Vec<Paragraph> {
    let mut found = gathered(reading);
    headings::mark(&mut found);
    headings::place(&mut found);
    found
}

/// A line from here on may be one that was broken because it was full, in bytes.
const FULL_LINE: usize = 55;

/// How the lines since the last paragraph bear on the next one.
#[derive(Default)]
struct Before {
    gap: bool,
    table: bool,
}

fn gathered(reading: &Reading) -> Vec<Paragraph> {
    let mut found: Vec<Paragraph> = Vec::new();
    let mut before = Before { gap: true, table: false };
    let mut tables = reading.tables.iter().peekable();
    for (number, line) in reading.source.lines() {
        while tables.peek().is_some_and(|table| table.line_to < number) {
            tables.next();
        }
        if tables.peek().is_some_and(|table| table.line_from <= number) {
            before = Before { gap: true, table: true };
            continue;
        }
        let (mark, rest) = marks::parted(line);
        let text = plain(rest).replace(" . ", ". ");
        if text.is_empty() && mark == Mark::None {
            before.gap = true;
            continue;
        }
        // A running heading stands between the halves of a sentence without parting them.
        if mark == Mark::None && text.len() < FULL_LINE && reading.outline.is_running(line) {
            before.gap = true;
            continue;
        }
        match found.last_mut().filter(|last| goes_on(last, &mark, &text, &before)) {
            Some(last) => {
                if !last.text.is_empty() {
                    last.text.push(' ');
                }
                last.starts.push((last.text.len(), number));
                last.last_length = line.len();
                last.text.push_str(&text);
                last.line_to = number;
            }
            None => found.push(Paragraph {
                starts: vec![(0, number)],
                last_length: line.len(),
                after_gap: before.gap,
                after_table: before.table,
                text,
                mark,
                kind: Kind::Text,
                sections: Vec::new(),
                line_from: number,
                line_to: number,
            }),
        }
        before = Before::default();
    }
    found
}

/// Whether a line goes on with the paragraph before it.
fn goes_on(last: &Paragraph, mark: &Mark, text: &str, before: &Before) -> bool {
    if *mark != Mark::None || before.table {
        return false;
    }
    // "5.3.1" or "SECTION 5" on a line of its own takes the next line as its title.
    if headings::is_number_alone(last) {
        return text.len() <= 140;
    }
    let small = text.starts_with(|first: char| first.is_lowercase());
    if before.gap {
        return small && last.is_open() && last.last_length >= FULL_LINE;
    }
    last.is_open() && (small || last.last_length >= FULL_LINE)
}

#[cfg(test)]
mod tests;
