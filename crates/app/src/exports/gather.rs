//! Everything that goes into a file of plans, fetched in a few queries however many plans there are.

use std::collections::BTreeMap;

use bellwether_report::standing::MoveStanding;
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _,
    QueryOrder as _,
};

use super::store::Which;
use crate::commitments::changes::{Cause, DueValue, Field};
use crate::commitments::store::{self as commitments, CommitmentRow};
use crate::db::Ledger;
use crate::db::entities::{
    commitment, commitment_change, commitment_timescale, commitment_update, plan_finding,
    plan_goal, plan_indicator, plan_risk, plan_scope, section,
};
use crate::plans::store::{self as plans, Editions, PlanSummary};
use crate::shell::clock::AsAt;
use crate::shell::errors::AppError;
use crate::shell::scope::Scope;

/// Plans as they stood.
#[derive(Debug)]
pub(crate) struct Gathered {
    pub(crate) which: Which,
    pub(crate) as_at: AsAt,
    pub(crate) plans: Vec<GatheredPlan>,
    /// Due days that were moved, by commitment, oldest first.
    pub(crate) moves: BTreeMap<i64, Vec<MoveStanding>>,
}

/// A plan as it stood.
#[derive(Debug)]
pub(crate) struct GatheredPlan {
    pub(crate) summary: PlanSummary,
    /// Sections with their commitments, each of these followed by its milestones.
    pub(crate) sections: Vec<(String, Vec<CommitmentRow>)>,
    pub(crate) risks: Vec<plan_risk::Model>,
    pub(crate) goals: Vec<plan_goal::Model>,
    pub(crate) indicators: Vec<plan_indicator::Model>,
    pub(crate) scope_items: Vec<plan_scope::Model>,
    pub(crate) findings: Vec<plan_finding::Model>,
}

/// Fetches plans that may be seen, as they stood at the end of a day.
///
/// # Errors
///
/// Returns [`AppError::NotFound`] when the one asked for was not there or may not be seen.
pub(crate) async fn gather(
    ledger: &Ledger,
    scope: &Scope,
    which: Which,
    as_at: AsAt,
) -> Result<Gathered, AppError> {
    let mut summaries = plans::list(ledger, scope, as_at).await?;
    match which {
        Which::All => {}
        Which::One(id) => summaries.retain(|plan| plan.id == id),
        Which::WithPlansInside(id) => summaries = with_plans_inside(summaries, id),
    }
    if which != Which::All && summaries.is_empty() {
        return Err(AppError::NotFound);
    }
    let ids: Vec<i64> = summaries.iter().map(|plan| plan.id).collect();
    let connection = ledger.connection();
    let rows = commitments::rows(connection, of_plans(&ids), as_at).await?;
    let moves = moves(connection, of_plans(&ids), as_at).await?;
    let mut rows = by(rows, |row| row.plan_id);
    let mut details = details(connection, &ids, as_at).await?;
    let plans = summaries.into_iter().map(|summary| {
        let id = summary.id;
        let rows = rows.remove(&id).unwrap_or_default();
        GatheredPlan {
            summary,
            sections: in_sections(details.sections.remove(&id).unwrap_or_default(), rows),
            risks: details.risks.remove(&id).unwrap_or_default(),
            goals: details.goals.remove(&id).unwrap_or_default(),
            indicators: details.indicators.remove(&id).unwrap_or_default(),
            scope_items: details.scope_items.remove(&id).unwrap_or_default(),
            findings: details.findings.remove(&id).unwrap_or_default(),
        }
    });
    Ok(Gathered { which, as_at, plans: plans.collect(), moves })
}

/// A plan and all those inside it, at any depth, each after the one it is inside of.
fn with_plans_inside(summaries: Vec<PlanSummary>, id: i64) -> Vec<PlanSummary> {
    let mut inside: BTreeMap<Option<i64>, Vec<PlanSummary>> = BTreeMap::new();
    let mut found = Vec::new();
    for plan in summaries {
        if plan.id == id {
            found.push(plan);
        } else {
            inside.entry(plan.parent_id).or_default().push(plan);
        }
    }
    let mut next = 0;
    while let Some(plan) = found.get(next) {
        next += 1;
        if let Some(children) = inside.remove(&Some(plan.id)) {
            found.splice(next..next, children);
        }
    }
    found
}

