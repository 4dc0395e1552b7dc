//! A file of series in memory: 16 bytes a row, whatever order the rows came in.
//!
//! The file is read in batches, each cut at line ends into pieces that are parsed side by side. A
//! piece keeps its rows in file order and remembers its segments: rows in succession that belong to
//! one series. A series is then a list of segments, one in the usual file, as many as it has rows in
//! one that goes month by month through all series.

use std::collections::HashMap;
use std::io::Read;
use std::num::NonZeroU32;

use anyhow::{Context as _, anyhow, bail};
use bellwether_stats::spc::{Improvement, Series};
use chrono::NaiveDate;
use rayon::prelude::*;

use super::line::Header;
use super::piece::{Piece, Row, Segment, Stated};
use super::refusal::{Refusal, quoted};

/// How much of a file is read at once; no line may be longer.
const BATCH_BYTES: usize = 16 << 20;

/// How much of a batch is parsed in one go.
const PIECE_BYTES: usize = 1 << 20;

/// What holds for series of which the file does not say.
#[derive(Debug, Clone, Copy)]
pub(super) struct Defaults {
    pub(super) improvement: Improvement,
    pub(super) target: Option<f64>,
    pub(super) fix_after: Option<NonZeroU32>,
    pub(super) possible: (Option<f64>, Option<f64>),
}

/// All series of a file.
#[derive(Debug, Default)]
pub(super) struct Table {
    pieces: Vec<Piece>,
    entries: Vec<Entry>,
}

/// One series: where its rows are and what the file says of it.
#[derive(Debug)]
struct Entry {
    name: Box<str>,
    /// Piece and segment, in file order.
    segments: Vec<(u32, u32)>,
    improvement: Option<Improvement>,
    fix_after: Option<NonZeroU32>,
    rows: usize,
}

/// Reads a whole file, called `name` in messages.
///
/// # Errors
///
/// Returns an error if it cannot be read, or names the first thing wrong with it.
pub(super) fn read(input: &mut dyn Read, name: &str) -> anyhow::Result<Table> {
    let mut reading = Reading { next_row: 1, ..Reading::default() };
    let mut batch = Vec::new();
    loop {
        let wanted = BATCH_BYTES - batch.len();
        let count = input.take(wanted as u64).read_to_end(&mut batch);
        let is_last = count.with_context(|| format!("cannot read {name}"))? < wanted;
        let end = match batch.iter().rposition(|&byte| byte == b'\n') {
            _ if is_last => batch.len(),
            Some(last) => last + 1,
            None => bail!(
                "{name}, row {}: the line from {} is longer than 16 MiB; give a CSV file with a row \
                 for each date",
                reading.next_row,
                quoted(&batch)
            ),
        };
        reading.take(&batch[..end]).map_err(|refusal| anyhow!("{name}, {refusal}"))?;
        batch.drain(..end);
        if is_last {
            break;
        }
    }
    reading.finish().map_err(|refusal| anyhow!("{name}, {refusal}"))
}

/// A file of which a part has been read.
#[derive(Default)]
struct Reading {
    header: Option<Header>,
    table: Table,
    places: HashMap<Box<str>, usize>,
    next_row: u64,
}

impl Reading {
    /// Takes in whole lines.
    fn take(&mut self, mut text: &[u8]) -> Result<(), Refusal> {
        let header = if let Some(header) = &self.header {
            header
        } else {
            let end = text.iter().position(|&byte| byte == b'\n').map_or(text.len(), |at| at + 1);
            let header = Header::read(text[..end].trim_ascii_end())?;
            text = &text[end..];
            self.next_row = 2;
            self.header.insert(header)
        };
        let pieces: Vec<Result<Piece, Refusal>> =
            cut(text).into_par_iter().map(|text| Piece::parse(text, header)).collect();
        for piece in pieces {
            let mut piece = piece.map_err(|refusal| self.placed(refusal))?;
            piece.first_row = self.next_row;
            self.next_row += u64::from(piece.lines);
            self.add(piece)?;
        }
        Ok(())
    }

    /// A piece counts its lines from 0; this counts them from the header.
    fn placed(&self, refusal: Refusal) -> Refusal {
        Refusal { row: refusal.row + self.next_row, ..refusal }
    }

    fn add(&mut self, piece: Piece) -> Result<(), Refusal> {
        let piece_place = u32::try_from(self.table.pieces.len()).map_err(|_| {
            Refusal::of_row(piece.first_row, "is beyond what fits; divide the file by series")
        })?;
        for (segment_place, segment) in (0..).zip(&piece.segments) {
            let name = piece.name(segment);
            let place = if let Some(&place) = self.places.get(name) {
                place
            } else {
                let place = self.table.entries.len();
                self.places.insert(name.into(), place);
                self.table.entries.push(Entry {
                    name: name.into(),
                    segments: Vec::new(),
                    improvement: None,
                    fix_after: None,
                    rows: 0,
                });
                place
            };
            let entry = &mut self.table.entries[place];
            entry.agree(&segment.stated).map_err(|(column, problem)| Refusal {
                row: piece.first_row + u64::from(segment.line),
                column: Some(column),
                problem,
            })?;
            entry.segments.push((piece_place, segment_place));
            entry.rows += piece.rows(segment).len();
        }
        self.table.pieces.push(piece);
        Ok(())
    }

