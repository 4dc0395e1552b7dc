//! What reviewers do to rows: every change is kept with the state before it, and audited.

use anyhow::Context as _;
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait,
    EntityTrait as _, QueryFilter as _, QueryOrder as _,
};
use serde_json::{Value, json};

use super::accept::Seen;
use super::keeping::{self, ChosenPosts};
use super::rules::{Item, Kind, RowState};
use super::shaping::{self, Split};
use super::store::{self, DraftHead, DraftId, current};
use super::undo::{change, last_change};
use crate::App;
use crate::db::entities::{draft_change, draft_row};
use crate::shell::audit::{self, Actor, Subject};
use crate::shell::errors::AppError;
use crate::shell::scope::Scope;

/// What somebody did to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It became part of the plan.
    Accepted,
    /// Its content was put right.
    Edited,
    /// It was split in two.
    Split,
    /// The next row was merged into it.
    Merged,
    /// It was left out of the plan.
    Discarded,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 5] =
        [Self::Accepted, Self::Edited, Self::Split, Self::Merged, Self::Discarded];

    /// The word kept in the ledger, and said of it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Edited => "edited",
            Self::Split => "split",
            Self::Merged => "merged",
            Self::Discarded => "discarded",
        }
    }
}

/// A draft whose rows can still be decided on.
pub(crate) async fn open_draft(
    tx: &impl ConnectionTrait,
    scope: &Scope,
    id: DraftId,
) -> Result<DraftHead, AppError> {
    let draft = store::find(tx, scope, id).await?;
    if draft.is_open() {
        return Ok(draft);
    }
    Err(AppError::Invalid("The review of this document has ended; nothing was changed.".to_owned()))
}

/// A row as whoever decides on it saw it.
pub(super) async fn seen_row(
    tx: &impl ConnectionTrait,
    draft: &DraftHead,
    seen: Seen,
) -> Result<draft_row::Model, AppError> {
    let row = store::row(tx, draft, seen.id).await?;
    if seen.revision.is_none_or(|revision| revision == row.revision) {
        return Ok(row);
    }
    let by = last_change(tx, row.id).await?.map(|change| change.made_by_name);
    let by = by.unwrap_or_else(|| "somebody".to_owned());
    Err(AppError::Invalid(format!(
        "This row was changed by {by} while you were looking at it. It is shown as it is now; \
         nothing was changed. Look again, then decide."
    )))
}

async fn waiting_row(
    tx: &impl ConnectionTrait,
    draft: &DraftHead,
    seen: Seen,
) -> Result<draft_row::Model, AppError> {
    let row = seen_row(tx, draft, seen).await?;
    if row.state == RowState::Waiting.word() {
        return Ok(row);
    }
    Err(AppError::Invalid(format!("This row is {} already; undo that first.", row.state)))
}

/// Sets columns of a row and counts the change.
pub(super) async fn set(
    tx: &impl ConnectionTrait,
    row: &draft_row::Model,
    mut values: draft_row::ActiveModel,
) -> Result<(), AppError> {
    values.revision = Set(row.revision + 1);
    let this = draft_row::Column::Id.eq(row.id);
    draft_row::Entity::update_many().set(values).filter(this).exec(tx).await?;
    Ok(())
}

async fn keep_change(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    row: &draft_row::Model,
    other: Option<i64>,
    action: Action,
) -> Result<(), AppError> {
    let with_content = !matches!(action, Action::Accepted | Action::Discarded);
    let change = change(actor, row, other, action, with_content)?;
    draft_change::Entity::insert(change).exec_without_returning(tx).await?;
    Ok(())
}

/// The columns of a row that follow from what it holds.
fn holding(read: &Value, item: &Item) -> Result<draft_row::ActiveModel, AppError> {
    let now = item.to_json().context("a row of a draft")?;
    Ok(draft_row::ActiveModel {
        section: Set(item.section().map(str::to_owned)),
        is_uncertain: Set(item.uncertain().is_some()),
        is_corrected: Set(now != *read),
        current: Set(now),
        ..Default::default()
    })
}

fn promised(item: &Item) -> Result<(), AppError> {
    let named = |text: &str, what: &str| {
        let problem =
            || AppError::Invalid(format!("Enter {what}; to leave the row out, discard it."));
        if text.trim().is_empty() { Err(problem()) } else { Ok(()) }
    };
    match item {
        Item::Commitment(row) => named(&row.text, "what is promised"),
        Item::Indicator(row) => named(&row.title, "the title of the indicator"),
        Item::Risk(row) => named(&row.risk, "the risk"),
        Item::Goal(row) => named(&row.title, "what is to be reached"),
        Item::Scope(row) => named(&row.title, "the project or area"),
    }
}

