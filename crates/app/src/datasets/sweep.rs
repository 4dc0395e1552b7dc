//! Removes the files that no ledger lists: what a load left that was killed under way.

use std::collections::BTreeSet;

use anyhow::Context as _;
use bellwether_lake::parts::{DatasetLock, sweep};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QuerySelect as _};

use super::load::blocking;
use super::store::all;
use crate::App;
use crate::db::entities::part;
use crate::shell::errors::AppError;

/// Sweeps every dataset that no load is writing to; returns how many files were removed.
///
/// # Errors
///
/// Returns an error when the ledger or the folder of the lake cannot be read.
pub async fn sweep_all(app: &App) -> Result<u64, AppError> {
    let mut removed = 0;
    for dataset in all()? {
        let folder = app.home.lake();
        if !folder.join(&dataset.name).exists() {
            continue;
        }
        let lock = blocking({
            let folder = folder.clone();
            move || DatasetLock::try_take(&folder, &dataset.name).context("a dataset's lock")
        });
        let Some(lock) = lock.await? else { continue };
        // What is listed is read under the lock: no load can list more.
        let listed: BTreeSet<String> = part::Entity::find()
            .select_only()
            .column(part::Column::Path)
            .filter(part::Column::Dataset.eq(&dataset.name))
            .into_tuple::<String>()
            .all(app.ledger.connection())
            .await?
            .into_iter()
            .collect();
        removed += blocking(move || {
            sweep(&folder, &dataset.name, &listed, &lock).context("the lake cannot be swept")
        })
        .await?;
    }
    Ok(removed)
}
