//! What an indicator's figures are: states, values, due days, expected periods, targets in force.

use std::collections::BTreeMap;

use bellwether_calendar::Period;
use chrono::{DateTime, Datelike, NaiveDate, Utc, Weekday};

use crate::shell::clock::AsAt;

/// What is known of a period. Only a reported figure has numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// There is a value; zero is one.
    Reported,
    /// It was due and has not come.
    Missing,
    /// It is not due yet.
    NotDue,
    /// There can be none, for instance because nobody was in the denominator.
    NotApplicable,
    /// It is known but may not be shown.
    Suppressed,
}

/// The words for states in files and in the ledger.
pub const STATES: [(&str, State); 5] = [
    ("reported", State::Reported),
    ("missing", State::Missing),
    ("not_due", State::NotDue),
    ("not_applicable", State::NotApplicable),
    ("suppressed", State::Suppressed),
];

impl State {
    /// The word in files and in the ledger.
    #[must_use]
    pub fn word(self) -> &'static str {
        STATES.iter().find(|(_, state)| *state == self).map_or("", |(word, _)| word)
    }

    /// The words on a page.
    #[must_use]
    pub fn shown(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Missing => "missing",
            Self::NotDue => "not due",
            Self::NotApplicable => "not applicable",
            Self::Suppressed => "suppressed",
        }
    }

    /// The state of a word; spaces and hyphens count as underscores, capitals as small letters.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let word = word.trim().to_ascii_lowercase().replace([' ', '-'], "_");
        STATES.iter().find(|(known, _)| *known == word).map(|(_, state)| *state)
    }
}

/// A figure of a period, in one revision.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// The period.
    pub period: Period,
    /// What is known of it.
    pub state: State,
    /// What is counted, of a ratio.
    pub numerator: Option<f64>,
    /// Over what, of a ratio.
    pub denominator: Option<f64>,
    /// The value, if reported.
    pub value: Option<f64>,
    /// 0 for what came first, one more for each correction.
    pub revision: i32,
    /// When it became known.
    pub known_from: DateTime<Utc>,
}

/// What one period says as at a day: a revision, or the lack of one.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The period.
    pub period: Period,
    /// What is known of it.
    pub state: State,
    /// The revision in force; none where nothing was ever sent.
    pub observation: Option<Observation>,
}

impl Figure {
    /// Its value, if it has one.
    #[must_use]
    pub fn value(&self) -> Option<f64> {
        self.observation.as_ref().and_then(|observation| observation.value)
    }
}

/// A ratio's value.
#[must_use]
pub fn ratio(numerator: f64, denominator: f64, multiplier: f64) -> f64 {
    // The product first: 1 of 4 times 100 is then exact.
    numerator * multiplier / denominator
}

/// The day by which the figures of a period that ends on `period_end` are due.
///
/// Working days are Monday to Friday. Bank holidays are not taken out, so that the due day can be
/// up to two working days early around Easter and Christmas.
#[must_use]
pub fn due_day(period_end: NaiveDate, working_days: u16) -> NaiveDate {
    let mut day = period_end;
    let mut left = working_days;
    while left > 0 {
        let Some(next) = day.succ_opt() else { return day };
        day = next;
        if !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            left -= 1;
        }
    }
    day
}

/// The state of a period of which nothing has come: missing once its due day is over.
#[must_use]
pub fn state_without_figures(period: Period, due_working_days: u16, as_at: NaiveDate) -> State {
    if as_at > due_day(period.last_day(), due_working_days) {
        State::Missing
    } else {
        State::NotDue
    }
}

