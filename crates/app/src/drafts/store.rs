//! Drafts in the ledger: received, listed, and read page by page.

use std::collections::BTreeMap;

use anyhow::Context as _;
use bellwether_plan::Document;
use bellwether_plan::draft::{Finding, LeadKeyEntry};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, DbErr, EntityTrait as _, FromQueryResult,
    PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use serde::Deserialize as _;
use serde_json::Value;

use super::rules::{Item, Kind, ReadWith, RowState, Show};
use crate::db::entities::{draft, draft_row};
use crate::shell::errors::AppError;
use crate::shell::scope::{Permission, Scope};

pub use super::list::{DraftSummary, count_waiting, list};
pub use super::receipt::{Received, receive};

/// Rows shown on one page.
pub const PAGE_LENGTH: u64 = 50;

pub(super) const ONLY_MANAGERS: &str = "only performance managers and administrators review plans";

/// The row of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DraftId(pub i64);

/// A draft without its text, which can be long.
#[derive(Debug, Clone, FromQueryResult)]
pub struct DraftHead {
    /// Its row.
    pub id: i64,
    /// Whose plan it is.
    pub organisation_id: i64,
    /// The plan of which it is the next edition.
    pub plan_id: Option<i64>,
    /// The plan of which it looks like the next edition, until somebody has said.
    pub suggested_plan_id: Option<i64>,
    /// The plan that its first accepted row has made.
    pub made_plan_id: Option<i64>,
    /// Name of the file.
    pub file_name: String,
    /// Hash of the file.
    pub file_sha256: String,
    /// Title.
    pub title: String,
    /// Planning period.
    pub plan_year: Option<String>,
    /// What was read, without its rows.
    pub document: Value,
    /// What its timescales are read with.
    pub read_with: Value,
    /// Posts chosen for the whole document.
    pub posts: Value,
    /// When it came.
    pub received_at: DateTime<Utc>,
    /// Who received it.
    pub received_by: Option<i64>,
    /// Their name then.
    pub received_by_name: String,
    /// `waiting`, `finished` or `discarded`.
    pub state: String,
    /// Why it was discarded.
    pub reason: Option<String>,
    /// When its review ended.
    pub finished_at: Option<DateTime<Utc>>,
}

impl DraftHead {
    /// Whether its rows can still be decided on.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state == "waiting"
    }

    /// The document's own key to leads.
    #[must_use]
    pub fn leads_key(&self) -> Vec<LeadKeyEntry> {
        self.part("leads_key")
    }

    /// Findings that are about none of the rows.
    #[must_use]
    pub fn about_the_whole(&self) -> Vec<Finding> {
        self.part("about_the_whole")
    }

    /// Everything found in the document.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        self.part("findings")
    }

    /// What was read, without its rows.
    ///
    /// # Errors
    ///
    /// Returns an error when the ledger holds something else.
    pub fn document(&self) -> anyhow::Result<Document> {
        Document::deserialize(&self.document).context("the document of a draft")
    }

    /// What its timescales are read with.
    #[must_use]
    pub fn read_with(&self) -> ReadWith {
        ReadWith::deserialize(&self.read_with).unwrap_or_default()
    }

    fn part<T: serde::de::DeserializeOwned + Default>(&self, name: &str) -> T {
        self.document.get(name).and_then(|part| T::deserialize(part).ok()).unwrap_or_default()
    }
}

/// Refuses whoever may not review plans of an organisation; what is out of sight is not there.
///
/// # Errors
///
/// Returns an error for whoever may not.
pub fn allowed(scope: &Scope, organisation_id: i64) -> Result<(), AppError> {
    if !scope.may(Permission::ImportPlan) {
        return Err(AppError::Forbidden(ONLY_MANAGERS));
    }
    if scope.may_in(Permission::ImportPlan, organisation_id) {
        Ok(())
    } else if scope.sees(organisation_id) {
        Err(AppError::Forbidden(ONLY_MANAGERS))
    } else {
        Err(AppError::NotFound)
    }
}

/// A draft by its row, whoever asks: for use within a change that has looked at the scope.
///
/// # Errors
///
/// Returns an error when there is none.
pub async fn head(connection: &impl ConnectionTrait, id: i64) -> Result<DraftHead, AppError> {
    let columns = [
        draft::Column::Id,
        draft::Column::OrganisationId,
        draft::Column::PlanId,
        draft::Column::SuggestedPlanId,
        draft::Column::MadePlanId,
        draft::Column::FileName,
        draft::Column::FileSha256,
        draft::Column::Title,
        draft::Column::PlanYear,
        draft::Column::Document,
        draft::Column::ReadWith,
        draft::Column::Posts,
        draft::Column::ReceivedAt,
        draft::Column::ReceivedBy,
        draft::Column::ReceivedByName,
        draft::Column::State,
        draft::Column::Reason,
        draft::Column::FinishedAt,
    ];
    draft::Entity::find_by_id(id)
        .select_only()
        .columns(columns)
        .into_model::<DraftHead>()
        .one(connection)
        .await?
        .ok_or(AppError::NotFound)
}

