//! Plans as they stood at the end of a day.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Query;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};

use super::changes;
use super::kinds::Levels;
pub use super::rules::PlanFilter;
use crate::commitments::changes::Field;
use crate::commitments::rules::StatusCounts;
use crate::commitments::store::{self as commitments, CommitmentRow};
use crate::db::Ledger;
use crate::db::entities::{
    commitment, commitment_change, organisation, plan, plan_edition, plan_finding, plan_goal,
    plan_indicator, plan_risk, plan_scope, section,
};
use crate::links::dependencies::{self, LateOne};
use crate::links::store::{self as links, Beside};
use crate::shell::clock::AsAt;
use crate::shell::errors::AppError;
use crate::shell::scope::Scope;

/// A plan in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanSummary {
    /// Its id.
    pub id: i64,
    /// Title as printed.
    pub title: String,
    /// The organisation whose plan it is.
    pub organisation_id: i64,
    /// That organisation's code.
    pub organisation_code: String,
    /// That organisation's name.
    pub organisation: String,
    /// Planning period.
    pub plan_year: Option<String>,
    /// The plan it is inside of, which may not be one that may be seen.
    pub parent_id: Option<i64>,
    /// The word of its kind.
    pub kind: String,
    /// What its levels are called.
    pub levels: Levels,
    /// Name of the file.
    pub file_name: String,
    /// SHA-256 of the file, in hexadecimal.
    pub file_sha256: String,
    /// When it was taken in.
    pub imported_at: DateTime<Utc>,
    /// How its commitments stand, milestones not counted.
    pub counts: StatusCounts,
    /// How many of them are overdue.
    pub overdue: usize,
}

/// A section with those of its commitments that the filter lets through.
#[derive(Debug, Clone)]
pub struct SectionView {
    /// Its heading; empty for commitments that stand in none.
    pub title: String,
    /// Its commitments, in document order.
    pub commitments: Vec<CommitmentRow>,
}

/// A plan with everything read out of it.
#[derive(Debug, Clone)]
pub struct PlanView {
    /// Itself, with the numbers of all its commitments.
    pub plan: PlanSummary,
    /// Sections that have something to show.
    pub sections: Vec<SectionView>,
    /// How many commitments are shown.
    pub shown: usize,
    /// Posts that answer for any of its commitments, with the words shown, to filter by.
    pub leads: Vec<(i64, String)>,
    /// Risks with their contingencies.
    pub risks: Vec<plan_risk::Model>,
    /// The commitments that each risk threatens.
    pub risk_links: Vec<Beside>,
    /// What each commitment waits for that is late.
    pub late: BTreeMap<i64, LateOne>,
    /// Goals by period.
    pub goals: Vec<plan_goal::Model>,
    /// Rows of its indicator tables.
    pub indicators: Vec<plan_indicator::Model>,
    /// What it covers, and how far.
    pub scope_items: Vec<plan_scope::Model>,
    /// What a person should look at.
    pub findings: Vec<plan_finding::Model>,
    /// Commitments that had left the plan, each with why.
    pub left_out: Vec<(CommitmentRow, String)>,
}

/// Every plan that may be seen and was there at the end of a day, newest first.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn list(
    ledger: &Ledger,
    scope: &Scope,
    as_at: AsAt,
) -> Result<Vec<PlanSummary>, AppError> {
    summaries(ledger, scope, Condition::all(), as_at).await
}

/// The plans of one organisation, newest first.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn of_organisation(
    ledger: &Ledger,
    scope: &Scope,
    organisation_id: i64,
    as_at: AsAt,
) -> Result<Vec<PlanSummary>, AppError> {
    let own = Condition::all().add(plan::Column::OrganisationId.eq(organisation_id));
    summaries(ledger, scope, own, as_at).await
}

