//! Changes to what a commitment says, each kept for ever, so that pages as at an earlier day undo
//! those that came later.

mod due;
mod leads;
mod undo;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ActiveValue::Unchanged, ConnectionTrait, DbErr,
    EntityTrait as _,
};
use serde_json::{Value, json};

pub use due::{DueValue, redate};
pub(crate) use due::{NewDue, set_due, timescales_of};
pub use leads::{NewLead, relead};
pub use undo::Moved;
pub(crate) use undo::{History, histories, later_changes};

use crate::db::entities::{commitment, commitment_change};
use crate::shell::audit::Actor;

/// What about a commitment changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// What was promised: a text.
    Text,
    /// When it is due: a [`DueValue`].
    Due,
    /// The section it stands in: a row or null.
    Section,
    /// Its reference as printed: a text.
    Reference,
    /// Who answers: a list of the names shown, the accountable one first.
    Leads,
    /// The outcome expected: a text or null.
    Outcome,
    /// It left the plan: when, or null.
    Withdrawn,
    /// It came back: when it had left, or null.
    Restored,
    /// The commitment it is a step of: a row or null.
    Parent,
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 9] = [
        Self::Text,
        Self::Due,
        Self::Section,
        Self::Reference,
        Self::Leads,
        Self::Outcome,
        Self::Withdrawn,
        Self::Restored,
        Self::Parent,
    ];

    /// The word kept in the ledger.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Due => "due",
            Self::Section => "section",
            Self::Reference => "reference",
            Self::Leads => "leads",
            Self::Outcome => "outcome",
            Self::Withdrawn => "withdrawn",
            Self::Restored => "restored",
            Self::Parent => "parent",
        }
    }

    /// Reads a word kept in the ledger.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.word() == word)
    }
}

/// What brought a change about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The next edition of the plan's document.
    Edition,
    /// An update.
    Update,
    /// A review of the plan.
    Review,
    /// A rule, such as a due day that follows another commitment's.
    Rule,
    /// The reading of the document.
    Import,
}

impl Cause {
    /// The word kept in the ledger.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Edition => "edition",
            Self::Update => "update",
            Self::Review => "review",
            Self::Rule => "rule",
            Self::Import => "import",
        }
    }
}

/// One change, before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What changed.
    pub field: Field,
    /// As it was; its shape is told by the field.
    pub from: Value,
    /// As it is since.
    pub to: Value,
    /// What brought it about.
    pub cause: Cause,
    /// Why, where somebody said so.
    pub reason: Option<String>,
}

