//! A document comes in: read, taken apart, and kept row by row until somebody has looked at it.

use anyhow::Context as _;
use bellwether_plan::draft::Finding;
use bellwether_plan::source::SourceText;
use bellwether_plan::{Document, ReadOptions};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::rules::{self, APART, DraftItem, ReadWith, RowState};
use super::store::{DraftId, allowed, number};
use crate::App;
use crate::db::entities::{draft, draft_row, plan};
use crate::db::insert_all;
use crate::organisations::store as organisations;
use crate::plans::import::ImportOptions;
use crate::shell::audit::{self, Actor, Subject};
use crate::shell::errors::AppError;
use crate::shell::scope::Scope;

/// Where a document that was sent in is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Received {
    /// It is a new draft.
    New(DraftId),
    /// The very same file had been received before: its draft, under review or finished.
    Draft(DraftId),
    /// The very same file had become a plan without a review.
    Plan(i64),
}

impl Received {
    /// The draft, new or known.
    #[must_use]
    pub fn draft(self) -> Option<DraftId> {
        match self {
            Self::New(id) | Self::Draft(id) => Some(id),
            Self::Plan(_) => None,
        }
    }
}

/// A document, read, before it is kept.
#[derive(Debug)]
pub(crate) struct Reading {
    file: String,
    sha256: String,
    source: SourceText,
    document: Document,
    with: ReadWith,
}

/// Reads a document away from the threads that answer requests.
pub(crate) async fn read(
    app: &App,
    file: &str,
    bytes: &[u8],
    options: ImportOptions,
) -> Result<Reading, AppError> {
    let mut with = options.read_with(app.today());
    let (name, bytes) = (file.to_owned(), bytes.to_vec());
    let read = tokio::task::spawn_blocking(move || {
        let document =
            bellwether_plan::read(&name, &bytes, &ReadOptions { context: with.context() })?;
        let source = bellwether_plan::source_of(&name, &bytes)?;
        Ok((document, source, hex::encode(Sha256::digest(&bytes))))
    });
    let read: Result<_, bellwether_plan::ReadError> = read.await.context("a document was read")?;
    let (document, source, sha256) = read.map_err(|error| AppError::Invalid(error.to_string()))?;
    let nothing = document.commitments.is_empty()
        && document.indicators.is_empty()
        && document.risks.is_empty()
        && document.goals.is_empty()
        && document.scope.is_empty();
    if nothing {
        let refusal = format!(
            "no commitment, indicator, risk or goal was found in {file}; check that it is a plan"
        );
        return Err(AppError::Invalid(refusal));
    }
    // The year that the document itself names holds for corrections too.
    let named = document.plan_year.as_deref().and_then(|year| year.parse().ok());
    with.plan_year = with.plan_year.or(named);
    Ok(Reading { file: file.to_owned(), sha256, source, document, with })
}

/// Takes in a document as a draft of an organisation's plan, or of the next edition of `plan_id`;
/// nothing of it is part of any plan yet. The very same file a second time does nothing.
///
/// # Errors
///
/// Refuses an organisation that may not be seen, anybody who may not import there, what cannot be
/// read, and a document in which nothing was found.
pub async fn receive(
    app: &App,
    scope: &Scope,
    organisation_code: &str,
    file: &str,
    bytes: &[u8],
    options: ImportOptions,
    plan_id: Option<i64>,
) -> Result<Received, AppError> {
    let organisation = organisations::find(&app.ledger, scope, organisation_code).await?;
    allowed(scope, organisation.id)?;
    let reading = read(app, file, bytes, options).await?;
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| receive_in(tx, &actor, organisation.id, reading, plan_id).await)
        .await
}

/// Takes in a document that was read, within a change.
pub(crate) async fn receive_in(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    organisation_id: i64,
    reading: Reading,
    plan_id: Option<i64>,
) -> Result<Received, AppError> {
    if let Some(known) = known(tx, organisation_id, &reading.sha256).await? {
        return Ok(known);
    }
    if let Some(plan_id) = plan_id {
        let own = plan::Entity::find_by_id(plan_id)
            .filter(plan::Column::OrganisationId.eq(organisation_id));
        own.one(tx).await?.ok_or(AppError::NotFound)?;
    }
    let title = title(&reading.document);
    let suggested = match plan_id {
        Some(_) => None,
        None => earlier_edition(tx, organisation_id, &title).await?,
    };
    let Reading { file, sha256, source, document, with } = reading;
    let plan_year = document.plan_year.clone();
    let taken = rules::take_apart(document);
    let document = document_json(&taken.document, &taken.about_the_whole)?;
    let row = draft::ActiveModel {
        organisation_id: Set(organisation_id),
        plan_id: Set(plan_id),
        suggested_plan_id: Set(suggested),
        made_plan_id: Set(None),
        file_name: Set(file.clone()),
        file_sha256: Set(sha256.clone()),
        source_text: Set(source.text().to_owned()),
        title: Set(title.clone()),
        plan_year: Set(plan_year),
        document: Set(document),
        read_with: Set(serde_json::to_value(with).context("what a draft is read with")?),
        posts: Set(json!({})),
        received_at: Set(actor.at),
        received_by: Set(actor.user_id),
        received_by_name: Set(actor.name.clone()),
        state: Set("waiting".to_owned()),
        reason: Set(None),
        finished_at: Set(None),
        ..Default::default()
    };
    let id = draft::Entity::insert(row).exec(tx).await?.last_insert_id;
    let count = taken.items.len();
    let mut rows = Vec::with_capacity(count);
    for (index, item) in taken.items.iter().enumerate() {
        rows.push(draft_row_of(id, index, item, &source)?);
    }
    insert_all(tx, rows).await?;
    if let Some(plan_id) = plan_id {
        crate::editions::review::mark(tx, id, plan_id).await?;
    }
    let detail = json!({ "file": file, "sha256": sha256, "title": title, "rows": count });
    audit::record(tx, actor, "received", Subject::new("draft", id), detail).await?;
    Ok(Received::New(DraftId(id)))
}

