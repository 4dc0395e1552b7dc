//! A dataset: its columns, key, event time and rules, as its file in `catalogue/datasets` says.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};

use crate::definition_file::{DefinitionFault, DefinitionFile};
use crate::expression::Expressions;

mod columns;
mod shipped;

pub use self::columns::{Column, ColumnType};
pub use self::shipped::shipped;

/// In which role an organisation stands behind a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OrganisationRole {
    /// Who gave the care.
    Provider,
    /// Where it was given.
    Site,
    /// The practice at which the patient is registered.
    Practice,
    /// Who pays.
    Commissioner,
    /// Any body.
    Organisation,
}

impl OrganisationRole {
    /// Every role; the first that a dataset has is its sender.
    pub const ALL: [Self; 5] =
        [Self::Provider, Self::Site, Self::Practice, Self::Commissioner, Self::Organisation];

    /// The word in files and in the ledger.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Provider => "provider",
            Self::Site => "site",
            Self::Practice => "practice",
            Self::Commissioner => "commissioner",
            Self::Organisation => "organisation",
        }
    }
}

/// By what the patients of a figure are divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Breakdown {
    /// Bands of the age at the event.
    AgeBand,
    /// Sex.
    Sex,
    /// Ethnic group.
    EthnicGroup,
    /// Fifths of deprivation of the small area of residence.
    DeprivationQuintile,
}

impl Breakdown {
    /// Every breakdown.
    pub const ALL: [Self; 4] =
        [Self::AgeBand, Self::Sex, Self::EthnicGroup, Self::DeprivationQuintile];

    /// The word in files and in the ledger.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::AgeBand => "age_band",
            Self::Sex => "sex",
            Self::EthnicGroup => "ethnic_group",
            Self::DeprivationQuintile => "deprivation_quintile",
        }
    }
}

/// What must hold between the columns of each row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its name, such as `departed-after-arrival`.
    pub name: String,
    /// SQL over the columns; a row is at fault where it is false, not where it is unknown.
    pub holds: String,
    /// Why it must hold.
    pub because: String,
}

/// One kind of row that bodies send.
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset {
    /// Its name, and that of its table in queries.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// What one row is.
    pub definition: String,
    /// The flow that carries it, such as `AE`.
    pub flow: String,
    /// The columns that tell one row from another.
    pub key: Vec<String>,
    /// The column that says when it happened: a day or a time.
    pub event_time: String,
    /// The column that holds the patient's pseudonym.
    pub patient: Option<String>,
    /// Which column names the organisation in which role, in the order of the roles.
    pub organisations: Vec<(OrganisationRole, String)>,
    /// Which column carries which breakdown.
    pub breakdowns: Vec<(Breakdown, String)>,
    /// Its columns, in order.
    pub columns: Vec<Column>,
    /// What must hold between them.
    pub rules: Vec<Rule>,
}

/// The column that says which load brought a row.
pub const LOAD_ID: &str = "load_id";

/// The column that says when a row became known, in UTC.
pub const KNOWN_AT: &str = "known_at";

impl Dataset {
    /// Its table's schema: the columns, then [`LOAD_ID`] and [`KNOWN_AT`].
    #[must_use]
    pub fn schema(&self) -> SchemaRef {
        let mut fields = self.fields();
        fields.push(Field::new(LOAD_ID, DataType::Int64, false));
        fields.push(Field::new(KNOWN_AT, DataType::Timestamp(TimeUnit::Microsecond, None), false));
        Arc::new(Schema::new(fields))
    }

    /// The schema of what a file of it holds: the columns alone.
    #[must_use]
    pub fn file_schema(&self) -> SchemaRef {
        Arc::new(Schema::new(self.fields()))
    }

    fn fields(&self) -> Vec<Field> {
        let field = |column: &Column| {
            Field::new(&column.name, column.kind.data_type(), !self.is_required(column))
        };
        self.columns.iter().map(field).collect()
    }

    /// Where a column stands, from 0.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// Whether a row without a value of this column is at fault.
    #[must_use]
    pub fn is_required(&self, column: &Column) -> bool {
        column.required || column.name == self.event_time
    }

    /// Role and column of the body that sends the rows: the provider, or else the first role.
    #[must_use]
    pub fn sender(&self) -> Option<&(OrganisationRole, String)> {
        self.organisations.first()
    }

    /// Which column names the organisation in a role.
    #[must_use]
    pub fn organisation_column(&self, role: OrganisationRole) -> Option<&str> {
        let found = self.organisations.iter().find(|(of, _)| *of == role);
        found.map(|(_, column)| column.as_str())
    }
}

const KEYS: [&str; 11] = [
    "name",
    "title",
    "definition",
    "flow",
    "key",
    "event_time",
    "patient",
    "organisations",
    "breakdowns",
    "column",
    "rule",
];

