//! Who follows whom, from a CSV file: all of it or nothing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _};

use super::files::{
    FileError, Taken, allowed, day, ids_by_code, needed, read, record, refuse, unknown_organisation,
};
use super::succession_rules::{CHANGES, Change, Succession};
use crate::App;
use crate::db::entities::organisation_succession;
use crate::flows::csv::{Columns, Fault, Row};
use crate::shell::errors::AppError;
use crate::shell::scope::Scope;

struct Written {
    from: String,
    to: String,
    change: Change,
    on: NaiveDate,
}

/// Takes in who follows whom: `organisation,successor,change,on_day`.
///
/// # Errors
///
/// Names every row that is not right; nothing is taken in unless all are.
pub async fn successors(
    app: &App,
    scope: &Scope,
    file: &str,
    bytes: &[u8],
) -> Result<Taken, FileError> {
    allowed(scope)?;
    let columns =
        Columns { required: &["organisation", "successor", "change", "on_day"], optional: &[] };
    let rows = read(file, bytes, columns, written)?;
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            let ids = ids_by_code(tx).await?;
            let known = organisation_succession::Entity::find().all(tx).await?;
            let mut known: BTreeSet<(i64, i64, String, NaiveDate)> = known
                .into_iter()
                .map(|row| (row.from_id, row.to_id, row.kind, row.on_day))
                .collect();
            let (mut taken, mut faults, mut new) = (Taken::default(), Vec::new(), Vec::new());
            for (number, row) in rows {
                let (from, to) = match (ids.get(&row.from), ids.get(&row.to)) {
                    (Some(from), Some(to)) => (*from, *to),
                    (None, _) => {
                        faults.push(unknown_organisation(number, "organisation", &row.from));
                        continue;
                    }
                    (_, None) => {
                        faults.push(unknown_organisation(number, "successor", &row.to));
                        continue;
                    }
                };
                let kind = row.change.word().to_owned();
                if !known.insert((from, to, kind.clone(), row.on)) {
                    taken.unchanged += 1;
                    continue;
                }
                taken.added += 1;
                new.push(organisation_succession::ActiveModel {
                    from_id: Set(from),
                    to_id: Set(to),
                    kind: Set(kind),
                    on_day: Set(row.on),
                    ..Default::default()
                });
            }
            if !faults.is_empty() {
                return Err(refuse(file, faults));
            }
            crate::db::insert_all(tx, new).await?;
            record(tx, &actor, "organisation_succession", file, taken).await?;
            Ok(taken)
        })
        .await
}

fn written(row: &Row) -> Result<Written, Fault> {
    let word = row.get("change").to_lowercase();
    let change = Change::from_word(&word).ok_or_else(|| {
        let words: Vec<&str> = CHANGES.iter().map(|(word, _)| *word).collect();
        let remedy = format!("use one of {}", words.join(", "));
        row.fault("change", "the word is not known", &remedy)
    })?;
    let on = day(row, "on_day")?
        .ok_or_else(|| row.fault("on_day", "it is empty", "write the first day"))?;
    let (from, to) = (needed(row, "organisation")?, needed(row, "successor")?);
    let written = Written { from: from.to_uppercase(), to: to.to_uppercase(), change, on };
    if written.from == written.to {
        return Err(row.fault("successor", "it follows itself", "name two organisations"));
    }
    Ok(written)
}

/// What became of an organisation, and whom it follows: names of those that may be seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kin {
    /// Who follows it: how, code, name and from when.
    pub after: Vec<(Change, String, String, NaiveDate)>,
    /// Whom it follows.
    pub before: Vec<(Change, String, String, NaiveDate)>,
}

/// What became of an organisation, and whom it follows.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn kin(app: &App, scope: &Scope, id: i64) -> Result<Kin, AppError> {
    let connection = app.ledger.connection();
    let either = Condition::any()
        .add(organisation_succession::Column::FromId.eq(id))
        .add(organisation_succession::Column::ToId.eq(id));
    let rows = organisation_succession::Entity::find().filter(either).all(connection).await?;
    let others: BTreeSet<i64> = rows.iter().flat_map(|row| [row.from_id, row.to_id]).collect();
    if others.is_empty() {
        return Ok(Kin::default());
    }
    let named = super::store::by_ids(&app.ledger, scope, others).await?;
    let named: BTreeMap<i64, _> = named.into_iter().map(|found| (found.id, found)).collect();
    let mut kin = Kin::default();
    for row in rows {
        let Some(change) = Change::from_word(&row.kind) else { continue };
        let other = if row.from_id == id { row.to_id } else { row.from_id };
        let Some(other) = named.get(&other) else { continue };
        let line = (change, other.code.clone(), other.name.clone(), row.on_day);
        if row.from_id == id { kin.after.push(line) } else { kin.before.push(line) }
    }
    Ok(kin)
}

/// Every succession there is.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn all(app: &App) -> Result<Vec<Succession>, AppError> {
    let rows = organisation_succession::Entity::find().all(app.ledger.connection()).await?;
    let read = |row: organisation_succession::Model| {
        let change = Change::from_word(&row.kind)?;
        Some(Succession { from: row.from_id, to: row.to_id, change, on: row.on_day })
    };
    Ok(rows.into_iter().filter_map(read).collect())
}
