//! The keys of a part, in a file beside it: hash, row and content of each row, in order of the hash.

use std::fs::File;
use std::io::{self, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

/// What the file begins with: its format and version.
const MAGIC: &[u8; 8] = b"BWKEYS01";

/// Hashes are grouped by their highest byte, so that a piece of the file can be read alone.
pub(crate) const GROUPS: usize = 256;

const HEADER: u64 = 8 + (GROUPS as u64 + 1) * 4;
const HASH_BYTES: usize = 16;

/// One row by its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    /// Hash of the key.
    pub(crate) hash: u128,
    /// Number of the row in its part, from 0.
    pub(crate) row: u32,
    /// Hash of its content.
    pub(crate) content: u64,
}

/// The group that a hash belongs to.
pub(crate) fn group_of(hash: u128) -> usize {
    (hash >> 120) as usize
}

/// Writes the keys of a part, which are in the order of their hashes.
pub(crate) fn write_keys(path: &Path, keys: &[Key]) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    file.write_all(MAGIC)?;
    for group in 0..=GROUPS {
        let first = keys.partition_point(|key| group_of(key.hash) < group);
        file.write_all(&u32::try_from(first).map_err(io::Error::other)?.to_le_bytes())?;
    }
    for key in keys {
        file.write_all(&key.hash.to_le_bytes())?;
    }
    for key in keys {
        file.write_all(&key.row.to_le_bytes())?;
    }
    for key in keys {
        file.write_all(&key.content.to_le_bytes())?;
    }
    file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
}

/// The keys of a part, read group by group.
#[derive(Debug)]
pub(crate) struct KeysFile {
    file: File,
    fences: Vec<u32>,
}

impl KeysFile {
    /// Opens the keys beside a part.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let named = |error: io::Error| {
            io::Error::new(error.kind(), format!("{} cannot be read: {error}", path.display()))
        };
        let mut file = File::open(path).map_err(named)?;
        let mut header = vec![0; usize::try_from(HEADER).map_err(io::Error::other)?];
        file.read_exact(&mut header).map_err(named)?;
        if !header.starts_with(MAGIC) {
            return Err(named(io::Error::new(io::ErrorKind::InvalidData, "it holds no keys")));
        }
        let fences = header[MAGIC.len()..].chunks_exact(4).map(number).collect();
        Ok(Self { file, fences })
    }

    fn count(&self) -> u64 {
        u64::from(self.fences.last().copied().unwrap_or_default())
    }

    /// The keys of one group, in order.
    pub(crate) fn group(&mut self, group: usize) -> io::Result<Vec<Key>> {
        let (from, to) = (self.fences[group], self.fences[group + 1]);
        let hashes = self.read(HEADER, HASH_BYTES, from, to)?;
        let rows = self.read(HEADER + self.count() * 16, 4, from, to)?;
        let contents = self.read(HEADER + self.count() * 20, 8, from, to)?;
        let keys = hashes.chunks_exact(HASH_BYTES).zip(rows.chunks_exact(4));
        Ok(keys
            .zip(contents.chunks_exact(8))
            .map(|((hash, row), content)| Key {
                hash: wide(hash),
                row: number(row),
                content: long(content),
            })
            .collect())
    }

    /// Finds some hashes of one group, which are in order; what is not there is left out.
    pub(crate) fn find(&mut self, group: usize, wanted: &[u128]) -> io::Result<Vec<Key>> {
        let (from, to) = (self.fences[group], self.fences[group + 1]);
        if from == to || wanted.is_empty() {
            return Ok(Vec::new());
        }
        let hashes = self.read(HEADER, HASH_BYTES, from, to)?;
        let mut found = Vec::new();
        let mut at = 0;
        for hash in wanted {
            let rest = &hashes[at * HASH_BYTES..];
            at += position(rest, *hash);
            let here = hashes.get(at * HASH_BYTES..(at + 1) * HASH_BYTES);
            if here.is_some_and(|bytes| wide(bytes) == *hash) {
                let index = from + u32::try_from(at).map_err(io::Error::other)?;
                let row = self.read(HEADER + self.count() * 16, 4, index, index + 1)?;
                let content = self.read(HEADER + self.count() * 20, 8, index, index + 1)?;
                let (row, content) = (number(&row), long(&content));
                found.push(Key { hash: *hash, row, content });
            }
        }
        Ok(found)
    }

    fn read(&mut self, start: u64, width: usize, from: u32, to: u32) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; (to - from) as usize * width];
        self.file.seek(SeekFrom::Start(start + u64::from(from) * width as u64))?;
        self.file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

/// How many hashes come before `hash`.
fn position(hashes: &[u8], hash: u128) -> usize {
    let (mut low, mut high) = (0, hashes.len() / HASH_BYTES);
    while low < high {
        let middle = usize::midpoint(low, high);
        if wide(&hashes[middle * HASH_BYTES..(middle + 1) * HASH_BYTES]) < hash {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

fn number(bytes: &[u8]) -> u32 {
    let mut word = [0; 4];
    word.copy_from_slice(bytes);
    u32::from_le_bytes(word)
}

fn long(bytes: &[u8]) -> u64 {
    let mut word = [0; 8];
    word.copy_from_slice(bytes);
    u64::from_le_bytes(word)
}

fn wide(bytes: &[u8]) -> u128 {
    let mut word = [0; HASH_BYTES];
    word[..bytes.len()].copy_from_slice(bytes);
    u128::from_le_bytes(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_again_by_group_and_by_hash() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("part.keys");
        let mut keys: Vec<Key> = (0..5_000_u32)
            .map(|row| Key {
                hash: super::super::hash::key_hash(&row.to_le_bytes()),
                row,
                content: u64::from(row) * 3,
            })
            .collect();
        keys.sort_unstable();
        write_keys(&path, &keys).unwrap();
        let mut file = KeysFile::open(&path).unwrap();
        let mut read = Vec::new();
        for group in 0..GROUPS {
            read.extend(file.group(group).unwrap());
        }
        assert_eq!(read, keys);
        for group in [0, 17, 255] {
            let there: Vec<Key> =
                keys.iter().filter(|key| group_of(key.hash) == group).copied().collect();
            let mut wanted: Vec<u128> = there.iter().map(|key| key.hash).collect();
            wanted.extend(there.iter().map(|key| key.hash ^ 1));
            wanted.sort_unstable();
            assert_eq!(file.find(group, &wanted).unwrap(), there);
        }
        std::fs::write(&path, [0; 2_000]).unwrap();
        assert!(KeysFile::open(&path).unwrap_err().to_string().contains("holds no keys"));
    }
}
