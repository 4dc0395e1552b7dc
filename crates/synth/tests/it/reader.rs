//! Small districts for tests, read back.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use bellwether_synth::{Dataset, Manifest, Request, Split};
use chrono::NaiveDate;

/// A request of so many patients over some days.
pub(crate) fn request(patients: u32, from: &str, to: &str, split: Split) -> Request {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let (from, to) = (day(from), day(to));
    Request { patients, seed: 42, from, to, practices: Some(6), split, only: Vec::new() }
}

/// Writes a district and gives its manifest.
pub(crate) fn write(request: &Request, folder: &Path) -> Manifest {
    bellwether_synth::write(request, folder, false, &mut |_, _| ()).unwrap()
}

/// One row by column.
pub(crate) type Row = BTreeMap<String, String>;

/// The rows of a file.
pub(crate) fn rows(path: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let header = reader.headers().unwrap().clone();
    let row = |record: csv::StringRecord| {
        header.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect()
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// The files of a dataset, in order.
pub(crate) fn files(folder: &Path, dataset: Dataset) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = all_files(folder)
        .into_iter()
        .filter(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let stem = name.strip_suffix(".csv").unwrap_or(&name);
            stem.split('-').next() == Some(dataset.name()) && name != "deliveries.csv"
        })
        .collect();
    found.sort();
    found
}

/// Every file of a folder and the folders in it, in order.
pub(crate) fn all_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(all_files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}
