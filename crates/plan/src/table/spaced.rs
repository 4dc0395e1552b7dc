//! Tables whose columns are set apart by blanks, as they stand in print: what a cell holds begins below its
//! heading and goes on in the lines below.

use super::parts::is_headings;
use super::{Cell, Region, Row, Style, Table, is_blank_line};
use crate::columns::{Role, role_of};
use crate::outline::is_page_number;
use crate::source::SourceText;

/// The fewest columns; two could be two words.
const FEWEST_COLUMNS: usize = 3;

/// So many characters to the left or right of its heading a cell may begin.
const SLACK: usize = 2;

/// The most lines of a row of headings.
const MOST_HEADING_LINES: usize = 3;

/// The most blank lines, and lines at the foot or head of a page, between two lines of a table.
const LARGEST_GAP: usize = 6;

/// The longest line that is looked at, in bytes.
const LONGEST_LINE: usize = 600;

/// Text that stands apart on a line, and the column of its first character.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece<'t> {
    at: usize,
    text: &'t str,
}

/// Reads the table whose headings stand on `start`, if there is one.
pub(super) fn read_at(source: &SourceText, start: usize) -> Option<Region> {
    let first = pieces(source.line(start));
    let columns: Vec<usize> = first.iter().map(|piece| piece.at).collect();
    let mut headings = Row { cells: Vec::new(), line_from: start, line_to: start };
    headings.cells = first.iter().map(|piece| Cell::new(piece.text, start)).collect();
    if columns.len() < FEWEST_COLUMNS || !is_headings(&headings) {
        return None;
    }
    let reference =
        headings.cells.iter().position(|cell| role_of(&cell.text()) == Some(Role::Reference));
    let mut reader = Reader { columns, reference, rows: vec![headings], after_blank: false };
    let mut line = reader.rest_of_headings(source, start) + 1;
    let (mut last, mut gap) = (line - 1, 0);
    while line <= source.line_count() && gap <= LARGEST_GAP {
        let text = source.line(line);
        if is_blank_line(text) || is_drawn(text) || reader.is_repeated(text) {
            reader.after_blank |= is_blank_line(text);
            gap += 1;
        } else if reader.take(text, line) {
            (last, gap) = (line, 0);
        } else {
            break;
        }
        line += 1;
    }
    let table = reader.finish();
    Some(Region { line_to: table.as_ref().map_or(start, |_| last), table })
}

/// The pieces of a line that two blanks or more part.
fn pieces(line: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    if line.len() > LONGEST_LINE || line.contains(['\t', '|']) || !line.contains("  ") {
        return pieces;
    }
    let mut rest = line;
    let mut at = 0;
    while !rest.is_empty() {
        let blank = rest.len() - rest.trim_start_matches(' ').len();
        let (_, after) = rest.split_at(blank);
        at += blank;
        let end = after.find("  ").unwrap_or(after.len());
        let (text, next) = after.split_at(end);
        if !text.trim().is_empty() {
            pieces.push(Piece { at, text: text.trim_end() });
        }
        at += text.chars().count();
        rest = next;
    }
    pieces
}

/// The number of a page, or a rule drawn with dashes.
fn is_drawn(line: &str) -> bool {
    is_page_number(line) || line.chars().all(|one| matches!(one, ' ' | '-' | '=' | '_' | '—'))
}

struct Reader {
    /// Where each column begins, in characters.
    columns: Vec<usize>,
    reference: Option<usize>,
    rows: Vec<Row>,
    after_blank: bool,
}

