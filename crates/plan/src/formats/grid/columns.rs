//! Which columns a drawn table has: those of its headings, parted where the rows below part them.

use super::{GridRow, Placed};
use crate::columns::{Role, role_of};
use crate::formats::limits::MOST_COLUMNS;

/// Where the edges of the grid lie, in the unit of its widths.
#[derive(Debug)]
pub(super) struct Scale(Vec<u64>);

impl Scale {
    /// Columns without a width are as wide as the others are on average.
    pub(super) fn of(widths: &[u32]) -> Self {
        let sum: u64 = widths.iter().map(|width| u64::from(*width)).sum();
        let mean = sum.checked_div(widths.len() as u64).unwrap_or(1).max(1);
        let width = |column| widths.get(column).map_or(mean, |width| u64::from(*width).max(1));
        let mut at = vec![0];
        let mut edge = 0;
        // A cell in the last column may go on over as many columns again.
        for column in 0..2 * MOST_COLUMNS {
            edge += width(column);
            at.push(edge);
        }
        Self(at)
    }

    fn at(&self, column: usize) -> u64 {
        self.0.get(column).or(self.0.last()).copied().unwrap_or(0)
    }
}

/// Joins a second row of headings to the first, when it only says more of cells that cover several
/// columns; returns the place of the first row below the headings.
pub(super) fn merge_heads(rows: &mut Vec<GridRow>, place: usize) -> usize {
    let (Some(upper), Some(lower)) = (rows.get(place), rows.get(place + 1)) else {
        return place + 1;
    };
    let is_under = |cell: &Placed| {
        cell.continues
            || cell.paragraphs.is_empty()
            || upper.cells.iter().any(|above| above.span > 1 && covers(above, cell))
    };
    let is_short = |cell: &Placed| cell.paragraphs.iter().all(|text| text.len() <= 40);
    let has_marks = lower.cells.iter().any(|cell| cell.continues)
        && lower.cells.iter().any(|cell| !cell.paragraphs.is_empty());
    let goes_on = lower.cells.iter().all(|cell| is_under(cell) && is_short(cell));
    if !(goes_on && (has_marks || lower.is_heading && upper.is_heading)) {
        return place + 1;
    }
    let mut cells: Vec<Placed> = Vec::new();
    for above in &upper.cells {
        let below: Vec<&Placed> = lower
            .cells
            .iter()
            .filter(|cell| covers(above, cell) && !cell.continues && !cell.paragraphs.is_empty())
            .collect();
        if below.is_empty() {
            cells.push(above.clone());
        }
        for cell in below {
            cells.push(Placed { paragraphs: vec![joined(above, cell)], ..cell.clone() });
        }
    }
    let is_heading = upper.is_heading;
    rows.remove(place + 1);
    if let Some(row) = rows.get_mut(place) {
        *row = GridRow { cells, is_heading };
    }
    place + 1
}

/// A heading under another says what it is by itself, or only together with it.
fn joined(above: &Placed, below: &Placed) -> String {
    let (above, below) = (above.paragraphs.join(" "), below.paragraphs.join(" "));
    if above.is_empty() || role_of(&below).is_some() { below } else { format!("{above} {below}") }
}

fn covers(above: &Placed, cell: &Placed) -> bool {
    above.column <= cell.column && cell.column + cell.span <= above.column + above.span
}

/// The first columns of the grid of each column of the table: where the headings begin or, without
/// headings, the cells of the first row of the most frequent number; and where in most rows below a
/// second cell begins inside one of those.
pub(super) fn edges(scale: &Scale, rows: &[GridRow], heading: Option<usize>) -> Vec<usize> {
    let pattern = heading.or_else(|| most_frequent(rows)).and_then(|place| rows.get(place));
    let Some(pattern) = pattern else { return vec![0] };
    let mut edges: Vec<usize> = pattern.cells.iter().map(|cell| cell.column).collect();
    edges.sort_unstable();
    edges.dedup();
    if edges.is_empty() {
        edges.push(0);
    }
    // Each pass parts columns in two; no table has columns parted more often.
    for _ in 0..4 {
        let more = inner_edges(scale, rows, &edges);
        if more.is_empty() {
            break;
        }
        edges.extend(more);
        edges.sort_unstable();
        edges.dedup();
    }
    edges.truncate(MOST_COLUMNS);
    edges
}

fn most_frequent(rows: &[GridRow]) -> Option<usize> {
    let counts: Vec<usize> = rows.iter().map(|row| row.cells.len()).collect();
    let mut tallies = std::collections::BTreeMap::<usize, usize>::new();
    for count in counts.iter().filter(|count| **count > 1) {
        *tallies.entry(*count).or_default() += 1;
    }
    let most =
        tallies.iter().max_by_key(|(count, times)| (**times, **count)).map(|(count, _)| *count);
    counts.iter().position(|count| Some(*count) == most).or((!rows.is_empty()).then_some(0))
}

