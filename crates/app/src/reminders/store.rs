//! Who is asked for what on a day: gathered, written down, and sent.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait,
    DatabaseTransaction, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use serde_json::json;

use super::copies::{self, Contributor, Copy};
use super::delivery::Delivery;
use super::rules::{Asked, Occasion, ReminderSettings, is_working_day, occasion};
use super::wording::{self, Copied, Line};
use super::{answers, settings};
use crate::App;
use crate::commitments::store::{self as commitments, CommitmentRow};
use crate::db::entities::{commitment, lead, message, person, plan, reminder, reminder_copy, user};
use crate::db::insert_all;
use crate::shell::audit::{self, Actor, Subject};
use crate::shell::clock::AsAt;
use crate::shell::errors::AppError;
use crate::shell::scope::{Permission, Scope};

/// Days for which a message that could not be sent is tried again.
const DAYS_TRIED: i64 = 3;

/// Somebody who can be written to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Recipient {
    /// E-mail address, in lower case.
    pub address: String,
    /// Name.
    pub name: String,
}

/// An update that is wanted and has not come.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// What a message says of it.
    pub line: Line,
    /// The accountable post.
    pub lead_id: Option<i64>,
    /// That post and its holder, as shown; empty when nobody answers.
    pub lead: String,
    /// Who is written to; none when nobody can be.
    pub recipient: Option<Recipient>,
    /// Whether it was asked for already.
    pub is_asked: bool,
    /// Who contributes, can be written to and has not been told.
    pub contributors: Vec<Contributor>,
}

impl Wanted {
    /// Whether the answer is late: it was asked for, and its time is over.
    #[must_use]
    pub fn is_late(&self) -> bool {
        self.line.late_since.is_some()
    }
}

/// What a run of reminders did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReminderReport {
    /// People written to.
    pub messages: usize,
    /// Commitments that they were asked about.
    pub commitments: usize,
    /// Commitments of which contributors were told.
    pub copies: usize,
    /// Commitments of which nobody can be asked.
    pub nobody: usize,
    /// Messages that left, those of earlier days among them.
    pub sent: usize,
    /// Messages that could not be sent and will be tried again.
    pub failed: usize,
}

/// Every update that is wanted today in the own organisation and below it, the soonest due first.
///
/// # Errors
///
/// Refuses anybody who runs no plan.
pub async fn wanted(app: &App, scope: &Scope) -> Result<Vec<Wanted>, AppError> {
    if !scope.may(Permission::PostAnyUpdate) {
        return Err(AppError::Forbidden("only performance managers see what is asked of whom"));
    }
    let connection = app.ledger.connection();
    let today = scope.today;
    let settings = settings::all(connection).await?;
    let plans = plans_run(connection, scope).await?;
    let within = Condition::all().add(commitment::Column::PlanId.in_subquery(plan_ids(scope)));
    let rows = commitments::rows(connection, within, AsAt(today)).await?;
    let usual = ReminderSettings::default();
    let mut found = Vec::new();
    for row in rows {
        let Some((_, live_since)) = plans.get(&row.plan_id) else { continue };
        let of_plan = settings.get(&row.plan_id).map_or(&usual, |(settings, _)| settings);
        if let Some(occasion) = occasion(of_plan, &facts(&row, *live_since), today) {
            found.push(Found { row, occasion, copies: of_plan.to_contributors });
        }
    }
    let known = Known::read(connection, &found, today).await?;
    let mut wanted: Vec<Wanted> =
        found.iter().map(|found| known.wanted(found, plans.get(&found.row.plan_id))).collect();
    wanted.sort_by_key(|wanted| {
        (wanted.line.due.unwrap_or(NaiveDate::MAX), wanted.line.commitment_id)
    });
    Ok(wanted)
}

/// An occasion that has come, and whether contributors are told of it.
struct Found {
    row: CommitmentRow,
    occasion: Occasion,
    copies: bool,
}

/// What was asked and told before, and who can be written to.
struct Known {
    /// Up to which day an occasion was to be answered, where it was asked about.
    asked: BTreeMap<(i64, NaiveDate), NaiveDate>,
    copied: BTreeSet<(i64, NaiveDate, i64)>,
    late: BTreeMap<i64, NaiveDate>,
    people: BTreeMap<i64, Recipient>,
}