fn of_plans(ids: &[i64]) -> Condition {
    Condition::all().add(commitment::Column::PlanId.is_in(ids.iter().copied()))
}

fn ids_of(commitments: Condition) -> SelectStatement {
    Query::select()
        .column((commitment::Entity, commitment::Column::Id))
        .from(commitment::Entity)
        .cond_where(commitments)
        .to_owned()
}

/// What a plan holds beside its commitments, by plan.
struct Details {
    sections: BTreeMap<i64, Vec<section::Model>>,
    risks: BTreeMap<i64, Vec<plan_risk::Model>>,
    goals: BTreeMap<i64, Vec<plan_goal::Model>>,
    indicators: BTreeMap<i64, Vec<plan_indicator::Model>>,
    scope_items: BTreeMap<i64, Vec<plan_scope::Model>>,
    findings: BTreeMap<i64, Vec<plan_finding::Model>>,
}

/// Rows of a table that belonged to some plans, in order, by plan.
macro_rules! of_each_plan {
    ($table:ident, $connection:expr, $ids:expr, $editions:expr, $order:ident) => {
        by(
            $table::Entity::find()
                .filter($table::Column::PlanId.is_in($ids.iter().copied()))
                .filter($editions.there($table::Column::EditionId, $table::Column::LeftOutBy))
                .order_by_asc($table::Column::$order)
                .order_by_asc($table::Column::Id)
                .all($connection)
                .await?,
            |row: &$table::Model| row.plan_id,
        )
    };
}

async fn details(
    connection: &impl ConnectionTrait,
    ids: &[i64],
    as_at: AsAt,
) -> Result<Details, DbErr> {
    let editions = Editions::known(connection, ids, as_at).await?;
    let sections = section::Entity::find()
        .filter(section::Column::PlanId.is_in(ids.iter().copied()))
        .order_by_asc(section::Column::Position)
        .all(connection)
        .await?;
    Ok(Details {
        sections: by(sections, |row| row.plan_id),
        risks: of_each_plan!(plan_risk, connection, ids, editions, Position),
        goals: of_each_plan!(plan_goal, connection, ids, editions, Position),
        indicators: of_each_plan!(plan_indicator, connection, ids, editions, Position),
        scope_items: of_each_plan!(plan_scope, connection, ids, editions, Position),
        findings: of_each_plan!(plan_finding, connection, ids, editions, Id),
    })
}

fn by<T>(rows: Vec<T>, key: impl Fn(&T) -> i64) -> BTreeMap<i64, Vec<T>> {
    let mut found: BTreeMap<i64, Vec<T>> = BTreeMap::new();
    for row in rows {
        found.entry(key(&row)).or_default().push(row);
    }
    found
}

/// Commitments under the headings they stand under, milestones below what they are steps of.
fn in_sections(
    sections: Vec<section::Model>,
    rows: Vec<CommitmentRow>,
) -> Vec<(String, Vec<CommitmentRow>)> {
    let (steps, wholes): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(|row| row.parent_id.is_some());
    let mut steps = by(steps, |row| row.parent_id.unwrap_or_default());
    let mut by_section: BTreeMap<Option<i64>, Vec<CommitmentRow>> = BTreeMap::new();
    for row in wholes {
        let below = steps.remove(&row.id).unwrap_or_default();
        let section = by_section.entry(row.section_id).or_default();
        section.push(row);
        section.extend(below);
    }
    // A step whose whole has left the plan stands for itself.
    for row in steps.into_values().flatten() {
        by_section.entry(row.section_id).or_default().push(row);
    }
    let headings = sections.into_iter().map(|section| (Some(section.id), section.title));
    std::iter::once((None, String::new()))
        .chain(headings)
        .filter_map(|(id, title)| Some((title, by_section.remove(&id)?)))
        .collect()
}

