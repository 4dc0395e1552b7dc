//! Indicators, observations, targets and their links, as far as a scope reaches.

use std::collections::BTreeMap;
use std::sync::Arc;

use bellwether_calendar::PeriodKind;
use bellwether_stats::spc::Improvement;
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};

use super::definition::{
    Calculation, Definition, IMPROVEMENTS, Kind, PERIODS, Source, ZeroDenominator, read_definition,
};
use super::rules::{Observation, State, Target};
use crate::db::Ledger;
use crate::db::entities::{commitment, indicator, link, observation, plan, signal, target};
use crate::shell::clock::AsAt;
use crate::shell::errors::AppError;
use crate::shell::scope::Scope;

/// An indicator with its identity.
#[derive(Debug, Clone, PartialEq)]
pub struct Indicator {
    /// Its row.
    pub id: i64,
    /// What it is.
    pub definition: Definition,
}

/// Every indicator, by domain and title. Definitions are for everyone; figures are not.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read, or holds a word that no version wrote.
pub async fn list(connection: &impl ConnectionTrait) -> Result<Vec<Arc<Indicator>>, AppError> {
    let rows = indicator::Entity::find()
        .order_by_asc(indicator::Column::Domain)
        .order_by_asc(indicator::Column::Title)
        .all(connection)
        .await?;
    rows.into_iter().map(|row| Ok(Arc::new(read_indicator(row)?))).collect()
}

/// One indicator by its code, in any case.
///
/// # Errors
///
/// Returns [`AppError::NotFound`] when there is none.
pub async fn find(ledger: &Ledger, code: &str) -> Result<Arc<Indicator>, AppError> {
    let row = indicator::Entity::find()
        .filter(indicator::Column::Code.eq(code.trim().to_uppercase()))
        .one(ledger.connection())
        .await?
        .ok_or(AppError::NotFound)?;
    Ok(Arc::new(read_indicator(row)?))
}

fn read_indicator(row: indicator::Model) -> Result<Indicator, AppError> {
    if let Some(text) = &row.file_text {
        let file = format!("{}.toml", row.code.to_lowercase());
        let definition = read_definition(&file, text).map_err(|faults| {
            let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
            AppError::Internal(anyhow::anyhow!("indicator {}: {}", row.code, faults.join("; ")))
        })?;
        return Ok(Indicator { id: row.id, definition });
    }
    read_columns(row)
}

/// An indicator taken in before its file was kept: all its figures were sent.
fn read_columns(row: indicator::Model) -> Result<Indicator, AppError> {
    let strange = |word: &str| {
        AppError::Internal(anyhow::anyhow!("indicator {} has the word '{word}'", row.code))
    };
    let improvement = meaning(&IMPROVEMENTS, &row.improvement);
    let period = meaning(&PERIODS, &row.period_kind);
    let is_ratio = row.calculation == Calculation::Ratio.word();
    let is_leading = row.kind == Kind::Leading.word();
    Ok(Indicator {
        id: row.id,
        definition: Definition {
            improvement: improvement.ok_or_else(|| strange(&row.improvement))?,
            period: period.ok_or_else(|| strange(&row.period_kind))?,
            code: row.code,
            title: row.title,
            definition: row.definition,
            why_it_matters: row.why_it_matters,
            kind: if is_leading { Kind::Leading } else { Kind::Lagging },
            unit: row.unit,
            decimals: u8::try_from(row.decimals).unwrap_or_default(),
            calculation: if is_ratio { Calculation::Ratio } else { Calculation::Value },
            multiplier: row.multiplier,
            numerator: row.numerator_label,
            denominator: row.denominator_label,
            lowest_possible: row.lowest_possible,
            highest_possible: row.highest_possible,
            due_working_days: u16::try_from(row.due_working_days).unwrap_or_default(),
            source: Source::Returned,
            minimum_denominator: None,
            zero_denominator: ZeroDenominator::default(),
            grains: Vec::new(),
            domain: row.domain,
            lead: row.lead_title,
            frameworks: Vec::new(),
            leads_for: None,
            checker: None,
            text: String::new(),
            author: row.author,
            reviewed: row.reviewed_on,
            next_review: row.next_review_on,
        },
    })
}

fn meaning<T: Copy>(words: &[(&str, T)], written: &str) -> Option<T> {
    words.iter().find(|(word, _)| *word == written).map(|(_, meaning)| *meaning)
}

/// The word of an improvement in the ledger.
#[must_use]
pub fn improvement_word(improvement: Improvement) -> &'static str {
    IMPROVEMENTS.iter().find(|(_, known)| *known == improvement).map_or("neutral", |(word, _)| word)
}

/// The word of a period's length in the ledger.
#[must_use]
pub fn period_word(kind: PeriodKind) -> &'static str {
    PERIODS.iter().find(|(_, known)| *known == kind).map_or("month", |(word, _)| word)
}

/// An indicator and an organisation, by their rows.
pub type Pair = (i64, i64);

type ObservationRow =
    (i64, i64, String, String, Option<f64>, Option<f64>, Option<f64>, i32, DateTime<Utc>);

