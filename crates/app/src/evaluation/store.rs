//! Worked-out figures taken into the ledger: headlines as observations, the rest packed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bellwether_calendar::Period;
use bellwether_lake::evaluate::{Evaluated, Window};
use chrono::{DateTime, SubsecRound as _, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, DbErr, EntityTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::headline::{Headline, headline};
use super::packed::{self, Entry};
use super::rules::counts_patients;
use crate::App;
use crate::db::BINDS_PER_STATEMENT;
use crate::db::entities::{load, observation, observation_series, organisation};
use crate::indicators::rules::State;
use crate::indicators::store::{self as indicators, Indicator, period_word};
use crate::shell::audit::{self, Subject};
use crate::shell::errors::AppError;
use crate::shell::scope::{Permission, Scope, Visible};

/// What came of an evaluation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EvaluationReport {
    /// The evaluation, if anything changed.
    pub load_id: Option<i64>,
    /// Headline figures that were not known before.
    pub added: usize,
    /// Headline figures that differ from what was known.
    pub revised: usize,
    /// Headline figures that are as they were.
    pub unchanged: usize,
    /// Packed series to which something was added.
    pub series: usize,
    /// Codes of organisations that rows name and the ledger does not know.
    pub unknown: BTreeSet<String>,
}

/// The last revision of a headline figure.
#[derive(Debug, Clone, Copy)]
struct Known {
    revision: i32,
    state: State,
    numbers: [Option<f64>; 3],
    /// Whether it was worked out from rows, and not sent as it is.
    from_rows: bool,
}

type HeadlineKey = (i64, i64, Period);

/// Takes figures in: what differs from what is known is added as a revision, what has no row left
/// is known to be missing, and what is unchanged changes nothing.
///
/// A period that has not ended is kept in the packed series only: half a month is no month.
///
/// # Errors
///
/// Refuses a user who does not load figures for everyone, and fails when the ledger does.
pub async fn take_in(
    app: &App,
    scope: &Scope,
    evaluated: &Evaluated,
) -> Result<EvaluationReport, AppError> {
    if !scope.may(Permission::LoadFigures) || scope.within != Visible::All {
        return Err(AppError::Forbidden("only an administrator works figures out for everybody"));
    }
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            let mut report = EvaluationReport::default();
            let known = Names::read(tx).await?;
            let (headlines, packed) = sort_out(evaluated, &known, scope, &mut report);
            let changes = changed_headlines(tx, evaluated, &known, headlines, &mut report).await?;
            let load_id = insert_load(tx, scope, evaluated, changes.len(), actor.at).await?;
            insert_headlines(tx, &changes, load_id, actor.at).await?;
            report.series = add_packed(tx, evaluated, &known, packed, load_id, actor.at).await?;
            if changes.is_empty() && report.series == 0 {
                // Nothing new is known: no trace of it either.
                load::Entity::delete_by_id(load_id).exec(tx).await?;
                return Ok(report);
            }
            let detail = json!({
                "indicators": evaluated.windows.len(),
                "added": report.added,
                "revised": report.revised,
                "series": report.series,
            });
            audit::record(tx, &actor, "evaluated", Subject::new("load", load_id), detail).await?;
            report.load_id = Some(load_id);
            Ok(report)
        })
        .await
}

/// Rows of indicators and organisations by their codes.
struct Names {
    indicators: BTreeMap<String, Arc<Indicator>>,
    organisations: BTreeMap<String, i64>,
    /// Those of the organisations that are practices.
    practices: BTreeSet<i64>,
}

impl Names {
    async fn read(transaction: &impl ConnectionTrait) -> Result<Self, AppError> {
        let organisations: Vec<(String, i64, String)> = organisation::Entity::find()
            .select_only()
            .columns([
                organisation::Column::Code,
                organisation::Column::Id,
                organisation::Column::Kind,
            ])
            .into_tuple()
            .all(transaction)
            .await?;
        let indicators = indicators::list(transaction).await?;
        let by_code = indicators.into_iter().map(|one| (one.definition.code.clone(), one));
        let practices = organisations.iter().filter(|(_, _, kind)| kind == "practice");
        Ok(Self {
            indicators: by_code.collect(),
            practices: practices.map(|(_, id, _)| *id).collect(),
            organisations: organisations.into_iter().map(|(code, id, _)| (code, id)).collect(),
        })
    }

    /// Whether what is counted may only be shown as published: patients of a practice.
    fn is_confidential(&self, indicator: &Indicator, organisation_id: i64) -> bool {
        self.practices.contains(&organisation_id) && counts_patients(&indicator.definition)
    }
}

