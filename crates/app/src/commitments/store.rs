//! Commitments as they stood at the end of a day.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context as _;
use chrono::{DateTime, Days, NaiveDate, Utc};
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _,
    QueryOrder as _,
};

use super::rules::{Status, overdue_days};
pub use super::wholes::Whole;
use super::wholes::tie;
use crate::db::Ledger;
pub use crate::db::entities::commitment_timescale::Model as CommitmentTimescale;
use crate::db::entities::{
    commitment, commitment_lead, commitment_timescale, commitment_update, indicator, link, plan,
    section,
};
use crate::escalation::store::{self as escalation, SignalRow};
use crate::organisations::leads;
use crate::shell::clock::AsAt;
use crate::shell::errors::AppError;
use crate::shell::scope::{Permission, Scope};

/// Lines of the document shown beside a commitment at most.
const SOURCE_LINES: usize = 80;

/// Who answers for a commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnsweringLead {
    /// The post, once it is known which one is meant.
    pub lead_id: Option<i64>,
    /// As the document has it.
    pub as_written: String,
    /// The post's title and holder; the document's words while it is not known.
    pub shown: String,
    /// The one who is accountable, rather than helping.
    pub accountable: bool,
}

/// A commitment as it stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitmentRow {
    /// Its id.
    pub id: i64,
    /// The plan it belongs to.
    pub plan_id: i64,
    /// The section it stands in.
    pub section_id: Option<i64>,
    /// The commitment it is a milestone of.
    pub parent_id: Option<i64>,
    /// That commitment, as it stood.
    pub part_of: Option<Whole>,
    /// `action`, `milestone`, `pledge` or `objective`.
    pub kind: String,
    /// Reference as printed; empty when the document gives none.
    pub reference: String,
    /// What was promised.
    pub text: String,
    /// Who answers, in the order written.
    pub leads: Vec<AnsweringLead>,
    /// When it is due, as written.
    pub due_as_written: String,
    /// First day on which it may be called done.
    pub due_earliest: Option<NaiveDate>,
    /// Last day on which it is due.
    pub due_latest: Option<NaiveDate>,
    /// How it stood.
    pub status: Status,
    /// The latest update: its id, for the next one to say which it had seen.
    pub latest_update_id: Option<i64>,
    /// What the latest update said.
    pub latest_note: Option<String>,
    /// When it was made.
    pub latest_at: Option<DateTime<Utc>>,
    /// By whom.
    pub latest_by: Option<String>,
    /// Days since its last day; none while it is not overdue.
    pub overdue_days: Option<i64>,
    /// Expected outcome, as the document has it.
    pub outcome: Option<String>,
    /// Progress as the document itself reports it.
    pub reported_progress: Option<String>,
    /// Why a person has to look at it.
    pub uncertain: Option<String>,
    /// First and last line in the document.
    pub lines: (i32, i32),
}

/// An update of a commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateRow {
    /// Its id.
    pub id: i64,
    /// How it stands since.
    pub status: Status,
    /// What was said.
    pub note: String,
    /// Who said it.
    pub made_by: String,
    /// When.
    pub made_at: DateTime<Utc>,
}

/// An indicator that a commitment serves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedIndicator {
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// The kind of tie.
    pub relation: String,
}

/// One commitment with everything about it.
#[derive(Debug, Clone)]
pub struct CommitmentView {
    /// Itself, as it stood.
    pub row: CommitmentRow,
    /// The plan it belongs to: its title.
    pub plan_title: String,
    /// The plan's file.
    pub file_name: String,
    /// The organisation whose plan it is.
    pub organisation_id: i64,
    /// The section it stands in; empty when in none.
    pub section: String,
    /// Its due dates, each as written and as read.
    pub timescales: Vec<CommitmentTimescale>,
    /// Steps on the way.
    pub milestones: Vec<CommitmentRow>,
    /// Its history, newest first.
    pub updates: Vec<UpdateRow>,
    /// Lines of the document, each with its number.
    pub source_lines: Vec<(usize, String)>,
    /// Indicators it serves.
    pub links: Vec<LinkedIndicator>,
    /// What is open about it.
    pub signals: Vec<SignalRow>,
    /// Whether this user may post an update.
    pub may_post: bool,
}

/// One commitment as it stood at the end of a day.
///
/// # Errors
///
/// Returns [`AppError::NotFound`] when there was none, or none that may be seen.
pub async fn find(
    ledger: &Ledger,
    scope: &Scope,
    id: i64,
    as_at: AsAt,
) -> Result<CommitmentView, AppError> {
    let connection = ledger.connection();
    let itself = Condition::all()
        .add(commitment::Column::Id.eq(id))
        .add(commitment::Column::PlanId.in_subquery(plans_seen(scope, as_at)));
    let row = rows(connection, itself, as_at).await?.pop().ok_or(AppError::NotFound)?;
    let plan = plan::Entity::find_by_id(row.plan_id).one(connection).await?;
    let plan = plan.ok_or(AppError::NotFound)?;
    let below = Condition::all().add(commitment::Column::ParentId.eq(id));
    let timescales = commitment_timescale::Entity::find()
        .filter(commitment_timescale::Column::CommitmentId.eq(id))
        .order_by_asc(commitment_timescale::Column::Position)
        .all(connection)
        .await?;
    let section = match row.section_id {
        Some(id) => section::Entity::find_by_id(id).one(connection).await?,
        None => None,
    };
    Ok(CommitmentView {
        milestones: rows(connection, below, as_at).await?,
        updates: updates(connection, id, as_at).await?,
        links: links(connection, id).await?,
        signals: escalation::of_subject(ledger, scope, "commitment", id).await?,
        source_lines: source_lines(&plan.source_text, row.lines),
        may_post: may_post(scope, plan.organisation_id, &row),
        section: section.map(|section| section.title).unwrap_or_default(),
        plan_title: plan.title,
        file_name: plan.file_name,
        organisation_id: plan.organisation_id,
        timescales,
        row,
    })
}

