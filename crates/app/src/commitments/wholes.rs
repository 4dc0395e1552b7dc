//! Milestones and the commitments they are steps of: who answers for them, and when they are closed.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait, DbErr};

use super::rows::{AnsweringLead, CommitmentRow, read};
use super::rules::Status;
use crate::db::entities::commitment;
use crate::shell::clock::AsAt;

/// The commitment that a milestone is a step of, as it stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    /// Its id.
    pub id: i64,
    /// `action`, `pledge` or `objective`.
    pub kind: String,
    /// Its reference as printed; empty when the document gives none.
    pub reference: String,
    /// What was promised.
    pub text: String,
    /// How it stood.
    pub status: Status,
    /// Whether it was overdue itself.
    pub overdue: bool,
    /// Who answers for it, and so for steps that name nobody: the first whose post is known.
    pub lead: Option<AnsweringLead>,
}

impl Whole {
    fn of(row: &CommitmentRow) -> Self {
        let known = row.leads.iter().find(|lead| lead.lead_id.is_some());
        Self {
            id: row.id,
            kind: row.kind.clone(),
            reference: row.reference.clone(),
            text: row.text.clone(),
            status: row.status,
            overdue: row.overdue_days.is_some(),
            lead: known.or(row.leads.first()).cloned(),
        }
    }
}

impl CommitmentRow {
    /// Who answers for it: those it names, or for a milestone that names nobody the one who answers
    /// for the whole.
    pub fn answering(&self) -> impl Iterator<Item = &AnsweringLead> {
        let whole = self.part_of.iter().filter(|_| self.leads.is_empty());
        self.leads.iter().chain(whole.filter_map(|whole| whole.lead.as_ref()))
    }

    /// The accountable lead, as shown; empty when the document names none.
    #[must_use]
    pub fn accountable(&self) -> &str {
        self.answering().next().map_or("", |lead| lead.shown.as_str())
    }

    /// Whether nothing more is expected of it: it has come to its end, or the whole has.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        let whole_ended = self.part_of.as_ref().is_some_and(|whole| whole.status.is_final());
        self.status.is_final() || whole_ended
    }
}

/// Ties milestones to the commitments they are steps of, as those stood at the end of a day.
///
/// A whole that has come to its end closes its steps: they are overdue no longer.
pub(super) async fn tie(
    connection: &impl ConnectionTrait,
    rows: &mut [CommitmentRow],
    as_at: AsAt,
) -> Result<(), DbErr> {
    let wanted: BTreeSet<i64> = rows.iter().filter_map(|row| row.parent_id).collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let here = rows.iter().filter(|row| wanted.contains(&row.id));
    let mut wholes: BTreeMap<i64, Whole> = here.map(|row| (row.id, Whole::of(row))).collect();
    let elsewhere: Vec<i64> = wanted.into_iter().filter(|id| !wholes.contains_key(id)).collect();
    if !elsewhere.is_empty() {
        let condition = Condition::all().add(commitment::Column::Id.is_in(elsewhere));
        let read = read(connection, condition, as_at).await?;
        wholes.extend(read.iter().map(|row| (row.id, Whole::of(row))));
    }
    for row in rows {
        row.part_of = row.parent_id.and_then(|id| wholes.get(&id)).cloned();
        if row.is_closed() {
            row.overdue_days = None;
        }
    }
    Ok(())
}
