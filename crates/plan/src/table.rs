//! Finds the tables of a document in what is left of them as plain text.
//!
//! A table arrives in one of five styles: rows of tab-separated cells; rows of pipe-separated cells,
//! with or without markdown's or a grid's rules; columns set apart by blanks, as they are printed; one
//! cell a line, each with a leading tab, rows separated by blank lines; or one cell a line with no mark
//! at all. All come out as [`Table`]s of
//! [`Row`]s of [`Cell`]s.

mod cell;
mod fitted;
mod one_cell;
mod parts;
mod piped;
mod spaced;
mod tabbed;
mod untabbed;

use crate::source::SourceText;

pub use cell::{Cell, plain};
pub(crate) use parts::is_headings;

/// How a table was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Rows of tab-separated cells.
    Tabs,
    /// Rows of pipe-separated cells.
    Pipes,
    /// Columns that begin below their headings, set apart by blanks.
    Spaces,
    /// One cell a line, with a leading tab or without.
    OneCellALine,
    /// Cells that the document's format keeps apart.
    Cells,
}

/// A row of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Its cells, from the left; rows of one table may have fewer than its width.
    pub cells: Vec<Cell>,
    /// First line, counted from 1.
    pub line_from: usize,
    /// Last line.
    pub line_to: usize,
}

impl Row {
    /// The text of a cell, its paragraphs joined by blanks; empty when there is no such cell.
    #[must_use]
    pub fn text(&self, column: usize) -> String {
        self.cells.get(column).map(Cell::text).unwrap_or_default()
    }

    /// Whether a cell is empty or absent.
    #[must_use]
    pub fn is_blank(&self, column: usize) -> bool {
        self.cells.get(column).is_none_or(Cell::is_empty)
    }

    /// How many cells hold something.
    #[must_use]
    pub fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_empty()).count()
    }
}

/// A table-shaped region of a document. It holds no blank rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// How it was written.
    pub style: Style,
    /// Its rows, headings included.
    pub rows: Vec<Row>,
    /// Whether a rule below its first row says that this row is one of headings.
    pub is_ruled: bool,
    /// Number of cells in its widest row.
    pub width: usize,
    /// First line, counted from 1.
    pub line_from: usize,
    /// Last line.
    pub line_to: usize,
}

impl Table {
    pub(crate) fn from_rows(style: Style, rows: Vec<Row>) -> Option<Self> {
        let width = rows.iter().map(|row| row.cells.len()).max()?;
        let line_from = rows.first()?.line_from;
        let line_to = rows.last()?.line_to;
        (width >= 2).then_some(Self { style, is_ruled: false, rows, width, line_from, line_to })
    }
}

/// Finds every table, in document order: those that the document's format marks as such, and in the
/// text between them those that look like one.
#[must_use]
pub fn find_tables(source: &SourceText) -> Vec<Table> {
    let mut tables = Vec::new();
    let mut line = 1;
    for known in source.known_tables() {
        tables.extend(guessed(&source.up_to(known.line_from.saturating_sub(1)), line));
        line = known.line_to + 1;
        tables.push(known.clone());
    }
    tables.extend(guessed(source, line));
    tables
}

/// The tables that the text from a line on looks like.
fn guessed(source: &SourceText, mut line: usize) -> Vec<Table> {
    let mut tables = Vec::new();
    while line <= source.line_count() {
        let region = one_cell::read_at(source, line)
            .or_else(|| tabbed::read_at(source, line))
            .or_else(|| piped::read_at(source, line))
            .or_else(|| spaced::read_at(source, line))
            .or_else(|| untabbed::read_at(source, line));
        // A region that turned out to be no table is not looked at again: noise costs one pass.
        line = region.as_ref().map_or(line, |region| region.line_to.max(line)) + 1;
        let found = region.and_then(|region| region.table);
        tables.extend(found.into_iter().flat_map(parts::parted));
    }
    parts::joined(tables, source)
}

/// Lines that were read together, and the table in them if they are one.
struct Region {
    table: Option<Table>,
    line_to: usize,
}

fn is_blank_line(line: &str) -> bool {
    line.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows on lines of their own, cells between bars, paragraphs between slashes.
    fn check(text: &str, expected: &[&str]) {
        let source = SourceText::from_bytes("plan.txt", text.as_bytes()).unwrap();
        let mut got = Vec::new();
        for table in find_tables(&source) {
            got.push(format!("{:?} {}-{}", table.style, table.line_from, table.line_to));
            for row in &table.rows {
                let cells: Vec<String> =
                    row.cells.iter().map(|cell| cell.paragraphs.join("/")).collect();
                got.push(cells.join("|"));
            }
        }
        assert_eq!(got, expected);
    }

    #[test]
    fn rows_of_tabs() {
        check(
            "Title\n\nAction\tLead\tWhen\n1 Do\tCE\tMay\n\t\tJune\n\nText.\n",
            &["Tabs 3-5", "Action|Lead|When", "1 Do|CE|May", "||June"],
        );
    }

    #[test]
    fn a_last_cell_goes_on_over_untabbed_lines() {
        check(
            "Action\tDone\n1 Do\tfirst\nsecond\n2 Go\tthird\n",
            &["Tabs 1-4", "Action|Done", "1 Do|first/second", "2 Go|third"],
        );
    }

    #[test]
    fn rows_of_pipes_with_and_without_rules() {
        check(
            "| Action | Lead |\n|:---|---|\n| Do \\| go<br>now | **CE** |\n",
            &["Cells 1-3", "Action|Lead", "Do | go/now|CE"],
        );
        check("Action | Lead\nDo | CE\n", &["Pipes 1-2", "Action|Lead", "Do|CE"]);
        check("a | b | c\n | d | e\n", &["Pipes 1-2", "a|b|c", "|d|e"]);
        check(
            "+---+---+\n| a | b |\n|   | c |\n+---+---+\n| d | e |\n+---+---+\n",
            &["Pipes 2-5", "a|b/c", "d|e"],
        );
    }

    #[test]
    fn one_cell_a_line_with_blank_lines_inside_cells() {
        check(
            "Heading\n\n\tAction\n\tLead\n\n\tDo this\n\nand that\n\tCE\n\n\tGo\n\t\n\n\nAfter\n",
            &["OneCellALine 3-12", "Action|Lead", "Do this/and that|CE", "Go|"],
        );
    }

    #[test]
    fn a_second_heading_row_divides_the_first() {
        check(
            "\tName\n\tRank\n\n\t\n\tN\n\tS\n\n\tx\n\t1\n\t2\n",
            &["OneCellALine 1-10", "Name|Rank", "|N|S", "x|1|2"],
        );
    }

    #[test]
    fn a_title_between_two_tables_parts_them() {
        check(
            "\ta\n\tb\n\n\tc\n\td\n\n\nNext\n\te\n\tf\n\n\tg\n\th\n",
            &["OneCellALine 1-5", "a|b", "c|d", "OneCellALine 9-13", "e|f", "g|h"],
        );
    }

    #[test]
    fn prose_is_no_table() {
        check("Some words.\n\n\tAn indented line.\n\nA | B\n\nMore.\n", &[]);
    }
}
