//! Tables whose cells are parted by drawn lines.

use std::collections::BTreeMap;

use super::ink::{Letter, Rule};
use super::lines::{lines_of, paragraphs_of};
use crate::formats::grid::{Grid, GridRow, Placed};

/// How far lines that meet may miss each other, in points.
const SLACK: f64 = 3.0;

/// The most rows or columns that are drawn on one page.
const MOST_EDGES: usize = 400;

/// A table with its place on the page.
#[derive(Debug, Clone)]
pub(super) struct Placement {
    pub(super) top: f64,
    /// Where its columns begin, and the last ends.
    pub(super) edges: Vec<f64>,
    pub(super) grid: Grid,
}

/// Takes the tables of a page out of its letters.
pub(super) fn tables_of(letters: &mut Vec<Letter>, rules: &[Rule]) -> Vec<Placement> {
    let mut tables: Vec<Placement> =
        groups_of(rules).into_iter().filter_map(|group| table_of(letters, &group)).collect();
    tables.sort_by(|a, b| a.top.total_cmp(&b.top));
    tables
}

/// Lines that meet, directly or by others.
fn groups_of(rules: &[Rule]) -> Vec<Vec<Rule>> {
    let mut groups: Vec<Vec<Rule>> = Vec::new();
    let mut bounds: Vec<[f64; 4]> = Vec::new();
    let mut sorted = rules.to_vec();
    sorted.sort_by(|a, b| box_of(a)[1].total_cmp(&box_of(b)[1]));
    for rule in sorted {
        let own = box_of(&rule);
        // Tables are boxes that do not overlap, so boxes of lines are enough.
        let mut near: Vec<usize> = (0..bounds.len())
            .filter(|index| bounds.get(*index).is_some_and(|other| overlap(&own, other)))
            .collect();
        let Some(first) = near.first().copied() else {
            groups.push(vec![rule]);
            bounds.push(own);
            continue;
        };
        let mut merged = own;
        let mut all = vec![rule];
        near.reverse();
        for index in near {
            merged = union(&merged, &bounds.swap_remove(index));
            all.append(&mut groups.swap_remove(index));
        }
        let place = first.min(groups.len());
        groups.insert(place, all);
        bounds.insert(place, merged);
    }
    groups
}

/// Left, top, right and bottom of a line.
fn box_of(rule: &Rule) -> [f64; 4] {
    if rule.is_level {
        [rule.from, rule.at, rule.to, rule.at]
    } else {
        [rule.at, rule.from, rule.at, rule.to]
    }
}

fn overlap(a: &[f64; 4], b: &[f64; 4]) -> bool {
    a[0] <= b[2] + SLACK && b[0] <= a[2] + SLACK && a[1] <= b[3] + SLACK && b[1] <= a[3] + SLACK
}

