//! What is wrong with a row, and the file of rejected rows.

use std::io;

/// Why one row was not taken: one cell, or what must hold between several.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Fault {
    /// Number of the row in the file; the heading is row 1, the first object or record too where
    /// there is no heading.
    pub row: u64,
    /// The column, or the columns of a rule.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// What it breaks.
    pub rule: String,
    /// What to do.
    pub remedy: String,
}

/// Writes the file of rejected rows: row, column, value, rule and what to do.
///
/// # Errors
///
/// Returns an error when it cannot be written.
pub fn write_rejected(faults: &[Fault], to: impl io::Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(to);
    writer.write_record(["row", "column", "value", "rule", "what_to_do"])?;
    for fault in faults {
        let row = fault.row.to_string();
        let Fault { column, value, rule, remedy, .. } = fault;
        writer.write_record([&row, column, value, rule, remedy])?;
    }
    writer.flush()
}
