//! Review meetings kept: opened, gone through, decided, closed.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait,
    EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use serde_json::json;

use super::rules::{Decision, Heading, Span, Standing, eve, note, place};
use crate::App;
use crate::commitments::rules::{Status, StatusCounts};
use crate::commitments::store::{CommitmentRow, progress, rows};
use crate::commitments::updates::{NewUpdate, post_in};
use crate::db::entities::{commitment, commitment_update, meeting, meeting_decision, plan};
use crate::organisations::store as organisations;
use crate::shell::audit::{self, Subject};
use crate::shell::clock::AsAt;
use crate::shell::errors::AppError;
use crate::shell::scope::{Permission, Scope};

/// Longest text of a field, in characters.
const LONGEST: usize = 4_000;

const ONLY_MANAGERS: &str =
    "only performance managers of the organisation hold its review meetings";

/// A meeting to be opened.
#[derive(Debug, Clone)]
pub struct NewMeeting {
    /// What it is called.
    pub title: String,
    /// The time it looks back on.
    pub span: Span,
    /// The day it is held.
    pub held_on: NaiveDate,
}

/// A commitment on the agenda.
#[derive(Debug, Clone)]
pub struct Item {
    /// Under which heading.
    pub heading: Heading,
    /// Why.
    pub reasons: Vec<String>,
    /// Itself, as it stands.
    pub row: CommitmentRow,
    /// What the meeting decided on it, oldest first.
    pub decisions: Vec<meeting_decision::Model>,
}

/// A meeting with its agenda.
#[derive(Debug, Clone)]
pub struct MeetingView {
    /// Itself.
    pub meeting: meeting::Model,
    /// The plan's title.
    pub plan_title: String,
    /// Whose plan it is.
    pub organisation: String,
    /// How the plan stood the day before the time looked back on.
    pub before: StatusCounts,
    /// How it stands.
    pub now: StatusCounts,
    /// The agenda, in document order.
    pub items: Vec<Item>,
    /// Whether this reader runs the plan, and the meeting goes on.
    pub may_decide: bool,
}

impl MeetingView {
    /// What stands under a heading: at a heading that asks for help, the longest overdue first.
    #[must_use]
    pub fn under(&self, heading: Heading) -> Vec<&Item> {
        let mut items: Vec<&Item> =
            self.items.iter().filter(|item| item.heading == heading).collect();
        if heading == Heading::Refocus {
            items.sort_by_key(|item| std::cmp::Reverse(item.row.overdue_days.unwrap_or(0)));
        }
        items
    }
}

async fn seen_plan(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    plan_id: i64,
) -> Result<plan::Model, AppError> {
    let plan = plan::Entity::find_by_id(plan_id).one(connection).await?;
    // A plan's meetings are for those who run the place, not for all who see its figures.
    plan.filter(|plan| scope.within.contains(plan.organisation_id)).ok_or(AppError::NotFound)
}

/// A plan's title, and its meetings, newest first.
///
/// # Errors
///
/// Returns [`AppError::NotFound`] for a plan outside the own organisation and those below it.
pub async fn list(
    app: &App,
    scope: &Scope,
    plan_id: i64,
) -> Result<(plan::Model, Vec<meeting::Model>), AppError> {
    let connection = app.ledger.connection();
    let plan = seen_plan(connection, scope, plan_id).await?;
    let meetings = meeting::Entity::find()
        .filter(meeting::Column::PlanId.eq(plan_id))
        .order_by_desc(meeting::Column::HeldOn)
        .order_by_desc(meeting::Column::Id)
        .all(connection)
        .await?;
    Ok((plan, meetings))
}

/// Opens a meeting.
///
/// # Errors
///
/// Refuses anybody who does not run the plan, a meeting without a title, and a time that ends before
/// it begins or begins after the meeting.
pub async fn open(
    app: &App,
    scope: &Scope,
    plan_id: i64,
    new: NewMeeting,
) -> Result<i64, AppError> {
    let actor = app.actor(scope);
    check_new(&new)?;
    app.ledger
        .write(async move |tx| {
            let plan = seen_plan(tx, scope, plan_id).await?;
            if !scope.may_in(Permission::PostAnyUpdate, plan.organisation_id) {
                return Err(AppError::Forbidden(ONLY_MANAGERS));
            }
            let row = meeting::ActiveModel {
                plan_id: Set(plan_id),
                title: Set(new.title.trim().to_owned()),
                period_from: Set(new.span.first),
                period_to: Set(new.span.last),
                held_on: Set(new.held_on),
                opened_at: Set(actor.at),
                opened_by_name: Set(actor.name.clone()),
                closed_by_name: Set(String::new()),
                present: Set(String::new()),
                conclusion: Set(String::new()),
                ..Default::default()
            };
            let id = meeting::Entity::insert(row).exec(tx).await?.last_insert_id;
            let detail = json!({ "plan": plan_id, "title": new.title.trim() });
            audit::record(tx, &actor, "opened", Subject::new("meeting", id), detail).await?;
            Ok(id)
        })
        .await
}

