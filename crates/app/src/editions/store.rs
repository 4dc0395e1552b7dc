//! The editions of a plan: their texts, and the plan as it stood with each.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, DbErr, EntityTrait as _,
    FromQueryResult, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use serde_json::json;

use super::plan_rows::{self, PlanRow};
use super::rules::{Answering, Comparison, DueDate, Row, Step, compare_known};
use crate::commitments::store::CommitmentRow;
use crate::db::Ledger;
use crate::db::entities::{commitment, edition_row, plan, plan_edition};
use crate::db::insert_all;
use crate::drafts::store::DraftHead;
use crate::plans::rules::PlanFilter;
use crate::plans::store as plans;
use crate::shell::audit::Actor;
use crate::shell::clock::AsAt;
use crate::shell::errors::AppError;
use crate::shell::scope::Scope;

/// An edition of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// Counted from 1.
    pub number: i32,
    /// Its row; none for the document the plan began with.
    pub id: Option<i64>,
    /// Title as printed.
    pub title: String,
    /// Name of the file.
    pub file_name: String,
    /// Planning period.
    pub plan_year: Option<String>,
    /// When it began to be taken over.
    pub received_at: DateTime<Utc>,
    /// By whom; empty where that was not kept.
    pub received_by: String,
}

/// The columns of an edition that a list shows; its text stays where it is.
#[derive(Debug, FromQueryResult)]
struct Columns {
    id: i64,
    number: i32,
    title: String,
    file_name: String,
    plan_year: Option<String>,
    received_at: DateTime<Utc>,
    received_by_name: String,
}

async fn later(connection: &impl ConnectionTrait, plan_id: i64) -> Result<Vec<Columns>, DbErr> {
    plan_edition::Entity::find()
        .select_only()
        .columns([
            plan_edition::Column::Id,
            plan_edition::Column::Number,
            plan_edition::Column::Title,
            plan_edition::Column::FileName,
            plan_edition::Column::PlanYear,
            plan_edition::Column::ReceivedAt,
            plan_edition::Column::ReceivedByName,
        ])
        .filter(plan_edition::Column::PlanId.eq(plan_id))
        .order_by_asc(plan_edition::Column::Number)
        .into_model::<Columns>()
        .all(connection)
        .await
}

/// The editions of a plan as at the end of a day, the first one first.
///
/// # Errors
///
/// Returns [`AppError::NotFound`] when the plan may not be seen.
pub async fn list(
    ledger: &Ledger,
    scope: &Scope,
    plan_id: i64,
    as_at: AsAt,
) -> Result<Vec<Edition>, AppError> {
    let none = PlanFilter::default();
    let plan = plans::find(ledger, scope, plan_id, as_at, none).await?.plan;
    let mut editions = vec![Edition {
        number: 1,
        id: None,
        title: plan.title,
        file_name: plan.file_name,
        plan_year: plan.plan_year,
        received_at: plan.imported_at,
        received_by: String::new(),
    }];
    for later in later(ledger.connection(), plan_id).await? {
        if later.received_at < as_at.end() {
            editions.push(Edition {
                number: later.number,
                id: Some(later.id),
                title: later.title,
                file_name: later.file_name,
                plan_year: later.plan_year,
                received_at: later.received_at,
                received_by: later.received_by_name,
            });
        }
    }
    Ok(editions)
}

/// An edition that is being taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenEdition {
    /// Its row.
    pub id: i64,
    /// Its number.
    pub number: i32,
}

impl OpenEdition {
    /// What brought changes about, in words.
    #[must_use]
    pub fn reason(self) -> String {
        format!("edition {}", self.number)
    }
}

