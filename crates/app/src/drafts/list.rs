//! Every draft that somebody may review, and how many wait.

use std::collections::BTreeMap;

use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::rules::RowState;
use super::store::{DraftHead, ONLY_MANAGERS, head};
use crate::db::Ledger;
use crate::db::entities::{draft, draft_row, organisation};
use crate::shell::errors::AppError;
use crate::shell::scope::{Permission, Scope};

/// Drafts listed that are finished or discarded.
const LISTED_DONE: u64 = 50;

/// A draft in a list.
#[derive(Debug, Clone)]
pub struct DraftSummary {
    /// The draft.
    pub draft: DraftHead,
    /// Name of the organisation whose plan it is.
    pub organisation: String,
    /// Rows that nobody has decided on.
    pub waiting: usize,
    /// Rows in all.
    pub total: usize,
}

/// Every draft that may be reviewed, those that wait first, the latest first.
///
/// # Errors
///
/// Refuses whoever may not review plans.
pub async fn list(ledger: &Ledger, scope: &Scope) -> Result<Vec<DraftSummary>, AppError> {
    if !scope.may(Permission::ImportPlan) {
        return Err(AppError::Forbidden(ONLY_MANAGERS));
    }
    let connection = ledger.connection();
    let own = scope.within.condition(draft::Column::OrganisationId);
    let ids = draft::Entity::find().filter(own).order_by_desc(draft::Column::Id);
    let ids = ids.select_only().column(draft::Column::Id);
    let waiting = ids.clone().filter(draft::Column::State.eq("waiting"));
    let waiting: Vec<i64> = waiting.into_tuple().all(connection).await?;
    let done = ids.filter(draft::Column::State.ne("waiting")).limit(LISTED_DONE);
    let done: Vec<i64> = done.into_tuple().all(connection).await?;
    let ids: Vec<i64> = waiting.into_iter().chain(done).collect();
    let counts = counts(connection, &ids).await?;
    let mut summaries = Vec::with_capacity(ids.len());
    for id in ids {
        let draft = head(connection, id).await?;
        let organisation = organisation::Entity::find_by_id(draft.organisation_id)
            .one(connection)
            .await?
            .map_or_else(String::new, |found| found.name);
        let (waiting, total) = counts.get(&id).copied().unwrap_or_default();
        summaries.push(DraftSummary { draft, organisation, waiting, total });
    }
    Ok(summaries)
}

/// How many drafts wait for a review.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn count_waiting(ledger: &Ledger, scope: &Scope) -> Result<u64, AppError> {
    if !scope.may(Permission::ImportPlan) {
        return Ok(0);
    }
    let waiting = draft::Entity::find()
        .filter(scope.within.condition(draft::Column::OrganisationId))
        .filter(draft::Column::State.eq("waiting"));
    Ok(waiting.count(ledger.connection()).await?)
}

/// Rows that wait, and all rows, of each draft.
async fn counts(
    connection: &impl ConnectionTrait,
    ids: &[i64],
) -> Result<BTreeMap<i64, (usize, usize)>, DbErr> {
    let counted: Vec<(i64, String, i64)> = draft_row::Entity::find()
        .filter(draft_row::Column::DraftId.is_in(ids.iter().copied()))
        .select_only()
        .column(draft_row::Column::DraftId)
        .column(draft_row::Column::State)
        .column_as(draft_row::Column::Id.count(), "count")
        .group_by(draft_row::Column::DraftId)
        .group_by(draft_row::Column::State)
        .into_tuple()
        .all(connection)
        .await?;
    let mut counts: BTreeMap<i64, (usize, usize)> = BTreeMap::new();
    for (id, state, count) in counted {
        let count = usize::try_from(count).unwrap_or_default();
        let (waiting, total) = counts.entry(id).or_default();
        *waiting += if state == RowState::Waiting.word() { count } else { 0 };
        *total += count;
    }
    Ok(counts)
}
