//! The same figures worked out row by row, without DataFusion: what the engine is held against.

use std::collections::BTreeMap;

use bellwether_calendar::{Period, PeriodKind};
use chrono::NaiveDate;

use super::naive_sql::{Row, Value, evaluate, parse};
use crate::dataset::{Breakdown, Dataset, OrganisationRole};
use crate::indicator::{Calculation, Definition, OpenFor, Query, Source, Stock};

/// A figure: role, organisation, category, period; numerator and denominator in millionths.
pub(super) type Figures = BTreeMap<(String, String, String, String), (i128, Option<i128>)>;

/// Role, organisation, category: empty for the whole.
type Whose = (OrganisationRole, String, String);

/// The figures of one indicator over all rows of its dataset.
pub(super) fn figures(definition: &Definition, dataset: &Dataset, rows: &[Row]) -> Figures {
    let Source::Dataset(query) = &definition.source else {
        panic!("{} is no query", definition.code)
    };
    let mut figures = Figures::new();
    for (whose, own) in by_organisation(query, dataset, rows) {
        let divided = !whose.2.is_empty();
        let kinds = std::iter::once(definition.period).chain(definition.grains.iter().copied());
        let long = |kind: &PeriodKind| !matches!(kind, PeriodKind::Day | PeriodKind::Week);
        let kinds: Vec<_> =
            if divided { kinds.filter(long).take(1).collect() } else { kinds.collect() };
        for kind in kinds {
            let counted = match &query.stock {
                None => flow(query, dataset, &own, kind),
                Some(stock) => open(query, stock, &own, rows, kind),
            };
            let is_ratio = definition.calculation == Calculation::Ratio;
            if is_ratio && counted.values().all(|(_, denominator)| *denominator == 0) {
                continue;
            }
            for (period, (numerator, denominator)) in counted {
                let key = (
                    whose.0.word().to_owned(),
                    whose.1.clone(),
                    whose.2.clone(),
                    period.to_string(),
                );
                figures.insert(key, (numerator, is_ratio.then_some(denominator)));
            }
        }
    }
    figures
}

fn by_organisation<'a>(
    query: &Query,
    dataset: &Dataset,
    rows: &'a [Row],
) -> BTreeMap<Whose, Vec<&'a Row>> {
    let mut groups: BTreeMap<Whose, Vec<&Row>> = BTreeMap::new();
    for role in &query.roles {
        let column = dataset.organisation_column(*role).unwrap();
        for row in rows {
            let Value::Text(code) = &row[column] else { continue };
            if code.is_empty() {
                continue;
            }
            groups.entry((*role, code.clone(), String::new())).or_default().push(row);
            for breakdown in &query.breakdowns {
                let category = category(*breakdown, dataset, row);
                let category = format!("{}:{category}", breakdown.word());
                groups.entry((*role, code.clone(), category)).or_default().push(row);
            }
        }
    }
    groups
}

fn category(breakdown: Breakdown, dataset: &Dataset, row: &Row) -> String {
    let (_, column) = dataset.breakdowns.iter().find(|(known, _)| *known == breakdown).unwrap();
    match (&row[column], breakdown) {
        (Value::Null, _) => "not_known".to_owned(),
        (Value::Whole(age), Breakdown::AgeBand) => {
            let bands = [(5, "0-4"), (15, "5-14"), (25, "15-24"), (45, "25-44"), (65, "45-64")];
            let older = [(75, "65-74"), (85, "75-84"), (i64::MAX, "85+")];
            let mut all = bands.into_iter().chain(older);
            all.find(|(below, _)| age < below).unwrap().1.to_owned()
        }
        (Value::Whole(number), _) => number.to_string(),
        (Value::Text(text), _) => text.clone(),
        (other, _) => panic!("{other:?} is no category"),
    }
}

/// What one row adds to a sum, in millionths.
fn amount(sql: Option<&str>, row: &Row) -> i128 {
    const MILLION: f64 = 1_000_000.0;
    let Some(sql) = sql else { return 1_000_000 };
    match evaluate(&parse(sql), row) {
        Value::Null | Value::YesNo(false) => 0,
        Value::YesNo(true) => 1_000_000,
        Value::Whole(whole) => i128::from(whole) * 1_000_000,
        #[expect(clippy::cast_possible_truncation, reason = "small numbers in tests")]
        Value::Number(number) => (number * MILLION).round() as i128,
        other => panic!("{other:?} cannot be added"),
    }
}

fn kept(query: &Query, row: &Row) -> bool {
    query.filter.as_ref().is_none_or(|sql| evaluate(&parse(sql), row) == Value::YesNo(true))
}

fn day(value: &Value) -> Option<NaiveDate> {
    match value {
        Value::Null => None,
        Value::Day(day) => Some(*day),
        Value::Time(time) => Some(time.date()),
        other => panic!("{other:?} is no day"),
    }
}

fn flow(
    query: &Query,
    dataset: &Dataset,
    rows: &[&Row],
    kind: PeriodKind,
) -> BTreeMap<Period, (i128, i128)> {
    let time = query.time.as_ref().unwrap_or(&dataset.event_time);
    let mut sums: BTreeMap<Period, (i128, i128)> = BTreeMap::new();
    for row in rows {
        let Some(day) = day(&row[time.as_str()]) else { continue };
        let sum = sums.entry(Period::containing(kind, day)).or_default();
        if kept(query, row) {
            sum.0 += amount(query.numerator.as_deref(), row);
            sum.1 += amount(query.denominator.as_deref(), row);
        }
    }
    sums
}

/// What is open at the end of each period, up to the last day on which any row begins or ends.
fn open(
    query: &Query,
    stock: &Stock,
    rows: &[&Row],
    all: &[Row],
    kind: PeriodKind,
) -> BTreeMap<Period, (i128, i128)> {
    let days_of = |row: &Row| [day(&row[&stock.from]), day(&row[&stock.to])];
    let horizon = all.iter().flat_map(|row| days_of(row).into_iter().flatten()).max();
    let first = rows.iter().flat_map(|row| days_of(row).into_iter().flatten()).min();
    let (Some(first), Some(horizon)) = (first, horizon) else { return BTreeMap::new() };
    let mut sums = BTreeMap::new();
    let mut period = Period::containing(kind, first);
    while period.first_day() <= horizon {
        let end = period.last_day();
        let mut sum = (0, 0);
        for row in rows.iter().filter(|row| kept(query, row)) {
            let [Some(from), to] = days_of(row) else { continue };
            if from > end || to.is_some_and(|to| to <= end) {
                continue;
            }
            let days = (end - from).num_days();
            let counts = match stock.age {
                OpenFor::Any => true,
                OpenFor::Within(most) => days <= i64::from(most),
                OpenFor::Above(most) => days > i64::from(most),
            };
            if counts {
                sum.0 += amount(query.numerator.as_deref(), row);
            }
            sum.1 += amount(query.denominator.as_deref(), row);
        }
        sums.insert(period, sum);
        period = period.next();
    }
    sums
}
