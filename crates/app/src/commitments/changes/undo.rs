//! What a commitment said at the end of an earlier day: its later changes undone, newest first.

use std::collections::BTreeMap;

use bellwether_calendar::Timescale;
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _,
    QueryOrder as _,
};
use serde::de::DeserializeOwned;

use super::{Cause, DueValue, Field};
use crate::db::entities::{commitment, commitment_change};
use crate::shell::clock::AsAt;

/// How often a due day moved, and what it was at first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// How often.
    pub times: usize,
    /// The last day on which it was first due.
    pub first_due: NaiveDate,
}

/// The changes of one commitment, oldest first: those of its due date, and all after a day.
#[derive(Debug, Clone, Default)]
pub(crate) struct History {
    /// Made by the end of the day.
    before: Vec<commitment_change::Model>,
    /// Made later.
    after: Vec<commitment_change::Model>,
}

/// The histories of some commitments as far as the end of a day needs them.
pub(crate) async fn histories(
    connection: &impl ConnectionTrait,
    commitments: SelectStatement,
    as_at: AsAt,
) -> Result<BTreeMap<i64, History>, DbErr> {
    let wanted = Condition::any()
        .add(commitment_change::Column::Field.eq(Field::Due.word()))
        .add(commitment_change::Column::MadeAt.gte(as_at.end()));
    let changes = commitment_change::Entity::find()
        .filter(commitment_change::Column::CommitmentId.in_subquery(commitments))
        .filter(wanted)
        .order_by_asc(commitment_change::Column::Id)
        .all(connection)
        .await?;
    let mut found: BTreeMap<i64, History> = BTreeMap::new();
    for change in changes {
        let history = found.entry(change.commitment_id).or_default();
        if change.made_at < as_at.end() {
            history.before.push(change);
        } else {
            history.after.push(change);
        }
    }
    Ok(found)
}

/// The changes of some commitments that came after the end of a day.
pub(crate) async fn later_changes(
    connection: &impl ConnectionTrait,
    commitments: SelectStatement,
    as_at: AsAt,
) -> Result<BTreeMap<i64, History>, DbErr> {
    let changes = commitment_change::Entity::find()
        .filter(commitment_change::Column::CommitmentId.in_subquery(commitments))
        .filter(commitment_change::Column::MadeAt.gte(as_at.end()))
        .order_by_asc(commitment_change::Column::Id)
        .all(connection)
        .await?;
    let mut found: BTreeMap<i64, History> = BTreeMap::new();
    for change in changes {
        found.entry(change.commitment_id).or_default().after.push(change);
    }
    Ok(found)
}

impl History {
    /// Undoes what came later.
    pub(crate) fn undo(&self, row: &mut commitment::Model) -> Result<(), DbErr> {
        self.after.iter().rev().try_for_each(|change| undo(row, change))
    }

    /// Its timescales as they were, where they have changed since.
    pub(crate) fn timescales(&self) -> Result<Option<Vec<Timescale>>, DbErr> {
        let first = self.after.iter().find(|change| change.field == Field::Due.word());
        first.map(|change| Ok(read::<DueValue>(change)?.timescales)).transpose()
    }

    /// How often its due day moved by then. The next day of a series is no move, nor is a day that
    /// becomes known where there was none, nor what the reading of the document put right.
    pub(crate) fn moved(&self) -> Result<Option<Moved>, DbErr> {
        let mut moved: Option<Moved> = None;
        for change in &self.before {
            if change.field != Field::Due.word() || change.cause == Cause::Import.word() {
                continue;
            }
            let (from, to) = (read::<DueValue>(change)?, read_to(change)?);
            let Some(first_due) = from.latest else { continue };
            if to.next_of_series || to.latest == from.latest {
                continue;
            }
            match &mut moved {
                Some(moved) => moved.times += 1,
                None => moved = Some(Moved { times: 1, first_due }),
            }
        }
        Ok(moved)
    }
}

fn undo(row: &mut commitment::Model, change: &commitment_change::Model) -> Result<(), DbErr> {
    match Field::from_word(&change.field) {
        Some(Field::Text) => row.text = read(change)?,
        Some(Field::Reference) => row.reference = read(change)?,
        Some(Field::Outcome) => row.outcome = read(change)?,
        Some(Field::Section) => row.section_id = read(change)?,
        Some(Field::Parent) => row.parent_id = read(change)?,
        Some(Field::Withdrawn | Field::Restored) => {
            row.withdrawn_at = read::<Option<DateTime<Utc>>>(change)?;
        }
        Some(Field::Due) => {
            let due: DueValue = read(change)?;
            row.due_as_written = due.as_written;
            row.due_earliest = due.earliest;
            row.due_latest = due.latest;
            row.due_precision = due.precision;
        }
        // Leads carry their own days.
        Some(Field::Leads) | None => {}
    }
    Ok(())
}

fn read<T: DeserializeOwned>(change: &commitment_change::Model) -> Result<T, DbErr> {
    serde_json::from_value(change.from_value.clone())
        .map_err(|error| DbErr::Json(format!("commitment_change {}: {error}", change.id)))
}

fn read_to(change: &commitment_change::Model) -> Result<DueValue, DbErr> {
    serde_json::from_value(change.to_value.clone())
        .map_err(|error| DbErr::Json(format!("commitment_change {}: {error}", change.id)))
}
