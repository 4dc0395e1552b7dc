//! Rows of a draft become part of a plan, which the first of them makes.

use std::collections::BTreeMap;

use bellwether_plan::draft::Finding;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _,
};
use serde_json::json;

use super::changes::{self, Action};
use super::keeping::Keeper;
use super::rules::{Item, RowState, Show, severity_word};
use super::store::{self, DraftHead, DraftId, RowFilter, current, number};
use crate::App;
use crate::commitments::series;
use crate::db::entities::{draft, draft_change, draft_row, plan, plan_finding};
use crate::db::insert_all;
use crate::editions::apply as editions;
use crate::links::resolve_references;
use crate::shell::audit::{self, Actor, Subject};
use crate::shell::errors::AppError;
use crate::shell::scope::Scope;

/// A row as somebody saw it when they decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// The row.
    pub id: i64,
    /// How often it had been changed then; none when that does not matter.
    pub revision: Option<i32>,
}

impl From<i64> for Seen {
    fn from(id: i64) -> Self {
        Self { id, revision: None }
    }
}

/// What came of accepting rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Accepted {
    /// The plan that they are part of; none when no row was accepted and none ever had been.
    pub plan_id: Option<i64>,
    /// How many rows were accepted.
    pub rows: usize,
    /// How many were not, because somebody had changed or decided on them meanwhile.
    pub passed_over: usize,
    /// Titles of posts that were made because a row named them.
    pub new_posts: Vec<String>,
}

/// Accepts rows; those that somebody has changed or decided on meanwhile are passed over.
///
/// # Errors
///
/// Not found when the draft is out of sight; refuses whoever may not review plans, and a draft whose
/// review has ended.
pub async fn accept_rows(
    app: &App,
    scope: &Scope,
    id: DraftId,
    seen: &[Seen],
) -> Result<Accepted, AppError> {
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            let mut draft = changes::open_draft(tx, scope, id).await?;
            let revisions: BTreeMap<i64, Option<i32>> =
                seen.iter().map(|seen| (seen.id, seen.revision)).collect();
            let mut rows = store::waiting_rows(tx, draft.id, revisions.keys().copied()).await?;
            rows.retain(|row| {
                let seen = revisions.get(&row.id);
                seen.is_some_and(|revision| revision.is_none_or(|seen| seen == row.revision))
            });
            let mut accepted = accept_in(tx, &actor, &mut draft, rows).await?;
            accepted.passed_over = revisions.len().saturating_sub(accepted.rows);
            Ok(accepted)
        })
        .await
}

/// Accepts every waiting row without a warning or an error in which nothing is uncertain.
///
/// # Errors
///
/// As [`accept_rows`].
pub async fn accept_clean(app: &App, scope: &Scope, id: DraftId) -> Result<Accepted, AppError> {
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            let mut draft = changes::open_draft(tx, scope, id).await?;
            let filter = RowFilter { show: Show::Clean, ..RowFilter::default() };
            let rows = store::all_rows(tx, draft.id, &filter).await?;
            accept_in(tx, &actor, &mut draft, rows).await
        })
        .await
}

/// Accepts waiting rows within a change.
pub(crate) async fn accept_in(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    draft: &mut DraftHead,
    rows: Vec<draft_row::Model>,
) -> Result<Accepted, AppError> {
    if rows.is_empty() {
        return Ok(Accepted { plan_id: draft.made_plan_id, ..Accepted::default() });
    }
    if let Some(plan_id) = draft.plan_id {
        return take_over(tx, actor, draft, plan_id, &rows).await;
    }
    let plan_id = plan_of(tx, actor, draft).await?;
    let mut keeper = Keeper::open(tx, actor, plan_id, draft.id).await?;
    let mut made = Vec::with_capacity(rows.len());
    let mut done = Vec::with_capacity(rows.len());
    for row in &rows {
        let item = current(row)?;
        let entity_id = keeper.keep(tx, row, &item).await?;
        mark_accepted(tx, actor, row, entity_id).await?;
        made.push(json!({ "row": row.id, item.kind().table(): entity_id }));
        done.push(super::undo::change(actor, row, None, Action::Accepted, false)?);
    }
    insert_all::<draft_change::ActiveModel>(tx, done).await?;
    resolve_references(tx, plan_id).await?;
    series::begin(tx, actor, plan_id).await?;
    let new_posts = keeper.new_posts().to_vec();
    let detail = json!({ "plan": plan_id, "rows": made, "new_posts": new_posts });
    audit::record(tx, actor, "accepted", Subject::new("draft", draft.id), detail).await?;
    Ok(Accepted { plan_id: Some(plan_id), rows: rows.len(), passed_over: 0, new_posts })
}

