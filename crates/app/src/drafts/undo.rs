//! Changes of rows as they are kept, and how the latest is undone.

use anyhow::Context as _;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, Order,
    QueryFilter as _, QueryOrder as _,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::accept::Seen;
use super::changes::{Action, discarded, open_draft, seen_row, set};
use super::rules::{Kind, RowState};
use super::store::{self, DraftId};
use super::withdrawal;
use crate::App;
use crate::db::entities::{draft_change, draft_row};
use crate::editions::review::ADDED;
use crate::shell::audit::{self, Actor, Subject};
use crate::shell::errors::AppError;
use crate::shell::scope::Scope;

/// How a row stood before a change.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Before {
    state: String,
    reason: Option<String>,
    merged_into: Option<i64>,
    /// What it held, where the change touched that.
    content: Option<Content>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Content {
    current: Value,
    section: Option<String>,
    findings: Value,
    has_findings: bool,
    is_uncertain: bool,
    is_corrected: bool,
    source_text: String,
    line_from: i32,
    line_to: i32,
    posts: Option<Value>,
}

/// A change as it is kept.
pub(super) fn change(
    actor: &Actor,
    row: &draft_row::Model,
    other_row_id: Option<i64>,
    action: Action,
    with_content: bool,
) -> Result<draft_change::ActiveModel, AppError> {
    let content = with_content.then(|| Content {
        current: row.current.clone(),
        section: row.section.clone(),
        findings: row.findings.clone(),
        has_findings: row.has_findings,
        is_uncertain: row.is_uncertain,
        is_corrected: row.is_corrected,
        source_text: row.source_text.clone(),
        line_from: row.line_from,
        line_to: row.line_to,
        posts: row.posts.clone(),
    });
    let before = Before {
        state: row.state.clone(),
        reason: row.reason.clone(),
        merged_into: row.merged_into,
        content,
    };
    Ok(draft_change::ActiveModel {
        draft_id: Set(row.draft_id),
        draft_row_id: Set(row.id),
        other_row_id: Set(other_row_id),
        action: Set(action.word().to_owned()),
        before: Set(serde_json::to_value(before).context("how a row stood")?),
        made_by: Set(actor.user_id),
        made_by_name: Set(actor.name.clone()),
        made_at: Set(actor.at),
        undone_at: Set(None),
        ..Default::default()
    })
}

/// The latest change of a row, or of another that concerned it, that has not been undone.
pub(super) async fn last_change(
    tx: &impl ConnectionTrait,
    row_id: i64,
) -> Result<Option<draft_change::Model>, AppError> {
    let concerned = Condition::any()
        .add(draft_change::Column::DraftRowId.eq(row_id))
        .add(draft_change::Column::OtherRowId.eq(row_id));
    let last = draft_change::Entity::find()
        .filter(concerned)
        .filter(draft_change::Column::UndoneAt.is_null())
        .order_by(draft_change::Column::Id, Order::Desc);
    Ok(last.one(tx).await?)
}

/// Undoes the latest change of a row. An accepted row is taken out of the plan again, as long as
/// nothing has been built on it.
///
/// # Errors
///
/// Refuses when nothing was done, when the other row of a split or merge has been changed since, and
/// when something has been built on what the row became.
pub async fn undo(app: &App, scope: &Scope, id: DraftId, seen: Seen) -> Result<(), AppError> {
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            let draft = open_draft(tx, scope, id).await?;
            let row = seen_row(tx, &draft, seen).await?;
            let nothing = || AppError::Invalid("There is nothing to undo in this row.".to_owned());
            let change = last_change(tx, row.id).await?.ok_or_else(nothing)?;
            let main = store::row(tx, &draft, change.draft_row_id).await?;
            if let Some(other_id) = change.other_row_id {
                let other = store::row(tx, &draft, other_id).await?;
                put_other_back(tx, &actor, &change, &main, &other).await?;
            }
            if main.state == RowState::Accepted.word() {
                let was_there = main.comparison.as_deref().is_some_and(|word| word != ADDED);
                if draft.plan_id.is_some() && was_there {
                    let refusal = "This row changed what the plan had before; change it there.";
                    return Err(AppError::Invalid(refusal.to_owned()));
                }
                let kind = Kind::from_word(&main.kind).context("a kind of row")?;
                let entity_id = main.entity_id.context("an accepted row became something")?;
                withdrawal::take_back(tx, kind, entity_id).await?;
            }
            let before = Before::deserialize(&change.before).context("how a row stood")?;
            set(tx, &main, standing(before)).await?;
            mark_undone(tx, &actor, change.id).await?;
            let detail = json!({ "draft": draft.id, "undone": change.action });
            audit::record(tx, &actor, "undid", Subject::new("draft_row", main.id), detail).await?;
            Ok(())
        })
        .await
}

async fn mark_undone(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    change_id: i64,
) -> Result<(), AppError> {
    let values = draft_change::ActiveModel { undone_at: Set(Some(actor.at)), ..Default::default() };
    let this = draft_change::Column::Id.eq(change_id);
    draft_change::Entity::update_many().set(values).filter(this).exec(tx).await?;
    Ok(())
}

/// The second half of a split goes, the row that was merged comes back.
async fn put_other_back(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    change: &draft_change::Model,
    main: &draft_row::Model,
    other: &draft_row::Model,
) -> Result<(), AppError> {
    for row in [main, other] {
        let last = last_change(tx, row.id).await?.map(|last| last.id);
        if last != Some(change.id) {
            return Err(AppError::Invalid(format!(
                "The other row of this {} has been changed since; undo that first.",
                if change.action == Action::Split.word() { "split" } else { "merge" }
            )));
        }
    }
    let values = if change.action == Action::Split.word() {
        let mut values = discarded(actor, "the split that made it was undone");
        values.merged_into = Set(Some(main.id));
        values
    } else {
        let state = RowState::Waiting.word().to_owned();
        standing(Before { state, reason: None, merged_into: None, content: None })
    };
    set(tx, other, values).await
}

fn standing(before: Before) -> draft_row::ActiveModel {
    let mut values = draft_row::ActiveModel {
        state: Set(before.state),
        reason: Set(before.reason),
        merged_into: Set(before.merged_into),
        entity_id: Set(None),
        decided_by: Set(None),
        decided_by_name: Set(None),
        decided_at: Set(None),
        ..Default::default()
    };
    if let Some(content) = before.content {
        values.current = Set(content.current);
        values.section = Set(content.section);
        values.findings = Set(content.findings);
        values.has_findings = Set(content.has_findings);
        values.is_uncertain = Set(content.is_uncertain);
        values.is_corrected = Set(content.is_corrected);
        values.source_text = Set(content.source_text);
        values.line_from = Set(content.line_from);
        values.line_to = Set(content.line_to);
        values.posts = Set(content.posts);
    }
    values
}