/// Due days that were moved by the end of a day. A day that became known, the next day of a series
/// and what the reading of the document put right are no moves.
pub(crate) async fn moves(
    connection: &impl ConnectionTrait,
    commitments: Condition,
    as_at: AsAt,
) -> Result<BTreeMap<i64, Vec<MoveStanding>>, DbErr> {
    let changes = commitment_change::Entity::find()
        .filter(commitment_change::Column::CommitmentId.in_subquery(ids_of(commitments)))
        .filter(commitment_change::Column::Field.eq(Field::Due.word()))
        .filter(commitment_change::Column::Cause.ne(Cause::Import.word()))
        .filter(commitment_change::Column::MadeAt.lt(as_at.end()))
        .order_by_asc(commitment_change::Column::Id)
        .all(connection)
        .await?;
    let mut found: BTreeMap<i64, Vec<MoveStanding>> = BTreeMap::new();
    for change in changes {
        let (from, to) = (due(change.from_value)?, due(change.to_value)?);
        if from.latest.is_none() || from.latest == to.latest || to.next_of_series {
            continue;
        }
        found.entry(change.commitment_id).or_default().push(MoveStanding {
            from: from.latest,
            to: to.latest,
            on: change.made_at.date_naive(),
            reason: change.reason.unwrap_or_default(),
        });
    }
    Ok(found)
}

fn due(value: serde_json::Value) -> Result<DueValue, DbErr> {
    serde_json::from_value(value).map_err(|error| DbErr::Json(error.to_string()))
}

/// An update, as files and comparisons need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PastUpdate {
    pub(crate) id: i64,
    pub(crate) status: String,
    pub(crate) note: String,
    pub(crate) progress: Option<i32>,
    pub(crate) made_by: String,
    pub(crate) made_at: DateTime<Utc>,
}

/// What only some formats need: every update, and every timescale.
#[derive(Debug, Default)]
pub(crate) struct History {
    /// Updates by commitment, oldest first.
    pub(crate) updates: BTreeMap<i64, Vec<PastUpdate>>,
    /// Timescales by commitment, as they are now.
    pub(crate) timescales: BTreeMap<i64, Vec<commitment_timescale::Model>>,
}

/// Fetches the updates and timescales of plans.
pub(crate) async fn history(ledger: &Ledger, gathered: &Gathered) -> Result<History, DbErr> {
    let connection = ledger.connection();
    let ids: Vec<i64> = gathered.plans.iter().map(|plan| plan.summary.id).collect();
    let timescales = commitment_timescale::Entity::find()
        .filter(commitment_timescale::Column::CommitmentId.in_subquery(ids_of(of_plans(&ids))))
        .order_by_asc(commitment_timescale::Column::Position)
        .all(connection)
        .await?;
    Ok(History {
        updates: updates(connection, of_plans(&ids), gathered.as_at).await?,
        timescales: by(timescales, |row| row.commitment_id),
    })
}

/// Every update of some commitments that was made by the end of a day, oldest first.
pub(crate) async fn updates(
    connection: &impl ConnectionTrait,
    commitments: Condition,
    as_at: AsAt,
) -> Result<BTreeMap<i64, Vec<PastUpdate>>, DbErr> {
    let made = commitment_update::Entity::find()
        .filter(commitment_update::Column::CommitmentId.in_subquery(ids_of(commitments)))
        .filter(commitment_update::Column::MadeAt.lt(as_at.end()))
        .order_by_asc(commitment_update::Column::Id)
        .all(connection)
        .await?;
    let mut found: BTreeMap<i64, Vec<PastUpdate>> = BTreeMap::new();
    for update in made {
        found.entry(update.commitment_id).or_default().push(PastUpdate {
            id: update.id,
            status: update.status,
            note: update.note,
            progress: update.progress,
            made_by: update.made_by_name,
            made_at: update.made_at,
        });
    }
    Ok(found)
}
