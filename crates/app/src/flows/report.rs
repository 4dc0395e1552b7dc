//! What came of a file, and the file of its rejected rows.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use anyhow::Context as _;
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::csv::{Fault, Faults, Table};
use super::rules::Reading;

/// What came of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LoadReport {
    /// Its name.
    pub file_name: String,
    /// Rows it has, without the header.
    pub rows: u64,
    /// Rows taken that nothing was known of before.
    pub added: usize,
    /// Rows taken that correct an earlier figure.
    pub revised: usize,
    /// Rows that say what was already known.
    pub unchanged: usize,
    /// What is wrong with it: the first 1,000 faults and how many there are.
    pub faults: Faults,
    /// Faults by row; kept only where the good rows were asked for.
    pub rejected: BTreeMap<u64, Vec<Fault>>,
    /// The rejected rows as CSV, each with its faults before it; only beside good rows taken.
    pub rejected_file: Option<Vec<u8>>,
    /// The load, where anything was taken.
    pub load_id: Option<i64>,
}

impl LoadReport {
    pub(super) fn refused(file_name: &str, faults: Faults) -> Self {
        Self { file_name: file_name.to_owned(), faults, ..Self::default() }
    }

    pub(super) fn of<T>(file_name: &str, reading: &Reading<T>) -> Self {
        Self {
            file_name: file_name.to_owned(),
            rows: reading.rows,
            faults: reading.faults.clone(),
            rejected: reading.rejected.clone(),
            ..Self::default()
        }
    }

    /// How many rows were taken.
    #[must_use]
    pub fn taken(&self) -> usize {
        self.added + self.revised
    }

    /// Whether nothing was taken because of faults.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        !self.faults.is_empty() && self.rejected_file.is_none()
    }

    /// What came of the file, in a sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let file = &self.file_name;
        if self.is_refused() {
            let faults = plural(self.faults.count(), "fault");
            return format!("{file}: nothing was taken, because of {faults}");
        }
        let counts = format!(
            "{} new, {} corrected, {} already known",
            self.added, self.revised, self.unchanged
        );
        if self.rejected.is_empty() {
            return format!("{file}: {counts}");
        }
        format!("{file}: {counts}, {} rejected", self.rejected.len())
    }

    pub(super) fn detail(&self, known_from: DateTime<Utc>) -> Value {
        json!({
            "file": self.file_name,
            "known_from": known_from.to_rfc3339_opts(SecondsFormat::Micros, true),
            "added": self.added,
            "revised": self.revised,
            "unchanged": self.unchanged,
            "rejected": self.rejected.len(),
        })
    }
}

fn plural(count: u64, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// The rejected rows as CSV: a line for each fault, with the row as it stands in the file behind it.
///
/// # Errors
///
/// Returns an error only when writing to memory fails.
pub(super) fn rejected_file(
    table: &Table<'_>,
    rejected: &BTreeMap<u64, Vec<Fault>>,
) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let own = ["rejected_row", "rejected_column", "rejected_value", "problem", "remedy"];
    let header = own.into_iter().chain(table.header().iter().map(String::as_str));
    writer.write_record(header)?;
    let mut failure = None;
    let end = table.each_row(|row, _| {
        for fault in rejected.get(&row.number).into_iter().flatten() {
            let number = fault.row.to_string();
            let own = [&number, &fault.column, &fault.value, &fault.problem, &fault.remedy];
            let line = own.into_iter().chain(row.fields());
            if let Err(error) = writer.write_record(line) {
                failure = Some(error);
            }
        }
        ControlFlow::Continue(())
    });
    match (end, failure) {
        (Ok(()), None) => writer.into_inner().context("the rejected rows could not be written"),
        (Err(fault), _) => anyhow::bail!("the file could be read once and not again: {fault}"),
        (_, Some(error)) => Err(error).context("the rejected rows could not be written"),
    }
}