    fn finish(self) -> Result<Table, Refusal> {
        let table = self.table;
        if table.entries.is_empty() {
            let problem = "there are no rows below the header; give a row for each date";
            return Err(Refusal::of_row(1, problem));
        }
        let refusals = table.entries.par_iter().filter_map(|entry| table.repeated_date(entry));
        match refusals.min_by_key(|refusal| refusal.row) {
            Some(refusal) => Err(refusal),
            None => Ok(table),
        }
    }
}

/// Cuts text after the line ends nearest to every [`PIECE_BYTES`].
fn cut(mut text: &[u8]) -> Vec<&[u8]> {
    let mut pieces = Vec::new();
    while !text.is_empty() {
        let beyond = text.get(PIECE_BYTES..).unwrap_or_default();
        let end = match beyond.iter().position(|&byte| byte == b'\n') {
            Some(at) => PIECE_BYTES + at + 1,
            None => text.len(),
        };
        let (piece, rest) = text.split_at(end);
        pieces.push(piece);
        text = rest;
    }
    pieces
}

impl Entry {
    /// Takes over what a segment states, or says in which column it contradicts an earlier one.
    fn agree(&mut self, stated: &Stated) -> Result<(), (&'static str, String)> {
        let name = quoted(self.name.as_bytes());
        let problem = |found: &str, before: &str| {
            format!(
                "`{found}` where an earlier row of {name} has `{before}`; give a series only one"
            )
        };
        match (self.improvement, stated.improvement) {
            (Some(before), Some(found)) if before != found => {
                return Err(("improvement", problem(found.name(), before.name())));
            }
            (before, found) => self.improvement = before.or(found),
        }
        match (self.fix_after, stated.fix_after) {
            (Some(before), Some(found)) if before != found => {
                return Err(("fix_after", problem(&found.to_string(), &before.to_string())));
            }
            (before, found) => self.fix_after = before.or(found),
        }
        Ok(())
    }
}

impl Table {
    /// How many series there are.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Name of a series.
    pub(super) fn name(&self, place: usize) -> &str {
        &self.entries[place].name
    }

    /// How many rows a series has.
    pub(super) fn rows(&self, place: usize) -> usize {
        self.entries[place].rows
    }

    /// A series in order of date, with what the file or else `defaults` say of it.
    pub(super) fn series(&self, place: usize, defaults: &Defaults) -> Series {
        let entry = &self.entries[place];
        let mut rows: Vec<Row> = Vec::with_capacity(entry.rows);
        for (piece, segment) in self.segments(entry) {
            rows.extend_from_slice(piece.rows(segment));
        }
        if !rows.is_sorted_by_key(|row| row.date) {
            rows.sort_unstable_by_key(|row| row.date);
        }
        let fix_after = entry.fix_after.or(defaults.fix_after);
        Series {
            dates: rows.iter().map(|row| row.date).collect(),
            values: rows.iter().map(|row| row.value).collect(),
            improvement: entry.improvement.unwrap_or(defaults.improvement),
            target: self.target(entry).or(defaults.target),
            rebases: (0..rows.len()).filter(|&at| rows[at].rebase).collect(),
            fix_after: fix_after.map(|points| points.get() as usize),
            possible: defaults.possible,
        }
    }

    fn segments<'a>(&'a self, entry: &'a Entry) -> impl Iterator<Item = (&'a Piece, &'a Segment)> {
        entry.segments.iter().map(|&(piece, segment)| {
            let piece = &self.pieces[piece as usize];
            (piece, &piece.segments[segment as usize])
        })
    }

    /// The target on the row of the latest date that has one.
    fn target(&self, entry: &Entry) -> Option<f64> {
        let stated = self.segments(entry).filter(|(_, segment)| !segment.stated.target.is_nan());
        let latest = |(piece, segment): &(&Piece, &Segment)| {
            piece.rows(segment).iter().map(|row| row.date).max()
        };
        stated.max_by_key(latest).map(|(_, segment)| segment.stated.target)
    }

    /// Refuses the first row of a series whose date an earlier row has.
    fn repeated_date(&self, entry: &Entry) -> Option<Refusal> {
        let rows = || {
            self.segments(entry).flat_map(|(piece, segment)| {
                let first = piece.first_row + u64::from(segment.line);
                (first..).zip(piece.rows(segment).iter().map(|row| row.date))
            })
        };
        if rows().is_sorted_by(|earlier, later| earlier.1 < later.1) {
            return None;
        }
        let mut sorted: Vec<(NaiveDate, u64)> = rows().map(|(row, date)| (date, row)).collect();
        sorted.sort_unstable();
        let repeats = sorted.windows(2).filter(|pair| pair[0].0 == pair[1].0);
        let repeat = repeats.min_by_key(|pair| pair[1].1)?;
        let problem = format!(
            "comes twice in the series {}, first in row {}; keep one row for each date",
            quoted(entry.name.as_bytes()),
            repeat[0].1
        );
        let date = repeat[1].0.to_string();
        Some(Refusal::of_value(repeat[1].1, "date", date.as_bytes(), &problem))
    }
}
