//! What a load's rows replace: the last row of each key wins, over earlier ones of the same file
//! and over what was there.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use super::worker::{Done, Known};
use crate::parts::keys::{GROUPS, KeysFile, group_of};
use crate::parts::keys_file;

/// What becomes of the rows of a load.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Resolved {
    /// Rows of the new parts, by position, for which the same file has a later one.
    pub(super) stillborn: BTreeMap<usize, Vec<u32>>,
    /// Rows of earlier parts, by their row in the ledger, that are replaced.
    pub(super) superseded: BTreeMap<i64, Vec<u32>>,
    /// Rows dropped for a later one of the same file, beside those dropped before.
    pub(super) repeated: u64,
    /// Rows that say what was there already.
    pub(super) unchanged: u64,
}

/// A row of the load.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    hash: u128,
    number: u32,
    /// Part and row where it was written; none where it was unchanged.
    written: Option<(usize, u32)>,
}

/// Resolves the rows of a load whose parts are in `staging`, group by group of their hashes, so that
/// memory holds one group at a time.
pub(super) fn resolve(staging: &Path, done: &mut Done) -> io::Result<Resolved> {
    let mut resolved = Resolved::default();
    done.known.sort_unstable_by_key(|known| (known.hash, known.file_row));
    if done.flushes <= 1 {
        // The worker has looked at all rows together.
        for known in &done.known {
            settle(known, !known.unchanged, &mut resolved);
        }
        sort(&mut resolved);
        return Ok(resolved);
    }
    let mut parts = Vec::new();
    for part in &done.parts {
        let keys = KeysFile::open(&keys_file(&staging.join(&part.file)))?;
        parts.push((keys, part.file_rows.as_slice(), 0_usize));
    }
    let mut known = done.known.as_slice();
    for group in 0..GROUPS {
        let end = known.partition_point(|known| group_of(known.hash) <= group);
        let (here, later) = known.split_at(end);
        known = later;
        let mut rows: Vec<Row> = here
            .iter()
            .filter(|known| known.unchanged)
            .map(|known| Row { hash: known.hash, number: known.file_row, written: None })
            .collect();
        for (part, (keys, file_rows, next)) in parts.iter_mut().enumerate() {
            for key in keys.group(group)? {
                let file_row = file_rows[*next];
                *next += 1;
                rows.push(Row { hash: key.hash, number: file_row, written: Some((part, key.row)) });
            }
        }
        rows.sort_unstable();
        resolve_group(&rows, here, &mut resolved);
    }
    sort(&mut resolved);
    Ok(resolved)
}

fn resolve_group(rows: &[Row], known: &[Known], resolved: &mut Resolved) {
    let mut known = known.iter().peekable();
    for (position, row) in rows.iter().enumerate() {
        if rows.get(position + 1).is_some_and(|next| next.hash == row.hash) {
            resolved.repeated += 1;
            if let Some((part, number)) = row.written {
                resolved.stillborn.entry(part).or_default().push(number);
            }
            continue;
        }
        while known.next_if(|known| known.hash < row.hash).is_some() {}
        if let Some(known) = known.next_if(|known| known.hash == row.hash) {
            settle(known, row.written.is_some(), resolved);
        }
    }
}

/// The last row of a key that is there already: it replaces the current one, or says the same.
fn settle(known: &Known, is_written: bool, resolved: &mut Resolved) {
    if is_written {
        let current = known.current;
        resolved.superseded.entry(current.part).or_default().push(current.row);
    } else {
        resolved.unchanged += 1;
    }
}

fn sort(resolved: &mut Resolved) {
    resolved.stillborn.values_mut().for_each(|rows| rows.sort_unstable());
    resolved.superseded.values_mut().for_each(|rows| rows.sort_unstable());
}
