//! What pages and papers show of indicators: the matrix, one indicator, a place among peers.

use std::collections::BTreeMap;
use std::sync::Arc;

use bellwether_calendar::Period;
use bellwether_stats::spc::{Assurance, Variation};
use sea_orm::{ColumnTrait as _, Condition};

use super::definition::Definition;
use super::figures::{self, KeptSeries};
use super::leads::{Answering, answering};
use super::rules::{Observation, Place, place_among};
use super::sentence::sentence;
use super::store::{self, Indicator, LinkedCommitment, Pair};
use crate::App;
use crate::db::entities::{observation, signal};
use crate::links::store::{RiskBeside, risks_of_commitments};
use crate::organisations::leads::Lead;
use crate::organisations::store::{self as organisations, Organisation};
use crate::shell::clock::AsAt;
use crate::shell::errors::AppError;
use crate::shell::scope::Scope;

/// One indicator of an organisation, in a line.
#[derive(Debug, Clone)]
pub struct MatrixRow {
    /// The indicator.
    pub indicator: Arc<Indicator>,
    /// Its figures, judged.
    pub series: Arc<KeptSeries>,
    /// Period and value of the latest figure with one.
    pub latest: Option<(Period, f64)>,
    /// The assessed target.
    pub target: Option<f64>,
    /// Icon of variation.
    pub variation: Variation,
    /// Icon of assurance.
    pub assurance: Assurance,
    /// Days from the end of the latest period until its figure was first known.
    pub lag_days: Option<i64>,
    /// Who answers, as shown.
    pub lead: String,
    /// How many signals about it are open.
    pub signal_count: usize,
}

impl MatrixRow {
    fn new(
        indicator: &Arc<Indicator>,
        series: &Arc<KeptSeries>,
        answering: &Answering,
        signals: &[signal::Model],
    ) -> Self {
        let judged = &series.judged;
        Self {
            indicator: indicator.clone(),
            series: series.clone(),
            latest: judged.latest().and_then(|figure| Some((figure.period, figure.value()?))),
            target: judged.target,
            variation: judged.variation(),
            assurance: judged.assurance(),
            lag_days: series.lag_days,
            lead: answering.shown(indicator),
            signal_count: signals.iter().filter(|signal| signal.subject_id == indicator.id).count(),
        }
    }
}

/// The indicators of which an organisation had figures at the end of a day, by domain and title.
///
/// # Errors
///
/// Returns [`AppError::NotFound`] when the organisation may not be seen.
pub async fn matrix(
    app: &App,
    scope: &Scope,
    organisation_id: i64,
    as_at: AsAt,
) -> Result<Vec<MatrixRow>, AppError> {
    if !scope.sees(organisation_id) {
        return Err(AppError::NotFound);
    }
    let indicators = figures::indicators(app, scope).await?;
    let series = figures::series(app, scope, &indicators, &[organisation_id], as_at).await?;
    let answering = answering(&app.ledger, organisation_id, as_at.0).await?;
    let signals = store::signals(&app.ledger, scope, organisation_id, as_at).await?;
    let rows = indicators.iter().filter_map(|indicator| {
        let series = series.get(&(indicator.id, organisation_id))?;
        Some(MatrixRow::new(indicator, series, &answering, &signals))
    });
    Ok(rows.collect())
}

/// One indicator of an organisation, with everything that can be asked of it.
#[derive(Debug, Clone)]
pub struct IndicatorView {
    /// The indicator.
    pub indicator: Arc<Indicator>,
    /// The organisation.
    pub organisation: Organisation,
    /// Its figures, judged; none where nothing was known.
    pub series: Option<Arc<KeptSeries>>,
    /// Every revision known by the end of the day, by period and revision.
    pub revisions: Vec<Observation>,
    /// What the figures mean.
    pub sentence: String,
    /// Who answers, where a post does.
    pub lead: Option<Lead>,
    /// Who answers, as shown.
    pub lead_shown: String,
    /// Commitments that are to move it.
    pub links: Vec<LinkedCommitment>,
    /// Risks that threaten those.
    pub risks: Vec<RiskBeside>,
    /// Open signals about it.
    pub signals: Vec<signal::Model>,
}

/// Everything about one indicator of one organisation at the end of a day.
///
/// # Errors
///
/// Returns [`AppError::NotFound`] when there is no such indicator, or the organisation may not be
/// seen.
pub async fn show(
    app: &App,
    scope: &Scope,
    code: &str,
    organisation_id: i64,
    as_at: AsAt,
) -> Result<IndicatorView, AppError> {
    let organisation = organisations::by_id(&app.ledger, scope, organisation_id).await?;
    let indicator = store::find(&app.ledger, code).await?;
    let pair = (indicator.id, organisation_id);
    let own = std::slice::from_ref(&indicator);
    let series = figures::series(app, scope, own, &[organisation_id], as_at).await?;
    let series = series.get(&pair).cloned();
    let condition = Condition::all()
        .add(observation::Column::IndicatorId.eq(indicator.id))
        .add(observation::Column::OrganisationId.eq(organisation_id))
        .add(observation::Column::KnownFrom.lt(as_at.end()));
    let revisions = store::observations(app.ledger.connection(), condition).await?;
    let answering = answering(&app.ledger, organisation_id, as_at.0).await?;
    let signals = store::signals(&app.ledger, scope, organisation_id, as_at).await?;
    let sentence = series.as_ref().map_or_else(
        || "No figure has been received yet.".to_owned(),
        |series| sentence(&indicator.definition, &series.judged),
    );
    let links = store::linked_commitments(&app.ledger, scope, indicator.id, as_at).await?;
    let threatened: Vec<(i64, String)> =
        links.iter().map(|link| (link.id, link.reference.clone())).collect();
    Ok(IndicatorView {
        risks: risks_of_commitments(&app.ledger, &threatened, as_at).await?,
        links,
        organisation,
        series,
        revisions: revisions.into_iter().next().map(|(_, rows)| rows).unwrap_or_default(),
        sentence,
        lead: answering.lead(&indicator).cloned(),
        lead_shown: answering.shown(&indicator),
        signals: signals.into_iter().filter(|signal| signal.subject_id == indicator.id).collect(),
        indicator,
    })
}

