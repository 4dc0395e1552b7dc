//! Tables written one cell a line with no mark at all: the headings, then the cells of each row, either a
//! paragraph for each row or a paragraph for each cell.
//!
//! Nothing but its headings tells such a table from text, so they have to be known words, and the cells
//! below them as short as their headings promise.

use super::fitted::{self, Holds};
use super::{Cell, Region, Row, Style, Table, is_blank_line};
use crate::columns::{Columns, Role, role_of};
use crate::shapes::{heads_figures, is_short_column};
use crate::source::SourceText;

/// The widest and narrowest table of this style.
const WIDTHS: std::ops::RangeInclusive<usize> = 3..=12;

/// The longest heading, in bytes.
const LONGEST_HEADING: usize = 48;

/// The most words in a cell that its heading promises to be short.
const MOST_WORDS: usize = 8;

/// The longest cell, in bytes; beyond it the text has begun.
const LONGEST_CELL: usize = 240;

/// Reads the table whose headings begin on `start`, if there is one.
pub(super) fn read_at(source: &SourceText, start: usize) -> Option<Region> {
    if is_blank_line(source.line(start)) || !is_blank_line(source.line(start.wrapping_sub(1))) {
        return None;
    }
    let first = paragraph(source, start);
    if first.len() > 1 {
        return Some(region_of(rows_of_paragraphs(source, &first)?));
    }
    let headings = single_headings(source, start);
    if headings.len() > *WIDTHS.end() {
        // A list of such words, which is not looked at word by word again.
        return Some(Region { table: None, line_to: *headings.last()? });
    }
    Some(region_of(rows_of_single_lines(source, &headings)?))
}

fn region_of(rows: Vec<Row>) -> Region {
    let line_to = rows.last().map_or(0, |row| row.line_to);
    Region { table: Table::from_rows(Style::OneCellALine, rows), line_to }
}

/// The numbers of the lines of the paragraph that begins on a line; none when a line of it is a row of
/// another style.
fn paragraph(source: &SourceText, start: usize) -> Vec<usize> {
    let lines: Vec<usize> = (start..=source.line_count())
        .take_while(|line| !is_blank_line(source.line(*line)))
        .take(*WIDTHS.end() + 1)
        .collect();
    let is_plain = |line: &usize| !source.line(*line).contains(['\t', '|']);
    if lines.iter().all(is_plain) { lines } else { Vec::new() }
}

/// A paragraph for each row, all of as many lines as the headings.
fn rows_of_paragraphs(source: &SourceText, headings: &[usize]) -> Option<Vec<Row>> {
    let width = headings.len();
    let mut rows = vec![row_of(source, headings)];
    let columns = headings_in(rows.first()?).filter(|_| WIDTHS.contains(&width))?;
    let kinds = fitted::kinds(rows.first()?);
    let mut next = headings.last()? + 1;
    let mut has_whole = false;
    loop {
        let begin = (next..next + 3).find(|line| !is_blank_line(source.line(*line)));
        let Some(begin) = begin else { break };
        let lines = paragraph(source, begin);
        let row = row_of(source, &lines);
        let is_whole = lines.len() == width && is_as_promised(&row, &columns);
        let row = if is_whole { Some(row) } else { row_with_blanks(source, begin, &lines, &kinds) };
        let Some(row) = row else { break };
        has_whole |= is_whole;
        next = row.line_to + 1;
        rows.push(row);
    }
    (rows.len() >= if has_whole { 2 } else { 3 }).then_some(rows)
}

/// A row of a paragraph of which a cell is blank: a blank line stands for it, or nothing does.
fn row_with_blanks(
    source: &SourceText,
    begin: usize,
    lines: &[usize],
    kinds: &[Holds],
) -> Option<Row> {
    let end = begin + kinds.len();
    let spaced: Vec<usize> = (begin..end).collect();
    let texts: Vec<&str> = spaced.iter().map(|line| source.line(*line).trim()).collect();
    let is_plain = |text: &&str| !text.contains(['\t', '|']) && text.len() <= LONGEST_CELL;
    let is_short = texts.iter().all(is_plain);
    if is_short && is_blank_line(source.line(end)) && fitted::is_row(&texts, kinds) {
        return Some(row_of(source, &spaced));
    }
    let texts: Vec<&str> = lines.iter().map(|line| source.line(*line).trim()).collect();
    let placed = fitted::placed(&texts, kinds).filter(|_| texts.iter().all(is_plain))?;
    let mut own = lines.iter();
    let mut line = begin;
    let cells = placed.into_iter().map(|text| {
        if !text.is_empty() {
            line = own.next().copied().unwrap_or(line);
        }
        Cell::new(text, line)
    });
    Some(Row { cells: cells.collect(), line_from: begin, line_to: *lines.last()? })
}

/// The lines from `start` on that are known headings, each a paragraph of its own; one more than the
/// widest table has shows that there are too many.
fn single_headings(source: &SourceText, start: usize) -> Vec<usize> {
    let is_heading = |line: &usize| is_single(source, *line) && is_known(source.line(*line));
    (start..).step_by(2).take(WIDTHS.end() + 1).take_while(is_heading).collect()
}

