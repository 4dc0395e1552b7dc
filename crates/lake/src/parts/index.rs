//! The current row of a key, looked up in the keys beside the parts.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use chrono::NaiveDate;

use super::keys::{GROUPS, KeysFile, group_of};
use super::{Part, Snapshot};

/// Where the current row of a key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Current {
    /// The part's row in the ledger.
    pub(crate) part: i64,
    /// Number of the row in it.
    pub(crate) row: u32,
    /// Hash of its content.
    pub(crate) content: u64,
}

/// Finds the current rows of some keys; `hashes` are in order, and only parts of `months` are
/// looked at where a key cannot move from month to month.
pub(crate) fn current_rows(
    lake: &Path,
    snapshot: &Snapshot,
    hashes: &[u128],
    months: Option<&[NaiveDate]>,
) -> io::Result<BTreeMap<u128, Current>> {
    let mut found = BTreeMap::new();
    if hashes.is_empty() {
        return Ok(found);
    }
    let groups: Vec<&[u128]> = (0..GROUPS)
        .map(|group| {
            let from = hashes.partition_point(|hash| group_of(*hash) < group);
            let to = hashes.partition_point(|hash| group_of(*hash) <= group);
            &hashes[from..to]
        })
        .collect();
    for part in &snapshot.parts {
        if months.is_none_or(|months| months.contains(&part.month)) {
            look_in(lake, part, &groups, &mut found)?;
        }
    }
    Ok(found)
}

fn look_in(
    lake: &Path,
    part: &Part,
    groups: &[&[u128]],
    found: &mut BTreeMap<u128, Current>,
) -> io::Result<()> {
    let mut file = KeysFile::open(&part.keys_file(lake))?;
    for (group, wanted) in groups.iter().enumerate() {
        for key in file.find(group, wanted)? {
            if part.superseded.binary_search(&key.row).is_err() {
                let current = Current { part: part.id, row: key.row, content: key.content };
                found.insert(key.hash, current);
            }
        }
    }
    Ok(())
}
