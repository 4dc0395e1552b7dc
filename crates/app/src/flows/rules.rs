//! Rows of a file, good ones kept apart from those at fault, and what they may refer to.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::Hash;
use std::ops::ControlFlow;

use super::csv::{Fault, Faults, MOST_REJECTED, Row, Table};
use crate::indicators::definition::Definition;

/// Largest number taken; beyond 2^53 whole numbers are no longer exact.
const LARGEST_NUMBER: f64 = 9_007_199_254_740_992.0;

/// What a row may refer to: only what the user may see.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Identities of the organisations whose figures the user may load, by code.
    pub organisations: BTreeMap<String, i64>,
    /// Codes of the organisations that the user sees and may not load figures of.
    pub only_seen: BTreeSet<String>,
    /// Whether the user may set targets that hold for everyone.
    pub sets_targets_for_all: bool,
    /// Identities and definitions of indicators by code.
    pub indicators: BTreeMap<String, (i64, Definition)>,
}

/// What a file holds: its good rows with their numbers, and what is wrong with the others.
#[derive(Debug, Clone)]
pub struct Reading<T> {
    /// Row number and row.
    pub good: Vec<(u64, T)>,
    /// All faults: the first 1,000 and their number.
    pub faults: Faults,
    /// Faults of each rejected row by its number, where they were asked for.
    pub rejected: BTreeMap<u64, Vec<Fault>>,
    /// How many rows the file has.
    pub rows: u64,
}

impl<T> Default for Reading<T> {
    fn default() -> Self {
        Self { good: Vec::new(), faults: Faults::default(), rejected: BTreeMap::new(), rows: 0 }
    }
}

impl<T> Reading<T> {
    pub(super) fn reject(&mut self, row: u64, faults: Vec<Fault>, keep_rejected: bool) {
        for fault in &faults {
            self.faults.add(fault.clone());
        }
        if keep_rejected {
            self.rejected.entry(row).or_default().extend(faults);
        }
    }
}

/// Reads every row through `check`, which gives what must be unique in the file and the row.
///
/// With `keep_rejected` the faults are kept by row too, and more than 100,000 such rows are an error.
pub(super) fn read_rows<K: Hash + Eq, T>(
    table: &Table<'_>,
    keep_rejected: bool,
    same: &str,
    mut check: impl FnMut(&Row) -> Result<(K, T), Vec<Fault>>,
) -> Result<Reading<T>, Faults> {
    let mut reading = Reading::default();
    // First row of each key; whether it has been reported as a duplicate.
    let mut seen: HashMap<K, (u64, bool)> = HashMap::new();
    let end = table.each_row(|row, fault| {
        reading.rows += 1;
        let checked = fault.map_or_else(|| check(&row), |fault| Err(vec![fault]));
        match checked {
            Err(faults) => reading.reject(row.number, faults, keep_rejected),
            Ok((key, good)) => match seen.get_mut(&key) {
                None => {
                    seen.insert(key, (row.number, false));
                    reading.good.push((row.number, good));
                }
                Some((first, reported)) => {
                    if !*reported {
                        *reported = true;
                        let faults = vec![duplicate(*first, row.number, same)];
                        reading.reject(*first, faults, keep_rejected);
                    }
                    let faults = vec![duplicate(row.number, *first, same)];
                    reading.reject(row.number, faults, keep_rejected);
                }
            },
        }
        if u64::try_from(reading.rejected.len()).unwrap_or(u64::MAX) > MOST_REJECTED {
            let problem = format!("more than {MOST_REJECTED} rows are at fault");
            let remedy = "check that it is the file you mean";
            return ControlFlow::Break(Fault::new(row.number, "", "", &problem, remedy));
        }
        ControlFlow::Continue(())
    });
    if let Err(fault) = end {
        reading.faults.add(fault);
        return Err(reading.faults);
    }
    // Of rows for the same thing, which one is right cannot be known: the first goes too.
    let doubtful: BTreeSet<u64> =
        seen.into_values().filter(|(_, reported)| *reported).map(|(first, _)| first).collect();
    reading.good.retain(|(number, _)| !doubtful.contains(number));
    if reading.rows == 0 {
        let mut faults = Faults::default();
        faults.add(Fault::new(0, "", "", "it has a header and no rows", "add the rows"));
        return Err(faults);
    }
    Ok(reading)
}

fn duplicate(row: u64, other: u64, same: &str) -> Fault {
    let problem = format!("row {other} has the same {same}");
    Fault::new(row, "", "", &problem, "keep the one that is right")
}

pub(super) fn indicator<'k>(row: &Row, known: &'k Known) -> Result<&'k (i64, Definition), Fault> {
    known.indicators.get(row.get("indicator")).ok_or_else(|| {
        row.fault(
            "indicator",
            "no indicator has this code",
            "check the code (capitals count), or add the definition first",
        )
    })
}

pub(super) fn organisation(row: &Row, known: &Known) -> Result<i64, Fault> {
    let code = row.get("organisation");
    if let Some(id) = known.organisations.get(code) {
        return Ok(*id);
    }
    if known.only_seen.contains(code) {
        let remedy = "send them to someone who answers for it";
        return Err(row.fault("organisation", "you may not load figures of it", remedy));
    }
    Err(row.fault(
        "organisation",
        "no organisation has this code",
        "check the code (capitals count), or import the organisation first",
    ))
}

/// A number as written, if any.
pub(super) fn number(row: &Row, column: &str) -> Result<Option<f64>, Fault> {
    let text = row.get(column);
    if text.is_empty() {
        return Ok(None);
    }
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    match text.parse::<f64>() {
        Ok(number) if plain && number.abs() <= LARGEST_NUMBER => Ok(Some(number)),
        Ok(_) if plain => Err(row.fault(column, "is too large", "check the digits")),
        _ => Err(row.fault(
            column,
            "is not a number",
            "write digits and a point, without commas, spaces or units: 1234.5",
        )),
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
pub(super) mod tests;
