//! Who answers for a commitment: handed on, helped with, and seen by whoever it came to.

use std::collections::BTreeMap;

use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _,
    QueryOrder as _,
};
use serde_json::json;

use super::changes::{self, Cause, NewLead};
use super::rules::LONGEST_NOTE;
use super::store::CommitmentRow;
use super::updates::{self, Current};
use crate::App;
use crate::db::entities::{acknowledgement, commitment_lead, lead};
use crate::shell::audit::{self, Actor, Subject};
use crate::shell::clock::AsAt;
use crate::shell::errors::AppError;
use crate::shell::scope::{Permission, Scope};

/// What is to change about who answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handing {
    /// This post is accountable from now on; the one before answers for it no longer.
    Accountable(i64),
    /// This post helps from now on.
    Helps(i64),
    /// This post helps no longer.
    HelpsNoLonger(i64),
}

/// Whether somebody may hand a commitment on: the holder of the accountable post, and those who
/// may post any update.
#[must_use]
pub fn may_hand_on(scope: &Scope, organisation_id: i64, row: &CommitmentRow) -> bool {
    let first = row.answering().next().and_then(|lead| lead.lead_id);
    let own = first.is_some_and(|id| scope.lead_ids.contains(&id));
    scope.may_in(Permission::PostAnyUpdate, organisation_id)
        || (own && scope.may(Permission::PostOwnUpdate))
}

/// Hands a commitment on, with a reason kept in its history.
///
/// # Errors
///
/// Refuses a post of another organisation, one that has it already, and anybody who may not.
pub async fn hand_on(
    app: &App,
    scope: &Scope,
    id: i64,
    handing: Handing,
    reason: &str,
) -> Result<(), AppError> {
    let actor = app.actor(scope);
    let reason = reason.trim();
    if reason.chars().count() > LONGEST_NOTE || reason.contains('\0') {
        return Err(AppError::Invalid(format!("Keep the note below {LONGEST_NOTE} characters.")));
    }
    app.ledger
        .write(async |tx| {
            let Current { row, organisation_id, .. } = updates::current(tx, scope, id).await?;
            if !may_hand_on(scope, organisation_id, &row) {
                return Err(AppError::Forbidden(
                    "only the accountable lead and performance managers hand a commitment on",
                ));
            }
            let leads = leads_after(tx, &row, organisation_id, handing).await?;
            let kept = Some(reason).filter(|reason| !reason.is_empty());
            let changed = changes::relead(tx, &actor, id, &leads, Cause::Update, kept).await?;
            if !changed {
                return Err(AppError::Invalid("That post has it already.".to_owned()));
            }
            record(tx, &actor, id, &leads, reason).await
        })
        .await
}

async fn record(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    id: i64,
    leads: &[NewLead],
    reason: &str,
) -> Result<(), AppError> {
    let names: Vec<&str> = leads.iter().map(|lead| lead.as_written.as_str()).collect();
    let detail = json!({"leads": names, "reason": reason});
    Ok(audit::record(tx, actor, "delegated", Subject::new("commitment", id), detail).await?)
}

async fn leads_after(
    tx: &impl ConnectionTrait,
    row: &CommitmentRow,
    organisation_id: i64,
    handing: Handing,
) -> Result<Vec<NewLead>, AppError> {
    let kept = commitment_lead::Entity::find()
        .filter(commitment_lead::Column::CommitmentId.eq(row.id))
        .filter(commitment_lead::Column::ToAt.is_null())
        .order_by_asc(commitment_lead::Column::Position)
        .all(tx)
        .await?;
    let as_new = |lead: &commitment_lead::Model| NewLead {
        lead_id: lead.lead_id,
        as_written: lead.as_written.clone(),
        from_lead_id: lead.from_lead_id,
    };
    let (Handing::Accountable(post) | Handing::Helps(post) | Handing::HelpsNoLonger(post)) =
        handing;
    let others = kept.iter().filter(|lead| lead.lead_id != Some(post));
    let post = post_of(tx, organisation_id, post).await?;
    let before = row.answering().next().and_then(|lead| lead.lead_id);
    let new = NewLead { lead_id: Some(post.id), as_written: post.title, from_lead_id: before };
    Ok(match handing {
        Handing::Accountable(_)
            if kept.first().is_some_and(|lead| lead.lead_id == Some(post.id)) =>
        {
            kept.iter().map(as_new).collect()
        }
        Handing::Accountable(_) => std::iter::once(new)
            .chain(others.filter(|lead| !lead.accountable).map(as_new))
            .collect(),
        Handing::Helps(_) if kept.iter().any(|lead| lead.lead_id == Some(post.id)) => {
            kept.iter().map(as_new).collect()
        }
        Handing::Helps(_) if kept.is_empty() => {
            let refusal = "Nobody is accountable for it yet; name the accountable lead first.";
            return Err(AppError::Invalid(refusal.to_owned()));
        }
        Handing::Helps(_) => kept.iter().map(as_new).chain([new]).collect(),
        Handing::HelpsNoLonger(_) => kept
            .iter()
            .filter(|lead| lead.accountable || lead.lead_id != Some(post.id))
            .map(as_new)
            .collect(),
    })
}