/// A paragraph for each cell: as many for each row as there are headings.
fn rows_of_single_lines(source: &SourceText, headings: &[usize]) -> Option<Vec<Row>> {
    let width = headings.len();
    let mut rows = vec![row_of(source, headings)];
    let columns = headings_in(rows.first()?).filter(|_| WIDTHS.contains(&width))?;
    let kinds = fitted::kinds(rows.first()?);
    let mut next = headings.last()? + 2;
    loop {
        let cells: Vec<usize> = (next..).step_by(2).take(width).collect();
        let row = row_of(source, &cells);
        let are_single = cells.iter().all(|line| is_single(source, *line));
        let is_blank = |line: usize| is_blank_line(source.line(line));
        let are_apart = cells
            .iter()
            .all(|line| is_blank(line + 1) && (is_blank(*line) || is_single(source, *line)));
        let texts: Vec<&str> = cells.iter().map(|line| source.line(*line).trim()).collect();
        let is_whole = are_single && is_as_promised(&row, &columns);
        if !(is_whole || are_apart && fitted::is_row(&texts, &kinds)) {
            break;
        }
        next = row.line_to + 2;
        rows.push(row);
    }
    (rows.len() >= 3).then_some(rows)
}

/// Whether a line is a short paragraph of its own.
fn is_single(source: &SourceText, line: usize) -> bool {
    paragraph(source, line).len() == 1 && source.line(line).len() <= LONGEST_CELL
}

fn row_of(source: &SourceText, lines: &[usize]) -> Row {
    Row {
        cells: lines.iter().map(|line| Cell::new(source.line(*line), *line)).collect(),
        line_from: lines.first().copied().unwrap_or(0),
        line_to: lines.last().copied().unwrap_or(0),
    }
}

fn is_known(line: &str) -> bool {
    let text = line.trim();
    let is_heading = text.len() <= LONGEST_HEADING && !text.ends_with(['.', ':', ';', ',']);
    is_heading && (role_of(text).is_some() || heads_figures(text))
}

/// The places of the columns that are promised to be short, when a row is one of headings all but one of
/// which are known.
fn headings_in(row: &Row) -> Option<Vec<usize>> {
    let texts: Vec<String> = row.cells.iter().map(Cell::text).collect();
    let known = texts.iter().filter(|text| is_known(text)).count();
    let is_numbered =
        texts.iter().any(|text| text.starts_with(|first: char| first.is_ascii_digit()));
    let are_headings =
        Columns::of_row(row).is_some() || texts.iter().any(|text| heads_figures(text));
    if known + 1 < texts.len() || is_numbered || !are_headings {
        return None;
    }
    let is_short = |text: &String| {
        let role = role_of(text);
        matches!(role, Some(Role::Lead | Role::Timescale | Role::Reference))
            || is_short_column(text)
    };
    let short: Vec<usize> = (0..texts.len()).filter(|column| is_short(&texts[*column])).collect();
    (!short.is_empty()).then_some(short)
}

fn is_as_promised(row: &Row, short: &[usize]) -> bool {
    short.iter().all(|column| row.text(*column).split_whitespace().count() <= MOST_WORDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let source = SourceText::from_bytes("plan.txt", text.as_bytes()).unwrap();
        let rows = (1..=source.line_count())
            .find_map(|line| read_at(&source, line))
            .and_then(|region| region.table)
            .map(|table| table.rows)
            .unwrap_or_default();
        let cells = |row: &Row| row.cells.iter().map(Cell::text).collect::<Vec<_>>().join("|");
        assert_eq!(rows.iter().map(cells).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_paragraph_for_each_row() {
        check(
            "Title\n\nAction\nLead\nTimescale\n\nOpen the ward\nDoN\nMay 09\n\nClose it\nDoF\nJune 09\n\nText.\n",
            &["Action|Lead|Timescale", "Open the ward|DoN|May 09", "Close it|DoF|June 09"],
        );
    }

    #[test]
    fn a_paragraph_for_each_cell() {
        check(
            "Action\n\nLead\n\nTimescale\n\nOpen it\n\nDoN\n\nMay 09\n\nShut it\n\nDoF\n\nJune 09\n\nEnd\n",
            &["Action|Lead|Timescale", "Open it|DoN|May 09", "Shut it|DoF|June 09"],
        );
    }

    #[test]
    fn a_cell_may_be_blank() {
        check(
            "Action\nLead\nTimescale\n\nOpen it\nDoN\nMay 09\n\nShut it\n\nJune 09\n\nMove it\nDoF\n\nText.\nMore.\n",
            &["Action|Lead|Timescale", "Open it|DoN|May 09", "Shut it||June 09", "Move it|DoF|"],
        );
        check(
            "Action\n\nLead\n\nTimescale\n\nOpen it\n\nDoN\n\nMay 09\n\nShut it\n\n\n\nJune 09\n\nEnd\n",
            &["Action|Lead|Timescale", "Open it|DoN|May 09", "Shut it||June 09"],
        );
    }

    #[test]
    fn a_list_of_contents_is_no_table() {
        check(
            "Objectives\n\nActions\n\nTimescales\n\nRisks\n\nThe objectives of this plan are many and were agreed in May.\n\nMore.\n\nMore.\n\nMore.\n",
            &[],
        );
        check("1 Objectives\n2 Actions\n3 Timescales\n\na\nb\nc\n", &[]);
        check("Ann\nBo\nCy\n\nDi\nEd\nFay\n", &[]);
    }
}
