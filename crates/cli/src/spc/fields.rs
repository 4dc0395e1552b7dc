//! The cells of a row: days, numbers and words, read from bytes.

use std::num::NonZeroU32;

use bellwether_stats::spc::Improvement;
use chrono::NaiveDate;

use super::refusal::Refusal;

/// A column that the file may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Series,
    Date,
    Value,
    Target,
    Improvement,
    Rebase,
    FixAfter,
}

impl Column {
    /// All of them, the required first.
    pub(super) const ALL: [Self; 7] = [
        Self::Series,
        Self::Date,
        Self::Value,
        Self::Target,
        Self::Improvement,
        Self::Rebase,
        Self::FixAfter,
    ];

    /// Those a file must have.
    pub(super) const REQUIRED: [Self; 3] = [Self::Series, Self::Date, Self::Value];

    /// Its name in the header.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Series => "series",
            Self::Date => "date",
            Self::Value => "value",
            Self::Target => "target",
            Self::Improvement => "improvement",
            Self::Rebase => "rebase",
            Self::FixAfter => "fix_after",
        }
    }

    fn refusal(self, row: u64, cell: &[u8], problem: &str) -> Refusal {
        Refusal::of_value(row, self.name(), cell, problem)
    }
}

fn is_empty(cell: &[u8]) -> bool {
    cell.is_empty() || cell == b"NA"
}

/// Reads a day written as 2016-04-01.
pub(super) fn day(row: u64, cell: &[u8]) -> Result<NaiveDate, Refusal> {
    let digits = |range: std::ops::Range<usize>| {
        cell[range].iter().try_fold(0_u16, |number, byte| {
            byte.is_ascii_digit().then(|| 10 * number + u16::from(byte - b'0'))
        })
    };
    let read = || {
        if cell.len() != 10 || cell[4] != b'-' || cell[7] != b'-' {
            return None;
        }
        let (year, month, day) = (digits(0..4)?, digits(5..7)?, digits(8..10)?);
        NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))
    };
    read().ok_or_else(|| {
        let problem = "is not a day; write year, month and day as 2016-04-01";
        Column::Date.refusal(row, cell, problem)
    })
}

/// Reads a number; `NaN` where there is none.
pub(super) fn number(row: u64, column: Column, cell: &[u8]) -> Result<f64, Refusal> {
    if is_empty(cell) {
        return Ok(f64::NAN);
    }
    match std::str::from_utf8(cell).map(str::parse::<f64>) {
        Ok(Ok(number)) if number.is_finite() => Ok(number),
        _ => {
            let problem = "is not a number; write it plainly, as 1234.5, or leave the cell empty \
                           where it is missing";
            Err(column.refusal(row, cell, problem))
        }
    }
}

/// Reads a direction; none where the cell is empty.
pub(super) fn improvement(row: u64, cell: &[u8]) -> Result<Option<Improvement>, Refusal> {
    if is_empty(cell) {
        return Ok(None);
    }
    let word = std::str::from_utf8(cell).unwrap_or_default();
    word.parse().map(Some).map_err(|_| {
        let problem = "is not a direction; write increase, decrease or neutral";
        Column::Improvement.refusal(row, cell, problem)
    })
}

/// Reads whether a new process starts.
pub(super) fn rebase(row: u64, cell: &[u8]) -> Result<bool, Refusal> {
    match cell {
        b"1" => Ok(true),
        b"" | b"0" | b"NA" => Ok(false),
        _ => {
            let problem = "is neither 1 nor 0; write 1 on the row where a new process starts";
            Err(Column::Rebase.refusal(row, cell, problem))
        }
    }
}

/// Reads how many points fix the limits; none where the cell is empty.
pub(super) fn fix_after(row: u64, cell: &[u8]) -> Result<Option<NonZeroU32>, Refusal> {
    if is_empty(cell) {
        return Ok(None);
    }
    match std::str::from_utf8(cell).map(str::parse::<NonZeroU32>) {
        Ok(Ok(points)) if points.get() >= 12 => Ok(Some(points)),
        _ => {
            let problem = "is not a number of points to fix limits on; write a whole number of 12 \
                           or more, or leave the cell empty";
            Err(Column::FixAfter.refusal(row, cell, problem))
        }
    }
}
