//! Commitments that wait for others: kept by people, due days that follow, and who is warned.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use bellwether_calendar::{Precision, Timescale, WorkingDays};
use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, DbErr, EntityTrait as _,
    QueryFilter as _, QueryOrder as _,
};
use serde_json::json;

use super::rules::{self, Dependency, Kind, Standing, Wait, unit_of, unit_word};
use super::store::{changeable, commitment_named};
use crate::App;
use crate::commitments::changes::{self, Cause, NewDue, timescales_of};
use crate::commitments::rules::Status;
use crate::commitments::store::{CommitmentRow, rows};
use crate::db::entities::{commitment, commitment_dependency, plan};
use crate::shell::audit::{self, Actor, Subject};
use crate::shell::clock::AsAt;
use crate::shell::errors::AppError;
use crate::shell::scope::Scope;

/// Every dependency that stood at the end of a day.
pub(crate) async fn standing(
    connection: &impl ConnectionTrait,
    as_at: AsAt,
) -> Result<Vec<Dependency>, DbErr> {
    let kept = commitment_dependency::Entity::find()
        .filter(commitment_dependency::Column::MadeAt.lt(as_at.end()))
        .filter(
            Condition::any()
                .add(commitment_dependency::Column::EndedAt.is_null())
                .add(commitment_dependency::Column::EndedAt.gte(as_at.end())),
        )
        .order_by_asc(commitment_dependency::Column::Id)
        .all(connection)
        .await?;
    kept.into_iter().map(dependency).collect()
}

fn dependency(row: commitment_dependency::Model) -> Result<Dependency, DbErr> {
    let wrong = || DbErr::Custom(format!("commitment_dependency {}: no kind", row.id));
    let kind = Kind::from_word(&row.kind).ok_or_else(wrong)?;
    let unit = row.unit.as_deref().and_then(unit_of);
    let amount = row.amount.and_then(|amount| u32::try_from(amount).ok());
    Ok(Dependency {
        id: row.id,
        commitment_id: row.commitment_id,
        on_id: row.on_commitment_id,
        kind,
        length: amount.zip(unit),
        as_written: row.as_written,
    })
}

/// A dependency with the commitment at its other end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tied {
    /// The dependency.
    pub dependency: Dependency,
    /// The other commitment, as it stood.
    pub other: CommitmentRow,
}

/// What a commitment waits for, what waits for it, and what of that is late.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Around {
    /// What it depends on.
    pub on: Vec<Tied>,
    /// What depends on it.
    pub by: Vec<Tied>,
    /// What it waits for that is late.
    pub late: Option<LateOne>,
}

/// Something late that others wait for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateOne {
    /// Its row.
    pub id: i64,
    /// Its reference, or the beginning of its text.
    pub name: String,
    /// How many days it is late.
    pub days: i64,
    /// Whether it is waited for straight, rather than through others.
    pub direct: bool,
}

/// All dependencies that may be seen and the commitments they tie, as they stood.
struct Web {
    dependencies: Vec<Dependency>,
    rows: BTreeMap<i64, CommitmentRow>,
}

impl Web {
    async fn read(
        connection: &impl ConnectionTrait,
        scope: &Scope,
        as_at: AsAt,
    ) -> Result<Self, DbErr> {
        let dependencies = standing(connection, as_at).await?;
        if dependencies.is_empty() {
            return Ok(Self { dependencies, rows: BTreeMap::new() });
        }
        let seen = Query::select()
            .column((plan::Entity, plan::Column::Id))
            .from(plan::Entity)
            .cond_where(scope.sees_condition(plan::Column::OrganisationId))
            .to_owned();
        let ends: BTreeSet<i64> =
            dependencies.iter().flat_map(|it| [it.commitment_id, it.on_id]).collect();
        let wanted = Condition::all()
            .add(commitment::Column::Id.is_in(ends))
            .add(commitment::Column::PlanId.in_subquery(seen));
        let rows = rows(connection, wanted, as_at).await?;
        Ok(Self { dependencies, rows: rows.into_iter().map(|row| (row.id, row)).collect() })
    }

    fn waits(&self) -> BTreeMap<i64, Wait> {
        let standings = self.rows.iter().map(|(id, row)| {
            (*id, Standing { closed: row.is_closed(), late_days: row.overdue_days })
        });
        rules::waits(&self.dependencies, &standings.collect())
    }

    fn late(&self, wait: Wait) -> Option<LateOne> {
        let row = self.rows.get(&wait.on_id)?;
        Some(LateOne { id: row.id, name: name_of(row), days: wait.days, direct: wait.direct })
    }

