//! Tables written one cell a line, each with a leading tab, rows separated by blank lines.
//!
//! Cells may hold blank lines of their own, so a blank line alone ends no row: the number of cells in
//! the heading row does.

use std::collections::VecDeque;

use super::parts::is_headings;
use super::{Cell, Region, Row, Style, Table, is_blank_line};
use crate::source::SourceText;

/// The widest table of this style; beyond it the text is merely indented.
const WIDEST: usize = 20;

/// How many lines ahead the next cell is looked for when a cell seems to go on without a tab.
const LONGEST_CELL: usize = 80;

/// The most rows at the top of a table among which its headings are looked for.
const MOST_TITLES: usize = 4;

/// The most blank lines inside a table.
const LARGEST_GAP: usize = 6;

/// Reads the table whose first cell is on `start`, if there is one.
pub(super) fn read_at(source: &SourceText, start: usize) -> Option<Region> {
    if !is_cell(source.line(start)) || !is_cell(source.line(start + 1)) {
        return None;
    }
    let mut reader = CellReader::default();
    let mut blanks = 0;
    let mut line = start;
    while line <= source.line_count() {
        let text = source.line(line);
        if is_cell(text) {
            if blanks > 0 && reader.is_complete() && reader.is_other_table(source, line) {
                break;
            }
            reader.cell(text, line, blanks > 0);
            blanks = 0;
        } else if is_blank_line(text) {
            blanks += 1;
            if blanks > LARGEST_GAP {
                break;
            }
        } else if text.contains('\t') || !reader.goes_on(source, line, blanks) {
            break;
        } else {
            reader.continue_cell(text, line);
            blanks = 0;
        }
        line += 1;
    }
    Some(Region { table: reader.finish(), line_to: line - 1 })
}

/// The cells from a line on, up to the next line that is none.
fn run_at(source: &SourceText, start: usize) -> Row {
    let lines = (start..=start + WIDEST).take_while(|line| is_cell(source.line(*line)));
    let cells: Vec<Cell> = lines.map(|line| Cell::new(source.line(line), line)).collect();
    Row { line_from: start, line_to: start + cells.len().saturating_sub(1), cells }
}

fn is_cell(line: &str) -> bool {
    line.strip_prefix('\t').is_some_and(|rest| !rest.trim_end().contains('\t'))
}

#[derive(Default)]
struct CellReader {
    rows: Vec<Row>,
    /// Cells of the row being read, each with its last line.
    cells: VecDeque<(Cell, usize)>,
    /// Where the cells after the last blank line start.
    segment: usize,
    width: Option<usize>,
}

impl CellReader {
    fn cell(&mut self, text: &str, line: usize, after_blank: bool) {
        if after_blank {
            self.boundary();
        }
        self.cells.push_back((Cell::new(text, line), line));
    }

    fn continue_cell(&mut self, text: &str, line: usize) {
        if let Some((cell, last)) = self.cells.back_mut() {
            cell.add(text);
            *last = line;
        }
    }

    /// A blank line stands before the next cell: the row may end here.
    fn boundary(&mut self) {
        let count = self.cells.len();
        let Some(width) = self.width else {
            self.width = Some(count);
            self.emit(count);
            return;
        };
        // A second heading row divides the merged headings of the first.
        if self.rows.len() == 1
            && self.segment == 0
            && count > width
            && !count.is_multiple_of(width)
        {
            self.width = Some(count);
            self.emit(count);
            return;
        }
        // Short rows end at blank lines; whole ones do without.
        if count > width && self.segment > 0 && !count.is_multiple_of(width) {
            self.emit(self.segment);
        }
        while self.cells.len() >= width {
            self.emit(width);
        }
        self.segment = self.cells.len();
    }

    fn emit(&mut self, count: usize) {
        let count = count.min(self.cells.len());
        let row: Vec<(Cell, usize)> = self.cells.drain(..count).collect();
        self.segment = 0;
        let line_from = row.first().map_or(0, |(cell, _)| cell.line);
        let line_to = row.last().map_or(0, |(_, last)| *last);
        self.rows.push(Row {
            cells: row.into_iter().map(|(cell, _)| cell).collect(),
            line_from,
            line_to,
        });
    }

    /// Whether an untabbed line belongs to the cell above it.
    fn goes_on(&self, source: &SourceText, line: usize, blanks: usize) -> bool {
        let ahead = (line + 1..=line + LONGEST_CELL).find(|next| is_cell(source.line(*next)));
        let is_complete = self.is_complete();
        let is_title = is_complete
            && ahead.is_some_and(|next| is_headings(&run_at(source, next)))
            && self.has_headings();
        if blanks == 0 {
            let is_below_blank = self.cells.back().is_some_and(|(cell, _)| cell.is_empty());
            return !(is_title && is_below_blank);
        }
        match (ahead, is_complete) {
            (None, _) => false,
            (Some(_), false) => true,
            // Text right above other cells is their table's title, and so is text above headings; a cell
            // that goes on is followed by a blank line like any last cell, or by a row like its own.
            (Some(next), true) => {
                let is_parted = is_blank_line(source.line(next - 1));
                let is_alike = Some(run_at(source, next).cells.len()) == self.width;
                blanks == 1 && !is_title && (is_parted || is_alike && self.has_headings())
            }
        }
    }

    /// Whether the row being read has all its cells.
    fn is_complete(&self) -> bool {
        self.width.is_some_and(|width| self.cells.len() >= width)
    }

    fn has_headings(&self) -> bool {
        self.rows.iter().take(MOST_TITLES).any(is_headings)
    }

    /// Whether the cells from a line on are headings, and others than those of this table.
    fn is_other_table(&self, source: &SourceText, line: usize) -> bool {
        let run = run_at(source, line);
        let texts = |row: &Row| row.cells.iter().map(Cell::text).collect::<Vec<_>>();
        is_headings(&run)
            && self.has_headings()
            && self.rows.iter().take(MOST_TITLES).all(|row| texts(row) != texts(&run))
    }

    fn finish(mut self) -> Option<Table> {
        let width = self.width?;
        while self.cells.len() > width {
            let is_short = self.segment > 0 && !self.cells.len().is_multiple_of(width);
            self.emit(if is_short { self.segment } else { width });
        }
        if !self.cells.is_empty() {
            self.emit(width);
        }
        self.rows.retain(|row| row.filled() > 0);
        if self.rows.len() < 2 || !(2..=WIDEST).contains(&width) {
            return None;
        }
        Table::from_rows(Style::OneCellALine, self.rows)
    }
}
