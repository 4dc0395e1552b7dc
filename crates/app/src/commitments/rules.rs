//! How a commitment may stand, and what an update must say to change that.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

pub use super::progress_rules::{
    Ask, Basis, Progress, Step, actual, asks_for_update, expected, expected_progress, read_progress,
};

/// How a commitment stands, by its latest update.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Nothing reported yet, or nothing begun.
    #[default]
    NotStarted,
    /// As promised.
    OnTrack,
    /// May fail without help.
    AtRisk,
    /// Will fail as things go.
    OffTrack,
    /// Done.
    Achieved,
    /// Ended without being done.
    NotAchieved,
    /// No longer wanted.
    Cancelled,
}

impl Status {
    /// Every status, in the order shown.
    pub const ALL: [Self; 7] = [
        Self::NotStarted,
        Self::OnTrack,
        Self::AtRisk,
        Self::OffTrack,
        Self::Achieved,
        Self::NotAchieved,
        Self::Cancelled,
    ];

    /// The word kept in the ledger and used in files and addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::OnTrack => "on_track",
            Self::AtRisk => "at_risk",
            Self::OffTrack => "off_track",
            Self::Achieved => "achieved",
            Self::NotAchieved => "not_achieved",
            Self::Cancelled => "cancelled",
        }
    }

    /// The words shown to people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::NotStarted => "Not started",
            Self::OnTrack => "On track",
            Self::AtRisk => "At risk",
            Self::OffTrack => "Off track",
            Self::Achieved => "Achieved",
            Self::NotAchieved => "Not achieved",
            Self::Cancelled => "Cancelled",
        }
    }

    /// Whether nothing more is expected: such a commitment is never overdue.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(self, Self::Achieved | Self::NotAchieved | Self::Cancelled)
    }

    fn severity(self) -> u8 {
        match self {
            Self::Achieved | Self::OnTrack => 0,
            Self::NotStarted => 1,
            Self::AtRisk => 2,
            Self::OffTrack => 3,
            Self::NotAchieved | Self::Cancelled => 4,
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}

/// Not a status.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "'{0}' is no status; use not_started, on_track, at_risk, off_track, achieved, not_achieved or \
     cancelled"
)]
pub struct StatusError(pub String);

impl FromStr for Status {
    type Err = StatusError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let word = text.trim().to_lowercase().replace([' ', '-'], "_");
        let found = Self::ALL.into_iter().find(|status| status.word() == word);
        found.ok_or_else(|| StatusError(text.to_owned()))
    }
}

/// How many commitments stand how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StatusCounts([usize; 7]);

impl StatusCounts {
    /// Counts one more.
    pub fn add(&mut self, status: Status) {
        self.0[status as usize] += 1;
    }

    /// Counts those that others have counted.
    pub fn add_all(&mut self, other: &Self) {
        for (count, more) in self.0.iter_mut().zip(other.0) {
            *count += more;
        }
    }

    /// How many stand so.
    #[must_use]
    pub fn of(&self, status: Status) -> usize {
        self.0[status as usize]
    }

    /// How many there are.
    #[must_use]
    pub fn total(&self) -> usize {
        self.0.iter().sum()
    }

    /// Every status with its number, in the order shown.
    pub fn each(&self) -> impl Iterator<Item = (Status, usize)> + '_ {
        Status::ALL.into_iter().map(|status| (status, self.of(status)))
    }
}

/// What an update says beside its status.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Beside {
    /// It moves the due date.
    pub moves_due: bool,
    /// It says another progress than before.
    pub says_progress: bool,
}

/// Longest note, in characters.
pub const LONGEST_NOTE: usize = 4_000;

/// Says what an update lacks, in a sentence for whoever posts it.
///
/// What worsens, what takes a commitment out of an end it had come to, and what moves its due date
/// needs a reason.
///
/// # Errors
///
/// Returns the sentence.
pub fn check_update(
    before: Status,
    after: Status,
    note: &str,
    beside: Beside,
) -> Result<(), String> {
    let note = note.trim();
    if note.chars().count() > LONGEST_NOTE {
        return Err(format!("Keep the note below {LONGEST_NOTE} characters."));
    }
    if note.contains('\0') {
        return Err("The note holds a character that is no text; type it again.".to_owned());
    }
    let reopened = before.is_final() && before != after;
    if note.is_empty() && reopened {
        return Err("Say why it is no longer at its end.".to_owned());
    }
    if note.is_empty() && after.severity() > before.severity() {
        return Err("Say why it is worse than before, and what is being done.".to_owned());
    }
    if note.is_empty() && beside.moves_due {
        return Err("Say why the due date moves.".to_owned());
    }
    if note.is_empty() && before == after && !beside.says_progress {
        return Err("Say what is new, since the status stays as it was.".to_owned());
    }
    Ok(())
}

