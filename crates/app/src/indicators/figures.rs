//! Judged series kept in memory, so that a page costs one small query and not thousands of rows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _,
    QuerySelect as _,
};

use super::judged::JudgedSeries;
use super::store::{self, Indicator, Pair};
use crate::App;
use crate::db::entities::{load, observation};
use crate::shell::clock::AsAt;
use crate::shell::errors::AppError;
use crate::shell::scope::Scope;

/// Series kept at once: some hundreds of megabytes at most.
const KEPT: usize = 100_000;

/// A judged series, and what is measured of its revisions.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptSeries {
    /// The figures and their judgement.
    pub judged: JudgedSeries,
    /// Days from the end of the latest figure's period until it was first known.
    pub lag_days: Option<i64>,
}

/// Remembers the judged series of today until a load changes them.
#[derive(Debug, Default)]
pub struct FiguresCache {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    day: Option<NaiveDate>,
    /// The last load that is in what is kept.
    version: i64,
    indicators: Option<Arc<Vec<Arc<Indicator>>>>,
    series: BTreeMap<Pair, Arc<KeptSeries>>,
}

impl Kept {
    fn forget_all(&mut self) {
        self.indicators = None;
        self.series.clear();
    }
}

impl FiguresCache {
    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        // What is kept is replaced whole, entry by entry: a panic elsewhere leaves nothing half done.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets what loads since the last call have changed, and gives the version that now holds.
    async fn refresh(
        &self,
        connection: &impl ConnectionTrait,
        today: NaiveDate,
    ) -> Result<i64, AppError> {
        let newest: Option<i64> = load::Entity::find()
            .select_only()
            .column_as(load::Column::Id.max(), "newest")
            .into_tuple::<Option<i64>>()
            .one(connection)
            .await?
            .flatten();
        let newest = newest.unwrap_or_default();
        let known = {
            let kept = self.lock();
            (kept.day == Some(today)).then_some(kept.version)
        };
        if known == Some(newest) {
            return Ok(newest);
        }
        let changed = match known {
            // A version that went back is another ledger's, restored from a backup.
            Some(version) if version < newest => changed_pairs(connection, version).await?,
            _ => None,
        };
        let mut kept = self.lock();
        match changed {
            Some(pairs) => kept.series.retain(|pair, _| !pairs.contains(pair)),
            None => kept.forget_all(),
        }
        (kept.day, kept.version) = (Some(today), newest);
        Ok(newest)
    }

    fn keep(&self, today: NaiveDate, version: i64, series: &BTreeMap<Pair, Arc<KeptSeries>>) {
        let mut kept = self.lock();
        // Meanwhile a load may have come: what was read before it must not be kept after it.
        if kept.day != Some(today) || kept.version != version {
            return;
        }
        if kept.series.len() + series.len() > KEPT {
            kept.series.clear();
        }
        kept.series.extend(series.iter().map(|(pair, series)| (*pair, series.clone())));
    }
}

/// The pairs of which observations came with loads after `version`; none where targets or
/// definitions came too, which concern every pair.
async fn changed_pairs(
    connection: &impl ConnectionTrait,
    version: i64,
) -> Result<Option<BTreeSet<Pair>>, DbErr> {
    let others = load::Entity::find()
        .filter(load::Column::Id.gt(version))
        .filter(load::Column::Kind.is_in(["targets", "indicators"]))
        .one(connection)
        .await?;
    if others.is_some() {
        return Ok(None);
    }
    let pairs: Vec<Pair> = observation::Entity::find()
        .select_only()
        .columns([observation::Column::IndicatorId, observation::Column::OrganisationId])
        .distinct()
        .filter(observation::Column::LoadId.gt(version))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(Some(pairs.into_iter().collect()))
}

/// Every indicator, by domain and title, from memory while no load has come.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn indicators(app: &App, scope: &Scope) -> Result<Arc<Vec<Arc<Indicator>>>, AppError> {
    let connection = app.ledger.connection();
    let version = app.figures.refresh(connection, scope.today).await?;
    if let Some(indicators) = app.figures.lock().indicators.clone() {
        return Ok(indicators);
    }
    let indicators = Arc::new(store::list(connection).await?);
    let mut kept = app.figures.lock();
    if kept.version == version {
        kept.indicators = Some(indicators.clone());
    }
    Ok(indicators)
}

/// The judged series of some indicators and organisations as at a day. Organisations that may not
/// be seen are left out, as are pairs of which nothing was known.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn series(
    app: &App,
    scope: &Scope,
    indicators: &[Arc<Indicator>],
    organisations: &[i64],
    as_at: AsAt,
) -> Result<BTreeMap<Pair, Arc<KeptSeries>>, AppError> {
    let seen: Vec<i64> = organisations.iter().copied().filter(|id| scope.sees(*id)).collect();
    let found = if as_at.0 == scope.today {
        todays(app, scope, indicators, &seen).await?
    } else {
        judge_all(app.ledger.connection(), indicators, &seen, as_at).await?
    };
    Ok(found.into_iter().filter(|(_, series)| !series.judged.figures.is_empty()).collect())
}

async fn todays(
    app: &App,
    scope: &Scope,
    indicators: &[Arc<Indicator>],
    organisations: &[i64],
) -> Result<BTreeMap<Pair, Arc<KeptSeries>>, AppError> {
    let connection = app.ledger.connection();
    let version = app.figures.refresh(connection, scope.today).await?;
    let mut found = BTreeMap::new();
    let mut absent: BTreeSet<i64> = BTreeSet::new();
    {
        let kept = app.figures.lock();
        for organisation in organisations {
            for indicator in indicators {
                let pair = (indicator.id, *organisation);
                match kept.series.get(&pair) {
                    Some(series) => drop(found.insert(pair, series.clone())),
                    None => drop(absent.insert(*organisation)),
                }
            }
        }
    }
    if !absent.is_empty() {
        let absent: Vec<i64> = absent.into_iter().collect();
        let judged = judge_all(connection, indicators, &absent, AsAt(scope.today)).await?;
        app.figures.keep(scope.today, version, &judged);
        found.extend(judged);
    }
    Ok(found)
}

async fn judge_all(
    connection: &impl ConnectionTrait,
    indicators: &[Arc<Indicator>],
    organisations: &[i64],
    as_at: AsAt,
) -> Result<BTreeMap<Pair, Arc<KeptSeries>>, AppError> {
    let ids: Vec<i64> = indicators.iter().map(|indicator| indicator.id).collect();
    let condition = Condition::all()
        .add(observation::Column::IndicatorId.is_in(ids.iter().copied()))
        .add(observation::Column::OrganisationId.is_in(organisations.iter().copied()));
    let mut observations = store::observations(connection, condition).await?;
    let mut targets = store::targets(connection, &ids).await?;
    let mut judged = BTreeMap::new();
    for indicator in indicators {
        let targets = targets.remove(&indicator.id).unwrap_or_default();
        for organisation in organisations {
            let pair = (indicator.id, *organisation);
            let observations = observations.remove(&pair).unwrap_or_default();
            let series = JudgedSeries::new(
                &indicator.definition,
                &observations,
                &targets,
                *organisation,
                as_at.0,
            );
            let lag_days = series.lag_days(&observations);
            judged.insert(pair, Arc::new(KeptSeries { judged: series, lag_days }));
        }
    }
    Ok(judged)
}
