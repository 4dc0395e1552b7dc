//! Signals: evaluated from the facts, and listed for those who should act.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, DbErr,
    EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use serde_json::json;

use super::indicators;
use super::rules::{self, Changes, CommitmentFacts, RaisedSignal, SignalKey};
use crate::App;
use crate::commitments::store as commitments;
use crate::db::Ledger;
use crate::db::entities::{organisation, plan, signal};
use crate::flows::register::signals as flows;
use crate::links::dependencies;
use crate::organisations::leads;
use crate::reminders::answers;
use crate::shell::audit::{self, Actor, Subject};
use crate::shell::clock::AsAt;
use crate::shell::errors::AppError;
use crate::shell::scope::{Permission, Scope};

/// The rung on which every signal begins.
const FIRST_RUNG: &str = "lead";

/// An open signal, as listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignalRow {
    /// Its row.
    pub id: i64,
    /// Name of the rule that raised it.
    pub rule: String,
    /// `indicator`, `commitment`, `flow` (the figures of an indicator) or `return` (a flow).
    pub subject_kind: String,
    /// Row of the subject.
    pub subject_id: i64,
    /// Organisation concerned.
    pub organisation_id: i64,
    /// Its code.
    pub organisation_code: String,
    /// Its name.
    pub organisation: String,
    /// What it is about.
    pub title: String,
    /// What is wrong.
    pub detail: String,
    /// The post that answers.
    pub lead_id: Option<i64>,
    /// That post and its holder, as shown; empty when nobody answers.
    pub lead: String,
    /// The day from which the facts held.
    pub since: NaiveDate,
    /// When it was raised.
    pub raised_at: DateTime<Utc>,
    /// Where on the ladder it stands.
    pub rung: String,
}

/// What an evaluation did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EvaluationReport {
    /// Signals raised.
    pub raised: usize,
    /// Signals that were open and stay so.
    pub kept: usize,
    /// Signals closed by the facts.
    pub closed: usize,
}

/// Everything open in the own organisation and below it, longest first.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn open(ledger: &Ledger, scope: &Scope) -> Result<Vec<SignalRow>, AppError> {
    list(ledger, scope, Condition::all()).await
}

/// What is open about one subject.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn of_subject(
    ledger: &Ledger,
    scope: &Scope,
    kind: &str,
    id: i64,
) -> Result<Vec<SignalRow>, AppError> {
    let subject = Condition::all()
        .add(signal::Column::SubjectKind.eq(kind))
        .add(signal::Column::SubjectId.eq(id));
    list(ledger, scope, subject).await
}

async fn list(
    ledger: &Ledger,
    scope: &Scope,
    condition: Condition,
) -> Result<Vec<SignalRow>, AppError> {
    let connection = ledger.connection();
    let signals = signal::Entity::find()
        .filter(signal::Column::ClosedAt.is_null())
        // What needs attention is for those who run the place, not for all who see its figures.
        .filter(scope.within.condition(signal::Column::OrganisationId))
        .filter(condition)
        .order_by_asc(signal::Column::SinceDay)
        .order_by_asc(signal::Column::Id)
        .all(connection)
        .await?;
    let posts: BTreeSet<i64> = signals.iter().filter_map(|signal| signal.lead_id).collect();
    let posts = leads::by_ids(connection, posts).await?;
    let places: BTreeSet<i64> = signals.iter().map(|signal| signal.organisation_id).collect();
    let places: BTreeMap<i64, organisation::Model> = if places.is_empty() {
        BTreeMap::new()
    } else {
        let found = organisation::Entity::find().filter(organisation::Column::Id.is_in(places));
        found.all(connection).await?.into_iter().map(|place| (place.id, place)).collect()
    };
    let row = |signal: signal::Model| {
        let place = places.get(&signal.organisation_id);
        let lead = signal.lead_id.and_then(|id| posts.get(&id));
        SignalRow {
            id: signal.id,
            rule: signal.rule,
            subject_kind: signal.subject_kind,
            subject_id: signal.subject_id,
            organisation_id: signal.organisation_id,
            organisation_code: place.map(|place| place.code.clone()).unwrap_or_default(),
            organisation: place.map(|place| place.name.clone()).unwrap_or_default(),
            title: signal.title,
            detail: signal.detail,
            lead_id: signal.lead_id,
            lead: lead.map(leads::Lead::shown).unwrap_or_default(),
            since: signal.since_day,
            raised_at: signal.raised_at,
            rung: signal.rung,
        }
    };
    Ok(signals.into_iter().map(row).collect())
}

/// Looks at all the facts, raises what they raise, keeps what they hold, and closes the rest.
///
/// # Errors
///
/// Refuses somebody who may not load figures.
pub async fn evaluate(app: &App, scope: &Scope) -> Result<EvaluationReport, AppError> {
    if !scope.may(Permission::LoadFigures) {
        return Err(AppError::Forbidden("only performance managers have the signals evaluated"));
    }
    // Whoever asks, all the facts are looked at: what they do not see must not be closed.
    let everything = Scope::system(app.today());
    let facts = commitment_facts(&app.ledger, &everything).await?;
    let mut raised = rules::commitment_signals(&facts, everything.today);
    raised.extend(indicators::signals(app, &everything).await?);
    raised.extend(flows::raised(app, &everything).await?);
    let actor = app.actor(scope);
    app.ledger.write(async |tx| keep(tx, &actor, raised).await).await
}