/// Puts a row right: what it holds from now on, and the posts chosen for its leads.
///
/// # Errors
///
/// Refuses a row that was changed or decided on meanwhile, one that would hold nothing, and a post of
/// another organisation.
pub async fn edit(
    app: &App,
    scope: &Scope,
    id: DraftId,
    seen: Seen,
    item: &Item,
    posts: &ChosenPosts,
) -> Result<(), AppError> {
    promised(item)?;
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            let draft = open_draft(tx, scope, id).await?;
            let row = waiting_row(tx, &draft, seen).await?;
            own_posts(tx, &draft, posts).await?;
            let posts = (!posts.0.is_empty()).then(|| json!(posts));
            let mut values = holding(&row.read, item)?;
            values.posts = Set(posts.clone());
            let before = current(&row)?;
            let differs: Vec<Value> = shaping::corrections(&before, item)
                .into_iter()
                .map(
                    |one| json!({ "part": one.label, "from": one.read_as, "to": one.corrected_to }),
                )
                .collect();
            if differs.is_empty() && posts == row.posts && before.uncertain() == item.uncertain() {
                return Ok(());
            }
            keep_change(tx, &actor, &row, None, Action::Edited).await?;
            set(tx, &row, values).await?;
            let detail = json!({ "draft": draft.id, "changes": differs, "posts": posts });
            audit::record(tx, &actor, "edited", Subject::new("draft_row", row.id), detail).await?;
            Ok(())
        })
        .await
}

pub(super) async fn own_posts(
    tx: &impl ConnectionTrait,
    draft: &DraftHead,
    posts: &ChosenPosts,
) -> Result<(), AppError> {
    for id in posts.0.values().filter(|id| **id > 0) {
        if !keeping::is_post_of(tx, *id, draft.organisation_id).await? {
            return Err(AppError::Invalid("Choose a post of the plan's organisation.".to_owned()));
        }
    }
    Ok(())
}

/// Leaves a row out of the plan, saying why.
///
/// # Errors
///
/// Refuses a row that was changed or decided on meanwhile, and an empty reason.
pub async fn discard(
    app: &App,
    scope: &Scope,
    id: DraftId,
    seen: Seen,
    reason: &str,
) -> Result<(), AppError> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(AppError::Invalid("Enter why the row is left out.".to_owned()));
    }
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            let draft = open_draft(tx, scope, id).await?;
            let row = waiting_row(tx, &draft, seen).await?;
            keep_change(tx, &actor, &row, None, Action::Discarded).await?;
            set(tx, &row, discarded(&actor, reason)).await?;
            let detail = json!({ "draft": draft.id, "reason": reason });
            audit::record(tx, &actor, "discarded", Subject::new("draft_row", row.id), detail)
                .await?;
            Ok(())
        })
        .await
}

pub(super) fn discarded(actor: &Actor, reason: &str) -> draft_row::ActiveModel {
    draft_row::ActiveModel {
        state: Set(RowState::Discarded.word().to_owned()),
        reason: Set(Some(reason.to_owned())),
        decided_by: Set(actor.user_id),
        decided_by_name: Set(Some(actor.name.clone())),
        decided_at: Set(Some(actor.at)),
        ..Default::default()
    }
}

/// Splits a commitment in two; returns the row of the second.
///
/// # Errors
///
/// Refuses a row that was changed or decided on meanwhile, one that is no commitment, and a place
/// where its text cannot be split.
pub async fn split(
    app: &App,
    scope: &Scope,
    id: DraftId,
    seen: Seen,
    how: &Split,
) -> Result<i64, AppError> {
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            let draft = open_draft(tx, scope, id).await?;
            let row = waiting_row(tx, &draft, seen).await?;
            let Item::Commitment(commitment) = current(&row)? else {
                return Err(AppError::Invalid("Only a commitment can be split.".to_owned()));
            };
            let Some((first, second)) = shaping::split(&commitment, how) else {
                return Err(AppError::Invalid("Choose where the second row begins.".to_owned()));
            };
            let position = position_behind(tx, &row).await?;
            let second = Item::Commitment(second);
            let json = second.to_json().context("the second half of a row")?;
            let second_row = draft_row::Model {
                position,
                read: json.clone(),
                current: json,
                section: second.section().map(str::to_owned),
                is_corrected: false,
                revision: 0,
                split_from: Some(row.id),
                ..row.clone()
            };
            let mut second_row = draft_row::ActiveModel::from(second_row).reset_all();
            second_row.id = sea_orm::ActiveValue::NotSet;
            let second_id = draft_row::Entity::insert(second_row).exec(tx).await?.last_insert_id;
            keep_change(tx, &actor, &row, Some(second_id), Action::Split).await?;
            set(tx, &row, holding(&row.read, &Item::Commitment(first))?).await?;
            let detail = json!({ "draft": draft.id, "second": second_id });
            audit::record(tx, &actor, "split", Subject::new("draft_row", row.id), detail).await?;
            Ok(second_id)
        })
        .await
}

