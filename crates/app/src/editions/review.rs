//! A draft that is the next edition of a plan, compared with the plan as it stands.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::others::Others;
use super::plan_rows::{self, PlanRow};
use super::rules::{Change, Row, Single, changes_of, changes_word, compare};
use crate::db::entities::{commitment, draft_row};
use crate::drafts::rules::{Item, Kind, RowState};
use crate::drafts::store::current;
use crate::shell::errors::AppError;

/// The word kept for a row that continues nothing.
pub const ADDED: &str = "added";

/// Rows of one group on a page.
pub const PAGE_LENGTH: usize = 50;

/// Says of each row of a draft which commitment of the plan it continues, and in what it differs.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read or refuses a row.
pub(crate) async fn mark(
    tx: &impl ConnectionTrait,
    draft_id: i64,
    plan_id: i64,
) -> Result<(), AppError> {
    let kept = plan_rows::read(tx, plan_id, Condition::all()).await?;
    let rows = draft_row::Entity::find()
        .filter(draft_row::Column::DraftId.eq(draft_id))
        .filter(draft_row::Column::State.ne(RowState::Discarded.word()))
        .order_by_asc(draft_row::Column::Position)
        .order_by_asc(draft_row::Column::Id)
        .all(tx)
        .await?;
    let others = Others::read(tx, plan_id).await?;
    let mut commitments: Vec<(i64, Row)> = Vec::new();
    for row in &rows {
        match current(row)? {
            Item::Commitment(new) => commitments.push((row.id, Row::from(&new))),
            item => {
                let word = if others.find(&item).is_some() { "unchanged" } else { ADDED };
                set(tx, row.id, None, word).await?;
            }
        }
    }
    let old: Vec<Row> = kept.iter().map(|row| row.row.clone()).collect();
    let (ids, new): (Vec<i64>, Vec<Row>) = commitments.into_iter().unzip();
    let comparison = compare(&old, &new);
    for pair in &comparison.pairs {
        let matched = Some(kept[pair.old].kept.id);
        set(tx, ids[pair.new], matched, &changes_word(&pair.changes)).await?;
    }
    for Single { row, .. } in &comparison.added {
        set(tx, ids[*row], None, ADDED).await?;
    }
    Ok(())
}

async fn set(
    tx: &impl ConnectionTrait,
    row_id: i64,
    matched: Option<i64>,
    word: &str,
) -> Result<(), AppError> {
    let values = draft_row::ActiveModel {
        matched_commitment_id: Set(matched),
        comparison: Set(Some(word.to_owned())),
        ..Default::default()
    };
    let this = draft_row::Column::Id.eq(row_id);
    draft_row::Entity::update_many().set(values).filter(this).exec(tx).await?;
    Ok(())
}

/// Forgets what the rows of a draft were compared with: it is a plan of its own.
///
/// # Errors
///
/// Returns an error when the ledger refuses a row.
pub(crate) async fn unmark(tx: &impl ConnectionTrait, draft_id: i64) -> Result<(), AppError> {
    let values = draft_row::ActiveModel {
        matched_commitment_id: Set(None),
        comparison: Set(None),
        ..Default::default()
    };
    let of_draft = draft_row::Column::DraftId.eq(draft_id);
    draft_row::Entity::update_many().set(values).filter(of_draft).exec(tx).await?;
    Ok(())
}

/// The commitments of a plan that no row of a draft continues.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub(crate) async fn left_out(
    connection: &impl ConnectionTrait,
    draft_id: i64,
    plan_id: i64,
) -> Result<Vec<PlanRow>, AppError> {
    // Whatever an accepted row became belongs to the edition too.
    let rows: Vec<(Option<i64>, Option<i64>)> = draft_row::Entity::find()
        .select_only()
        .column(draft_row::Column::MatchedCommitmentId)
        .column(draft_row::Column::EntityId)
        .filter(draft_row::Column::DraftId.eq(draft_id))
        .filter(draft_row::Column::Kind.eq(Kind::Commitment.word()))
        .into_tuple()
        .all(connection)
        .await?;
    let there: BTreeSet<i64> =
        rows.into_iter().flat_map(|(one, other)| [one, other]).flatten().collect();
    let mut rows = plan_rows::read(connection, plan_id, Condition::all()).await?;
    rows.retain(|row| !there.contains(&row.kept.id));
    Ok(rows)
}

