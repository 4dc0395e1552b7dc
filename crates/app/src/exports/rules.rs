//! What an edited row of a spreadsheet changes, and whether it may.

use std::fmt;
use std::str::FromStr;

use chrono::{Days, NaiveDate};

use crate::commitments::rules::{Beside, Status, check_update};
use crate::commitments::store::CommitmentRow;

/// How a commitment looked when it was written out, as far as it can be changed there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its latest update.
    pub update_id: Option<i64>,
    /// How it stood.
    pub status: Status,
    /// How much of it was done, 0 to 100.
    pub progress: Option<u8>,
    /// The last day on which it was due.
    pub due: Option<NaiveDate>,
}

impl Version {
    /// How a commitment looks.
    #[must_use]
    pub fn of(row: &CommitmentRow) -> Self {
        Self {
            update_id: row.latest_update_id,
            status: row.status,
            progress: row.progress,
            due: row.due_latest,
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let update = self.update_id.map(|id| id.to_string()).unwrap_or_default();
        let progress = self.progress.map(|percent| percent.to_string()).unwrap_or_default();
        let due = self.due.map(|day| day.to_string()).unwrap_or_default();
        write!(formatter, "u{update}/{}/{progress}/{due}", self.status)
    }
}

/// No version that we wrote.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no version; write the plan out again and edit that file")]
pub struct VersionError(pub String);

impl FromStr for Version {
    type Err = VersionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || VersionError(text.to_owned());
        let parts: Vec<&str> = text.trim().split('/').collect();
        let [update, status, progress, due] = parts.as_slice() else { return Err(wrong()) };
        let update = update.strip_prefix('u').ok_or_else(wrong)?;
        Ok(Self {
            update_id: optional(update).map_err(|()| wrong())?,
            status: status.parse().map_err(|_| wrong())?,
            progress: optional(progress).map_err(|()| wrong())?,
            due: optional(due).map_err(|()| wrong())?,
        })
    }
}

fn optional<T: FromStr>(text: &str) -> Result<Option<T>, ()> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| ())
}

/// A row as it came back, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditedRow {
    /// How the commitment looked when it was written out.
    pub base: Version,
    /// The status in its cell; as it was where the cell is empty.
    pub status: Status,
    /// The progress in its cell; as it was where the cell is empty.
    pub progress: Option<u8>,
    /// The last day in its cell.
    pub due: Option<NaiveDate>,
    /// What is new.
    pub note: String,
}

/// An update that was made after a row had been written out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Later {
    /// How it stood then.
    pub status: Status,
    /// What was said.
    pub note: String,
    /// How much was done, where that was said.
    pub progress: Option<u8>,
}

/// What has happened to a commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// How it looks now.
    pub now: Version,
    /// Updates made since the row was written out.
    pub later: Vec<Later>,
    /// Days to which it was ever moved.
    pub moved_to: Vec<NaiveDate>,
}

/// One thing that a row changes: as it is here, and as the row has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// How it stands.
    Status {
        /// Here.
        here: Status,
        /// In the row.
        row: Status,
    },
    /// How much is done.
    Progress {
        /// Here.
        here: Option<u8>,
        /// In the row.
        row: Option<u8>,
    },
    /// When it is due.
    Due {
        /// Here.
        here: Option<NaiveDate>,
        /// In the row.
        row: Option<NaiveDate>,
    },
}

/// What is to be done with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Nothing was changed, or it has been taken in already.
    Nothing,
    /// It becomes an update.
    Update {
        /// What it changes.
        differences: Vec<Difference>,
        /// The same things were changed here since; somebody has to choose.
        is_conflict: bool,
    },
    /// It cannot be taken in; says why.
    Refused(String),
}