/// The text of the document under review.
///
/// # Errors
///
/// Returns an error when there is none.
pub(crate) async fn source_text(
    connection: &impl ConnectionTrait,
    draft_id: i64,
) -> Result<String, AppError> {
    let text: Option<String> = draft::Entity::find_by_id(draft_id)
        .select_only()
        .column(draft::Column::SourceText)
        .into_tuple()
        .one(connection)
        .await?;
    text.ok_or(AppError::NotFound)
}

/// A draft that may be reviewed.
///
/// # Errors
///
/// Not found when it is out of sight; refuses whoever may not review plans.
pub async fn find(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    id: DraftId,
) -> Result<DraftHead, AppError> {
    if !scope.may(Permission::ImportPlan) {
        return Err(AppError::Forbidden(ONLY_MANAGERS));
    }
    let head = head(connection, id.0).await?;
    match allowed(scope, head.organisation_id) {
        Ok(()) => Ok(head),
        // A draft is nobody's but its reviewers', even of an organisation whose figures are seen.
        Err(_) => Err(AppError::NotFound),
    }
}

/// A row of a draft that may be reviewed.
///
/// # Errors
///
/// Not found when it is out of sight or of another draft.
pub async fn row(
    connection: &impl ConnectionTrait,
    draft: &DraftHead,
    id: i64,
) -> Result<draft_row::Model, AppError> {
    let found = draft_row::Entity::find_by_id(id)
        .filter(draft_row::Column::DraftId.eq(draft.id))
        .one(connection)
        .await?;
    found.ok_or(AppError::NotFound)
}

/// Which rows of a draft are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowFilter {
    /// By the state of their review.
    pub show: Show,
    /// Of one kind.
    pub kind: Option<Kind>,
    /// Under one heading.
    pub section: Option<String>,
}

impl RowFilter {
    fn condition(&self, draft_id: i64) -> Condition {
        let mut condition = Condition::all().add(draft_row::Column::DraftId.eq(draft_id));
        let state = match self.show {
            Show::Accepted => Some(RowState::Accepted),
            Show::Discarded => Some(RowState::Discarded),
            Show::All => None,
            _ => Some(RowState::Waiting),
        };
        if let Some(state) = state {
            condition = condition.add(draft_row::Column::State.eq(state.word()));
        }
        let (found, uncertain) = (draft_row::Column::HasFindings, draft_row::Column::IsUncertain);
        condition = match self.show {
            Show::Findings => condition.add(found.eq(true)),
            Show::Uncertain => condition.add(uncertain.eq(true)),
            Show::Clean => condition.add(found.eq(false)).add(uncertain.eq(false)),
            _ => condition,
        };
        if let Some(kind) = self.kind {
            condition = condition.add(draft_row::Column::Kind.eq(kind.word()));
        }
        if let Some(section) = &self.section {
            condition = condition.add(draft_row::Column::Section.eq(section));
        }
        condition
    }
}

/// A page of rows, counted from 1, and how many there are on all pages.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn rows(
    connection: &impl ConnectionTrait,
    draft_id: i64,
    filter: &RowFilter,
    page: u64,
) -> Result<(Vec<draft_row::Model>, u64), DbErr> {
    let query = draft_row::Entity::find().filter(filter.condition(draft_id));
    let total = query.clone().count(connection).await?;
    let rows = query
        .order_by_asc(draft_row::Column::Position)
        .order_by_asc(draft_row::Column::Id)
        .limit(PAGE_LENGTH)
        .offset(page.saturating_sub(1) * PAGE_LENGTH)
        .all(connection)
        .await?;
    Ok((rows, total))
}

/// Every row that a filter shows, in document order.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn all_rows(
    connection: &impl ConnectionTrait,
    draft_id: i64,
    filter: &RowFilter,
) -> Result<Vec<draft_row::Model>, DbErr> {
    draft_row::Entity::find()
        .filter(filter.condition(draft_id))
        .order_by_asc(draft_row::Column::Position)
        .order_by_asc(draft_row::Column::Id)
        .all(connection)
        .await
}

