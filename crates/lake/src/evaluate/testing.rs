//! Small tables of rows for tests, as values and as the batches that the engine reads.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};
use datafusion::arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray,
    TimestampMicrosecondArray,
};
use datafusion::datasource::MemTable;
use datafusion::prelude::SessionContext;

use super::naive_sql::{Row, Value};
use super::{Touched, day_number, register_functions};
use crate::dataset::{ColumnType, Dataset, read_folder};
use crate::indicator::{Definition, read_definition};

fn catalogue() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../catalogue"))
}

/// The shipped datasets.
pub(super) fn datasets() -> Vec<Dataset> {
    read_folder(&catalogue().join("datasets")).unwrap()
}

/// The files in the folder of indicators whose names end so, by name, with their text.
fn files(ending: &str, but: &str) -> Vec<(String, String)> {
    let folder = std::fs::read_dir(catalogue().join("indicators")).unwrap();
    let mut files: Vec<(String, String)> = folder
        .map(|entry| entry.unwrap().path())
        .filter_map(|path| {
            let name = path.file_name()?.to_str()?.to_owned();
            let wanted = name.ends_with(ending) && (but.is_empty() || !name.ends_with(but));
            wanted.then(|| (name, std::fs::read_to_string(&path).unwrap()))
        })
        .collect();
    files.sort();
    files
}

/// The shipped definitions, each with its file.
pub(super) fn definitions() -> Vec<(String, Definition)> {
    let read = |(file, text): (String, String)| {
        let definition = read_definition(&file, &text).unwrap();
        (file, definition)
    };
    files(".toml", ".spec.toml").into_iter().map(read).collect()
}

/// The worked examples, each with its file.
pub(super) fn specs() -> Vec<(String, String)> {
    files(".spec.toml", "")
}

/// A text table as lists of words: the head first.
pub(super) fn words(table: &str) -> Vec<Vec<&str>> {
    table
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.split_whitespace().collect())
        .collect()
}

/// Rows of a dataset from a text table; columns that it leaves out and `-` are not known. Columns
/// that must be known get something that tells rows apart.
pub(super) fn rows(dataset: &Dataset, table: &str) -> Vec<Row> {
    let lines = words(table);
    let (head, lines) = lines.split_first().unwrap();
    for name in head {
        assert!(dataset.position(name).is_some(), "{} has no column {name}", dataset.name);
    }
    let row = |(number, line): (usize, &Vec<&str>)| {
        let given: BTreeMap<&str, &str> = head.iter().copied().zip(line.iter().copied()).collect();
        let value = |name: &str, kind: ColumnType, required: bool| match given.get(name) {
            Some(text) if *text != "-" => value(kind, text),
            _ if required => filler(kind, number),
            _ => Value::Null,
        };
        dataset
            .columns
            .iter()
            .map(|column| {
                let required = dataset.is_required(column);
                (column.name.clone(), value(&column.name, column.kind, required))
            })
            .collect()
    };
    lines.iter().enumerate().map(row).collect()
}

fn filler(kind: ColumnType, number: usize) -> Value {
    match kind {
        ColumnType::Text => Value::Text(format!("row-{number}")),
        _ => value(
            kind,
            if matches!(kind, ColumnType::Day | ColumnType::Time) { "2018-04-01" } else { "0" },
        ),
    }
}

fn value(kind: ColumnType, text: &str) -> Value {
    match kind {
        ColumnType::Text => Value::Text(text.to_owned()),
        ColumnType::Whole | ColumnType::Money => Value::Whole(text.parse().unwrap()),
        ColumnType::Number => Value::Number(text.parse().unwrap()),
        ColumnType::Day => Value::Day(text.parse().unwrap()),
        ColumnType::Time => Value::Time(match text.len() {
            10 => text.parse::<NaiveDate>().unwrap().and_time(chrono::NaiveTime::MIN),
            _ => NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap(),
        }),
        ColumnType::YesNo => Value::YesNo(text.parse().unwrap()),
    }
}

/// A session with a table for each dataset, of which some have rows; all came with load 7.
pub(super) fn session(datasets: &[Dataset], tables: &BTreeMap<String, Vec<Row>>) -> SessionContext {
    let mut session = SessionContext::new();
    register_functions(&mut session).unwrap();
    for dataset in datasets {
        let none = Vec::new();
        let rows = tables.get(&dataset.name).unwrap_or(&none);
        // Two batches, so that sums of parts are added too.
        let (one, other) = rows.split_at(rows.len() / 2);
        let batches = vec![vec![batch(dataset, one)], vec![batch(dataset, other)]];
        let table = MemTable::try_new(dataset.schema(), batches).unwrap();
        session.register_table(dataset.name.as_str(), Arc::new(table)).unwrap();
    }
    session
}

fn batch(dataset: &Dataset, rows: &[Row]) -> RecordBatch {
    let column = |name: &str, kind: ColumnType| -> ArrayRef {
        let values = rows.iter().map(|row| &row[name]);
        match kind {
            ColumnType::Text => Arc::new(
                values
                    .map(
                        |value| {
                            if let Value::Text(text) = value { Some(text.as_str()) } else { None }
                        },
                    )
                    .collect::<StringArray>(),
            ),
            ColumnType::Whole | ColumnType::Money => Arc::new(
                values
                    .map(|value| if let Value::Whole(whole) = value { Some(*whole) } else { None })
                    .collect::<Int64Array>(),
            ),
            ColumnType::Number => Arc::new(
                values
                    .map(
                        |value| {
                            if let Value::Number(number) = value { Some(*number) } else { None }
                        },
                    )
                    .collect::<Float64Array>(),
            ),
            ColumnType::Day => {
                Arc::new(
                    values
                        .map(|value| {
                            if let Value::Day(day) = value { Some(day_number(*day)) } else { None }
                        })
                        .collect::<Date32Array>(),
                )
            }
            ColumnType::Time => Arc::new(
                values
                    .map(|value| match value {
                        Value::Time(time) => Some(time.and_utc().timestamp_micros()),
                        _ => None,
                    })
                    .collect::<TimestampMicrosecondArray>(),
            ),
            ColumnType::YesNo => Arc::new(
                values
                    .map(
                        |value| if let Value::YesNo(answer) = value { Some(*answer) } else { None },
                    )
                    .collect::<BooleanArray>(),
            ),
        }
    };
    let mut columns: Vec<ArrayRef> =
        dataset.columns.iter().map(|of| column(&of.name, of.kind)).collect();
    columns.push(Arc::new(Int64Array::from(vec![7; rows.len()])));
    columns.push(Arc::new(TimestampMicrosecondArray::from(vec![0; rows.len()])));
    RecordBatch::try_new(dataset.schema(), columns).unwrap()
}

/// Every day there can be, of every dataset.
pub(super) fn everything(datasets: &[Dataset]) -> BTreeMap<String, Touched> {
    let day = |text: &str| text.parse().unwrap();
    let all = Touched { from: day("1990-01-01"), to: day("2050-01-01") };
    datasets.iter().map(|dataset| (dataset.name.clone(), all)).collect()
}