/// One plan as it stood at the end of a day.
///
/// # Errors
///
/// Returns [`AppError::NotFound`] when there was none, or none that may be seen.
pub async fn find(
    ledger: &Ledger,
    scope: &Scope,
    id: i64,
    as_at: AsAt,
    filter: PlanFilter,
) -> Result<PlanView, AppError> {
    let connection = ledger.connection();
    let itself = Condition::all().add(plan::Column::Id.eq(id));
    let plan = summaries(ledger, scope, itself, as_at).await?.pop().ok_or(AppError::NotFound)?;
    let top = Condition::all()
        .add(commitment::Column::PlanId.eq(id))
        .add(commitment::Column::ParentId.is_null());
    let rows = commitments::rows(connection, top, as_at).await?;
    let leads = leads_of(&rows);
    let shown: Vec<CommitmentRow> =
        rows.into_iter().filter(|row| filter.takes(row, as_at.0)).collect();
    let sections = section::Entity::find()
        .filter(section::Column::PlanId.eq(id))
        .order_by_asc(section::Column::Position)
        .all(connection)
        .await?;
    let editions = Editions::known(connection, &[id], as_at).await?;
    let left_out = left_out(connection, id, as_at).await?;
    let risks = plan_risk::Entity::find()
        .filter(plan_risk::Column::PlanId.eq(id))
        .filter(editions.there(plan_risk::Column::EditionId, plan_risk::Column::LeftOutBy))
        .order_by_asc(plan_risk::Column::Position)
        .all(connection)
        .await?;
    let risk_ids = risks.iter().map(|risk| risk.id).collect();
    Ok(PlanView {
        plan,
        left_out,
        shown: shown.len(),
        sections: in_sections(sections, shown),
        leads,
        risk_links: links::commitments_of_risks(ledger, scope, risk_ids, as_at).await?,
        late: dependencies::late_ones(connection, scope, as_at).await?,
        risks,
        goals: plan_goal::Entity::find()
            .filter(plan_goal::Column::PlanId.eq(id))
            .filter(editions.there(plan_goal::Column::EditionId, plan_goal::Column::LeftOutBy))
            .order_by_asc(plan_goal::Column::Position)
            .all(connection)
            .await?,
        indicators: plan_indicator::Entity::find()
            .filter(plan_indicator::Column::PlanId.eq(id))
            .filter(
                editions
                    .there(plan_indicator::Column::EditionId, plan_indicator::Column::LeftOutBy),
            )
            .order_by_asc(plan_indicator::Column::Position)
            .all(connection)
            .await?,
        scope_items: plan_scope::Entity::find()
            .filter(plan_scope::Column::PlanId.eq(id))
            .filter(editions.there(plan_scope::Column::EditionId, plan_scope::Column::LeftOutBy))
            .order_by_asc(plan_scope::Column::Position)
            .all(connection)
            .await?,
        findings: findings(connection, id, &editions).await?,
    })
}

async fn findings(
    connection: &impl ConnectionTrait,
    plan_id: i64,
    editions: &Editions,
) -> Result<Vec<plan_finding::Model>, AppError> {
    Ok(plan_finding::Entity::find()
        .filter(plan_finding::Column::PlanId.eq(plan_id))
        .filter(editions.there(plan_finding::Column::EditionId, plan_finding::Column::LeftOutBy))
        .order_by_asc(plan_finding::Column::Id)
        .all(connection)
        .await?)
}

/// The later editions of plans that had come by the end of a day.
pub(crate) struct Editions(Vec<i64>);

impl Editions {
    /// Those of some plans.
    pub(crate) async fn known(
        connection: &impl ConnectionTrait,
        plans: &[i64],
        as_at: AsAt,
    ) -> Result<Self, DbErr> {
        let known = plan_edition::Entity::find()
            .select_only()
            .column(plan_edition::Column::Id)
            .filter(plan_edition::Column::PlanId.is_in(plans.iter().copied()))
            .filter(plan_edition::Column::ReceivedAt.lt(as_at.end()));
        Ok(Self(known.into_tuple().all(connection).await?))
    }

    /// What they had brought, or the first edition had, and none had left out.
    pub(crate) fn there(
        &self,
        brought_by: impl ColumnTrait,
        left_out_by: impl ColumnTrait,
    ) -> Condition {
        let ids = || self.0.iter().copied();
        let had_come = Condition::any().add(brought_by.is_null()).add(brought_by.is_in(ids()));
        let stayed = Condition::any().add(left_out_by.is_null()).add(left_out_by.is_not_in(ids()));
        Condition::all().add(had_come).add(stayed)
    }
}

/// The commitments that had left a plan by the end of a day, each with why.
async fn left_out(
    connection: &impl ConnectionTrait,
    plan_id: i64,
    as_at: AsAt,
) -> Result<Vec<(CommitmentRow, String)>, AppError> {
    let gone = Condition::all()
        .add(commitment::Column::PlanId.eq(plan_id))
        .add(commitment::Column::ParentId.is_null())
        .add(commitment::Column::WithdrawnAt.lt(as_at.end()));
    let rows = commitments::rows_with_withdrawn(connection, gone, as_at).await?;
    let ids = rows.iter().map(|row| row.id);
    let changes = commitment_change::Entity::find()
        .filter(commitment_change::Column::CommitmentId.is_in(ids))
        .filter(commitment_change::Column::Field.eq(Field::Withdrawn.word()))
        .order_by_asc(commitment_change::Column::Id)
        .all(connection)
        .await?;
    let reasons: BTreeMap<i64, String> = changes
        .into_iter()
        .filter_map(|change| Some((change.commitment_id, change.reason?)))
        .collect();
    let gone = rows.into_iter().filter(|row| row.withdrawn_at.is_some());
    let with_reason = |row: CommitmentRow| {
        let reason = reasons.get(&row.id).cloned();
        (row, reason.unwrap_or_else(|| "withdrawn".to_owned()))
    };
    Ok(gone.map(with_reason).collect())
}

