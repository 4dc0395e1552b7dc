//! The columns of a dataset: their types, and what their values may be.

use datafusion::arrow::datatypes::{DataType, TimeUnit};

use crate::definition_file::DefinitionFile;

/// What a column holds, and how it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// Text.
    Text,
    /// A whole number.
    Whole,
    /// Any number.
    Number,
    /// Money, in whole pence.
    Money,
    /// A day.
    Day,
    /// A day and time as the sender's clock showed it.
    Time,
    /// True or false.
    YesNo,
}

const TYPES: [(&str, ColumnType); 7] = [
    ("text", ColumnType::Text),
    ("whole", ColumnType::Whole),
    ("number", ColumnType::Number),
    ("money", ColumnType::Money),
    ("day", ColumnType::Day),
    ("time", ColumnType::Time),
    ("yes_no", ColumnType::YesNo),
];

impl ColumnType {
    /// The word in files.
    #[must_use]
    pub fn word(self) -> &'static str {
        TYPES.iter().find(|(_, kind)| *kind == self).map_or("", |(word, _)| *word)
    }

    /// How its values are kept.
    #[must_use]
    pub fn data_type(self) -> DataType {
        match self {
            Self::Text => DataType::Utf8,
            Self::Whole | Self::Money => DataType::Int64,
            Self::Number => DataType::Float64,
            Self::Day => DataType::Date32,
            Self::Time => DataType::Timestamp(TimeUnit::Microsecond, None),
            Self::YesNo => DataType::Boolean,
        }
    }

    /// How a value of it is written, for messages.
    #[must_use]
    pub fn as_written(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Whole => "a whole number, as 12",
            Self::Number => "a number, as 12.5",
            Self::Money => "whole pence, as 1250 for £12.50",
            Self::Day => "a day, as 2019-01-31",
            Self::Time => "a day and time, as 2019-01-31T14:05:00",
            Self::YesNo => "true or false",
        }
    }

    fn is_numeric(self) -> bool {
        matches!(self, Self::Whole | Self::Number | Self::Money)
    }
}

/// One column of a dataset.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its name in files and queries.
    pub name: String,
    /// What it holds.
    pub kind: ColumnType,
    /// What people call it.
    pub title: String,
    /// Unit of its numbers.
    pub unit: Option<String>,
    /// Whether each row must have a value.
    pub required: bool,
    /// The only texts allowed, if any are listed.
    pub values: Vec<String>,
    /// Its lowest number.
    pub lowest: Option<f64>,
    /// Its highest number.
    pub highest: Option<f64>,
}

/// Whether a name can stand in SQL without quotation marks.
pub(super) fn is_name(name: &str) -> bool {
    let allowed =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    name.chars().all(allowed) && name.starts_with(|letter: char| letter.is_ascii_lowercase())
}

/// Reads every `[[column]]`.
pub(super) fn read_columns(keys: &mut DefinitionFile) -> Vec<Column> {
    if !keys.has("column") {
        keys.fault("column", "is missing: each column is headed [[column]]".to_owned());
    }
    let mut columns: Vec<Column> = Vec::new();
    for mut table in keys.tables("column") {
        let column = read_column(&mut table);
        if columns.iter().any(|earlier| earlier.name == column.name) && !column.name.is_empty() {
            table.fault("name", format!("'{}' is the name of an earlier column", column.name));
        }
        keys.take_faults(table);
        columns.push(column);
    }
    columns
}

fn read_column(table: &mut DefinitionFile) -> Column {
    table.refuse_unknown(&[
        "name", "type", "title", "unit", "required", "values", "lowest", "highest",
    ]);
    let name = table.line_of_text("name", 60);
    if !name.is_empty() && (!is_name(&name) || [super::LOAD_ID, super::KNOWN_AT].contains(&&*name))
    {
        let problem = format!(
            "'{name}' must be small letters, digits and _, and neither load_id nor known_at"
        );
        table.fault("name", problem);
    }
    let kind = table.word("type", &TYPES).unwrap_or(ColumnType::Text);
    let column = Column {
        name,
        kind,
        title: table.line_of_text("title", 120),
        unit: table.has("unit").then(|| table.line_of_text("unit", 40)),
        required: table.yes_no("required"),
        values: table.texts("values"),
        lowest: table.optional_number("lowest"),
        highest: table.optional_number("highest"),
    };
    if table.has("values") && kind != ColumnType::Text {
        table.fault("values", "belongs to a column of type text".to_owned());
    }
    for key in ["lowest", "highest"] {
        if table.has(key) && !kind.is_numeric() {
            table.fault(key, "belongs to a column of type whole, number or money".to_owned());
        }
    }
    if let (Some(lowest), Some(highest)) = (column.lowest, column.highest)
        && lowest > highest
    {
        table.fault("highest", format!("must not be below lowest, which is {lowest}"));
    }
    column
}
