//! Searching the audit chain.

use sea_orm::sea_query::{Expr, ExprTrait as _, Func, Query};
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};

use crate::App;
use crate::db::entities::audit_entry::{self, Model as Entry};
use crate::db::entities::user;
use crate::shell::audit::PAGE_LENGTH;
use crate::shell::errors::AppError;
use crate::shell::scope::{Permission, Scope, Visible};

/// Entries that match, and how many there are on all pages.
#[derive(Debug)]
pub(crate) struct Found {
    /// Those of the page asked for, newest first.
    pub(crate) entries: Vec<Entry>,
    /// All of them.
    pub(crate) total: u64,
}

/// Finds entries whose actor, action or subject contains `text`, in any case; `page` counts from 1.
///
/// Whoever does not see every organisation finds what people of the own organisation, and of those
/// below it, have done.
///
/// # Errors
///
/// Refuses a role that may not read the chain.
pub(crate) async fn search(
    app: &App,
    scope: &Scope,
    text: &str,
    page: u64,
) -> Result<Found, AppError> {
    if !scope.may(Permission::ReadAudit) {
        return Err(AppError::Forbidden(
            "Only administrators and performance managers read the audit.",
        ));
    }
    let query = audit_entry::Entity::find().filter(done_within(scope)).filter(containing(text));
    let total = query.clone().count(app.ledger.connection()).await?;
    let entries = query
        .order_by_desc(audit_entry::Column::Id)
        .offset(page.saturating_sub(1) * PAGE_LENGTH)
        .limit(PAGE_LENGTH)
        .all(app.ledger.connection())
        .await?;
    Ok(Found { entries, total })
}

fn done_within(scope: &Scope) -> Condition {
    let Visible::Only(organisations) = &scope.within else { return Condition::all() };
    let people = Query::select()
        .column(user::Column::Id)
        .from(user::Entity)
        .and_where(user::Column::OrganisationId.is_in(organisations.iter().copied()))
        .to_owned();
    Condition::all().add(audit_entry::Column::UserId.in_subquery(people))
}

fn containing(text: &str) -> Condition {
    if text.is_empty() {
        return Condition::all();
    }
    // PostgreSQL tells capitals apart where SQLite does not, so both are asked in lower case.
    let pattern = format!("%{}%", text.to_lowercase());
    let mut any = Condition::any();
    for column in
        [audit_entry::Column::Actor, audit_entry::Column::Action, audit_entry::Column::SubjectKind]
    {
        any = any.add(Expr::expr(Func::lower(Expr::col(column))).like(pattern.clone()));
    }
    any
}