/// Indicator, organisation, length of periods, breakdown and category.
type SeriesKey = (i64, i64, &'static str, &'static str, String);

/// Counts by first day of their period.
type Counts = BTreeMap<chrono::NaiveDate, (f64, Option<f64>)>;

fn sort_out<'a>(
    evaluated: &Evaluated,
    known: &'a Names,
    scope: &Scope,
    report: &mut EvaluationReport,
) -> (Vec<Headline<'a>>, BTreeMap<SeriesKey, Counts>) {
    let (mut headlines, mut packed) = (Vec::new(), BTreeMap::<SeriesKey, Counts>::new());
    let mut written: BTreeSet<HeadlineKey> = BTreeSet::new();
    for figure in &evaluated.figures {
        let Some(indicator) = known.indicators.get(&*figure.indicator) else { continue };
        let Some(organisation_id) = known.organisations.get(&*figure.organisation) else {
            report.unknown.insert(figure.organisation.to_string());
            continue;
        };
        let is_own = figure.period.kind() == indicator.definition.period;
        let has_ended = figure.period.last_day() < scope.today;
        if figure.breakdown.is_none() && is_own && has_ended {
            // A body may stand in a row in two roles, as its own site: the wider role comes first.
            if written.insert((indicator.id, *organisation_id, figure.period)) {
                let confidential = known.is_confidential(indicator, *organisation_id);
                headlines.push(headline(indicator, *organisation_id, figure, confidential));
            }
        } else {
            let (breakdown, category) = figure.breakdown.as_ref().map_or_else(
                || ("", String::new()),
                |(breakdown, category)| (breakdown.word(), category.to_string()),
            );
            let grain = period_word(figure.period.kind());
            let key = (indicator.id, *organisation_id, grain, breakdown, category);
            let counts = (figure.numerator, figure.denominator);
            let series = packed.entry(key).or_default();
            series.entry(figure.period.first_day()).or_insert(counts);
        }
    }
    (headlines, packed)
}

/// The headlines that differ from what is known, each with its revision.
async fn changed_headlines<'a>(
    transaction: &impl ConnectionTrait,
    evaluated: &Evaluated,
    names: &'a Names,
    headlines: Vec<Headline<'a>>,
    report: &mut EvaluationReport,
) -> Result<Vec<(Headline<'a>, i32)>, AppError> {
    let mut changes = Vec::new();
    let mut by_indicator: BTreeMap<i64, Vec<Headline<'a>>> = BTreeMap::new();
    for headline in headlines {
        by_indicator.entry(headline.indicator.id).or_default().push(headline);
    }
    for (code, window) in &evaluated.windows {
        let Some(indicator) = names.indicators.get(&**code) else { continue };
        let mut known = last_revisions(transaction, indicator.id).await?;
        for headline in by_indicator.remove(&indicator.id).unwrap_or_default() {
            let key = (headline.indicator.id, headline.organisation_id, headline.period);
            match known.remove(&key) {
                None => {
                    report.added += 1;
                    changes.push((headline, 0));
                }
                Some(last)
                    if last.state == headline.state && same(last.numbers, headline.numbers) =>
                {
                    report.unchanged += 1;
                }
                Some(last) => {
                    report.revised += 1;
                    changes.push((headline, last.revision + 1));
                }
            }
        }
        let gone = gone(indicator, *window, known);
        report.revised += gone.len();
        changes.extend(gone);
    }
    Ok(changes)
}

/// What was worked out before and has no row left: nothing is known of it any longer.
fn gone(
    indicator: &Indicator,
    window: Window,
    known: BTreeMap<HeadlineKey, Known>,
) -> Vec<(Headline<'_>, i32)> {
    let gone = known.into_iter().filter(|((_, _, period), last)| {
        last.from_rows && last.state != State::Missing && window.holds(*period)
    });
    gone.map(|((_, organisation_id, period), last)| {
        let headline = Headline {
            indicator,
            organisation_id,
            period,
            state: State::Missing,
            numbers: [None; 3],
            rows: 0,
            newest_load: 0,
        };
        (headline, last.revision + 1)
    })
    .collect()
}

/// Whether numbers are the same to nine digits: what is divided again is not a new figure.
fn same(one: [Option<f64>; 3], other: [Option<f64>; 3]) -> bool {
    one.iter().zip(other).all(|(one, other)| match (one, other) {
        (Some(one), Some(other)) => {
            (one - other).abs() <= 1e-9 * one.abs().max(other.abs()).max(1.0)
        }
        (None, None) => true,
        _ => false,
    })
}