fn check_new(new: &NewMeeting) -> Result<(), AppError> {
    let refusal = if new.title.trim().is_empty() {
        "Give the meeting a title, such as Half-year review."
    } else if new.title.chars().count() > 200 {
        "Shorten the title to 200 characters."
    } else if new.span.last < new.span.first {
        "The time looked back on ends before it begins."
    } else if new.held_on < new.span.first {
        "The meeting is held before the time it looks back on begins."
    } else {
        return Ok(());
    };
    Err(AppError::Invalid(refusal.to_owned()))
}

/// A meeting with its agenda: as the plan stands now while it goes on, and as it stood when the
/// meeting closed ever after.
///
/// # Errors
///
/// Returns [`AppError::NotFound`] for a meeting on a plan outside the own organisation and those below
/// it.
pub async fn find(app: &App, scope: &Scope, id: i64) -> Result<MeetingView, AppError> {
    let connection = app.ledger.connection();
    let meeting = meeting::Entity::find_by_id(id).one(connection).await?;
    let meeting = meeting.ok_or(AppError::NotFound)?;
    let plan = seen_plan(connection, scope, meeting.plan_id).await?;
    let organisation = organisations::by_id(&app.ledger, scope, plan.organisation_id).await?;
    let span = Span { first: meeting.period_from, last: meeting.period_to };
    let day = meeting.closed_at.map_or(scope.today, |at| at.date_naive());
    let before = standing(connection, plan.id, eve(span)).await?;
    let now = standing(connection, plan.id, day).await?;
    let mut steps = steps(connection, plan.id, day).await?;
    let mut decisions = decisions(connection, id).await?;
    let earlier: BTreeMap<i64, Status> = before.iter().map(|row| (row.id, row.status)).collect();
    let live_since = plan.imported_at.date_naive();
    let items = now.iter().filter_map(|row| {
        let steps = steps.remove(&row.id).unwrap_or_default();
        let (expected, is) = progress(row, &steps, &plan, AsAt(day));
        let standing = Standing {
            progress: is.map(|is| is.percent),
            expected: expected.map(|expected| expected.percent),
            ..of_row(row, earlier.get(&row.id).copied(), live_since)
        };
        let decided = decisions.remove(&row.id).unwrap_or_default();
        let (heading, reasons) = place(&standing, span, day)?;
        Some(Item { heading, reasons, row: row.clone(), decisions: decided })
    });
    Ok(MeetingView {
        items: items.collect(),
        before: counts(&before),
        now: counts(&now),
        plan_title: plan.title,
        organisation: organisation.name,
        may_decide: meeting.closed_at.is_none()
            && scope.may_in(Permission::PostAnyUpdate, plan.organisation_id),
        meeting,
    })
}

async fn standing(
    connection: &impl ConnectionTrait,
    plan_id: i64,
    day: NaiveDate,
) -> Result<Vec<CommitmentRow>, AppError> {
    let whole = Condition::all()
        .add(commitment::Column::PlanId.eq(plan_id))
        .add(commitment::Column::ParentId.is_null());
    Ok(rows(connection, whole, AsAt(day)).await?)
}

/// Steps on the way, by what they are steps of.
async fn steps(
    connection: &impl ConnectionTrait,
    plan_id: i64,
    day: NaiveDate,
) -> Result<BTreeMap<i64, Vec<CommitmentRow>>, AppError> {
    let steps = Condition::all()
        .add(commitment::Column::PlanId.eq(plan_id))
        .add(commitment::Column::ParentId.is_not_null());
    let mut found: BTreeMap<i64, Vec<CommitmentRow>> = BTreeMap::new();
    for step in rows(connection, steps, AsAt(day)).await? {
        found.entry(step.parent_id.unwrap_or_default()).or_default().push(step);
    }
    Ok(found)
}

/// How a commitment stands, but for its progress.
fn of_row(row: &CommitmentRow, before: Option<Status>, live_since: NaiveDate) -> Standing {
    let live_since = row.added_at.map_or(live_since, |at| at.date_naive());
    Standing {
        before: before.unwrap_or_default(),
        now: row.status,
        due: row.due_latest,
        moves: row.moved.map_or(0, |moved| moved.times),
        progress: None,
        expected: None,
        updated_on: row.latest_at.map(|at| at.date_naive()),
        live_since,
    }
}

fn counts(rows: &[CommitmentRow]) -> StatusCounts {
    let mut counts = StatusCounts::default();
    for row in rows {
        counts.add(row.status);
    }
    counts
}

async fn decisions(
    connection: &impl ConnectionTrait,
    meeting_id: i64,
) -> Result<BTreeMap<i64, Vec<meeting_decision::Model>>, AppError> {
    let rows = meeting_decision::Entity::find()
        .filter(meeting_decision::Column::MeetingId.eq(meeting_id))
        .order_by_asc(meeting_decision::Column::Id)
        .all(connection)
        .await?;
    let mut found: BTreeMap<i64, Vec<meeting_decision::Model>> = BTreeMap::new();
    for row in rows {
        found.entry(row.commitment_id).or_default().push(row);
    }
    Ok(found)
}

