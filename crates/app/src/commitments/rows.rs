//! Commitments read as they stood at the end of a day.

use std::collections::{BTreeMap, BTreeSet};

use bellwether_calendar::Timescale;
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};

pub use super::changes::Moved;
use super::changes::{History, histories, later_changes};
use super::rules::{Status, overdue_days};
use super::wholes::{Whole, tie};
use crate::db::entities::{commitment, commitment_lead, commitment_update};
use crate::organisations::leads;
use crate::shell::clock::AsAt;

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
    /// Since when; none where it was so from the beginning.
    pub from_at: Option<DateTime<Utc>>,
    /// The post that delegated it.
    pub from_lead_id: Option<i64>,
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
    /// How often that day moved, where it did.
    pub moved: Option<Moved>,
    /// Its timescales as they were, where they have changed since.
    pub earlier_timescales: Option<Vec<Timescale>>,
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
    /// How much of it is done, 0 to 100, as the latest update that says so has it.
    pub progress: Option<u8>,
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
    /// The edition of the document that these are in; none for the one the plan began with.
    pub edition_id: Option<i64>,
    /// When it joined the plan, where it did not come with it.
    pub added_at: Option<DateTime<Utc>>,
    /// When it left the plan.
    pub withdrawn_at: Option<DateTime<Utc>>,
}

/// Commitments as they stood, in document order, milestones tied to what they are steps of;
/// `condition` speaks of the table `commitment` as it is today. Those that had left their plan are
/// left out.
pub(crate) async fn rows(
    connection: &impl ConnectionTrait,
    condition: Condition,
    as_at: AsAt,
) -> Result<Vec<CommitmentRow>, DbErr> {
    let mut rows = rows_with_withdrawn(connection, condition, as_at).await?;
    rows.retain(|row| row.withdrawn_at.is_none());
    Ok(rows)
}

/// The same with those that had left their plan.
pub(crate) async fn rows_with_withdrawn(
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
    let condition = condition.add(
        Condition::any()
            .add(commitment::Column::AddedAt.is_null())
            .add(commitment::Column::AddedAt.lt(as_at.end())),
    );
    let ids = Query::select()
        .column((commitment::Entity, commitment::Column::Id))
        .from(commitment::Entity)
        .cond_where(condition.clone())
        .to_owned();
    let found = commitment::Entity::find()
        .filter(condition)
        .order_by_asc(commitment::Column::PlanId)
        .order_by_asc(commitment::Column::Position)
        // Editions may leave two at one place; databases would differ on their order.
        .order_by_asc(commitment::Column::Id)
        .all(connection)
        .await?;
    let mut leads = leads_of(connection, ids.clone(), as_at).await?;
    let mut histories = histories(connection, ids.clone(), as_at).await?;
    let mut progress = progress_of(connection, ids.clone(), as_at).await?;
    let mut latest = latest_updates(connection, ids, as_at).await?;
    let assembled = found.into_iter().map(|mut row| {
        let history = histories.remove(&row.id).unwrap_or_default();
        history.undo(&mut row)?;
        let leads = leads.remove(&row.id).unwrap_or_default();
        let (update, progress) = (latest.remove(&row.id), progress.remove(&row.id));
        assemble(row, leads, (update, progress), &history, as_at)
    });
    assembled.collect()
}

fn assemble(
    row: commitment::Model,
    leads: Vec<AnsweringLead>,
    (update, progress): (Option<commitment_update::Model>, Option<u8>),
    history: &History,
    as_at: AsAt,
) -> Result<CommitmentRow, DbErr> {
    let status = match &update {
        Some(update) => standing(update)?,
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
        moved: history.moved()?,
        earlier_timescales: history.timescales()?,
        status,
        latest_update_id: update.as_ref().map(|update| update.id),
        latest_at: update.as_ref().map(|update| update.made_at),
        latest_by: update.as_ref().map(|update| update.made_by_name.clone()),
        latest_note: update.map(|update| update.note),
        progress,
        overdue_days: overdue_days(row.due_latest, status, as_at.0),
        outcome: row.outcome,
        reported_progress: row.reported_progress,
        uncertain: row.uncertain,
        lines: (row.line_from, row.line_to),
        edition_id: row.edition_id,
        added_at: row.added_at,
        withdrawn_at: row.withdrawn_at,
    })
}

/// What an update says of the whole commitment: one occurrence achieved leaves the series on track.
pub(crate) fn standing(update: &commitment_update::Model) -> Result<Status, DbErr> {
    if update.occurrence.is_some() {
        return Ok(Status::OnTrack);
    }
    status_of(update)
}

/// What an update says.
pub(super) fn status_of(update: &commitment_update::Model) -> Result<Status, DbErr> {
    update.status.parse().map_err(|error| DbErr::Custom(format!("update {}: {error}", update.id)))
}