/// What the rules need to know of every commitment of every plan.
async fn commitment_facts(
    ledger: &Ledger,
    everything: &Scope,
) -> Result<Vec<CommitmentFacts>, AppError> {
    let connection = ledger.connection();
    let plans: Vec<(i64, i64, String, DateTime<Utc>)> = plan::Entity::find()
        .select_only()
        .column(plan::Column::Id)
        .column(plan::Column::OrganisationId)
        .column(plan::Column::Title)
        .column(plan::Column::ImportedAt)
        .into_tuple()
        .all(connection)
        .await?;
    let rows = commitments::rows(connection, Condition::all(), AsAt(everything.today)).await?;
    let late = dependencies::late_ones(connection, everything, AsAt(everything.today)).await?;
    let unanswered = answers::late(connection, everything.today).await?;
    let plans: BTreeMap<i64, _> = plans.into_iter().map(|plan| (plan.0, plan)).collect();
    let facts = rows.into_iter().filter_map(|row| {
        let (_, organisation_id, plan, imported_at) = plans.get(&row.plan_id)?;
        let whole = row.part_of.as_ref();
        let reference = whole.map_or(row.reference.as_str(), |whole| &whole.reference);
        let lead_id = row.answering().find_map(|lead| lead.lead_id);
        let waits_for = late.get(&row.id).filter(|late| late.direct);
        Some(CommitmentFacts {
            answer_was_due: unanswered.get(&row.id).copied(),
            waits_for: waits_for.map(|late| (late.name.clone(), late.days)),
            id: row.id,
            organisation_id: *organisation_id,
            plan: plan.clone(),
            lead_id,
            reported: row.latest_update_id.is_some(),
            is_milestone: row.parent_id.is_some(),
            told_by_parent: whole.is_some_and(|whole| whole.status.is_final() || whole.overdue),
            imported_on: row.added_at.unwrap_or(*imported_at).date_naive(),
            reference: reference.to_owned(),
            text: row.text,
            due_as_written: row.due_as_written,
            due_latest: row.due_latest,
            status: row.status,
        })
    });
    Ok(facts.collect())
}

async fn keep(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    raised: Vec<RaisedSignal>,
) -> Result<EvaluationReport, AppError> {
    let open = signal::Entity::find().filter(signal::Column::ClosedAt.is_null()).all(tx).await?;
    let keys = open.iter().map(|signal| (key(signal), signal.id)).collect();
    let kept: BTreeMap<i64, signal::Model> =
        open.into_iter().map(|signal| (signal.id, signal)).collect();
    let Changes { raise, keep, close } = rules::changes(keys, raised);
    let report = EvaluationReport { raised: raise.len(), kept: keep.len(), closed: close.len() };
    for (id, now) in keep {
        if let Some(before) = kept.get(&id) {
            bring_up_to_date(tx, before, now).await?;
        }
    }
    if !close.is_empty() {
        signal::Entity::update_many()
            .col_expr(signal::Column::ClosedAt, sea_orm::sea_query::Expr::value(actor.at))
            .filter(signal::Column::Id.is_in(close.iter().copied()))
            .exec(tx)
            .await?;
    }
    let titles: Vec<String> =
        raise.iter().map(|signal| format!("{}: {}", signal.rule, signal.title)).collect();
    crate::db::insert_all(tx, raise.into_iter().map(|signal| row(signal, actor.at))).await?;
    if titles.is_empty() && close.is_empty() {
        return Ok(report);
    }
    let detail = json!({"raised": titles, "kept": report.kept, "closed": close});
    let subject = Subject { kind: "signal", id: None };
    audit::record(tx, actor, "evaluated", subject, detail).await?;
    Ok(report)
}

fn key(signal: &signal::Model) -> SignalKey {
    SignalKey {
        rule: signal.rule.clone(),
        subject_kind: signal.subject_kind.clone(),
        subject_id: signal.subject_id,
        organisation_id: signal.organisation_id,
    }
}

/// The words of an open signal follow the facts; since when it stands does not.
async fn bring_up_to_date(
    tx: &impl ConnectionTrait,
    before: &signal::Model,
    now: RaisedSignal,
) -> Result<(), DbErr> {
    if before.title == now.title && before.detail == now.detail && before.lead_id == now.lead_id {
        return Ok(());
    }
    let row = signal::ActiveModel {
        id: sea_orm::ActiveValue::Unchanged(before.id),
        title: Set(now.title),
        detail: Set(now.detail),
        lead_id: Set(now.lead_id),
        ..Default::default()
    };
    row.update(tx).await?;
    Ok(())
}

fn row(signal: RaisedSignal, at: DateTime<Utc>) -> signal::ActiveModel {
    signal::ActiveModel {
        rule: Set(signal.rule.to_owned()),
        subject_kind: Set(signal.subject_kind.to_owned()),
        subject_id: Set(signal.subject_id),
        organisation_id: Set(signal.organisation_id),
        title: Set(signal.title),
        detail: Set(signal.detail),
        lead_id: Set(signal.lead_id),
        since_day: Set(signal.since),
        raised_at: Set(at),
        closed_at: Set(None),
        rung: Set(FIRST_RUNG.to_owned()),
        ..Default::default()
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
