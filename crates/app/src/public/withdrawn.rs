//! Promises that were public and have been withdrawn since: they do not vanish without a word.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _,
};

use crate::commitments::store::{CommitmentRow, rows_with_withdrawn};
use crate::db::entities::{commitment, publication};
use crate::shell::clock::AsAt;

/// A promise that was withdrawn while it was public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WithdrawnPromise {
    pub(crate) reference: String,
    pub(crate) text: String,
    /// Whether it was a step of a promise that still stands.
    pub(crate) is_step: bool,
    /// The day it was withdrawn.
    pub(crate) on: NaiveDate,
}

/// Every publication of some plans that there ever was.
struct Publications(Vec<publication::Model>);

impl Publications {
    /// Whether a plan, or the commitment that is left out of it, was named by one at a moment.
    fn named(&self, plan_id: i64, commitment_id: Option<i64>, at: DateTime<Utc>) -> bool {
        self.0.iter().any(|row| {
            let held = row.from_at < at && row.to_at.is_none_or(|to| to >= at);
            row.plan_id == plan_id && row.commitment_id == commitment_id && held
        })
    }

    /// Whether the public saw a commitment just before a moment.
    fn showed(&self, row: &CommitmentRow, at: DateTime<Utc>) -> bool {
        let itself_or_whole = [Some(row.id), row.parent_id];
        let left_out = itself_or_whole.iter().flatten();
        let mut left_out = left_out.map(|id| self.named(row.plan_id, Some(*id), at));
        self.named(row.plan_id, None, at) && !left_out.any(|left_out| left_out)
    }
}

/// Promises of some plans that were withdrawn while they were public, by the end of a day, by plan;
/// those that are left out by now are not told. The latest comes first.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub(super) async fn withdrawn(
    connection: &impl ConnectionTrait,
    plans: &[i64],
    left_out: &BTreeSet<i64>,
    as_at: AsAt,
) -> Result<BTreeMap<i64, Vec<WithdrawnPromise>>, DbErr> {
    let gone = Condition::all()
        .add(commitment::Column::PlanId.is_in(plans.iter().copied()))
        .add(commitment::Column::WithdrawnAt.lt(as_at.end()));
    let mut rows = rows_with_withdrawn(connection, gone, as_at).await?;
    if rows.is_empty() {
        return Ok(BTreeMap::new());
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.withdrawn_at));
    let of_plans = publication::Column::PlanId.is_in(plans.iter().copied());
    let publications = publication::Entity::find().filter(of_plans).all(connection).await?;
    let publications = Publications(publications);
    let gone: BTreeSet<i64> = rows.iter().map(|row| row.id).collect();
    let mut found: BTreeMap<i64, Vec<WithdrawnPromise>> = BTreeMap::new();
    for row in &rows {
        let Some(at) = row.withdrawn_at else { continue };
        let hidden = [Some(row.id), row.parent_id].into_iter().flatten();
        let is_hidden = hidden.into_iter().any(|id| left_out.contains(&id));
        let told_by_whole = row.parent_id.is_some_and(|id| gone.contains(&id));
        if is_hidden || told_by_whole || !publications.showed(row, at) {
            continue;
        }
        found.entry(row.plan_id).or_default().push(WithdrawnPromise {
            reference: row.reference.clone(),
            text: row.text.clone(),
            is_step: row.parent_id.is_some(),
            on: at.date_naive(),
        });
    }
    Ok(found)
}