/// Those of some rows of a draft that wait, in document order.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub(crate) async fn waiting_rows(
    connection: &impl ConnectionTrait,
    draft_id: i64,
    ids: impl IntoIterator<Item = i64>,
) -> Result<Vec<draft_row::Model>, DbErr> {
    draft_row::Entity::find()
        .filter(RowFilter::default().condition(draft_id))
        .filter(draft_row::Column::Id.is_in(ids))
        .order_by_asc(draft_row::Column::Position)
        .order_by_asc(draft_row::Column::Id)
        .all(connection)
        .await
}

/// The first row that a filter shows behind a position.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn next_row(
    connection: &impl ConnectionTrait,
    draft_id: i64,
    filter: &RowFilter,
    position: i32,
) -> Result<Option<i64>, DbErr> {
    draft_row::Entity::find()
        .filter(filter.condition(draft_id))
        .filter(draft_row::Column::Position.gt(position))
        .order_by_asc(draft_row::Column::Position)
        .select_only()
        .column(draft_row::Column::Id)
        .into_tuple()
        .one(connection)
        .await
}

/// How many rows of a draft there are of a state and kind, with warnings or not, uncertain or not.
#[derive(Debug, Clone, FromQueryResult)]
struct Tally {
    state: String,
    kind: String,
    has_findings: bool,
    is_uncertain: bool,
    count: i64,
}

/// How far a review has come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// Rows that nobody has decided on.
    pub waiting: usize,
    /// Of those, the ones with a warning or an error.
    pub with_findings: usize,
    /// Of those, the ones with something uncertain.
    pub uncertain: usize,
    /// Of those, the ones with neither.
    pub clean: usize,
    /// Rows that are part of the plan.
    pub accepted: usize,
    /// Rows that will not be.
    pub discarded: usize,
    /// Rows of each kind, decided on or not.
    pub kinds: BTreeMap<Kind, usize>,
}

impl Progress {
    /// Every row.
    #[must_use]
    pub fn total(&self) -> usize {
        self.waiting + self.accepted + self.discarded
    }

    fn add(&mut self, tally: &Tally) {
        let count = usize::try_from(tally.count).unwrap_or_default();
        if let Some(kind) = Kind::from_word(&tally.kind) {
            *self.kinds.entry(kind).or_default() += count;
        }
        match RowState::from_word(&tally.state) {
            Some(RowState::Accepted) => self.accepted += count,
            Some(RowState::Discarded) => self.discarded += count,
            _ => {
                self.waiting += count;
                self.with_findings += if tally.has_findings { count } else { 0 };
                self.uncertain += if tally.is_uncertain { count } else { 0 };
                self.clean += if tally.has_findings || tally.is_uncertain { 0 } else { count };
            }
        }
    }
}

/// How far the review of a draft has come.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn progress(connection: &impl ConnectionTrait, draft_id: i64) -> Result<Progress, DbErr> {
    let columns = [
        draft_row::Column::State,
        draft_row::Column::Kind,
        draft_row::Column::HasFindings,
        draft_row::Column::IsUncertain,
    ];
    let mut query = draft_row::Entity::find()
        .filter(draft_row::Column::DraftId.eq(draft_id))
        .select_only()
        .columns(columns)
        .column_as(draft_row::Column::Id.count(), "count");
    for column in columns {
        query = query.group_by(column);
    }
    let mut progress = Progress::default();
    for tally in query.into_model::<Tally>().all(connection).await? {
        progress.add(&tally);
    }
    Ok(progress)
}

/// Headings of a draft in document order.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn sections(
    connection: &impl ConnectionTrait,
    draft_id: i64,
) -> Result<Vec<String>, DbErr> {
    let mut sections: Vec<(Option<String>, i32)> = draft_row::Entity::find()
        .filter(draft_row::Column::DraftId.eq(draft_id))
        .select_only()
        .column(draft_row::Column::Section)
        .column_as(draft_row::Column::Position.min(), "first")
        .group_by(draft_row::Column::Section)
        .into_tuple()
        .all(connection)
        .await?;
    sections.sort_by_key(|(_, first)| *first);
    Ok(sections.into_iter().filter_map(|(title, _)| title).collect())
}

/// What a row holds now.
///
/// # Errors
///
/// Returns an error when the ledger holds something else.
pub fn current(row: &draft_row::Model) -> anyhow::Result<Item> {
    Item::from_json(&row.kind, &row.current).with_context(|| format!("row {} of a draft", row.id))
}

/// Positions and line numbers; no document that can be read has two thousand million lines.
pub(super) fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