/// All revisions of the observations that meet a condition, by indicator and organisation.
///
/// The caller's condition holds the scope: it names organisations that were seen to be visible.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub(crate) async fn observations(
    connection: &impl ConnectionTrait,
    condition: Condition,
) -> Result<BTreeMap<Pair, Vec<Observation>>, AppError> {
    let rows: Vec<ObservationRow> = observation::Entity::find()
        .select_only()
        .columns([
            observation::Column::IndicatorId,
            observation::Column::OrganisationId,
            observation::Column::Period,
            observation::Column::State,
            observation::Column::Numerator,
            observation::Column::Denominator,
            observation::Column::Value,
            observation::Column::Revision,
            observation::Column::KnownFrom,
        ])
        .filter(condition)
        .order_by_asc(observation::Column::PeriodStart)
        .order_by_asc(observation::Column::Revision)
        .into_tuple()
        .all(connection)
        .await?;
    let mut by_pair: BTreeMap<Pair, Vec<Observation>> = BTreeMap::new();
    for (indicator, organisation, period, state, numerator, denominator, value, revision, known) in
        rows
    {
        let strange = || anyhow::anyhow!("an observation has period '{period}', state '{state}'");
        by_pair.entry((indicator, organisation)).or_default().push(Observation {
            period: period.parse().map_err(|_| strange())?,
            state: State::from_word(&state).ok_or_else(strange)?,
            numerator,
            denominator,
            value,
            revision,
            known_from: known,
        });
    }
    Ok(by_pair)
}

/// All targets of some indicators, by indicator.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub(crate) async fn targets(
    connection: &impl ConnectionTrait,
    indicators: &[i64],
) -> Result<BTreeMap<i64, Vec<Target>>, DbErr> {
    let rows = target::Entity::find()
        .filter(target::Column::IndicatorId.is_in(indicators.iter().copied()))
        .order_by_asc(target::Column::Id)
        .all(connection)
        .await?;
    let mut by_indicator: BTreeMap<i64, Vec<Target>> = BTreeMap::new();
    for row in rows {
        by_indicator.entry(row.indicator_id).or_default().push(Target {
            organisation_id: row.organisation_id,
            kind: row.kind,
            value: row.value,
            from_day: row.from_day,
            to_day: row.to_day,
            assessed: row.assessed,
            known_from: row.known_from,
        });
    }
    Ok(by_indicator)
}

/// The signals about indicators and their flows that were open for an organisation at the end of a
/// day, longest standing first.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn signals(
    ledger: &Ledger,
    scope: &Scope,
    organisation_id: i64,
    as_at: AsAt,
) -> Result<Vec<signal::Model>, AppError> {
    let end = as_at.end();
    let still_open = Condition::any()
        .add(signal::Column::ClosedAt.is_null())
        .add(signal::Column::ClosedAt.gte(end));
    let found = signal::Entity::find()
        .filter(scope.sees_condition(signal::Column::OrganisationId))
        .filter(signal::Column::OrganisationId.eq(organisation_id))
        .filter(signal::Column::SubjectKind.is_in(["indicator", "flow"]))
        .filter(signal::Column::RaisedAt.lt(end))
        .filter(still_open)
        .order_by_asc(signal::Column::SinceDay)
        .order_by_asc(signal::Column::Id)
        .all(ledger.connection())
        .await?;
    Ok(found)
}

/// A commitment that is to move an indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkedCommitment {
    /// Its row.
    pub id: i64,
    /// Its reference in the plan.
    pub reference: String,
    /// What was promised.
    pub text: String,
    /// Title of the plan.
    pub plan: String,
    /// The organisation that promised it.
    pub organisation_id: i64,
}

/// The commitments linked to an indicator, of plans that may be seen and were there at the end of
/// the day.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn linked_commitments(
    ledger: &Ledger,
    scope: &Scope,
    indicator_id: i64,
    as_at: AsAt,
) -> Result<Vec<LinkedCommitment>, AppError> {
    let ids: Vec<i64> = link::Entity::find()
        .select_only()
        .column(link::Column::FromId)
        .filter(link::Column::FromKind.eq("commitment"))
        .filter(link::Column::ToKind.eq("indicator"))
        .filter(link::Column::ToId.eq(indicator_id))
        .filter(link::Column::EndedAt.is_null())
        .into_tuple()
        .all(ledger.connection())
        .await?;
    let commitments = commitment::Entity::find()
        .filter(commitment::Column::Id.is_in(ids))
        .order_by_asc(commitment::Column::PlanId)
        .order_by_asc(commitment::Column::Position)
        .all(ledger.connection())
        .await?;
    let plans = commitments.iter().map(|commitment| commitment.plan_id);
    let plans: Vec<(i64, String, i64)> = plan::Entity::find()
        .select_only()
        .column(plan::Column::Id)
        .column(plan::Column::Title)
        .column(plan::Column::OrganisationId)
        .filter(plan::Column::Id.is_in(plans))
        .filter(plan::Column::ImportedAt.lt(as_at.end()))
        .filter(scope.sees_condition(plan::Column::OrganisationId))
        .into_tuple()
        .all(ledger.connection())
        .await?;
    let plans: BTreeMap<i64, (String, i64)> =
        plans.into_iter().map(|(id, title, owner)| (id, (title, owner))).collect();
    let linked = commitments.into_iter().filter_map(|commitment| {
        let (plan, organisation_id) = plans.get(&commitment.plan_id)?;
        Some(LinkedCommitment {
            id: commitment.id,
            reference: commitment.reference,
            text: commitment.text,
            plan: plan.clone(),
            organisation_id: *organisation_id,
        })
    });
    Ok(linked.collect())
}