/// Keeps a change. The row of the commitment itself is set by whoever calls this; the functions
/// below do both. None of them writes an audit entry: whoever calls them does, one for the whole of
/// what was done.
///
/// # Errors
///
/// Returns an error when the database refuses the row.
pub async fn record(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    commitment_id: i64,
    change: Change,
) -> Result<(), DbErr> {
    let row = commitment_change::ActiveModel {
        commitment_id: Set(commitment_id),
        field: Set(change.field.word().to_owned()),
        from_value: Set(change.from),
        to_value: Set(change.to),
        cause: Set(change.cause.word().to_owned()),
        reason: Set(change.reason),
        made_by: Set(actor.user_id),
        made_by_name: Set(actor.name.clone()),
        made_at: Set(actor.at),
        ..Default::default()
    };
    commitment_change::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

async fn current(tx: &impl ConnectionTrait, id: i64) -> Result<commitment::Model, DbErr> {
    let missing = || DbErr::RecordNotFound(format!("commitment {id}"));
    commitment::Entity::find_by_id(id).one(tx).await?.ok_or_else(missing)
}

fn change(field: Field, from: Value, to: Value, cause: Cause, reason: Option<&str>) -> Change {
    Change { field, from, to, cause, reason: reason.map(str::to_owned) }
}

/// Gives a commitment another text; returns whether that is a change.
///
/// # Errors
///
/// As [`redate`].
pub async fn reword(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    id: i64,
    text: &str,
    cause: Cause,
    reason: Option<&str>,
) -> Result<bool, DbErr> {
    let row = current(tx, id).await?;
    if row.text == text {
        return Ok(false);
    }
    let set = commitment::ActiveModel {
        id: Unchanged(id),
        text: Set(text.to_owned()),
        ..Default::default()
    };
    set.update(tx).await?;
    let change = change(Field::Text, json!(row.text), json!(text), cause, reason);
    record(tx, actor, id, change).await?;
    Ok(true)
}

/// Gives a commitment another outcome expected; returns whether that is a change.
///
/// # Errors
///
/// As [`redate`].
pub async fn set_outcome(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    id: i64,
    outcome: Option<&str>,
    cause: Cause,
    reason: Option<&str>,
) -> Result<bool, DbErr> {
    let row = current(tx, id).await?;
    if row.outcome.as_deref() == outcome {
        return Ok(false);
    }
    let kept = Set(outcome.map(str::to_owned));
    commitment::ActiveModel { id: Unchanged(id), outcome: kept, ..Default::default() }
        .update(tx)
        .await?;
    let change = change(Field::Outcome, json!(row.outcome), json!(outcome), cause, reason);
    record(tx, actor, id, change).await?;
    Ok(true)
}

/// Gives a commitment another reference; returns whether that is a change.
///
/// # Errors
///
/// As [`redate`].
pub async fn renumber(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    id: i64,
    reference: &str,
    cause: Cause,
    reason: Option<&str>,
) -> Result<bool, DbErr> {
    let row = current(tx, id).await?;
    if row.reference == reference {
        return Ok(false);
    }
    let kept = Set(reference.to_owned());
    commitment::ActiveModel { id: Unchanged(id), reference: kept, ..Default::default() }
        .update(tx)
        .await?;
    let change = change(Field::Reference, json!(row.reference), json!(reference), cause, reason);
    record(tx, actor, id, change).await?;
    Ok(true)
}

/// Puts a commitment into another section; returns whether that is a change.
///
/// # Errors
///
/// As [`redate`].
pub async fn move_section(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    id: i64,
    section_id: Option<i64>,
    cause: Cause,
    reason: Option<&str>,
) -> Result<bool, DbErr> {
    let row = current(tx, id).await?;
    if row.section_id == section_id {
        return Ok(false);
    }
    commitment::ActiveModel {
        id: Unchanged(id),
        section_id: Set(section_id),
        ..Default::default()
    }
    .update(tx)
    .await?;
    let change = change(Field::Section, json!(row.section_id), json!(section_id), cause, reason);
    record(tx, actor, id, change).await?;
    Ok(true)
}

/// Makes a commitment a step of another one, or of none; returns whether that is a change.
///
/// # Errors
///
/// As [`redate`].
pub async fn move_below(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    id: i64,
    parent_id: Option<i64>,
    cause: Cause,
    reason: Option<&str>,
) -> Result<bool, DbErr> {
    let row = current(tx, id).await?;
    if row.parent_id == parent_id {
        return Ok(false);
    }
    commitment::ActiveModel { id: Unchanged(id), parent_id: Set(parent_id), ..Default::default() }
        .update(tx)
        .await?;
    let change = change(Field::Parent, json!(row.parent_id), json!(parent_id), cause, reason);
    record(tx, actor, id, change).await?;
    Ok(true)
}

/// Takes a commitment out of its plan; its history stays. Returns whether it was in it.
///
/// # Errors
///
/// As [`redate`].
pub async fn withdraw(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    id: i64,
    cause: Cause,
    reason: Option<&str>,
) -> Result<bool, DbErr> {
    set_withdrawn(tx, actor, id, (Field::Withdrawn, Some(actor.at)), (cause, reason)).await
}

/// Puts a commitment that was withdrawn back into its plan. Returns whether it was out of it.
///
/// # Errors
///
/// As [`redate`].
pub async fn restore(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    id: i64,
    cause: Cause,
    reason: Option<&str>,
) -> Result<bool, DbErr> {
    set_withdrawn(tx, actor, id, (Field::Restored, None), (cause, reason)).await
}

async fn set_withdrawn(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    id: i64,
    (field, at): (Field, Option<DateTime<Utc>>),
    (cause, reason): (Cause, Option<&str>),
) -> Result<bool, DbErr> {
    let row = current(tx, id).await?;
    if row.withdrawn_at.is_some() == at.is_some() {
        return Ok(false);
    }
    commitment::ActiveModel { id: Unchanged(id), withdrawn_at: Set(at), ..Default::default() }
        .update(tx)
        .await?;
    record(tx, actor, id, change(field, json!(row.withdrawn_at), json!(at), cause, reason)).await?;
    Ok(true)
}
