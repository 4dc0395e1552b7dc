//! A load: a file's rows checked, keyed and written as parts, ready to be listed all at once.

mod batch;
mod fault;
mod matching;
mod resolve;
mod typed;
mod worker;
mod written;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, NaiveDate, Utc};
use datafusion::arrow::error::ArrowError;
use datafusion::error::DataFusionError;
use datafusion::parquet::errors::ParquetError;
use tempfile::TempDir;

use self::batch::Checker;
use self::worker::{Done, Shared, Worker};
use crate::dataset::Dataset;
use crate::mapping::Mapping;
use crate::parts::{Snapshot, keys_file};
use crate::read::{Block, Heading, ReadError, Reading};

pub use self::fault::{Fault, write_rejected};
pub use crate::read::Input;

/// How a file is to be loaded.
#[derive(Debug, Clone)]
pub struct Options {
    /// How its columns and words become those of the dataset.
    pub mapping: Mapping,
    /// Bytes of rows held in memory before they are written, for all threads together.
    pub memory: usize,
    /// Threads that check and write.
    pub threads: usize,
}

/// Bytes of rows held by default.
const MEMORY: usize = 512 << 20;

impl Default for Options {
    fn default() -> Self {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        Self { mapping: Mapping::default(), memory: MEMORY, threads }
    }
}

/// What every row of a load is marked with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoadMark {
    /// The load's row in the ledger.
    pub id: i64,
    /// When its rows become known.
    pub known_at: DateTime<Utc>,
}

/// Why nothing of a file was taken.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file cannot be understood.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Its columns do not fit, or too much of it is at fault; the text says what to do.
    #[error("{0}")]
    Refused(String),
    /// The lake's folder cannot be written or read.
    #[error("the folder of the lake cannot be used; check its space and permissions")]
    Lake(#[from] io::Error),
    /// A part cannot be written.
    #[error("a part cannot be written; check the space in the folder of the lake")]
    Parquet(#[from] ParquetError),
    /// Columns that do not fit together.
    #[error("the rows cannot be put together")]
    Arrow(#[from] ArrowError),
    /// A rule that cannot be worked out.
    #[error("a rule of the dataset cannot be worked out")]
    Rule(#[from] DataFusionError),
}

impl LoadError {
    /// Whether the sender can put it right: then the text says how.
    #[must_use]
    pub fn is_senders(&self) -> bool {
        matches!(self, Self::Read(_) | Self::Refused(_))
    }
}

/// Rows of one sender and day of event.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DayCount {
    /// Good rows that came.
    pub rows: u64,
    /// Those of them that are new or say something else than before.
    pub changed: u64,
}

/// How many rows of a file came to what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Rows of the file.
    pub read: u64,
    /// Rows of keys not known before.
    pub added: u64,
    /// Rows that replace an earlier row of their key.
    pub corrected: u64,
    /// Rows that say what was known.
    pub unchanged: u64,
    /// Rows for whose key the same file has a later one.
    pub repeated: u64,
    /// Rows at fault.
    pub rejected: u64,
}

/// A part to be listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPart {
    /// First day of its month.
    pub month: NaiveDate,
    /// Its file, below the folder of the lake.
    pub path: String,
    /// Rows in it.
    pub rows: u64,
    /// Size of the file.
    pub bytes: u64,
    /// First day of an event in it.
    pub first_day: NaiveDate,
    /// Last day of an event in it.
    pub last_day: NaiveDate,
    /// Rows in it that a later row of the same file replaces.
    pub superseded: Vec<u32>,
}

/// A load that is written and not yet listed: dropped, it leaves nothing behind.
#[derive(Debug)]
pub struct Prepared {
    /// What came to what.
    pub counts: Counts,
    /// What is wrong with the rejected rows, in their order.
    pub faults: Vec<Fault>,
    /// Good rows by sender and day of event.
    pub days: BTreeMap<(String, NaiveDate), DayCount>,
    /// Rows of earlier parts that are replaced, by the part's row in the ledger.
    pub superseded: BTreeMap<i64, Vec<u32>>,
    /// Columns of the file that nothing reads.
    pub unused_columns: Vec<String>,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    staging: TempDir,
    parts: Vec<NewPart>,
}

/// Where the parts of a load are written before they are listed: the name begins so.
pub(crate) const STAGING: &str = ".load-";

/// Faults that are kept: a file with more of them is not this dataset.
const MOST_FAULTS: usize = 1_000_000;