/// How a commitment stood, as far as counting needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    /// Its plan.
    pub(crate) plan_id: i64,
    /// How it stood.
    pub(crate) status: Status,
    /// Whether it was overdue.
    pub(crate) overdue: bool,
}

/// How the top-level commitments of some plans stood, milestones not counted.
pub(crate) async fn standings(
    connection: &impl ConnectionTrait,
    plans: SelectStatement,
    as_at: AsAt,
) -> Result<Vec<Standing>, DbErr> {
    let condition = Condition::all()
        .add(commitment::Column::PlanId.in_subquery(plans))
        .add(commitment::Column::ParentId.is_null());
    let ids = Query::select()
        .column((commitment::Entity, commitment::Column::Id))
        .from(commitment::Entity)
        .cond_where(condition.clone())
        .to_owned();
    let rows: Vec<Counted> = commitment::Entity::find()
        .select_only()
        .column(commitment::Column::Id)
        .column(commitment::Column::PlanId)
        .column(commitment::Column::DueLatest)
        .column(commitment::Column::AddedAt)
        .column(commitment::Column::WithdrawnAt)
        .filter(condition)
        .into_tuple()
        .all(connection)
        .await?;
    let changed = later_standings(connection, ids.clone(), as_at).await?;
    let latest = latest_updates(connection, ids, as_at).await?;
    let mut standings = Vec::with_capacity(rows.len());
    for (id, plan_id, due_latest, added_at, withdrawn_at) in rows {
        let (due_latest, withdrawn_at) =
            changed.get(&id).copied().unwrap_or((due_latest, withdrawn_at));
        if withdrawn_at.is_some() || added_at.is_some_and(|at| at >= as_at.end()) {
            continue;
        }
        let status = latest.get(&id).map_or(Ok(Status::NotStarted), standing)?;
        let overdue = overdue_days(due_latest, status, as_at.0).is_some();
        standings.push(Standing { plan_id, status, overdue });
    }
    Ok(standings)
}

type Counted = (i64, i64, Option<NaiveDate>, Option<DateTime<Utc>>, Option<DateTime<Utc>>);

/// Due day and withdrawal of those commitments that changed after a day, as they were before.
async fn later_standings(
    connection: &impl ConnectionTrait,
    ids: SelectStatement,
    as_at: AsAt,
) -> Result<BTreeMap<i64, (Option<NaiveDate>, Option<DateTime<Utc>>)>, DbErr> {
    let histories = later_changes(connection, ids, as_at).await?;
    if histories.is_empty() {
        return Ok(BTreeMap::new());
    }
    let changed = commitment::Entity::find()
        .filter(commitment::Column::Id.is_in(histories.keys().copied()))
        .all(connection)
        .await?;
    let undone = changed.into_iter().map(|mut row| {
        if let Some(history) = histories.get(&row.id) {
            history.undo(&mut row)?;
        }
        Ok((row.id, (row.due_latest, row.withdrawn_at)))
    });
    undone.collect()
}

async fn leads_of(
    connection: &impl ConnectionTrait,
    commitments: SelectStatement,
    as_at: AsAt,
) -> Result<BTreeMap<i64, Vec<AnsweringLead>>, DbErr> {
    let named = commitment_lead::Entity::find()
        .filter(commitment_lead::Column::CommitmentId.in_subquery(commitments))
        .filter(answering_at(as_at))
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
            from_at: lead.from_at,
            from_lead_id: lead.from_lead_id,
        });
    }
    Ok(found)
}

/// The condition that a lead answered at the end of a day.
pub(crate) fn answering_at(as_at: AsAt) -> Condition {
    Condition::all()
        .add(
            Condition::any()
                .add(commitment_lead::Column::FromAt.is_null())
                .add(commitment_lead::Column::FromAt.lt(as_at.end())),
        )
        .add(
            Condition::any()
                .add(commitment_lead::Column::ToAt.is_null())
                .add(commitment_lead::Column::ToAt.gte(as_at.end())),
        )
}

/// How much was done of each commitment, by the newest update that says so.
async fn progress_of(
    connection: &impl ConnectionTrait,
    commitments: SelectStatement,
    as_at: AsAt,
) -> Result<BTreeMap<i64, u8>, DbErr> {
    let said: Vec<(i64, i32)> = commitment_update::Entity::find()
        .select_only()
        .column(commitment_update::Column::CommitmentId)
        .column(commitment_update::Column::Progress)
        .filter(commitment_update::Column::MadeAt.lt(as_at.end()))
        .filter(commitment_update::Column::CommitmentId.in_subquery(commitments))
        .filter(commitment_update::Column::Progress.is_not_null())
        .order_by_asc(commitment_update::Column::Id)
        .into_tuple()
        .all(connection)
        .await?;
    let percent = |(id, progress): (i64, i32)| Some((id, u8::try_from(progress).ok()?));
    Ok(said.into_iter().filter_map(percent).collect())
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
