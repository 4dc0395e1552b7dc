//! What happened to a commitment: its updates and its changes, newest first.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};
use serde_json::Value;

use super::changes::{DueValue, Field};
use super::rows::status_of;
use super::rules::Status;
use crate::db::entities::{commitment_change, commitment_update};
use crate::shell::clock::AsAt;

/// An update of a commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateRow {
    /// Its id.
    pub id: i64,
    /// How it stands since.
    pub status: Status,
    /// What was said.
    pub note: String,
    /// How much was done, where that was said.
    pub progress: Option<u8>,
    /// The day of the one occurrence of a series that was achieved.
    pub occurrence: Option<NaiveDate>,
    /// Who said it.
    pub made_by: String,
    /// When.
    pub made_at: DateTime<Utc>,
}

/// A change of what a commitment says.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeRow {
    /// What changed.
    pub field: Field,
    /// As it was.
    pub from: Value,
    /// As it is since.
    pub to: Value,
    /// What brought it about: a word of [`super::changes::Cause`].
    pub cause: String,
    /// Why, where somebody said so.
    pub reason: Option<String>,
    /// Who changed it.
    pub made_by: String,
    /// When.
    pub made_at: DateTime<Utc>,
}

impl ChangeRow {
    /// The due dates before and after, where those changed.
    #[must_use]
    pub fn due(&self) -> Option<(DueValue, DueValue)> {
        if self.field != Field::Due {
            return None;
        }
        let read = |value: &Value| serde_json::from_value(value.clone()).ok();
        read(&self.from).zip(read(&self.to))
    }
}

/// The updates of a commitment made by the end of a day, newest first.
pub(super) async fn updates(
    connection: &impl ConnectionTrait,
    commitment_id: i64,
    as_at: AsAt,
) -> Result<Vec<UpdateRow>, DbErr> {
    let updates = commitment_update::Entity::find()
        .filter(commitment_update::Column::CommitmentId.eq(commitment_id))
        .filter(commitment_update::Column::MadeAt.lt(as_at.end()))
        .order_by_desc(commitment_update::Column::Id)
        .all(connection)
        .await?;
    let as_row = |update: commitment_update::Model| {
        Ok(UpdateRow {
            id: update.id,
            status: status_of(&update)?,
            progress: update.progress.and_then(|progress| u8::try_from(progress).ok()),
            occurrence: update.occurrence,
            note: update.note,
            made_by: update.made_by_name,
            made_at: update.made_at,
        })
    };
    updates.into_iter().map(as_row).collect()
}

/// The changes of a commitment made by the end of a day, newest first.
pub(super) async fn changes(
    connection: &impl ConnectionTrait,
    commitment_id: i64,
    as_at: AsAt,
) -> Result<Vec<ChangeRow>, DbErr> {
    let changes = commitment_change::Entity::find()
        .filter(commitment_change::Column::CommitmentId.eq(commitment_id))
        .filter(commitment_change::Column::MadeAt.lt(as_at.end()))
        .order_by_desc(commitment_change::Column::Id)
        .all(connection)
        .await?;
    let as_row = |change: commitment_change::Model| {
        Some(ChangeRow {
            field: Field::from_word(&change.field)?,
            from: change.from_value,
            to: change.to_value,
            cause: change.cause,
            reason: change.reason,
            made_by: change.made_by_name,
            made_at: change.made_at,
        })
    };
    Ok(changes.into_iter().filter_map(as_row).collect())
}
