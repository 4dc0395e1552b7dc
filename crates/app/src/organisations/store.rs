//! Organisations, as far as a scope reaches.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait as _, Func};
use sea_orm::{
    ColumnTrait as _, Condition, DbErr, EntityTrait as _, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};

use super::visibility::holds_on;
use crate::db::Ledger;
pub use crate::db::entities::organisation::Model as Organisation;
use crate::db::entities::{organisation, organisation_link};
use crate::shell::errors::AppError;
use crate::shell::scope::Scope;

/// Organisations of which a page lists or compares all; of more only some.
pub const MOST_AT_ONCE: u64 = 300;

/// Organisations that a search gives.
const FOUND: u64 = 50;

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
/// Where they are more than 300, as the practices of a country are, only those right below the same
/// organisations as itself: nobody compares with thousands, and no page could.
///
/// # Errors
///
/// Returns [`AppError::NotFound`] when the organisation may not be seen.
pub async fn peers(ledger: &Ledger, scope: &Scope, id: i64) -> Result<Vec<Organisation>, AppError> {
    let own = by_id(ledger, scope, id).await?;
    let same_kind = Condition::all().add(organisation::Column::Kind.eq(&own.kind));
    if count(ledger, scope, same_kind.clone()).await? <= MOST_AT_ONCE {
        return select(ledger, scope, same_kind).await;
    }
    let mut near = beside(ledger, id, scope.today).await?;
    near.insert(id);
    select(ledger, scope, same_kind.add(organisation::Column::Id.is_in(near))).await
}

/// The children of an organisation's parents on a day.
async fn beside(ledger: &Ledger, id: i64, day: NaiveDate) -> Result<BTreeSet<i64>, DbErr> {
    let up = holds_on(day).add(organisation_link::Column::ChildId.eq(id));
    let parents = ends(ledger, organisation_link::Column::ParentId, up).await?;
    let down = holds_on(day).add(organisation_link::Column::ParentId.is_in(parents));
    Ok(ends(ledger, organisation_link::Column::ChildId, down).await?.into_iter().collect())
}

/// How many organisations may be seen.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn how_many(ledger: &Ledger, scope: &Scope) -> Result<u64, AppError> {
    Ok(count(ledger, scope, Condition::all()).await?)
}

async fn count(ledger: &Ledger, scope: &Scope, condition: Condition) -> Result<u64, DbErr> {
    let seen = scope.sees_condition(organisation::Column::Id);
    organisation::Entity::find().filter(seen).filter(condition).count(ledger.connection()).await
}

/// Those that a list to choose from offers: every one, or where they are more than 300 those that
/// commission and provide, and the neighbours and members of the one chosen.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn offered(
    ledger: &Ledger,
    scope: &Scope,
    chosen: i64,
) -> Result<Vec<Organisation>, AppError> {
    if how_many(ledger, scope).await? <= MOST_AT_ONCE {
        return list(ledger, scope).await;
    }
    let mut near = beside(ledger, chosen, scope.today).await?;
    let below = holds_on(scope.today).add(organisation_link::Column::ParentId.eq(chosen));
    near.extend(ends(ledger, organisation_link::Column::ChildId, below).await?);
    near.extend([chosen].into_iter().chain(scope.organisation_id));
    let either = Condition::any()
        .add(organisation::Column::Kind.is_in(["commissioner", "provider"]))
        .add(organisation::Column::Id.is_in(near));
    select(ledger, scope, either).await
}

/// The first 50 organisations, by name, whose name has the words or whose code begins with them.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn search(
    ledger: &Ledger,
    scope: &Scope,
    words: &str,
) -> Result<Vec<Organisation>, AppError> {
    let name = Expr::expr(Func::lower(Expr::col(organisation::Column::Name)));
    let wanted = words.trim().to_lowercase().replace(['%', '_'], " ");
    let condition = Condition::any()
        .add(name.like(format!("%{wanted}%")))
        .add(organisation::Column::Code.like(format!("{}%", wanted.to_uppercase())));
    let found = organisation::Entity::find()
        .filter(scope.sees_condition(organisation::Column::Id))
        .filter(condition)
        .order_by_asc(organisation::Column::Name)
        .order_by_asc(organisation::Column::Id)
        .limit(FOUND)
        .all(ledger.connection());
    Ok(found.await?)
}

/// Organisations by their rows, as far as they may be seen.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn by_ids(
    ledger: &Ledger,
    scope: &Scope,
    ids: impl IntoIterator<Item = i64>,
) -> Result<Vec<Organisation>, AppError> {
    select(ledger, scope, Condition::all().add(organisation::Column::Id.is_in(ids))).await
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
