//! Rows of tab-separated cells.

use super::{Cell, Region, Row, Style, Table, is_blank_line};
use crate::source::SourceText;

/// The most blank lines between two rows of one table.
const LARGEST_GAP: usize = 1;

/// The most lines that continue the last cell of a row.
const LONGEST_CONTINUATION: usize = 40;

/// Reads the table whose first row is on `start`, if there is one.
pub(super) fn read_at(source: &SourceText, start: usize) -> Option<Region> {
    if !is_row(source.line(start)) {
        return None;
    }
    let mut rows: Vec<Row> = Vec::new();
    let mut line = start;
    let mut blanks = 0;
    // Two rows right under each other: then a blank line ends the table.
    let mut is_packed = false;
    while line <= source.line_count() {
        let text = source.line(line);
        if is_row(text) {
            if blanks > 0 && is_packed {
                break;
            }
            is_packed |= blanks == 0 && !rows.is_empty();
            blanks = 0;
            push_row(&mut rows, text, line);
        } else if is_blank_line(text) {
            blanks += 1;
            if blanks > LARGEST_GAP {
                break;
            }
        } else if blanks == 0 && continues(source, line, rows.last()) {
            if let Some(row) = rows.last_mut() {
                continue_row(row, text, line);
            }
        } else {
            break;
        }
        line += 1;
    }
    rows.retain(|row| row.filled() > 0);
    let line_to = rows.last().map_or(line - 1, |row| row.line_to);
    Some(Region { table: Table::from_rows(Style::Tabs, rows), line_to })
}

fn is_row(line: &str) -> bool {
    // A single leading tab is an indent; a row has a tab after some text, or several.
    line.contains('\t') && (line.trim().contains('\t') || line.matches('\t').count() >= 2)
}

fn push_row(rows: &mut Vec<Row>, text: &str, line: usize) {
    let cells: Vec<Cell> = text.split('\t').map(|cell| Cell::new(cell, line)).collect();
    rows.push(Row { cells, line_from: line, line_to: line });
}

/// Whether an untabbed line right under a row belongs to its last cell: it does when the row has some
/// text there and the line is not a heading of its own.
fn continues(source: &SourceText, line: usize, row: Option<&Row>) -> bool {
    let text = source.line(line).trim();
    let is_heading = text.starts_with(['#', '*', '|', '('])
        || text.ends_with(':')
        || text.chars().all(char::is_numeric);
    let Some(row) = row else { return false };
    if is_heading || row.filled() == 0 || line - row.line_from > LONGEST_CONTINUATION {
        return false;
    }
    row.cells.last().is_some_and(|cell| !cell.is_empty())
}

fn continue_row(row: &mut Row, text: &str, line: usize) {
    if let Some(cell) = row.cells.last_mut() {
        cell.add(text);
    }
    row.line_to = line;
}
