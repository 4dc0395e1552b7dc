//! The pages of a PDF put one after the other: repeated heads and feet left out, tables joined.

use std::collections::BTreeMap;

use super::aligned;
use super::ink::Ink;
use super::lines::{Line, goes_on, join, lines_of, spacing_of};
use super::ruled::{self, Placement};
use crate::formats::grid::{Grid, GridRow};
use crate::formats::writer::Block;

/// The part of a page, at its top and at its foot, in which heads and feet stand.
const MARGIN: f64 = 0.14;

/// How far the edges of a table may differ from those of the same table on the page before, in points.
const SLACK: f64 = 5.0;

/// How much larger than the text a heading is.
const LARGER: f64 = 1.13;

/// The longest heading, in characters.
const LONGEST_HEADING: usize = 160;

/// The lines and tables of a page.
#[derive(Debug, Default)]
pub(super) struct Page {
    height: f64,
    lines: Vec<Line>,
    tables: Vec<Placement>,
}

impl Page {
    /// Parts what is drawn on a page into tables and lines.
    pub(super) fn of(ink: Ink, height: f64) -> Self {
        let mut letters = ink.letters;
        let tables = ruled::tables_of(&mut letters, &ink.rules);
        Self { height, lines: lines_of(letters), tables }
    }

    fn is_in_margin(&self, line: &Line) -> bool {
        line.base < MARGIN * self.height || line.base > (1.0 - MARGIN) * self.height
    }
}

/// The blocks of all pages, in reading order.
pub(super) fn blocks_of(mut pages: Vec<Page>) -> Vec<Block> {
    drop_repeated(&mut pages);
    let sizes = heading_sizes(&pages);
    let mut blocks: Vec<Block> = Vec::new();
    let mut edges: Option<Vec<f64>> = None;
    for mut page in pages {
        let found = aligned::tables_of(&mut page.lines);
        page.tables.extend(found);
        page.tables.sort_by(|a, b| a.top.total_cmp(&b.top));
        let mut lines = page.lines.into_iter().peekable();
        for table in page.tables {
            let mut above = Vec::new();
            while let Some(line) = lines.next_if(|line| line.base < table.top) {
                above.push(line);
            }
            if !above.is_empty() {
                edges = None;
            }
            text_blocks(&above, &sizes, &mut blocks);
            let is_same = edges.as_ref().is_some_and(|edges| are_alike(edges, &table.edges));
            edges = Some(table.edges);
            match blocks.last_mut() {
                Some(Block::Table(above)) if is_same => extend(above, table.grid),
                _ => blocks.push(Block::Table(table.grid)),
            }
        }
        let below: Vec<Line> = lines.collect();
        if !below.is_empty() {
            edges = None;
        }
        text_blocks(&below, &sizes, &mut blocks);
    }
    blocks
}

fn are_alike(above: &[f64], below: &[f64]) -> bool {
    above.len() == below.len() && above.iter().zip(below).all(|(a, b)| (a - b).abs() <= SLACK)
}

/// A table goes on over the page; so may its last row.
fn extend(above: &mut Grid, below: Grid) {
    let heading: Option<Vec<String>> = above.rows.first().map(texts);
    let mut rows = below.rows.into_iter().peekable();
    if rows.peek().map(texts) == heading {
        rows.next();
    }
    if let Some(first) = rows.peek()
        && is_rest(above, first)
        && let (Some(rest), Some(last)) = (rows.next(), above.rows.last_mut())
    {
        for cell in rest.cells {
            match last.cells.iter_mut().find(|own| own.column == cell.column) {
                Some(own) => continue_cell(&mut own.paragraphs, cell.paragraphs),
                None => last.cells.push(cell),
            }
        }
    }
    above.rows.extend(rows);
}

fn continue_cell(own: &mut Vec<String>, rest: Vec<String>) {
    let mut rest = rest.into_iter();
    if let Some(first) = rest.next() {
        match own.last_mut() {
            Some(last) if first.starts_with(char::is_lowercase) => join(last, &first),
            _ => own.push(first),
        }
    }
    own.extend(rest);
}

