//! Parts: the immutable Parquet files of a dataset, each of one month, and the keys beside them.

pub(crate) mod hash;
pub(crate) mod index;
pub(crate) mod keys;
mod lock;
mod rows;
pub(crate) mod writer;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;

pub use self::lock::{DatasetLock, sweep};
pub use self::rows::{RowsError, decode_rows, encode_rows, merge_rows};

/// One Parquet file of one month of a dataset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its row in the ledger.
    pub id: i64,
    /// The dataset's name.
    pub dataset: String,
    /// First day of its month.
    pub month: NaiveDate,
    /// Its file, below the folder of the lake.
    pub path: String,
    /// Rows in the file, replaced ones included.
    pub rows: u64,
    /// Size of the file.
    pub bytes: u64,
    /// First day of an event in it.
    pub first_day: NaiveDate,
    /// Last day of an event in it.
    pub last_day: NaiveDate,
    /// The load that brought it; of a folded part the newest of those loads.
    pub load_id: i64,
    /// Rows that later loads replaced: numbers from 0, ascending.
    pub superseded: Arc<[u32]>,
}

impl Part {
    /// Where its file is.
    #[must_use]
    pub fn file(&self, lake: &Path) -> PathBuf {
        lake.join(&self.path)
    }

    /// Where its keys are: beside the file.
    #[must_use]
    pub fn keys_file(&self, lake: &Path) -> PathBuf {
        keys_file(&self.file(lake))
    }

    /// Rows that nothing has replaced.
    #[must_use]
    pub fn current_rows(&self) -> u64 {
        self.rows.saturating_sub(self.superseded.len() as u64)
    }
}

/// Where the keys of a part's file are.
#[must_use]
pub fn keys_file(part: &Path) -> PathBuf {
    part.with_extension("keys")
}

/// The parts of one dataset as a reader sees them: what later loads bring or replace is not in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// In the order of month and age.
    pub parts: Vec<Part>,
}

impl Snapshot {
    /// Rows that a query sees.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.parts.iter().map(Part::current_rows).sum()
    }
}