/// A place in the order of a draft between a row and the next.
async fn position_behind(
    tx: &impl ConnectionTrait,
    row: &draft_row::Model,
) -> Result<i32, AppError> {
    let next = next_in_order(tx, row, Condition::all()).await?;
    let next = next.map_or(row.position.saturating_add(super::rules::APART), |next| next.position);
    let between = row.position + (next - row.position) / 2;
    if between > row.position {
        return Ok(between);
    }
    let refusal = "This row has been split too often; edit it and its neighbours instead.";
    Err(AppError::Invalid(refusal.to_owned()))
}

async fn next_in_order(
    tx: &impl ConnectionTrait,
    row: &draft_row::Model,
    condition: Condition,
) -> Result<Option<draft_row::Model>, AppError> {
    let next = draft_row::Entity::find()
        .filter(draft_row::Column::DraftId.eq(row.draft_id))
        .filter(draft_row::Column::Position.gt(row.position))
        .filter(condition)
        .order_by_asc(draft_row::Column::Position);
    Ok(next.one(tx).await?)
}

/// Merges the next waiting commitment into this one.
///
/// # Errors
///
/// Refuses a row that was changed or decided on meanwhile, one that is no commitment, and one that is
/// followed by something else.
pub async fn merge_with_next(
    app: &App,
    scope: &Scope,
    id: DraftId,
    seen: Seen,
) -> Result<(), AppError> {
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            let draft = open_draft(tx, scope, id).await?;
            let row = waiting_row(tx, &draft, seen).await?;
            let there = draft_row::Column::State.ne(RowState::Discarded.word());
            let next = next_in_order(tx, &row, Condition::all().add(there)).await?;
            let next = next.filter(|next| next.state == RowState::Waiting.word());
            let pair = match &next {
                Some(next) => (current(&row)?, current(next)?),
                None => return Err(no_next()),
            };
            let (Item::Commitment(first), Item::Commitment(second)) = pair else {
                return Err(no_next());
            };
            let Some(next) = next else { return Err(no_next()) };
            let merged = Item::Commitment(shaping::merge(&first, &second));
            keep_change(tx, &actor, &row, Some(next.id), Action::Merged).await?;
            let values = taking_up(&row, &next, holding(&row.read, &merged)?);
            set(tx, &row, values).await?;
            let reason = "merged with the row before it";
            let mut values = discarded(&actor, reason);
            values.merged_into = Set(Some(row.id));
            set(tx, &next, values).await?;
            let detail = json!({ "draft": draft.id, "with": next.id });
            audit::record(tx, &actor, "merged", Subject::new("draft_row", row.id), detail).await?;
            Ok(())
        })
        .await
}

fn no_next() -> AppError {
    let kind = Kind::Commitment.title().to_lowercase();
    AppError::Invalid(format!("Only a {kind} that waits can be merged with the next that waits."))
}

/// Findings, posts and lines of the row that is taken up.
fn taking_up(
    row: &draft_row::Model,
    next: &draft_row::Model,
    mut values: draft_row::ActiveModel,
) -> draft_row::ActiveModel {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let mut findings = list(&row.findings);
    let says = |one: &Value, other: &Value| {
        one["rule"] == other["rule"] && one["message"] == other["message"]
    };
    for found in list(&next.findings) {
        if !findings.iter().any(|known| says(known, &found)) {
            findings.push(found);
        }
    }
    let map = |value: &Option<Value>| {
        value.as_ref().and_then(Value::as_object).cloned().unwrap_or_default()
    };
    let mut posts = map(&next.posts);
    posts.extend(map(&row.posts));
    let lines = |row: &draft_row::Model| (row.line_from, row.line_to, row.source_text.clone());
    values.source_text = Set(shaping::joined_lines(&lines(row), &lines(next)));
    values.has_findings = Set(row.has_findings || next.has_findings);
    values.findings = Set(Value::Array(findings));
    values.posts = Set((!posts.is_empty()).then_some(Value::Object(posts)));
    values.line_from = Set(row.line_from.min(next.line_from));
    values.line_to = Set(row.line_to.max(next.line_to));
    values
}
