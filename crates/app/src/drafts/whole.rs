//! What reviewers do with a draft as a whole: posts for its leads, which plan it continues, the end.

use anyhow::Context as _;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _,
};
use serde::Deserialize as _;
use serde_json::json;

use super::changes::{Action, discarded, open_draft, own_posts};
use super::keeping::ChosenPosts;
use super::rules::RowState;
use super::store::{self, DraftHead, DraftId, RowFilter};
use super::undo::change;
use crate::App;
use crate::db::entities::{draft, draft_change, draft_row, plan};
use crate::db::insert_all;
use crate::editions;
use crate::shell::audit::{self, Actor, Subject};
use crate::shell::errors::AppError;
use crate::shell::scope::Scope;

async fn set(
    tx: &impl ConnectionTrait,
    draft_id: i64,
    values: draft::ActiveModel,
) -> Result<(), AppError> {
    let this = draft::Column::Id.eq(draft_id);
    draft::Entity::update_many().set(values).filter(this).exec(tx).await?;
    Ok(())
}

/// Chooses posts for leads as written, for every row of a draft that has no choice of its own: a post,
/// 0 for none, or no choice, which finds or makes the post on acceptance.
///
/// # Errors
///
/// Refuses posts of other organisations, and a draft whose review has ended.
pub async fn assign_posts(
    app: &App,
    scope: &Scope,
    id: DraftId,
    choices: &[(String, Option<i64>)],
) -> Result<(), AppError> {
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            let head = open_draft(tx, scope, id).await?;
            let before = ChosenPosts::deserialize(&head.posts).context("the posts of a draft")?;
            let mut posts = before.clone();
            for (as_written, choice) in choices {
                posts.choose(as_written, *choice);
            }
            if posts == before {
                return Ok(());
            }
            own_posts(tx, &head, &posts).await?;
            let values = draft::ActiveModel { posts: Set(json!(posts)), ..Default::default() };
            set(tx, head.id, values).await?;
            let detail = json!({ "from": before, "to": posts });
            audit::record(tx, &actor, "assigned", Subject::new("draft", head.id), detail).await?;
            Ok(())
        })
        .await
}

/// Says of which plan a draft is the next edition, or that it is a plan of its own.
///
/// # Errors
///
/// Refuses once a row has been accepted, and a plan of another organisation.
pub async fn set_edition(
    app: &App,
    scope: &Scope,
    id: DraftId,
    plan_id: Option<i64>,
) -> Result<(), AppError> {
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            let head = open_draft(tx, scope, id).await?;
            if store::progress(tx, head.id).await?.accepted > 0 {
                let refusal = "Rows of this document are part of a plan already; undo them first.";
                return Err(AppError::Invalid(refusal.to_owned()));
            }
            if let Some(plan_id) = plan_id {
                let own = plan::Entity::find_by_id(plan_id)
                    .filter(plan::Column::OrganisationId.eq(head.organisation_id));
                own.one(tx).await?.ok_or(AppError::NotFound)?;
            }
            let values = draft::ActiveModel {
                plan_id: Set(plan_id),
                suggested_plan_id: Set(None),
                ..Default::default()
            };
            set(tx, head.id, values).await?;
            match plan_id {
                Some(plan_id) => editions::review::mark(tx, head.id, plan_id).await?,
                None => editions::review::unmark(tx, head.id).await?,
            }
            let detail = json!({ "next_edition_of": plan_id, "was": head.plan_id });
            audit::record(tx, &actor, "placed", Subject::new("draft", head.id), detail).await?;
            Ok(())
        })
        .await
}

/// Ends the review of a draft. Rows that still wait are discarded for `reason`; without one, the
/// review cannot end while any row waits.
///
/// # Errors
///
/// Refuses while rows wait and no reason is given, and a review that has ended.
pub async fn finish(
    app: &App,
    scope: &Scope,
    id: DraftId,
    reason: Option<&str>,
) -> Result<(), AppError> {
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            let head = open_draft(tx, scope, id).await?;
            let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
            finish_in(tx, &actor, &head, reason).await
        })
        .await
}

/// Ends the review of a draft within a change.
pub(crate) async fn finish_in(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    head: &DraftHead,
    reason: Option<&str>,
) -> Result<(), AppError> {
    let waiting = store::all_rows(tx, head.id, &RowFilter::default()).await?;
    if !waiting.is_empty() {
        let Some(reason) = reason else {
            let rows = waiting.len();
            let refusal = format!("Rows still wait ({rows}): decide on them, or say why not.");
            return Err(AppError::Invalid(refusal));
        };
        discard_all(tx, actor, head, &waiting, reason).await?;
    }
    let kept = head.made_plan_id.is_some() || store::progress(tx, head.id).await?.accepted > 0;
    let state = if kept { "finished" } else { "discarded" };
    let values = draft::ActiveModel {
        state: Set(state.to_owned()),
        reason: Set(reason.map(str::to_owned)),
        finished_at: Set(Some(actor.at)),
        ..Default::default()
    };
    set(tx, head.id, values).await?;
    if kept {
        editions::apply::finish(tx, actor, head).await?;
    }
    let detail = json!({
        "plan": head.made_plan_id.or(head.plan_id),
        "left_out": waiting.len(),
        "reason": reason,
    });
    let action = if kept { "finished" } else { "discarded" };
    audit::record(tx, actor, action, Subject::new("draft", head.id), detail).await?;
    Ok(())
}

async fn discard_all(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    head: &DraftHead,
    waiting: &[draft_row::Model],
    reason: &str,
) -> Result<(), AppError> {
    let mut changes: Vec<draft_change::ActiveModel> = Vec::with_capacity(waiting.len());
    for row in waiting {
        changes.push(change(actor, row, None, Action::Discarded, false)?);
    }
    insert_all(tx, changes).await?;
    let those = draft_row::Entity::update_many()
        .set(discarded(actor, reason))
        .filter(draft_row::Column::DraftId.eq(head.id))
        .filter(draft_row::Column::State.eq(RowState::Waiting.word()));
    those.exec(tx).await?;
    Ok(())
}
