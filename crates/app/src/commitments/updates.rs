//! Posting an update: the only way a commitment's status changes.

use bellwether_calendar::{Context, FinancialYear, Precision, Timescale, read_timescale};
use chrono::NaiveDate;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, DbErr, EntityTrait as _,
    QuerySelect as _,
};
use serde_json::json;

use super::changes::{self, Cause, NewDue};
use super::rules::{Beside, Status, check_update};
use super::store::{self, CommitmentRow};
use crate::App;
use crate::db::entities::{commitment, commitment_update, plan};
use crate::links::dependencies;
use crate::shell::audit::{self, Actor, Subject};
use crate::shell::clock::AsAt;
use crate::shell::errors::AppError;
use crate::shell::scope::Scope;

/// What somebody reports.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewUpdate {
    /// How it stands.
    pub status: Status,
    /// Why, and what is being done.
    pub note: String,
    /// The newest update on the page it was written on, so that nobody overrules what they had not
    /// seen.
    pub seen_update_id: Option<i64>,
    /// How much of it is done, 0 to 100, where that is said.
    pub progress: Option<u8>,
    /// Another due date, as people write it; empty where it stays.
    pub due: String,
}

/// Posts an update.
///
/// # Errors
///
/// Refuses an update that lacks its reason, one written before seeing the newest, and one by
/// somebody who does not answer for the commitment.
pub async fn post_update(
    app: &App,
    scope: &Scope,
    id: i64,
    new: NewUpdate,
) -> Result<(), AppError> {
    let actor = app.actor(scope);
    app.ledger.write(async |tx| post_in(tx, &actor, scope, id, &new).await).await
}

/// Posts an update in a transaction that may hold more.
///
/// # Errors
///
/// As [`post_update`].
pub async fn post_in(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    scope: &Scope,
    id: i64,
    new: &NewUpdate,
) -> Result<(), AppError> {
    let Current { row, organisation_id, plan_year } = current(tx, scope, id).await?;
    if !store::may_post(scope, organisation_id, &row) {
        return Err(AppError::Forbidden(
            "only its leads and performance managers post updates on a commitment",
        ));
    }
    if row.withdrawn_at.is_some() {
        let refusal = "This commitment was taken out of its plan; it takes no updates.";
        return Err(AppError::Invalid(refusal.to_owned()));
    }
    if row.latest_update_id != new.seen_update_id {
        return Err(AppError::Invalid(changed_meanwhile(&row)));
    }
    let due = match new.due.trim() {
        "" => None,
        written => {
            let due = read_due(written, plan_year.as_deref(), scope.today);
            let due = due.map_err(AppError::Invalid)?;
            // The same days in other words are no move.
            Some(due).filter(|due| due.latest != row.due_latest)
        }
    };
    let beside = Beside {
        moves_due: due.is_some(),
        says_progress: new.progress.is_some_and(|percent| row.progress != Some(percent)),
    };
    check_update(row.status, new.status, &new.note, beside).map_err(AppError::Invalid)?;
    let said = Said { status: new.status, note: &new.note, progress: new.progress, due };
    append(tx, actor, &row, plan_year.as_deref(), said).await
}

/// Reads a due date as people write it.
///
/// # Errors
///
/// Returns a sentence for whoever wrote it.
pub fn read_due(
    written: &str,
    plan_year: Option<&str>,
    today: NaiveDate,
) -> Result<Timescale, String> {
    let plan_year = plan_year.and_then(|year| year.parse::<FinancialYear>().ok());
    let context = Context { plan_year, as_of: Some(today), ..Context::default() };
    let read = read_timescale(written, &context);
    if read.latest.is_some() || read.precision == Precision::Ongoing {
        return Ok(read);
    }
    Err(format!("'{written}' cannot be read as a due date; write it as 31 March 2019."))
}

fn changed_meanwhile(row: &CommitmentRow) -> String {
    let by = row.latest_by.as_deref().unwrap_or("somebody");
    format!(
        "This commitment changed while you were editing: {by} reported it as '{}'. Read that \
         update, then post yours again.",
        row.status.title()
    )
}