/// Reads the definition of a dataset.
///
/// `file` is the name used in messages; its last part must be the dataset's name with `.toml`.
///
/// # Errors
///
/// Returns every fault found: TOML that cannot be read, keys missing, unknown or of the wrong kind,
/// columns named that are not there, rules that are no SQL over the columns.
pub fn read_dataset(file: &str, text: &str) -> Result<Dataset, Vec<DefinitionFault>> {
    let mut keys = DefinitionFile::parse(file, text)?;
    keys.refuse_unknown(&KEYS);
    let mut dataset = Dataset {
        name: read_name(&mut keys, file),
        title: keys.line_of_text("title", 120),
        definition: keys.text("definition"),
        flow: keys.line_of_text("flow", 30),
        key: keys.texts("key"),
        event_time: keys.line_of_text("event_time", 60),
        patient: keys.has("patient").then(|| keys.line_of_text("patient", 60)),
        organisations: Vec::new(),
        breakdowns: Vec::new(),
        columns: columns::read_columns(&mut keys),
        rules: Vec::new(),
    };
    let roles = OrganisationRole::ALL.map(|role| (role.word(), role));
    dataset.organisations = read_columns_by_word(&mut keys, "organisations", &roles, &dataset);
    let breakdowns = Breakdown::ALL.map(|breakdown| (breakdown.word(), breakdown));
    dataset.breakdowns = read_columns_by_word(&mut keys, "breakdowns", &breakdowns, &dataset);
    check_named_columns(&mut keys, &dataset);
    dataset.rules = read_rules(&mut keys, &dataset);
    keys.finish(dataset)
}

fn read_name(keys: &mut DefinitionFile, file: &str) -> String {
    let name = keys.line_of_text("name", 60);
    if name.is_empty() {
        return name;
    }
    if !columns::is_name(&name) {
        keys.fault("name", format!("'{name}' must be small letters, digits and _"));
    }
    let wanted = format!("{name}.toml");
    if file.rsplit(['/', '\\']).next() != Some(wanted.as_str()) {
        keys.fault("name", format!("the file of '{name}' must be named {wanted}"));
    }
    name
}

/// A table whose keys are words and whose values are columns, in the order of the words.
fn read_columns_by_word<T: Copy>(
    keys: &mut DefinitionFile,
    key: &str,
    words: &[(&str, T)],
    dataset: &Dataset,
) -> Vec<(T, String)> {
    let Some(mut table) = keys.table(key) else { return Vec::new() };
    let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
    table.refuse_unknown(&known);
    let mut found = Vec::new();
    for (word, meaning) in words {
        if table.has(word) {
            let column = table.line_of_text(word, 60);
            if dataset.position(&column).is_none() {
                table.fault(word, no_such_column(&column));
            }
            found.push((*meaning, column));
        }
    }
    keys.take_faults(table);
    found
}

fn no_such_column(column: &str) -> String {
    format!("'{column}' is no column of this file; add a [[column]] or correct the name")
}

fn check_named_columns(keys: &mut DefinitionFile, dataset: &Dataset) {
    if dataset.key.is_empty() && !keys.has("key") {
        keys.fault("key", "is missing".to_owned());
    }
    for column in &dataset.key {
        if dataset.position(column).is_none() {
            keys.fault("key", no_such_column(column));
        }
    }
    if let Some(patient) = dataset.patient.as_deref()
        && dataset.position(patient).is_none()
    {
        keys.fault("patient", no_such_column(patient));
    }
    if dataset.organisations.is_empty() && !keys.has("organisations") {
        keys.fault("organisations", "is missing: say which column names who sends".to_owned());
    }
    match dataset.columns.iter().find(|column| column.name == dataset.event_time) {
        Some(column) if matches!(column.kind, ColumnType::Day | ColumnType::Time) => {}
        Some(_) => keys.fault("event_time", "must be a column of type day or time".to_owned()),
        None if dataset.event_time.is_empty() => {}
        None => keys.fault("event_time", no_such_column(&dataset.event_time)),
    }
}

fn read_rules(keys: &mut DefinitionFile, dataset: &Dataset) -> Vec<Rule> {
    let expressions = Expressions::over(&dataset.file_schema());
    let mut rules: Vec<Rule> = Vec::new();
    for mut table in keys.tables("rule") {
        table.refuse_unknown(&["name", "holds", "because"]);
        let rule = Rule {
            name: table.line_of_text("name", 60),
            holds: table.line_of_text("holds", 500),
            because: table.line_of_text("because", 200),
        };
        if rules.iter().any(|earlier| earlier.name == rule.name) {
            table.fault("name", format!("'{}' is the name of an earlier rule", rule.name));
        }
        if !rule.holds.is_empty()
            && let Err(problem) = expressions.condition(&rule.holds)
        {
            table.fault("holds", problem);
        }
        keys.take_faults(table);
        rules.push(rule);
    }
    rules
}

/// A folder of definitions that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// It cannot be listed, or a file in it cannot be read.
    #[error("{path} cannot be read; check its name and permissions")]
    Unreadable {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// Definitions at fault.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Faults(Vec<DefinitionFault>),
}

/// Reads every definition `*.toml` in a folder, in the order of their names.
///
/// # Errors
///
/// Returns the faults of all files, or the first file that cannot be read.
pub fn read_folder(folder: &Path) -> Result<Vec<Dataset>, FolderError> {
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        move |source| FolderError::Unreadable { path, source }
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable(folder))? {
        let path = entry.map_err(unreadable(folder))?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            paths.push(path);
        }
    }
    paths.sort();
    let (mut datasets, mut faults) = (Vec::new(), Vec::new());
    for path in paths {
        let text = std::fs::read_to_string(&path).map_err(unreadable(&path))?;
        match read_dataset(&path.to_string_lossy(), &text) {
            Ok(dataset) => datasets.push(dataset),
            Err(found) => faults.extend(found),
        }
    }
    if faults.is_empty() { Ok(datasets) } else { Err(FolderError::Faults(faults)) }
}

#[cfg(test)]
#[path = "dataset/tests.rs"]
mod tests;
