//! Organisations, as far as a scope reaches.

use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait as _, Condition, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};

use super::visibility::holds_on;
use crate::db::Ledger;
pub use crate::db::entities::organisation::Model as Organisation;
use crate::db::entities::{organisation, organisation_link};
use crate::shell::errors::AppError;
use crate::shell::scope::Scope;

/// Every organisation that may be seen, by name.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn list(ledger: &Ledger, scope: &Scope) -> Result<Vec<Organisation>, AppError> {
    select(ledger, scope, Condition::all()).await
}

/// One organisation by its code, in any case.
///
/// # Errors
///
/// Returns [`AppError::NotFound`] when there is none, or none that may be seen.
pub async fn find(ledger: &Ledger, scope: &Scope, code: &str) -> Result<Organisation, AppError> {
    let wanted = organisation::Column::Code.eq(code.trim().to_uppercase());
    one(ledger, scope, Condition::all().add(wanted)).await
}

/// One organisation by its id.
///
/// # Errors
///
/// Returns [`AppError::NotFound`] when there is none, or none that may be seen.
pub async fn by_id(ledger: &Ledger, scope: &Scope, id: i64) -> Result<Organisation, AppError> {
    one(ledger, scope, Condition::all().add(organisation::Column::Id.eq(id))).await
}

/// The organisation that a page shows before another one is chosen: the account's own, or the
/// first commissioner.
///
/// # Errors
///
/// Returns [`AppError::NotFound`] while there is no organisation at all.
pub async fn own(ledger: &Ledger, scope: &Scope) -> Result<Organisation, AppError> {
    if let Some(id) = scope.organisation_id {
        return by_id(ledger, scope, id).await;
    }
    let all = list(ledger, scope).await?;
    let commissioner = all.iter().position(|organisation| organisation.kind == "commissioner");
    all.into_iter().nth(commissioner.unwrap_or(0)).ok_or(AppError::NotFound)
}

/// Organisations right below one, in any tree on a day, by name.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn children(
    ledger: &Ledger,
    scope: &Scope,
    id: i64,
    day: NaiveDate,
) -> Result<Vec<Organisation>, AppError> {
    let edges = holds_on(day).add(organisation_link::Column::ParentId.eq(id));
    let ids = ends(ledger, organisation_link::Column::ChildId, edges).await?;
    select(ledger, scope, Condition::all().add(organisation::Column::Id.is_in(ids))).await
}

/// Organisations right above one, in any tree on a day, by name.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn parents(
    ledger: &Ledger,
    scope: &Scope,
    id: i64,
    day: NaiveDate,
) -> Result<Vec<Organisation>, AppError> {
    let edges = holds_on(day).add(organisation_link::Column::ChildId.eq(id));
    let ids = ends(ledger, organisation_link::Column::ParentId, edges).await?;
    select(ledger, scope, Condition::all().add(organisation::Column::Id.is_in(ids))).await
}

/// Organisations of the same kind that may be seen, the organisation itself among them, by name.
///
/// # Errors
///
/// Returns [`AppError::NotFound`] when the organisation may not be seen.
pub async fn peers(ledger: &Ledger, scope: &Scope, id: i64) -> Result<Vec<Organisation>, AppError> {
    let own = by_id(ledger, scope, id).await?;
    select(ledger, scope, Condition::all().add(organisation::Column::Kind.eq(own.kind))).await
}

async fn ends(
    ledger: &Ledger,
    column: organisation_link::Column,
    edges: Condition,
) -> Result<Vec<i64>, DbErr> {
    organisation_link::Entity::find()
        .select_only()
        .column(column)
        .filter(edges)
        .into_tuple()
        .all(ledger.connection())
        .await
}

async fn select(
    ledger: &Ledger,
    scope: &Scope,
    condition: Condition,
) -> Result<Vec<Organisation>, AppError> {
    let organisations = organisation::Entity::find()
        .filter(scope.sees_condition(organisation::Column::Id))
        .filter(condition)
        .order_by_asc(organisation::Column::Name)
        .order_by_asc(organisation::Column::Id)
        .all(ledger.connection())
        .await?;
    Ok(organisations)
}

async fn one(
    ledger: &Ledger,
    scope: &Scope,
    condition: Condition,
) -> Result<Organisation, AppError> {
    organisation::Entity::find()
        .filter(scope.sees_condition(organisation::Column::Id))
        .filter(condition)
        .one(ledger.connection())
        .await?
        .ok_or(AppError::NotFound)
}
