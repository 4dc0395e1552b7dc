//! What a review meeting looks at, under which heading, and why: pure.

use std::str::FromStr;

use bellwether_calendar::{Period, PeriodKind};
use chrono::{Days, NaiveDate};

use crate::commitments::rules::Status;
use crate::shell::components::count_of;

/// Points by which progress must be ahead of, or behind, what is expected to say so.
const MARGIN: u8 = 10;

/// Moves of a due date after which it is no longer believed.
const MANY_MOVES: usize = 2;

/// A heading of the agenda.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Heading {
    /// Achieved in the time looked back on.
    Celebrate,
    /// Ahead of what was expected: could come sooner, or go further.
    Accelerate,
    /// Behind, in danger or without news.
    Refocus,
    /// Open, with nothing against it.
    Coming,
}

impl Heading {
    /// Every heading, in the order of the agenda.
    pub const ALL: [Self; 4] = [Self::Celebrate, Self::Accelerate, Self::Refocus, Self::Coming];

    /// The word used in addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Celebrate => "celebrate",
            Self::Accelerate => "accelerate",
            Self::Refocus => "refocus",
            Self::Coming => "coming",
        }
    }

    /// The words shown to people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Celebrate => "To celebrate",
            Self::Accelerate => "To accelerate",
            Self::Refocus => "To refocus",
            Self::Coming => "Still to come",
        }
    }

    /// What it is for.
    #[must_use]
    pub fn purpose(self) -> &'static str {
        match self {
            Self::Celebrate => {
                "Achieved in the time looked back on. Who is to be thanked, and what can others learn?"
            }
            Self::Accelerate => {
                "Further than expected by this day. What would it take to finish early or to do more?"
            }
            Self::Refocus => {
                "Overdue, in danger, behind or silent. What is to change: the help, the date, the lead or the promise?"
            }
            Self::Coming => "Open, with nothing against it. Nothing needs to be decided here.",
        }
    }

    /// What is said where nothing stands under it.
    #[must_use]
    pub fn otherwise(self) -> &'static str {
        match self {
            Self::Celebrate => "Nothing was achieved in this time.",
            Self::Accelerate => "Nothing is ahead of what was expected.",
            Self::Refocus => "Nothing is overdue, in danger, behind or silent.",
            Self::Coming => "Nothing else is open.",
        }
    }
}

/// What is to be known of a commitment to put it on the agenda.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// How it stood the day before the time looked back on.
    pub before: Status,
    /// How it stands now.
    pub now: Status,
    /// Last day on which it is due.
    pub due: Option<NaiveDate>,
    /// How often that day moved.
    pub moves: usize,
    /// How far it is, 0 to 100, where somebody said so.
    pub progress: Option<u8>,
    /// How far it should be.
    pub expected: Option<u8>,
    /// Day of the newest update.
    pub updated_on: Option<NaiveDate>,
    /// Day from which it has been live.
    pub live_since: NaiveDate,
}

/// The time a meeting looks back on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First day.
    pub first: NaiveDate,
    /// Last day.
    pub last: NaiveDate,
}

/// The half of a financial year in which a day lies: what a review looks back on unless told.
#[must_use]
pub fn half_year_of(day: NaiveDate) -> Span {
    let half = Period::containing(PeriodKind::Half, day);
    Span { first: half.first_day(), last: half.last_day() }
}

/// The day before a span.
#[must_use]
pub fn eve(span: Span) -> NaiveDate {
    span.first.checked_sub_days(Days::new(1)).unwrap_or(span.first)
}

/// Under which heading a commitment stands and why; none for what had come to its end before, or was
/// cancelled.
#[must_use]
pub fn place(standing: &Standing, span: Span, day: NaiveDate) -> Option<(Heading, Vec<String>)> {
    match standing.now {
        Status::Achieved if standing.before == Status::Achieved => None,
        Status::Achieved => Some((Heading::Celebrate, vec![achieved(standing)])),
        Status::Cancelled => None,
        Status::NotAchieved if standing.before == Status::NotAchieved => None,
        _ => Some(open(standing, span, day)),
    }
}

fn achieved(standing: &Standing) -> String {
    match (standing.updated_on, standing.due) {
        (Some(on), Some(due)) if on < due => {
            format!("achieved {} early", count_of((due - on).num_days(), "day"))
        }
        (Some(on), Some(due)) if on > due => {
            format!("achieved {} late", count_of((on - due).num_days(), "day"))
        }
        _ => "achieved".to_owned(),
    }
}

fn open(standing: &Standing, span: Span, day: NaiveDate) -> (Heading, Vec<String>) {
    let mut against = Vec::new();
    match standing.now {
        Status::NotAchieved => against.push("ended without being achieved".to_owned()),
        Status::OffTrack => against.push("off track".to_owned()),
        Status::AtRisk => against.push("at risk".to_owned()),
        _ => {}
    }
    if let Some(due) = standing.due.filter(|due| *due < day && !standing.now.is_final()) {
        against.push(format!("{} overdue", count_of((day - due).num_days(), "day")));
    }
    if standing.moves >= MANY_MOVES {
        against.push(format!("due date moved {} times", standing.moves));
    }
    match standing.updated_on {
        None if standing.live_since < span.first => against.push("never reported on".to_owned()),
        Some(on) if on < span.first => {
            against.push(format!("silent since {}", crate::shell::components::short_day(on)));
        }
        _ => {}
    }
    let compared = standing.progress.zip(standing.expected);
    if let Some((is, expected)) = compared.filter(|(is, due)| is.saturating_add(MARGIN) < *due) {
        against.push(format!("{is}% done, {expected}% expected"));
    }
    if !against.is_empty() {
        return (Heading::Refocus, against);
    }
    if let Some((is, expected)) = compared.filter(|(is, due)| *is > due.saturating_add(MARGIN)) {
        return (Heading::Accelerate, vec![format!("{is}% done, {expected}% expected")]);
    }
    let why = match standing.due {
        Some(due) => format!("due {}", crate::shell::components::short_day(due)),
        None => "no due date".to_owned(),
    };
    (Heading::Coming, vec![why])
}

