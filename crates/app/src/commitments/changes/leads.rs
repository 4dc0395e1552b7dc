//! Other leads for a commitment, those it had before kept with the day on which that ended.

use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _,
    QueryOrder as _,
};
use serde_json::json;

use super::{Cause, Field, change, record};
use crate::db::entities::commitment_lead;
use crate::db::insert_all;
use crate::shell::audit::Actor;

/// Who is to answer for a commitment from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLead {
    /// The post, once it is known which one is meant.
    pub lead_id: Option<i64>,
    /// As the document has it, or the post's title.
    pub as_written: String,
    /// The post that delegated it, where one did.
    pub from_lead_id: Option<i64>,
}

/// Gives a commitment other leads, the accountable one first; those who stay keep their place in
/// its history. Returns whether that is a change.
///
/// # Errors
///
/// As [`redate`](super::redate).
pub async fn relead(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    id: i64,
    leads: &[NewLead],
    cause: Cause,
    reason: Option<&str>,
) -> Result<bool, DbErr> {
    let before = commitment_lead::Entity::find()
        .filter(commitment_lead::Column::CommitmentId.eq(id))
        .filter(commitment_lead::Column::ToAt.is_null())
        .order_by_asc(commitment_lead::Column::Position)
        .all(tx)
        .await?;
    let stays = |row: &commitment_lead::Model, (position, lead): (i32, &NewLead)| {
        row.accountable == (position == 0)
            && (row.lead_id, &row.as_written) == (lead.lead_id, &lead.as_written)
    };
    let ended: Vec<i64> = before
        .iter()
        .filter(|row| !(0..).zip(leads).any(|lead| stays(row, lead)))
        .map(|row| row.id)
        .collect();
    let begun: Vec<(i32, &NewLead)> =
        (0..).zip(leads).filter(|lead| !before.iter().any(|row| stays(row, *lead))).collect();
    if ended.is_empty() && begun.is_empty() {
        return Ok(false);
    }
    commitment_lead::Entity::update_many()
        .col_expr(commitment_lead::Column::ToAt, sea_orm::sea_query::Expr::value(actor.at))
        .filter(commitment_lead::Column::Id.is_in(ended))
        .exec(tx)
        .await?;
    let row = |(position, lead): (i32, &NewLead)| commitment_lead::ActiveModel {
        commitment_id: Set(id),
        position: Set(position),
        lead_id: Set(lead.lead_id),
        as_written: Set(lead.as_written.clone()),
        accountable: Set(position == 0),
        from_at: Set(Some(actor.at)),
        from_lead_id: Set(lead.from_lead_id),
        ..Default::default()
    };
    insert_all(tx, begun.into_iter().map(row)).await?;
    let from: Vec<&str> = before.iter().map(|row| row.as_written.as_str()).collect();
    let to: Vec<&str> = leads.iter().map(|lead| lead.as_written.as_str()).collect();
    record(tx, actor, id, change(Field::Leads, json!(from), json!(to), cause, reason)).await?;
    Ok(true)
}
