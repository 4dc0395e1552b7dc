//! The commitments of one person's posts, and those that may be updated many at once.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Query;
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _,
    QuerySelect as _,
};

use crate::App;
use crate::commitments::delegation::{self, Seen};
use crate::commitments::rules::{Ask, asks_for_update};
use crate::commitments::store::{CommitmentRow, may_post, plans_seen, rows};
use crate::commitments::updates::{self, NewUpdate};
use crate::db::Ledger;
use crate::db::entities::{commitment, commitment_lead, plan};
use crate::links::dependencies::{self, LateOne};
use crate::shell::clock::AsAt;
use crate::shell::errors::AppError;
use crate::shell::scope::{Permission, Scope};

/// What a commitment is to the person whose work it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// One of their posts is accountable for it.
    Owes,
    /// One of their posts helps with it.
    Helps,
    /// They handed it on.
    Delegated,
}

/// A commitment in somebody's work.
#[derive(Debug, Clone, PartialEq)]
pub struct Mine {
    /// Itself, as it stands.
    pub row: CommitmentRow,
    /// What it is to them.
    pub part: Part,
    /// Title of its plan.
    pub plan: String,
    /// Whether and why it asks for an update.
    pub ask: Option<Ask>,
    /// What it waits for that is late.
    pub late: Option<LateOne>,
    /// Whether they have yet to say that they have seen it.
    pub unseen: bool,
    /// Who of the post it was handed to has seen it.
    pub seen_by: Option<Seen>,
}

/// What the store needs to know of a plan.
struct PlanFacts {
    title: String,
    imported_at: DateTime<Utc>,
}

/// The commitments of somebody's posts that have come to no end, soonest due first.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn mine(ledger: &Ledger, scope: &Scope) -> Result<Vec<Mine>, AppError> {
    if scope.lead_ids.is_empty() {
        return Ok(Vec::new());
    }
    let (connection, today) = (ledger.connection(), AsAt(scope.today));
    let posts = || scope.lead_ids.iter().copied();
    let named = Query::select()
        .column((commitment_lead::Entity, commitment_lead::Column::CommitmentId))
        .from(commitment_lead::Entity)
        .and_where(commitment_lead::Column::ToAt.is_null())
        .cond_where(
            Condition::any()
                .add(commitment_lead::Column::LeadId.is_in(posts()))
                .add(commitment_lead::Column::FromLeadId.is_in(posts())),
        )
        .to_owned();
    let condition = Condition::all()
        .add(commitment::Column::Id.in_subquery(named.clone()))
        .add(commitment::Column::PlanId.in_subquery(plans_seen(scope, today)));
    let mut rows = rows(connection, condition, today).await?;
    rows.retain(|row| !row.is_closed());
    let plans = plans_of(connection, &rows).await?;
    let mut seen = delegation::seen(connection, named, today).await?;
    let mut late = dependencies::late_ones(connection, scope, today).await?;
    let mine = rows.into_iter().filter_map(|row| {
        let facts = plans.get(&row.plan_id)?;
        let (seen, late) = (seen.remove(&row.id).unwrap_or_default(), late.remove(&row.id));
        as_mine(scope, row, facts, &seen, late)
    });
    let mut mine: Vec<Mine> = mine.collect();
    mine.sort_by_key(|it| (it.row.due_latest.is_none(), it.row.due_latest, it.row.id));
    Ok(mine)
}

fn as_mine(
    scope: &Scope,
    row: CommitmentRow,
    plan: &PlanFacts,
    seen: &[Seen],
    late: Option<LateOne>,
) -> Option<Mine> {
    let is_mine = |id: Option<i64>| id.is_some_and(|id| scope.lead_ids.contains(&id));
    let own = row.leads.iter().find(|lead| is_mine(lead.lead_id));
    let (part, lead) = match own {
        Some(lead) if lead.accountable => (Part::Owes, lead),
        Some(lead) => (Part::Helps, lead),
        None => (Part::Delegated, row.leads.iter().find(|lead| is_mine(lead.from_lead_id))?),
    };
    let since = lead.from_at.or(row.added_at).unwrap_or(plan.imported_at);
    let was_seen = seen.iter().rev().find(|seen| {
        seen.lead_id == lead.lead_id && lead.from_at.is_none_or(|from| seen.at >= from)
    });
    let reported = row.latest_at.map(|at| at.date_naive());
    let ask =
        asks_for_update(row.due_latest, row.status, reported, since.date_naive(), scope.today);
    Some(Mine {
        part,
        plan: plan.title.clone(),
        ask: ask.filter(|_| part == Part::Owes),
        late,
        unseen: part != Part::Delegated && was_seen.is_none(),
        seen_by: was_seen.cloned(),
        row,
    })
}

