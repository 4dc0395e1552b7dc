//! A plan seen as pledges, as half-year objectives, or as twelve quarters: the queries.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bellwether_calendar::{FinancialYear, Period};
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};

use super::objective_rules::{self, Evidence, Verdict};
use super::store::{self, PlanFilter, PlanView};
use crate::commitments::store::{self as commitments, CommitmentRow};
use crate::db::Ledger;
use crate::db::entities::{commitment, link, observation};
use crate::indicators::rules::{Observation, Target, figures_as_at, target_in_force};
use crate::indicators::store::{self as indicators, Indicator};
use crate::shell::clock::AsAt;
use crate::shell::errors::AppError;
use crate::shell::scope::Scope;

/// A plan with the steps on the way to its commitments, by commitment.
#[derive(Debug)]
pub struct WithSteps {
    /// The plan, unfiltered.
    pub view: PlanView,
    /// Milestones by the commitment they are steps of.
    pub steps: BTreeMap<i64, Vec<CommitmentRow>>,
}

/// A plan and its milestones as they stood at the end of a day.
///
/// # Errors
///
/// Returns [`AppError::NotFound`] when there was none, or none that may be seen.
pub async fn with_steps(
    ledger: &Ledger,
    scope: &Scope,
    id: i64,
    as_at: AsAt,
) -> Result<WithSteps, AppError> {
    let view = store::find(ledger, scope, id, as_at, PlanFilter::default()).await?;
    let below = Condition::all()
        .add(commitment::Column::PlanId.eq(id))
        .add(commitment::Column::ParentId.is_not_null());
    let mut steps: BTreeMap<i64, Vec<CommitmentRow>> = BTreeMap::new();
    for row in commitments::rows(ledger.connection(), below, as_at).await? {
        if let Some(parent_id) = row.parent_id {
            steps.entry(parent_id).or_default().push(row);
        }
    }
    Ok(WithSteps { view, steps })
}

/// What an indicator says of an objective in one half-year.
#[derive(Debug, Clone)]
pub struct HalfReading {
    /// The half.
    pub half: Period,
    /// What was to be reached.
    pub target: Option<f64>,
    /// The latest value known of that half, and the period it is of.
    pub value: Option<(f64, Period)>,
    /// What that means.
    pub verdict: Verdict,
}

/// An indicator by which an objective is verified.
#[derive(Debug, Clone)]
pub struct Verified {
    /// The indicator.
    pub indicator: Arc<Indicator>,
    /// Both halves of the year.
    pub halves: Vec<HalfReading>,
}

/// The indicators of each objective of a plan in the halves of a year.
#[derive(Debug, Default)]
pub struct Evidences {
    /// By commitment, in the order in which they were linked.
    pub by_commitment: BTreeMap<i64, Vec<Verified>>,
}

/// Both halves of a financial year.
#[must_use]
pub fn halves(year: FinancialYear) -> Vec<Period> {
    [1, 2].into_iter().filter_map(|half| Period::half(year, half)).collect()
}

/// What the linked indicators of a plan's commitments say in the halves of a year, of the plan's own
/// organisation and as known at the end of a day.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn evidences(
    ledger: &Ledger,
    view: &PlanView,
    year: FinancialYear,
    as_at: AsAt,
) -> Result<Evidences, AppError> {
    let connection = ledger.connection();
    let rows = view.sections.iter().flat_map(|section| &section.commitments);
    let ids: Vec<i64> = rows.map(|row| row.id).collect();
    let links: Vec<(i64, i64)> = link::Entity::find()
        .select_only()
        .column(link::Column::FromId)
        .column(link::Column::ToId)
        .filter(link::Column::FromKind.eq("commitment"))
        .filter(link::Column::ToKind.eq("indicator"))
        .filter(link::Column::EndedAt.is_null())
        .filter(link::Column::FromId.is_in(ids))
        .order_by_asc(link::Column::Id)
        .into_tuple()
        .all(connection)
        .await?;
    let linked: BTreeSet<i64> = links.iter().map(|(_, indicator)| *indicator).collect();
    if linked.is_empty() {
        return Ok(Evidences::default());
    }
    let known: BTreeMap<i64, Arc<Indicator>> =
        indicators::list(connection).await?.into_iter().map(|found| (found.id, found)).collect();
    let linked: Vec<i64> = linked.into_iter().collect();
    let targets = indicators::targets(connection, &linked).await?;
    let organisation_id = view.plan.organisation_id;
    let wanted = Condition::all()
        .add(observation::Column::IndicatorId.is_in(linked))
        .add(observation::Column::OrganisationId.eq(organisation_id))
        .add(observation::Column::PeriodEnd.between(year.first_day(), year.last_day()));
    let observations = indicators::observations(connection, wanted).await?;
    let mut evidences = Evidences::default();
    for (commitment_id, indicator_id) in links {
        let Some(indicator) = known.get(&indicator_id) else { continue };
        let series = Series {
            indicator,
            organisation_id,
            targets: targets.get(&indicator_id).map_or(&[], Vec::as_slice),
            observations: observations
                .get(&(indicator_id, organisation_id))
                .map_or(&[], Vec::as_slice),
            as_at,
        };
        let halves = halves(year).into_iter().map(|half| series.reading(half)).collect();
        let verified = Verified { indicator: indicator.clone(), halves };
        evidences.by_commitment.entry(commitment_id).or_default().push(verified);
    }
    Ok(evidences)
}

/// What is known of an indicator in an organisation.
struct Series<'a> {
    indicator: &'a Indicator,
    organisation_id: i64,
    targets: &'a [Target],
    observations: &'a [Observation],
    as_at: AsAt,
}

impl Series<'_> {
    fn reading(&self, half: Period) -> HalfReading {
        let definition = &self.indicator.definition;
        let last_day = half.last_day();
        let figures = figures_as_at(self.observations, definition.due_working_days, self.as_at.0);
        let mut of_half =
            figures.iter().rev().filter(|figure| half.contains(figure.period.last_day()));
        let value = of_half.find_map(|figure| figure.value().map(|value| (value, figure.period)));
        let target = target_in_force(self.targets, self.organisation_id, last_day, self.as_at.0)
            .map(|target| target.value);
        let verdict = objective_rules::verdict(Evidence {
            improvement: definition.improvement,
            target,
            value: value.map(|(value, _)| value),
            is_last: value.is_some_and(|(_, period)| period.last_day() == last_day),
        });
        HalfReading { half, target, value, verdict }
    }
}
