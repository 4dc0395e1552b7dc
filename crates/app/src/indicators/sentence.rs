//! One plain sentence that says what the figures of an indicator mean, and no more than they do.

use bellwether_calendar::{Period, PeriodKind};
use bellwether_stats::spc::{Assurance, FEWEST_VALUES, Improvement, PointType};

use super::definition::Definition;
use super::judged::{JudgedSeries, meets};
use super::rules::{State, due_day};

/// The sentence: value and period, target met or missed and by how much, whether the process has
/// changed and since when, whether it will meet its target, and what has not arrived.
#[must_use]
pub fn sentence(definition: &Definition, series: &JudgedSeries) -> String {
    let Some((figure, value)) = series.latest().and_then(|figure| Some((figure, figure.value()?)))
    else {
        return format!("{}.", capitalised(&without_value(definition, series)));
    };
    let mut clauses = vec![format!(
        "in {} it was {}{}",
        figure.period.label(),
        quantity(value, definition),
        against_target(value, series.target, definition),
    )];
    clauses.push(variation(definition, series));
    clauses.extend(assurance(definition, series));
    clauses.extend(absences(definition, series));
    format!("{}.", capitalised(&clauses.join("; ")))
}

/// A value with its unit, as people write it: `84.2%`, `3 cases`, `7.6 minutes`.
#[must_use]
pub fn quantity(value: f64, definition: &Definition) -> String {
    let shown = number(value, definition.decimals);
    match definition.unit.as_str() {
        "%" => format!("{shown}%"),
        unit if shown == "1" => format!("{shown} {}", singular(unit)),
        unit => format!("{shown} {unit}"),
    }
}

/// A number with commas between thousands and a fixed number of decimals.
#[must_use]
pub fn number(value: f64, decimals: u8) -> String {
    bellwether_report::number::fixed(value, usize::from(decimals))
}

fn singular(unit: &str) -> String {
    match unit {
        "people" => "person".to_owned(),
        _ if unit.contains(' ') => unit.to_owned(),
        _ => {
            let stem = unit.strip_suffix("es").filter(|stem| stem.ends_with("ch"));
            stem.or(unit.strip_suffix('s')).unwrap_or(unit).to_owned()
        }
    }
}

/// The distance between two values, in words that fit its unit.
fn distance(difference: f64, definition: &Definition) -> String {
    let shown = number(difference.abs(), definition.decimals);
    match definition.unit.as_str() {
        "%" if shown == "1" => "1 percentage point".to_owned(),
        "%" => format!("{shown} percentage points"),
        _ => quantity(difference.abs(), definition),
    }
}

fn against_target(value: f64, target: Option<f64>, definition: &Definition) -> String {
    let Some(target) = target else { return String::new() };
    let Some(met) = meets(value, target, definition.improvement) else { return String::new() };
    if target == 0.0 && definition.improvement == Improvement::Decrease {
        let words = if met { "as the target asks" } else { "against a target of none" };
        return format!(", {words}");
    }
    let target_shown = quantity(target, definition);
    let difference = value - target;
    if difference == 0.0 {
        return format!(", exactly the target of {target_shown}");
    }
    let relation = match (met, definition.improvement) {
        (true, Improvement::Decrease) => "inside",
        (true, _) => "better than",
        (false, Improvement::Decrease) => "over",
        (false, _) => "short of",
    };
    let zero = number(0.0, definition.decimals);
    if number(difference.abs(), definition.decimals) == zero {
        return format!(", just {relation} the target of {target_shown}");
    }
    format!(", {} {relation} the target of {target_shown}", distance(difference, definition))
}

