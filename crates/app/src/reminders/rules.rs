//! When an update is asked for, and when it is late: pure.

use std::fmt;
use std::str::FromStr;

use bellwether_calendar::WorkingDays;
use chrono::{Datelike as _, Days, NaiveDate};

use crate::shell::components::count_of;

/// An occasion longer ago than this is past asking: a machine that stood still for a month, or a plan
/// taken in late, must not ask about everything at once.
const LONGEST_AGO: i64 = 31;

/// Days before or between askings at most.
const MOST_DAYS: u16 = 180;

/// Askings before the due day at most.
const MOST_BEFORE: usize = 6;

/// A Monday from which fortnights are counted.
const FIRST_MONDAY: NaiveDate = NaiveDate::from_ymd_opt(2000, 1, 3).unwrap();

/// How often every open commitment of a plan is asked about, whatever its due day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Rhythm {
    /// By due days alone.
    #[default]
    None,
    /// Each Monday.
    Weekly,
    /// Every other Monday.
    Fortnightly,
    /// On the first working day of a month.
    Monthly,
    /// On the first working day of April, July, October and January.
    Quarterly,
}

impl Rhythm {
    /// Every rhythm, in the order shown.
    pub const ALL: [Self; 5] =
        [Self::None, Self::Weekly, Self::Fortnightly, Self::Monthly, Self::Quarterly];

    /// The word kept in the ledger.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Weekly => "weekly",
            Self::Fortnightly => "fortnightly",
            Self::Monthly => "monthly",
            Self::Quarterly => "quarterly",
        }
    }

    /// The words shown to people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::None => "By due dates alone",
            Self::Weekly => "Each Monday",
            Self::Fortnightly => "Every other Monday",
            Self::Monthly => "On the first working day of a month",
            Self::Quarterly => "On the first working day of a quarter",
        }
    }

    /// The latest day of the rhythm up to `day`.
    #[must_use]
    pub fn latest(self, day: NaiveDate) -> Option<NaiveDate> {
        let monday = day.checked_sub_days(Days::new(days_since_monday(day)))?;
        match self {
            Self::None => None,
            Self::Weekly => Some(monday),
            Self::Fortnightly => {
                let odd = (monday - FIRST_MONDAY).num_days().rem_euclid(14);
                monday.checked_sub_days(Days::new(odd.unsigned_abs()))
            }
            Self::Monthly => latest_first(day, 1),
            Self::Quarterly => latest_first(day, 3),
        }
    }
}

/// Not a rhythm.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no rhythm; use none, weekly, fortnightly, monthly or quarterly")]
pub struct RhythmError(String);

impl FromStr for Rhythm {
    type Err = RhythmError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.into_iter().find(|rhythm| rhythm.word() == text.trim());
        known.ok_or_else(|| RhythmError(text.to_owned()))
    }
}

fn days_since_monday(day: NaiveDate) -> u64 {
    u64::from(day.weekday().num_days_from_monday())
}

/// Monday to Friday but for the bank holidays of England.
#[must_use]
pub fn is_working_day(day: NaiveDate) -> bool {
    WorkingDays::of_england().is_worked(day)
}

/// The last day on which an answer is in time: so many working days after the asking.
#[must_use]
pub fn answer_by(asked_on: NaiveDate, grace_days: u16) -> NaiveDate {
    WorkingDays::of_england().after(asked_on, u32::from(grace_days))
}

/// The latest first working day, up to `day`, of every so many months counted from January.
fn latest_first(day: NaiveDate, every: u32) -> Option<NaiveDate> {
    let months = i64::from(day.year()) * 12 + i64::from(day.month0());
    let mut month = months - months.rem_euclid(i64::from(every));
    // The first working day of this month may be still to come; that of the one before is not.
    for _ in 0..2 {
        let first = first_working_day(month)?;
        if first <= day {
            return Some(first);
        }
        month -= i64::from(every);
    }
    None
}

fn first_working_day(month: i64) -> Option<NaiveDate> {
    let year = i32::try_from(month.div_euclid(12)).ok()?;
    let month = u32::try_from(month.rem_euclid(12) + 1).ok()?;
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    first.iter_days().take(7).find(|day| is_working_day(*day))
}

/// How a plan asks for updates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReminderSettings {
    /// Days before the due day, the most first.
    pub days_before: Vec<u16>,
    /// Whether on the due day itself.
    pub on_due_day: bool,
    /// Days from one asking to the next once the due day is past; none when not asked again.
    pub days_after_every: Option<u16>,
    /// How often everything is asked about.
    pub rhythm: Rhythm,
    /// Working days that an answer may take before it counts as late.
    pub grace_days: u16,
    /// Whether those who contribute get a copy.
    pub to_contributors: bool,
    /// Nobody is asked for the time being.
    pub paused: bool,
}

impl Default for ReminderSettings {
    fn default() -> Self {
        Self {
            days_before: vec![14, 2],
            on_due_day: true,
            days_after_every: Some(7),
            rhythm: Rhythm::Monthly,
            grace_days: 5,
            to_contributors: true,
            paused: false,
        }
    }
}

impl ReminderSettings {
    /// The days before as people write them, such as `14, 2`.
    #[must_use]
    pub fn days_before_written(&self) -> String {
        self.days_before.iter().map(u16::to_string).collect::<Vec<_>>().join(", ")
    }

