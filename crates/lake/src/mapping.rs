//! A mapping: how a file with other columns, words and days becomes rows of a dataset.

use std::collections::BTreeMap;

use crate::dataset::{ColumnType, Dataset};
use crate::definition_file::{DefinitionFault, DefinitionFile};

/// How one column of a dataset is filled.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MappedColumn {
    /// The column of the file; that of the same name when absent.
    pub from: Option<String>,
    /// The value of every row.
    pub constant: Option<String>,
    /// What the file's words mean; an empty meaning is no value.
    pub values: BTreeMap<String, String>,
    /// What every other word means; without it they stay as they are.
    pub otherwise: Option<String>,
    /// How days and times are written, as `%d/%m/%Y %H:%M`.
    pub format: Option<String>,
    /// Whether money is written in pounds.
    pub pounds: bool,
}

/// How a file becomes rows of a dataset.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    /// By column of the dataset.
    pub columns: BTreeMap<String, MappedColumn>,
    /// Words that stand for no value, such as `NA`.
    pub empty: Vec<String>,
}

/// Reads a mapping onto a dataset.
///
/// # Errors
///
/// Returns every fault found: TOML that cannot be read, columns that the dataset has not, keys that
/// do not belong together.
pub fn read_mapping(
    file: &str,
    text: &str,
    dataset: &Dataset,
) -> Result<Mapping, Vec<DefinitionFault>> {
    let mut keys = DefinitionFile::parse(file, text)?;
    keys.refuse_unknown(&["dataset", "empty", "column", "source"]);
    let name = keys.line_of_text("dataset", 60);
    if !name.is_empty() && name != dataset.name {
        keys.fault("dataset", format!("is for '{name}', not for '{}'", dataset.name));
    }
    if keys.has("source") {
        keys.text("source");
    }
    let mut mapping = Mapping { columns: BTreeMap::new(), empty: keys.texts("empty") };
    for mut table in keys.tables("column") {
        let (name, column) = read_column(&mut table, dataset);
        if mapping.columns.insert(name.clone(), column).is_some() {
            table.fault("name", format!("'{name}' is the name of an earlier column"));
        }
        keys.take_faults(table);
    }
    keys.finish(mapping)
}

fn read_column(table: &mut DefinitionFile, dataset: &Dataset) -> (String, MappedColumn) {
    table.refuse_unknown(&["name", "from", "constant", "values", "otherwise", "format", "pounds"]);
    let name = table.line_of_text("name", 60);
    let kind = dataset.columns.iter().find(|column| column.name == name).map(|column| column.kind);
    if kind.is_none() && !name.is_empty() {
        table.fault("name", format!("'{name}' is no column of '{}'", dataset.name));
    }
    let optional = |table: &mut DefinitionFile, key: &str| {
        table.has(key).then(|| table.line_of_text(key, 200))
    };
    let mut column = MappedColumn {
        from: optional(table, "from"),
        constant: optional(table, "constant"),
        values: BTreeMap::new(),
        otherwise: table.has("otherwise").then(|| table.any_text("otherwise")),
        format: optional(table, "format"),
        pounds: table.yes_no("pounds"),
    };
    if let Some(mut values) = table.table("values") {
        for key in values.keys_as_written() {
            let meaning = values.any_text(&key);
            column.values.insert(key, meaning);
        }
        table.take_faults(values);
    }
    let timed = matches!(kind, Some(ColumnType::Day | ColumnType::Time));
    if column.format.is_some() && kind.is_some() && !timed {
        table.fault("format", "belongs to a column of type day or time".to_owned());
    }
    if column.pounds && kind.is_some_and(|kind| kind != ColumnType::Money) {
        table.fault("pounds", "belongs to a column of type money".to_owned());
    }
    if column.constant.is_some() && (column.from.is_some() || !column.values.is_empty()) {
        table.fault("constant", "stands alone: remove from and values".to_owned());
    }
    (name, column)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::shipped;

    const GOOD: &str = r#"dataset = "complaints"
empty = ["NA"]

[[column]]
name = "organisation"
constant = "Y01"

[[column]]
name = "received_on"
from = "date"
format = "%d/%m/%Y"

[[column]]
name = "subject"
from = "theme"
otherwise = "other"
[column.values]
"Waiting times" = "access"
Unknown = ""
"#;

    fn read(text: &str) -> Result<Mapping, String> {
        let datasets = shipped().unwrap();
        let dataset = datasets.iter().find(|dataset| dataset.name == "complaints").unwrap();
        read_mapping("m.toml", text, dataset)
            .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    }

    #[test]
    fn a_mapping_renames_translates_and_fills_in() {
        let mapping = read(GOOD).unwrap();
        assert_eq!(mapping.empty, ["NA"]);
        assert_eq!(mapping.columns["organisation"].constant.as_deref(), Some("Y01"));
        assert_eq!(mapping.columns["received_on"].format.as_deref(), Some("%d/%m/%Y"));
        assert_eq!(mapping.columns["subject"].values["Waiting times"], "access");
        assert_eq!(mapping.columns["subject"].values["Unknown"], "");
    }

    #[test]
    fn each_fault_names_file_line_and_key() {
        for (replace, by, expected) in [
            (
                "\"complaints\"",
                "\"spells\"",
                "m.toml, line 1: dataset: is for 'spells', not for 'complaints'",
            ),
            (
                "\"received_on\"",
                "\"received\"",
                "m.toml, line 9: name: 'received' is no column of 'complaints'",
            ),
            (
                "\"received_on\"",
                "\"subject\"",
                "m.toml, line 11: format: belongs to a column of type day or time\nm.toml, line 14: name: 'subject' is the name of an earlier column",
            ),
            (
                "constant = \"Y01\"",
                "constant = \"Y01\"\nfrom = \"x\"",
                "m.toml, line 6: constant: stands alone: remove from and values",
            ),
            (
                "from = \"date\"",
                "form = \"date\"",
                "m.toml, line 10: form: unknown key; the keys are name, from, constant, values, otherwise, format, pounds",
            ),
        ] {
            assert!(GOOD.contains(replace));
            assert_eq!(read(&GOOD.replace(replace, by)), Err(expected.to_owned()));
        }
    }
}
