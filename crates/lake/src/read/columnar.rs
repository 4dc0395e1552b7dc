//! Parquet: its record batches, and their values as cells of text.

use std::fs::File;
use std::path::Path;

use datafusion::arrow::array::{Array as _, AsArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::DataType;
use datafusion::arrow::error::ArrowError;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::parquet::arrow::arrow_reader::{
    ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use datafusion::parquet::file::reader::ChunkReader;

use super::ReadError;
use super::block::{Block, Content};
use super::cells::Cells;

/// Rows read at once.
const ROWS: usize = 16_384;

/// A Parquet file being read.
pub(super) struct Columnar {
    reader: ParquetRecordBatchReader,
    names: Vec<String>,
    next_row: u64,
}

impl Columnar {
    pub(super) fn open_file(path: &Path) -> Result<Self, ReadError> {
        Self::open(File::open(path)?)
    }

    pub(super) fn open_bytes(bytes: &[u8]) -> Result<Self, ReadError> {
        // The reader wants a file: one without a name, gone when it is closed.
        let mut file = tempfile::tempfile()?;
        std::io::Write::write_all(&mut file, bytes)?;
        Self::open(file)
    }

    fn open(source: impl ChunkReader + 'static) -> Result<Self, ReadError> {
        let builder = ParquetRecordBatchReaderBuilder::try_new(source)?.with_batch_size(ROWS);
        let names = builder.schema().fields().iter().map(|field| field.name().clone()).collect();
        Ok(Self { reader: builder.build()?, names, next_row: 1 })
    }

    pub(super) fn names(&self) -> Vec<String> {
        self.names.clone()
    }

    pub(super) fn next_block(&mut self) -> Result<Option<Block>, ReadError> {
        let Some(batch) = self.reader.next() else { return Ok(None) };
        let batch = batch.map_err(|error| unreadable(&error))?;
        let first_row = self.next_row;
        self.next_row += batch.num_rows() as u64;
        Ok(Some(Block { first_row, content: Content::Batch(batch) }))
    }
}

fn unreadable(error: &ArrowError) -> ReadError {
    ReadError::Form(format!("the Parquet file cannot be read: {error}; write it again"))
}

/// The cells of some rows.
pub(super) fn cells(batch: &RecordBatch, first_row: u64) -> Result<Cells, ReadError> {
    let columns = batch
        .columns()
        .iter()
        .map(|column| cast(column, &DataType::Utf8))
        .collect::<Result<Vec<_>, ArrowError>>()
        .map_err(|error| unreadable(&error))?;
    let texts: Vec<_> = columns.iter().map(AsArray::as_string::<i32>).collect();
    let mut cells = Cells::over(String::new(), texts.len());
    for row in 0..batch.num_rows() {
        for text in &texts {
            cells.push_text(if text.is_null(row) { "" } else { text.value(row) });
        }
        cells.end_row(first_row + row as u64);
    }
    Ok(cells)
}