/// The figures of one indicator and organisation as at a day, oldest first, a row for every period
/// from the first that was ever sent to the last that has ended.
///
/// Of each period the last revision known by the end of the day counts. A period for which nothing
/// was known is missing or not due. Empty where nothing was known at all.
#[must_use]
pub fn figures_as_at(
    observations: &[Observation],
    due_working_days: u16,
    as_at: NaiveDate,
) -> Vec<Figure> {
    let end = AsAt(as_at).end();
    let mut in_force: BTreeMap<Period, &Observation> = BTreeMap::new();
    for observation in observations.iter().filter(|observation| observation.known_from < end) {
        let kept = in_force.entry(observation.period).or_insert(observation);
        if observation.revision > kept.revision {
            *kept = observation;
        }
    }
    let Some((&first, _)) = in_force.first_key_value() else { return Vec::new() };
    let mut figures: Vec<Figure> = Vec::with_capacity(in_force.len());
    let mut period = first;
    while period.last_day() <= as_at || in_force.range(period..).next().is_some() {
        figures.push(match in_force.remove(&period) {
            Some(observation) => figure_of(observation, due_working_days, as_at),
            None => Figure {
                period,
                state: state_without_figures(period, due_working_days, as_at),
                observation: None,
            },
        });
        let next = period.next();
        if next == period {
            break;
        }
        period = next;
    }
    figures
}

/// A figure that was sent as not due becomes missing like any other, once its day is over.
fn figure_of(observation: &Observation, due_working_days: u16, as_at: NaiveDate) -> Figure {
    let state = match observation.state {
        State::NotDue => state_without_figures(observation.period, due_working_days, as_at),
        state => state,
    };
    Figure { period: observation.period, state, observation: Some(observation.clone()) }
}

/// Position of the latest figure with a value.
#[must_use]
pub fn latest_with_value(figures: &[Figure]) -> Option<usize> {
    figures.iter().rposition(|figure| figure.value().is_some())
}

/// What must be reached.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// By whom; everyone when absent.
    pub organisation_id: Option<i64>,
    /// `national`, `local`, `stretch` or `contract`.
    pub kind: String,
    /// What, in the unit of the indicator.
    pub value: f64,
    /// First day it holds.
    pub from_day: NaiveDate,
    /// Last day it holds; without end when absent.
    pub to_day: Option<NaiveDate>,
    /// Whether it is one that an organisation is judged by.
    pub assessed: bool,
    /// When it became known.
    pub known_from: DateTime<Utc>,
}

/// The target that an organisation is judged by on `day`, as known at the end of `as_at`.
///
/// Of several, its own goes before everyone's, then the one that began last, then the one that
/// became known last. A target sent again with the same kind and first day replaces the earlier.
#[must_use]
pub fn target_in_force(
    targets: &[Target],
    organisation_id: i64,
    day: NaiveDate,
    as_at: NaiveDate,
) -> Option<&Target> {
    let end = AsAt(as_at).end();
    let mut newest: BTreeMap<(Option<i64>, &str, NaiveDate), &Target> = BTreeMap::new();
    for target in targets.iter().filter(|target| {
        target.known_from < end && target.organisation_id.is_none_or(|id| id == organisation_id)
    }) {
        let key = (target.organisation_id, target.kind.as_str(), target.from_day);
        let kept = newest.entry(key).or_insert(target);
        if target.known_from >= kept.known_from {
            *kept = target;
        }
    }
    newest
        .into_values()
        .filter(|target| {
            target.assessed
                && target.from_day <= day
                && target.to_day.is_none_or(|last| day <= last)
        })
        .max_by_key(|target| (target.organisation_id.is_some(), target.from_day, target.known_from))
}

/// Where an organisation stands among its peers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// 1 for the best; equal values share a place.
    pub rank: usize,
    /// How many have a value.
    pub of: usize,
    /// Whether the first place is the best one; where neither way is better, the highest is first.
    pub best_first: bool,
}

/// Places `own` among all values (its own included), rounded as they are shown.
#[must_use]
pub fn place_among(
    own: f64,
    all: &[f64],
    improvement: bellwether_stats::spc::Improvement,
    decimals: u8,
) -> Place {
    use bellwether_stats::spc::Improvement;
    let scale = 10_f64.powi(i32::from(decimals));
    let rounded = |value: f64| (value * scale).round();
    let better = |value: &&f64| match improvement {
        Improvement::Decrease => rounded(**value) < rounded(own),
        Improvement::Increase | Improvement::Neutral => rounded(**value) > rounded(own),
    };
    Place {
        rank: 1 + all.iter().filter(better).count(),
        of: all.len(),
        best_first: improvement != Improvement::Neutral,
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
