//! What the rules look at, gathered once a document: passages, numbered headings, words, dates.

use std::collections::{BTreeSet, HashMap, HashSet};

use bellwether_calendar::{FinancialYear, Timescale};

use super::mentions::{Mention, mentions_in};
use crate::draft::{Commitment, Document, Source};
use crate::shapes::Reading;
use crate::shapes::placeholders::RULE;
use crate::table::{Cell, Style};

/// A line longer than this, in bytes, is no text that a person wrote.
const LONGEST_LINE: usize = 100_000;

/// The longest title of a section, in bytes.
const LONGEST_HEADING: usize = 90;

/// A paragraph, or a paragraph of a cell.
#[derive(Debug, Clone)]
pub(super) struct Passage {
    /// The line on which it starts, counted from 1.
    pub(super) line: usize,
    /// The line on which it ends.
    pub(super) line_to: usize,
    /// Its words with single blanks, free of tags and emphasis.
    pub(super) text: String,
    /// The place of the table that it stands in.
    pub(super) table: Option<usize>,
    /// It is a page heading or footing that the document repeats.
    pub(super) is_running: bool,
}

impl Passage {
    /// Whether it is part of the document's own text outside tables.
    pub(super) fn is_prose(&self) -> bool {
        self.table.is_none() && !self.is_running
    }
}

/// A paragraph with a number in front of it, or whose number stands on the line above.
#[derive(Debug, Clone)]
pub(super) struct Numbered {
    pub(super) line: usize,
    /// Such as `2.3.2`.
    pub(super) number: String,
    pub(super) title: String,
    /// Short enough for a heading.
    pub(super) is_heading: bool,
}

/// How often a word occurs.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct WordUse {
    pub(super) times: usize,
    /// How often without a capital in front.
    pub(super) small: usize,
}

/// Everything that rules look at.
pub(super) struct Facts<'a> {
    pub(super) reading: &'a Reading<'a>,
    pub(super) document: &'a Document,
    pub(super) passages: Vec<Passage>,
    pub(super) numbered: Vec<Numbered>,
    pub(super) mentions: Vec<Mention>,
    /// By word in small letters.
    pub(super) words: HashMap<String, WordUse>,
}

impl<'a> Facts<'a> {
    pub(super) fn gather(reading: &'a Reading<'a>, document: &'a Document) -> Self {
        let passages = passages(reading);
        let numbered = numbered(&passages);
        let mentions = mentions_in(&passages);
        let words = words(&passages);
        Self { reading, document, passages, numbered, mentions, words }
    }

    /// The plan's year.
    pub(super) fn plan_year(&self) -> Option<FinancialYear> {
        self.reading.context.plan_year
    }

    /// The paragraphs outside tables.
    pub(super) fn prose(&self) -> impl Iterator<Item = &Passage> {
        self.passages.iter().filter(|passage| passage.is_prose())
    }

    /// The passages of a document's own text, in tables and outside.
    pub(super) fn own(&self) -> impl Iterator<Item = &Passage> {
        self.passages.iter().filter(|passage| !passage.is_running)
    }

    /// The passages on the lines of a row.
    pub(super) fn passages_of(&self, source: Source) -> &[Passage] {
        let from = self.passages.partition_point(|passage| passage.line < source.line_from);
        let to = self.passages.partition_point(|passage| passage.line <= source.line_to);
        self.passages.get(from..to).unwrap_or_default()
    }

    /// The line on which words stand inside a row; its first line where they cannot be found.
    pub(super) fn line_of(&self, source: Source, written: &str) -> usize {
        let passages = self.passages_of(source);
        let whole = passages.iter().find(|passage| passage.text == written);
        let part = || passages.iter().find(|passage| passage.text.contains(written));
        whole.or_else(part).map_or(source.line_from, |passage| passage.line)
    }

    /// The lines on which the readers found something still to be written.
    pub(super) fn unwritten(&self) -> BTreeSet<usize> {
        let findings = self.document.findings.iter().filter(|finding| finding.rule == RULE);
        findings.filter_map(|finding| finding.line).collect()
    }

    /// Every due date with the commitment it belongs to and its line.
    pub(super) fn due_dates(&self) -> impl Iterator<Item = (&Commitment, &Timescale, usize)> {
        self.document.commitments.iter().flat_map(move |commitment| {
            commitment.timescales.iter().map(move |timescale| {
                let line = self.line_of(commitment.source, &timescale.as_written);
                (commitment, timescale, line)
            })
        })
    }