/// What a meeting decides on a commitment.
#[derive(Debug, Clone)]
pub struct NewDecision {
    /// The commitment.
    pub commitment_id: i64,
    /// What.
    pub decision: Decision,
    /// In words: what changes, who does it.
    pub words: String,
    /// How it stands from now on.
    pub status: Status,
    /// Another due date, as people write it; empty where it stays.
    pub due: String,
    /// The newest update that the decision was taken on.
    pub seen_update_id: Option<i64>,
}

/// Records a decision, as an update of the commitment.
///
/// # Errors
///
/// Refuses anybody who does not run the plan, a meeting that is closed, a commitment of another plan, a
/// decision without words, and whatever an update is refused for.
pub async fn decide(
    app: &App,
    scope: &Scope,
    meeting_id: i64,
    new: NewDecision,
) -> Result<(), AppError> {
    let words = new.words.trim().to_owned();
    if words.is_empty() || words.chars().count() > LONGEST {
        let refusal = "Say what is decided in words: what changes, and who does it.";
        return Err(AppError::Invalid(refusal.to_owned()));
    }
    let actor = app.actor(scope);
    app.ledger
        .write(async move |tx| {
            let meeting = going_on(tx, scope, meeting_id).await?;
            let of_plan = commitment::Entity::find_by_id(new.commitment_id)
                .filter(commitment::Column::PlanId.eq(meeting.plan_id));
            if of_plan.one(tx).await?.is_none() {
                return Err(AppError::NotFound);
            }
            let update = NewUpdate {
                status: new.status,
                note: note(&meeting.title, meeting.held_on, new.decision, &words),
                seen_update_id: new.seen_update_id,
                due: new.due.clone(),
                ..NewUpdate::default()
            };
            post_in(tx, &actor, scope, new.commitment_id, &update).await?;
            let update_id: Option<i64> = commitment_update::Entity::find()
                .select_only()
                .column(commitment_update::Column::Id)
                .filter(commitment_update::Column::CommitmentId.eq(new.commitment_id))
                .order_by_desc(commitment_update::Column::Id)
                .into_tuple()
                .one(tx)
                .await?;
            let row = meeting_decision::ActiveModel {
                meeting_id: Set(meeting_id),
                commitment_id: Set(new.commitment_id),
                decision: Set(new.decision.word().to_owned()),
                words: Set(words.clone()),
                update_id: Set(update_id),
                decided_at: Set(actor.at),
                decided_by_name: Set(actor.name.clone()),
                ..Default::default()
            };
            meeting_decision::Entity::insert(row).exec(tx).await?;
            let detail = json!({
                "commitment": new.commitment_id,
                "decision": new.decision.word(),
                "words": words,
            });
            let subject = Subject::new("meeting", meeting_id);
            audit::record(tx, &actor, "decided", subject, detail).await?;
            Ok(())
        })
        .await
}

async fn going_on(
    tx: &impl ConnectionTrait,
    scope: &Scope,
    meeting_id: i64,
) -> Result<meeting::Model, AppError> {
    let meeting = meeting::Entity::find_by_id(meeting_id).one(tx).await?;
    let meeting = meeting.ok_or(AppError::NotFound)?;
    let plan = seen_plan(tx, scope, meeting.plan_id).await?;
    if !scope.may_in(Permission::PostAnyUpdate, plan.organisation_id) {
        return Err(AppError::Forbidden(ONLY_MANAGERS));
    }
    if meeting.closed_at.is_some() {
        let refusal = "This meeting is closed. Open another to decide more.";
        return Err(AppError::Invalid(refusal.to_owned()));
    }
    Ok(meeting)
}

/// Closes a meeting with who was there and what it came to; nothing in it changes afterwards.
///
/// # Errors
///
/// Refuses anybody who does not run the plan, a meeting that is closed, and one without a conclusion.
pub async fn close(
    app: &App,
    scope: &Scope,
    meeting_id: i64,
    present: &str,
    conclusion: &str,
) -> Result<(), AppError> {
    let (present, conclusion) = (present.trim().to_owned(), conclusion.trim().to_owned());
    if conclusion.is_empty() {
        let refusal = "Say in a sentence or two what the meeting came to.";
        return Err(AppError::Invalid(refusal.to_owned()));
    }
    if present.chars().count() > LONGEST || conclusion.chars().count() > LONGEST {
        return Err(AppError::Invalid(format!("Shorten each text to {LONGEST} characters.")));
    }
    let actor = app.actor(scope);
    app.ledger
        .write(async move |tx| {
            let meeting = going_on(tx, scope, meeting_id).await?;
            let row = meeting::ActiveModel {
                id: Set(meeting.id),
                closed_at: Set(Some(actor.at)),
                closed_by_name: Set(actor.name.clone()),
                present: Set(present.clone()),
                conclusion: Set(conclusion.clone()),
                ..Default::default()
            };
            row.update(tx).await?;
            let detail = json!({ "present": present, "conclusion": conclusion });
            let subject = Subject::new("meeting", meeting_id);
            audit::record(tx, &actor, "closed", subject, detail).await?;
            Ok(())
        })
        .await
}
