//! The engine against the worked examples and against figures worked out row by row.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::naive;
use super::naive_sql::Row;
use super::testing::{datasets, definitions, everything, rows, session, specs, words};
use super::*;
use crate::indicator::{check_definitions, read_definition};

#[derive(Deserialize)]
struct Spec {
    figures: String,
    table: Vec<SpecTable>,
}

#[derive(Deserialize)]
struct SpecTable {
    dataset: String,
    rows: String,
}

/// A figure as an example writes it: role, organisation, period, counts and value.
fn line(figure: &Figure, definition: &Definition, with_parts: bool) -> String {
    let number = |number: f64| {
        let rounded = (number * 1e6).round() / 1e6;
        // Minus zero is zero.
        format!("{}", rounded + 0.0)
    };
    let value = figure.value(definition).map_or("-".to_owned(), number);
    let whose = format!("{} {} {}", figure.role.word(), figure.organisation, figure.period);
    match figure.denominator {
        Some(denominator) if with_parts => {
            format!("{whose} {} {} {value}", number(figure.numerator), number(denominator))
        }
        _ => format!("{whose} {value}"),
    }
}

pub(super) async fn engine(
    datasets: &[Dataset],
    definitions: &[Definition],
    tables: &BTreeMap<String, Vec<Row>>,
) -> Evaluated {
    let session = session(datasets, tables);
    let touched = everything(datasets);
    let mut evaluated = evaluate(&session, datasets, definitions, &touched).await.unwrap();
    add_formulas(&mut evaluated, definitions);
    evaluated
}

/// The indicators in their codes: itself, and those that a formula adds.
fn with_terms(definition: &Definition, all: &[(String, Definition)]) -> Vec<Definition> {
    let mut wanted = vec![definition.clone()];
    if let Source::Formula(terms) = &definition.source {
        let codes: BTreeSet<&str> = terms.codes().collect();
        let named = all.iter().filter(|(_, other)| codes.contains(other.code.as_str()));
        wanted.extend(named.map(|(_, other)| other.clone()));
    }
    wanted
}

pub(super) fn same_as_naive(
    evaluated: &Evaluated,
    definition: &Definition,
    tables: &BTreeMap<String, Vec<Row>>,
    datasets: &[Dataset],
) {
    let Source::Dataset(query) = &definition.source else { return };
    let dataset = datasets.iter().find(|dataset| dataset.name == query.dataset).unwrap();
    let none = Vec::new();
    let expected = naive::figures(definition, dataset, tables.get(&dataset.name).unwrap_or(&none));
    #[expect(clippy::cast_possible_truncation, reason = "small numbers in tests")]
    let millionths = |number: f64| (number * 1e6).round() as i128;
    let found: naive::Figures = evaluated
        .figures
        .iter()
        .filter(|figure| *figure.indicator == *definition.code)
        .map(|figure| {
            let category = figure.breakdown.as_ref();
            let category = category.map(|(of, name)| format!("{}:{name}", of.word()));
            let key = (
                figure.role.word().to_owned(),
                figure.organisation.to_string(),
                category.unwrap_or_default(),
                figure.period.to_string(),
            );
            (key, (millionths(figure.numerator), figure.denominator.map(millionths)))
        })
        .collect();
    assert_eq!(found, expected, "{}", definition.code);
}

#[tokio::test]
async fn every_worked_example_comes_out_as_it_says_and_as_row_by_row() {
    let (datasets, all) = (datasets(), definitions());
    let specs = specs();
    for (file, text) in &specs {
        let spec: Spec = toml::from_str(text).unwrap_or_else(|error| panic!("{file}: {error}"));
        let code = file.trim_end_matches(".spec.toml").to_uppercase();
        let (_, definition) = all.iter().find(|(_, known)| known.code == code).unwrap();
        let tables: BTreeMap<String, Vec<Row>> = spec
            .table
            .iter()
            .map(|table| {
                let dataset = datasets.iter().find(|dataset| dataset.name == table.dataset);
                (table.dataset.clone(), rows(dataset.unwrap(), &table.rows))
            })
            .collect();
        let wanted = with_terms(definition, &all);
        let evaluated = engine(&datasets, &wanted, &tables).await;
        let expected = words(&spec.figures);
        let (head, expected) = expected.split_first().unwrap();
        let roles: BTreeSet<&str> = expected.iter().map(|line| line[0]).collect();
        let with_parts = head.contains(&"numerator");
        let found: BTreeSet<String> = evaluated
            .figures
            .iter()
            .filter(|figure| {
                *figure.indicator == *code
                    && figure.breakdown.is_none()
                    && figure.period.kind() == definition.period
                    && roles.contains(figure.role.word())
            })
            .map(|figure| line(figure, definition, with_parts))
            .collect();
        let expected: BTreeSet<String> = expected.iter().map(|line| line.join(" ")).collect();
        assert_eq!(found, expected, "{file}");
        for definition in &wanted {
            same_as_naive(&evaluated, definition, &tables, &datasets);
        }
    }
    assert!(specs.len() >= 60, "only {} worked examples", specs.len());
}

#[test]
fn every_shipped_definition_fits_its_dataset_and_has_an_example() {
    let (datasets, all) = (datasets(), definitions());
    let faults = check_definitions(&all, &datasets);
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(faults.join("\n"), "");
    let specs: BTreeSet<String> = specs().into_iter().map(|(file, _)| file).collect();
    for (_, definition) in &all {
        let file = format!("{}.spec.toml", definition.code.to_lowercase());
        let counted = definition.source != Source::Returned;
        assert_eq!(specs.contains(&file), counted, "{file}");
    }
    assert!(all.len() >= 60, "only {} definitions", all.len());
}

/// Reads a definition over attendances whose condition is `sql`, and compares its faults.
fn check_sql(sql: &str, expected: &str) {
    let all = definitions();
    let (_, ae4) = all.iter().find(|(_, known)| known.code == "AE4").unwrap();
    let old = "numerator_sql = \"departed_at <= arrived_at + INTERVAL '4 hours'\"";
    assert!(ae4.text.contains(old));
    let text = ae4.text.replace(old, &format!("numerator_sql = \"{sql}\""));
    let changed = read_definition("ae4.toml", &text).unwrap();
    let line = text.lines().position(|line| line.starts_with("numerator_sql")).unwrap() + 1;
    let faults = check_definitions(&[("ae4.toml".to_owned(), changed)], &datasets());
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    let expected = if expected.is_empty() {
        String::new()
    } else {
        format!("ae4.toml, line {line}: numerator_sql: {expected}")
    };
    let found = faults.join("\n");
    assert!(found.starts_with(&expected) && found.is_empty() == expected.is_empty(), "{found}");
}

#[test]
fn a_definition_says_only_what_a_row_says() {
    check_sql("acuity < 3 AND injury", "");
    check_sql("departed > arrived_at", "cannot be worked out over the columns: ");
    check_sql("site", "must be a condition or a number, not text or a day");
    check_sql("true) OR (true", "is an expression only up to ')'; correct what follows it");
    check_sql("1; DROP TABLE spells", "is an expression only up to ';'; correct what follows it");
    check_sql(
        "age > (SELECT max(age) FROM spells)",
        "cannot be worked out over the columns: Error during planning: table",
    );
    check_sql("age > (SELECT 3)", "has a query in it; only the dataset's own columns can be used");
    check_sql("arrived_at < now()", "uses now, which is not the same each time; use columns only");
    check_sql("max(age)", "uses max, but it must look at one row; rows are added for you");
    check_sql("load_id > 3", "cannot be worked out over the columns: ");
}
