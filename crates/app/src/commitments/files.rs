//! Ties between commitments and indicators, and updates made elsewhere, from CSV files.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, DbErr, EntityTrait as _,
    QueryFilter as _, QuerySelect as _,
};
use serde_json::json;

use super::rules::{Beside, Status, check_update};
use super::updates::Said;
use super::{store, updates};
use crate::App;
use crate::db::entities::{commitment, commitment_update, indicator, lead, link, person, plan};
use crate::flows::csv::{Columns, Fault, Row};
use crate::organisations::files::{FileError, Taken, day, needed, read, refuse};
use crate::shell::audit::{self, Actor, Subject};
use crate::shell::clock::AsAt;
use crate::shell::errors::AppError;
use crate::shell::scope::{Permission, Scope};

/// Kind of tie between a commitment and the indicator it is to move.
const SERVES: &str = "serves";

/// A commitment as files name it: the plan's file, and the reference in it.
struct Named {
    plan: String,
    reference: String,
}

impl Named {
    fn of(row: &Row) -> Result<Self, Fault> {
        Ok(Self { plan: needed(row, "plan")?, reference: needed(row, "reference")? })
    }
}

/// Commitments that may be changed, by file and reference.
struct Known {
    plans: BTreeMap<String, i64>,
    commitments: BTreeMap<(i64, String), Vec<i64>>,
}

impl Known {
    async fn read(tx: &impl ConnectionTrait, scope: &Scope) -> Result<Self, DbErr> {
        let plans: Vec<(String, i64)> = plan::Entity::find()
            .select_only()
            .column(plan::Column::FileName)
            .column(plan::Column::Id)
            .filter(scope.within.condition(plan::Column::OrganisationId))
            .into_tuple()
            .all(tx)
            .await?;
        let rows: Vec<(i64, String, i64)> = commitment::Entity::find()
            .select_only()
            .column(commitment::Column::PlanId)
            .column(commitment::Column::Reference)
            .column(commitment::Column::Id)
            .filter(commitment::Column::ParentId.is_null())
            .into_tuple()
            .all(tx)
            .await?;
        let mut commitments: BTreeMap<(i64, String), Vec<i64>> = BTreeMap::new();
        for (plan_id, reference, id) in rows {
            commitments.entry((plan_id, reference)).or_default().push(id);
        }
        Ok(Self { plans: plans.into_iter().collect(), commitments })
    }

    fn find(&self, number: u64, named: &Named) -> Result<i64, Fault> {
        let Some(plan_id) = self.plans.get(&named.plan) else {
            let remedy = "write the name of the plan's file, or import the plan first";
            return Err(Fault::new(number, "plan", &named.plan, "no plan has this file", remedy));
        };
        let key = (*plan_id, named.reference.clone());
        match self.commitments.get(&key).map(Vec::as_slice) {
            Some([id]) => Ok(*id),
            Some(_) => {
                let problem = "more than one commitment of the plan has this reference";
                let remedy = "give each its own reference in the document";
                Err(Fault::new(number, "reference", &named.reference, problem, remedy))
            }
            None => {
                let problem = "no commitment of the plan has this reference";
                let remedy = "write it as the document has it";
                Err(Fault::new(number, "reference", &named.reference, problem, remedy))
            }
        }
    }
}

fn allowed(scope: &Scope) -> Result<(), AppError> {
    if scope.may(Permission::PostAnyUpdate) {
        return Ok(());
    }
    Err(AppError::Forbidden("only performance managers take in files about commitments"))
}

/// Takes in which commitment serves which indicator: `plan,reference,indicator`.
///
/// # Errors
///
/// Names every row that is not right; nothing is taken in unless all are.
pub async fn links(app: &App, scope: &Scope, file: &str, bytes: &[u8]) -> Result<Taken, FileError> {
    allowed(scope)?;
    let columns = Columns { required: &["plan", "reference", "indicator"], optional: &[] };
    let rows = read(file, bytes, columns, |row| Ok((Named::of(row)?, needed(row, "indicator")?)))?;
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            let known = Known::read(tx, scope).await?;
            let indicators: BTreeMap<String, i64> = indicator::Entity::find()
                .select_only()
                .column(indicator::Column::Code)
                .column(indicator::Column::Id)
                .into_tuple::<(String, i64)>()
                .all(tx)
                .await?
                .into_iter()
                .collect();
            let mut taken = Taken::default();
            let mut faults = Vec::new();
            for (number, (named, code)) in rows {
                let indicator = indicators.get(&code).copied().ok_or_else(|| {
                    let remedy = "check the code, or add the definition first";
                    Fault::new(number, "indicator", &code, "no indicator has this code", remedy)
                });
                match known.find(number, &named).and_then(|id| Ok((id, indicator?))) {
                    Ok((commitment, indicator)) => {
                        tie(tx, commitment, indicator, &mut taken).await?;
                    }
                    Err(fault) => faults.push(fault),
                }
            }
            if !faults.is_empty() {
                return Err(refuse(file, faults));
            }
            let detail = json!({"file": file, "added": taken.added});
            audit::record(tx, &actor, "imported", Subject { kind: "link", id: None }, detail)
                .await?;
            Ok(taken)
        })
        .await
}

