//! What a cell merged downwards says of each of its rows.

use super::Placed;
use crate::columns::{Columns, Role};
use crate::formats::limits::LARGEST_TEXT;
use crate::table::{Cell, Row};

/// Fills the lower parts of merged cells: a lead, a date or an aim beside several actions is that of
/// each; but where the action itself goes on, its rows are one and the lower parts stay blank.
pub(super) fn settled(rows: Vec<Vec<Placed>>, heads: usize) -> Vec<Vec<Vec<String>>> {
    let action = action_column(&rows, heads);
    let mut above: Vec<Vec<String>> = Vec::new();
    // What is filled in counts, so that one long text over many rows does not fill the memory.
    let mut filled_in = 0;
    let mut settled = Vec::with_capacity(rows.len());
    for row in rows {
        let goes_on = action
            .and_then(|column| row.get(column))
            .is_some_and(|cell| cell.continues || cell.paragraphs.is_empty());
        let is_alone = row.iter().all(|cell| cell.continues || cell.paragraphs.is_empty());
        above.resize(row.len(), Vec::new());
        let mut cells = Vec::with_capacity(row.len());
        for (cell, above) in row.into_iter().zip(&mut above) {
            if !cell.continues {
                above.clone_from(&cell.paragraphs);
                cells.push(cell.paragraphs);
            } else if !cell.paragraphs.is_empty() {
                // Hidden under the merge, but there.
                cells.push(cell.paragraphs);
            } else if goes_on || is_alone || filled_in > LARGEST_TEXT {
                cells.push(Vec::new());
            } else {
                filled_in += above.iter().map(String::len).sum::<usize>();
                cells.push(above.clone());
            }
        }
        settled.push(cells);
    }
    settled
}

/// The column that says what is to be done, by the headings: the action, or else the last aim.
fn action_column(rows: &[Vec<Placed>], heads: usize) -> Option<usize> {
    let heading = rows.get(heads.checked_sub(1)?)?;
    let cells =
        heading.iter().map(|cell| Cell { paragraphs: cell.paragraphs.clone(), line: 0 }).collect();
    let columns = Columns::of_row(&Row { cells, line_from: 0, line_to: 0 })?;
    columns.find(Role::Action).or_else(|| columns.all(Role::Objective).last())
}