    /// The commitments that stand inside another, as a pledge's key actions do: place of each parent
    /// with the places of its children.
    pub(super) fn families(&self) -> Vec<(usize, Vec<usize>)> {
        let commitments = &self.document.commitments;
        let mut families: Vec<(usize, Vec<usize>)> = Vec::new();
        for (place, commitment) in commitments.iter().enumerate() {
            let parent = families.last().map(|(parent, _)| *parent).filter(|parent| {
                commitments.get(*parent).is_some_and(|above| is_inside(commitment, above))
            });
            match (parent, families.last_mut()) {
                (Some(_), Some((_, children))) => children.push(place),
                _ => families.push((place, Vec::new())),
            }
        }
        families
    }

    /// The commitments that are actions: not the gates of a process, which have checklists and no dates.
    pub(super) fn actions(&self) -> impl Iterator<Item = &Commitment> {
        self.document.commitments.iter().filter(|commitment| !is_gate(commitment))
    }

    /// Whether a commitment was read out of running text and not out of a table.
    pub(super) fn is_prose(&self, commitment: &Commitment) -> bool {
        self.passages_of(commitment.source).iter().all(|passage| passage.table.is_none())
    }

    /// The commitments that stand in no other.
    pub(super) fn heads(&self) -> impl Iterator<Item = &Commitment> {
        self.families().into_iter().filter_map(|(parent, _)| self.document.commitments.get(parent))
    }
}

/// Names of gates, in front of their number.
const GATES: &[&str] = &["Milestone", "Gate", "Stage", "Gateway", "Checkpoint"];

/// Whether a commitment is a gate that every project passes.
pub(super) fn is_gate(commitment: &Commitment) -> bool {
    let kind = commitment.reference.split(' ').next().unwrap_or_default();
    GATES.contains(&kind)
        && commitment.timescales.is_empty()
        && commitment.leads.is_empty()
        && !commitment.milestones.is_empty()
}

fn is_inside(commitment: &Commitment, above: &Commitment) -> bool {
    let (inner, outer) = (commitment.source, above.source);
    inner.line_from > outer.line_from && inner.line_to <= outer.line_to
}

/// Repeated lines nearer to each other than this, in lines, are a list and no page headings.
const PAGE: usize = 6;

/// The lines that are page headings: repeated, with words in them, a page apart.
fn running(reading: &Reading) -> HashSet<usize> {
    let mut repeated: HashMap<&str, Vec<usize>> = HashMap::new();
    for (number, line) in reading.source.lines() {
        let text = line.trim();
        if text.chars().filter(|c| c.is_alphabetic()).count() > 2
            && reading.outline.is_running(text)
        {
            repeated.entry(text.trim_matches('*')).or_default().push(number);
        }
    }
    let apart = |lines: &Vec<usize>| match (lines.first(), lines.last()) {
        (Some(first), Some(last)) if lines.len() > 1 => last - first >= PAGE * (lines.len() - 1),
        _ => true,
    };
    repeated.into_values().filter(apart).flatten().collect()
}

fn passages(reading: &Reading) -> Vec<Passage> {
    let running = running(reading);
    let mut found: Vec<Passage> = Vec::new();
    let mut tables = reading.tables.iter().enumerate().peekable();
    for (number, line) in reading.source.lines() {
        while tables.peek().is_some_and(|(_, table)| table.line_to < number) {
            tables.next();
        }
        let trimmed = line.trim();
        if trimmed.is_empty() || line.len() > LONGEST_LINE {
            continue;
        }
        let table = tables.peek().filter(|(_, table)| table.line_from <= number);
        let Some((place, table)) = table else {
            add_prose(&mut found, number, trimmed, running.contains(&number));
            continue;
        };
        let mut add = |text: String| {
            let (line, table) = (number, Some(*place));
            found.push(Passage { line, line_to: line, text, table, is_running: false });
        };
        if matches!(table.style, Style::Tabs | Style::OneCellALine) {
            // A cell may go on over several lines, each with a number of its own.
            for piece in line.split('\t') {
                Cell::new(piece, number).paragraphs.into_iter().for_each(&mut add);
            }
        } else {
            let row = table.rows.partition_point(|row| row.line_from < number);
            let row = table.rows.get(row).filter(|row| row.line_from == number);
            let cells = row.into_iter().flat_map(|row| &row.cells);
            cells.flat_map(|cell| cell.paragraphs.iter().cloned()).for_each(add);
        }
    }
    found
}

/// Adds a line of prose: to the paragraph above when that was broken for the width of the page.
fn add_prose(found: &mut Vec<Passage>, line: usize, trimmed: &str, is_running: bool) {
    let bare = trimmed.trim_start_matches('#');
    for text in Cell::new(bare, line).paragraphs {
        if let Some(above) = found.last_mut().filter(|above| {
            above.is_prose()
                && !is_running
                && above.line_to + 1 == line
                && !above.text.ends_with(['.', '!', '?', ':', ';'])
                && (text.starts_with(char::is_lowercase) || fills_page(above))
                && !is_list_item(&text)
        }) {
            above.text.push(' ');
            above.text.push_str(&text);
            above.line_to = line;
        } else {
            found.push(Passage { line, line_to: line, text, table: None, is_running });
        }
    }
}

