//! Tables on a sheet of cells, whether of a workbook or of a file of separated values.

use super::grid::{Grid, GridRow, Placed};
use super::limits::MOST_COLUMNS;
use crate::table::is_headings;

/// A cell on a sheet, by its column counted from 0, with its printed text.
pub(super) type SheetCell = (usize, String);

/// The tables on a sheet, rows with their numbers: a blank row ends a table, unless the rows below it fill
/// the same columns.
pub(super) fn tables_of(rows: Vec<(usize, GridRow)>) -> Vec<Grid> {
    let mut blocks: Vec<Vec<GridRow>> = Vec::new();
    let mut last = None;
    for (number, row) in rows {
        let is_next = last.is_some_and(|last| number <= last + 1);
        last = Some(number);
        match blocks.last_mut() {
            Some(block) if is_next => block.push(row),
            _ => blocks.push(vec![row]),
        }
    }
    let mut grids: Vec<Grid> = Vec::new();
    for block in blocks {
        match grids.last_mut() {
            Some(above) if goes_on(above, &block) => above.rows.extend(block),
            _ => grids.push(Grid { widths: Vec::new(), rows: block }),
        }
    }
    grids
}

/// Whether rows below a blank one belong to the table above: they have no headings of their own, and
/// fill most of the columns that its rows do.
fn goes_on(above: &Grid, block: &[GridRow]) -> bool {
    let has_own = block.iter().take(3).any(|row| is_headings(&row.as_row()));
    let filled = filled_columns(&above.rows);
    if has_own || filled.len() < 2 || !above.has_headings_near_top() {
        return false;
    }
    let own = filled_columns(block);
    // A row of one text is a section of the table, when rows of it follow.
    let shared = own.iter().filter(|column| filled.contains(column)).count();
    own.is_empty() && block.len() == 1 || own.len() >= 2 && shared * 3 >= filled.len() * 2
}

/// The columns that are filled in half of the rows with more than one filled cell.
fn filled_columns(rows: &[GridRow]) -> Vec<usize> {
    let mut counts = vec![0_usize; MOST_COLUMNS];
    let mut of = 0;
    for row in rows.iter().filter(|row| row.cells.len() > 1) {
        of += 1;
        for cell in row.cells.iter().filter(|cell| cell.continues || !cell.paragraphs.is_empty()) {
            if let Some(count) = counts.get_mut(cell.column) {
                *count += 1;
            }
        }
    }
    let often = counts.iter().enumerate().filter(|(_, count)| of > 0 && **count * 2 >= of);
    often.map(|(column, _)| column).collect()
}

/// A row of a sheet without merged cells.
pub(super) fn row_of(cells: Vec<SheetCell>) -> GridRow {
    let placed =
        cells.into_iter().filter(|(column, _)| *column < MOST_COLUMNS).map(|(column, text)| {
            Placed {
                column,
                span: 1,
                paragraphs: super::writer::paragraphs_of(&text),
                ..Placed::default()
            }
        });
    let cells: Vec<Placed> = placed.filter(|cell| !cell.paragraphs.is_empty()).collect();
    GridRow { cells, is_heading: false }
}
