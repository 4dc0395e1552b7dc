//! A block of a file as checked rows of a dataset, with what tells them from others.

use std::sync::Arc;

use datafusion::arrow::array::{Array as _, ArrayRef, AsArray as _, BooleanArray, UInt32Array};
use datafusion::arrow::compute::{filter, filter_record_batch};
use datafusion::arrow::datatypes::{
    DataType, Date32Type, Field, Schema, SchemaRef, TimestampMicrosecondType,
};
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::arrow::util::display::array_value_to_string;

use super::LoadError;
use super::fault::Fault;
use super::matching::Matched;
use super::typed::Judged;
use crate::dataset::Dataset;
use crate::expression::{Expressions, Planned};
use crate::parts::hash::{append_key, content_hashes, key_hash};
use crate::read::Cells;

/// Rows that are good.
#[derive(Debug)]
pub(super) struct Batch {
    /// The dataset's columns.
    pub(super) record: RecordBatch,
    /// Their numbers in the file.
    pub(super) rows: Vec<u32>,
    /// Hashes of their keys.
    pub(super) keys: Vec<u128>,
    /// Hashes of their contents.
    pub(super) contents: Vec<u64>,
    /// Their event times in microseconds since 1970-01-01.
    pub(super) moments: Vec<i64>,
}

/// Makes batches of blocks.
pub(super) struct Checker {
    columns: Vec<super::matching::Filled>,
    nullable: SchemaRef,
    schema: SchemaRef,
    rules: Vec<(String, String, Planned)>,
    key: Vec<usize>,
    event_time: usize,
}

pub(super) const MICROSECONDS_A_DAY: i64 = 86_400_000_000;

impl Checker {
    pub(super) fn new(dataset: &Dataset, matched: Matched) -> Result<Self, LoadError> {
        let schema = dataset.file_schema();
        let expressions = Expressions::over(&schema);
        let rules = dataset
            .rules
            .iter()
            .map(|rule| {
                let planned = expressions.condition(&rule.holds).map_err(LoadError::Refused)?;
                let says = format!("{} ({})", rule.name, rule.holds);
                Ok((says, rule.because.clone(), planned))
            })
            .collect::<Result<Vec<_>, LoadError>>()?;
        let nullable: Vec<Field> = schema
            .fields()
            .iter()
            .map(|field| field.as_ref().clone().with_nullable(true))
            .collect();
        let position = |name: &String| dataset.position(name).unwrap_or_default();
        Ok(Self {
            columns: matched.columns,
            nullable: Arc::new(Schema::new(nullable)),
            schema,
            rules,
            key: dataset.key.iter().map(position).collect(),
            event_time: position(&dataset.event_time),
        })
    }

    /// Checks the rows of a block: the good ones, and what is wrong with the others.
    pub(super) fn check(&self, cells: &Cells) -> Result<(Batch, Vec<Fault>, u64), LoadError> {
        let mut judged = Judged::new(cells);
        let columns: Vec<ArrayRef> =
            self.columns.iter().map(|column| column.column(cells, &mut judged)).collect();
        let numbers: UInt32Array = (0..cells.len())
            .map(|row| u32::try_from(cells.row_number(row)).unwrap_or(u32::MAX))
            .collect::<Vec<u32>>()
            .into();
        let record = RecordBatch::try_new(self.nullable.clone(), columns)?;
        self.apply_rules(&record, cells, &mut judged)?;
        let rejected =
            judged.good.iter().filter(|good| !**good).count() as u64 + cells.bad.len() as u64;
        let (record, numbers) = if judged.good.contains(&false) {
            let good = BooleanArray::from(judged.good);
            let numbers = filter(&numbers, &good)?;
            (filter_record_batch(&record, &good)?, numbers)
        } else {
            (record, Arc::new(numbers) as ArrayRef)
        };
        let rows = numbers.as_primitive::<datafusion::arrow::datatypes::UInt32Type>();
        let batch = self.batch(&record, rows.values().to_vec())?;
        Ok((batch, judged.faults, rejected))
    }

    fn batch(&self, record: &RecordBatch, rows: Vec<u32>) -> Result<Batch, LoadError> {
        let count = record.num_rows();
        let record = RecordBatch::try_new(self.schema.clone(), record.columns().to_vec())?;
        let mut text = Vec::new();
        let mut keys = Vec::with_capacity(count);
        for row in 0..count {
            text.clear();
            for column in &self.key {
                append_key(&mut text, record.column(*column), row);
            }
            keys.push(key_hash(&text));
        }
        let contents = content_hashes(record.columns(), count);
        let moments = moments(record.column(self.event_time));
        Ok(Batch { record, rows, keys, contents, moments })
    }

    fn apply_rules(
        &self,
        record: &RecordBatch,
        cells: &Cells,
        judged: &mut Judged,
    ) -> Result<(), LoadError> {
        for (says, because, planned) in &self.rules {
            let held = planned.expression.evaluate(record)?.into_array(record.num_rows())?;
            let held = held.as_boolean();
            if held.false_count() == 0 {
                continue;
            }
            for row in 0..held.len() {
                if held.is_valid(row) && !held.value(row) {
                    let value = planned.columns.iter().filter_map(|name| {
                        let column = record.column_by_name(name)?;
                        array_value_to_string(column, row).ok()
                    });
                    let fault = Fault {
                        row: cells.row_number(row),
                        column: planned.columns.join(", "),
                        value: value.collect::<Vec<_>>().join(", "),
                        rule: format!("breaks {says}"),
                        remedy: format!("correct one of them: {because}"),
                    };
                    judged.refuse(row, fault);
                }
            }
        }
        Ok(())
    }
}

/// Event times in microseconds; a day is its midnight.
pub(crate) fn moments(column: &ArrayRef) -> Vec<i64> {
    if column.data_type() == &DataType::Date32 {
        let days = column.as_primitive::<Date32Type>().values().iter();
        return days.map(|day| i64::from(*day) * MICROSECONDS_A_DAY).collect();
    }
    column.as_primitive::<TimestampMicrosecondType>().values().to_vec()
}