/// A line this long, in bytes, was broken because the page ended.
const PAGE_WIDTH: usize = 60;

/// Whether the lines of a paragraph are as long as the page is wide.
fn fills_page(passage: &Passage) -> bool {
    passage.text.len() >= PAGE_WIDTH * (passage.line_to - passage.line + 1)
}

/// Whether a paragraph opens with the mark of a list: a dash, a dot, `a)`, `1.`.
pub(super) fn is_list_item(text: &str) -> bool {
    without_mark(text).len() < text.len()
}

/// A text without the mark of a list in front of it.
pub(super) fn without_mark(text: &str) -> &str {
    let mut rest = text.trim_start_matches(['-', '–', '·', '•', '*', ' ']);
    if let Some((mark, after)) = rest.split_once([')', '.'])
        && (1..=3).contains(&mark.len())
        && mark.chars().all(|character| character.is_ascii_alphanumeric())
        && (mark.len() == 1 || mark.chars().all(|c| c.is_ascii_digit() || "ivx".contains(c)))
        && after.starts_with([' ', '*', '\''])
    {
        rest = after;
    }
    rest.trim_start_matches(['*', ' '])
}

fn numbered(passages: &[Passage]) -> Vec<Numbered> {
    let mut found = Vec::new();
    let mut alone: Option<(usize, String)> = None;
    for passage in passages.iter().filter(|passage| passage.is_prose()) {
        let text = passage.text.as_str();
        let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
        let number = text.get(..end).unwrap_or_default();
        let rest = text.get(end..).unwrap_or_default().trim_start_matches(')').trim();
        let dotted = number.contains('.') || text.get(end..=end) == Some(")");
        let number = number.trim_matches('.').to_owned();
        let is_number = !number.is_empty() && number.len() <= 11 && dotted;
        if is_number && rest.is_empty() {
            alone = Some((passage.line, number));
            continue;
        }
        let opens = rest.starts_with(|c: char| c.is_uppercase() || "'‘“\"*".contains(c));
        if is_number && opens {
            found.push(heading(passage.line, number, rest));
        } else if let Some((line, number)) = alone.take().filter(|_| passage.table.is_none()) {
            found.push(heading(line, number, text));
        }
        alone = None;
    }
    found
}

fn heading(line: usize, number: String, title: &str) -> Numbered {
    let title = title.trim_matches(['*', ' ']).to_owned();
    let is_heading = title.len() <= LONGEST_HEADING && !title.ends_with([',', ';']);
    Numbered { line, number, title, is_heading }
}

fn words(passages: &[Passage]) -> HashMap<String, WordUse> {
    let mut words: HashMap<String, WordUse> = HashMap::new();
    let mut small = String::new();
    for passage in passages.iter().filter(|passage| !passage.is_running) {
        for word in words_of(&passage.text) {
            small.clear();
            small.extend(word.chars().flat_map(char::to_lowercase));
            let is_small = word.starts_with(char::is_lowercase);
            if let Some(known) = words.get_mut(&small) {
                known.times += 1;
                known.small += usize::from(is_small);
            } else {
                let first = WordUse { times: 1, small: usize::from(is_small) };
                words.insert(small.clone(), first);
            }
        }
    }
    words
}

/// The words of a text: letters, with apostrophes inside.
pub(super) fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !(character.is_alphanumeric() || "'’".contains(character)))
        .map(|word| word.trim_matches(['\'', '’']))
        .filter(|word| !word.is_empty())
}

/// The sentences of a text, in order.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, mark) in text.match_indices(['.', '!', '?']) {
        let end = at + mark.len();
        let after = text.get(end..).unwrap_or_default();
        let opens = after.starts_with(char::is_whitespace)
            && after.trim_start().starts_with(|c: char| c.is_uppercase() || "“'\"‘".contains(c));
        let before = text.get(start..at).unwrap_or_default();
        let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        let is_short = word.contains('.')
            || word.chars().count() <= 1
            || ["Dr", "Mr", "Mrs", "Ms", "Prof", "No", "vs"].contains(&word);
        if opens && !is_short {
            found.push(text.get(start..end).unwrap_or_default().trim());
            start = end;
        }
    }
    let rest = text.get(start..).unwrap_or_default().trim();
    if !rest.is_empty() {
        found.push(rest);
    }
    found
}
