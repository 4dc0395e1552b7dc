//! What the ledger is told of a load: that it begins, and then all of it at once.

use bellwether_lake::dataset::Dataset;
use bellwether_lake::load::{Counts, NewPart, Prepared};
use bellwether_lake::parts::encode_rows;
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr,
    EntityTrait as _, QueryFilter as _,
};
use serde_json::json;

use super::load::{Source, blocking};
use crate::App;
use crate::db::entities::{dataset_load, load_count, part, part_superseded};
use crate::db::insert_all;
use crate::shell::audit::{self, Subject};
use crate::shell::errors::AppError;
use crate::shell::scope::Scope;

/// A load that has begun.
#[derive(Debug, Clone, Copy)]
pub(super) struct Begun {
    /// Its row; none for a dry run.
    pub(super) id: Option<i64>,
    /// What its rows carry.
    pub(super) known_at: DateTime<Utc>,
}

impl Begun {
    /// A load that nobody writes down.
    pub(super) fn nowhere(known_at: DateTime<Utc>) -> Self {
        Self { id: None, known_at }
    }
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The loads of a dataset whose file had this size, by the same mapping.
pub(super) async fn done_of_size(
    app: &App,
    dataset: &Dataset,
    size: u64,
    mapping_sha256: &str,
) -> Result<Vec<dataset_load::Model>, DbErr> {
    dataset_load::Entity::find()
        .filter(dataset_load::Column::Dataset.eq(&dataset.name))
        .filter(dataset_load::Column::FileBytes.eq(signed(size)))
        .filter(dataset_load::Column::MappingSha256.eq(mapping_sha256))
        .filter(dataset_load::Column::State.eq("done"))
        .all(app.ledger.connection())
        .await
}

/// Gives a load its number, which its rows carry.
pub(super) async fn begin(
    app: &App,
    scope: &Scope,
    dataset: &Dataset,
    source: &Source,
    mapping_sha256: &str,
) -> Result<Begun, AppError> {
    let known_at = app.clock.now();
    let size = source.input.size().map_err(anyhow::Error::new)?;
    let row = dataset_load::ActiveModel {
        dataset: Set(dataset.name.clone()),
        file_name: Set(source.file_name.clone()),
        file_sha256: Set(String::new()),
        mapping_sha256: Set(mapping_sha256.to_owned()),
        file_bytes: Set(signed(size)),
        state: Set("begun".to_owned()),
        reason: Set(None),
        rows_read: Set(0),
        rows_added: Set(0),
        rows_corrected: Set(0),
        rows_unchanged: Set(0),
        rows_repeated: Set(0),
        rows_rejected: Set(0),
        made_by: Set(scope.user_id),
        made_by_name: Set(scope.name.clone()),
        known_at: Set(known_at),
        finished_at: Set(None),
        ..Default::default()
    };
    let id = app
        .ledger
        .write(async |transaction| {
            Ok::<i64, DbErr>(
                dataset_load::Entity::insert(row).exec(transaction).await?.last_insert_id,
            )
        })
        .await?;
    Ok(Begun { id: Some(id), known_at })
}

/// Writes down that nothing of a file was taken, and why.
pub(super) async fn refuse(
    app: &App,
    scope: &Scope,
    begun: &Begun,
    reason: &str,
    counts: &Counts,
) -> Result<(), AppError> {
    let Some(id) = begun.id else { return Ok(()) };
    let (actor, finished_at) = (app.actor(scope), app.clock.now());
    let counts = *counts;
    app.ledger
        .write(async |transaction| {
            let mut row = finished(id, "refused", &counts, finished_at);
            row.reason = Set(Some(reason.to_owned()));
            row.update(transaction).await?;
            let subject = Subject::new("dataset_load", id);
            audit::record(transaction, &actor, "refuse", subject, json!({ "reason": reason })).await
        })
        .await?;
    Ok(())
}

fn finished(
    id: i64,
    state: &str,
    counts: &Counts,
    finished_at: DateTime<Utc>,
) -> dataset_load::ActiveModel {
    dataset_load::ActiveModel {
        id: Set(id),
        state: Set(state.to_owned()),
        rows_read: Set(signed(counts.read)),
        rows_added: Set(signed(counts.added)),
        rows_corrected: Set(signed(counts.corrected)),
        rows_unchanged: Set(signed(counts.unchanged)),
        rows_repeated: Set(signed(counts.repeated)),
        rows_rejected: Set(signed(counts.rejected)),
        finished_at: Set(Some(finished_at)),
        ..Default::default()
    }
}

/// Lists a load's parts, what they replace and how many rows came from whom: all in one transaction,
/// which is the moment at which queries see it.
pub(super) async fn finish(
    app: &App,
    scope: &Scope,
    begun: &Begun,
    dataset: &Dataset,
    prepared: Prepared,
) -> Result<(), AppError> {
    let Some(id) = begun.id else { return Ok(()) };
    let (counts, sha256) = (prepared.counts, prepared.sha256.clone());
    let superseded = prepared.superseded.clone();
    let days = prepared.days.clone();
    let lake = app.home.lake();
    let parts = blocking(move || Ok(prepared.place(&lake)?)).await?;
    let (actor, finished_at) = (app.actor(scope), app.clock.now());
    app.ledger
        .write(async |transaction| {
            for part in &parts {
                insert_part(transaction, id, dataset, part).await?;
            }
            let replaced = superseded.iter().map(|(part_id, rows)| replacing(*part_id, id, rows));
            insert_all(transaction, replaced).await?;
            let counted = days.iter().map(|((sender, day), count)| load_count::ActiveModel {
                load_id: Set(id),
                dataset: Set(dataset.name.clone()),
                organisation_code: Set(sender.clone()),
                day: Set(*day),
                row_count: Set(signed(count.rows)),
                changed: Set(signed(count.changed)),
                ..Default::default()
            });
            insert_all(transaction, counted).await?;
            let mut row = finished(id, "done", &counts, finished_at);
            row.file_sha256 = Set(sha256.clone());
            row.update(transaction).await?;
            let detail = json!({ "dataset": dataset.name, "rows": counts, "sha256": sha256 });
            let subject = Subject::new("dataset_load", id);
            audit::record(transaction, &actor, "load", subject, detail).await
        })
        .await?;
    Ok(())
}

async fn insert_part(
    transaction: &impl ConnectionTrait,
    load_id: i64,
    dataset: &Dataset,
    new: &NewPart,
) -> Result<(), DbErr> {
    let row = part::ActiveModel {
        dataset: Set(dataset.name.clone()),
        month: Set(new.month),
        path: Set(new.path.clone()),
        kind: Set("current".to_owned()),
        row_count: Set(signed(new.rows)),
        bytes: Set(signed(new.bytes)),
        first_day: Set(new.first_day),
        last_day: Set(new.last_day),
        load_id: Set(load_id),
        retired_at: Set(None),
        ..Default::default()
    };
    let part_id = part::Entity::insert(row).exec(transaction).await?.last_insert_id;
    if !new.superseded.is_empty() {
        let row = replacing(part_id, load_id, &new.superseded);
        part_superseded::Entity::insert(row).exec_without_returning(transaction).await?;
    }
    Ok(())
}

fn replacing(part_id: i64, load_id: i64, rows: &[u32]) -> part_superseded::ActiveModel {
    part_superseded::ActiveModel {
        part_id: Set(part_id),
        load_id: Set(load_id),
        row_numbers: Set(encode_rows(rows)),
        ..Default::default()
    }
}
