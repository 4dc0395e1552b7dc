//! Why a file is not taken in: row, column, value and what to do.

use std::fmt;

/// Longest piece of a file that a message repeats, in characters.
const LONGEST_QUOTE: usize = 40;

/// Something wrong in one place of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    /// Line of the file; the header is row 1.
    pub(super) row: u64,
    /// Name of the column, unless the row as a whole is meant.
    pub(super) column: Option<&'static str>,
    /// What is wrong with which value, and what to do.
    pub(super) problem: String,
}

impl Refusal {
    /// Refuses a whole row.
    pub(super) fn of_row(row: u64, problem: impl Into<String>) -> Self {
        Self { row, column: None, problem: problem.into() }
    }

    /// Refuses `value`, of which `problem` says what is wrong and what to do.
    pub(super) fn of_value(row: u64, column: &'static str, value: &[u8], problem: &str) -> Self {
        Self { row, column: Some(column), problem: format!("{} {problem}", quoted(value)) }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "row {}", self.row)?;
        if let Some(column) = self.column {
            write!(formatter, ", column {column}")?;
        }
        write!(formatter, ": {}", self.problem)
    }
}

/// Repeats a piece of the file in a message: shortened, and without characters that would not show.
pub(super) fn quoted(value: &[u8]) -> String {
    // Four bytes make a character at most: no more than these need be looked at.
    let start = &value[..value.len().min(4 * (LONGEST_QUOTE + 1))];
    let text = String::from_utf8_lossy(start);
    let mut shown: String = text.chars().take(LONGEST_QUOTE).flat_map(char::escape_debug).collect();
    if text.chars().nth(LONGEST_QUOTE).is_some() {
        shown.push('…');
    }
    format!("`{shown}`")
}