impl Known {
    async fn read(
        connection: &impl ConnectionTrait,
        found: &[Found],
        today: NaiveDate,
    ) -> Result<Self, DbErr> {
        let first = found.iter().map(|found| found.occasion.day).min().unwrap_or(today);
        let posts = found.iter().flat_map(|found| {
            let others = copies::posts(&found.row).filter(|_| found.copies);
            lead_of(&found.row).1.into_iter().chain(others).collect::<Vec<_>>()
        });
        Ok(Self {
            asked: asked_since(connection, first).await?,
            copied: copies::sent_since(connection, first).await?,
            late: answers::late(connection, today).await?,
            people: people(connection, posts).await?,
        })
    }

    fn wanted(&self, found: &Found, plan: Option<&(String, NaiveDate)>) -> Wanted {
        let Found { row, occasion, .. } = found;
        let (lead, lead_id) = lead_of(row);
        let recipient = lead_id.and_then(|id| self.people.get(&id).cloned());
        let asked = self.asked.get(&(row.id, occasion.day));
        let occasion = asked.map_or(*occasion, |by| Occasion { answer_by: *by, ..*occasion });
        let late_since = self.late.get(&row.id).copied();
        Wanted {
            contributors: self.contributors(found, recipient.as_ref()),
            is_asked: asked.is_some(),
            line: line(row, occasion, plan.map(|plan| plan.0.as_str()), late_since),
            lead_id,
            lead,
            recipient,
        }
    }

    /// Who is told that somebody is asked; nobody where nobody is.
    fn contributors(&self, found: &Found, asked: Option<&Recipient>) -> Vec<Contributor> {
        let (id, day) = (found.row.id, found.occasion.day);
        let posts = copies::posts(&found.row).filter(|_| found.copies && asked.is_some());
        let not_told = posts.filter(|lead_id| !self.copied.contains(&(id, day, *lead_id)));
        let reached = not_told.filter_map(|lead_id| {
            Some(Contributor { lead_id, recipient: self.people.get(&lead_id)?.clone() })
        });
        let address = asked.map(|asked| &asked.address);
        reached.filter(|one| Some(&one.recipient.address) != address).collect()
    }
}

/// A step without a day of its own is asked about with the whole.
fn facts(row: &CommitmentRow, live_since: NaiveDate) -> Asked {
    let undated_step = row.parent_id.is_some() && row.due_latest.is_none();
    Asked {
        due: row.due_latest,
        live_since,
        updated_on: row.latest_at.map(|at| at.date_naive()),
        is_closed: row.is_closed() || undated_step,
    }
}

fn lead_of(row: &CommitmentRow) -> (String, Option<i64>) {
    let lead = row.answering().next();
    (lead.map(|lead| lead.shown.clone()).unwrap_or_default(), lead.and_then(|lead| lead.lead_id))
}

fn line(
    row: &CommitmentRow,
    occasion: Occasion,
    plan: Option<&str>,
    late_since: Option<NaiveDate>,
) -> Line {
    Line {
        reference: row.reference.clone(),
        text: row.text.clone(),
        plan: plan.unwrap_or_default().to_owned(),
        due: row.due_latest,
        status: row.status.title(),
        occasion,
        late_since,
        commitment_id: row.id,
    }
}

pub(super) fn plan_ids(scope: &Scope) -> SelectStatement {
    Query::select()
        .column((plan::Entity, plan::Column::Id))
        .from(plan::Entity)
        .cond_where(scope.within.condition(plan::Column::OrganisationId))
        .to_owned()
}

/// Title and first day of every plan of the own organisation and those below it.
async fn plans_run(
    connection: &impl ConnectionTrait,
    scope: &Scope,
) -> Result<BTreeMap<i64, (String, NaiveDate)>, DbErr> {
    let plans: Vec<(i64, String, chrono::DateTime<chrono::Utc>)> = plan::Entity::find()
        .select_only()
        .column(plan::Column::Id)
        .column(plan::Column::Title)
        .column(plan::Column::ImportedAt)
        .filter(scope.within.condition(plan::Column::OrganisationId))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(plans.into_iter().map(|(id, title, at)| (id, (title, at.date_naive()))).collect())
}

