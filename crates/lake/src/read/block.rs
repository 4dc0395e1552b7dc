//! A file being read: its heading, then block after block, each of whole rows.

use std::io::{self, Read as _};

use datafusion::arrow::record_batch::RecordBatch;

use super::cells::Cells;
use super::columnar::Columnar;
use super::cut::Cutter;
use super::delimited::{self, Heading};
use super::{Form, Input, Raw, ReadError, lines, unpacked};

/// Some rows of a file.
#[derive(Debug)]
pub(crate) struct Block {
    /// Number of the first row.
    pub(crate) first_row: u64,
    /// The rows.
    pub(crate) content: Content,
}

/// Rows as they were read.
#[derive(Debug)]
pub(crate) enum Content {
    /// Text with a delimiter.
    Delimited(Vec<u8>),
    /// One JSON object a line.
    Lines(Vec<u8>),
    /// Parquet.
    Batch(RecordBatch),
}

/// A file being read.
pub(crate) struct Reading {
    heading: Heading,
    raw: Raw,
    source: Source,
}

enum Source {
    Text(Cutter, bool),
    Columnar(Box<Columnar>),
}

impl Reading {
    /// Opens a file; `known` are the column names to look for, by which the delimiter is told.
    pub(crate) fn open(input: &Input, known: &[&str]) -> Result<Self, ReadError> {
        let (form, raw, mut reader) = unpacked(input)?;
        Ok(match form {
            Form::Delimited => {
                let mut cutter = Cutter::new(reader, b'"');
                let first = cutter.first_line()?;
                let heading = delimited::read_heading(&first, known)?;
                cutter.separated_by(heading.delimiter);
                Self { heading, raw, source: Source::Text(cutter, false) }
            }
            Form::Lines => {
                let names = known.iter().map(|name| (*name).to_owned()).collect();
                // Inside JSON a line end is always written as \n, so that no quotes are counted.
                let cutter = Cutter::new(reader, b'\n');
                let heading = Heading { names, delimiter: b',' };
                Self { heading, raw, source: Source::Text(cutter, true) }
            }
            Form::Parquet => {
                let mut bytes = Vec::new();
                let columnar = match input {
                    Input::File(path) if raw.position() < 64 => Columnar::open_file(path)?,
                    _ => {
                        reader.read_to_end(&mut bytes)?;
                        Columnar::open_bytes(&bytes)?
                    }
                };
                let heading = Heading { names: columnar.names(), delimiter: b',' };
                Self { heading, raw, source: Source::Columnar(Box::new(columnar)) }
            }
        })
    }

    /// The names of its columns.
    pub(crate) fn heading(&self) -> &Heading {
        &self.heading
    }

    /// Bytes of the file read so far.
    pub(crate) fn position(&self) -> u64 {
        self.raw.position()
    }

    /// The next rows; `None` at the end.
    pub(crate) fn next_block(&mut self) -> Result<Option<Block>, ReadError> {
        match &mut self.source {
            Source::Text(cutter, is_lines) => {
                let Some((first_row, bytes)) = cutter.next_block()? else { return Ok(None) };
                let content =
                    if *is_lines { Content::Lines(bytes) } else { Content::Delimited(bytes) };
                Ok(Some(Block { first_row, content }))
            }
            Source::Columnar(columnar) => columnar.next_block(),
        }
    }

    /// Reads to the end, for the SHA-256 of the whole file.
    pub(crate) fn finish(self) -> io::Result<String> {
        self.raw.finish()
    }
}

impl Block {
    /// The rows as cells of text.
    pub(crate) fn into_cells(self, heading: &Heading) -> Result<Cells, ReadError> {
        match self.content {
            Content::Delimited(bytes) => delimited::cells(bytes, self.first_row, heading),
            Content::Lines(bytes) => Ok(lines::cells(&bytes, self.first_row, &heading.names)),
            Content::Batch(batch) => super::columnar::cells(&batch, self.first_row),
        }
    }
}