/// Where a second filled cell begins inside a column in a quarter of the rows or more.
fn inner_edges(scale: &Scale, rows: &[GridRow], edges: &[usize]) -> Vec<usize> {
    let mut starts = vec![std::collections::BTreeMap::<usize, usize>::new(); edges.len()];
    let mut before = std::collections::BTreeMap::<usize, usize>::new();
    let first = edges.first().copied().unwrap_or(0);
    let mut full = 0;
    for row in rows.iter().filter(|row| row.filled() >= 2) {
        full += 1;
        let mut last = None;
        for cell in &row.cells {
            if cell.column < first {
                // A column to the left of all headings.
                *before.entry(cell.column).or_default() += usize::from(!cell.paragraphs.is_empty());
                continue;
            }
            let column = column_of(scale, edges, cell);
            if last == Some(column)
                && (!cell.paragraphs.is_empty() || cell.continues)
                && let Some(starts) = starts.get_mut(column)
            {
                *starts.entry(cell.column).or_default() += 1;
            }
            last = Some(column);
        }
    }
    starts.push(before);
    let often = starts.iter().filter_map(|starts| {
        starts
            .iter()
            .max_by_key(|(_, times)| **times)
            .filter(|(_, times)| **times > 0 && **times * 4 >= full)
    });
    often.map(|(start, _)| *start).filter(|start| !edges.contains(start)).collect()
}

/// The column of the table that a cell stands in: the first one half of which it covers, or which covers
/// half of it. Edges that differ by a hair in some rows make no new column so.
fn column_of(scale: &Scale, edges: &[usize], cell: &Placed) -> usize {
    let from = scale.at(cell.column);
    let to = scale.at(cell.column + cell.span.max(1));
    let bounds = |column: usize| {
        let start = edges.get(column).map_or(0, |edge| scale.at(*edge));
        let end = edges.get(column + 1).map_or(u64::MAX, |edge| scale.at(*edge));
        (start, end)
    };
    let half = |column: &usize| {
        let (start, end) = bounds(*column);
        let shared = to.min(end).saturating_sub(from.max(start));
        shared * 2 >= (to - from).min(end.saturating_sub(start)) && shared > 0
    };
    let before = edges.partition_point(|edge| *edge <= cell.column).saturating_sub(1);
    (before..edges.len()).find(half).unwrap_or(before)
}

/// Puts a heading over several columns where it belongs: over each when it heads leads or dates, and
/// otherwise over the one with the longest texts, so that a column of numbers beside it has none.
pub(super) fn head_parts(
    edges: &[usize],
    heading: &GridRow,
    place: usize,
    rows: &mut [Vec<Placed>],
) {
    for cell in &heading.cells {
        let until = cell.column + cell.span;
        let under: Vec<usize> = (0..edges.len())
            .filter(|column| {
                edges.get(*column).is_some_and(|edge| (cell.column..until).contains(edge))
            })
            .collect();
        let text = cell.paragraphs.join(" ");
        if under.len() < 2 || text.is_empty() {
            continue;
        }
        let is_each = matches!(role_of(&text), Some(Role::Lead | Role::Timescale));
        let length = |column: &usize| -> usize {
            let below = rows.iter().skip(place + 1).filter_map(|row| row.get(*column));
            below.flat_map(|cell| &cell.paragraphs).map(String::len).sum()
        };
        let longest = under.iter().copied().max_by_key(length);
        for column in under {
            let is_headed = is_each || Some(column) == longest;
            if let Some(into) = rows.get_mut(place).and_then(|row| row.get_mut(column)) {
                into.paragraphs = if is_headed { cell.paragraphs.clone() } else { Vec::new() };
            }
        }
    }
}

/// The cells of a row in the columns of the table; of two in one column the paragraphs are joined.
pub(super) fn placed(scale: &Scale, edges: &[usize], row: GridRow) -> Vec<Placed> {
    let mut cells: Vec<Placed> =
        (0..edges.len()).map(|column| Placed { column, span: 1, ..Placed::default() }).collect();
    let mut is_taken = vec![false; edges.len()];
    for cell in row.cells {
        let column = column_of(scale, edges, &cell);
        let (Some(into), Some(taken)) = (cells.get_mut(column), is_taken.get_mut(column)) else {
            continue;
        };
        into.continues = cell.continues && (into.continues || !*taken);
        into.paragraphs.extend(cell.paragraphs);
        *taken = true;
    }
    cells
}