fn variation(definition: &Definition, series: &JudgedSeries) -> String {
    let Some(cause) = series.special_cause() else {
        if series.values() < FEWEST_VALUES {
            return "there are too few figures yet to tell a change from chance".to_owned();
        }
        let rhythm = rhythm(definition.period);
        return format!("it varies no more than it ordinarily does from {rhythm} to {rhythm}");
    };
    let how = match cause.point_type {
        PointType::Improvement => "better",
        PointType::Concern => "worse",
        PointType::NeutralHigh => "higher",
        PointType::NeutralLow | PointType::CommonCause => "lower",
    };
    if series.latest().is_some_and(|figure| figure.period == cause.since) {
        return format!("that is {how} than ordinary variation explains");
    }
    format!("it has been {how} than ordinary variation explains since {}", cause.since.label())
}

/// What the limits say of the target. Limits are those of the process so far: where it changes
/// against them, they are not said to hold.
fn assurance(definition: &Definition, series: &JudgedSeries) -> Option<String> {
    let rhythm = rhythm(definition.period);
    let changing = series.special_cause().map(|cause| cause.point_type);
    let text = match (series.assurance(), changing) {
        (Assurance::Pass, Some(PointType::Concern)) => {
            "by its figures so far it could be expected to meet the target, but it is changing"
        }
        (Assurance::Fail, Some(PointType::Improvement)) => {
            "by its figures so far it could not be expected to meet the target, but it is changing"
        }
        (Assurance::Pass, _) => "left as it is, it can be expected to meet the target",
        (Assurance::Fail, _) => "left as it is, it cannot be expected to meet the target",
        (Assurance::HitOrMiss, Some(PointType::Concern | PointType::Improvement)) => {
            return Some(format!(
                "by its figures so far it would meet the target in one {rhythm} and miss it in another, but it is changing"
            ));
        }
        (Assurance::HitOrMiss, _) => {
            return Some(format!(
                "left as it is, it will meet the target in one {rhythm} and miss it in another by chance"
            ));
        }
        (Assurance::None, _) => return None,
    };
    Some(text.to_owned())
}

/// What is to be said of the periods after the latest figure with a value.
fn absences(definition: &Definition, series: &JudgedSeries) -> Vec<String> {
    let mut clauses = Vec::new();
    let after = series.figures.iter().rposition(|figure| figure.value().is_some());
    for figure in &series.figures[after.map_or(0, |latest| latest + 1)..] {
        let label = figure.period.label();
        match figure.state {
            State::Suppressed => clauses.push(format!("the figure for {label} is suppressed")),
            State::NotApplicable => clauses.push(format!("there can be no figure for {label}")),
            State::Missing | State::NotDue | State::Reported => {}
        }
    }
    clauses.extend(late(definition, &series.not_arrived()));
    clauses
}

fn late(definition: &Definition, periods: &[Period]) -> Option<String> {
    let (first, last) = (periods.first()?, periods.last()?);
    let due = due_day(first.last_day(), definition.due_working_days).format("%-d %B %Y");
    if first == last {
        return Some(format!(
            "the figure for {} was due by {due} and has not arrived",
            first.label()
        ));
    }
    Some(format!(
        "the figures of {} {}s, {} to {}, have not arrived, the first of them due by {due}",
        periods.len(),
        rhythm(definition.period),
        first.label(),
        last.label(),
    ))
}

fn without_value(definition: &Definition, series: &JudgedSeries) -> String {
    if series.figures.is_empty() {
        return "no figure has been received yet".to_owned();
    }
    let mut clauses = vec!["there is no figure with a value".to_owned()];
    clauses.extend(absences(definition, series));
    clauses.join("; ")
}

/// The word for a period of a kind.
#[must_use]
pub fn rhythm(kind: PeriodKind) -> &'static str {
    match kind {
        PeriodKind::Day => "day",
        PeriodKind::Week => "week",
        PeriodKind::Month => "month",
        PeriodKind::Quarter => "quarter",
        PeriodKind::Half => "half-year",
        PeriodKind::CalendarYear | PeriodKind::FinancialYear => "year",
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
#[path = "sentence_tests.rs"]
mod tests;