/// A commitment as it stands, and what its plan says.
pub(crate) struct Current {
    /// Itself.
    pub(crate) row: CommitmentRow,
    /// Whose plan it is.
    pub(crate) organisation_id: i64,
    /// The plan's year.
    pub(crate) plan_year: Option<String>,
}

/// A commitment that may be seen, as it stands now.
pub(crate) async fn current(
    tx: &impl ConnectionTrait,
    scope: &Scope,
    id: i64,
) -> Result<Current, AppError> {
    let itself = Condition::all().add(commitment::Column::Id.eq(id));
    let rows = store::rows_with_withdrawn(tx, itself, AsAt(scope.today)).await?;
    let row = rows.into_iter().next().ok_or(AppError::NotFound)?;
    let (organisation_id, plan_year) = plan_of(tx, row.plan_id).await?.ok_or(AppError::NotFound)?;
    if !scope.sees(organisation_id) {
        return Err(AppError::NotFound);
    }
    Ok(Current { row, organisation_id, plan_year })
}

/// Whose plan it is, and the plan's year; its text stays where it is.
pub(crate) async fn plan_of(
    connection: &impl ConnectionTrait,
    plan_id: i64,
) -> Result<Option<(i64, Option<String>)>, DbErr> {
    plan::Entity::find_by_id(plan_id)
        .select_only()
        .column(plan::Column::OrganisationId)
        .column(plan::Column::PlanYear)
        .into_tuple()
        .one(connection)
        .await
}

/// What an update says, read and checked.
#[derive(Debug, Clone)]
pub(super) struct Said<'a> {
    /// How it stands.
    pub(super) status: Status,
    /// Why.
    pub(super) note: &'a str,
    /// How much is done.
    pub(super) progress: Option<u8>,
    /// Another due date.
    pub(super) due: Option<Timescale>,
}

/// Writes an update made by somebody at a moment, what follows from it, and its audit entry.
pub(super) async fn append(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    row: &CommitmentRow,
    plan_year: Option<&str>,
    said: Said<'_>,
) -> Result<(), AppError> {
    let next = match said.status {
        Status::Achieved if said.due.is_none() => {
            super::series::after_this_one(tx, row, plan_year).await?
        }
        _ => None,
    };
    let update = commitment_update::ActiveModel {
        commitment_id: Set(row.id),
        status: Set(said.status.word().to_owned()),
        note: Set(said.note.trim().to_owned()),
        progress: Set(said.progress.map(i32::from)),
        occurrence: Set(row.due_latest.filter(|_| next.is_some())),
        made_by: Set(actor.user_id),
        made_by_name: Set(actor.name.clone()),
        made_at: Set(actor.at),
        ..Default::default()
    };
    commitment_update::Entity::insert(update).exec(tx).await?;
    let reason = Some(said.note.trim()).filter(|note| !note.is_empty());
    if let Some(due) = &said.due {
        changes::redate(tx, actor, row.id, std::slice::from_ref(due), Cause::Update, reason)
            .await?;
    }
    if let Some(timescales) = &next {
        let next = NewDue { timescales, next_of_series: true };
        let reason = Some("the one before it is achieved");
        changes::set_due(tx, actor, row.id, next, Cause::Rule, reason).await?;
    }
    let was_day = row.status == Status::Achieved;
    let is_day = said.status == Status::Achieved && next.is_none();
    if was_day != is_day || row.status.is_final() != said.status.is_final() {
        // Others count from the day of achievement, or again from the due day.
        dependencies::follow(tx, actor, row.id).await?;
    }
    let detail = json!({
        "reference": row.reference,
        "from": row.status.word(),
        "to": said.status.word(),
        "note": said.note.trim(),
        "progress": said.progress,
        "due": said.due.as_ref().map(|due| json!({
            "from": row.due_latest,
            "to": due.latest,
            "as_written": due.as_written,
        })),
    });
    audit::record(tx, actor, "updated", Subject::new("commitment", row.id), detail).await?;
    Ok(())
}
