//! Messages as they were written, for those who run the plans they are about.

use sea_orm::sea_query::{Query, SelectStatement, UnionType};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::store::plan_ids;
use crate::App;
use crate::db::entities::{commitment, message, reminder, reminder_copy};
use crate::shell::errors::AppError;
use crate::shell::scope::{Permission, Scope};

/// Messages listed on a page at most.
const LISTED: u64 = 100;

/// The newest messages to people of the own organisation and below it.
///
/// # Errors
///
/// Refuses anybody who runs no plan.
pub async fn messages(app: &App, scope: &Scope) -> Result<Vec<message::Model>, AppError> {
    if !scope.may(Permission::PostAnyUpdate) {
        return Err(AppError::Forbidden("only performance managers see what is asked of whom"));
    }
    Ok(message::Entity::find()
        .filter(message::Column::Id.in_subquery(messages_within(scope)))
        .order_by_desc(message::Column::Id)
        .limit(LISTED)
        .all(app.ledger.connection())
        .await?)
}

/// One message.
///
/// # Errors
///
/// Returns [`AppError::NotFound`] for a message that asks about nothing of the own organisation or
/// below it, and refuses anybody who runs no plan.
pub async fn message(app: &App, scope: &Scope, id: i64) -> Result<message::Model, AppError> {
    if !scope.may(Permission::PostAnyUpdate) {
        return Err(AppError::Forbidden("only performance managers see what is asked of whom"));
    }
    let found = message::Entity::find_by_id(id)
        .filter(message::Column::Id.in_subquery(messages_within(scope)))
        .one(app.ledger.connection())
        .await?;
    found.ok_or(AppError::NotFound)
}

fn messages_within(scope: &Scope) -> SelectStatement {
    let commitments = Query::select()
        .column((commitment::Entity, commitment::Column::Id))
        .from(commitment::Entity)
        .and_where(commitment::Column::PlanId.in_subquery(plan_ids(scope)))
        .to_owned();
    let copied = Query::select()
        .column((reminder_copy::Entity, reminder_copy::Column::MessageId))
        .from(reminder_copy::Entity)
        .and_where(reminder_copy::Column::CommitmentId.in_subquery(commitments.clone()))
        .to_owned();
    Query::select()
        .column((reminder::Entity, reminder::Column::MessageId))
        .from(reminder::Entity)
        .and_where(reminder::Column::CommitmentId.in_subquery(commitments))
        .union(UnionType::Distinct, copied)
        .to_owned()
}