/// What can be decided on a commitment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Say thanks, and tell others.
    Celebrate,
    /// Finish early or do more.
    Accelerate,
    /// Change how, when or by whom.
    Refocus,
    /// Go on as before.
    Keep,
}

impl Decision {
    /// Every decision, in the order shown.
    pub const ALL: [Self; 4] = [Self::Celebrate, Self::Accelerate, Self::Refocus, Self::Keep];

    /// The word kept in the ledger.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Celebrate => "celebrate",
            Self::Accelerate => "accelerate",
            Self::Refocus => "refocus",
            Self::Keep => "keep",
        }
    }

    /// The words shown to people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Celebrate => "Celebrate",
            Self::Accelerate => "Accelerate",
            Self::Refocus => "Refocus",
            Self::Keep => "Go on as before",
        }
    }
}

/// Not a decision.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("choose what is decided: celebrate, accelerate, refocus or go on as before")]
pub struct DecisionError;

impl FromStr for Decision {
    type Err = DecisionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|one| one.word() == text.trim()).ok_or(DecisionError)
    }
}

/// The note of the update that records a decision.
#[must_use]
pub fn note(title: &str, held_on: NaiveDate, decision: Decision, words: &str) -> String {
    let day = crate::shell::components::day(held_on);
    format!("{title}, {day}: {}. {}", decision.title(), words.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    const OPEN: Standing = Standing {
        before: Status::OnTrack,
        now: Status::OnTrack,
        due: NaiveDate::from_ymd_opt(2019, 3, 31),
        moves: 0,
        progress: None,
        expected: Some(50),
        updated_on: NaiveDate::from_ymd_opt(2018, 12, 1),
        live_since: NaiveDate::from_ymd_opt(2018, 4, 3).unwrap(),
    };

    fn check(standing: Standing, expected: Option<(Heading, &[&str])>) {
        let span = Span { first: day("2018-10-01"), last: day("2019-03-31") };
        let found = place(&standing, span, day("2019-01-18"));
        let found = found.as_ref().map(|(heading, reasons)| {
            (*heading, reasons.iter().map(String::as_str).collect::<Vec<_>>())
        });
        let expected = expected.map(|(heading, reasons)| (heading, reasons.to_vec()));
        assert_eq!(found, expected, "{standing:?}");
    }

    #[test]
    fn what_was_achieved_in_the_time_is_celebrated_once() {
        let done = Standing { now: Status::Achieved, ..OPEN };
        check(done, Some((Heading::Celebrate, &["achieved 120 days early"])));
        check(Standing { before: Status::Achieved, ..done }, None);
        let late = Standing { due: Some(day("2018-11-30")), ..done };
        check(late, Some((Heading::Celebrate, &["achieved 1 day late"])));
    }

    #[test]
    fn what_is_further_than_expected_can_be_accelerated() {
        check(
            Standing { progress: Some(61), ..OPEN },
            Some((Heading::Accelerate, &["61% done, 50% expected"])),
        );
        check(
            Standing { progress: Some(60), ..OPEN },
            Some((Heading::Coming, &["due 31 Mar 2019"])),
        );
    }

    #[test]
    fn what_is_overdue_in_danger_behind_or_silent_is_refocused_with_every_reason() {
        let late = Standing {
            now: Status::AtRisk,
            due: Some(day("2018-12-31")),
            moves: 2,
            progress: Some(30),
            ..OPEN
        };
        let reasons: &[&str] =
            &["at risk", "18 days overdue", "due date moved 2 times", "30% done, 50% expected"];
        check(late, Some((Heading::Refocus, reasons)));
        let silent = Standing { updated_on: Some(day("2018-09-30")), ..OPEN };
        check(silent, Some((Heading::Refocus, &["silent since 30 Sep 2018"])));
        let never = Standing { updated_on: None, ..OPEN };
        check(never, Some((Heading::Refocus, &["never reported on"])));
        check(
            Standing { updated_on: None, live_since: day("2018-12-01"), ..OPEN },
            Some((Heading::Coming, &["due 31 Mar 2019"])),
        );
        let failed = Standing { now: Status::NotAchieved, ..OPEN };
        check(failed, Some((Heading::Refocus, &["ended without being achieved"])));
        check(Standing { now: Status::Cancelled, ..OPEN }, None);
    }

    #[test]
    fn a_review_looks_back_on_the_half_year_it_is_held_in() {
        let span = half_year_of(day("2019-01-18"));
        assert_eq!((span.first, span.last), (day("2018-10-01"), day("2019-03-31")));
        assert_eq!(eve(span), day("2018-09-30"));
    }

    #[test]
    fn a_decision_reads_as_a_sentence_in_the_history() {
        let words = note("Half-year review", day("2019-01-18"), Decision::Refocus, " Move it. ");
        assert_eq!(words, "Half-year review, 18 January 2019: Refocus. Move it.");
        assert!("later".parse::<Decision>().is_err());
    }
}
