//! What makes a row of observations good, and what is new in one sent again.

use bellwether_calendar::{Period, PeriodError};
use chrono::{Datelike, NaiveDate};

use super::csv::{Columns, Fault, Faults, Row, Table};
use super::rules::{Known, Reading, indicator, number, organisation, read_rows};
use crate::indicators::definition::{Calculation, Definition};
use crate::indicators::rules::{State, ratio};

/// Columns of a file of observations.
pub const OBSERVATION_COLUMNS: Columns = Columns {
    required: &["organisation", "indicator", "period"],
    optional: &["numerator", "denominator", "value", "state"],
};

/// First year of figures taken: the NHS began in 1948, and anything earlier is a slip.
const FIRST_YEAR: i32 = 1948;
/// A good row of observations.
#[derive(Debug, Clone, PartialEq)]
pub struct NewObservation {
    /// The indicator's identity.
    pub indicator_id: i64,
    /// The organisation's identity.
    pub organisation_id: i64,
    /// The period.
    pub period: Period,
    /// What is known of it.
    pub state: State,
    /// Numerator, of a ratio given by its parts.
    pub numerator: Option<f64>,
    /// Denominator, of a ratio given by its parts.
    pub denominator: Option<f64>,
    /// Value, if reported.
    pub value: Option<f64>,
}

/// Reads the observations of an opened file. `known_on` is the day on which they became known.
///
/// # Errors
///
/// Returns the faults when the rest of the file cannot be read at all. Faults of rows are in the
/// reading; with `keep_rejected` by row too, and then more than 100,000 of them are an error.
pub fn read_observations(
    table: &Table<'_>,
    known: &Known,
    known_on: NaiveDate,
    keep_rejected: bool,
) -> Result<Reading<NewObservation>, Faults> {
    let same = "organisation, indicator and period";
    read_rows(table, keep_rejected, same, |row| {
        let observation = observation(row, known, known_on)?;
        let key = (observation.indicator_id, observation.organisation_id, observation.period);
        Ok((key, observation))
    })
}

fn observation(
    row: &Row,
    known: &Known,
    known_on: NaiveDate,
) -> Result<NewObservation, Vec<Fault>> {
    let indicator = indicator(row, known);
    let organisation = organisation(row, known);
    let definition = indicator.as_ref().ok().map(|(_, definition)| definition);
    let period = period(row, definition, known_on);
    let figures = match definition {
        Some(definition) => figures(row, definition),
        // Without an indicator only what no definition is needed for can be checked.
        None => numbers_and_state(row).map(|_| NO_FIGURES),
    };
    if let (Ok((indicator_id, _)), Ok(organisation_id), Ok(period), Ok(figures)) =
        (&indicator, &organisation, &period, &figures)
    {
        return Ok(NewObservation {
            indicator_id: *indicator_id,
            organisation_id: *organisation_id,
            period: *period,
            state: figures.state,
            numerator: figures.numerator,
            denominator: figures.denominator,
            value: figures.value,
        });
    }
    let single = [organisation.err(), indicator.err(), period.err()];
    Err(single.into_iter().flatten().chain(figures.err().unwrap_or_default()).collect())
}

fn period(
    row: &Row,
    definition: Option<&Definition>,
    known_on: NaiveDate,
) -> Result<Period, Fault> {
    let period: Period = row.get("period").parse().map_err(|error: PeriodError| {
        // The error names the value and the remedy; the fault keeps them apart.
        let text = error.to_string();
        let (problem, remedy) = text.split_once("; ").unwrap_or((&text, "write it as 2018-04"));
        row.fault("period", problem, remedy)
    })?;
    if let Some(definition) = definition
        && period.kind() != definition.period
    {
        let wanted = Period::containing(definition.period, period.first_day());
        let problem = format!("{} is counted by another length of period", definition.code);
        return Err(row.fault("period", &problem, &format!("write a period such as {wanted}")));
    }
    if period.first_day() > known_on {
        let problem = format!("the period has not begun on {known_on}");
        return Err(row.fault("period", &problem, "check the year"));
    }
    if period.first_day().year() < FIRST_YEAR {
        let problem = format!("the period is before {FIRST_YEAR}");
        return Err(row.fault("period", &problem, "check the year"));
    }
    Ok(period)
}

struct Figures {
    state: State,
    numerator: Option<f64>,
    denominator: Option<f64>,
    value: Option<f64>,
}

const NO_FIGURES: Figures =
    Figures { state: State::Missing, numerator: None, denominator: None, value: None };

/// Numerator, denominator and value, or the faults of all three.
fn numbers(row: &Row) -> Result<[Option<f64>; 3], Vec<Fault>> {
    let read = ["numerator", "denominator", "value"].map(|column| number(row, column));
    let faults: Vec<Fault> = read.iter().filter_map(|number| number.clone().err()).collect();
    if faults.is_empty() { Ok(read.map(Result::unwrap_or_default)) } else { Err(faults) }
}

fn state(row: &Row) -> Result<Option<State>, Fault> {
    let word = row.get("state");
    if word.is_empty() {
        return Ok(None);
    }
    State::from_word(word).map(Some).ok_or_else(|| {
        row.fault(
            "state",
            "is not a state",
            "write reported, missing, not_due, not_applicable or suppressed, or leave it empty",
        )
    })
}

/// Numerator, denominator and value, and the state, as written.
type Written = ([Option<f64>; 3], Option<State>);

fn numbers_and_state(row: &Row) -> Result<Written, Vec<Fault>> {
    match (numbers(row), state(row)) {
        (Ok(numbers), Ok(state)) => Ok((numbers, state)),
        (numbers, state) => Err(numbers.err().into_iter().flatten().chain(state.err()).collect()),
    }
}