/// An organisation of the same kind, with its value of the same period.
#[derive(Debug, Clone)]
pub struct Peer {
    /// The organisation.
    pub organisation: Organisation,
    /// Its value.
    pub value: f64,
    /// Its place; equal values share one.
    pub place: Place,
}

/// The organisations of the same kind that may be seen and have a value for the period of the
/// organisation's own latest figure, best first, itself among them. Empty where it has no figure.
///
/// # Errors
///
/// Returns [`AppError::NotFound`] when the organisation may not be seen.
pub async fn peers(
    app: &App,
    scope: &Scope,
    indicator: &Arc<Indicator>,
    organisation_id: i64,
    as_at: AsAt,
) -> Result<Vec<Peer>, AppError> {
    let peers = organisations::peers(&app.ledger, scope, organisation_id).await?;
    let ids: Vec<i64> = peers.iter().map(|organisation| organisation.id).collect();
    let own = std::slice::from_ref(indicator);
    let series = figures::series(app, scope, own, &ids, as_at).await?;
    let values = values_of_period(indicator, organisation_id, &ids, &series);
    let all: Vec<f64> = values.iter().map(|(_, value)| *value).collect();
    let definition = &indicator.definition;
    let value_of = |id: i64| values.iter().find(|(peer, _)| *peer == id).map(|(_, value)| *value);
    let placed = peers.into_iter().filter_map(|organisation| {
        let value = value_of(organisation.id)?;
        let place = place_among(value, &all, definition.improvement, definition.decimals);
        Some(Peer { organisation, value, place })
    });
    let mut peers: Vec<Peer> = placed.collect();
    peers.sort_by_key(|peer| peer.place.rank);
    Ok(peers)
}

/// The organisation's place among its peers by one indicator; none where it has no figure.
///
/// # Errors
///
/// As [`peers`].
pub async fn place(
    app: &App,
    scope: &Scope,
    indicator: &Arc<Indicator>,
    organisation_id: i64,
    as_at: AsAt,
) -> Result<Option<Place>, AppError> {
    let peers = peers(app, scope, indicator, organisation_id, as_at).await?;
    let own = peers.into_iter().find(|peer| peer.organisation.id == organisation_id);
    Ok(own.map(|peer| peer.place))
}

/// The organisation's place among its peers by every indicator that it has a figure of, by the
/// indicator's row.
///
/// # Errors
///
/// As [`peers`].
pub async fn places(
    app: &App,
    scope: &Scope,
    organisation_id: i64,
    as_at: AsAt,
) -> Result<BTreeMap<i64, Place>, AppError> {
    let peers = organisations::peers(&app.ledger, scope, organisation_id).await?;
    let ids: Vec<i64> = peers.iter().map(|organisation| organisation.id).collect();
    let indicators = figures::indicators(app, scope).await?;
    let series = figures::series(app, scope, &indicators, &ids, as_at).await?;
    let mut places = BTreeMap::new();
    for indicator in indicators.iter() {
        let values = values_of_period(indicator, organisation_id, &ids, &series);
        let Some((_, own)) = values.iter().find(|(id, _)| *id == organisation_id) else { continue };
        let all: Vec<f64> = values.iter().map(|(_, value)| *value).collect();
        let Definition { improvement, decimals, .. } = indicator.definition;
        places.insert(indicator.id, place_among(*own, &all, improvement, decimals));
    }
    Ok(places)
}

/// The values that organisations have for the period of one organisation's latest figure.
fn values_of_period(
    indicator: &Indicator,
    organisation_id: i64,
    organisations: &[i64],
    series: &BTreeMap<Pair, Arc<KeptSeries>>,
) -> Vec<(i64, f64)> {
    let of = |id: i64| series.get(&(indicator.id, id)).map(|series| &series.judged);
    let Some(period) = of(organisation_id).and_then(|own| own.latest()).map(|own| own.period)
    else {
        return Vec::new();
    };
    let valued = organisations.iter().filter_map(|id| {
        let figure = of(*id)?.figures.iter().rev().find(|figure| figure.period == period)?;
        Some((*id, figure.value()?))
    });
    valued.collect()
}

#[cfg(test)]
#[path = "views_tests.rs"]
mod tests;
