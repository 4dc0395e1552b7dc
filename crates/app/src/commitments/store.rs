//! Commitments as they stood at the end of a day.

use bellwether_calendar::{FinancialYear, Timescale};
use chrono::{Days, NaiveDate};
use sea_orm::sea_query::{Expr, Query, SelectStatement};
use sea_orm::{ColumnTrait as _, Condition, EntityTrait as _};

use super::changes::timescales_of;
use super::delegation::{self, Seen};
use super::history;
pub use super::history::{ChangeRow, UpdateRow};
pub use super::rows::{AnsweringLead, CommitmentRow, Moved};
pub(crate) use super::rows::{rows, rows_with_withdrawn, standings};
use super::rules::{self, Progress, Step};
use super::series::series;
pub use super::wholes::Whole;
use crate::db::Ledger;
use crate::db::entities::{commitment, plan, section};
use crate::editions::store as editions;
use crate::escalation::store::{self as escalation, SignalRow};
use crate::links::dependencies::{self, Around};
use crate::links::store::{self as links, Links};
use crate::plans::changes::level_names;
use crate::plans::kinds::Levels;
use crate::shell::clock::AsAt;
use crate::shell::errors::AppError;
use crate::shell::scope::{Permission, Scope};

/// Lines of the document shown beside a commitment at most.
const SOURCE_LINES: usize = 80;

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
    /// What its plan calls its levels.
    pub levels: Levels,
    /// Its due dates, each as written and as read.
    pub timescales: Vec<Timescale>,
    /// Steps on the way.
    pub milestones: Vec<CommitmentRow>,
    /// Its updates, newest first.
    pub updates: Vec<UpdateRow>,
    /// What changed of what it says, newest first.
    pub changes: Vec<ChangeRow>,
    /// How far along it should be.
    pub expected: Option<Progress>,
    /// How far along it is.
    pub actual: Option<Progress>,
    /// The due days of a series; none where it is due once.
    pub series: Vec<NaiveDate>,
    /// Who has seen that it is theirs.
    pub seen: Vec<Seen>,
    /// Lines of the document, each with its number.
    pub source_lines: Vec<(usize, String)>,
    /// What it is linked to.
    pub links: Links,
    /// What it waits for, and what waits for it.
    pub around: Around,
    /// What is open about it.
    pub signals: Vec<SignalRow>,
    /// Whether this user may post an update.
    pub may_post: bool,
    /// Whether this user may hand it on.
    pub may_hand_on: bool,
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
    // Itself and its steps at once: as many queries as for one alone.
    let itself_and_steps = Condition::all()
        .add(
            Condition::any()
                .add(commitment::Column::Id.eq(id))
                .add(commitment::Column::ParentId.eq(id)),
        )
        .add(commitment::Column::PlanId.in_subquery(plans_seen(scope, as_at)));
    let found = rows_with_withdrawn(connection, itself_and_steps, as_at).await?;
    let (itself, mut milestones): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|row| row.id == id);
    let mut row = itself.into_iter().next().ok_or(AppError::NotFound)?;
    milestones.retain(|step| step.withdrawn_at.is_none());
    let plan = plan::Entity::find_by_id(row.plan_id).one(connection).await?;
    let plan = plan.ok_or(AppError::NotFound)?;
    let timescales = match row.earlier_timescales.take() {
        Some(earlier) => earlier,
        None => timescales_of(connection, id).await?,
    };
    let section = match row.section_id {
        Some(id) => section::Entity::find_by_id(id).one(connection).await?,
        None => None,
    };
    let itself = Query::select().expr(Expr::value(id)).to_owned();
    let seen = delegation::seen(connection, itself, as_at).await?;
    let (expected, actual) = progress(&row, &milestones, &plan, as_at);
    let taken_in = plan.imported_at.date_naive();
    let days = series(&timescales, plan.plan_year.as_deref(), taken_in).map(|series| series.days);
    let as_at_source = editions::source_of(connection, &row, as_at).await?;
    let source = as_at_source.unwrap_or(editions::SourceOf {
        file_name: plan.file_name,
        text: plan.source_text,
        lines: row.lines,
    });
    Ok(CommitmentView {
        expected,
        actual,
        series: days.unwrap_or_default(),
        seen: seen.into_values().flatten().collect(),
        milestones,
        updates: history::updates(connection, id, as_at).await?,
        changes: history::changes(connection, id, as_at).await?,
        links: links::of_commitment(ledger, scope, id, as_at).await?,
        around: dependencies::around(connection, scope, id, as_at).await?,
        signals: escalation::of_subject(ledger, scope, "commitment", id).await?,
        source_lines: source_lines(&source.text, source.lines),
        may_post: row.withdrawn_at.is_none() && may_post(scope, plan.organisation_id, &row),
        may_hand_on: row.withdrawn_at.is_none()
            && delegation::may_hand_on(scope, plan.organisation_id, &row),
        section: section.map(|section| section.title).unwrap_or_default(),
        levels: Levels::of(&plan.kind, &level_names(plan.level_names.as_ref())),
        plan_title: plan.title,
        file_name: source.file_name,
        organisation_id: plan.organisation_id,
        timescales,
        row,
    })
}

/// How far along a commitment should be, and is. Where it does not say when it begins, its time
/// counts from the first day of the plan's year, or from the day the plan was taken in.
pub(crate) fn progress(
    row: &CommitmentRow,
    milestones: &[CommitmentRow],
    plan: &plan::Model,
    as_at: AsAt,
) -> (Option<Progress>, Option<Progress>) {
    let year = plan.plan_year.as_deref().and_then(|year| year.parse::<FinancialYear>().ok());
    let taken_in = plan.imported_at.date_naive();
    let start = year.map_or(taken_in, FinancialYear::first_day);
    // A promise that falls due before its plan begins has no time of its own.
    let start = Some(start).filter(|start| row.due_latest.is_some_and(|due| due > *start));
    let steps: Vec<Step> =
        milestones.iter().map(|step| Step { due: step.due_latest, status: step.status }).collect();
    let span = (row.due_earliest.or(start), row.due_latest);
    (rules::expected(span, &steps, as_at.0), rules::actual(row.status, row.progress, &steps))
}

/// Whether somebody may post an update: those who may on any, and who answers for it.
pub(crate) fn may_post(scope: &Scope, organisation_id: i64, row: &CommitmentRow) -> bool {
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
pub(crate) fn plans_seen(scope: &Scope, as_at: AsAt) -> SelectStatement {
    Query::select()
        .column((plan::Entity, plan::Column::Id))
        .from(plan::Entity)
        .cond_where(scope.sees_condition(plan::Column::OrganisationId))
        .and_where(plan::Column::ImportedAt.lt(as_at.end()))
        .to_owned()
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