/// Whether somebody may post an update: those who may on any, and who answers for it.
pub(super) fn may_post(scope: &Scope, organisation_id: i64, row: &CommitmentRow) -> bool {
    let own =
        row.answering().filter_map(|lead| lead.lead_id).any(|id| scope.lead_ids.contains(&id));
    scope.may_in(Permission::PostAnyUpdate, organisation_id)
        || (own && scope.may(Permission::PostOwnUpdate))
}

/// Commitments due between a day and so many days later that have come to no end, soonest first.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn due_soon(
    ledger: &Ledger,
    scope: &Scope,
    organisation_id: Option<i64>,
    days: u64,
) -> Result<Vec<CommitmentRow>, AppError> {
    let until = scope.today.checked_add_days(Days::new(days)).unwrap_or(scope.today);
    let due = Condition::all()
        .add(commitment::Column::DueLatest.between(scope.today, until))
        .add(of_organisation(scope, organisation_id, AsAt(scope.today)));
    let mut found = rows(ledger.connection(), due, AsAt(scope.today)).await?;
    found.retain(|row| !row.is_closed());
    found.sort_by_key(|row| (row.due_latest, row.id));
    Ok(found)
}

/// Every top-level commitment of the plans that may be seen, or of one organisation's plans, in
/// document order.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn list(
    ledger: &Ledger,
    scope: &Scope,
    organisation_id: Option<i64>,
    as_at: AsAt,
) -> Result<Vec<CommitmentRow>, AppError> {
    let condition = Condition::all()
        .add(commitment::Column::ParentId.is_null())
        .add(of_organisation(scope, organisation_id, as_at));
    Ok(rows(ledger.connection(), condition, as_at).await?)
}

fn of_organisation(scope: &Scope, organisation_id: Option<i64>, as_at: AsAt) -> Condition {
    let mut plans = plans_seen(scope, as_at);
    if let Some(id) = organisation_id {
        plans.and_where(plan::Column::OrganisationId.eq(id));
    }
    Condition::all().add(commitment::Column::PlanId.in_subquery(plans))
}

/// Ids of the plans that may be seen and were there at the end of a day.
fn plans_seen(scope: &Scope, as_at: AsAt) -> SelectStatement {
    Query::select()
        .column((plan::Entity, plan::Column::Id))
        .from(plan::Entity)
        .cond_where(scope.sees_condition(plan::Column::OrganisationId))
        .and_where(plan::Column::ImportedAt.lt(as_at.end()))
        .to_owned()
}

/// Commitments as they stood, in document order, milestones tied to what they are steps of;
/// `condition` speaks of the table `commitment`.
pub(crate) async fn rows(
    connection: &impl ConnectionTrait,
    condition: Condition,
    as_at: AsAt,
) -> Result<Vec<CommitmentRow>, DbErr> {
    let mut rows = read(connection, condition, as_at).await?;
    tie(connection, &mut rows, as_at).await?;
    Ok(rows)
}

/// Commitments as they stood, each for itself.
pub(super) async fn read(
    connection: &impl ConnectionTrait,
    condition: Condition,
    as_at: AsAt,
) -> Result<Vec<CommitmentRow>, DbErr> {
    let ids = Query::select()
        .column((commitment::Entity, commitment::Column::Id))
        .from(commitment::Entity)
        .cond_where(condition.clone())
        .to_owned();
    let found = commitment::Entity::find()
        .filter(condition)
        .order_by_asc(commitment::Column::PlanId)
        .order_by_asc(commitment::Column::Position)
        .all(connection)
        .await?;
    let mut leads = leads_of(connection, ids.clone()).await?;
    let mut latest = latest_updates(connection, ids, as_at).await?;
    found
        .into_iter()
        .map(|row| {
            let leads = leads.remove(&row.id).unwrap_or_default();
            let update = latest.remove(&row.id);
            assemble(row, leads, update, as_at)
        })
        .collect()
}

