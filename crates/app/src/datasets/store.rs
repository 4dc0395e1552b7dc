//! What queries see: the datasets there are, their parts as the ledger lists them, and sessions over
//! them.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use anyhow::{Context as _, anyhow};
use bellwether_lake::datafusion::execution::runtime_env::RuntimeEnv;
use bellwether_lake::datafusion::prelude::{SessionConfig, SessionContext};
use bellwether_lake::dataset::{self, Dataset};
use bellwether_lake::parts::{Part, Snapshot, decode_rows, merge_rows};
use bellwether_lake::table;
use chrono::NaiveDate;
use sea_orm::{FromQueryResult, Statement};

use crate::App;
use crate::shell::errors::AppError;

/// The shipped datasets, read once.
static DATASETS: LazyLock<Result<Vec<Dataset>, String>> = LazyLock::new(|| {
    dataset::shipped()
        .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
});

/// What sessions share: among it the footers of parts, which never change.
static ENVIRONMENT: LazyLock<Arc<RuntimeEnv>> = LazyLock::new(Arc::default);

/// Every dataset, in the order of their names.
///
/// # Errors
///
/// Returns an error when a shipped definition is at fault.
pub fn all() -> Result<&'static [Dataset], AppError> {
    match &*DATASETS {
        Ok(datasets) => Ok(datasets),
        Err(faults) => {
            Err(AppError::Internal(anyhow!("the shipped datasets are at fault: {faults}")))
        }
    }
}

/// A dataset by name.
///
/// # Errors
///
/// Returns [`AppError::Invalid`] with the names there are.
pub fn find(name: &str) -> Result<&'static Dataset, AppError> {
    let datasets = all()?;
    datasets.iter().find(|dataset| dataset.name == name).ok_or_else(|| {
        let names: Vec<&str> = datasets.iter().map(|dataset| dataset.name.as_str()).collect();
        AppError::Invalid(format!("'{name}' is no dataset; there are: {}", names.join(", ")))
    })
}

/// A part with one of the sets of rows that were replaced in it.
#[derive(Debug, FromQueryResult)]
struct ListedPart {
    id: i64,
    month: NaiveDate,
    path: String,
    row_count: i64,
    bytes: i64,
    first_day: NaiveDate,
    last_day: NaiveDate,
    load_id: i64,
    row_numbers: Option<Vec<u8>>,
}

/// One statement, so that it sees one state of the ledger: never the rows that a load replaces
/// without those it brings.
const PARTS: &str = "SELECT p.id, p.month, p.path, p.row_count, p.bytes, p.first_day, p.last_day, \
                     p.load_id, s.row_numbers FROM part p \
                     LEFT JOIN part_superseded s ON s.part_id = p.id \
                     WHERE p.dataset = $1 AND p.kind = 'current' AND p.retired_at IS NULL \
                     ORDER BY p.month, p.id, s.id";

/// The parts of a dataset as they are now; what comes later does not change a snapshot.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn snapshot(app: &App, dataset: &str) -> Result<Snapshot, AppError> {
    let connection = app.ledger.connection();
    let statement =
        Statement::from_sql_and_values(connection.get_database_backend(), PARTS, [dataset.into()]);
    let listed = ListedPart::find_by_statement(statement).all(connection).await?;
    let mut parts: Vec<Part> = Vec::new();
    for row in listed {
        let superseded = match &row.row_numbers {
            Some(bytes) => decode_rows(bytes).context("a part's replaced rows")?,
            None => Vec::new(),
        };
        match parts.last_mut().filter(|part| part.id == row.id) {
            Some(part) => part.superseded = merge_rows(&part.superseded, &superseded).into(),
            None => parts.push(Part {
                id: row.id,
                dataset: dataset.to_owned(),
                month: row.month,
                path: row.path,
                rows: row.row_count.unsigned_abs(),
                bytes: row.bytes.unsigned_abs(),
                first_day: row.first_day,
                last_day: row.last_day,
                load_id: row.load_id,
                superseded: superseded.into(),
            }),
        }
    }
    Ok(Snapshot { parts })
}

/// A session in which each dataset named is a table of its current rows.
///
/// # Errors
///
/// Returns [`AppError::Invalid`] for a name that is no dataset, and fails when the ledger does.
pub async fn session(app: &App, names: &[&str]) -> Result<SessionContext, AppError> {
    let session =
        SessionContext::new_with_config_rt(SessionConfig::new(), Arc::clone(&ENVIRONMENT));
    let names: BTreeSet<&str> = names.iter().copied().collect();
    for name in names {
        let snapshot = snapshot(app, name).await?;
        table::register(&session, &app.home.lake(), find(name)?, &snapshot)
            .context("a dataset could not be made a table")?;
    }
    Ok(session)
}
