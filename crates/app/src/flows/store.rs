//! Files of observations and targets taken into the ledger: all of a file, or its good rows.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use bellwether_calendar::Period;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, DbErr, EntityTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use sha2::{Digest as _, Sha256};

use super::csv::{LARGEST_FILE, Table};
use super::observation_rules::{
    LastRevision, NewObservation, OBSERVATION_COLUMNS, Outcome, read_observations, revise,
};
use super::report::{LoadReport, rejected_file};
use super::rules::{Known, Reading};
use crate::App;
use crate::db::BINDS_PER_STATEMENT;
use crate::db::entities::{load, observation};
use crate::indicators::store as indicators;
use crate::organisations::store as organisations;
use crate::shell::audit::{self, Subject};
use crate::shell::errors::AppError;
use crate::shell::scope::{Permission, Scope, Visible};

/// How a file is to be taken in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LoadOptions {
    /// The day on which its figures became known; today when absent.
    pub known_on: Option<NaiveDate>,
    /// Take the good rows though others are at fault.
    pub take_good_rows: bool,
}

/// Reads a file that may be loaded, and not one byte more.
///
/// # Errors
///
/// Returns [`AppError::Invalid`] when it cannot be read or is larger than the limit.
pub fn read_file(path: &Path) -> Result<Vec<u8>, AppError> {
    let name = path.display();
    let unreadable = |error: std::io::Error| {
        AppError::Invalid(format!("{name} cannot be read: {error}; check its name and permissions"))
    };
    let limit = u64::try_from(LARGEST_FILE).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(limit + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() > LARGEST_FILE {
        let megabytes = LARGEST_FILE >> 20;
        let problem = format!(
            "{name} is larger than {megabytes} MB; split it, or check that it is the file you mean"
        );
        return Err(AppError::Invalid(problem));
    }
    Ok(bytes)
}

/// Takes a file of observations in. Unchanged figures change nothing; changed ones are appended as
/// revisions, known from now or from noon of the day that the options say.
///
/// With any row at fault nothing is taken, unless the good rows are asked for; the report says
/// which happened and has the faults.
///
/// # Errors
///
/// Refuses a user who does not load figures, a day to come, and fails when the ledger does.
pub async fn load_observations(
    app: &App,
    scope: &Scope,
    file_name: &str,
    bytes: &[u8],
    options: LoadOptions,
) -> Result<LoadReport, AppError> {
    let known_from = known_from(app, scope, options)?;
    let known = known(app, scope).await?;
    let table = match Table::open(bytes, OBSERVATION_COLUMNS) {
        Ok(table) => table,
        Err(faults) => return Ok(LoadReport::refused(file_name, faults)),
    };
    let day = known_from.date_naive();
    let reading = match read_observations(&table, &known, day, options.take_good_rows) {
        Ok(reading) => reading,
        Err(faults) => return Ok(LoadReport::refused(file_name, faults)),
    };
    let take_any = options.take_good_rows || reading.faults.is_empty();
    let mut report = if take_any {
        take(app, scope, &Source { file_name, bytes, known_from, options }, reading).await?
    } else {
        LoadReport::of(file_name, &reading)
    };
    if options.take_good_rows && !report.rejected.is_empty() {
        report.rejected_file = Some(rejected_file(&table, &report.rejected)?);
    }
    Ok(report)
}

/// A file on its way in.
pub(super) struct Source<'a> {
    pub(super) file_name: &'a str,
    pub(super) bytes: &'a [u8],
    pub(super) known_from: DateTime<Utc>,
    pub(super) options: LoadOptions,
}

pub(super) fn known_from(
    app: &App,
    scope: &Scope,
    options: LoadOptions,
) -> Result<DateTime<Utc>, AppError> {
    if !scope.may(Permission::LoadFigures) {
        return Err(AppError::Forbidden(
            "only administrators and performance managers load figures",
        ));
    }
    match options.known_on {
        Some(day) if day > scope.today => Err(AppError::Invalid(format!(
            "figures cannot become known on {day}, which is to come; give a day up to {}",
            scope.today
        ))),
        Some(day) if day < scope.today => {
            Ok((day.and_time(NaiveTime::MIN) + chrono::TimeDelta::hours(12)).and_utc())
        }
        _ => Ok(app.clock.now()),
    }
}

pub(super) async fn known(app: &App, scope: &Scope) -> Result<Known, AppError> {
    let mut known =
        Known { sets_targets_for_all: scope.within == Visible::All, ..Known::default() };
    for organisation in organisations::list(&app.ledger, scope).await? {
        if scope.may_in(Permission::LoadFigures, organisation.id) {
            known.organisations.insert(organisation.code, organisation.id);
        } else {
            known.only_seen.insert(organisation.code);
        }
    }
    for indicator in indicators::list(app.ledger.connection()).await? {
        let definition = indicator.definition.clone();
        known.indicators.insert(definition.code.clone(), (indicator.id, definition));
    }
    Ok(known)
}

/// A row to be appended, and its revision.
type Appended = (NewObservation, i32);