/// The edition that a draft is taken over as: made when its first row is, the plan as it stood before
/// being kept.
///
/// # Errors
///
/// Returns an error when the ledger refuses a row.
pub(crate) async fn open(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    draft: &DraftHead,
    plan_id: i64,
) -> Result<OpenEdition, AppError> {
    let editions = plan_edition::Entity::find().filter(plan_edition::Column::PlanId.eq(plan_id));
    let own = editions.clone().filter(plan_edition::Column::DraftId.eq(draft.id));
    let known: Option<(i64, i32)> = own
        .select_only()
        .columns([plan_edition::Column::Id, plan_edition::Column::Number])
        .into_tuple()
        .one(tx)
        .await?;
    if let Some((id, number)) = known {
        return Ok(OpenEdition { id, number });
    }
    let before = i32::try_from(editions.count(tx).await?).unwrap_or(i32::MAX);
    // The plan as it stands now is what the edition before has become.
    snapshot(tx, plan_id, before + 1).await?;
    let source_text = crate::drafts::store::source_text(tx, draft.id).await?;
    let number = before + 2;
    let row = plan_edition::ActiveModel {
        plan_id: Set(plan_id),
        number: Set(number),
        title: Set(draft.title.clone()),
        file_name: Set(draft.file_name.clone()),
        file_sha256: Set(draft.file_sha256.clone()),
        source_text: Set(source_text),
        plan_year: Set(draft.plan_year.clone()),
        draft_id: Set(Some(draft.id)),
        received_at: Set(actor.at),
        received_by: Set(actor.user_id),
        received_by_name: Set(actor.name.clone()),
        ..Default::default()
    };
    let id = plan_edition::Entity::insert(row).exec(tx).await?.last_insert_id;
    Ok(OpenEdition { id, number })
}

/// Keeps the plan as it stands as that of an edition, once.
///
/// # Errors
///
/// Returns an error when the ledger refuses a row.
pub(crate) async fn snapshot(
    tx: &impl ConnectionTrait,
    plan_id: i64,
    number: i32,
) -> Result<(), AppError> {
    let kept = edition_row::Entity::find()
        .filter(edition_row::Column::PlanId.eq(plan_id))
        .filter(edition_row::Column::Number.eq(number));
    if kept.count(tx).await? > 0 {
        return Ok(());
    }
    let rows = plan_rows::read(tx, plan_id, Condition::all()).await?;
    let kept = rows.iter().flat_map(|row| {
        let steps = row.steps.iter();
        let steps = steps.map(|step| kept_row(plan_id, number, step, &Row::default()));
        std::iter::once(kept_row(plan_id, number, &row.kept, &row.row)).chain(steps)
    });
    let kept: Vec<edition_row::ActiveModel> = kept.collect();
    insert_all(tx, kept).await?;
    Ok(())
}

fn kept_row(
    plan_id: i64,
    number: i32,
    kept: &commitment::Model,
    row: &Row,
) -> edition_row::ActiveModel {
    edition_row::ActiveModel {
        plan_id: Set(plan_id),
        number: Set(number),
        commitment_id: Set(kept.id),
        parent_id: Set(kept.parent_id),
        position: Set(kept.position),
        reference: Set(kept.reference.clone()),
        section: Set(row.section.clone()),
        text: Set(kept.text.clone()),
        due_as_written: Set(kept.due_as_written.clone()),
        due_earliest: Set(kept.due_earliest),
        due_latest: Set(kept.due_latest),
        leads: Set(json!({ "leads": row.leads, "outcome": kept.outcome })),
        line_from: Set(kept.line_from),
        line_to: Set(kept.line_to),
        ..Default::default()
    }
}

/// Two editions of a plan, compared.
#[derive(Debug, Clone)]
pub struct Compared {
    /// The earlier edition's commitments, each with its row in the ledger.
    pub old: Vec<(i64, Row)>,
    /// The later edition's.
    pub new: Vec<(i64, Row)>,
    /// What became of them.
    pub comparison: Comparison,
}

/// Compares the plan as it stood with two of its editions.
///
/// # Errors
///
/// Returns [`AppError::NotFound`] when the plan may not be seen or lacks one of the editions.
pub async fn compare(
    ledger: &Ledger,
    scope: &Scope,
    plan_id: i64,
    (from, to): (i32, i32),
) -> Result<Compared, AppError> {
    let editions = list(ledger, scope, plan_id, AsAt(scope.today)).await?;
    let newest = editions.last().map_or(1, |edition| edition.number);
    let has = |number: i32| editions.iter().any(|edition| edition.number == number);
    if !has(from) || !has(to) {
        return Err(AppError::NotFound);
    }
    let connection = ledger.connection();
    let old = rows_of(connection, plan_id, from, newest).await?;
    let new = rows_of(connection, plan_id, to, newest).await?;
    let comparison = compare_known(&old, &new);
    Ok(Compared { old, new, comparison })
}

