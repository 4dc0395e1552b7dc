//! A table as its format draws it, with cells over several columns and rows, made into plain rows.

mod columns;
mod merged;

use crate::formats::limits::MOST_COLUMNS;
use crate::table::{Cell, Row, is_headings};

/// How many rows at the top may stand above the headings.
const MOST_TITLES: usize = 6;

/// A cell where its format placed it.
#[derive(Debug, Clone, Default)]
pub(super) struct Placed {
    /// First column of the grid, counted from 0.
    pub(super) column: usize,
    /// How many columns of the grid it covers; at least one.
    pub(super) span: usize,
    /// It is the lower part of a cell that begins in a row above.
    pub(super) continues: bool,
    /// Its paragraphs, none empty.
    pub(super) paragraphs: Vec<String>,
    /// Tables with headings of their own inside it.
    pub(super) nested: Vec<Grid>,
}

/// A row of placed cells, from the left.
#[derive(Debug, Clone, Default)]
pub(super) struct GridRow {
    pub(super) cells: Vec<Placed>,
    /// The format says that it is one of headings.
    pub(super) is_heading: bool,
}

impl GridRow {
    fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.paragraphs.is_empty()).count()
    }

    /// The only text of the row, when there is only one.
    fn only(&self) -> Option<&Placed> {
        let mut filled = self.cells.iter().filter(|cell| !cell.paragraphs.is_empty());
        filled.next().filter(|_| filled.next().is_none())
    }

    /// Its own cells as a row of the table finder.
    pub(super) fn as_row(&self) -> Row {
        let cell = |cell: &Placed| Cell { paragraphs: cell.paragraphs.clone(), line: 0 };
        Row { cells: self.cells.iter().map(cell).collect(), line_from: 0, line_to: 0 }
    }
}

/// A table as drawn.
#[derive(Debug, Clone, Default)]
pub(super) struct Grid {
    /// Widths of its columns in any unit; columns without one are of width 1.
    pub(super) widths: Vec<u32>,
    pub(super) rows: Vec<GridRow>,
}

/// A table as it is written: titles above it, rows of cells of paragraphs, tables that stood inside.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) titles: Vec<String>,
    pub(super) rows: Vec<Vec<Vec<String>>>,
    /// Whether its first row is one of headings, as the format says.
    pub(super) is_headed: bool,
    pub(super) nested: Vec<Grid>,
}

impl Grid {
    /// Whether one of its first rows is of headings that are known.
    pub(super) fn has_headings(&self) -> bool {
        self.rows.iter().take(3).any(|row| is_headings(&row.as_row()))
    }

    /// Whether headings that are known stand near its top, below titles.
    pub(super) fn has_headings_near_top(&self) -> bool {
        self.rows.iter().take(MOST_TITLES).any(|row| is_headings(&row.as_row()))
    }

    /// Its rows as lines of text, for a small table inside a cell.
    pub(super) fn lines(self) -> Vec<String> {
        let line = |row: GridRow| {
            let texts = row.cells.into_iter().flat_map(|cell| cell.paragraphs);
            texts.collect::<Vec<_>>().join(" ")
        };
        self.rows.into_iter().map(line).filter(|line| !line.is_empty()).collect()
    }

    /// The tables in the grid: it is cut where other headings begin another, and titles in a row of
    /// their own above the headings become text above it.
    pub(super) fn parted(mut self) -> Vec<Part> {
        for row in &mut self.rows {
            row.cells.retain(|cell| cell.column < MOST_COLUMNS);
        }
        let scale = columns::Scale::of(&self.widths);
        let mut parts: Vec<Vec<GridRow>> = vec![Vec::new()];
        let mut headings: Option<Vec<String>> = None;
        for row in self.rows {
            let texts = opening(&row, headings.is_some());
            if texts.is_some() && headings.is_some() && texts != headings {
                // The title of the next table stands right above its headings.
                let titles = parts.last_mut().map(titles_below).unwrap_or_default();
                parts.push(titles);
            } else if texts.is_some() && texts == headings {
                continue;
            }
            headings = texts.or(headings);
            if let Some(part) = parts.last_mut() {
                part.push(row);
            }
        }
        parts.into_iter().map(|rows| part_of(&scale, rows)).collect()
    }
}

/// The texts of a row of known headings. Below other headings only one is believed that has three cells
/// and no figures.
fn opening(row: &GridRow, is_below: bool) -> Option<Vec<String>> {
    if row.cells.iter().any(|cell| cell.continues) {
        return None;
    }
    let as_row = row.as_row();
    let texts: Vec<String> = as_row.cells.iter().map(Cell::text).collect();
    let is_plain = || {
        texts.iter().filter(|text| !text.is_empty()).count() >= 3
            && texts.iter().all(|text| !text.contains(|letter: char| letter.is_ascii_digit()))
    };
    (is_headings(&as_row) && (!is_below || is_plain())).then_some(texts)
}

/// Takes the rows of one text at the end of a table.
fn titles_below(rows: &mut Vec<GridRow>) -> Vec<GridRow> {
    let kept = rows.iter().rposition(|row| row.filled() > 1).map_or(0, |last| last + 1);
    rows.split_off(kept)
}

fn part_of(scale: &columns::Scale, rows: Vec<GridRow>) -> Part {
    let mut part = Part::default();
    let mut rows = rows;
    for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
        part.nested.append(&mut cell.nested);
    }
    rows.retain(|row| row.filled() > 0 || row.cells.iter().any(|cell| cell.continues));
    let heading = rows
        .iter()
        .take(MOST_TITLES)
        .position(|row| is_headings(&row.as_row()))
        .or_else(|| rows.first().filter(|row| row.is_heading).map(|_| 0));
    let most = rows.iter().map(GridRow::filled).max().unwrap_or(0);
    // Rows of one text above the headings, or at the top of a table of more, are its titles.
    let titles = rows.iter().take_while(|row| most >= 2 && row.only().is_some()).count();
    let titles = match heading {
        Some(place) if titles >= place => place,
        None if titles <= MOST_TITLES => titles,
        _ => 0,
    };
    part.is_headed = heading.is_some_and(|place| rows.get(place).is_some_and(|row| row.is_heading));
    let above: Vec<GridRow> = rows.drain(..titles).collect();
    part.titles = above.iter().filter_map(|row| Some(row.only()?.paragraphs.join("\n"))).collect();
    let heading = heading.map(|place| place - titles);
    let heads = heading.map_or(0, |place| columns::merge_heads(&mut rows, place));
    let edges = columns::edges(scale, &rows, heading);
    let headings = heading.and_then(|place| rows.get(place)).cloned();
    let mut cells: Vec<Vec<Placed>> =
        rows.into_iter().map(|row| columns::placed(scale, &edges, row)).collect();
    if let (Some(place), Some(headings)) = (heading, headings) {
        columns::head_parts(&edges, &headings, place, &mut cells);
    }
    part.rows = merged::settled(cells, heads);
    if edges.len() < 2 {
        // One column is no table but a frame around text.
        let texts = std::mem::take(&mut part.rows).into_iter().flatten();
        part.titles.extend(texts.map(|paragraphs| paragraphs.join("\n")));
    }
    part
}

#[cfg(test)]
mod tests;
