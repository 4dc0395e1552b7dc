//! Those who contribute are told what is asked of those who answer.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _,
    QuerySelect as _,
};

use super::store::Recipient;
use super::wording::Copied;
use crate::commitments::store::CommitmentRow;
use crate::db::entities::reminder_copy;

/// Somebody who contributes and has not been told yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contributor {
    /// The post.
    pub lead_id: i64,
    /// Who holds it.
    pub recipient: Recipient,
}

/// What a message copies, with the post it is copied to and the occasion.
#[derive(Debug, Clone)]
pub(super) struct Copy {
    pub(super) copied: Copied,
    pub(super) lead_id: i64,
    pub(super) about_day: NaiveDate,
}

/// Posts that contribute to a commitment: all it names but the one that is asked.
pub(super) fn posts(row: &CommitmentRow) -> impl Iterator<Item = i64> {
    let asked = row.answering().next().and_then(|lead| lead.lead_id);
    let others = row.answering().skip(1).filter_map(|lead| lead.lead_id);
    others.filter(move |id| Some(*id) != asked)
}

/// Which copies have been sent since a day: commitment, occasion and post.
pub(super) async fn sent_since(
    connection: &impl ConnectionTrait,
    first: NaiveDate,
) -> Result<BTreeSet<(i64, NaiveDate, i64)>, DbErr> {
    let sent: Vec<(i64, NaiveDate, i64)> = reminder_copy::Entity::find()
        .select_only()
        .column(reminder_copy::Column::CommitmentId)
        .column(reminder_copy::Column::AboutDay)
        .column(reminder_copy::Column::LeadId)
        .filter(reminder_copy::Column::AboutDay.gte(first))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(sent.into_iter().collect())
}

/// The row that says that a copy is part of a message.
pub(super) fn kept(copy: &Copy, message_id: i64, at: DateTime<Utc>) -> reminder_copy::ActiveModel {
    reminder_copy::ActiveModel {
        commitment_id: Set(copy.copied.line.commitment_id),
        about_day: Set(copy.about_day),
        lead_id: Set(copy.lead_id),
        message_id: Set(message_id),
        copied_at: Set(at),
        ..Default::default()
    }
}
