//! Markdown: its own lines are readable, so they stay as they are; tables and headings are told.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::limits::MOST_CELLS;
use super::writer::paragraphs_of;
use crate::ReadError;
use crate::source::{Known, SourceText};
use crate::table::{Cell, Row, Style, Table};

/// Whether a text is written in markdown: it has a heading of number signs, or a table with the rule below
/// its headings.
pub(super) fn is_markdown(text: &str) -> bool {
    let is_heading = |line: &str| {
        let rest = line.trim_start_matches('#');
        (1..=6).contains(&(line.len() - rest.len()))
            && rest.starts_with(' ')
            && !rest.trim().is_empty()
    };
    let is_rule = |line: &str| {
        let line = line.trim();
        line.contains('|')
            && line.contains("---")
            && line.chars().all(|letter| "|-: ".contains(letter))
    };
    text.lines().any(|line| is_heading(line) || is_rule(line))
}

/// Reads markdown.
pub(super) fn read(file: &str, text: String) -> Result<SourceText, ReadError> {
    let places = Places::of(&text);
    let mut known = Known::default();
    let mut cells = 0;
    let mut reader = TableReader::default();
    for (event, range) in Parser::new_ext(&text, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                let (from, to) = places.lines_of(&range);
                known.headings.extend((from..=to).map(|line| (line, number(level))));
            }
            Event::Start(Tag::Table(_)) => reader = TableReader::default(),
            Event::End(TagEnd::Table) => {
                let rows = std::mem::take(&mut reader.rows);
                // A row broken over lines is none of markdown; it is put together like any text.
                let whole = text.get(range).is_some_and(are_whole);
                let table = Table::from_rows(Style::Cells, rows).filter(|_| whole);
                known.tables.extend(table.map(|table| Table { is_ruled: true, ..table }));
            }
            event => {
                reader.event(&event, places.lines_of(&range).0);
                cells += usize::from(matches!(event, Event::End(TagEnd::TableCell)));
            }
        }
        if cells > MOST_CELLS {
            return Err(ReadError::TooManyCells { file: file.to_owned(), limit: MOST_CELLS });
        }
    }
    Ok(SourceText::with_known(file, text, known))
}

/// Whether every line of a table ends with a bar when its first one begins with one.
fn are_whole(table: &str) -> bool {
    let is_barred = |line: &str| line.trim().starts_with('|') && line.trim().ends_with('|');
    !table.trim_start().starts_with('|') || table.trim().lines().all(is_barred)
}

#[derive(Debug, Default)]
struct TableReader {
    rows: Vec<Row>,
    cells: Vec<Cell>,
    text: String,
}

impl TableReader {
    fn event(&mut self, event: &Event, line: usize) {
        match event {
            Event::Start(Tag::TableCell) => self.text.clear(),
            Event::End(TagEnd::TableCell) => {
                let paragraphs = paragraphs_of(&std::mem::take(&mut self.text));
                self.cells.push(Cell { paragraphs, line });
            }
            Event::End(TagEnd::TableRow | TagEnd::TableHead) => {
                let cells = std::mem::take(&mut self.cells);
                if cells.iter().any(|cell| !cell.is_empty()) {
                    self.rows.push(Row { cells, line_from: line, line_to: line });
                }
            }
            Event::Text(text) | Event::Code(text) => self.text.push_str(text),
            Event::InlineHtml(tag) if tag.to_lowercase().starts_with("<br") => self.text.push('\n'),
            Event::SoftBreak | Event::HardBreak => self.text.push('\n'),
            _ => {}
        }
    }
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// Where each line begins.
struct Places(Vec<usize>);

impl Places {
    fn of(text: &str) -> Self {
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        Self(std::iter::once(0).chain(ends).collect())
    }

    fn line_at(&self, byte: usize) -> usize {
        self.0.partition_point(|start| *start <= byte).max(1)
    }

    /// The first and last line of a range of bytes, counted from 1.
    fn lines_of(&self, range: &Range<usize>) -> (usize, usize) {
        let from = self.line_at(range.start);
        (from, self.line_at(range.end.saturating_sub(1)).max(from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::find_tables;

    fn check(text: &str, expected: &[&str]) {
        assert!(is_markdown(text), "{text}");
        let source = read("plan.md", text.to_owned()).unwrap();
        let mut got: Vec<String> = source
            .lines()
            .filter_map(|(number, line)| Some(format!("h{} {line}", source.heading_level(number)?)))
            .collect();
        for row in find_tables(&source).iter().flat_map(|table| &table.rows) {
            let cells: Vec<String> =
                row.cells.iter().map(|cell| cell.paragraphs.join("/")).collect();
            got.push(format!("{} {}", row.line_from, cells.join("|")));
        }
        assert_eq!(got, expected);
    }

    #[test]
    fn tables_and_headings_keep_their_lines() {
        check(
            "# Plan\n\nAccess\n------\n\n| Action | Lead |\n|---|:-:|\n| **Do** \\| [go](x)<br>now | `CE` |\n| Stay | |\n\nText\n",
            &[
                "h1 # Plan",
                "h2 Access",
                "h2 ------",
                "6 Action|Lead",
                "8 Do | go/now|CE",
                "9 Stay|",
            ],
        );
    }

    #[test]
    fn text_is_no_markdown() {
        assert!(!is_markdown("Plan\n#1 in the county\nAction\tLead\n----\n"));
    }
}