type KnownRow = (i64, String, String, Option<f64>, Option<f64>, Option<f64>, i32, Option<i64>);

async fn last_revisions(
    transaction: &impl ConnectionTrait,
    indicator_id: i64,
) -> Result<BTreeMap<HeadlineKey, Known>, AppError> {
    let rows: Vec<KnownRow> = observation::Entity::find()
        .select_only()
        .columns([
            observation::Column::OrganisationId,
            observation::Column::Period,
            observation::Column::State,
            observation::Column::Numerator,
            observation::Column::Denominator,
            observation::Column::Value,
            observation::Column::Revision,
            observation::Column::RowsCounted,
        ])
        .filter(observation::Column::IndicatorId.eq(indicator_id))
        .order_by_asc(observation::Column::Revision)
        .into_tuple()
        .all(transaction)
        .await?;
    let mut last = BTreeMap::new();
    for (organisation, period, state, numerator, denominator, value, revision, rows) in rows {
        let strange = || anyhow::anyhow!("an observation has period '{period}', state '{state}'");
        let known = Known {
            revision,
            state: State::from_word(&state).ok_or_else(strange)?,
            numbers: [numerator, denominator, value],
            from_rows: rows.is_some(),
        };
        let period: Period = period.parse().map_err(|_| strange())?;
        last.insert((indicator_id, organisation, period), known);
    }
    Ok(last)
}

async fn insert_load(
    transaction: &impl ConnectionTrait,
    scope: &Scope,
    evaluated: &Evaluated,
    taken: usize,
    made_at: DateTime<Utc>,
) -> Result<i64, DbErr> {
    let codes: Vec<&str> = evaluated.windows.keys().map(|code| &**code).collect();
    let row = load::ActiveModel {
        kind: Set("evaluation".to_owned()),
        file_name: Set("evaluation".to_owned()),
        file_sha256: Set(hex::encode(Sha256::digest(codes.join(" ")))),
        rows_taken: Set(i64::try_from(taken).unwrap_or(i64::MAX)),
        rows_rejected: Set(0),
        made_by: Set(scope.user_id),
        made_at: Set(made_at),
        ..Default::default()
    };
    Ok(load::Entity::insert(row).exec(transaction).await?.last_insert_id)
}

