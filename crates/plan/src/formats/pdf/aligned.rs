//! Tables without drawn lines: cells below their headings, told by where they begin.

use super::lines::{Line, join, spacing_of};
use super::ruled::Placement;
use crate::formats::grid::{Grid, GridRow, Placed};
use crate::table::is_headings;

/// How far to the left of its heading a cell may begin, in points.
const SLACK: f64 = 6.0;

/// The most lines that headings are broken over.
const MOST_HEADING_LINES: usize = 3;

/// Takes the tables that begin with known headings out of the lines of a page.
pub(super) fn tables_of(lines: &mut Vec<Line>) -> Vec<Placement> {
    let mut tables = Vec::new();
    let mut from = 0;
    while from < lines.len() {
        let Some((headings, until)) = headings_at(lines, from) else {
            from += 1;
            continue;
        };
        let (placement, end) = table_at(lines, from, &headings, until);
        if placement.grid.rows.len() >= 2 {
            lines.drain(from..end);
            tables.push(placement);
        } else {
            from = until;
        }
    }
    tables
}

/// The headings that begin on a line, each with where it begins, and the line after them.
fn headings_at(lines: &[Line], from: usize) -> Option<(Vec<(f64, String)>, usize)> {
    let first = lines.get(from).filter(|line| line.pieces.len() >= 2)?;
    let mut headings: Vec<(f64, String)> =
        first.pieces.iter().map(|piece| (piece.left, piece.text.clone())).collect();
    let mut found = None;
    for count in 1..=MOST_HEADING_LINES {
        if are_headings(&headings) {
            found = Some((headings.clone(), from + count));
        }
        // A heading may go on in the next line, right below itself.
        let above = lines.get(from + count - 1)?;
        let Some(line) = lines.get(from + count) else { break };
        let is_close = line.base - above.base < 1.5 * line.size;
        let is_below = |left: f64| headings.iter().any(|(start, _)| (start - left).abs() < SLACK);
        if !is_close || !line.pieces.iter().all(|piece| is_below(piece.left)) {
            break;
        }
        for piece in &line.pieces {
            if let Some((_, text)) =
                headings.iter_mut().find(|(start, _)| (*start - piece.left).abs() < SLACK)
            {
                join(text, &piece.text);
            }
        }
        if !are_headings(&headings) {
            break;
        }
    }
    found
}

fn are_headings(headings: &[(f64, String)]) -> bool {
    let row = row_of(headings.iter().enumerate().map(|(column, (_, text))| (column, text.clone())));
    is_headings(&row.as_row())
}

fn row_of(cells: impl Iterator<Item = (usize, String)>) -> GridRow {
    let cells = cells.map(|(column, text)| Placed {
        column,
        span: 1,
        paragraphs: vec![text],
        ..Placed::default()
    });
    GridRow { cells: cells.collect(), is_heading: false }
}

/// Reads the rows below headings, up to a gap or a line across the columns that no row follows.
fn table_at(
    lines: &[Line],
    from: usize,
    headings: &[(f64, String)],
    until: usize,
) -> (Placement, usize) {
    let edges: Vec<f64> = headings.iter().map(|(left, _)| left - SLACK).collect();
    let own = lines.get(until..).unwrap_or_default();
    let spacing = spacing_of(own);
    let mut grid = Grid::default();
    grid.rows.push(row_of(headings.iter().enumerate().map(|(at, (_, text))| (at, text.clone()))));
    let mut last = lines.get(until - 1).map_or(0.0, |line| line.base);
    let mut end = until;
    let is_spaced = has_wider_gaps(own, spacing);
    for line in own {
        let gap = line.base - last;
        if gap > 4.0 * spacing || crosses(line, &edges) {
            break;
        }
        let cells: Vec<(usize, String)> = line
            .pieces
            .iter()
            .map(|piece| {
                let column = edges.partition_point(|edge| *edge <= piece.left).max(1) - 1;
                (column, piece.text.clone())
            })
            .collect();
        let begins_first = cells.first().is_some_and(|(column, _)| *column == 0);
        // A row begins after a wider gap; where there are none, with its first column and another one.
        let opens = grid.rows.len() == 1
            || gap > 1.3 * spacing
            || !is_spaced && begins_first && cells.len() >= 2;
        if opens {
            grid.rows.push(GridRow::default());
        }
        if let Some(row) = grid.rows.last_mut() {
            add(row, cells);
        }
        last = line.base;
        end += 1;
    }
    let top = lines.get(from).map_or(0.0, |line| line.base - line.size);
    (Placement { top, edges, grid }, end)
}

/// Whether wider gaps part the rows, as they do where lines of one cell stand close.
fn has_wider_gaps(lines: &[Line], spacing: f64) -> bool {
    let gaps = lines.windows(2).filter_map(|pair| Some(pair.get(1)?.base - pair.first()?.base));
    let (close, wider) = gaps.take(200).filter(|gap| *gap <= 4.0 * spacing).fold(
        (0_usize, 0_usize),
        |(close, wider), gap| {
            if gap > 1.3 * spacing { (close, wider + 1) } else { (close + 1, wider) }
        },
    );
    wider > 0 && wider * 8 >= close
}

/// Whether a line is text over several columns and no cell of one.
fn crosses(line: &Line, edges: &[f64]) -> bool {
    line.pieces.iter().any(|piece| {
        let begins = edges.partition_point(|edge| *edge <= piece.left);
        let ends = edges.partition_point(|edge| *edge + 2.0 * SLACK <= piece.right);
        ends > begins.max(1) + 1 || piece.left < edges.first().copied().unwrap_or(0.0) - 3.0 * SLACK
    })
}

/// Adds the pieces of a line to a row: a cell that has text goes on.
fn add(row: &mut GridRow, cells: Vec<(usize, String)>) {
    for (column, text) in cells {
        match row.cells.iter_mut().find(|cell| cell.column == column) {
            Some(cell) => {
                if let Some(paragraph) = cell.paragraphs.last_mut() {
                    join(paragraph, &text);
                }
            }
            None => row.cells.push(Placed {
                column,
                span: 1,
                paragraphs: vec![text],
                ..Placed::default()
            }),
        }
    }
    row.cells.sort_by_key(|cell| cell.column);
}
