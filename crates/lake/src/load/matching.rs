//! Which column of a file fills which column of a dataset.

use std::collections::BTreeMap;

use crate::dataset::{Column, ColumnType, Dataset};
use crate::mapping::{MappedColumn, Mapping};

/// Where a column's values come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum From {
    /// A column of the file, by position.
    File(usize),
    /// The same in every row.
    Constant(String),
    /// Nowhere.
    Nowhere,
}

/// How one column is filled.
#[derive(Debug, Clone)]
pub(super) struct Filled {
    pub(super) name: String,
    pub(super) kind: ColumnType,
    pub(super) required: bool,
    pub(super) values: Vec<String>,
    pub(super) lowest: Option<f64>,
    pub(super) highest: Option<f64>,
    pub(super) from: From,
    /// Whether cells mean what they say.
    pub(super) plain: bool,
    pub(super) meanings: BTreeMap<String, String>,
    pub(super) otherwise: Option<String>,
    pub(super) empty: Vec<String>,
    pub(super) format: Option<String>,
    pub(super) pounds: bool,
}

/// How each column of a dataset is filled from a file.
#[derive(Debug, Clone)]
pub(super) struct Matched {
    pub(super) columns: Vec<Filled>,
    /// Columns of the file that nothing reads.
    pub(super) unused: Vec<String>,
}

/// The names to look for in a file's heading.
pub(super) fn wanted<'a>(dataset: &'a Dataset, mapping: &'a Mapping) -> Vec<&'a str> {
    dataset
        .columns
        .iter()
        .filter_map(|column| match mapping.columns.get(&column.name) {
            Some(MappedColumn { constant: Some(_), .. }) => None,
            Some(MappedColumn { from: Some(from), .. }) => Some(from.as_str()),
            _ => Some(column.name.as_str()),
        })
        .collect()
}

/// Matches a file's heading with a dataset.
///
/// # Errors
///
/// Names the columns that every row must have and the file has not.
pub(super) fn match_columns(
    dataset: &Dataset,
    mapping: &Mapping,
    heading: &[String],
) -> Result<Matched, String> {
    let find = |name: &str| heading.iter().position(|head| head.eq_ignore_ascii_case(name));
    let (mut columns, mut used, mut missing) = (Vec::new(), vec![false; heading.len()], Vec::new());
    for column in &dataset.columns {
        let mapped = mapping.columns.get(&column.name).cloned().unwrap_or_default();
        let name = mapped.from.as_deref().unwrap_or(&column.name);
        let from = match (&mapped.constant, find(name)) {
            (Some(constant), _) => From::Constant(constant.clone()),
            (None, Some(position)) => {
                used[position] = true;
                From::File(position)
            }
            (None, None) => From::Nowhere,
        };
        let required = dataset.is_required(column);
        if from == From::Nowhere && (required || mapped.from.is_some()) {
            missing.push(name.to_owned());
        }
        columns.push(filled(column, required, from, mapped, &mapping.empty));
    }
    let unused: Vec<String> = heading
        .iter()
        .zip(&used)
        .filter(|(name, used)| !**used && !name.is_empty())
        .map(|(name, _)| name.clone())
        .collect();
    if missing.is_empty() {
        return Ok(Matched { columns, unused });
    }
    let there = if unused.is_empty() { "none".to_owned() } else { unused.join(", ") };
    Err(format!(
        "the file has no column {}; its columns without a use are: {there}. Correct the heading, \
         or write a mapping",
        missing.join(", ")
    ))
}

fn filled(
    column: &Column,
    required: bool,
    from: From,
    mapped: MappedColumn,
    empty: &[String],
) -> Filled {
    Filled {
        name: column.name.clone(),
        kind: column.kind,
        required,
        values: column.values.clone(),
        lowest: column.lowest,
        highest: column.highest,
        from,
        plain: mapped.values.is_empty() && mapped.otherwise.is_none() && empty.is_empty(),
        meanings: mapped.values,
        otherwise: mapped.otherwise,
        empty: empty.to_vec(),
        format: mapped.format,
        pounds: mapped.pounds,
    }
}
