//! Files of targets taken into the ledger: all of a file, or its good rows.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _,
    QueryOrder as _,
};

use super::csv::Table;
use super::report::{LoadReport, rejected_file};
use super::rules::Reading;
use super::store::{LoadOptions, Source, insert_load, known, known_from};
use super::target_rules::{NewTarget, TARGET_COLUMNS, read_targets};
use crate::App;
use crate::db::entities::target;
use crate::shell::audit::{self, Subject};
use crate::shell::errors::AppError;
use crate::shell::scope::Scope;

/// Takes a file of targets in, as [`load_observations`](super::store::load_observations) does
/// observations. A target with the kind and first day of an earlier one replaces it from now on;
/// what was assessed before stays in the ledger.
///
/// # Errors
///
/// Refuses a user who does not load figures, a day to come, and fails when the ledger does.
pub async fn load_targets(
    app: &App,
    scope: &Scope,
    file_name: &str,
    bytes: &[u8],
    options: LoadOptions,
) -> Result<LoadReport, AppError> {
    let known_from = known_from(app, scope, options)?;
    let known = known(app, scope).await?;
    let table = match Table::open(bytes, TARGET_COLUMNS) {
        Ok(table) => table,
        Err(faults) => return Ok(LoadReport::refused(file_name, faults)),
    };
    let reading = match read_targets(&table, &known, options.take_good_rows) {
        Ok(reading) => reading,
        Err(faults) => return Ok(LoadReport::refused(file_name, faults)),
    };
    if !reading.faults.is_empty() && !options.take_good_rows {
        return Ok(LoadReport::of(file_name, &reading));
    }
    let source = Source { file_name, bytes, known_from, options };
    let mut report = take(app, scope, &source, reading).await?;
    if !report.rejected.is_empty() {
        report.rejected_file = Some(rejected_file(&table, &report.rejected)?);
    }
    Ok(report)
}

async fn take(
    app: &App,
    scope: &Scope,
    source: &Source<'_>,
    reading: Reading<NewTarget>,
) -> Result<LoadReport, AppError> {
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            let mut report = LoadReport::of(source.file_name, &reading);
            let existing = existing(tx, &reading.good).await?;
            let mut rows = Vec::new();
            for (_, new) in &reading.good {
                match existing.iter().rev().find(|known| same_target(known, new)) {
                    Some(known) if says_the_same(known, new) => report.unchanged += 1,
                    Some(_) => {
                        report.revised += 1;
                        rows.push(row(new, source.known_from));
                    }
                    None => {
                        report.added += 1;
                        rows.push(row(new, source.known_from));
                    }
                }
            }
            if rows.is_empty() {
                return Ok(report);
            }
            let load_id = insert_load(tx, "targets", scope, source, &report, actor.at).await?;
            for chunk in rows.chunks(400) {
                let chunk = chunk.iter().cloned();
                target::Entity::insert_many(chunk).exec_without_returning(tx).await?;
            }
            let subject = Subject::new("load", load_id);
            audit::record(tx, &actor, "loaded", subject, report.detail(source.known_from)).await?;
            report.load_id = Some(load_id);
            Ok(report)
        })
        .await
}

/// The targets of the indicators of some rows, in the order in which they became known.
async fn existing(
    transaction: &impl ConnectionTrait,
    good: &[(u64, NewTarget)],
) -> Result<Vec<target::Model>, DbErr> {
    let indicators: std::collections::BTreeSet<i64> =
        good.iter().map(|(_, new)| new.indicator_id).collect();
    target::Entity::find()
        .filter(target::Column::IndicatorId.is_in(indicators))
        .order_by_asc(target::Column::KnownFrom)
        .order_by_asc(target::Column::Id)
        .all(transaction)
        .await
}

fn same_target(known: &target::Model, new: &NewTarget) -> bool {
    known.indicator_id == new.indicator_id
        && known.organisation_id == new.organisation_id
        && known.kind == new.kind
        && known.from_day == new.from_day
}

#[expect(clippy::float_cmp, reason = "a number read from the same text is the same number")]
fn says_the_same(known: &target::Model, new: &NewTarget) -> bool {
    known.value == new.value
        && known.to_day == new.to_day
        && known.assessed == new.assessed
        && known.reason == new.reason
}

fn row(new: &NewTarget, known_from: DateTime<Utc>) -> target::ActiveModel {
    target::ActiveModel {
        indicator_id: Set(new.indicator_id),
        organisation_id: Set(new.organisation_id),
        kind: Set(new.kind.clone()),
        value: Set(new.value),
        from_day: Set(new.from_day),
        to_day: Set(new.to_day),
        assessed: Set(new.assessed),
        known_from: Set(known_from),
        reason: Set(new.reason.clone()),
        ..Default::default()
    }
}
