//! Whether definitions fit the datasets that they count and the indicators that they name.

use std::collections::BTreeMap;

use super::definition::{Calculation, Definition};
use super::formula::{Formula, Part};
use super::source::{Query, Source, Terms};
use super::sql::ExpressionReader;
use crate::dataset::{ColumnType, Dataset};
use crate::definition_file::{DefinitionFault, DefinitionFile};

/// A definition with the name of its file.
pub type Filed = (String, Definition);

/// Checks definitions against datasets and against each other: columns, organisations and
/// breakdowns that a dataset does not have, SQL that cannot be worked out over its columns, codes
/// that no definition has.
#[must_use]
pub fn check_definitions(filed: &[Filed], datasets: &[Dataset]) -> Vec<DefinitionFault> {
    let by_code: BTreeMap<&str, &Definition> =
        filed.iter().map(|(_, definition)| (definition.code.as_str(), definition)).collect();
    let mut readers: BTreeMap<&str, ExpressionReader> = BTreeMap::new();
    let mut faults = Vec::new();
    for (file, definition) in filed {
        let mut keys = match DefinitionFile::parse(file, &definition.text) {
            Ok(keys) => keys,
            Err(found) => {
                faults.extend(found);
                continue;
            }
        };
        match &definition.source {
            Source::Returned => {}
            Source::Dataset(query) => check_query(&mut keys, query, datasets, &mut readers),
            Source::Formula(terms) => check_terms(&mut keys, definition, terms, &by_code),
        }
        check_lead(&mut keys, definition, &by_code);
        faults.extend(keys.finish(()).err().unwrap_or_default());
    }
    faults
}

fn check_query<'a>(
    keys: &mut DefinitionFile,
    query: &Query,
    datasets: &'a [Dataset],
    readers: &mut BTreeMap<&'a str, ExpressionReader>,
) {
    let Some(dataset) = datasets.iter().find(|dataset| dataset.name == query.dataset) else {
        let names: Vec<&str> = datasets.iter().map(|dataset| dataset.name.as_str()).collect();
        let problem = format!("'{}' must be one of: {}", query.dataset, names.join(", "));
        keys.fault("dataset", problem);
        return;
    };
    check_days(keys, query, dataset);
    for role in &query.roles {
        if dataset.organisation_column(*role).is_none() {
            let problem = format!("{} has no {}; remove it", dataset.name, role.word());
            keys.fault("organisations", problem);
        }
    }
    for breakdown in &query.breakdowns {
        if !dataset.breakdowns.iter().any(|(known, _)| known == breakdown) {
            let problem = format!("{} has no {}; remove it", dataset.name, breakdown.word());
            keys.fault("breakdowns", problem);
        }
    }
    if !readers.contains_key(dataset.name.as_str()) {
        match ExpressionReader::over(dataset) {
            Ok(reader) => drop(readers.insert(&dataset.name, reader)),
            Err(error) => keys.fault("dataset", format!("cannot be read: {error}")),
        }
    }
    let Some(reader) = readers.get(dataset.name.as_str()) else { return };
    if let Some(filter) = &query.filter
        && let Err(problem) = reader.condition(filter)
    {
        keys.fault("where", problem);
    }
    let parts = [("numerator_sql", &query.numerator), ("denominator_sql", &query.denominator)];
    for (key, part) in parts {
        let Some(part) = part else { continue };
        let read = match &query.stock {
            // What is open is counted as it begins and as it ends: each time it must be one.
            Some(_) => reader.condition(part).map(drop),
            None => reader.expression(part).map(drop),
        };
        if let Err(problem) = read {
            keys.fault(key, problem);
        }
    }
}

fn check_days(keys: &mut DefinitionFile, query: &Query, dataset: &Dataset) {
    let stock = query.stock.iter();
    let named = stock.flat_map(|stock| [("open_from", &stock.from), ("open_to", &stock.to)]);
    let named: Vec<(&str, &String)> =
        named.chain(query.time.iter().map(|time| ("time", time))).collect();
    for (key, column) in named {
        let found = dataset.columns.iter().find(|known| known.name == *column);
        if !found.is_some_and(|found| matches!(found.kind, ColumnType::Day | ColumnType::Time)) {
            let problem =
                format!("'{column}' must be a column of {} of type day or time", dataset.name);
            keys.fault(key, problem);
        }
    }
}

fn check_terms(
    keys: &mut DefinitionFile,
    definition: &Definition,
    terms: &Terms,
    by_code: &BTreeMap<&str, &Definition>,
) {
    check_formula(keys, "numerator_formula", definition, &terms.numerator, by_code);
    if let Some(denominator) = &terms.denominator {
        check_formula(keys, "denominator_formula", definition, denominator, by_code);
    }
}

fn check_formula(
    keys: &mut DefinitionFile,
    key: &str,
    definition: &Definition,
    formula: &Formula,
    by_code: &BTreeMap<&str, &Definition>,
) {
    for term in &formula.terms {
        let code = &term.code;
        let problem = match by_code.get(code.as_str()) {
            None => format!("there is no indicator {code}"),
            Some(other) if !matches!(other.source, Source::Dataset(_)) => {
                format!("{code} is not counted over a dataset; only such indicators can be added")
            }
            Some(other)
                if term.part == Part::Denominator && other.calculation == Calculation::Value =>
            {
                format!("{code} has no denominator")
            }
            Some(other) => {
                let mut periods = vec![definition.period];
                periods.extend(&definition.grains);
                let known = |kind| other.period == kind || other.grains.contains(&kind);
                if periods.into_iter().all(known) {
                    continue;
                }
                format!("{code} is not worked out for the same periods; add them to its grains")
            }
        };
        keys.fault(key, problem);
    }
}

fn check_lead(
    keys: &mut DefinitionFile,
    definition: &Definition,
    by_code: &BTreeMap<&str, &Definition>,
) {
    let Some(code) = &definition.leads_for else { return };
    match by_code.get(code.as_str()) {
        None => keys.fault("leads_for", format!("there is no indicator {code}")),
        Some(other) if other.code == definition.code => {
            keys.fault("leads_for", "an indicator cannot lead for itself".to_owned());
        }
        Some(_) => {}
    }
}