    /// In words, for a page.
    #[must_use]
    pub fn sentence(&self) -> String {
        if self.paused {
            return "Nobody is asked for the time being.".to_owned();
        }
        let mut parts = Vec::new();
        if !self.days_before.is_empty() {
            let days = self.days_before.iter().map(u16::to_string).collect::<Vec<_>>();
            parts.push(format!("{} days before the due date", days.join(" and ")));
        }
        if self.on_due_day {
            parts.push("on the due date".to_owned());
        }
        if let Some(days) = self.days_after_every {
            parts.push(format!("every {days} days after it"));
        }
        if self.rhythm != Rhythm::None {
            parts.push(format!("{} for everything open", self.rhythm.title().to_lowercase()));
        }
        if parts.is_empty() {
            return "Nobody is asked: no day is set.".to_owned();
        }
        let copies = if self.to_contributors { " Contributors get a copy." } else { "" };
        format!(
            "Leads are asked {}. An answer may take {} before it counts as late.{copies}",
            parts.join(", "),
            count_of(i64::from(self.grace_days), "working day")
        )
    }
}

/// Reads days before a due day, such as `14, 2`; the most comes first, none twice.
///
/// # Errors
///
/// Returns what is wrong with them and what to write.
pub fn read_days_before(text: &str) -> Result<Vec<u16>, String> {
    let mut days = Vec::new();
    for part in text.split([',', ';', ' ']).map(str::trim).filter(|part| !part.is_empty()) {
        let number = part.parse::<u16>().ok().filter(|days| (1..=MOST_DAYS).contains(days));
        let Some(number) = number else {
            return Err(format!(
                "'{part}' is no number of days: write numbers from 1 to {MOST_DAYS}, such as 14, 2"
            ));
        };
        days.push(number);
    }
    days.sort_unstable_by(|one, other| other.cmp(one));
    days.dedup();
    if days.len() > MOST_BEFORE {
        return Err(format!("write {MOST_BEFORE} numbers of days at most"));
    }
    Ok(days)
}

/// Reads a number of days that may be left empty.
///
/// # Errors
///
/// Returns what is wrong with it and what to write.
pub fn read_days(text: &str, least: u16) -> Result<Option<u16>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    match text.parse::<u16>() {
        Ok(days) if (least..=MOST_DAYS).contains(&days) => Ok(Some(days)),
        _ => Err(format!("'{text}' is no number of days from {least} to {MOST_DAYS}")),
    }
}

/// Why somebody is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// By the plan's rhythm.
    Rhythm,
    /// It is soon due.
    Before,
    /// It is due on the day.
    On,
    /// Its due day is past.
    After,
}

impl Reason {
    /// The word kept in the ledger.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Rhythm => "rhythm",
            Self::Before => "before",
            Self::On => "on",
            Self::After => "after",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}

/// A day on which an update is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occasion {
    /// The day.
    pub day: NaiveDate,
    /// Why.
    pub reason: Reason,
    /// The last day on which an answer is in time, if it is asked for on the day looked at.
    pub answer_by: NaiveDate,
}

/// What is to be known of a commitment to ask about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// Last day on which it is due.
    pub due: Option<NaiveDate>,
    /// The day since which it has been live.
    pub live_since: NaiveDate,
    /// Day of the newest update.
    pub updated_on: Option<NaiveDate>,
    /// Whether it has come to an end.
    pub is_closed: bool,
}

/// The latest occasion, up to `day`, on which an update of a commitment is wanted and has not come.
///
/// Only the latest counts: somebody who was away for a week is asked once.
#[must_use]
pub fn occasion(settings: &ReminderSettings, asked: &Asked, day: NaiveDate) -> Option<Occasion> {
    if settings.paused || asked.is_closed {
        return None;
    }
    let by_rhythm = settings.rhythm.latest(day).map(|day| (day, Reason::Rhythm));
    let by_due_day = asked.due.map(|due| by_due_day(settings, due, day)).unwrap_or_default();
    let (about, reason) = by_due_day.into_iter().chain(by_rhythm).max()?;
    let answered = asked.updated_on.is_some_and(|updated| updated >= about);
    let past_asking = (day - about).num_days() > LONGEST_AGO;
    // What came to life on the day itself was just reviewed by a person.
    if answered || past_asking || about <= asked.live_since {
        return None;
    }
    Some(Occasion { day: about, reason, answer_by: answer_by(day, settings.grace_days) })
}

fn by_due_day(
    settings: &ReminderSettings,
    due: NaiveDate,
    day: NaiveDate,
) -> Vec<(NaiveDate, Reason)> {
    let before = settings.days_before.iter().filter_map(|days| {
        Some((due.checked_sub_days(Days::new(u64::from(*days)))?, Reason::Before))
    });
    let on = settings.on_due_day.then_some((due, Reason::On));
    let after = settings.days_after_every.and_then(|every| {
        let every = i64::from(every.max(1));
        let times = (day - due).num_days().div_euclid(every);
        let days = u64::try_from(times.max(0) * every).ok()?;
        (times > 0).then_some((due.checked_add_days(Days::new(days))?, Reason::After))
    });
    before.chain(on).chain(after).filter(|(about, _)| *about <= day).collect()
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
