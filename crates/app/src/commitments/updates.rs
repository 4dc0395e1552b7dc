//! Posting an update: the only way a commitment's status changes.

use sea_orm::{ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _};
use serde_json::json;

use super::rules::{Status, check_update};
use super::store::{self, CommitmentRow};
use crate::App;
use crate::db::entities::{commitment, commitment_update, plan};
use crate::shell::audit::{self, Actor, Subject};
use crate::shell::clock::AsAt;
use crate::shell::errors::AppError;
use crate::shell::scope::Scope;

/// What somebody reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUpdate {
    /// How it stands.
    pub status: Status,
    /// Why, and what is being done.
    pub note: String,
    /// The newest update on the page it was written on, so that nobody overrules what they had not
    /// seen.
    pub seen_update_id: Option<i64>,
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
    app.ledger
        .write(async |tx| {
            let (row, organisation_id) = current(tx, scope, id).await?;
            if !store::may_post(scope, organisation_id, &row) {
                return Err(AppError::Forbidden(
                    "only its leads and performance managers post updates on a commitment",
                ));
            }
            if row.latest_update_id != new.seen_update_id {
                return Err(AppError::Invalid(changed_meanwhile(&row)));
            }
            check_update(row.status, new.status, &new.note).map_err(AppError::Invalid)?;
            append(tx, &actor, &row, new.status, &new.note).await
        })
        .await
}

fn changed_meanwhile(row: &CommitmentRow) -> String {
    let by = row.latest_by.as_deref().unwrap_or("somebody");
    format!(
        "This commitment changed while you were editing: {by} reported it as '{}'. Read that \
         update, then post yours again.",
        row.status.title()
    )
}

async fn current(
    tx: &impl ConnectionTrait,
    scope: &Scope,
    id: i64,
) -> Result<(CommitmentRow, i64), AppError> {
    let itself = Condition::all().add(commitment::Column::Id.eq(id));
    let row = store::rows(tx, itself, AsAt(scope.today)).await?.pop().ok_or(AppError::NotFound)?;
    let plan = plan::Entity::find_by_id(row.plan_id).one(tx).await?.ok_or(AppError::NotFound)?;
    if !scope.sees(plan.organisation_id) {
        return Err(AppError::NotFound);
    }
    Ok((row, plan.organisation_id))
}

/// Writes an update made by somebody at a moment, and its audit entry.
pub(super) async fn append(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    row: &CommitmentRow,
    status: Status,
    note: &str,
) -> Result<(), AppError> {
    let update = commitment_update::ActiveModel {
        commitment_id: Set(row.id),
        status: Set(status.word().to_owned()),
        note: Set(note.trim().to_owned()),
        made_by: Set(actor.user_id),
        made_by_name: Set(actor.name.clone()),
        made_at: Set(actor.at),
        ..Default::default()
    };
    commitment_update::Entity::insert(update).exec(tx).await?;
    let detail = json!({
        "reference": row.reference,
        "from": row.status.word(),
        "to": status.word(),
        "note": note.trim(),
    });
    audit::record(tx, actor, "updated", Subject::new("commitment", row.id), detail).await?;
    Ok(())
}