    fn tied(&self, dependency: &Dependency, other: i64) -> Option<Tied> {
        let other = self.rows.get(&other)?.clone();
        Some(Tied { dependency: dependency.clone(), other })
    }
}

/// What a commitment is called where there is no room for its text: its reference, or the first
/// words of what was promised.
#[must_use]
pub fn name_of(row: &CommitmentRow) -> String {
    if !row.reference.is_empty() {
        return row.reference.clone();
    }
    let words: Vec<&str> = row.text.split_whitespace().take(6).collect();
    format!("“{}”", words.join(" "))
}

/// What surrounds one commitment at the end of a day.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn around(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    id: i64,
    as_at: AsAt,
) -> Result<Around, AppError> {
    let web = Web::read(connection, scope, as_at).await?;
    let on = web.dependencies.iter().filter(|it| it.commitment_id == id);
    let by = web.dependencies.iter().filter(|it| it.on_id == id);
    Ok(Around {
        on: on.filter_map(|it| web.tied(it, it.on_id)).collect(),
        by: by.filter_map(|it| web.tied(it, it.commitment_id)).collect(),
        late: web.waits().get(&id).and_then(|wait| web.late(*wait)),
    })
}

/// What each commitment waits for that is late, as far as it may be seen.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn late_ones(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    as_at: AsAt,
) -> Result<BTreeMap<i64, LateOne>, AppError> {
    let web = Web::read(connection, scope, as_at).await?;
    let waits = web.waits().into_iter();
    Ok(waits.filter_map(|(id, wait)| Some((id, web.late(wait)?))).collect())
}

/// What somebody says a commitment waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDependency {
    /// The other commitment: its reference in the same plan, or the address of its page.
    pub on: String,
    /// How it stands to that one.
    pub kind: Kind,
    /// By how much.
    pub length: Option<(u32, bellwether_calendar::TimeUnit)>,
    /// The document's words, where it says so.
    pub as_written: Option<String>,
}

/// Longest time by which one thing follows another, in any unit: what is longer is a slip.
const LONGEST: u32 = 3_650;

/// Makes a commitment wait for another one; its due day follows where a length is said.
///
/// # Errors
///
/// Refuses a commitment that is not there, one that would wait for itself, however long the way,
/// and anybody who may not post updates on it.
pub async fn add(app: &App, scope: &Scope, id: i64, new: &NewDependency) -> Result<(), AppError> {
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            let own = changeable(tx, scope, id).await?;
            let on_id = commitment_named(tx, scope, own.row.plan_id, &new.on).await?;
            let dependency = Dependency {
                id: 0,
                commitment_id: id,
                on_id,
                kind: new.kind,
                length: new.length,
                as_written: new.as_written.clone(),
            };
            if new.length.is_some_and(|(amount, _)| amount > LONGEST) {
                return Err(AppError::Invalid(format!("Keep the time below {LONGEST}.")));
            }
            let kept = standing(tx, AsAt::END_OF_TIME).await?;
            if rules::closes_circle(&kept, &dependency) {
                let refusal = "That would make it wait for itself; name another commitment.";
                return Err(AppError::Invalid(refusal.to_owned()));
            }
            keep(tx, &actor, &dependency).await?;
            let detail = json!({
                "on": on_id,
                "kind": new.kind.word(),
                "amount": new.length.map(|(amount, _)| amount),
                "unit": new.length.map(|(_, unit)| unit_word(unit)),
            });
            audit::record(tx, &actor, "tied", Subject::new("commitment", id), detail).await?;
            if recount(tx, &actor, id).await? {
                follow(tx, &actor, id).await?;
            }
            Ok(())
        })
        .await
}

async fn keep(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    dependency: &Dependency,
) -> Result<(), DbErr> {
    let amount = dependency.length.and_then(|(amount, _)| i32::try_from(amount).ok());
    let row = commitment_dependency::ActiveModel {
        commitment_id: Set(dependency.commitment_id),
        on_commitment_id: Set(dependency.on_id),
        kind: Set(dependency.kind.word().to_owned()),
        amount: Set(amount),
        unit: Set(dependency.length.map(|(_, unit)| unit_word(unit).to_owned())),
        as_written: Set(dependency.as_written.clone()),
        made_by_name: Set(actor.name.clone()),
        made_at: Set(actor.at),
        ..Default::default()
    };
    commitment_dependency::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Ends a dependency; the due day that followed from it stays until somebody moves it.
///
/// # Errors
///
/// Refuses one that is not there, and anybody who may not post updates on the commitment.
pub async fn remove(app: &App, scope: &Scope, id: i64, dependency: i64) -> Result<(), AppError> {
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            changeable(tx, scope, id).await?;
            let ended = commitment_dependency::Entity::update_many()
                .col_expr(commitment_dependency::Column::EndedAt, Expr::value(actor.at))
                .filter(commitment_dependency::Column::Id.eq(dependency))
                .filter(commitment_dependency::Column::CommitmentId.eq(id))
                .filter(commitment_dependency::Column::EndedAt.is_null())
                .exec(tx)
                .await?;
            if ended.rows_affected == 0 {
                return Err(AppError::NotFound);
            }
            let subject = Subject::new("commitment", id);
            let detail = json!({"dependency": dependency});
            Ok(audit::record(tx, &actor, "untied", subject, detail).await?)
        })
        .await
}