fn leads_of(rows: &[CommitmentRow]) -> Vec<(i64, String)> {
    let named = rows.iter().flat_map(|row| &row.leads);
    let by_id: BTreeMap<i64, String> =
        named.filter_map(|lead| Some((lead.lead_id?, lead.shown.clone()))).collect();
    let mut leads: Vec<(i64, String)> = by_id.into_iter().collect();
    leads.sort_by(|one, other| one.1.cmp(&other.1));
    leads
}

fn in_sections(sections: Vec<section::Model>, rows: Vec<CommitmentRow>) -> Vec<SectionView> {
    let mut by_section: BTreeMap<Option<i64>, Vec<CommitmentRow>> = BTreeMap::new();
    for row in rows {
        by_section.entry(row.section_id).or_default().push(row);
    }
    let mut views = Vec::new();
    let headings = sections.into_iter().map(|section| (Some(section.id), section.title));
    for (id, title) in std::iter::once((None, String::new())).chain(headings) {
        if let Some(commitments) = by_section.remove(&id) {
            views.push(SectionView { title, commitments });
        }
    }
    views
}

/// The columns of a plan that a list shows; the document's text stays where it is.
type PlanColumns = (i64, i64, String, String, DateTime<Utc>);

/// The plans that meet a condition and may be seen, as at the end of a day, newest first.
pub(super) async fn summaries(
    ledger: &Ledger,
    scope: &Scope,
    condition: Condition,
    as_at: AsAt,
) -> Result<Vec<PlanSummary>, AppError> {
    let connection = ledger.connection();
    let condition = condition
        .add(scope.sees_condition(plan::Column::OrganisationId))
        .add(plan::Column::ImportedAt.lt(as_at.end()));
    let plans: Vec<PlanColumns> = plan::Entity::find()
        .select_only()
        .columns([
            plan::Column::Id,
            plan::Column::OrganisationId,
            plan::Column::FileName,
            plan::Column::FileSha256,
            plan::Column::ImportedAt,
        ])
        .filter(condition.clone())
        .order_by_desc(plan::Column::ImportedAt)
        .order_by_desc(plan::Column::Id)
        .into_tuple()
        .all(connection)
        .await?;
    let ids = plans.iter().map(|columns| columns.0);
    let mut facts = changes::facts(connection, ids, as_at).await?;
    let owners = plans.iter().map(|columns| columns.1);
    let owners: BTreeMap<i64, organisation::Model> = organisation::Entity::find()
        .filter(organisation::Column::Id.is_in(owners))
        .all(connection)
        .await?
        .into_iter()
        .map(|owner| (owner.id, owner))
        .collect();
    let mut counts = counts(ledger, condition, as_at).await?;
    let summary = |columns: PlanColumns| {
        let (id, organisation_id, file_name, file_sha256, imported_at) = columns;
        let facts = facts.remove(&id)?;
        let owner = owners.get(&organisation_id);
        let (counts, overdue) = counts.remove(&id).unwrap_or_default();
        Some(PlanSummary {
            id,
            title: facts.title,
            organisation_id,
            organisation_code: owner.map(|owner| owner.code.clone()).unwrap_or_default(),
            organisation: owner.map(|owner| owner.name.clone()).unwrap_or_default(),
            plan_year: facts.plan_year,
            parent_id: facts.parent_id,
            levels: Levels::of(&facts.kind, &facts.levels),
            kind: facts.kind,
            file_name,
            file_sha256,
            imported_at,
            counts,
            overdue,
        })
    };
    Ok(plans.into_iter().filter_map(summary).collect())
}

async fn counts(
    ledger: &Ledger,
    plans: Condition,
    as_at: AsAt,
) -> Result<BTreeMap<i64, (StatusCounts, usize)>, AppError> {
    let plans = Query::select()
        .column((plan::Entity, plan::Column::Id))
        .from(plan::Entity)
        .cond_where(plans)
        .to_owned();
    let mut counts: BTreeMap<i64, (StatusCounts, usize)> = BTreeMap::new();
    for standing in commitments::standings(ledger.connection(), plans, as_at).await? {
        let (counted, overdue) = counts.entry(standing.plan_id).or_default();
        counted.add(standing.status);
        *overdue += usize::from(standing.overdue);
    }
    Ok(counts)
}
