//! One writer a dataset, and the removal of files that no ledger lists.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;

use super::keys_file;
use crate::load::STAGING;

/// The right to write to one dataset, for one process at a time and one thread of it; the system
/// takes it back from a process that dies.
#[derive(Debug)]
pub struct DatasetLock {
    _file: File,
}

impl DatasetLock {
    /// Waits for it.
    ///
    /// # Errors
    ///
    /// Returns an error when the folder of the lake cannot be written.
    pub fn take(lake: &Path, dataset: &str) -> io::Result<Self> {
        let file = open(lake, dataset)?;
        file.lock()?;
        Ok(Self { _file: file })
    }

    /// Takes it if nobody has it.
    ///
    /// # Errors
    ///
    /// Returns an error when the folder of the lake cannot be written.
    pub fn try_take(lake: &Path, dataset: &str) -> io::Result<Option<Self>> {
        let file = open(lake, dataset)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

fn open(lake: &Path, dataset: &str) -> io::Result<File> {
    let folder = lake.join(dataset);
    fs::create_dir_all(&folder)?;
    File::options().create(true).append(true).open(folder.join(".lock"))
}

/// Removes the files of a dataset that are not `listed` (paths below the folder of the lake): what
/// a load left that was killed before it was listed, and parts that were folded into others. The
/// lock shows that no load is running.
///
/// # Errors
///
/// Returns an error when the folder cannot be read or a file not be removed.
pub fn sweep(
    lake: &Path,
    dataset: &str,
    listed: &BTreeSet<String>,
    _lock: &DatasetLock,
) -> io::Result<u64> {
    let folder = lake.join(dataset);
    let keep: BTreeSet<_> = listed
        .iter()
        .map(|path| lake.join(path))
        .flat_map(|path| [keys_file(&path), path])
        .collect();
    let mut removed = 0;
    for entry in fs::read_dir(&folder)? {
        let entry = entry?;
        if !entry.file_type()?.is_dir() {
            continue;
        }
        if entry.file_name().to_string_lossy().starts_with(STAGING) {
            fs::remove_dir_all(entry.path())?;
            removed += 1;
            continue;
        }
        for file in fs::read_dir(entry.path())? {
            let path = file?.path();
            if !keep.contains(&path) {
                fs::remove_file(&path)?;
                removed += 1;
            }
        }
    }
    Ok(removed)
}