fn assemble(
    row: commitment::Model,
    leads: Vec<AnsweringLead>,
    update: Option<commitment_update::Model>,
    as_at: AsAt,
) -> Result<CommitmentRow, DbErr> {
    let status = match &update {
        Some(update) => status_of(update)?,
        None => Status::NotStarted,
    };
    Ok(CommitmentRow {
        id: row.id,
        plan_id: row.plan_id,
        section_id: row.section_id,
        parent_id: row.parent_id,
        part_of: None,
        kind: row.kind,
        reference: row.reference,
        text: row.text,
        leads,
        due_as_written: row.due_as_written,
        due_earliest: row.due_earliest,
        due_latest: row.due_latest,
        status,
        latest_update_id: update.as_ref().map(|update| update.id),
        latest_at: update.as_ref().map(|update| update.made_at),
        latest_by: update.as_ref().map(|update| update.made_by_name.clone()),
        latest_note: update.map(|update| update.note),
        overdue_days: overdue_days(row.due_latest, status, as_at.0),
        outcome: row.outcome,
        reported_progress: row.reported_progress,
        uncertain: row.uncertain,
        lines: (row.line_from, row.line_to),
    })
}

fn status_of(update: &commitment_update::Model) -> Result<Status, DbErr> {
    update.status.parse().map_err(|error| DbErr::Custom(format!("update {}: {error}", update.id)))
}

async fn leads_of(
    connection: &impl ConnectionTrait,
    commitments: SelectStatement,
) -> Result<BTreeMap<i64, Vec<AnsweringLead>>, DbErr> {
    let named = commitment_lead::Entity::find()
        .filter(commitment_lead::Column::CommitmentId.in_subquery(commitments))
        .order_by_asc(commitment_lead::Column::Position)
        .all(connection)
        .await?;
    let ids: BTreeSet<i64> = named.iter().filter_map(|lead| lead.lead_id).collect();
    let posts = leads::by_ids(connection, ids).await?;
    let mut found: BTreeMap<i64, Vec<AnsweringLead>> = BTreeMap::new();
    for lead in named {
        let post = lead.lead_id.and_then(|id| posts.get(&id));
        found.entry(lead.commitment_id).or_default().push(AnsweringLead {
            lead_id: lead.lead_id,
            shown: post.map_or_else(|| lead.as_written.clone(), leads::Lead::shown),
            as_written: lead.as_written,
            accountable: lead.accountable,
        });
    }
    Ok(found)
}

/// The newest update of each commitment that was made by the end of a day.
pub(crate) async fn latest_updates(
    connection: &impl ConnectionTrait,
    commitments: SelectStatement,
    as_at: AsAt,
) -> Result<BTreeMap<i64, commitment_update::Model>, DbErr> {
    let newest = Query::select()
        .expr(commitment_update::Column::Id.max())
        .from(commitment_update::Entity)
        .and_where(commitment_update::Column::MadeAt.lt(as_at.end()))
        .and_where(commitment_update::Column::CommitmentId.in_subquery(commitments))
        .group_by_col((commitment_update::Entity, commitment_update::Column::CommitmentId))
        .to_owned();
    let updates = commitment_update::Entity::find()
        .filter(commitment_update::Column::Id.in_subquery(newest))
        .all(connection)
        .await?;
    Ok(updates.into_iter().map(|update| (update.commitment_id, update)).collect())
}

async fn updates(
    connection: &impl ConnectionTrait,
    commitment_id: i64,
    as_at: AsAt,
) -> Result<Vec<UpdateRow>, DbErr> {
    let updates = commitment_update::Entity::find()
        .filter(commitment_update::Column::CommitmentId.eq(commitment_id))
        .filter(commitment_update::Column::MadeAt.lt(as_at.end()))
        .order_by_desc(commitment_update::Column::Id)
        .all(connection)
        .await?;
    let as_row = |update: commitment_update::Model| {
        let status = status_of(&update)?;
        let commitment_update::Model { id, note, made_by_name: made_by, made_at, .. } = update;
        Ok(UpdateRow { id, status, note, made_by, made_at })
    };
    updates.into_iter().map(as_row).collect()
}

async fn links(
    connection: &impl ConnectionTrait,
    commitment_id: i64,
) -> Result<Vec<LinkedIndicator>, AppError> {
    let links = link::Entity::find()
        .filter(link::Column::FromKind.eq("commitment"))
        .filter(link::Column::FromId.eq(commitment_id))
        .filter(link::Column::ToKind.eq("indicator"))
        .order_by_asc(link::Column::Id)
        .all(connection)
        .await?;
    let mut found = Vec::with_capacity(links.len());
    for link in links {
        let indicator = indicator::Entity::find_by_id(link.to_id).one(connection).await?;
        let indicator = indicator.context("a link leads to an indicator that is gone")?;
        let indicator::Model { code, title, .. } = indicator;
        found.push(LinkedIndicator { code, title, relation: link.relation });
    }
    Ok(found)
}

fn source_lines(text: &str, (from, to): (i32, i32)) -> Vec<(usize, String)> {
    let from = usize::try_from(from).unwrap_or(0).max(1);
    let to = usize::try_from(to).unwrap_or(0);
    let numbered = text.lines().enumerate().map(|(position, line)| (position + 1, line));
    numbered
        .skip(from - 1)
        .take_while(|(number, _)| *number <= to)
        .take(SOURCE_LINES)
        .map(|(number, line)| (number, line.to_owned()))
        .collect()
}