async fn tie(
    tx: &impl ConnectionTrait,
    commitment: i64,
    indicator: i64,
    taken: &mut Taken,
) -> Result<(), DbErr> {
    let known = link::Entity::find()
        .filter(link::Column::FromKind.eq("commitment"))
        .filter(link::Column::FromId.eq(commitment))
        .filter(link::Column::ToKind.eq("indicator"))
        .filter(link::Column::ToId.eq(indicator))
        .filter(link::Column::EndedAt.is_null())
        .one(tx)
        .await?;
    if known.is_some() {
        taken.unchanged += 1;
        return Ok(());
    }
    let row = link::ActiveModel {
        from_kind: Set("commitment".to_owned()),
        from_id: Set(commitment),
        to_kind: Set("indicator".to_owned()),
        to_id: Set(indicator),
        relation: Set(SERVES.to_owned()),
        ..Default::default()
    };
    link::Entity::insert(row).exec(tx).await?;
    taken.added += 1;
    Ok(())
}

struct MadeElsewhere {
    named: Named,
    made_on: NaiveDate,
    lead: String,
    status: Status,
    note: String,
}

/// Takes in updates made elsewhere: `plan,reference,made_on,lead,status,note`, where `lead` is the
/// code of the post whose holder made it.
///
/// They obey the rules of every update, and are taken in the order of their days. A file whose
/// updates are there already adds nothing.
///
/// # Errors
///
/// Names every row that is not right; nothing is taken in unless all are.
pub async fn updates(
    app: &App,
    scope: &Scope,
    file: &str,
    bytes: &[u8],
) -> Result<Taken, FileError> {
    allowed(scope)?;
    let columns = Columns {
        required: &["plan", "reference", "made_on", "lead", "status"],
        optional: &["note"],
    };
    let today = app.today();
    let mut rows = read(file, bytes, columns, |row| made_elsewhere(row, today))?;
    rows.sort_by_key(|(number, update)| (update.made_on, *number));
    app.ledger
        .write(async |tx| {
            let known = Known::read(tx, scope).await?;
            let mut taken = Taken::default();
            let mut faults = Vec::new();
            for (number, update) in rows {
                match known.find(number, &update.named) {
                    Ok(id) => {
                        if let Err(fault) = append(tx, number, id, update, &mut taken).await? {
                            faults.push(fault);
                        }
                    }
                    Err(fault) => faults.push(fault),
                }
            }
            if faults.is_empty() { Ok(taken) } else { Err(refuse(file, faults)) }
        })
        .await
}

fn made_elsewhere(row: &Row, today: NaiveDate) -> Result<MadeElsewhere, Fault> {
    let made_on = day(row, "made_on")?
        .ok_or_else(|| row.fault("made_on", "it is empty", "write the day it was made"))?;
    if made_on > today {
        return Err(row.fault("made_on", "the day is still to come", "check the day"));
    }
    let status = row.get("status").parse::<Status>().map_err(|_| {
        let remedy = format!("use one of {}", Status::ALL.map(Status::word).join(", "));
        row.fault("status", "it is no status", &remedy)
    })?;
    let (named, lead) = (Named::of(row)?, needed(row, "lead")?);
    Ok(MadeElsewhere { named, made_on, lead, status, note: row.get("note").to_owned() })
}

async fn append(
    tx: &impl ConnectionTrait,
    number: u64,
    id: i64,
    update: MadeElsewhere,
    taken: &mut Taken,
) -> Result<Result<(), Fault>, AppError> {
    let made_at = update.made_on.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(12);
    let same = commitment_update::Entity::find()
        .filter(commitment_update::Column::CommitmentId.eq(id))
        .filter(commitment_update::Column::MadeAt.eq(made_at))
        .filter(commitment_update::Column::Status.eq(update.status.word()))
        .filter(commitment_update::Column::Note.eq(update.note.trim()));
    if same.one(tx).await?.is_some() {
        taken.unchanged += 1;
        return Ok(Ok(()));
    }
    let itself = Condition::all().add(commitment::Column::Id.eq(id));
    let row = store::rows(tx, itself, AsAt::END_OF_TIME).await?.pop().ok_or(AppError::NotFound)?;
    if row.latest_at.is_some_and(|latest| latest > made_at) {
        let problem = "a later update is there already";
        let remedy = "updates are only ever added; leave this one out";
        let day = update.made_on.to_string();
        return Ok(Err(Fault::new(number, "made_on", &day, problem, remedy)));
    }
    if let Err(problem) = check_update(row.status, update.status, &update.note, Beside::default()) {
        let remedy = "complete the row";
        return Ok(Err(Fault::new(number, "note", &update.note, &problem, remedy)));
    }
    let name = holder(tx, row.plan_id, &update.lead).await?;
    let actor = Actor { name, user_id: None, at: made_at };
    let said = Said { status: update.status, note: &update.note, progress: None, due: None };
    let plan_year = updates::plan_of(tx, row.plan_id).await?.and_then(|plan| plan.1);
    updates::append(tx, &actor, &row, plan_year.as_deref(), said).await?;
    taken.added += 1;
    Ok(Ok(()))
}

/// The name of whoever holds a post of the plan's organisation; the code when nobody is known.
async fn holder(tx: &impl ConnectionTrait, plan_id: i64, code: &str) -> Result<String, DbErr> {
    let organisation = plan::Entity::find_by_id(plan_id)
        .select_only()
        .column(plan::Column::OrganisationId)
        .into_tuple::<i64>()
        .one(tx)
        .await?;
    let post = lead::Entity::find()
        .filter(lead::Column::OrganisationId.eq(organisation.unwrap_or_default()))
        .filter(lead::Column::Code.eq(code))
        .filter(lead::Column::PersonId.is_not_null())
        .one(tx)
        .await?;
    let person = match post.and_then(|post| post.person_id) {
        Some(id) => person::Entity::find_by_id(id).one(tx).await?,
        None => None,
    };
    Ok(person.map_or_else(|| code.to_owned(), |person| person.name))
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
