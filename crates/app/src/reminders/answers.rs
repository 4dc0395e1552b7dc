//! Which updates that were asked for have not come in time.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QuerySelect as _,
};

use crate::db::entities::{commitment_update, message, reminder};

/// The day up to which the first unanswered asking was to be answered, by commitment, where that
/// day is past. Asking again gives nobody more time, and only what left counts as asked.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub(crate) async fn late(
    connection: &impl ConnectionTrait,
    today: NaiveDate,
) -> Result<BTreeMap<i64, NaiveDate>, DbErr> {
    let of_it = Expr::col((commitment_update::Entity, commitment_update::Column::CommitmentId))
        .equals((reminder::Entity, reminder::Column::CommitmentId));
    let since = Expr::col((commitment_update::Entity, commitment_update::Column::MadeAt))
        .gte(Expr::col((reminder::Entity, reminder::Column::AboutDay)));
    let answer = Query::select()
        .expr(Expr::val(1))
        .from(commitment_update::Entity)
        .and_where(of_it)
        .and_where(since)
        .to_owned();
    let sent = Query::select()
        .column((message::Entity, message::Column::Id))
        .from(message::Entity)
        .and_where(message::Column::SentAt.is_not_null())
        .to_owned();
    let asked: Vec<(i64, NaiveDate)> = reminder::Entity::find()
        .select_only()
        .column(reminder::Column::CommitmentId)
        .column_as(reminder::Column::AnswerBy.min(), "answer_by")
        .filter(reminder::Column::AnswerBy.lt(today))
        .filter(reminder::Column::MessageId.in_subquery(sent))
        .filter(Expr::exists(answer).not())
        .group_by(reminder::Column::CommitmentId)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(asked.into_iter().collect())
}