async fn plans_of(
    connection: &impl ConnectionTrait,
    rows: &[CommitmentRow],
) -> Result<BTreeMap<i64, PlanFacts>, DbErr> {
    let ids: BTreeSet<i64> = rows.iter().map(|row| row.plan_id).collect();
    let found: Vec<(i64, String, DateTime<Utc>)> = plan::Entity::find()
        .select_only()
        .column(plan::Column::Id)
        .column(plan::Column::Title)
        .column(plan::Column::ImportedAt)
        .filter(plan::Column::Id.is_in(ids))
        .into_tuple()
        .all(connection)
        .await?;
    let facts =
        found.into_iter().map(|(id, title, imported_at)| (id, PlanFacts { title, imported_at }));
    Ok(facts.collect())
}

/// Commitments that may be updated together, in the order of their plans.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// The plan's title, where it is of one plan.
    pub plan: Option<String>,
    /// Those of one page.
    pub rows: Vec<CommitmentRow>,
    /// How many there are on all pages.
    pub total: usize,
}

/// Rows on one page of a sheet.
pub const SHEET_ROWS: usize = 50;

/// The open commitments of a plan, or of one's own posts, that somebody may update; `page` counts
/// from 1.
///
/// # Errors
///
/// Returns [`AppError::NotFound`] for a plan that may not be seen, and refuses one of whose
/// commitments none may be updated by this user.
pub async fn sheet(
    ledger: &Ledger,
    scope: &Scope,
    plan_id: Option<i64>,
    page: usize,
) -> Result<Sheet, AppError> {
    let Some(plan_id) = plan_id else {
        let mut own = mine(ledger, scope).await?;
        own.retain(|it| it.part != Part::Delegated && scope.may(Permission::PostOwnUpdate));
        let rows = own.into_iter().map(|it| it.row).collect();
        return Ok(paged(None, rows, page));
    };
    let connection = ledger.connection();
    let (organisation_id, _) =
        updates::plan_of(connection, plan_id).await?.ok_or(AppError::NotFound)?;
    if !scope.sees(organisation_id) {
        return Err(AppError::NotFound);
    }
    if !scope.may_in(Permission::PostAnyUpdate, organisation_id) {
        return Err(AppError::Forbidden("only performance managers update a whole plan at once"));
    }
    let today = AsAt(scope.today);
    let condition = Condition::all()
        .add(commitment::Column::PlanId.eq(plan_id))
        .add(commitment::Column::PlanId.in_subquery(plans_seen(scope, today)));
    let mut rows = rows(connection, condition, today).await?;
    rows.retain(|row| !row.is_closed() && may_post(scope, organisation_id, row));
    let title = plan::Entity::find_by_id(plan_id).select_only().column(plan::Column::Title);
    let title: Option<String> = title.into_tuple().one(connection).await?;
    Ok(paged(title, rows, page))
}

fn paged(plan: Option<String>, mut rows: Vec<CommitmentRow>, page: usize) -> Sheet {
    let total = rows.len();
    let start = page.saturating_sub(1).saturating_mul(SHEET_ROWS).min(total);
    rows.drain(..start);
    rows.truncate(SHEET_ROWS);
    Sheet { plan, rows, total }
}

/// What became of one row of a sheet.
pub type Posted = (i64, Result<(), String>);

/// Posts many updates in one go: each row stands for itself, so that one refused loses no other.
///
/// # Errors
///
/// Returns an error when the ledger cannot be written; then none is kept.
pub async fn post_all(
    app: &App,
    scope: &Scope,
    new: &[(i64, NewUpdate)],
) -> Result<Vec<Posted>, AppError> {
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            let mut posted = Vec::with_capacity(new.len());
            for (id, update) in new {
                // A refusal comes before anything of its row is written.
                let result = match updates::post_in(tx, &actor, scope, *id, update).await {
                    Ok(()) => Ok(()),
                    Err(AppError::Invalid(message)) => Err(message),
                    Err(AppError::Forbidden(words)) => Err(crate::shell::answer::sentence(words)),
                    Err(AppError::NotFound) => Err("This commitment is not there.".to_owned()),
                    Err(error) => return Err(error),
                };
                posted.push((*id, result));
            }
            Ok(posted)
        })
        .await
}

/// Plans on which somebody may update everything at once: row and title.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn plans_to_update(
    ledger: &Ledger,
    scope: &Scope,
) -> Result<Vec<(i64, String)>, AppError> {
    if !scope.may(Permission::PostAnyUpdate) {
        return Ok(Vec::new());
    }
    let plans = plan::Entity::find()
        .select_only()
        .column(plan::Column::Id)
        .column(plan::Column::Title)
        .filter(scope.within.condition(plan::Column::OrganisationId))
        .into_tuple()
        .all(ledger.connection())
        .await?;
    Ok(plans)
}