fn union(a: &[f64; 4], b: &[f64; 4]) -> [f64; 4] {
    [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
}

/// Places that differ by less than the slack are one.
fn clustered(mut places: Vec<f64>) -> Vec<f64> {
    places.sort_by(f64::total_cmp);
    let mut clusters: Vec<(f64, f64)> = Vec::new();
    for place in places {
        match clusters.last_mut() {
            Some((_, last)) if place - *last <= SLACK => *last = place,
            _ => clusters.push((place, place)),
        }
    }
    clusters.into_iter().map(|(first, last)| f64::midpoint(first, last)).collect()
}

fn table_of(letters: &mut Vec<Letter>, rules: &[Rule]) -> Option<Placement> {
    let edges = |is_level| {
        clustered(
            rules.iter().filter(|rule| rule.is_level == is_level).map(|rule| rule.at).collect(),
        )
    };
    let (ys, xs) = (edges(true), edges(false));
    // Two level lines and three upright ones at least: anything less is a frame or an underline.
    if ys.len() < 2 || xs.len() < 3 || ys.len() > MOST_EDGES || xs.len() > MOST_EDGES {
        return None;
    }
    let (top, bottom) = (*ys.first()?, *ys.last()?);
    let (left, right) = (*xs.first()?, *xs.last()?);
    let is_inside = |letter: &Letter| {
        let middle = f64::midpoint(letter.left, letter.right);
        let height = letter.base - 0.3 * letter.size;
        middle > left - SLACK && middle < right + SLACK && height > top && height < bottom
    };
    let inside: Vec<Letter> = letters.iter().filter(|letter| is_inside(letter)).cloned().collect();
    if inside.is_empty() {
        return None;
    }
    letters.retain(|letter| !is_inside(letter));
    let grid = cells_of(rules, &xs, &ys, inside);
    Some(Placement { top, edges: xs, grid })
}

/// The drawn lines that lie on the edges of a table, by edge.
struct Drawn {
    level: Vec<Vec<(f64, f64)>>,
    upright: Vec<Vec<(f64, f64)>>,
}

impl Drawn {
    fn of(rules: &[Rule], xs: &[f64], ys: &[f64]) -> Self {
        let mut drawn =
            Self { level: vec![Vec::new(); ys.len()], upright: vec![Vec::new(); xs.len()] };
        for rule in rules {
            let (edges, lines) =
                if rule.is_level { (ys, &mut drawn.level) } else { (xs, &mut drawn.upright) };
            let near = edges.partition_point(|edge| *edge < rule.at - 2.0 * SLACK);
            for (edge, lines) in edges.iter().zip(lines).skip(near) {
                if *edge > rule.at + 2.0 * SLACK {
                    break;
                }
                lines.push((rule.from, rule.to));
            }
        }
        drawn
    }

    fn covers(lines: Option<&Vec<(f64, f64)>>, through: f64) -> bool {
        lines.is_some_and(|lines| {
            lines.iter().any(|(from, to)| from - SLACK <= through && through <= to + SLACK)
        })
    }
}

/// The middle between an edge and the next one.
fn middle(edges: &[f64], at: usize) -> f64 {
    let edge = |at: usize| edges.get(at).copied().unwrap_or(0.0);
    f64::midpoint(edge(at), edge(at + 1))
}

/// The first row and column of the cell that each place of the grid belongs to: places without a line
/// between them are one cell, to the right first and then down over equal widths.
fn owners_of(drawn: &Drawn, xs: &[f64], ys: &[f64]) -> Vec<Vec<(usize, usize)>> {
    let (columns, rows) = (xs.len() - 1, ys.len() - 1);
    let mut owners: Vec<Vec<(usize, usize)>> = Vec::with_capacity(rows);
    for row in 0..rows {
        let mut first = 0;
        let mut own: Vec<(usize, usize)> = Vec::with_capacity(columns);
        for column in 0..columns {
            if column == 0 || Drawn::covers(drawn.upright.get(column), middle(ys, row)) {
                first = column;
            }
            own.push((row, first));
        }
        if let Some(above) = owners.last() {
            for (column, (own, upper)) in own.iter_mut().zip(above).enumerate() {
                let is_open = !Drawn::covers(drawn.level.get(row), middle(xs, column));
                if is_open && upper.1 == own.1 {
                    *own = *upper;
                }
            }
        }
        owners.push(own);
    }
    owners
}

/// The grid with the text of each cell.
fn cells_of(rules: &[Rule], xs: &[f64], ys: &[f64], letters: Vec<Letter>) -> Grid {
    let (columns, rows) = (xs.len() - 1, ys.len() - 1);
    let owners = owners_of(&Drawn::of(rules, xs, ys), xs, ys);
    let mut texts: BTreeMap<(usize, usize), Vec<Letter>> = BTreeMap::new();
    for letter in letters {
        let across = f64::midpoint(letter.left, letter.right);
        let down = letter.base - 0.3 * letter.size;
        let column = xs.partition_point(|edge| *edge <= across).clamp(1, columns) - 1;
        let row = ys.partition_point(|edge| *edge <= down).clamp(1, rows) - 1;
        let cell = owners.get(row).and_then(|cells| cells.get(column)).copied();
        texts.entry(cell.unwrap_or((row, column))).or_default().push(letter);
    }
    let widths =
        xs.windows(2).map(|pair| whole(pair.get(1).unwrap_or(&0.0) - pair.first().unwrap_or(&0.0)));
    let mut grid = Grid { widths: widths.collect(), rows: Vec::with_capacity(rows) };
    for (row, owners) in owners.iter().enumerate() {
        let mut cells = GridRow::default();
        for (column, cell) in owners.iter().enumerate().filter(|(column, cell)| cell.1 == *column) {
            let span = owners.iter().skip(column).take_while(|other| *other == cell).count();
            let right = xs.get(column + span).copied().unwrap_or(f64::MAX);
            let text = if cell.0 == row { texts.remove(cell) } else { None };
            let lines = lines_of(text.unwrap_or_default());
            cells.cells.push(Placed {
                column,
                span,
                continues: cell.0 != row,
                paragraphs: paragraphs_of(&lines, right - SLACK),
                nested: Vec::new(),
            });
        }
        grid.rows.push(cells);
    }
    grid
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a width on a page, clamped to what fits"
)]
fn whole(width: f64) -> u32 {
    width.clamp(1.0, 100_000.0) as u32
}
