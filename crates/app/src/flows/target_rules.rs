//! What makes a row of targets good.

use chrono::NaiveDate;

use super::csv::{Columns, Fault, Faults, Row, Table};
use super::rules::{Known, Reading, indicator, number, organisation, read_rows};

/// Columns of a file of targets.
pub const TARGET_COLUMNS: Columns = Columns {
    required: &["indicator", "kind", "value", "from_day", "assessed"],
    optional: &["organisation", "to_day", "reason"],
};

/// The kinds of target.
const TARGET_KINDS: [&str; 4] = ["national", "local", "stretch", "contract"];
/// A good row of targets.
#[derive(Debug, Clone, PartialEq)]
pub struct NewTarget {
    /// The indicator's identity.
    pub indicator_id: i64,
    /// The organisation's identity; everyone when absent.
    pub organisation_id: Option<i64>,
    /// `national`, `local`, `stretch` or `contract`.
    pub kind: String,
    /// What must be reached.
    pub value: f64,
    /// First day.
    pub from_day: NaiveDate,
    /// Last day; without end when absent.
    pub to_day: Option<NaiveDate>,
    /// Whether the organisation is judged by it.
    pub assessed: bool,
    /// Why it was set, in a few words.
    pub reason: Option<String>,
}

/// Reads the targets of an opened file.
///
/// # Errors
///
/// As [`read_observations`](super::observation_rules::read_observations).
pub fn read_targets(
    table: &Table<'_>,
    known: &Known,
    keep_rejected: bool,
) -> Result<Reading<NewTarget>, Faults> {
    let same = "indicator, organisation, first day, and kind or assessment";
    read_rows(table, keep_rejected, same, |row| {
        let target = target(row, known)?;
        // Two assessed targets of different kinds from one day on would contradict each other.
        let kind = if target.assessed { "assessed".to_owned() } else { target.kind.clone() };
        Ok(((target.indicator_id, target.organisation_id, target.from_day, kind), target))
    })
}

fn target(row: &Row, known: &Known) -> Result<NewTarget, Vec<Fault>> {
    let organisation = subject(row, known);
    let indicator = indicator(row, known);
    let (kind, value) = (kind(row), value(row, known));
    let days = days(row);
    let assessed = assessed(row);
    if let (
        Ok(organisation_id),
        Ok((indicator_id, _)),
        Ok(kind),
        Ok(value),
        Ok(days),
        Ok(assessed),
    ) = (&organisation, &indicator, &kind, &value, &days, &assessed)
    {
        let reason = row.get("reason");
        return Ok(NewTarget {
            indicator_id: *indicator_id,
            organisation_id: *organisation_id,
            kind: kind.clone(),
            value: *value,
            from_day: days.0,
            to_day: days.1,
            assessed: *assessed,
            reason: (!reason.is_empty()).then(|| reason.to_owned()),
        });
    }
    let faults =
        [indicator.err(), organisation.err(), kind.err(), value.err(), days.err(), assessed.err()];
    Err(faults.into_iter().flatten().collect())
}

/// The organisation it holds for; everyone where the column is empty.
fn subject(row: &Row, known: &Known) -> Result<Option<i64>, Fault> {
    if !row.get("organisation").is_empty() {
        return organisation(row, known).map(Some);
    }
    if known.sets_targets_for_all {
        return Ok(None);
    }
    let problem = "a target for everyone is set by an administrator";
    Err(row.fault("organisation", problem, "name an organisation"))
}

fn kind(row: &Row) -> Result<String, Fault> {
    let kind = row.get("kind").to_ascii_lowercase();
    if TARGET_KINDS.contains(&kind.as_str()) {
        return Ok(kind);
    }
    Err(row.fault("kind", "is not a kind of target", "write national, local, stretch or contract"))
}

fn value(row: &Row, known: &Known) -> Result<f64, Fault> {
    let Some(value) = number(row, "value")? else {
        return Err(row.fault("value", "is missing", "write what must be reached"));
    };
    let Some((_, definition)) = known.indicators.get(row.get("indicator")) else {
        return Ok(value);
    };
    if definition.lowest_possible.is_some_and(|lowest| value < lowest)
        || definition.highest_possible.is_some_and(|highest| value > highest)
    {
        let problem = format!("is outside what {} can be", definition.code);
        return Err(row.fault("value", &problem, "check the figure and its unit"));
    }
    Ok(value)
}

fn day(row: &Row, column: &str) -> Result<Option<NaiveDate>, Fault> {
    let text = row.get(column);
    if text.is_empty() {
        return Ok(None);
    }
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .map(Some)
        .map_err(|_| row.fault(column, "is not a day", "write it as 2018-04-01"))
}

fn days(row: &Row) -> Result<(NaiveDate, Option<NaiveDate>), Fault> {
    let Some(from) = day(row, "from_day")? else {
        return Err(row.fault("from_day", "is missing", "write the first day as 2018-04-01"));
    };
    let to = day(row, "to_day")?;
    if to.is_some_and(|to| to < from) {
        return Err(row.fault("to_day", "is before from_day", "exchange or correct them"));
    }
    Ok((from, to))
}

fn assessed(row: &Row) -> Result<bool, Fault> {
    match row.get("assessed").to_ascii_lowercase().as_str() {
        "yes" | "true" | "1" => Ok(true),
        "no" | "false" | "0" => Ok(false),
        _ => Err(row.fault("assessed", "is neither yes nor no", "write yes or no")),
    }
}

#[cfg(test)]
#[path = "target_rules_tests.rs"]
mod tests;
