//! One thread of a load: checks blocks, gathers their rows, and writes them as parts month by month
//! whenever they fill its share of the memory.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{Datelike as _, NaiveDate, TimeDelta};
use datafusion::arrow::array::{
    Array as _, ArrayRef, AsArray as _, Int64Array, TimestampMicrosecondArray,
};
use datafusion::arrow::compute::interleave_record_batch;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::arrow::record_batch::RecordBatch;

use super::batch::{Batch, Checker, MICROSECONDS_A_DAY};
use super::fault::Fault;
use super::{DayCount, LoadError, LoadMark, MOST_FAULTS};
use crate::dataset::Dataset;
use crate::parts::index::{Current, current_rows};
use crate::parts::keys::{Key, write_keys};
use crate::parts::writer::PartWriter;
use crate::parts::{Snapshot, keys_file};
use crate::read::Cells;

/// What every thread of a load shares.
pub(super) struct Shared<'a> {
    pub(super) lake: &'a Path,
    pub(super) dataset: &'a Dataset,
    pub(super) snapshot: &'a Snapshot,
    pub(super) staging: &'a Path,
    pub(super) mark: LoadMark,
    pub(super) checker: Checker,
    pub(super) schema: SchemaRef,
    /// Position of the sender's column.
    pub(super) sender: Option<usize>,
    pub(super) next_part: AtomicU32,
    /// Bytes of rows that a thread gathers before it writes.
    pub(super) memory: usize,
}

/// A part written and not yet listed.
#[derive(Debug)]
pub(super) struct Staged {
    pub(super) file: String,
    pub(super) month: NaiveDate,
    pub(super) rows: u64,
    pub(super) bytes: u64,
    pub(super) first_day: NaiveDate,
    pub(super) last_day: NaiveDate,
    /// Numbers of its rows in the file that was loaded, in the order of its keys.
    pub(super) file_rows: Vec<u32>,
}

/// A row whose key is there already.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    pub(super) hash: u128,
    pub(super) file_row: u32,
    pub(super) current: Current,
    /// Whether it says nothing new, and was not written.
    pub(super) unchanged: bool,
}

/// What one thread did.
#[derive(Debug, Default)]
pub(super) struct Done {
    pub(super) parts: Vec<Staged>,
    pub(super) known: Vec<Known>,
    pub(super) faults: Vec<Fault>,
    pub(super) rejected: u64,
    /// Good rows, repeats among them.
    pub(super) good: u64,
    /// Rows dropped for a later one of the same key.
    pub(super) repeated: u64,
    pub(super) days: BTreeMap<(String, NaiveDate), DayCount>,
    pub(super) flushes: u32,
}

impl Done {
    /// Adds what another thread did.
    pub(super) fn add(&mut self, other: Self) {
        self.parts.extend(other.parts);
        self.known.extend(other.known);
        self.faults.extend(other.faults);
        self.rejected += other.rejected;
        self.good += other.good;
        self.repeated += other.repeated;
        self.flushes += other.flushes;
        for (key, count) in other.days {
            let sum = self.days.entry(key).or_default();
            sum.rows += count.rows;
            sum.changed += count.changed;
        }
    }
}

/// A thread's rows and what it has done.
pub(super) struct Worker<'a> {
    shared: &'a Shared<'a>,
    batches: Vec<Batch>,
    bytes: usize,
    done: Done,
}

/// A row of a worker: which batch, and which row of it.
type Place = (usize, usize);

/// Rows handed to the Parquet writer at once.
const ROWS_AT_ONCE: usize = 16_384;

impl<'a> Worker<'a> {
    pub(super) fn new(shared: &'a Shared<'a>) -> Self {
        Self { shared, batches: Vec::new(), bytes: 0, done: Done::default() }
    }

    /// Takes a block's rows in.
    pub(super) fn take(&mut self, cells: &Cells) -> Result<(), LoadError> {
        let (batch, faults, rejected) = self.shared.checker.check(cells)?;
        self.done.faults.extend(faults);
        self.done.rejected += rejected;
        self.done.good += batch.rows.len() as u64;
        if !batch.rows.is_empty() {
            self.bytes += batch.record.get_array_memory_size() + batch.rows.len() * 36;
            self.batches.push(batch);
        }
        if self.bytes >= self.shared.memory {
            self.flush()?;
        }
        Ok(())
    }