async fn post_of(
    tx: &impl ConnectionTrait,
    organisation_id: i64,
    id: i64,
) -> Result<lead::Model, AppError> {
    let found = lead::Entity::find_by_id(id).one(tx).await?;
    let found = found.filter(|post| post.organisation_id == organisation_id);
    found.ok_or_else(|| AppError::Invalid("Choose a post of this organisation.".to_owned()))
}

/// Somebody has seen that a commitment is theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The post for which it was seen.
    pub lead_id: Option<i64>,
    /// Who said so.
    pub name: String,
    /// When.
    pub at: chrono::DateTime<chrono::Utc>,
}

/// Who has seen each of some commitments, by the end of a day.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub(crate) async fn seen(
    connection: &impl ConnectionTrait,
    commitments: SelectStatement,
    as_at: AsAt,
) -> Result<BTreeMap<i64, Vec<Seen>>, DbErr> {
    let rows = acknowledgement::Entity::find()
        .filter(acknowledgement::Column::CommitmentId.in_subquery(commitments))
        .filter(acknowledgement::Column::At.lt(as_at.end()))
        .order_by_asc(acknowledgement::Column::Id)
        .all(connection)
        .await?;
    let mut found: BTreeMap<i64, Vec<Seen>> = BTreeMap::new();
    for row in rows {
        let seen = Seen { lead_id: row.lead_id, name: row.name, at: row.at };
        found.entry(row.commitment_id).or_default().push(seen);
    }
    Ok(found)
}

/// Says that commitments are seen by whoever answers for them: "I have seen that this is mine".
/// Those that were seen since they came are passed over; returns how many are new.
///
/// # Errors
///
/// Refuses a commitment that none of one's posts answers for.
pub async fn acknowledge(app: &App, scope: &Scope, ids: &[i64]) -> Result<usize, AppError> {
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            let mut new = Vec::new();
            for id in ids {
                let Current { row, .. } = updates::current(tx, scope, *id).await?;
                let own = commitment_lead::Entity::find()
                    .filter(commitment_lead::Column::CommitmentId.eq(*id))
                    .filter(commitment_lead::Column::LeadId.is_in(scope.lead_ids.iter().copied()))
                    .filter(commitment_lead::Column::ToAt.is_null())
                    .one(tx)
                    .await?;
                let Some(own) = own else {
                    return Err(AppError::Forbidden("only its leads say that they have seen it"));
                };
                let known = acknowledgement::Entity::find()
                    .filter(acknowledgement::Column::CommitmentId.eq(*id))
                    .filter(acknowledgement::Column::LeadId.eq(own.lead_id))
                    .all(tx)
                    .await?;
                if known.iter().any(|known| own.from_at.is_none_or(|from| known.at >= from)) {
                    continue;
                }
                keep(tx, &actor, *id, own.lead_id).await?;
                new.push(json!({"id": id, "reference": row.reference}));
            }
            if !new.is_empty() {
                let detail = json!({"commitments": new});
                let subject = Subject { kind: "commitment", id: None };
                audit::record(tx, &actor, "acknowledged", subject, detail).await?;
            }
            Ok(new.len())
        })
        .await
}

async fn keep(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    commitment_id: i64,
    lead_id: Option<i64>,
) -> Result<(), DbErr> {
    let row = acknowledgement::ActiveModel {
        commitment_id: Set(commitment_id),
        lead_id: Set(lead_id),
        user_id: Set(actor.user_id),
        name: Set(actor.name.clone()),
        at: Set(actor.at),
        ..Default::default()
    };
    acknowledgement::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}