async fn insert_headlines(
    transaction: &impl ConnectionTrait,
    changes: &[(Headline<'_>, i32)],
    load_id: i64,
    known_from: DateTime<Utc>,
) -> Result<(), DbErr> {
    /// Columns bound by each row.
    const BINDS: usize = 14;
    for chunk in changes.chunks(BINDS_PER_STATEMENT / BINDS) {
        let rows = chunk.iter().map(|(headline, revision)| observation::ActiveModel {
            indicator_id: Set(headline.indicator.id),
            organisation_id: Set(headline.organisation_id),
            period: Set(headline.period.to_string()),
            period_start: Set(headline.period.first_day()),
            period_end: Set(headline.period.last_day()),
            state: Set(headline.state.word().to_owned()),
            numerator: Set(headline.numbers[0]),
            denominator: Set(headline.numbers[1]),
            value: Set(headline.numbers[2]),
            revision: Set(*revision),
            known_from: Set(known_from),
            load_id: Set(load_id),
            rows_counted: Set(Some(i64::try_from(headline.rows).unwrap_or(i64::MAX))),
            newest_dataset_load: Set(Some(headline.newest_load)),
            ..Default::default()
        });
        observation::Entity::insert_many(rows).exec_without_returning(transaction).await?;
    }
    Ok(())
}

/// Adds what changed to the packed series, and says how many series that were.
async fn add_packed(
    transaction: &impl ConnectionTrait,
    evaluated: &Evaluated,
    names: &Names,
    mut packed: BTreeMap<SeriesKey, Counts>,
    load_id: i64,
    known_from: DateTime<Utc>,
) -> Result<usize, AppError> {
    let known_from = known_from.trunc_subsecs(0);
    let mut changed = 0;
    for (code, window) in &evaluated.windows {
        let Some(indicator) = names.indicators.get(&**code) else { continue };
        let mut known = known_series(transaction, indicator.id).await?;
        let later = packed.split_off(&(indicator.id + 1, i64::MIN, "", "", String::new()));
        let own = packed.split_off(&(indicator.id, i64::MIN, "", "", String::new()));
        packed.extend(later);
        let mut rows = Vec::new();
        let keys: BTreeSet<SeriesKey> = own.keys().chain(known.keys()).cloned().collect();
        for key in keys {
            let mut series = known.remove(&key).unwrap_or_default();
            let none = Counts::new();
            let counts = own.get(&key).unwrap_or(&none);
            let entries = new_entries(&series, key.2, counts, *window, (known_from, load_id))?;
            if !entries.is_empty() {
                packed::append(&mut series, &entries).map_err(anyhow::Error::from)?;
                rows.push(series_row(key, series, load_id, known_from));
            }
        }
        changed += rows.len();
        write_series(transaction, rows).await?;
    }
    Ok(changed)
}

/// What is to be added to a series so that it says `counts` within the window.
fn new_entries(
    series: &[u8],
    grain: &str,
    counts: &Counts,
    window: Window,
    (known_from, load_id): (DateTime<Utc>, i64),
) -> Result<Vec<Entry>, AppError> {
    let entries = packed::read(series).map_err(anyhow::Error::from)?;
    let held = packed::as_at(&entries, known_from);
    let known: Counts =
        held.into_iter().filter_map(|entry| Some((entry.first_day, entry.counts?))).collect();
    let entry = |first_day, counts| Entry { first_day, counts, known_from, load_id };
    let new = counts.iter().filter(|(day, counts)| known.get(day) != Some(counts));
    let mut new: Vec<Entry> = new.map(|(day, counts)| entry(*day, Some(*counts))).collect();
    let Some(kind) = kind_of(grain) else { return Ok(new) };
    let gone = known.keys().filter(|day| !counts.contains_key(day));
    let gone = gone.filter(|day| window.holds(Period::containing(kind, **day)));
    new.extend(gone.map(|day| entry(*day, None)));
    Ok(new)
}

fn kind_of(grain: &str) -> Option<bellwether_calendar::PeriodKind> {
    let kinds = crate::indicators::definition::PERIODS;
    kinds.into_iter().find(|(word, _)| *word == grain).map(|(_, kind)| kind)
}

async fn known_series(
    transaction: &impl ConnectionTrait,
    indicator_id: i64,
) -> Result<BTreeMap<SeriesKey, Vec<u8>>, AppError> {
    let rows = observation_series::Entity::find()
        .filter(Condition::all().add(observation_series::Column::IndicatorId.eq(indicator_id)))
        .all(transaction)
        .await?;
    let mut known = BTreeMap::new();
    for row in rows {
        let grain = crate::indicators::definition::PERIODS
            .into_iter()
            .find(|(word, _)| *word == row.grain)
            .map(|(word, _)| word);
        let breakdown = bellwether_lake::dataset::Breakdown::ALL
            .into_iter()
            .map(bellwether_lake::dataset::Breakdown::word)
            .find(|word| *word == row.breakdown);
        let Some(grain) = grain else { continue };
        let key =
            (row.indicator_id, row.organisation_id, grain, breakdown.unwrap_or(""), row.category);
        known.insert(key, row.entries);
    }
    Ok(known)
}

fn series_row(
    (indicator_id, organisation_id, grain, breakdown, category): SeriesKey,
    entries: Vec<u8>,
    load_id: i64,
    changed_at: DateTime<Utc>,
) -> observation_series::ActiveModel {
    observation_series::ActiveModel {
        indicator_id: Set(indicator_id),
        organisation_id: Set(organisation_id),
        grain: Set(grain.to_owned()),
        breakdown: Set(breakdown.to_owned()),
        category: Set(category),
        entries: Set(entries),
        load_id: Set(load_id),
        changed_at: Set(changed_at),
        ..Default::default()
    }
}

async fn write_series(
    transaction: &impl ConnectionTrait,
    rows: Vec<observation_series::ActiveModel>,
) -> Result<(), DbErr> {
    use observation_series::Column;
    /// Columns bound by each row.
    const BINDS: usize = 8;
    for chunk in rows.chunks(BINDS_PER_STATEMENT / BINDS) {
        let key = [
            Column::IndicatorId,
            Column::OrganisationId,
            Column::Grain,
            Column::Breakdown,
            Column::Category,
        ];
        let mut conflict = OnConflict::columns(key);
        conflict.update_columns([Column::Entries, Column::LoadId, Column::ChangedAt]);
        observation_series::Entity::insert_many(chunk.iter().cloned())
            .on_conflict(conflict)
            .exec_without_returning(transaction)
            .await?;
    }
    Ok(())
}