/// Moves the due days of everything that depends on a commitment whose day has changed.
pub(crate) async fn follow(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    changed: i64,
) -> Result<(), DbErr> {
    let kept = standing(tx, AsAt::END_OF_TIME).await?;
    let mut open = VecDeque::from([changed]);
    // No circle of days is ever kept, so each way through them ends.
    while let Some(id) = open.pop_front() {
        let dependents: BTreeSet<i64> = kept
            .iter()
            .filter(|it| it.on_id == id && it.length.is_some())
            .map(|it| it.commitment_id)
            .collect();
        for dependent in dependents {
            if recount(tx, actor, dependent).await? {
                open.push_back(dependent);
            }
        }
    }
    Ok(())
}

/// Sets the due day that follows from what a commitment depends on; returns whether it moved.
async fn recount(tx: &impl ConnectionTrait, actor: &Actor, id: i64) -> Result<bool, DbErr> {
    let kept = standing(tx, AsAt::END_OF_TIME).await?;
    let own: Vec<Dependency> =
        kept.into_iter().filter(|it| it.commitment_id == id && it.length.is_some()).collect();
    let ids = own.iter().map(|it| it.on_id).chain([id]);
    let wanted = Condition::all().add(commitment::Column::Id.is_in(ids));
    let found = rows(tx, wanted, AsAt::END_OF_TIME).await?;
    let rows: BTreeMap<i64, CommitmentRow> = found.into_iter().map(|row| (row.id, row)).collect();
    if rows.get(&id).is_none_or(|row| row.status.is_final()) {
        return Ok(false);
    }
    let days: Vec<(&Dependency, NaiveDate)> = own
        .iter()
        .filter_map(|dependency| {
            let other = rows.get(&dependency.on_id)?;
            let said = other.latest_at.map(|at| at.date_naive());
            Some((dependency, rules::anchor_day(other.status, said, other.due_latest)?))
        })
        .collect();
    let Some(due) = rules::due_of(&days, &WorkingDays::of_england()) else { return Ok(false) };
    let timescales = with_day(timescales_of(tx, id).await?, &own, &rows, due);
    let reason = reason(&days, &rows);
    let next = NewDue { timescales: &timescales, next_of_series: false };
    changes::set_due(tx, actor, id, next, Cause::Rule, Some(&reason)).await
}

/// The timescales with the one that hangs on another commitment given its day; where none of them
/// does, that day takes their place.
fn with_day(
    mut timescales: Vec<Timescale>,
    own: &[Dependency],
    rows: &BTreeMap<i64, CommitmentRow>,
    due: NaiveDate,
) -> Vec<Timescale> {
    let written = own.iter().find_map(|it| it.as_written.as_deref());
    let place = timescales.iter().position(|it| Some(it.as_written.as_str()) == written);
    let words = || {
        let said =
            |it: &Dependency| Some(format!("{} {}", it.words(), rows.get(&it.on_id).map(name_of)?));
        own.iter().filter_map(said).collect::<Vec<_>>().join("; ")
    };
    let dated = Timescale {
        as_written: written.map_or_else(words, str::to_owned),
        earliest: None,
        latest: Some(due),
        precision: Precision::Day,
        rule: "dependency".to_owned(),
        relative: None,
        recurrence: None,
    };
    match place {
        Some(place) => timescales[place] = dated,
        None => timescales = vec![dated],
    }
    timescales
}

fn reason(days: &[(&Dependency, NaiveDate)], rows: &BTreeMap<i64, CommitmentRow>) -> String {
    let said = |(dependency, day): &(&Dependency, NaiveDate)| {
        let other = rows.get(&dependency.on_id)?;
        let is = if other.status == Status::Achieved { "was achieved" } else { "is due" };
        let day = day.format("%-d %B %Y");
        let name = name_of(other);
        Some(format!("{} {name}, which {is} on {day}", dependency.words()))
    };
    days.iter().filter_map(said).collect::<Vec<_>>().join("; ")
}