/// Whether the first row of a page is the rest of the last row of the page before: its first column is
/// blank where nearly no other is, or a text in it goes on in small letters.
fn is_rest(above: &Grid, first: &GridRow) -> bool {
    let is_blank =
        |row: &GridRow| row.cells.iter().all(|cell| cell.column > 0 || cell.paragraphs.is_empty());
    let blank = above.rows.iter().filter(|row| is_blank(row)).count();
    let goes_on = first.cells.iter().any(|cell| {
        let starts =
            cell.paragraphs.first().is_some_and(|text| text.starts_with(char::is_lowercase));
        let last = above
            .rows
            .last()
            .and_then(|row| row.cells.iter().find(|own| own.column == cell.column));
        let is_open =
            last.and_then(|own| own.paragraphs.last()).is_some_and(|text| !text.ends_with('.'));
        starts && is_open
    });
    goes_on || is_blank(first) && blank * 5 < above.rows.len()
}

fn texts(row: &GridRow) -> Vec<String> {
    row.cells.iter().map(|cell| cell.paragraphs.join(" ")).filter(|text| !text.is_empty()).collect()
}

/// A line without its numbers, so that "Page 3" and "Page 4" are the same.
fn signature(line: &Line) -> String {
    line.text(" ")
        .chars()
        .filter(|letter| !letter.is_ascii_digit() && !letter.is_whitespace())
        .collect()
}

/// Leaves out what stands at the top or foot of most pages, and bare page numbers there.
fn drop_repeated(pages: &mut [Page]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for page in pages.iter() {
        let mut own: Vec<String> =
            page.lines.iter().filter(|line| page.is_in_margin(line)).map(signature).collect();
        own.sort();
        own.dedup();
        for line in own {
            *seen.entry(line).or_default() += 1;
        }
    }
    let most = pages.len();
    for (number, page) in pages.iter_mut().enumerate() {
        let (height, lines) = (page.height, std::mem::take(&mut page.lines));
        let margins = Page { height, ..Page::default() };
        let is_kept = |line: &Line| {
            let signature = signature(line);
            let times = seen.get(&signature).copied().unwrap_or(0);
            let is_repeated = most >= 2 && times * 2 > most && times >= 2;
            let is_number = signature.trim_matches(['-', '–', '|']).is_empty();
            let is_title =
                number == 0 && !signature.to_lowercase().starts_with("page") && line.size > 13.0;
            !margins.is_in_margin(line) || !(is_repeated && !is_title || is_number)
        };
        page.lines = lines.into_iter().filter(is_kept).collect();
    }
}

/// The sizes of type above that of the text, the largest first, each with its level: the title's size
/// stands on the first page alone.
fn heading_sizes(pages: &[Page]) -> BTreeMap<i64, u8> {
    let mut letters: BTreeMap<i64, usize> = BTreeMap::new();
    for line in pages.iter().flat_map(|page| &page.lines) {
        *letters.entry(rounded(line.size)).or_default() += line.text("").len();
    }
    let body = letters.iter().max_by_key(|(_, count)| **count).map_or(100, |(size, _)| *size);
    let smallest = rounded(as_size(body) / 10.0 * LARGER);
    let sizes: Vec<i64> = letters.into_keys().filter(|size| *size >= smallest).rev().collect();
    let is_title = sizes.first().is_some_and(|largest| {
        let mut later = pages.iter().skip(1).flat_map(|page| &page.lines);
        later.all(|line| rounded(line.size) != *largest)
    });
    let first = u8::from(!is_title);
    sizes.into_iter().zip(first..=6).collect()
}

/// Tenths of a point.
#[expect(clippy::cast_possible_truncation, reason = "sizes of type are small")]
fn rounded(size: f64) -> i64 {
    (size * 10.0).round().clamp(0.0, 100_000.0) as i64
}

#[expect(clippy::cast_precision_loss, reason = "sizes of type are small")]
fn as_size(tenths: i64) -> f64 {
    tenths as f64
}

/// Lines as paragraphs and headings.
fn text_blocks(lines: &[Line], sizes: &BTreeMap<i64, u8>, blocks: &mut Vec<Block>) {
    let spacing = spacing_of(lines);
    let right = lines.iter().map(Line::right).fold(0.0, f64::max);
    let mut last: Option<&Line> = None;
    for line in lines {
        let text = line.text("\t");
        let level = sizes.get(&rounded(line.size)).copied();
        let level = level.filter(|_| text.chars().count() <= LONGEST_HEADING);
        let continues = last.is_some_and(|last| {
            line.pieces.len() == 1 && last.pieces.len() == 1 && goes_on(last, line, right, spacing)
        });
        match blocks.last_mut() {
            Some(Block::Paragraph { text: above, .. }) if continues => join(above, &text),
            _ => blocks.push(Block::Paragraph { text, level, is_item: false }),
        }
        last = Some(line);
    }
}
