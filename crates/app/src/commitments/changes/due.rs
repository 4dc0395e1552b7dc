//! Other due dates for a commitment, those it had before kept beside them.

use bellwether_calendar::Timescale;
use chrono::NaiveDate;
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ActiveValue::Unchanged, ColumnTrait as _,
    ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Cause, Field, change, current, record};
use crate::db::entities::{commitment, commitment_timescale};
use crate::db::insert_all;
use crate::links::dependencies;
use crate::plans::rules::{Due, precision_word};
use crate::shell::audit::Actor;

/// When a commitment is due, as a change keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DueValue {
    /// The words, `; ` between those of several timescales.
    pub as_written: String,
    /// First day on which it may be called done.
    pub earliest: Option<NaiveDate>,
    /// Last day on which it is due.
    pub latest: Option<NaiveDate>,
    /// How exact that is, as [`precision_word`] has it.
    pub precision: String,
    /// Each timescale; empty for a step that has a day but no timescale.
    #[serde(default)]
    pub timescales: Vec<Timescale>,
    /// Whether this is the next day of a series, reached because the one before was achieved: the
    /// promise itself has not moved.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub next_of_series: bool,
}

/// Gives a commitment other due dates; returns whether that is a change. Those that depend on it
/// follow.
///
/// # Errors
///
/// Returns an error when the database refuses a row.
pub async fn redate(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    id: i64,
    timescales: &[Timescale],
    cause: Cause,
    reason: Option<&str>,
) -> Result<bool, DbErr> {
    let next = NewDue { timescales, next_of_series: false };
    let changed = set_due(tx, actor, id, next, cause, reason).await?;
    if changed {
        dependencies::follow(tx, actor, id).await?;
    }
    Ok(changed)
}

/// Other due dates for a commitment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewDue<'a> {
    /// Each of them.
    pub(crate) timescales: &'a [Timescale],
    /// As [`DueValue::next_of_series`].
    pub(crate) next_of_series: bool,
}

/// As [`redate`], without what depends on it.
pub(crate) async fn set_due(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    id: i64,
    next: NewDue<'_>,
    cause: Cause,
    reason: Option<&str>,
) -> Result<bool, DbErr> {
    let row = current(tx, id).await?;
    let kept = timescales_of(tx, id).await?;
    let from = DueValue {
        as_written: row.due_as_written,
        earliest: row.due_earliest,
        latest: row.due_latest,
        precision: row.due_precision,
        timescales: kept,
        next_of_series: false,
    };
    let due = Due::of(next.timescales);
    let to = DueValue {
        as_written: due.as_written,
        earliest: due.earliest,
        latest: due.latest,
        precision: precision_word(due.precision).to_owned(),
        timescales: next.timescales.to_vec(),
        next_of_series: next.next_of_series,
    };
    let same =
        (&from.as_written, from.earliest, from.latest) == (&to.as_written, to.earliest, to.latest);
    if same {
        return Ok(false);
    }
    let set = commitment::ActiveModel {
        id: Unchanged(id),
        due_as_written: Set(to.as_written.clone()),
        due_earliest: Set(to.earliest),
        due_latest: Set(to.latest),
        due_precision: Set(to.precision.clone()),
        ..Default::default()
    };
    set.update(tx).await?;
    replace_timescales(tx, id, next.timescales).await?;
    record(tx, actor, id, change(Field::Due, as_json(&from)?, as_json(&to)?, cause, reason))
        .await?;
    Ok(true)
}

fn as_json(due: &DueValue) -> Result<Value, DbErr> {
    serde_json::to_value(due).map_err(|error| DbErr::Json(error.to_string()))
}

async fn replace_timescales(
    tx: &impl ConnectionTrait,
    id: i64,
    timescales: &[Timescale],
) -> Result<(), DbErr> {
    commitment_timescale::Entity::delete_many()
        .filter(commitment_timescale::Column::CommitmentId.eq(id))
        .exec(tx)
        .await?;
    let row = |(position, timescale): (i32, &Timescale)| commitment_timescale::ActiveModel {
        commitment_id: Set(id),
        position: Set(position),
        as_written: Set(timescale.as_written.clone()),
        earliest: Set(timescale.earliest),
        latest: Set(timescale.latest),
        precision: Set(precision_word(timescale.precision).to_owned()),
        rule: Set(timescale.rule.clone()),
        ..Default::default()
    };
    insert_all(tx, (0..).zip(timescales).map(row)).await
}

/// The timescales kept of a commitment, in order.
pub(crate) async fn timescales_of(
    connection: &impl ConnectionTrait,
    id: i64,
) -> Result<Vec<Timescale>, DbErr> {
    let rows = commitment_timescale::Entity::find()
        .filter(commitment_timescale::Column::CommitmentId.eq(id))
        .order_by_asc(commitment_timescale::Column::Position)
        .all(connection)
        .await?;
    rows.iter().map(timescale).collect()
}

fn timescale(row: &commitment_timescale::Model) -> Result<Timescale, DbErr> {
    let value = json!({
        "as_written": row.as_written,
        "earliest": row.earliest,
        "latest": row.latest,
        "precision": row.precision,
        "rule": row.rule,
    });
    serde_json::from_value(value).map_err(|error| DbErr::Json(error.to_string()))
}
