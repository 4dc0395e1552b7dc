//! One pass carried out: every count of a dataset in one plan, by grouping sets.

use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, Decimal128Array, Int64Array, RecordBatch, StringArray,
};
use datafusion::arrow::compute::cast as cast_array;
use datafusion::arrow::datatypes::{DataType, Date32Type, Decimal128Type, Int64Type};
use datafusion::common::{DataFusionError, ScalarValue};
use datafusion::dataframe::DataFrame;
use datafusion::functions::core::expr_fn::coalesce;
use datafusion::functions_aggregate::expr_fn::{count, max, sum};
use datafusion::logical_expr::{Expr, ExprFunctionExt as _, GroupingSet, col, lit};
use datafusion::prelude::SessionContext;
use futures::TryStreamExt as _;

use super::cells::{CellKey, Cells, Provenance};
use super::pass::{Measure, Pass, month};
use super::{EvaluateError, day_of};
use crate::dataset::{ColumnType, Dataset, LOAD_ID};

/// The day of rows that have none: after every real one.
const NO_DAY: i32 = i32::MAX;

/// One grouping: the key's column, and the breakdown that it is divided by.
struct Set {
    key: usize,
    by_day: bool,
    breakdown: Option<usize>,
}

impl Set {
    fn column(&self) -> String {
        key_column(self.key, self.by_day)
    }
}

fn key_column(key: usize, by_day: bool) -> String {
    format!("key_{key}_{}", if by_day { "day" } else { "month" })
}

fn sets(pass: &Pass<'_>) -> Vec<Set> {
    let mut sets = Vec::new();
    for (key, time) in pass.keys.iter().enumerate() {
        sets.push(Set { key, by_day: time.by_day, breakdown: None });
        let divided = time.breakdowns.iter();
        sets.extend(divided.map(|breakdown| Set {
            key,
            by_day: false,
            breakdown: Some(*breakdown),
        }));
    }
    sets
}

/// Counts everything that a pass needs.
pub(super) async fn scan(
    session: &SessionContext,
    dataset: &Dataset,
    pass: &Pass<'_>,
) -> Result<Cells, EvaluateError> {
    let rows = |source| EvaluateError::Rows { dataset: dataset.name.clone(), source };
    run(session, dataset, pass).await.map_err(rows)
}

async fn run(
    session: &SessionContext,
    dataset: &Dataset,
    pass: &Pass<'_>,
) -> Result<Cells, DataFusionError> {
    let sets = sets(pass);
    let frame = plan(session.table(&dataset.name).await?, dataset, pass, &sets)?;
    let mut batches = frame.execute_stream().await?;
    let mut cells = Cells::new(pass);
    while let Some(batch) = batches.try_next().await? {
        take(&mut cells, pass, &sets, &batch)?;
    }
    Ok(cells)
}

fn plan(
    table: DataFrame,
    dataset: &Dataset,
    pass: &Pass<'_>,
    sets: &[Set],
) -> Result<DataFrame, DataFusionError> {
    let table = match pass.days {
        Some(days) => table.filter(within(dataset, days))?,
        None => table,
    };
    let roles: Vec<Expr> = (0..pass.roles.len()).map(|role| col(role_column(role))).collect();
    let group = |set: &Set| {
        let mut group = roles.clone();
        group.push(col(set.column()));
        group.extend(set.breakdown.map(|breakdown| col(breakdown_column(breakdown))));
        group
    };
    let groups = match sets {
        [only] => group(only),
        sets => {
            vec![Expr::GroupingSet(GroupingSet::GroupingSets(sets.iter().map(group).collect()))]
        }
    };
    table.select(inputs(pass, sets))?.aggregate(groups, outputs(pass)?)
}

/// The rows of some event days, in the column's own type, so that files and pages can be skipped.
fn within(dataset: &Dataset, (from, to): (i32, i32)) -> Expr {
    /// Microseconds of a day.
    const DAY_US: i64 = 86_400_000_000;
    let column = dataset.columns.iter().find(|column| column.name == dataset.event_time);
    let is_time = column.is_some_and(|column| column.kind == ColumnType::Time);
    let at = |day: i32| {
        lit(if is_time {
            ScalarValue::TimestampMicrosecond(Some(i64::from(day) * DAY_US), None)
        } else {
            ScalarValue::Date32(Some(day))
        })
    };
    let (from, after) = (at(from), at(to.saturating_add(1)));
    col(&dataset.event_time).gt_eq(from).and(col(&dataset.event_time).lt(after))
}

fn inputs(pass: &Pass<'_>, sets: &[Set]) -> Vec<Expr> {
    let roles =
        pass.roles.iter().enumerate().map(|(role, (_, column))| {
            coalesce(vec![col(column), lit("")]).alias(role_column(role))
        });
    let mut inputs: Vec<Expr> = roles.collect();
    let mut keys: Vec<(usize, bool)> = sets.iter().map(|set| (set.key, set.by_day)).collect();
    keys.sort_unstable();
    keys.dedup();
    for (key, by_day) in keys {
        let day = pass.keys[key].day.clone();
        let day = if by_day { day } else { month(day) };
        let none = lit(ScalarValue::Date32(Some(NO_DAY)));
        inputs.push(coalesce(vec![day, none]).alias(key_column(key, by_day)));
    }
    for (breakdown, (_, category)) in pass.breakdowns.iter().enumerate() {
        inputs.push(category.clone().alias(breakdown_column(breakdown)));
    }
    for (position, measure) in pass.measures.iter().enumerate() {
        if let Measure::Count(input) | Measure::Whole(input) | Measure::Decimal(input) = measure {
            inputs.push(input.clone().alias(measure_column(position)));
        }
    }
    inputs.push(col(LOAD_ID));
    inputs
}

