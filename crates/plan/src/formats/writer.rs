//! Writes what a format knows as lines that a person can read, and remembers what stands on which.

use crate::ReadError;
use crate::draft::{Finding, Severity};
use crate::formats::grid::Grid;
use crate::formats::limits::{LARGEST_TEXT, MOST_CELLS};
use crate::source::{Known, SourceText};
use crate::table::{Cell, Row, Style, Table};

/// A part of a document in the order of reading.
#[derive(Debug)]
pub(super) enum Block {
    /// Text with its level when it is a heading, 0 for the title.
    Paragraph {
        /// Its text, number or bullet included; line breaks part it.
        text: String,
        /// Level of the heading that it is.
        level: Option<u8>,
        /// Whether it is an item of a list, which stand close together.
        is_item: bool,
    },
    /// A table.
    Table(Grid),
}

impl Block {
    pub(super) fn heading(text: impl Into<String>, level: u8) -> Self {
        Self::Paragraph { text: text.into(), level: Some(level), is_item: false }
    }
}

/// Lines being written.
#[derive(Debug)]
pub(super) struct Writer<'a> {
    file: &'a str,
    text: String,
    /// Number of the last line written.
    line: usize,
    cells: usize,
    after_item: bool,
    known: Known,
}

impl<'a> Writer<'a> {
    pub(super) fn new(file: &'a str) -> Self {
        let (text, known) = (String::new(), Known::default());
        Self { file, text, line: 0, cells: 0, after_item: false, known }
    }

    /// Writes all blocks.
    pub(super) fn blocks(&mut self, blocks: Vec<Block>) -> Result<(), ReadError> {
        for block in blocks {
            match block {
                Block::Paragraph { text, level, is_item } => {
                    self.paragraph(&text, level, is_item)?;
                }
                Block::Table(grid) => self.grid(grid)?,
            }
        }
        Ok(())
    }

    /// Writes text as a paragraph, a blank line before it unless it goes on a list.
    pub(super) fn paragraph(
        &mut self,
        text: &str,
        level: Option<u8>,
        is_item: bool,
    ) -> Result<(), ReadError> {
        let text = cleaned(text);
        if text.trim().is_empty() {
            return Ok(());
        }
        if !(is_item && self.after_item) {
            self.part()?;
        }
        self.after_item = is_item;
        for line in text.lines().map(str::trim_end).filter(|line| !line.trim().is_empty()) {
            self.push(line)?;
            if let Some(level) = level {
                self.known.headings.insert(self.line, level);
            }
        }
        Ok(())
    }

    /// Writes a table, and those inside its cells after it.
    pub(super) fn grid(&mut self, grid: Grid) -> Result<(), ReadError> {
        for part in grid.parted() {
            for title in &part.titles {
                self.paragraph(title, None, false)?;
            }
            if !part.rows.is_empty() {
                self.rows(&part.rows, part.is_headed)?;
            }
            for nested in part.nested {
                self.grid(nested)?;
            }
        }
        Ok(())
    }

    /// Writes rows of cells, each a list of paragraphs; a table when there are two columns or more.
    pub(super) fn rows(
        &mut self,
        rows: &[Vec<Vec<String>>],
        is_headed: bool,
    ) -> Result<(), ReadError> {
        self.part()?;
        let mut kept = Vec::with_capacity(rows.len());
        for row in rows.iter().filter(|row| row.iter().any(|cell| !cell.is_empty())) {
            self.cells += row.iter().filter(|cell| !cell.is_empty()).count();
            if self.cells > MOST_CELLS {
                let file = self.file.to_owned();
                return Err(ReadError::TooManyCells { file, limit: MOST_CELLS });
            }
            self.push(&shown(row))?;
            let line = self.line;
            let cells = row.iter().map(|cell| Cell { paragraphs: cell.clone(), line }).collect();
            kept.push(Row { cells, line_from: line, line_to: line });
        }
        let table = Table::from_rows(Style::Cells, kept);
        self.known.tables.extend(table.map(|table| Table { is_ruled: is_headed, ..table }));
        self.after_item = false;
        Ok(())
    }

    /// Remembers what a person should know of the file; the line is that of the next text.
    pub(super) fn find(&mut self, rule: &str, severity: Severity, message: String) {
        self.known.findings.push(Finding {
            rule: rule.to_owned(),
            severity,
            message,
            line: None,
            reference: None,
            also_lines: Vec::new(),
        });
    }

    /// Ends the writing.
    pub(super) fn finish(self) -> SourceText {
        SourceText::with_known(self.file, self.text, self.known)
    }

    /// A blank line, unless one stands there or nothing does yet.
    fn part(&mut self) -> Result<(), ReadError> {
        if self.line > 0 && !self.text.ends_with("\n\n") { self.push("") } else { Ok(()) }
    }

    fn push(&mut self, line: &str) -> Result<(), ReadError> {
        if self.text.len() + line.len() > LARGEST_TEXT {
            let file = self.file.to_owned();
            return Err(ReadError::TooLargeInside { file, limit: LARGEST_TEXT });
        }
        self.text.push_str(line);
        self.text.push('\n');
        self.line += 1;
        Ok(())
    }
}

/// A row as a person reads it: cells between bars, their paragraphs parted by slashes.
fn shown(row: &[Vec<String>]) -> String {
    let cells: Vec<String> = row.iter().map(|cell| cell.join(" / ")).collect();
    let mut line = String::from("|");
    for cell in cells {
        if !cell.is_empty() {
            line.push(' ');
            line.push_str(&cell);
        }
        line.push_str(" |");
    }
    line
}

/// Text without what is not seen in print: soft hyphens, marks of width nought, control characters.
pub(super) fn cleaned(text: &str) -> String {
    let is_seen = |letter: &char| {
        !matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
            && (!letter.is_control() || matches!(letter, '\t' | '\n'))
    };
    let as_printed = |letter: char| match letter {
        '\u{a0}' | '\u{202f}' | '\u{2007}' => ' ',
        '\u{2011}' => '-',
        '\r' | '\u{b}' | '\u{c}' | '\u{2028}' | '\u{2029}' => '\n',
        other => other,
    };
    text.chars().map(as_printed).filter(is_seen).collect()
}

/// The paragraphs of a cell's raw text: parted at line breaks, single-blanked, none empty.
pub(super) fn paragraphs_of(raw: &str) -> Vec<String> {
    let text = cleaned(raw);
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect()
}
