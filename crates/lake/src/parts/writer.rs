//! Writes one part: Parquet with zstd, its rows in the order of sender and event time, its keys
//! beside it.

use std::fs::File;
use std::path::Path;

use datafusion::arrow::datatypes::{DataType, SchemaRef};
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::basic::{Compression, Encoding, ZstdLevel};
use datafusion::parquet::errors::ParquetError;
use datafusion::parquet::file::properties::{EnabledStatistics, WriterProperties};
use datafusion::parquet::schema::types::ColumnPath;

use crate::dataset::Dataset;

/// Rows in a group: a query for one sender reads few groups, and threads share a part's groups.
const ROWS_IN_GROUP: usize = 131_072;

/// A part being written.
pub(crate) struct PartWriter {
    writer: ArrowWriter<File>,
}

impl PartWriter {
    /// Begins a file.
    pub(crate) fn create(
        path: &Path,
        dataset: &Dataset,
        schema: &SchemaRef,
    ) -> Result<Self, ParquetError> {
        let file = File::create(path)?;
        let properties = properties(dataset, schema)?;
        Ok(Self { writer: ArrowWriter::try_new(file, schema.clone(), Some(properties))? })
    }

    /// Appends rows.
    pub(crate) fn write(&mut self, batch: &RecordBatch) -> Result<(), ParquetError> {
        self.writer.write(batch)
    }

    /// Ends the file, on the disk itself; returns its size in bytes.
    pub(crate) fn finish(self) -> Result<u64, ParquetError> {
        let file = self.writer.into_inner()?;
        file.sync_all()?;
        Ok(file.metadata()?.len())
    }
}

fn properties(dataset: &Dataset, schema: &SchemaRef) -> Result<WriterProperties, ParquetError> {
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
        .set_max_row_group_row_count(Some(ROWS_IN_GROUP))
        .set_statistics_enabled(EnabledStatistics::Chunk);
    for field in schema.fields() {
        let path = ColumnPath::from(field.name().as_str());
        if matches!(field.data_type(), DataType::Timestamp(..)) {
            // Times hardly repeat, and follow one another closely.
            properties = properties
                .set_column_dictionary_enabled(path.clone(), false)
                .set_column_encoding(path, Encoding::DELTA_BINARY_PACKED);
        } else if is_identifier(dataset, field.name()) {
            properties = properties.set_column_dictionary_enabled(path, false);
        }
    }
    Ok(properties.build())
}

/// Whether a text hardly ever repeats: part of the key and no organisation.
fn is_identifier(dataset: &Dataset, name: &str) -> bool {
    let organisation = dataset.organisations.iter().any(|(_, column)| column == name);
    let text = dataset.columns.iter().any(|column| {
        column.name == name && column.kind.data_type() == DataType::Utf8 && column.values.is_empty()
    });
    text && !organisation && name.ends_with("_id") && dataset.key.iter().any(|key| key == name)
}