/// Accepts rows of a next edition: what the plan has goes on, what it has not is added.
async fn take_over(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    draft: &DraftHead,
    plan_id: i64,
    rows: &[draft_row::Model],
) -> Result<Accepted, AppError> {
    let taken = editions::take_over(tx, actor, draft, plan_id, rows).await?;
    let mut made = Vec::with_capacity(rows.len());
    let mut done = Vec::with_capacity(rows.len());
    for (row, entity_id) in rows.iter().zip(&taken.entities) {
        mark_accepted(tx, actor, row, *entity_id).await?;
        made.push(json!({ "row": row.id, "became": entity_id, "change": row.comparison }));
        done.push(super::undo::change(actor, row, None, Action::Accepted, false)?);
    }
    insert_all::<draft_change::ActiveModel>(tx, done).await?;
    resolve_references(tx, plan_id).await?;
    series::begin(tx, actor, plan_id).await?;
    let new_posts = taken.new_posts;
    let detail = json!({ "next_edition_of": plan_id, "rows": made, "new_posts": new_posts });
    audit::record(tx, actor, "accepted", Subject::new("draft", draft.id), detail).await?;
    Ok(Accepted { plan_id: Some(plan_id), rows: rows.len(), passed_over: 0, new_posts })
}

async fn mark_accepted(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    row: &draft_row::Model,
    entity_id: i64,
) -> Result<(), AppError> {
    let change = draft_row::ActiveModel {
        state: Set(RowState::Accepted.word().to_owned()),
        revision: Set(row.revision + 1),
        entity_id: Set(Some(entity_id)),
        decided_by: Set(actor.user_id),
        decided_by_name: Set(Some(actor.name.clone())),
        decided_at: Set(Some(actor.at)),
        ..Default::default()
    };
    let this = draft_row::Column::Id.eq(row.id);
    draft_row::Entity::update_many().set(change).filter(this).exec(tx).await?;
    Ok(())
}

/// Keeps one row of a draft in a plan, as a comparison of editions does with what was added; the row
/// itself stays as it is. Returns the row of `commitment`, `plan_risk` and so on that it became.
///
/// # Errors
///
/// Returns an error when the ledger refuses a row.
pub async fn keep_row(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    plan_id: i64,
    row: &draft_row::Model,
    item: &Item,
) -> Result<i64, AppError> {
    Keeper::open(tx, actor, plan_id, row.draft_id).await?.keep(tx, row, item).await
}

/// The plan that the rows of a draft become part of: made by the first of them.
async fn plan_of(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    draft: &mut DraftHead,
) -> Result<i64, AppError> {
    if let Some(id) = draft.made_plan_id {
        return Ok(id);
    }
    let source_text = store::source_text(tx, draft.id).await?;
    let row = plan::ActiveModel {
        organisation_id: Set(draft.organisation_id),
        title: Set(draft.title.clone()),
        plan_year: Set(draft.plan_year.clone()),
        file_name: Set(draft.file_name.clone()),
        file_sha256: Set(draft.file_sha256.clone()),
        source_text: Set(source_text),
        imported_at: Set(actor.at),
        imported_by: Set(actor.user_id),
        ..Default::default()
    };
    let id = plan::Entity::insert(row).exec(tx).await?.last_insert_id;
    let finding = |finding: &Finding| plan_finding::ActiveModel {
        plan_id: Set(id),
        rule: Set(finding.rule.clone()),
        severity: Set(severity_word(finding.severity).to_owned()),
        message: Set(finding.message.clone()),
        line: Set(finding.line.map(number)),
        reference: Set(finding.reference.clone()),
        ..Default::default()
    };
    insert_all(tx, draft.findings().iter().map(finding)).await?;
    let made = draft::ActiveModel {
        made_plan_id: Set(Some(id)),
        suggested_plan_id: Set(None),
        ..Default::default()
    };
    let this = draft::Column::Id.eq(draft.id);
    draft::Entity::update_many().set(made).filter(this).exec(tx).await?;
    draft.made_plan_id = Some(id);
    let detail = json!({
        "file": draft.file_name,
        "sha256": draft.file_sha256,
        "title": draft.title,
        "draft": draft.id,
    });
    audit::record(tx, actor, "imported", Subject::new("plan", id), detail).await?;
    Ok(id)
}
