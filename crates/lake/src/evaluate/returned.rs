//! The figures that bodies send, read as they are.

use std::sync::Arc;

use bellwether_calendar::Period;
use datafusion::arrow::array::{Array, AsArray, RecordBatch};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Date32Type, Float64Type, Int64Type};
use datafusion::common::DataFusionError;
use datafusion::prelude::SessionContext;

use super::windows::Window;
use super::{EvaluateError, Figure, day_of};
use crate::dataset::{Breakdown, Dataset, LOAD_ID, OrganisationRole};
use crate::indicator::{Calculation, Definition};

const COLUMNS: [&str; 10] = [
    "indicator",
    "organisation",
    "period_start",
    "period_end",
    "breakdown",
    "category",
    "numerator",
    "denominator",
    "value",
    LOAD_ID,
];

/// The figures of indicators that nothing else carries, each within its window.
pub(super) async fn figures(
    session: &SessionContext,
    dataset: &Dataset,
    wanted: &[(&Definition, Window)],
) -> Result<Vec<Figure>, EvaluateError> {
    let rows = |source| EvaluateError::Rows { dataset: dataset.name.clone(), source };
    let batches = read(session, dataset).await.map_err(rows)?;
    let mut figures = Vec::new();
    for batch in &batches {
        take(batch, wanted, &mut figures).map_err(rows)?;
    }
    Ok(figures)
}

async fn read(
    session: &SessionContext,
    dataset: &Dataset,
) -> Result<Vec<RecordBatch>, DataFusionError> {
    session.table(&dataset.name).await?.select_columns(&COLUMNS)?.collect().await
}

fn take(
    batch: &RecordBatch,
    wanted: &[(&Definition, Window)],
    figures: &mut Vec<Figure>,
) -> Result<(), DataFusionError> {
    let kinds = [
        DataType::Utf8,
        DataType::Utf8,
        DataType::Date32,
        DataType::Date32,
        DataType::Utf8,
        DataType::Utf8,
        DataType::Float64,
        DataType::Float64,
        DataType::Float64,
        DataType::Int64,
    ];
    let mut columns = Vec::new();
    for (column, kind) in batch.columns().iter().zip(&kinds) {
        columns.push(cast(column, kind)?);
    }
    let text = |column: usize, row: usize| {
        let texts = columns[column].as_string::<i32>();
        if texts.is_valid(row) { texts.value(row) } else { "" }
    };
    let day =
        |column: usize, row: usize| day_of(columns[column].as_primitive::<Date32Type>().value(row));
    let number = |column: usize, row: usize| {
        let numbers = columns[column].as_primitive::<Float64Type>();
        numbers.is_valid(row).then(|| numbers.value(row))
    };
    for row in 0..batch.num_rows() {
        let code = text(0, row);
        let Some((definition, window)) =
            wanted.iter().find(|(definition, _)| definition.code == code)
        else {
            continue;
        };
        let (Some(first), Some(last)) = (day(2, row), day(3, row)) else { continue };
        let parts = (number(6, row), number(7, row), number(8, row));
        let (Some(period), Some((numerator, denominator))) =
            (period(definition, first, last), amount(definition, parts))
        else {
            continue;
        };
        if !window.holds(period) {
            continue;
        }
        figures.push(Figure {
            indicator: Arc::from(code),
            role: OrganisationRole::Organisation,
            organisation: Arc::from(text(1, row)),
            period,
            breakdown: breakdown(text(4, row), text(5, row)),
            numerator,
            denominator,
            rows: 1,
            newest_load: columns[9].as_primitive::<Int64Type>().value(row),
        });
    }
    Ok(())
}

/// The period of the indicator that begins and ends on these days.
fn period(
    definition: &Definition,
    first: chrono::NaiveDate,
    last: chrono::NaiveDate,
) -> Option<Period> {
    let kinds = std::iter::once(definition.period).chain(definition.grains.iter().copied());
    kinds
        .map(|kind| Period::containing(kind, first))
        .find(|period| period.first_day() == first && period.last_day() == last)
}

fn breakdown(word: &str, category: &str) -> Option<(Breakdown, Arc<str>)> {
    let breakdown = Breakdown::ALL.into_iter().find(|breakdown| breakdown.word() == word)?;
    Some((breakdown, Arc::from(category)))
}

/// Numerator and denominator, or the value alone where it was sent without them.
fn amount(
    definition: &Definition,
    (numerator, denominator, value): (Option<f64>, Option<f64>, Option<f64>),
) -> Option<(f64, Option<f64>)> {
    match (definition.calculation, numerator, denominator, value) {
        (Calculation::Ratio, Some(numerator), Some(denominator), _) => {
            Some((numerator, Some(denominator)))
        }
        (_, _, _, Some(value)) => Some((value, None)),
        (Calculation::Value, Some(numerator), _, None) => Some((numerator, None)),
        _ => None,
    }
}