/// Days since the last day on which it was due; none while it is not overdue.
#[must_use]
pub fn overdue_days(due_latest: Option<NaiveDate>, status: Status, day: NaiveDate) -> Option<i64> {
    let days = (day - due_latest?).num_days();
    (days > 0 && !status.is_final()).then_some(days)
}

/// When something is due, as a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueFilter {
    /// Its last day is past and it has come to no end.
    Overdue,
    /// Within the next 30 days.
    Next30Days,
    /// Later than that.
    Later,
    /// Without a date.
    Undated,
}

impl DueFilter {
    /// Every one, in the order shown.
    pub const ALL: [Self; 4] = [Self::Overdue, Self::Next30Days, Self::Later, Self::Undated];

    /// The word used in addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Next30Days => "next_30_days",
            Self::Later => "later",
            Self::Undated => "undated",
        }
    }

    /// Reads a word used in addresses.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|filter| filter.word() == word)
    }

    /// Whether a commitment is of that kind on a day.
    #[must_use]
    pub fn takes(self, due_latest: Option<NaiveDate>, status: Status, day: NaiveDate) -> bool {
        let ahead = due_latest.map(|due| (due - day).num_days());
        match self {
            Self::Overdue => overdue_days(due_latest, status, day).is_some(),
            Self::Next30Days => ahead.is_some_and(|days| (0..=30).contains(&days)),
            Self::Later => ahead.is_some_and(|days| days > 30),
            Self::Undated => ahead.is_none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_worsens_or_leaves_an_end_needs_a_note() {
        let check = |before: Status, after: Status, note: &str, expected: bool| {
            let found = check_update(before, after, note, Beside::default()).is_ok();
            assert_eq!(found, expected, "{before} to {after} with '{note}'");
        };
        check(Status::NotStarted, Status::OnTrack, "", true);
        check(Status::OnTrack, Status::AtRisk, " ", false);
        check(Status::OnTrack, Status::AtRisk, "the builder is late", true);
        check(Status::OffTrack, Status::AtRisk, "", true);
        check(Status::AtRisk, Status::Achieved, "", true);
        check(Status::OnTrack, Status::Cancelled, "", false);
        check(Status::Achieved, Status::OnTrack, "", false);
        check(Status::OnTrack, Status::OnTrack, "", false);
        check(Status::OnTrack, Status::OnTrack, "half of it done", true);
        check(Status::OnTrack, Status::AtRisk, &"x".repeat(4_001), false);
    }

    #[test]
    fn a_due_date_moves_with_a_reason_only_and_progress_is_news_enough() {
        let check = |note: &str, beside: Beside, expected: bool| {
            let found = check_update(Status::OnTrack, Status::OnTrack, note, beside).is_ok();
            assert_eq!(found, expected, "{beside:?} with '{note}'");
        };
        let moves = Beside { moves_due: true, says_progress: true };
        check("", moves, false);
        check("the builder is late", moves, true);
        check("", Beside { says_progress: true, ..Beside::default() }, true);
        check("", Beside::default(), false);
    }

    #[test]
    fn overdue_begins_the_day_after_the_last_and_ends_with_an_end() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let check = |due: Option<&str>, status: Status, expected: Option<i64>| {
            let found = overdue_days(due.map(day), status, day("2019-02-15"));
            assert_eq!(found, expected, "{due:?} {status}");
        };
        check(Some("2019-02-15"), Status::OnTrack, None);
        check(Some("2019-02-14"), Status::OnTrack, Some(1));
        check(Some("2018-03-31"), Status::NotStarted, Some(321));
        check(Some("2018-03-31"), Status::Achieved, None);
        check(None, Status::OffTrack, None);
    }

    #[test]
    fn statuses_are_read_as_people_write_them() {
        for (text, expected) in [
            ("on_track", Some(Status::OnTrack)),
            ("Off track", Some(Status::OffTrack)),
            (" not-achieved ", Some(Status::NotAchieved)),
            ("green", None),
        ] {
            assert_eq!(text.parse().ok(), expected, "{text}");
        }
    }

    #[test]
    fn every_commitment_is_in_one_span_of_due_days_or_past_and_ended() {
        let today = "2019-02-15".parse::<NaiveDate>().unwrap();
        for (days, expected) in [(-1, 0), (0, 1), (30, 1), (31, 2)] {
            let due = Some(today + chrono::Days::new(100) - chrono::TimeDelta::days(100 - days));
            let taken: Vec<usize> =
                (0..4).filter(|n| DueFilter::ALL[*n].takes(due, Status::OnTrack, today)).collect();
            assert_eq!(taken, [expected], "{days}");
        }
        assert!(DueFilter::Undated.takes(None, Status::OnTrack, today));
    }
}
