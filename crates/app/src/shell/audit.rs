//! The audit chain: every change is an entry that carries the hash of the one before.
//!
//! The head of the chain is also remembered outside the database, in the home folder's
//! `audit-anchor`, so that cutting off the newest entries does not go unseen.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::errors::AppError;
use super::scope::{Permission, Scope};
use crate::db::Ledger;
use crate::db::entities::audit_entry::{self, Model as Entry};

/// What the first entry has in place of the hash of the one before.
const START_OF_CHAIN: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Entries fetched at once while verifying: some tens of megabytes at most.
const VERIFY_BATCH: u64 = 5_000;

/// Entries on one page of the audit search.
pub const PAGE_LENGTH: u64 = 50;

/// Who makes a change, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Name as it is now.
    pub name: String,
    /// Account; none for the command line.
    pub user_id: Option<i64>,
    /// When.
    pub at: DateTime<Utc>,
}

/// What was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject {
    /// Its kind: a table's name.
    pub kind: &'static str,
    /// Its row; none when the change concerns many.
    pub id: Option<i64>,
}

impl Subject {
    /// One row of a table.
    #[must_use]
    pub fn new(kind: &'static str, id: i64) -> Self {
        Self { kind, id: Some(id) }
    }
}

/// Appends an entry to the chain, in the transaction of the change itself.
///
/// Only [`Ledger::write`] gives such a transaction: it lets one writer in at a time, without which
/// two entries could follow the same one.
///
/// # Errors
///
/// Returns an error when the database refuses the row.
pub async fn record(
    transaction: &impl ConnectionTrait,
    actor: &Actor,
    action: &str,
    subject: Subject,
    detail: Value,
) -> Result<(), DbErr> {
    let last = audit_entry::Entity::find()
        .order_by_desc(audit_entry::Column::Id)
        .limit(1)
        .one(transaction)
        .await?;
    let (id, previous_hash) =
        last.map_or_else(|| (1, START_OF_CHAIN.to_owned()), |last| (last.id + 1, last.hash));
    let mut entry = Entry {
        id,
        at: actor.at,
        actor: actor.name.clone(),
        user_id: actor.user_id,
        action: action.to_owned(),
        subject_kind: subject.kind.to_owned(),
        subject_id: subject.id,
        detail: detail.to_string(),
        previous_hash,
        hash: String::new(),
    };
    entry.hash = hash(&entry);
    insert(transaction, entry).await
}

async fn insert(transaction: &impl ConnectionTrait, entry: Entry) -> Result<(), DbErr> {
    audit_entry::Entity::insert(audit_entry::ActiveModel {
        id: Set(entry.id),
        at: Set(entry.at),
        actor: Set(entry.actor),
        user_id: Set(entry.user_id),
        action: Set(entry.action),
        subject_kind: Set(entry.subject_kind),
        subject_id: Set(entry.subject_id),
        detail: Set(entry.detail),
        previous_hash: Set(entry.previous_hash),
        hash: Set(entry.hash),
    })
    .exec_without_returning(transaction)
    .await?;
    Ok(())
}

/// SHA-256 over every field in order, each preceded by its length, so that no two different entries
/// have the same text.
fn hash(entry: &Entry) -> String {
    let fields = [
        entry.id.to_string(),
        entry.at.to_rfc3339_opts(SecondsFormat::Micros, true),
        entry.actor.clone(),
        entry.user_id.map(|id| id.to_string()).unwrap_or_default(),
        entry.action.clone(),
        entry.subject_kind.clone(),
        entry.subject_id.map(|id| id.to_string()).unwrap_or_default(),
        entry.detail.clone(),
        entry.previous_hash.clone(),
    ];
    let mut digest = Sha256::new();
    for field in fields {
        digest.update(format!("{}:", field.len()));
        digest.update(field);
    }
    hex::encode(digest.finalize())
}

/// Where the chain does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the audit chain is broken at entry {sequence}: {reason}")]
pub struct BrokenLink {
    /// The first entry that does not follow.
    pub sequence: i64,
    /// Why, in words.
    pub reason: String,
}