/// A group of rows of a comparison.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// The plan has not had them.
    #[default]
    Added,
    /// The plan has them, and the edition does not.
    Removed,
    /// Their wording is another.
    Reworded,
    /// They are due at another time.
    ReDated,
    /// Somebody else answers.
    LeadChanged,
    /// Another outcome, other steps, another number or section.
    Other,
    /// As they were.
    Unchanged,
}

impl Group {
    /// Every group, in the order shown.
    pub const ALL: [Self; 7] = [
        Self::Added,
        Self::Removed,
        Self::Reworded,
        Self::ReDated,
        Self::LeadChanged,
        Self::Other,
        Self::Unchanged,
    ];

    /// The word used in addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Reworded => "reworded",
            Self::ReDated => "re_dated",
            Self::LeadChanged => "lead_changed",
            Self::Other => "other",
            Self::Unchanged => "unchanged",
        }
    }

    /// The group under a word; the added ones when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|group| group.word() == word).unwrap_or_default()
    }

    /// As read by people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Added => "Added",
            Self::Removed => "Left out",
            Self::Reworded => "Reworded",
            Self::ReDated => "Re-dated",
            Self::LeadChanged => "Lead changed",
            Self::Other => "Other changes",
            Self::Unchanged => "Unchanged",
        }
    }

    /// Whether rows compared so belong to it; one with several changes belongs to several.
    #[must_use]
    pub fn takes(self, word: &str) -> bool {
        let changes = changes_of(word);
        let has = |change: Change| changes.contains(&change);
        match self {
            Self::Added => word == ADDED,
            Self::Removed => false,
            Self::Reworded => has(Change::Reworded),
            Self::ReDated => has(Change::ReDated),
            Self::LeadChanged => has(Change::LeadChanged),
            Self::Other => {
                [Change::OutcomeChanged, Change::StepsChanged, Change::Renumbered, Change::Moved]
                    .into_iter()
                    .any(has)
            }
            Self::Unchanged => word == "unchanged",
        }
    }
}

/// A row of a draft, as far as its group needs it.
#[derive(Debug, Clone)]
pub(crate) struct Marked {
    /// Its row.
    pub(crate) id: i64,
    /// How far its review has come.
    pub(crate) state: String,
    /// How it differs.
    pub(crate) comparison: String,
}

/// Every row of a draft that has not been discarded, in document order, without what it holds.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub(crate) async fn marked(
    connection: &impl ConnectionTrait,
    draft_id: i64,
) -> Result<Vec<Marked>, AppError> {
    let rows: Vec<(i64, String, Option<String>)> = draft_row::Entity::find()
        .select_only()
        .column(draft_row::Column::Id)
        .column(draft_row::Column::State)
        .column(draft_row::Column::Comparison)
        .filter(draft_row::Column::DraftId.eq(draft_id))
        .filter(draft_row::Column::State.ne(RowState::Discarded.word()))
        .order_by_asc(draft_row::Column::Position)
        .order_by_asc(draft_row::Column::Id)
        .into_tuple()
        .all(connection)
        .await?;
    let row = |(id, state, comparison): (i64, String, Option<String>)| Marked {
        id,
        state,
        comparison: comparison.unwrap_or_else(|| ADDED.to_owned()),
    };
    Ok(rows.into_iter().map(row).collect())
}

/// Rows with all they hold, by id, and the commitments that they continue.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub(crate) async fn with_earlier(
    connection: &impl ConnectionTrait,
    plan_id: i64,
    ids: &[i64],
) -> Result<Vec<(draft_row::Model, Option<PlanRow>)>, AppError> {
    let rows = draft_row::Entity::find()
        .filter(draft_row::Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(draft_row::Column::Position)
        .order_by_asc(draft_row::Column::Id)
        .all(connection)
        .await?;
    let matched = rows.iter().filter_map(|row| row.matched_commitment_id);
    let these = Condition::all().add(commitment::Column::Id.is_in(matched));
    let earlier = plan_rows::read(connection, plan_id, these).await?;
    let earlier: BTreeMap<i64, PlanRow> =
        earlier.into_iter().map(|row| (row.kept.id, row)).collect();
    let pair = |row: draft_row::Model| {
        let before = row.matched_commitment_id.and_then(|id| earlier.get(&id)).cloned();
        (row, before)
    };
    Ok(rows.into_iter().map(pair).collect())
}