/// The commitments of an edition; of the newest, while nothing is kept of it yet, as they stand.
async fn rows_of(
    connection: &impl ConnectionTrait,
    plan_id: i64,
    number: i32,
    newest: i32,
) -> Result<Vec<(i64, Row)>, AppError> {
    let kept = edition_row::Entity::find()
        .filter(edition_row::Column::PlanId.eq(plan_id))
        .filter(edition_row::Column::Number.eq(number))
        .order_by_asc(edition_row::Column::Position)
        .order_by_asc(edition_row::Column::CommitmentId)
        .all(connection)
        .await?;
    if kept.is_empty() && number == newest {
        let rows = plan_rows::read(connection, plan_id, Condition::all()).await?;
        return Ok(rows.into_iter().map(|PlanRow { kept, row, .. }| (kept.id, row)).collect());
    }
    let (steps, wholes): (Vec<_>, Vec<_>) =
        kept.into_iter().partition(|row| row.parent_id.is_some());
    let mut by_whole: BTreeMap<i64, Vec<Step>> = BTreeMap::new();
    for step in steps {
        let due = due(&step);
        let whole = step.parent_id.unwrap_or_default();
        by_whole.entry(whole).or_default().push(Step { text: step.text, due });
    }
    let row = |kept: edition_row::Model| {
        let steps = by_whole.remove(&kept.commitment_id).unwrap_or_default();
        let due = due(&kept);
        let leads = kept.leads.get("leads").cloned().unwrap_or_default();
        let leads: Vec<Answering> = serde_json::from_value(leads).unwrap_or_default();
        let outcome = kept.leads.get("outcome").and_then(|outcome| outcome.as_str());
        let row = Row {
            outcome: outcome.map(str::to_owned),
            reference: kept.reference,
            section: kept.section,
            text: kept.text,
            due,
            leads,
            steps,
        };
        (kept.commitment_id, row)
    };
    Ok(wholes.into_iter().map(row).collect())
}

fn due(kept: &edition_row::Model) -> DueDate {
    DueDate {
        as_written: kept.due_as_written.clone(),
        earliest: kept.due_earliest,
        latest: kept.due_latest,
    }
}

/// Where a commitment stands in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceOf {
    /// Name of the file, with its edition when that is not the first.
    pub file_name: String,
    /// Its text.
    pub text: String,
    /// First and last line, counted from 1.
    pub lines: (i32, i32),
}

/// Where a commitment stood at the end of a day: in the document of the edition that it was then
/// taken from. None for a commitment of the document that the plan began with, seen where it is now.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub(crate) async fn source_of(
    connection: &impl ConnectionTrait,
    row: &CommitmentRow,
    as_at: AsAt,
) -> Result<Option<SourceOf>, AppError> {
    let Some(edition_id) = row.edition_id else { return Ok(None) };
    let (plan_id, commitment_id) = (row.plan_id, row.id);
    let editions = later(connection, plan_id).await?;
    let now = editions.iter().find(|edition| edition.id == edition_id);
    if let Some(now) = now.filter(|edition| edition.received_at < as_at.end()) {
        let text = text_of(connection, now.id).await?;
        let file_name = format!("{} (edition {})", now.file_name, now.number);
        return Ok(Some(SourceOf { file_name, text, lines: row.lines }));
    }
    let known = editions.iter().filter(|edition| edition.received_at < as_at.end());
    let number = 1 + i32::try_from(known.count()).unwrap_or_default();
    let kept = edition_row::Entity::find()
        .filter(edition_row::Column::CommitmentId.eq(commitment_id))
        .filter(edition_row::Column::Number.lte(number))
        .order_by_desc(edition_row::Column::Number)
        .one(connection)
        .await?;
    let Some(kept) = kept else { return Ok(None) };
    let lines = (kept.line_from, kept.line_to);
    let Some(edition) = editions.iter().find(|edition| edition.number == kept.number) else {
        let plan = plan::Entity::find_by_id(plan_id).one(connection).await?;
        let plan = plan.ok_or(AppError::NotFound)?;
        return Ok(Some(SourceOf { file_name: plan.file_name, text: plan.source_text, lines }));
    };
    let text = text_of(connection, edition.id).await?;
    let file_name = format!("{} (edition {})", edition.file_name, edition.number);
    Ok(Some(SourceOf { file_name, text, lines }))
}

async fn text_of(connection: &impl ConnectionTrait, edition_id: i64) -> Result<String, AppError> {
    let text: Option<String> = plan_edition::Entity::find_by_id(edition_id)
        .select_only()
        .column(plan_edition::Column::SourceText)
        .into_tuple()
        .one(connection)
        .await?;
    text.ok_or(AppError::NotFound)
}
