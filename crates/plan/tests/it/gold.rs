//! The real documents and their gold files, beside the repository where they are present.

use std::path::Path;

use bellwether_plan::{Document, ReadOptions, read};
use serde_json::Value;

const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");

/// A document as read and its gold, by the start of its name; `None`, said aloud, where they are absent.
pub(crate) fn document_and_gold(number: &str) -> Option<(Document, Value)> {
    let gold = find(&Path::new(SHARED).join("golden/plans"), number, "json");
    let seed = find(&Path::new(SHARED).join("seeds"), number, "txt");
    let (Some((_, gold)), Some((file, seed))) = (gold, seed) else {
        eprintln!("skipped: no document {number} in {SHARED}");
        return None;
    };
    let document = read(&file, &seed, &ReadOptions::default()).unwrap();
    Some((document, serde_json::from_slice(&gold).unwrap()))
}

fn find(folder: &Path, number: &str, extension: &str) -> Option<(String, Vec<u8>)> {
    let entry = std::fs::read_dir(folder).ok()?.flatten().find(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        name.starts_with(&format!("{number}_")) && name.ends_with(extension)
    })?;
    Some((entry.file_name().to_string_lossy().into_owned(), std::fs::read(entry.path()).ok()?))
}

/// The objects of a list in a gold file.
pub(crate) fn rows<'a>(gold: &'a Value, list: &str) -> &'a [Value] {
    gold[list].as_array().map(Vec::as_slice).unwrap_or_default()
}

/// A text field, empty when it is null.
pub(crate) fn text<'a>(row: &'a Value, field: &str) -> &'a str {
    row[field].as_str().unwrap_or_default()
}

/// Text freed of what does not count: case, white space, kinds of quotation mark and dash, and the stops
/// round it.
pub(crate) fn squashed(text: &str) -> String {
    let plain = text.to_lowercase().replace(['\u{2018}', '\u{2019}'], "'");
    let plain = plain.replace(['\u{201c}', '\u{201d}'], "\"").replace(['–', '—', '−'], "-");
    let kept: String = plain.chars().filter(|character| !character.is_whitespace()).collect();
    kept.trim_matches(['.', ',', ';', ':', '(', ')']).to_owned()
}

/// Figures of one document, by field.
pub(crate) struct Score {
    document: &'static str,
    fields: Vec<(&'static str, usize, usize)>,
}

impl Score {
    pub(crate) fn of(document: &'static str) -> Self {
        Self { document, fields: Vec::new() }
    }

    /// Counts one thing that should be there.
    pub(crate) fn count(&mut self, field: &'static str, is_right: bool) {
        let place = self.fields.iter().position(|(name, ..)| *name == field);
        let place = place.unwrap_or_else(|| {
            self.fields.push((field, 0, 0));
            self.fields.len() - 1
        });
        self.fields[place].1 += usize::from(is_right);
        self.fields[place].2 += 1;
    }

    /// Prints the figures and holds their floors: how many are right, of how many.
    pub(crate) fn hold(&self, floors: &[(&str, usize, usize)]) {
        for (field, right, of) in &self.fields {
            println!("{} {field:<28} {right:>3} of {of:>3}", self.document);
        }
        for (field, floor, expected) in floors {
            let found = self.fields.iter().find(|(name, ..)| name == field);
            let (right, of) = found.map_or((0, 0), |(_, right, of)| (*right, *of));
            assert_eq!(of, *expected, "{} {field}: rows in the gold", self.document);
            assert!(right >= *floor, "{} {field}: {right} of {of}, floor {floor}", self.document);
        }
    }

    /// Prints the figures as shares and holds their floors, each a share from 0 to 1.
    pub(crate) fn hold_shares(&self, floors: &[(&str, f64)]) {
        for (field, right, of) in &self.fields {
            println!("{} {field:<28} {right:>3} of {of:>3}", self.document);
        }
        for (field, floor) in floors {
            let found = self.fields.iter().find(|(name, ..)| name == field);
            let (right, of) = found.map_or((0, 0), |(_, right, of)| (*right, *of));
            let count = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
            assert!(
                of > 0 && count(right) >= floor * count(of),
                "{} {field}: {right} of {of}, floor {floor}",
                self.document
            );
        }
    }
}
