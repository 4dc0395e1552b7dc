//! Series written briefly, for the tests of what is judged from them.

use bellwether_calendar::Period;
use chrono::{Days, NaiveDate};

use super::definition::{Definition, read_definition};
use super::judged::JudgedSeries;
use super::rules::{Observation, State, Target};

/// A shipped definition.
pub(crate) fn definition(code: &str) -> Definition {
    let file = format!("{}.toml", code.to_ascii_lowercase());
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/../../catalogue/indicators/");
    let text = std::fs::read_to_string(format!("{directory}{file}")).unwrap();
    read_definition(&file, &text).unwrap()
}

/// Observations of successive periods from `first`, each known ten days after its end. `text` has a
/// value or the word of a state for each, parted by spaces; `-` where nothing was sent.
pub(crate) fn observations(first: &str, text: &str) -> Vec<Observation> {
    let mut period: Period = first.parse().unwrap();
    let mut observations = Vec::new();
    for word in text.split_whitespace() {
        if word != "-" {
            let known_on = period.last_day() + Days::new(10);
            observations.push(Observation {
                period,
                state: State::from_word(word).unwrap_or(State::Reported),
                numerator: None,
                denominator: None,
                value: word.parse().ok(),
                revision: 0,
                known_from: known_on.and_hms_opt(12, 0, 0).unwrap().and_utc(),
            });
        }
        period = period.next();
    }
    observations
}

/// An assessed target for everyone that was always known.
pub(crate) fn target(value: f64) -> Target {
    let long_ago = NaiveDate::from_ymd_opt(2010, 4, 1).unwrap();
    Target {
        organisation_id: None,
        kind: "national".to_owned(),
        value,
        from_day: long_ago,
        to_day: None,
        assessed: true,
        known_from: long_ago.and_hms_opt(0, 0, 0).unwrap().and_utc(),
    }
}

/// The judged series of organisation 7.
pub(crate) fn judged(
    code: &str,
    first: &str,
    text: &str,
    goal: Option<f64>,
    as_at: &str,
) -> (Definition, JudgedSeries) {
    let definition = definition(code);
    let targets: Vec<Target> = goal.into_iter().map(target).collect();
    let observations = observations(first, text);
    let series = JudgedSeries::new(&definition, &observations, &targets, 7, as_at.parse().unwrap());
    (definition, series)
}
