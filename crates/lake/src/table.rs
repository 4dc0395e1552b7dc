//! A dataset as a table of queries: the current rows of a snapshot's parts, read where they lie.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use chrono::NaiveDate;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::Session;
use datafusion::common::stats::Precision;
use datafusion::common::{DataFusionError, Result, ScalarValue, Statistics};
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::physical_plan::parquet::{
    CachedParquetFileReaderFactory, ParquetRowSelection,
};
use datafusion::datasource::physical_plan::{
    FileGroup, FileScanConfigBuilder, ParquetFileReaderFactory, ParquetSource,
};
use datafusion::datasource::source::DataSourceExec;
use datafusion::datasource::{TableProvider, TableType};
use datafusion::execution::object_store::ObjectStoreUrl;
use datafusion::logical_expr::{Expr, TableProviderFilterPushDown};
use datafusion::object_store::path::Path as StorePath;
use datafusion::parquet::arrow::arrow_reader::{RowSelection, RowSelector};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::empty::EmptyExec;
use datafusion::prelude::SessionContext;

use crate::dataset::{ColumnType, Dataset};
use crate::parts::{Part, Snapshot};

/// Makes a dataset's current rows the table of its name.
///
/// # Errors
///
/// Returns an error when the lake's folder has no absolute path.
pub fn register(
    context: &SessionContext,
    lake: &Path,
    dataset: &Dataset,
    snapshot: &Snapshot,
) -> Result<()> {
    let lake = std::path::absolute(lake)?;
    let event_time = dataset.columns.iter().find(|column| column.name == dataset.event_time);
    let table = DatasetTable {
        schema: dataset.schema(),
        lake,
        event_time: dataset
            .position(&dataset.event_time)
            .zip(event_time.map(|column| column.kind == ColumnType::Time)),
        snapshot: snapshot.clone(),
    };
    context.register_table(dataset.name.as_str(), Arc::new(table))?;
    Ok(())
}

/// The current rows of a dataset's parts.
#[derive(Debug)]
struct DatasetTable {
    schema: SchemaRef,
    lake: PathBuf,
    /// Position of the event time, and whether it has a time of day.
    event_time: Option<(usize, bool)>,
    snapshot: Snapshot,
}

#[async_trait]
impl TableProvider for DatasetTable {
    fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(
        &self,
        filters: &[&Expr],
    ) -> Result<Vec<TableProviderFilterPushDown>> {
        // The optimiser moves them into the scan itself, where they skip files, groups and pages.
        Ok(vec![TableProviderFilterPushDown::Inexact; filters.len()])
    }

    fn statistics(&self) -> Option<Statistics> {
        let mut statistics = Statistics::new_unknown(&self.schema);
        statistics.num_rows = rows(self.snapshot.rows());
        Some(statistics)
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        _filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let groups = self.groups(state.config().target_partitions())?;
        if groups.is_empty() {
            let schema = match projection {
                Some(projection) => Arc::new(self.schema.project(projection)?),
                None => self.schema.clone(),
            };
            return Ok(Arc::new(EmptyExec::new(schema)));
        }
        let url = ObjectStoreUrl::local_filesystem();
        let environment = state.runtime_env();
        // The footers of a dataset's parts are read once, not for every query.
        let footers = environment.cache_manager.get_file_metadata_cache();
        let store = environment.object_store(&url)?;
        let reader: Arc<dyn ParquetFileReaderFactory> =
            Arc::new(CachedParquetFileReaderFactory::new(store, footers));
        let source = ParquetSource::new(self.schema.clone())
            .with_table_parquet_options(state.table_options().parquet.clone())
            .with_parquet_file_reader_factory(reader);
        let mut statistics = Statistics::new_unknown(&self.schema);
        statistics.num_rows = rows(self.snapshot.rows());
        let scan = FileScanConfigBuilder::new(url, Arc::new(source))
            .with_file_groups(groups)
            .with_statistics(statistics)
            .with_projection_indices(projection.cloned())?
            .with_limit(limit)
            .build();
        Ok(DataSourceExec::from_data_source(scan))
    }
}

fn rows(count: u64) -> Precision<usize> {
    usize::try_from(count).map_or(Precision::Absent, Precision::Exact)
}

impl DatasetTable {
    /// The parts as groups of about equally many rows, one for each thread.
    fn groups(&self, threads: usize) -> Result<Vec<FileGroup>> {
        let mut parts: Vec<&Part> =
            self.snapshot.parts.iter().filter(|part| part.current_rows() > 0).collect();
        parts.sort_by_key(|part| (std::cmp::Reverse(part.rows), part.id));
        let mut groups: Vec<(u64, Vec<PartitionedFile>)> =
            (0..threads.max(1)).map(|_| (0, Vec::new())).collect();
        for part in parts {
            let file = self.file(part)?;
            if let Some((rows, files)) = groups.iter_mut().min_by_key(|(rows, _)| *rows) {
                *rows += part.current_rows();
                files.push(file);
            }
        }
        let filled = groups.into_iter().filter(|(_, files)| !files.is_empty());
        Ok(filled.map(|(_, files)| FileGroup::new(files)).collect())
    }

    fn file(&self, part: &Part) -> Result<PartitionedFile> {
        let path = StorePath::from_absolute_path(part.file(&self.lake))
            .map_err(|error| DataFusionError::External(Box::new(error)))?;
        let mut file = PartitionedFile::new(String::new(), part.bytes);
        file.object_meta.location = path;
        let mut statistics = Statistics::new_unknown(&self.schema);
        statistics.num_rows = rows(part.current_rows());
        if let Some((position, timed)) = self.event_time
            && let Some(column) = statistics.column_statistics.get_mut(position)
        {
            column.min_value = Precision::Inexact(moment(part.first_day, timed, 0));
            column.max_value =
                Precision::Inexact(moment(part.last_day, timed, MICROSECONDS_A_DAY - 1));
            column.null_count = Precision::Exact(0);
        }
        file = file.with_statistics(Arc::new(statistics));
        if !part.superseded.is_empty() {
            file = file.with_extension(ParquetRowSelection::new(current(part)));
        }
        Ok(file)
    }
}

const MICROSECONDS_A_DAY: i64 = 86_400_000_000;

/// A day as a value of the event time; `after` microseconds into it where it has a time of day.
fn moment(day: NaiveDate, timed: bool, after: i64) -> ScalarValue {
    let days = day.signed_duration_since(NaiveDate::default()).num_days();
    if timed {
        ScalarValue::TimestampMicrosecond(Some(days * MICROSECONDS_A_DAY + after), None)
    } else {
        ScalarValue::Date32(i32::try_from(days).ok())
    }
}

/// Which rows of a part are current.
fn current(part: &Part) -> RowSelection {
    let mut selectors: Vec<RowSelector> = Vec::new();
    let mut next = 0_usize;
    for row in part.superseded.iter() {
        let row = *row as usize;
        if row > next {
            selectors.push(RowSelector::select(row - next));
        }
        match selectors.last_mut() {
            Some(last) if last.skip => last.row_count += 1,
            _ => selectors.push(RowSelector::skip(1)),
        }
        next = row + 1;
    }
    let rest = usize::try_from(part.rows).unwrap_or(usize::MAX).saturating_sub(next);
    if rest > 0 {
        selectors.push(RowSelector::select(rest));
    }
    RowSelection::from(selectors)
}
