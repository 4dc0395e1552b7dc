//! A stretch of whole lines, parsed.

use std::num::NonZeroU32;
use std::ops::Range;

use bellwether_stats::spc::Improvement;
use chrono::NaiveDate;

use super::fields::{self, Column};
use super::line::{Cells, Header, unquoted};
use super::refusal::Refusal;

/// One row of a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Row {
    /// `NaN` where missing.
    pub(super) value: f64,
    pub(super) date: NaiveDate,
    /// Whether a new process starts here.
    pub(super) rebase: bool,
}

/// What rows state of their series.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stated {
    /// `NaN` where they do not.
    pub(super) target: f64,
    pub(super) improvement: Option<Improvement>,
    pub(super) fix_after: Option<NonZeroU32>,
}

/// Rows on lines in succession, of one series, that state the same of it.
///
/// In a file that goes month by month through all series there is one for each row, so places within
/// the piece are kept in 32 bits; a piece is far smaller.
#[derive(Debug)]
pub(super) struct Segment {
    pub(super) stated: Stated,
    /// Line of its first row, counted from the start of the piece.
    pub(super) line: u32,
    rows: Range<u32>,
    name: Range<u32>,
}

/// Whole lines, parsed.
#[derive(Debug, Default)]
pub(super) struct Piece {
    pub(super) segments: Vec<Segment>,
    /// How many lines it has, blank ones included.
    pub(super) lines: u32,
    /// Row of the file that its first line is.
    pub(super) first_row: u64,
    rows: Vec<Row>,
    /// Names of its segments, one after the other.
    names: String,
}

impl Piece {
    /// Parses whole lines. Rows in refusals are counted from 0.
    pub(super) fn parse(text: &[u8], header: &Header) -> Result<Self, Refusal> {
        let mut piece = Self::default();
        let mut before: Option<Cells<'_>> = None;
        for line in text.split_inclusive(|&byte| byte == b'\n') {
            let row = u64::from(piece.lines);
            piece.lines += 1;
            let line = line.strip_suffix(b"\n").unwrap_or(line);
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if line.is_empty() {
                before = None;
                continue;
            }
            let cells = header.cut(row, line)?;
            if !before.is_some_and(|before| continues(&before, &cells)) {
                piece.start_segment(piece.lines - 1, &cells)?;
            }
            let cell = |column: Column| unquoted(cells[column as usize]);
            piece.rows.push(Row {
                value: fields::number(row, Column::Value, cell(Column::Value).trim_ascii())?,
                date: fields::day(row, cell(Column::Date).trim_ascii())?,
                rebase: fields::rebase(row, cell(Column::Rebase).trim_ascii())?,
            });
            if let Some(segment) = piece.segments.last_mut() {
                segment.rows.end += 1;
            }
            before = Some(cells);
        }
        piece.rows.shrink_to_fit();
        piece.segments.shrink_to_fit();
        piece.names.shrink_to_fit();
        Ok(piece)
    }

    fn start_segment(&mut self, line: u32, cells: &Cells<'_>) -> Result<(), Refusal> {
        let row = u64::from(line);
        let cell = |column: Column| unquoted(cells[column as usize]);
        let stated = Stated {
            target: fields::number(row, Column::Target, cell(Column::Target).trim_ascii())?,
            improvement: fields::improvement(row, cell(Column::Improvement).trim_ascii())?,
            fix_after: fields::fix_after(row, cell(Column::FixAfter).trim_ascii())?,
        };
        let name = cell(Column::Series);
        let refusal = |problem| Refusal::of_value(row, "series", &name, problem);
        if name.trim_ascii().is_empty() {
            return Err(refusal("is no name; name the series"));
        }
        let Ok(text) = std::str::from_utf8(&name) else {
            return Err(refusal("is not UTF-8 text; save the file as CSV UTF-8"));
        };
        let places = |from, to| Some(u32::try_from(from).ok()?..u32::try_from(to).ok()?);
        let start = self.names.len();
        self.names.push_str(text);
        let row_count = self.rows.len();
        let places = places(start, self.names.len()).zip(places(row_count, row_count));
        let (name, rows) = places.ok_or_else(|| refusal("comes after too long a line"))?;
        self.segments.push(Segment { stated, line, rows, name });
        Ok(())
    }

    /// Name of the series that a segment belongs to.
    pub(super) fn name(&self, segment: &Segment) -> &str {
        &self.names[segment.name.start as usize..segment.name.end as usize]
    }

    /// Rows of a segment, in file order.
    pub(super) fn rows(&self, segment: &Segment) -> &[Row] {
        &self.rows[segment.rows.start as usize..segment.rows.end as usize]
    }
}

/// Whether a row goes on with the segment of the row before it: what it says of its series is
/// written the same.
fn continues(before: &Cells<'_>, cells: &Cells<'_>) -> bool {
    [Column::Series, Column::Target, Column::Improvement, Column::FixAfter]
        .into_iter()
        .all(|column| before[column as usize] == cells[column as usize])
}
