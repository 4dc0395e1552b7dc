//! Commitments as they stood at the end of a day.

use anyhow::Context as _;
use bellwether_calendar::Timescale;
use chrono::{DateTime, Days, Utc};
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _,
    QueryOrder as _,
};

use super::changes::timescales_of;
use super::rows::status_of;
pub use super::rows::{AnsweringLead, CommitmentRow, Moved};
pub(crate) use super::rows::{rows, rows_with_withdrawn, standings};
use super::rules::Status;
pub use super::wholes::Whole;
use crate::db::Ledger;
use crate::db::entities::{commitment, commitment_update, indicator, link, plan, section};
use crate::escalation::store::{self as escalation, SignalRow};
use crate::shell::clock::AsAt;
use crate::shell::errors::AppError;
use crate::shell::scope::{Permission, Scope};

/// Lines of the document shown beside a commitment at most.
const SOURCE_LINES: usize = 80;

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
    pub timescales: Vec<Timescale>,
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
    let found = rows_with_withdrawn(connection, itself, as_at).await?.pop();
    let mut row = found.ok_or(AppError::NotFound)?;
    let plan = plan::Entity::find_by_id(row.plan_id).one(connection).await?;
    let plan = plan.ok_or(AppError::NotFound)?;
    let below = Condition::all().add(commitment::Column::ParentId.eq(id));
    let timescales = match row.earlier_timescales.take() {
        Some(earlier) => earlier,
        None => timescales_of(connection, id).await?,
    };
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
        .filter(link::Column::EndedAt.is_null())
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
