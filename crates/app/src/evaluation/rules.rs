//! What has to be worked out again, and what may be shown of it: a practice's patients only as
//! published.

use std::collections::{BTreeMap, BTreeSet};

use bellwether_lake::evaluate::{Figure, RETURNS, Touched};
use bellwether_lake::indicator::{Definition, Source};
use bellwether_lake::publish::Published;

use crate::datasets;
use crate::datasets::rules::both;

/// Whether an indicator counts patients: it is worked out from rows that carry a pseudonym, or from
/// other indicators, which may be.
pub(super) fn counts_patients(definition: &Definition) -> bool {
    match &definition.source {
        Source::Returned => false,
        Source::Formula(_) => true,
        Source::Dataset(query) => {
            datasets::find(&query.dataset).is_ok_and(|dataset| dataset.patient.is_some())
        }
    }
}

/// A figure with its counts made fit to be shown; none where one of them is held back.
pub(super) fn published(figure: &Figure) -> Option<Figure> {
    let numerator = publish(figure.numerator)?;
    let denominator = match figure.denominator {
        Some(denominator) => Some(publish(denominator)?),
        None => None,
    };
    Some(Figure { numerator, denominator, ..figure.clone() })
}

/// The published form of a count; what is taken away from something else keeps its sign.
fn publish(count: f64) -> Option<f64> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a count, rounded and not below zero; casts of floats saturate"
    )]
    let whole = count.abs().ceil() as u64;
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    let shown = Published::of(whole).count()? as f64;
    Some(shown.copysign(count))
}

/// What is touched, with the other datasets that a formula over a touched one needs, of the same
/// days: without them its other counts would seem to have gone.
pub(super) fn with_partners(
    touched: &BTreeMap<String, Touched>,
    definitions: &[Definition],
) -> BTreeMap<String, Touched> {
    let by_code: BTreeMap<&str, &Definition> =
        definitions.iter().map(|definition| (definition.code.as_str(), definition)).collect();
    let needs: Vec<BTreeSet<&str>> = definitions
        .iter()
        .filter(|definition| matches!(definition.source, Source::Formula(_)))
        .map(|definition| datasets_of(definition, &by_code, definitions.len()))
        .collect();
    let mut all = touched.clone();
    loop {
        let before = all.clone();
        for datasets in &needs {
            let days = datasets.iter().filter_map(|name| before.get(*name)).copied();
            let Some(days) = days.reduce(both) else { continue };
            for name in datasets {
                let known = all.get(*name).copied();
                all.insert((*name).to_owned(), known.map_or(days, |known| both(known, days)));
            }
        }
        if all == before {
            return all;
        }
    }
}

/// The datasets that an indicator is worked out from, through `depth` formulas at most.
fn datasets_of<'a>(
    definition: &'a Definition,
    by_code: &BTreeMap<&str, &'a Definition>,
    depth: usize,
) -> BTreeSet<&'a str> {
    match &definition.source {
        Source::Returned => BTreeSet::from([RETURNS]),
        Source::Dataset(query) => BTreeSet::from([query.dataset.as_str()]),
        Source::Formula(_) if depth == 0 => BTreeSet::new(),
        Source::Formula(terms) => terms
            .codes()
            .filter_map(|code| by_code.get(code))
            .flat_map(|part| datasets_of(part, by_code, depth - 1))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use bellwether_lake::indicator::read_definition;

    use super::*;

    #[test]
    fn small_counts_are_held_back_whatever_their_sign() {
        let check = |count: f64, expected: Option<f64>| assert_eq!(publish(count), expected);
        check(0.0, Some(0.0));
        check(1.0, None);
        check(0.25, None);
        check(-6.0, None);
        check(8.0, Some(10.0));
        check(-23.0, Some(-25.0));
    }

    #[test]
    fn a_formula_brings_the_other_datasets_that_it_needs() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../catalogue/indicators");
        let definitions: Vec<Definition> = ["aeatt", "list", "aerate"]
            .map(|code| {
                let file = format!("{folder}/{code}.toml");
                read_definition(&file, &std::fs::read_to_string(&file).unwrap()).unwrap()
            })
            .into();
        let day = |text: &str| text.parse().unwrap();
        let days = Touched { from: day("2018-12-01"), to: day("2018-12-31") };
        let names = |touched: &str| {
            let touched = BTreeMap::from([(touched.to_owned(), days)]);
            with_partners(&touched, &definitions).into_keys().collect::<Vec<_>>().join(" ")
        };
        assert_eq!(names("list_sizes"), "ae_attendances list_sizes");
        assert_eq!(names("ae_attendances"), "ae_attendances list_sizes");
        assert_eq!(names("complaints"), "complaints");
    }
}