impl Reader {
    /// The columns of the pieces of a line; `None` when one of them begins below no heading.
    fn columns_of<'t>(&self, line: &'t str) -> Option<Vec<(usize, Piece<'t>)>> {
        let mut found: Vec<(usize, Piece)> = Vec::new();
        let whole =
            Piece { at: line.chars().take_while(|one| *one == ' ').count(), text: line.trim() };
        let pieces = if line.contains("  ") { pieces(line) } else { vec![whole] };
        for piece in pieces {
            let column = self.columns.iter().position(|at| at.abs_diff(piece.at) <= SLACK)?;
            // What reaches into the next column is text across the page.
            let next = self.columns.get(column + 1).copied().unwrap_or(usize::MAX);
            if piece.at + piece.text.chars().count() > next
                || found.iter().any(|(one, _)| *one >= column)
            {
                return None;
            }
            found.push((column, piece));
        }
        (!found.is_empty()).then_some(found)
    }

    /// Takes the lines in on which the headings go on; the last of them.
    fn rest_of_headings(&mut self, source: &SourceText, start: usize) -> usize {
        let mut last = start;
        for line in start + 1..start + MOST_HEADING_LINES {
            let text = source.line(line);
            let Some(found) = self.columns_of(text) else { break };
            let Some(headings) = self.rows.first() else { break };
            let mut more = headings.clone();
            add(&mut more, &found);
            let is_below =
                found.iter().all(|(column, _)| *column > 0) && found.len() < self.columns.len();
            // Text of a row leaves headings that are none any more.
            let says_more = found.iter().all(|(column, piece)| {
                role_of(piece.text).is_some()
                    || role_of(&headings.text(*column)) == role_of(&more.text(*column))
                        && piece.text.starts_with(char::is_lowercase)
            });
            if is_blank_line(text) || !is_below || !says_more || !is_headings(&more) {
                break;
            }
            more.line_to = line;
            self.rows = vec![more];
            last = line;
        }
        last
    }

    /// Whether a line says the headings again, on top of the next page.
    fn is_repeated(&self, line: &str) -> bool {
        let Some(headings) = self.rows.first() else { return false };
        self.columns_of(line).is_some_and(|found| {
            found.iter().all(|(column, piece)| {
                let heading = headings.text(*column);
                heading.starts_with(piece.text)
                    || heading.ends_with(piece.text) && !found.is_empty()
            })
        })
    }

    /// Takes a line in; `false` when it is none of the table.
    fn take(&mut self, line: &str, number: usize) -> bool {
        let Some(found) = self.columns_of(line) else { return false };
        let fills = |column: usize| found.iter().any(|(one, _)| *one == column);
        let opens = match self.reference {
            Some(reference) => fills(reference),
            None => fills(0) && (self.after_blank || found.len() * 2 > self.columns.len()),
        };
        if opens || self.rows.len() == 1 {
            let cells = self.columns.iter().map(|_| Cell::new("", number)).collect();
            self.rows.push(Row { cells, line_from: number, line_to: number });
        }
        if let Some(row) = self.rows.last_mut() {
            add(row, &found);
            row.line_to = number;
        }
        self.after_blank = false;
        true
    }

    fn finish(self) -> Option<Table> {
        let is_filled = |row: &&Row| row.filled() * 2 >= self.columns.len();
        let filled = self.rows.iter().skip(1).filter(is_filled).count();
        if filled < 2 || filled * 2 < self.rows.len() - 1 {
            return None;
        }
        Table::from_rows(Style::Spaces, self.rows)
    }
}

/// Adds the pieces of a line to the cells of a row, as words that go on.
fn add(row: &mut Row, found: &[(usize, Piece)]) {
    for (column, piece) in found {
        let Some(cell) = row.cells.get_mut(*column) else { continue };
        let text = [cell.text().as_str(), piece.text].join(" ");
        *cell = Cell::new(text.trim(), cell.line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let source = SourceText::from_bytes("plan.txt", text.as_bytes()).unwrap();
        let tables = (1..=source.line_count()).find_map(|line| read_at(&source, line)?.table);
        let rows = tables.map(|table| table.rows).unwrap_or_default();
        let cells = |row: &Row| row.cells.iter().map(Cell::text).collect::<Vec<_>>().join("|");
        assert_eq!(rows.iter().map(cells).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn cells_go_on_below_and_over_pages() {
        check(
            " No.  Action               Lead       Completion\n\
             \x20                                     date\n\
             \x201    Open a new clinic    Practice   May 2018\n\
             \x20     in the town          Manager\n\
             \x202    Close the old one    DoF        June 2018\n\
             \n                 Page 2 of 3\n\
             \x20No.  Action               Lead       Completion\n\
             \x203    Train nurses                    Ongoing\n\
             \nThe plan is reviewed by the board twice a year, in May and November.\n",
            &[
                "No.|Action|Lead|Completion date",
                "1|Open a new clinic in the town|Practice Manager|May 2018",
                "2|Close the old one|DoF|June 2018",
                "3|Train nurses||Ongoing",
            ],
        );
    }

    #[test]
    fn rows_without_numbers_begin_where_most_columns_do() {
        check(
            "Action               Lead       When\n\
             -----------------    -------    ---------\n\
             Open a new clinic    DoN        May 2018\n\
             in the town\n\
             Close the old one    DoF        June 2018\n",
            &[
                "Action|Lead|When",
                "Open a new clinic in the town|DoN|May 2018",
                "Close the old one|DoF|June 2018",
            ],
        );
    }

    #[test]
    fn text_with_wide_gaps_is_no_table() {
        check("Action  Lead  When\nThe board meets on Monday  and the clinic is open.\n", &[]);
        check("Who  what  when\n\nText.\n", &[]);
    }
}