/// What stopped a verification.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The chain does not hold.
    #[error(transparent)]
    Broken(#[from] BrokenLink),
    /// The ledger could not be read.
    #[error("the audit chain could not be read")]
    Unreadable(#[from] DbErr),
    /// The anchor could not be read.
    #[error("the anchor {path} could not be read; restore it from a backup")]
    Anchor {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

/// Walks the whole chain and returns how many entries it has.
///
/// A chain that was cut short is told by the anchor in the home folder; a ledger without a home
/// folder cannot tell.
///
/// # Errors
///
/// Names the first entry that does not follow from the one before.
pub async fn verify(ledger: &Ledger) -> Result<u64, VerifyError> {
    let mut head = Head { sequence: 0, hash: START_OF_CHAIN.to_owned() };
    let anchor = match ledger.anchor() {
        Some(path) => Head::read(path)
            .map_err(|source| VerifyError::Anchor { path: path.to_owned(), source })?,
        None => None,
    };
    loop {
        let batch = audit_entry::Entity::find()
            .filter(audit_entry::Column::Id.gt(head.sequence))
            .order_by_asc(audit_entry::Column::Id)
            .limit(VERIFY_BATCH)
            .all(ledger.connection())
            .await?;
        if batch.is_empty() {
            break;
        }
        for entry in batch {
            head = follow(&head, &entry)?;
            if let Some(anchor) = anchor.as_ref().filter(|anchor| anchor.sequence == entry.id)
                && anchor.hash != entry.hash
            {
                return Err(
                    broken(entry.id, "it is not the entry that the anchor remembers").into()
                );
            }
        }
    }
    if let Some(anchor) = anchor.filter(|anchor| anchor.sequence > head.sequence) {
        let reason =
            format!("it is missing, though the anchor remembers {} entries", anchor.sequence);
        return Err(broken(head.sequence + 1, &reason).into());
    }
    Ok(u64::try_from(head.sequence).unwrap_or_default())
}

fn follow(head: &Head, entry: &Entry) -> Result<Head, BrokenLink> {
    let expected = head.sequence + 1;
    if entry.id != expected {
        return Err(broken(expected, "it is missing"));
    }
    if entry.previous_hash != head.hash {
        return Err(broken(entry.id, "it does not carry the hash of the entry before"));
    }
    if hash(entry) != entry.hash {
        return Err(broken(entry.id, "it was changed after it was written"));
    }
    Ok(Head { sequence: entry.id, hash: entry.hash.clone() })
}

fn broken(sequence: i64, reason: &str) -> BrokenLink {
    BrokenLink { sequence, reason: reason.to_owned() }
}

/// The newest entry, as remembered outside the database.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Head {
    sequence: i64,
    hash: String,
}

impl Head {
    fn read(path: &Path) -> io::Result<Option<Self>> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let mut words = text.split_whitespace();
        let sequence = words.next().and_then(|word| word.parse().ok());
        match (sequence, words.next()) {
            (Some(sequence), Some(hash)) => Ok(Some(Self { sequence, hash: hash.to_owned() })),
            _ => Err(io::Error::new(io::ErrorKind::InvalidData, "it is not 'number hash'")),
        }
    }

    fn write(&self, path: &Path) -> io::Result<()> {
        let beside = path.with_extension("new");
        fs::write(&beside, format!("{} {}\n", self.sequence, self.hash))?;
        fs::rename(beside, path)
    }
}

/// Remembers the newest entry in the anchor file; called by [`Ledger::write`] after each commit.
///
/// A failure is logged and not passed on: the change itself is kept, and the next one writes the
/// anchor again.
pub(crate) async fn remember_head(connection: &impl ConnectionTrait, anchor: &Path) {
    let newest = audit_entry::Entity::find()
        .select_only()
        .column(audit_entry::Column::Id)
        .column(audit_entry::Column::Hash)
        .order_by_desc(audit_entry::Column::Id)
        .limit(1)
        .into_tuple::<(i64, String)>()
        .one(connection)
        .await;
    let written = match newest {
        Ok(Some((sequence, hash))) => Head { sequence, hash }.write(anchor),
        Ok(None) => Ok(()),
        Err(error) => Err(io::Error::other(error)),
    };
    if let Err(error) = written {
        tracing::warn!(%error, anchor = %anchor.display(), "the audit anchor was not written");
    }
}

/// One page of entries, newest first; `page` counts from 0.
///
/// # Errors
///
/// Refuses a role that may not read the chain.
pub async fn search(ledger: &Ledger, scope: &Scope, page: u64) -> Result<Vec<Entry>, AppError> {
    if !scope.may(Permission::ReadAudit) {
        return Err(AppError::Forbidden(
            "only administrators and performance managers read the audit",
        ));
    }
    let entries = audit_entry::Entity::find()
        .order_by_desc(audit_entry::Column::Id)
        .offset(page * PAGE_LENGTH)
        .limit(PAGE_LENGTH)
        .all(ledger.connection())
        .await?;
    Ok(entries)
}

#[cfg(test)]
#[path = "audit_tests.rs"]
mod tests;