/// Up to which day each occasion since a day was to be answered, where it was asked about.
async fn asked_since(
    connection: &impl ConnectionTrait,
    first: NaiveDate,
) -> Result<BTreeMap<(i64, NaiveDate), NaiveDate>, DbErr> {
    let asked: Vec<(i64, NaiveDate, NaiveDate)> = reminder::Entity::find()
        .select_only()
        .column(reminder::Column::CommitmentId)
        .column(reminder::Column::AboutDay)
        .column(reminder::Column::AnswerBy)
        .filter(reminder::Column::AboutDay.gte(first))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(asked.into_iter().map(|(id, day, by)| ((id, day), by)).collect())
}

/// Who holds each post and can be written to: by the post's own entry, or by an account.
async fn people(
    connection: &impl ConnectionTrait,
    posts: impl Iterator<Item = i64>,
) -> Result<BTreeMap<i64, Recipient>, DbErr> {
    let posts: BTreeSet<i64> = posts.collect();
    if posts.is_empty() {
        return Ok(BTreeMap::new());
    }
    let accounts = user::Entity::find()
        .filter(user::Column::LeadId.is_in(posts.iter().copied()))
        .filter(user::Column::DisabledAt.is_null())
        .order_by_desc(user::Column::Id)
        .all(connection)
        .await?;
    let mut found: BTreeMap<i64, Recipient> = accounts
        .into_iter()
        .filter_map(|account| Some((account.lead_id?, recipient(&account.email, account.name))))
        .collect();
    let held = lead::Entity::find()
        .filter(lead::Column::Id.is_in(posts))
        .filter(lead::Column::PersonId.is_not_null())
        .all(connection)
        .await?;
    let holders = held.iter().filter_map(|post| post.person_id);
    let holders = person::Entity::find()
        .filter(person::Column::Id.is_in(holders))
        .filter(person::Column::Email.is_not_null())
        .all(connection)
        .await?;
    for post in held {
        let holder = holders.iter().find(|person| Some(person.id) == post.person_id);
        if let Some((person, email)) = holder.and_then(|one| Some((one, one.email.as_ref()?))) {
            found.insert(post.id, recipient(email, person.name.clone()));
        }
    }
    Ok(found)
}

fn recipient(address: &str, name: String) -> Recipient {
    Recipient { address: address.trim().to_lowercase(), name }
}

/// Asks for every update that is wanted and was not asked for yet, in one message a person and day,
/// and sends what could not be sent before. On a day off nobody is asked.
///
/// # Errors
///
/// Refuses anybody who runs no plan; a message that cannot be sent is no error, but counted and
/// tried again.
pub async fn run(app: &App, scope: &Scope) -> Result<ReminderReport, AppError> {
    let mut report = ReminderReport::default();
    if is_working_day(scope.today) {
        ask(app, scope, &mut report).await?;
    }
    deliver(app, scope.today, &mut report).await?;
    Ok(report)
}

/// What goes into one message.
#[derive(Debug, Default)]
struct Digest {
    asked: Vec<Wanted>,
    copies: Vec<Copy>,
}

async fn ask(app: &App, scope: &Scope, report: &mut ReminderReport) -> Result<(), AppError> {
    let mut digests: BTreeMap<Recipient, Digest> = BTreeMap::new();
    for mut wanted in wanted(app, scope).await? {
        for contributor in std::mem::take(&mut wanted.contributors) {
            let copied = Copied { line: wanted.line.clone(), asked: wanted.lead.clone() };
            let about_day = wanted.line.occasion.day;
            let copy = Copy { copied, lead_id: contributor.lead_id, about_day };
            digests.entry(contributor.recipient).or_default().copies.push(copy);
        }
        match wanted.recipient.clone() {
            _ if wanted.is_asked => {}
            Some(recipient) => digests.entry(recipient).or_default().asked.push(wanted),
            None => report.nobody += 1,
        }
    }
    if digests.is_empty() {
        return Ok(());
    }
    let actor = app.actor(scope);
    let written =
        app.ledger.write(async move |tx| write_down(tx, app, &actor, digests).await).await?;
    report.messages = written.messages;
    report.commitments = written.commitments;
    report.copies = written.copies;
    Ok(())
}

