//! Rows of pipe-separated cells: markdown tables, grids drawn with `+---+`, and bare pipes.

use super::{Cell, Region, Row, Style, Table, is_blank_line};
use crate::source::SourceText;

/// Reads the table whose first row is on `start`, if there is one.
pub(super) fn read_at(source: &SourceText, start: usize) -> Option<Region> {
    if !is_row(source.line(start)) && !is_border(source.line(start)) {
        return None;
    }
    let mut reader = PipeReader::default();
    let mut line = start;
    let mut blanks = 0;
    while line <= source.line_count() {
        let text = source.line(line);
        if is_blank_line(text) {
            blanks += 1;
            if blanks > 1 {
                break;
            }
        } else if is_border(text) {
            blanks = 0;
            reader.border(text);
        } else if is_row(text) {
            // Headings with a rule below them begin another table.
            if blanks > 0 && !reader.is_grid && is_border(source.line(line + 1)) {
                break;
            }
            blanks = 0;
            reader.row(text, line);
        } else if blanks == 0 && reader.is_open() {
            reader.continue_row(text, line);
        } else {
            break;
        }
        line += 1;
    }
    let rows: Vec<Row> = reader.rows.into_iter().filter(|row| row.filled() > 0).collect();
    let is_ruled = reader.ruled_below == Some(1);
    let table = if rows.len() < 2 { None } else { Table::from_rows(Style::Pipes, rows) };
    let table = table.map(|table| Table { is_ruled, ..table });
    Some(Region { table, line_to: line - 1 })
}

#[derive(Default)]
struct PipeReader {
    rows: Vec<Row>,
    /// The table is a grid, whose rows end only at a border.
    is_grid: bool,
    /// A border was just seen, so that the next line starts a row of the grid.
    after_border: bool,
    /// How many rows stand above the first border.
    ruled_below: Option<usize>,
    /// Width of the first row, when it has no pipe before its first cell.
    bare_width: Option<usize>,
    /// The last row's line did not close with a pipe although its table's lines do.
    open: bool,
}

impl PipeReader {
    fn border(&mut self, text: &str) {
        if text.trim_start().starts_with('+') {
            self.is_grid = true;
            self.after_border = true;
        }
        self.ruled_below.get_or_insert(self.rows.len());
        self.open = false;
    }

    fn is_open(&self) -> bool {
        self.open
    }

    fn row(&mut self, text: &str, line: usize) {
        let closed = text.trim_end().ends_with('|') && !text.trim_end().ends_with("\\|");
        let has_lead = text.trim_start().starts_with('|');
        let mut cells = split_cells(text, line);
        // Where rows have no outer pipes, a pipe at either end stands beside a blank cell.
        if self.rows.is_empty() && !has_lead {
            self.bare_width = Some(cells.len());
        }
        if self.bare_width.is_some_and(|width| cells.len() < width) {
            cells = split_at_pipes(text, line);
        }
        if self.open && !has_lead {
            self.join(cells, line);
        } else if self.is_grid && !self.after_border {
            self.merge(cells, line);
        } else {
            self.rows.push(Row { cells, line_from: line, line_to: line });
        }
        self.after_border = false;
        self.open = !closed && (has_lead || self.open);
    }

    /// The rest of a row that was broken inside a cell: its first cell goes on with the last one.
    fn join(&mut self, cells: Vec<Cell>, line: usize) {
        let Some(row) = self.rows.last_mut() else { return };
        let mut cells = cells.into_iter();
        if let (Some(last), Some(first)) = (row.cells.last_mut(), cells.next()) {
            last.paragraphs.extend(first.paragraphs);
        }
        row.cells.extend(cells);
        row.line_to = line;
    }

    /// A further line of a grid's row: each cell goes on with the one above.
    fn merge(&mut self, cells: Vec<Cell>, line: usize) {
        let Some(row) = self.rows.last_mut() else { return };
        for (column, cell) in cells.into_iter().enumerate() {
            match row.cells.get_mut(column) {
                Some(above) => above.paragraphs.extend(cell.paragraphs),
                None => row.cells.push(cell),
            }
        }
        row.line_to = line;
    }

    fn continue_row(&mut self, text: &str, line: usize) {
        if let Some(row) = self.rows.last_mut() {
            if let Some(cell) = row.cells.last_mut() {
                cell.add(text);
            }
            row.line_to = line;
        }
    }
}

fn is_row(line: &str) -> bool {
    let text = line.trim();
    (text.starts_with('|') && text.len() > 1) || text.contains(" | ") || text.ends_with(" |")
}

/// `|---|:--:|`, `--- | ---` or `+----+----+`.
fn is_border(line: &str) -> bool {
    let text = line.trim();
    text.contains("--")
        && text.contains(['|', '+'])
        && text.chars().all(|character| "|+-=: ".contains(character))
}

fn split_cells(text: &str, line: usize) -> Vec<Cell> {
    let text = text.trim();
    let inner = text.strip_prefix('|').unwrap_or(text);
    let inner =
        if inner.ends_with("\\|") { inner } else { inner.strip_suffix('|').unwrap_or(inner) };
    split_at_pipes(inner, line)
}

fn split_at_pipes(inner: &str, line: usize) -> Vec<Cell> {
    let mut cells = Vec::new();
    let mut raw = String::new();
    let mut escaped = false;
    for character in inner.chars() {
        if character == '|' && !escaped {
            cells.push(Cell::new(&raw, line));
            raw.clear();
        } else {
            raw.push(character);
        }
        escaped = character == '\\' && !escaped;
    }
    cells.push(Cell::new(&raw, line));
    cells
}
