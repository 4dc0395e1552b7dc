//! The folder that is written into: made, emptied where that is asked for, and appended to.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::dataset::Dataset;
use crate::request::SynthError;

/// Written last, so that a folder with one is whole.
pub(crate) const MANIFEST: &str = "manifest.json";
/// People.
pub(crate) const PERSONS: &str = "persons.csv";
/// Organisations, as `bellwether import organisations` takes them.
pub(crate) const ORGANISATIONS: &str = "organisations.csv";
/// Their trees, as `bellwether import links` takes them.
pub(crate) const LINKS: &str = "organisation-links.csv";
/// Which part would arrive on which day.
pub(crate) const DELIVERIES: &str = "deliveries.csv";

/// Makes the folder, or empties it of an earlier district.
///
/// # Errors
///
/// Refuses a folder that holds something, unless `replace` is set and it is an earlier district;
/// of that only what this generator writes is removed.
pub(crate) fn prepare(folder: &Path, replace: bool) -> Result<(), SynthError> {
    let failed = |source| SynthError::Io { path: folder.to_owned(), source };
    fs::create_dir_all(folder).map_err(failed)?;
    let mut ours = false;
    let mut found: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        ours |= path.file_name().is_some_and(|name| name == MANIFEST);
        found.push(path);
    }
    if found.is_empty() {
        return Ok(());
    }
    if !replace {
        return Err(SynthError::NotEmpty(folder.to_owned()));
    }
    if !ours {
        return Err(SynthError::NotOurs(folder.to_owned()));
    }
    for path in found {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = name.unwrap_or_default();
        let failed = |source| SynthError::Io { path: path.clone(), source };
        if path.is_dir() && is_month(&name) {
            fs::remove_dir_all(&path).map_err(failed)?;
        } else if path.is_file() && is_ours(&name) {
            fs::remove_file(&path).map_err(failed)?;
        }
    }
    Ok(())
}

fn is_month(name: &str) -> bool {
    let shape = name.bytes().enumerate().all(|(at, byte)| match at {
        4 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    name.len() == 7 && shape
}

fn is_ours(name: &str) -> bool {
    let dataset = name.strip_suffix(".csv").and_then(Dataset::named);
    [MANIFEST, PERSONS, ORGANISATIONS, LINKS, DELIVERIES].contains(&name) || dataset.is_some()
}

/// A file that is written piece by piece, with its header before the first.
#[derive(Debug)]
pub(crate) struct Growing {
    path: PathBuf,
    header: &'static str,
    begun: bool,
}

impl Growing {
    /// A file that does not exist until something is written.
    pub(crate) fn new(path: PathBuf, header: &'static str) -> Self {
        Self { path, header, begun: false }
    }

    /// Makes the file with its header, if nothing was written yet.
    pub(crate) fn begin(&mut self) -> Result<(), SynthError> {
        if self.begun { Ok(()) } else { self.append([]) }
    }

    /// Appends pieces in their order.
    pub(crate) fn append<'a>(
        &mut self,
        pieces: impl IntoIterator<Item = &'a [u8]>,
    ) -> Result<(), SynthError> {
        let write = |file: &mut File| {
            if !self.begun {
                file.write_all(self.header.as_bytes())?;
                file.write_all(b"\n")?;
            }
            pieces.into_iter().try_for_each(|piece| file.write_all(piece))
        };
        // Opened anew each time: there are more files than may be open at once.
        let opened = OpenOptions::new().append(true).create(true).open(&self.path);
        let done = opened.and_then(|mut file| write(&mut file));
        done.map_err(|source| SynthError::Io { path: self.path.clone(), source })?;
        self.begun = true;
        Ok(())
    }
}

/// Writes a whole file.
pub(crate) fn write(folder: &Path, name: &str, text: &str) -> Result<(), SynthError> {
    let path = folder.join(name);
    fs::write(&path, text).map_err(|source| SynthError::Io { path, source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_earlier_district_is_replaced_and_nothing_else_is_touched() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        assert!(prepare(path, false).is_ok(), "empty");
        fs::write(path.join("mine.txt"), "x").unwrap();
        assert!(matches!(prepare(path, false), Err(SynthError::NotEmpty(_))));
        assert!(matches!(prepare(path, true), Err(SynthError::NotOurs(_))));
        fs::write(path.join(MANIFEST), "{}").unwrap();
        fs::write(path.join("spells.csv"), "x").unwrap();
        fs::create_dir(path.join("2018-04")).unwrap();
        fs::write(path.join("2018-04/spells-ZHA.csv"), "x").unwrap();
        assert!(prepare(path, true).is_ok());
        let left: Vec<_> =
            fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["mine.txt"]);
    }
}