/// Writes a message for everybody who has none yet today; what came up since then waits for
/// tomorrow's.
async fn write_down(
    tx: &DatabaseTransaction,
    app: &App,
    actor: &Actor,
    digests: BTreeMap<Recipient, Digest>,
) -> Result<ReminderReport, AppError> {
    let day = actor.at.date_naive();
    let mut written = ReminderReport::default();
    for (recipient, Digest { asked, copies }) in digests {
        if has_message(tx, &recipient, day).await? {
            continue;
        }
        let lines: Vec<Line> = asked.iter().map(|wanted| wanted.line.clone()).collect();
        let copied: Vec<Copied> = copies.iter().map(|copy| copy.copied.clone()).collect();
        let address = app.home.settings.address.as_deref().map(|part| part.trim_end_matches('/'));
        let words = wording::message(&recipient.name, &lines, &copied, day, address);
        let row = message::ActiveModel {
            day: Set(day),
            name: Set(recipient.name),
            address: Set(recipient.address),
            subject: Set(words.subject),
            body: Set(words.body),
            written_at: Set(actor.at),
            attempts: Set(0),
            ..Default::default()
        };
        let message_id = message::Entity::insert(row).exec(tx).await?.last_insert_id;
        let rows: Vec<reminder::ActiveModel> =
            asked.iter().map(|wanted| kept(wanted, message_id, actor.at)).collect();
        insert_all(tx, rows).await?;
        let told: Vec<reminder_copy::ActiveModel> =
            copies.iter().map(|copy| copies::kept(copy, message_id, actor.at)).collect();
        insert_all(tx, told).await?;
        written.messages += 1;
        written.commitments += asked.len();
        written.copies += copies.len();
    }
    if written.messages > 0 {
        let ReminderReport { messages, commitments, copies, .. } = written;
        let detail = json!({ "messages": messages, "commitments": commitments, "copies": copies });
        let all = Subject { kind: "reminder", id: None };
        audit::record(tx, actor, "asked for updates", all, detail).await?;
    }
    Ok(written)
}

async fn has_message(
    connection: &impl ConnectionTrait,
    recipient: &Recipient,
    day: NaiveDate,
) -> Result<bool, DbErr> {
    let found = message::Entity::find()
        .filter(message::Column::Address.eq(&recipient.address))
        .filter(message::Column::Day.eq(day))
        .one(connection)
        .await?;
    Ok(found.is_some())
}

fn kept(
    wanted: &Wanted,
    message_id: i64,
    at: chrono::DateTime<chrono::Utc>,
) -> reminder::ActiveModel {
    let occasion = wanted.line.occasion;
    reminder::ActiveModel {
        commitment_id: Set(wanted.line.commitment_id),
        lead_id: Set(wanted.lead_id),
        reason: Set(occasion.reason.word().to_owned()),
        about_day: Set(occasion.day),
        answer_by: Set(occasion.answer_by),
        message_id: Set(message_id),
        asked_at: Set(at),
        ..Default::default()
    }
}

/// Sends what has not left yet; a message is marked as soon as it is gone, so that none goes twice
/// but after a fall between the two.
async fn deliver(app: &App, today: NaiveDate, report: &mut ReminderReport) -> Result<(), AppError> {
    let waiting = message::Entity::find()
        .filter(message::Column::SentAt.is_null())
        .filter(message::Column::Day.gte(today - chrono::Days::new(DAYS_TRIED.unsigned_abs())))
        .order_by_asc(message::Column::Id)
        .all(app.ledger.connection())
        .await?;
    if waiting.is_empty() {
        return Ok(());
    }
    let delivery = Delivery::open(&app.home)?;
    for message in waiting {
        let outcome = delivery.send(&message).await;
        let mut row = message::ActiveModel {
            id: Set(message.id),
            attempts: Set(message.attempts.saturating_add(1)),
            ..Default::default()
        };
        match outcome {
            Ok(place) => {
                report.sent += 1;
                row.sent_at = Set(Some(app.clock.now()));
                row.sent_to = Set(Some(place));
                row.failure = Set(None);
            }
            Err(error) => {
                report.failed += 1;
                tracing::warn!(message = message.id, "a message could not be sent");
                row.failure = Set(Some(format!("{error:#}")));
            }
        }
        app.ledger.write(async move |tx| row.update(tx).await.map(|_| ())).await?;
    }
    Ok(())
}