fn outputs(pass: &Pass<'_>) -> Result<Vec<Expr>, DataFusionError> {
    let one = || lit(1_i64);
    let mut outputs =
        vec![count(one()).alias("rows_looked_at"), max(col(LOAD_ID)).alias("newest_load")];
    for (position, measure) in pass.measures.iter().enumerate() {
        let input = col(measure_column(position));
        let output = match measure {
            // Named alike, the optimiser counts the rows once.
            Measure::Rows => count(one()),
            Measure::Count(_) => count(one()).filter(input).build()?,
            Measure::Whole(_) | Measure::Decimal(_) => sum(input),
        };
        outputs.push(output.alias(format!("counted_{position}")));
    }
    Ok(outputs)
}

fn role_column(role: usize) -> String {
    format!("role_{role}")
}

fn breakdown_column(breakdown: usize) -> String {
    format!("category_{breakdown}")
}

fn measure_column(measure: usize) -> String {
    format!("measure_{measure}")
}

/// The columns of a batch of groups.
struct Groups {
    roles: Vec<StringArray>,
    keys: Vec<ArrayRef>,
    categories: Vec<Option<StringArray>>,
    rows: Int64Array,
    newest_load: Int64Array,
    sums: Vec<Sums>,
}

enum Sums {
    Whole(Int64Array),
    Decimal(Decimal128Array),
}

impl Sums {
    fn at(&self, row: usize) -> i128 {
        match self {
            Self::Whole(sums) if sums.is_valid(row) => i128::from(sums.value(row)),
            Self::Decimal(sums) if sums.is_valid(row) => sums.value(row),
            _ => 0,
        }
    }
}

fn take(
    cells: &mut Cells,
    pass: &Pass<'_>,
    sets: &[Set],
    batch: &RecordBatch,
) -> Result<(), DataFusionError> {
    let groups = read_groups(pass, sets, batch)?;
    for row in 0..batch.num_rows() {
        // Columns that are not of a row's own grouping are null, and no others are.
        let own = sets.iter().enumerate().find(|(position, set)| {
            let category = groups.categories.iter().enumerate().all(|(breakdown, categories)| {
                let present = categories.as_ref().is_some_and(|column| column.is_valid(row));
                present == (set.breakdown == Some(breakdown))
            });
            groups.keys[*position].is_valid(row) && category
        });
        let Some((position, set)) = own else { continue };
        let day = groups.keys[position].as_primitive::<Date32Type>().value(row);
        if day == NO_DAY || day_of(day).is_none() {
            continue;
        }
        let category = set.breakdown.and_then(|breakdown| {
            let categories = groups.categories[breakdown].as_ref()?;
            Some(cells.category(breakdown, categories.value(row)))
        });
        let provenance = Provenance {
            rows: u64::try_from(groups.rows.value(row)).unwrap_or_default(),
            newest_load: groups.newest_load.value(row),
        };
        for (role, codes) in groups.roles.iter().enumerate() {
            let code = codes.value(row);
            if code.is_empty() {
                continue;
            }
            let key = CellKey {
                role: u8::try_from(role).unwrap_or(u8::MAX),
                organisation: cells.organisations.position(code),
                category,
                key: u16::try_from(set.key).unwrap_or(u16::MAX),
                day,
            };
            cells.add(key, provenance, groups.sums.iter().map(|sums| sums.at(row)));
        }
    }
    Ok(())
}

fn read_groups(
    pass: &Pass<'_>,
    sets: &[Set],
    batch: &RecordBatch,
) -> Result<Groups, DataFusionError> {
    let column = |name: &str, kind: &DataType| -> Result<ArrayRef, DataFusionError> {
        let found = batch
            .column_by_name(name)
            .ok_or_else(|| DataFusionError::Internal(format!("a pass has no column {name}")))?;
        Ok(if found.data_type() == kind { Arc::clone(found) } else { cast_array(found, kind)? })
    };
    let text = |name: String| Ok(column(&name, &DataType::Utf8)?.as_string::<i32>().clone());
    let whole = |name: &str| -> Result<Int64Array, DataFusionError> {
        Ok(column(name, &DataType::Int64)?.as_primitive::<Int64Type>().clone())
    };
    let used = |breakdown: usize| sets.iter().any(|set| set.breakdown == Some(breakdown));
    let categories = (0..pass.breakdowns.len())
        .map(|breakdown| used(breakdown).then(|| text(breakdown_column(breakdown))).transpose());
    let sums = pass.measures.iter().enumerate().map(|(position, measure)| {
        let name = format!("counted_{position}");
        Ok(match measure {
            Measure::Decimal(_) => {
                let sums = column(&name, &DataType::Decimal128(38, super::pass::SCALE))?;
                Sums::Decimal(sums.as_primitive::<Decimal128Type>().clone())
            }
            _ => Sums::Whole(whole(&name)?),
        })
    });
    let roles = (0..pass.roles.len()).map(|role| text(role_column(role)));
    Ok(Groups {
        roles: roles.collect::<Result<_, DataFusionError>>()?,
        keys: sets
            .iter()
            .map(|set| column(&set.column(), &DataType::Date32))
            .collect::<Result<_, _>>()?,
        categories: categories.collect::<Result<_, DataFusionError>>()?,
        rows: whole("rows_looked_at")?,
        newest_load: whole("newest_load")?,
        sums: sums.collect::<Result<_, DataFusionError>>()?,
    })
}