/// Reads a file, and writes its good rows as parts beside those of `snapshot`.
///
/// The dataset must be locked ([`crate::parts::DatasetLock`]) from before the snapshot is taken
/// until the load is listed. `progress` is told how many bytes of the file have been read.
///
/// # Errors
///
/// Returns an error, and leaves nothing behind, when the file cannot be understood or the lake not
/// be written.
pub fn prepare(
    lake: &Path,
    dataset: &Dataset,
    snapshot: &Snapshot,
    input: &Input,
    options: &Options,
    mark: LoadMark,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Prepared, LoadError> {
    let wanted = matching::wanted(dataset, &options.mapping);
    let mut reading = Reading::open(input, &wanted)?;
    let heading = reading.heading().clone();
    let matched = matching::match_columns(dataset, &options.mapping, &heading.names)
        .map_err(LoadError::Refused)?;
    let unused_columns = matched.unused.clone();
    let folder = lake.join(&dataset.name);
    fs::create_dir_all(&folder)?;
    let staging = tempfile::Builder::new().prefix(STAGING).tempdir_in(&folder)?;
    let threads = options.threads.max(1);
    let shared = Shared {
        lake,
        dataset,
        snapshot,
        staging: staging.path(),
        mark,
        checker: Checker::new(dataset, matched)?,
        schema: dataset.schema(),
        sender: dataset.sender().and_then(|(_, column)| dataset.position(column)),
        next_part: AtomicU32::new(1),
        memory: options.memory / threads,
    };
    let mut done = run(&shared, &heading, &mut reading, threads, progress)?;
    let sha256 = reading.finish()?;
    let resolved = resolve::resolve(staging.path(), &mut done)?;
    Ok(put_together(dataset, staging, done, resolved, unused_columns, sha256))
}

fn run(
    shared: &Shared<'_>,
    heading: &Heading,
    reading: &mut Reading,
    threads: usize,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Done, LoadError> {
    let (sender, receiver) = sync_channel::<Block>(threads);
    let (receiver, failed) = (Mutex::new(receiver), AtomicBool::new(false));
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| scope.spawn(|| work(shared, heading, &receiver, &failed)))
            .collect();
        let read = feed(reading, &sender, &failed, progress);
        drop(sender);
        let mut all = Done::default();
        let mut error = None;
        for worker in workers {
            match worker.join() {
                Ok(Ok(done)) => all.add(done),
                Ok(Err(failure)) => error = error.or(Some(failure)),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        read?;
        match error {
            Some(error) => Err(error),
            None => Ok(all),
        }
    })
}

/// Hands the blocks of the file to the workers, until it ends or one of them fails.
fn feed(
    reading: &mut Reading,
    sender: &SyncSender<Block>,
    failed: &AtomicBool,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<(), LoadError> {
    while let Some(block) = reading.next_block()? {
        progress(reading.position());
        if failed.load(Ordering::Relaxed) || sender.send(block).is_err() {
            break;
        }
    }
    Ok(())
}

fn work(
    shared: &Shared<'_>,
    heading: &Heading,
    receiver: &Mutex<Receiver<Block>>,
    failed: &AtomicBool,
) -> Result<Done, LoadError> {
    let mut worker = Worker::new(shared);
    let mut take_all = || {
        loop {
            let block = receiver.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(block) = block else { return Ok(()) };
            if failed.load(Ordering::Relaxed) {
                // The blocks that are left are taken, so that the reader does not wait for ever.
                continue;
            }
            worker.take(&block.into_cells(heading)?)?;
            worker.refuse_endless_faults()?;
        }
    };
    let outcome: Result<(), LoadError> = take_all();
    if let Err(error) = outcome {
        failed.store(true, Ordering::Relaxed);
        while receiver.lock().unwrap_or_else(PoisonError::into_inner).recv().is_ok() {}
        return Err(error);
    }
    worker.finish()
}

fn put_together(
    dataset: &Dataset,
    staging: TempDir,
    mut done: Done,
    mut resolved: resolve::Resolved,
    unused_columns: Vec<String>,
    sha256: String,
) -> Prepared {
    done.faults.sort_unstable();
    let repeated = done.repeated + resolved.repeated;
    let corrected = resolved.superseded.values().map(|rows| rows.len() as u64).sum::<u64>();
    let counts = Counts {
        read: done.good + done.rejected,
        added: done.good - repeated - resolved.unchanged - corrected,
        corrected,
        unchanged: resolved.unchanged,
        repeated,
        rejected: done.rejected,
    };
    let parts = done.parts.into_iter().enumerate().map(|(number, part)| NewPart {
        path: format!("{}/{}/{}", dataset.name, part.month.format("%Y-%m"), part.file),
        month: part.month,
        rows: part.rows,
        bytes: part.bytes,
        first_day: part.first_day,
        last_day: part.last_day,
        superseded: resolved.stillborn.remove(&number).unwrap_or_default(),
    });
    let parts = parts.collect();
    let (faults, days, superseded) = (done.faults, done.days, resolved.superseded);
    Prepared { counts, faults, days, superseded, unused_columns, sha256, staging, parts }
}

impl Prepared {
    /// The parts that would be listed.
    #[must_use]
    pub fn parts(&self) -> &[NewPart] {
        &self.parts
    }

    /// Moves the parts to where they stay, on the disk itself. Until they are listed in the ledger
    /// nobody reads them, and the next sweep removes them.
    ///
    /// # Errors
    ///
    /// Returns an error when the folder of the lake cannot be written.
    pub fn place(self, lake: &Path) -> io::Result<Vec<NewPart>> {
        place(self.staging.path(), lake, &self.parts)?;
        Ok(self.parts)
    }
}

/// Moves parts out of the folder they were written in.
pub(crate) fn place(staging: &Path, lake: &Path, parts: &[NewPart]) -> io::Result<()> {
    let mut folders: Vec<PathBuf> = Vec::new();
    for part in parts {
        let to = lake.join(&part.path);
        let (Some(folder), Some(name)) = (to.parent(), to.file_name()) else { continue };
        fs::create_dir_all(folder)?;
        let from = staging.join(name);
        fs::rename(keys_file(&from), keys_file(&to))?;
        fs::rename(&from, &to)?;
        folders.push(folder.to_owned());
    }
    folders.sort();
    folders.dedup();
    for folder in &folders {
        // A name is on the disk once its folder is.
        fs::File::open(folder)?.sync_all()?;
        if let Some(above) = folder.parent() {
            fs::File::open(above)?.sync_all()?;
        }
    }
    Ok(())
}
