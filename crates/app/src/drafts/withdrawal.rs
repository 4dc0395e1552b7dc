//! What an accepted row became is taken out of its plan again, while nothing has been built on it.

use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, DbErr, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _, QuerySelect as _, SqlErr,
};

use super::rules::Kind;
use crate::db::entities::{
    commitment, commitment_lead, commitment_timescale, commitment_update, link, plan_goal,
    plan_indicator, plan_risk, plan_scope, signal,
};
use crate::links::references::unread;
use crate::shell::errors::AppError;

/// Takes back what a row became. The row of the draft keeps all that it held.
///
/// # Errors
///
/// Refuses when there are updates, links or signals about it already.
pub(super) async fn take_back(
    tx: &impl ConnectionTrait,
    kind: Kind,
    entity_id: i64,
) -> Result<(), AppError> {
    let taken = match kind {
        Kind::Commitment => return commitment(tx, entity_id).await,
        Kind::Indicator => plan_indicator::Entity::delete_by_id(entity_id).exec(tx).await,
        Kind::Risk => plan_risk::Entity::delete_by_id(entity_id).exec(tx).await,
        Kind::Goal => plan_goal::Entity::delete_by_id(entity_id).exec(tx).await,
        Kind::Scope => plan_scope::Entity::delete_by_id(entity_id).exec(tx).await,
    };
    taken.map(drop).map_err(refused)
}

/// A commitment with its milestones, leads and dates.
async fn commitment(tx: &impl ConnectionTrait, id: i64) -> Result<(), AppError> {
    let milestones: Vec<i64> = commitment::Entity::find()
        .filter(commitment::Column::ParentId.eq(id))
        .select_only()
        .column(commitment::Column::Id)
        .into_tuple()
        .all(tx)
        .await?;
    let all: Vec<i64> = std::iter::once(id).chain(milestones).collect();
    unread(tx, &all).await?;
    if is_built_on(tx, &all).await? {
        return Err(built_on());
    }
    let of = commitment_lead::Column::CommitmentId.is_in(all.iter().copied());
    commitment_lead::Entity::delete_many().filter(of).exec(tx).await?;
    let of = commitment_timescale::Column::CommitmentId.is_in(all.iter().copied());
    commitment_timescale::Entity::delete_many().filter(of).exec(tx).await?;
    let steps = commitment::Column::ParentId.eq(id);
    commitment::Entity::delete_many().filter(steps).exec(tx).await.map_err(refused)?;
    commitment::Entity::delete_by_id(id).exec(tx).await.map_err(refused)?;
    Ok(())
}

async fn is_built_on(tx: &impl ConnectionTrait, ids: &[i64]) -> Result<bool, DbErr> {
    let ids = || ids.iter().copied();
    let updates = commitment_update::Entity::find()
        .filter(commitment_update::Column::CommitmentId.is_in(ids()));
    let from = Condition::all()
        .add(link::Column::FromKind.eq("commitment"))
        .add(link::Column::FromId.is_in(ids()));
    let to = Condition::all()
        .add(link::Column::ToKind.eq("commitment"))
        .add(link::Column::ToId.is_in(ids()));
    let links = link::Entity::find().filter(Condition::any().add(from).add(to));
    let signals = signal::Entity::find()
        .filter(signal::Column::SubjectKind.eq("commitment"))
        .filter(signal::Column::SubjectId.is_in(ids()));
    Ok(updates.count(tx).await? + links.count(tx).await? + signals.count(tx).await? > 0)
}

/// Other tables name it too: the database itself refuses.
fn refused(error: DbErr) -> AppError {
    match error.sql_err() {
        Some(SqlErr::ForeignKeyConstraintViolation(_)) => built_on(),
        _ => error.into(),
    }
}

fn built_on() -> AppError {
    AppError::Invalid(
        "This is part of the plan by now: there are updates, links or signals about it. Post an \
         update on its own page that it is cancelled."
            .to_owned(),
    )
}