    /// Gives a file up of which too much is at fault.
    pub(super) fn refuse_endless_faults(&self) -> Result<(), LoadError> {
        match self.done.faults.get(MOST_FAULTS) {
            None => Ok(()),
            Some(fault) => Err(LoadError::Refused(format!(
                "more than {MOST_FAULTS} cells are at fault, such as '{}' of column '{}' in row \
                 {}, which {}; is it a file of this dataset, and does it need a mapping?",
                fault.value, fault.column, fault.row, fault.rule
            ))),
        }
    }

    /// Writes what is left, and says what was done.
    pub(super) fn finish(mut self) -> Result<Done, LoadError> {
        self.flush()?;
        Ok(self.done)
    }

    fn flush(&mut self) -> Result<(), LoadError> {
        let batches = std::mem::take(&mut self.batches);
        self.bytes = 0;
        if batches.is_empty() {
            return Ok(());
        }
        self.done.flushes += 1;
        let places = self.last_of_each_key(&batches);
        let places = self.changed(&batches, places)?;
        let senders = Senders::of(&batches, self.shared.sender);
        let mut order: Vec<Row> = places
            .iter()
            .map(|(batch, row)| Row {
                month: month_number(batches[*batch].moments[*row]),
                sender: senders.rank(*batch, *row),
                moment: batches[*batch].moments[*row],
                place: (*batch, *row),
            })
            .collect();
        order.sort_unstable();
        self.count_written(&batches, &order);
        let mut start = 0;
        while start < order.len() {
            let month = order[start].month;
            let end = start + order[start..].partition_point(|row| row.month == month);
            let part = self.write(&batches, &order[start..end], month)?;
            self.done.parts.push(part);
            start = end;
        }
        Ok(())
    }

    /// Of rows with the same key only the last of the file, in the order of their hashes.
    fn last_of_each_key(&mut self, batches: &[Batch]) -> Vec<Place> {
        let mut rows: Vec<(u128, u32, u32, u32)> = Vec::new();
        for (batch, number) in batches.iter().zip(0_u32..) {
            let keys = batch.keys.iter().zip(&batch.rows).zip(0_u32..);
            rows.extend(keys.map(|((hash, file_row), row)| (*hash, *file_row, number, row)));
        }
        rows.sort_unstable();
        let mut places = Vec::with_capacity(rows.len());
        for (position, (hash, _, batch, row)) in rows.iter().enumerate() {
            if rows.get(position + 1).is_some_and(|next| next.0 == *hash) {
                self.done.repeated += 1;
            } else {
                places.push((*batch as usize, *row as usize));
            }
        }
        places
    }

    /// Leaves out what is there already just so, and remembers what is there otherwise.
    fn changed(&mut self, batches: &[Batch], places: Vec<Place>) -> Result<Vec<Place>, LoadError> {
        let hashes: Vec<u128> =
            places.iter().map(|(batch, row)| batches[*batch].keys[*row]).collect();
        let months = self.shared.months_of(batches, &places);
        let shared = self.shared;
        let current = current_rows(shared.lake, shared.snapshot, &hashes, months.as_deref())?;
        let mut written = Vec::with_capacity(places.len());
        for (batch_number, row) in places {
            let batch = &batches[batch_number];
            let known = current.get(&batch.keys[row]).copied();
            let unchanged = known.is_some_and(|current| current.content == batch.contents[row]);
            if let Some(current) = known {
                let (hash, file_row) = (batch.keys[row], batch.rows[row]);
                self.done.known.push(Known { hash, file_row, current, unchanged });
            }
            if unchanged {
                let (sender, day) = (self.shared.sender(batch, row), day_of(batch.moments[row]));
                self.done.days.entry((sender.to_owned(), day)).or_default().rows += 1;
            } else {
                written.push((batch_number, row));
            }
        }
        Ok(written)
    }

    /// Counts rows by sender and day: in their order those of one day stand together.
    fn count_written(&mut self, batches: &[Batch], order: &[Row]) {
        let key = |row: &Row| (row.sender, row.moment.div_euclid(MICROSECONDS_A_DAY));
        for run in order.chunk_by(|one, other| key(one) == key(other)) {
            let (batch, row) = run[0].place;
            let sender = self.shared.sender(&batches[batch], row).to_owned();
            let count = self.done.days.entry((sender, day_of(run[0].moment))).or_default();
            count.rows += run.len() as u64;
            count.changed += run.len() as u64;
        }
    }