async fn take(
    app: &App,
    scope: &Scope,
    source: &Source<'_>,
    mut reading: Reading<NewObservation>,
) -> Result<LoadReport, AppError> {
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            let last = last_revisions(tx, &reading.good).await?;
            let (appended, unchanged) = sort_out(&mut reading, &last, source);
            let mut report = LoadReport::of(source.file_name, &reading);
            if !report.faults.is_empty() && !source.options.take_good_rows {
                return Ok(report);
            }
            report.unchanged = unchanged;
            report.revised = appended.iter().filter(|(_, revision)| *revision > 0).count();
            report.added = appended.len() - report.revised;
            if appended.is_empty() {
                return Ok(report);
            }
            let load_id = insert_load(tx, "observations", scope, source, &report, actor.at).await?;
            insert(tx, &appended, load_id, source.known_from).await?;
            let subject = Subject::new("load", load_id);
            audit::record(tx, &actor, "loaded", subject, report.detail(source.known_from)).await?;
            report.load_id = Some(load_id);
            Ok(report)
        })
        .await
}

/// The rows to append, and how many change nothing. Rows known too early are rejected.
fn sort_out(
    reading: &mut Reading<NewObservation>,
    last: &BTreeMap<Key, LastRevision>,
    source: &Source<'_>,
) -> (Vec<Appended>, usize) {
    let known_on = source.known_from.date_naive();
    let (mut appended, mut unchanged) = (Vec::new(), 0);
    for (number, new) in std::mem::take(&mut reading.good) {
        let key = (new.indicator_id, new.organisation_id, new.period);
        match revise(number, &new, last.get(&key), known_on) {
            Outcome::Unchanged => unchanged += 1,
            Outcome::Append(revision) => appended.push((new, revision)),
            Outcome::KnownTooEarly(fault) => {
                reading.reject(number, vec![fault], source.options.take_good_rows);
            }
        }
    }
    (appended, unchanged)
}

type Key = (i64, i64, Period);

/// The last revision of every period of the indicators and organisations of some rows.
async fn last_revisions(
    transaction: &impl ConnectionTrait,
    good: &[(u64, NewObservation)],
) -> Result<BTreeMap<Key, LastRevision>, AppError> {
    let mut by_indicator: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    for (_, new) in good {
        by_indicator.entry(new.indicator_id).or_default().insert(new.organisation_id);
    }
    let mut last = BTreeMap::new();
    for (indicator, organisations) in by_indicator {
        let condition = Condition::all()
            .add(observation::Column::IndicatorId.eq(indicator))
            .add(observation::Column::OrganisationId.is_in(organisations));
        for ((indicator, organisation), revisions) in
            indicators::observations(transaction, condition).await?
        {
            // In the order of revisions, so that the last one of a period stays.
            for known in revisions {
                let key = (indicator, organisation, known.period);
                let revision = LastRevision {
                    revision: known.revision,
                    known_on: known.known_from.date_naive(),
                    state: known.state,
                    numbers: [known.numerator, known.denominator, known.value],
                };
                last.insert(key, revision);
            }
        }
    }
    Ok(last)
}

pub(super) async fn insert_load(
    transaction: &impl ConnectionTrait,
    kind: &str,
    scope: &Scope,
    source: &Source<'_>,
    report: &LoadReport,
    made_at: DateTime<Utc>,
) -> Result<i64, DbErr> {
    let count = |rows: usize| i64::try_from(rows).unwrap_or(i64::MAX);
    let row = load::ActiveModel {
        kind: Set(kind.to_owned()),
        file_name: Set(source.file_name.to_owned()),
        file_sha256: Set(hex::encode(Sha256::digest(source.bytes))),
        rows_taken: Set(count(report.added + report.revised)),
        rows_rejected: Set(count(report.rejected.len())),
        made_by: Set(scope.user_id),
        made_at: Set(made_at),
        ..Default::default()
    };
    Ok(load::Entity::insert(row).exec(transaction).await?.last_insert_id)
}

async fn insert(
    transaction: &impl ConnectionTrait,
    appended: &[Appended],
    load_id: i64,
    known_from: DateTime<Utc>,
) -> Result<(), DbErr> {
    /// Columns bound by each row.
    const BINDS: usize = 12;
    for chunk in appended.chunks(BINDS_PER_STATEMENT / BINDS) {
        let rows = chunk.iter().map(|(new, revision)| observation::ActiveModel {
            indicator_id: Set(new.indicator_id),
            organisation_id: Set(new.organisation_id),
            period: Set(new.period.to_string()),
            period_start: Set(new.period.first_day()),
            period_end: Set(new.period.last_day()),
            state: Set(new.state.word().to_owned()),
            numerator: Set(new.numerator),
            denominator: Set(new.denominator),
            value: Set(new.value),
            revision: Set(*revision),
            known_from: Set(known_from),
            load_id: Set(load_id),
            ..Default::default()
        });
        observation::Entity::insert_many(rows).exec_without_returning(transaction).await?;
    }
    Ok(())
}

/// A load, as listed.
///
/// # Errors
///
/// Refuses a user who does not load figures, and fails when the ledger does.
pub async fn loads(app: &App, scope: &Scope, most: u64) -> Result<Vec<load::Model>, AppError> {
    if !scope.may(Permission::LoadFigures) {
        return Err(AppError::Forbidden(
            "only administrators and performance managers load figures",
        ));
    }
    let mut query = load::Entity::find().order_by_desc(load::Column::Id).limit(most);
    if scope.within != Visible::All {
        query = query.filter(load::Column::MadeBy.eq(scope.user_id));
    }
    Ok(query.all(app.ledger.connection()).await?)
}