/// Decides what a row that came back changes.
///
/// Only what was changed in the row counts: what was changed here meanwhile, and not in the row,
/// stays as it is here.
#[must_use]
pub fn decide(row: &EditedRow, happened: &Happened) -> Decision {
    let Happened { now, .. } = happened;
    let edited_status = row.status != row.base.status;
    let edited_progress = row.progress != row.base.progress;
    let edited_due = row.due != row.base.due;
    let has_note = !row.note.trim().is_empty();
    if !edited_status && !edited_progress && !edited_due && !has_note {
        return Decision::Nothing;
    }
    if taken_in_already(row, happened) {
        return Decision::Nothing;
    }
    let mut differences = Vec::new();
    let mut is_conflict = false;
    if edited_status && row.status != now.status {
        differences.push(Difference::Status { here: now.status, row: row.status });
        is_conflict |= now.status != row.base.status;
    }
    if edited_progress && row.progress != now.progress {
        differences.push(Difference::Progress { here: now.progress, row: row.progress });
        is_conflict |= now.progress != row.base.progress;
    }
    if edited_due && row.due != now.due {
        differences.push(Difference::Due { here: now.due, row: row.due });
        is_conflict |= now.due != row.base.due;
    }
    if differences.is_empty() && !has_note {
        return Decision::Nothing;
    }
    match lacks(row, now, &differences) {
        Some(why) => Decision::Refused(why),
        None => Decision::Update { differences, is_conflict },
    }
}

/// Whether an update since says all that the row says: the same file came back twice.
fn taken_in_already(row: &EditedRow, happened: &Happened) -> bool {
    let status = (row.status != row.base.status).then_some(row.status);
    let progress = row.progress.filter(|_| row.progress != row.base.progress);
    let due = row.due.filter(|_| row.due != row.base.due);
    let note = row.note.trim();
    let moved = |day: NaiveDate| happened.now.due == Some(day) || happened.moved_to.contains(&day);
    due.is_none_or(moved)
        && happened.later.iter().any(|update| {
            status.is_none_or(|status| status == update.status)
                && progress.is_none_or(|percent| update.progress == Some(percent))
                && note == update.note.trim()
        })
}

/// What the update that the row would become lacks.
fn lacks(row: &EditedRow, now: &Version, differences: &[Difference]) -> Option<String> {
    let says = |wanted: fn(&Difference) -> bool| differences.iter().any(wanted);
    let moves_due = says(|difference| matches!(difference, Difference::Due { .. }));
    let says_progress = says(|difference| matches!(difference, Difference::Progress { .. }));
    if moves_due && row.due.is_none() {
        let why = "The due day was emptied. Put a day there, or the one it had.";
        return Some(why.to_owned());
    }
    if says_progress && row.progress.is_none() {
        let why = "The progress was emptied. Put a number from 0 to 100 there.";
        return Some(why.to_owned());
    }
    let edited_status = row.status != row.base.status;
    let after = if edited_status { row.status } else { now.status };
    check_update(now.status, after, &row.note, Beside { moves_due, says_progress }).err()
}

/// Reads a percentage as people enter it; none for an empty cell.
///
/// # Errors
///
/// Returns a sentence for whoever entered it.
pub fn read_progress(text: &str) -> Result<Option<u8>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let digits = text.trim_end_matches('%').trim_end();
    let digits = digits.split_once('.').map_or(digits, |(whole, rest)| {
        if rest.chars().all(|digit| digit == '0') { whole } else { digits }
    });
    match digits.parse::<u8>() {
        Ok(percent) if percent <= 100 => Ok(Some(percent)),
        _ => Err(format!("'{text}' is no progress; enter a whole number from 0 to 100.")),
    }
}

/// Reads a day as a spreadsheet gives it; none for an empty cell.
///
/// # Errors
///
/// Returns a sentence for whoever entered it.
pub fn read_day(text: &str) -> Result<Option<NaiveDate>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let known = ["%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%d.%m.%Y"];
    let written = known.iter().find_map(|format| NaiveDate::parse_from_str(text, format).ok());
    let read = written.or_else(|| {
        let days = text.trim_end_matches(".0").parse::<u64>().ok()?;
        // Days as spreadsheets count them, from 1955 to 2119: what is smaller or larger is no day.
        (20_000..80_000).contains(&days).then(|| SERIAL_START.checked_add_days(Days::new(days)))?
    });
    // A day of the first centuries is one whose year was cut short.
    match read.filter(|day| *day >= EARLIEST) {
        Some(day) => Ok(Some(day)),
        None => Err(format!("'{text}' is no day; enter it as 2019-03-31.")),
    }
}

/// The day before which spreadsheets count from 1, their 29 February 1900 allowed for.
const SERIAL_START: NaiveDate = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap();

const EARLIEST: NaiveDate = NaiveDate::from_ymd_opt(1948, 7, 5).unwrap();

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