    fn write(&self, batches: &[Batch], rows: &[Row], month: i32) -> Result<Staged, LoadError> {
        let number = self.shared.next_part.fetch_add(1, Ordering::Relaxed);
        let file = format!("{}-{number}.parquet", self.shared.mark.id);
        let path = self.shared.staging.join(&file);
        let mut writer = PartWriter::create(&path, self.shared.dataset, &self.shared.schema)?;
        let records: Vec<&RecordBatch> = batches.iter().map(|batch| &batch.record).collect();
        for chunk in rows.chunks(ROWS_AT_ONCE) {
            let places: Vec<Place> = chunk.iter().map(|row| row.place).collect();
            let record = interleave_record_batch(&records, &places)?;
            writer.write(&self.shared.marked(&record)?)?;
        }
        let bytes = writer.finish()?;
        let mut keys: Vec<(Key, u32)> = rows
            .iter()
            .zip(0_u32..)
            .map(|(row, number)| {
                let batch = &batches[row.place.0];
                let (hash, content) = (batch.keys[row.place.1], batch.contents[row.place.1]);
                (Key { hash, row: number, content }, batch.rows[row.place.1])
            })
            .collect();
        keys.sort_unstable();
        let (keys, file_rows): (Vec<Key>, Vec<u32>) = keys.into_iter().unzip();
        write_keys(&keys_file(&path), &keys)?;
        let moments = rows.iter().map(|row| row.moment);
        Ok(Staged {
            file,
            month: first_of_month(month),
            rows: rows.len() as u64,
            bytes,
            first_day: day_of(moments.clone().min().unwrap_or_default()),
            last_day: day_of(moments.max().unwrap_or_default()),
            file_rows,
        })
    }
}

impl Shared<'_> {
    /// Who sent a row; empty where it does not say.
    fn sender<'b>(&self, batch: &'b Batch, row: usize) -> &'b str {
        match self.sender.map(|column| batch.record.column(column).as_string::<i32>()) {
            Some(column) if column.is_valid(row) => column.value(row),
            _ => "",
        }
    }

    /// The months to look for keys in: all of them, unless the event time is part of the key.
    fn months_of(&self, batches: &[Batch], places: &[Place]) -> Option<Vec<NaiveDate>> {
        if !self.dataset.key.contains(&self.dataset.event_time) {
            return None;
        }
        let mut months: Vec<i32> =
            places.iter().map(|(batch, row)| month_number(batches[*batch].moments[*row])).collect();
        months.sort_unstable();
        months.dedup();
        Some(months.into_iter().map(first_of_month).collect())
    }

    /// Rows with the load that brought them, and when they became known.
    fn marked(&self, record: &RecordBatch) -> Result<RecordBatch, LoadError> {
        let count = record.num_rows();
        let mut columns = record.columns().to_vec();
        columns.push(Arc::new(Int64Array::from(vec![self.mark.id; count])) as ArrayRef);
        let known_at = self.mark.known_at.timestamp_micros();
        columns.push(Arc::new(TimestampMicrosecondArray::from(vec![known_at; count])));
        Ok(RecordBatch::try_new(self.schema.clone(), columns)?)
    }
}

/// A row in the order in which a part holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    month: i32,
    sender: u32,
    moment: i64,
    place: Place,
}

/// The senders in the order of their codes.
struct Senders {
    ranks: Vec<Vec<u32>>,
}

impl Senders {
    fn of(batches: &[Batch], column: Option<usize>) -> Self {
        let Some(column) = column else {
            return Self { ranks: batches.iter().map(|_| Vec::new()).collect() };
        };
        let mut codes: BTreeMap<&str, u32> = BTreeMap::new();
        for batch in batches {
            for code in batch.record.column(column).as_string::<i32>().iter().flatten() {
                if !codes.contains_key(code) {
                    codes.insert(code, 0);
                }
            }
        }
        codes.values_mut().zip(1..).for_each(|(rank, position)| *rank = position);
        let ranks = batches
            .iter()
            .map(|batch| {
                let texts = batch.record.column(column).as_string::<i32>().iter();
                texts.map(|code| code.map_or(0, |code| codes[code])).collect()
            })
            .collect();
        Self { ranks }
    }

    fn rank(&self, batch: usize, row: usize) -> u32 {
        self.ranks[batch].get(row).copied().unwrap_or_default()
    }
}

/// The day of a moment in microseconds.
pub(super) fn day_of(moment: i64) -> NaiveDate {
    NaiveDate::default() + TimeDelta::days(moment.div_euclid(MICROSECONDS_A_DAY))
}

/// Months since the year 0.
fn month_number(moment: i64) -> i32 {
    let day = day_of(moment);
    day.year() * 12 + day.month0().cast_signed()
}

fn first_of_month(month: i32) -> NaiveDate {
    let number = month.rem_euclid(12).cast_unsigned() + 1;
    NaiveDate::from_ymd_opt(month.div_euclid(12), number, 1).unwrap_or_default()
}