fn figures(row: &Row, definition: &Definition) -> Result<Figures, Vec<Fault>> {
    let (numbers, state) = numbers_and_state(row)?;
    let one = |fault| Err(vec![fault]);
    let [numerator, denominator, value] = numbers;
    let any = numerator.or(denominator).or(value).is_some();
    match state {
        Some(state) if state != State::Reported => {
            if any {
                let problem = "a figure in this state has no numbers";
                return one(row.fault("state", problem, "remove the numbers or the state"));
            }
            return Ok(Figures { state, ..NO_FIGURES });
        }
        _ if !any => {
            return one(row.fault(
                "value",
                "there is neither a value nor a numerator and denominator",
                "give one, or a state such as missing or not_applicable",
            ));
        }
        _ => {}
    }
    let computed = parts(row, definition, numerator, denominator)?;
    let value = agreed(row, definition, computed, value).map_err(|fault| vec![fault])?;
    Ok(Figures { state: State::Reported, numerator, denominator, value: Some(value) })
}

/// The value that numerator and denominator give, if they are there.
fn parts(
    row: &Row,
    definition: &Definition,
    numerator: Option<f64>,
    denominator: Option<f64>,
) -> Result<Option<f64>, Vec<Fault>> {
    let one = |column, problem: &str, remedy: &str| Err(vec![row.fault(column, problem, remedy)]);
    if definition.calculation == Calculation::Value {
        for (column, part) in [("numerator", numerator), ("denominator", denominator)] {
            if part.is_some() {
                let problem = format!("{} is counted, and has no parts", definition.code);
                return one(column, &problem, "put the count in the column value");
            }
        }
        return Ok(None);
    }
    let (numerator, denominator) = match (numerator, denominator) {
        (None, None) => return Ok(None),
        (Some(_), None) => {
            return one("denominator", "is missing beside a numerator", "give both or neither");
        }
        (None, Some(_)) => {
            return one("numerator", "is missing beside a denominator", "give both or neither");
        }
        (Some(numerator), Some(denominator)) => (numerator, denominator),
    };
    if denominator < 0.0 {
        return one("denominator", "is negative", "check the sign");
    }
    if denominator == 0.0 {
        let remedy = "leave numerator and denominator empty and write not_applicable as the state";
        return one("denominator", "is zero, so that there is no value", remedy);
    }
    if numerator < 0.0 && definition.lowest_possible.is_some_and(|lowest| lowest >= 0.0) {
        return one("numerator", "is negative", "check the sign");
    }
    if definition.is_proportion() && numerator > denominator {
        let problem = format!("is above the denominator {denominator}, of which it is a part");
        return one("numerator", &problem, "check whether the two are exchanged");
    }
    Ok(Some(ratio(numerator, denominator, definition.multiplier)))
}

/// The value, given or computed or both, in agreement and in the possible range.
fn agreed(
    row: &Row,
    definition: &Definition,
    computed: Option<f64>,
    given: Option<f64>,
) -> Result<f64, Fault> {
    if let (Some(computed), Some(given)) = (computed, given) {
        // Half a unit of the last decimal shown, and a little for its own rounding.
        let tolerance = 0.500_001 / 10_f64.powi(i32::from(definition.decimals));
        if (computed - given).abs() > tolerance {
            let shown = format!("{computed:.*}", usize::from(definition.decimals));
            let problem = format!("numerator and denominator give {shown}");
            return Err(row.fault("value", &problem, "correct it or leave it empty"));
        }
    }
    let column = if computed.is_some() { "numerator" } else { "value" };
    let value = computed.or(given).unwrap_or_default();
    if let Some(lowest) = definition.lowest_possible
        && value < lowest
    {
        let problem =
            format!("gives {value}, below {lowest}, the lowest that {} can be", definition.code);
        return Err(row.fault(column, &problem, "check the figure"));
    }
    if let Some(highest) = definition.highest_possible
        && value > highest
    {
        let problem =
            format!("gives {value}, above {highest}, the highest that {} can be", definition.code);
        return Err(row.fault(column, &problem, "check the figure"));
    }
    Ok(value)
}

/// The last revision of a period in the ledger, with what a new row is compared to.
#[derive(Debug, Clone, PartialEq)]
pub struct LastRevision {
    /// Its number.
    pub revision: i32,
    /// Day on which it became known.
    pub known_on: NaiveDate,
    /// Its state.
    pub state: State,
    /// Its numerator, denominator and value.
    pub numbers: [Option<f64>; 3],
}

/// What becomes of a row that is good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is already known: nothing changes.
    Unchanged,
    /// It is appended as this revision.
    Append(i32),
    /// It would become known before the revision it replaces.
    KnownTooEarly(Fault),
}

/// Compares a good row with what is in the ledger.
#[must_use]
pub fn revise(
    row: u64,
    new: &NewObservation,
    last: Option<&LastRevision>,
    known_on: NaiveDate,
) -> Outcome {
    let Some(last) = last else { return Outcome::Append(0) };
    if last.state == new.state && last.numbers == [new.numerator, new.denominator, new.value] {
        return Outcome::Unchanged;
    }
    if known_on < last.known_on {
        let problem =
            format!("the figure has been known since {}, after {known_on}", last.known_on);
        let remedy = "load it as known on that day or a later one";
        return Outcome::KnownTooEarly(Fault::new(
            row,
            "period",
            &new.period.to_string(),
            &problem,
            remedy,
        ));
    }
    Outcome::Append(last.revision + 1)
}

#[cfg(test)]
#[path = "observation_rules_tests.rs"]
mod tests;