/// Where the very same file is, unless its draft was discarded.
async fn known(
    tx: &impl ConnectionTrait,
    organisation_id: i64,
    sha256: &str,
) -> Result<Option<Received>, AppError> {
    let draft: Option<i64> = draft::Entity::find()
        .filter(draft::Column::OrganisationId.eq(organisation_id))
        .filter(draft::Column::FileSha256.eq(sha256))
        .filter(draft::Column::State.ne("discarded"))
        .order_by_desc(draft::Column::Id)
        .select_only()
        .column(draft::Column::Id)
        .into_tuple()
        .one(tx)
        .await?;
    if let Some(id) = draft {
        return Ok(Some(Received::Draft(DraftId(id))));
    }
    let plan: Option<i64> = plan::Entity::find()
        .filter(plan::Column::OrganisationId.eq(organisation_id))
        .filter(plan::Column::FileSha256.eq(sha256))
        .select_only()
        .column(plan::Column::Id)
        .into_tuple()
        .one(tx)
        .await?;
    Ok(plan.map(Received::Plan))
}

/// The latest plan of the organisation with a similar title.
async fn earlier_edition(
    tx: &impl ConnectionTrait,
    organisation_id: i64,
    title: &str,
) -> Result<Option<i64>, AppError> {
    let plans: Vec<(i64, String)> = plan::Entity::find()
        .filter(plan::Column::OrganisationId.eq(organisation_id))
        .order_by_desc(plan::Column::Id)
        .select_only()
        .column(plan::Column::Id)
        .column(plan::Column::Title)
        .into_tuple()
        .all(tx)
        .await?;
    let similar = |(_, other): &&(i64, String)| rules::similar_titles(title, other);
    Ok(plans.iter().find(similar).map(|(id, _)| *id))
}

fn title(document: &Document) -> String {
    let printed = document.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
    printed.unwrap_or(&document.file).to_owned()
}

fn document_json(document: &Document, about_the_whole: &[Finding]) -> Result<Value, AppError> {
    let mut value = serde_json::to_value(document).context("a document")?;
    if let Some(parts) = value.as_object_mut() {
        parts.insert("about_the_whole".to_owned(), json!(about_the_whole));
    }
    Ok(value)
}

fn draft_row_of(
    draft_id: i64,
    index: usize,
    row: &DraftItem,
    source: &SourceText,
) -> Result<draft_row::ActiveModel, AppError> {
    let read = row.item.to_json().context("a row of a document")?;
    let lines = row.item.source();
    let text: Vec<&str> = (lines.line_from..=lines.line_to).map(|line| source.line(line)).collect();
    Ok(draft_row::ActiveModel {
        draft_id: Set(draft_id),
        position: Set(number(index).saturating_add(1).saturating_mul(APART)),
        kind: Set(row.item.kind().word().to_owned()),
        section: Set(row.item.section().map(str::to_owned)),
        current: Set(read.clone()),
        read: Set(read),
        findings: Set(json!(row.findings)),
        has_findings: Set(rules::must_be_looked_at(&row.findings)),
        is_uncertain: Set(row.item.uncertain().is_some()),
        is_corrected: Set(false),
        source_text: Set(text.join("\n")),
        line_from: Set(number(lines.line_from)),
        line_to: Set(number(lines.line_to)),
        state: Set(RowState::Waiting.word().to_owned()),
        revision: Set(0),
        posts: Set(None),
        reason: Set(None),
        decided_by: Set(None),
        decided_by_name: Set(None),
        decided_at: Set(None),
        entity_id: Set(None),
        matched_commitment_id: Set(None),
        comparison: Set(None),
        split_from: Set(None),
        merged_into: Set(None),
        ..Default::default()
    })
}
