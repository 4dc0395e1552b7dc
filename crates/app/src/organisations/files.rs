//! Organisations and their trees from CSV files: all of a file or nothing.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use chrono::NaiveDate;
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait as _,
    IntoActiveModel as _,
};
use serde_json::json;

use super::rules::{KINDS, TREES};
use crate::App;
use crate::db::entities::{organisation, organisation_link};
use crate::flows::csv::{Columns, Fault, Faults, Row, Table};
use crate::shell::audit::{self, Actor, Subject};
use crate::shell::errors::AppError;
use crate::shell::scope::{Permission, Scope};

/// What came of a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Taken {
    /// Rows that said something new.
    pub added: u64,
    /// Rows that changed what was known.
    pub changed: u64,
    /// Rows that said what was known already.
    pub unchanged: u64,
}

/// Why a file was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// Rows are at fault; nothing of the file was taken in.
    #[error("{file}: {}", in_lines(faults))]
    Faults {
        /// Name of the file.
        file: String,
        /// What is wrong, row by row.
        faults: Faults,
    },
    /// It was refused, or failed, as a whole.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<DbErr> for FileError {
    fn from(error: DbErr) -> Self {
        Self::App(error.into())
    }
}

/// Faults shown on a terminal before the rest is only counted.
const FAULTS_SHOWN: usize = 20;

fn in_lines(faults: &Faults) -> String {
    let shown = faults.first().iter().take(FAULTS_SHOWN);
    let mut lines: Vec<String> = shown.map(|fault| format!("\n  {fault}")).collect();
    let rest = faults.count().saturating_sub(lines.len() as u64);
    if rest > 0 {
        lines.push(format!("\n  and {rest} more"));
    }
    format!("nothing was taken in{}", lines.concat())
}

/// Reads every row of a file, or says what is wrong with each that is not right.
///
/// # Errors
///
/// Returns all faults when there is any.
pub(crate) fn read<T>(
    file: &str,
    bytes: &[u8],
    columns: Columns,
    mut check: impl FnMut(&Row) -> Result<T, Fault>,
) -> Result<Vec<(u64, T)>, FileError> {
    let refused = |faults| FileError::Faults { file: file.to_owned(), faults };
    let table = Table::open(bytes, columns).map_err(refused)?;
    let mut faults = Faults::default();
    let mut good = Vec::new();
    let end = table.each_row(|row, fault| {
        match fault.map_or_else(|| check(&row), Err) {
            Ok(taken) => good.push((row.number, taken)),
            Err(fault) => faults.add(fault),
        }
        ControlFlow::Continue(())
    });
    if let Err(fault) = end {
        faults.add(fault);
    }
    if faults.is_empty() { Ok(good) } else { Err(refused(faults)) }
}

/// The faults found while rows were being kept, as the reason to keep none.
pub(crate) fn refuse(file: &str, found: Vec<Fault>) -> FileError {
    let mut faults = Faults::default();
    for fault in found {
        faults.add(fault);
    }
    FileError::Faults { file: file.to_owned(), faults }
}

/// The text of a column that must have one.
///
/// # Errors
///
/// Returns the fault of an empty field.
pub(crate) fn needed(row: &Row, column: &str) -> Result<String, Fault> {
    match row.get(column) {
        "" => Err(row.fault(column, "it is empty", "fill it in")),
        text => Ok(text.to_owned()),
    }
}

/// The day of a column, if it has one.
///
/// # Errors
///
/// Returns the fault of a text that is no day.
pub(crate) fn day(row: &Row, column: &str) -> Result<Option<NaiveDate>, Fault> {
    match row.get(column) {
        "" => Ok(None),
        text => match NaiveDate::parse_from_str(text, "%Y-%m-%d") {
            Ok(day) => Ok(Some(day)),
            Err(_) => Err(row.fault(column, "it is no day", "write it as 2018-04-01")),
        },
    }
}

fn word(row: &Row, column: &str, words: &[&str]) -> Result<String, Fault> {
    let text = row.get(column).to_lowercase();
    if words.contains(&text.as_str()) {
        return Ok(text);
    }
    let remedy = format!("use one of {}", words.join(", "));
    Err(row.fault(column, "the word is not known", &remedy))
}

pub(super) fn ends_after_it_began(
    row: &Row,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    column: &str,
) -> Result<(), Fault> {
    match (from, to) {
        (Some(from), Some(to)) if to < from => {
            Err(row.fault(column, "it ends before it began", "put the days in order"))
        }
        _ => Ok(()),
    }
}

pub(super) fn allowed(scope: &Scope) -> Result<(), AppError> {
    if scope.may(Permission::ManageUsers) {
        return Ok(());
    }
    Err(AppError::Forbidden("only administrators take in organisations and posts"))
}

pub(super) async fn record(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    kind: &'static str,
    file: &str,
    taken: Taken,
) -> Result<(), DbErr> {
    let Taken { added, changed, unchanged } = taken;
    let detail = json!({"file": file, "added": added, "changed": changed, "unchanged": unchanged});
    audit::record(tx, actor, "imported", Subject { kind, id: None }, detail).await
}

/// Takes in organisations: `code,name,kind,open_data,opened_on,closed_on`.
///
/// # Errors
///
/// Names every row that is not right; nothing is taken in unless all are.
pub async fn organisations(
    app: &App,
    scope: &Scope,
    file: &str,
    bytes: &[u8],
) -> Result<Taken, FileError> {
    allowed(scope)?;
    let columns = Columns {
        required: &["code", "name", "kind"],
        optional: &["open_data", "opened_on", "closed_on"],
    };
    let rows = read(file, bytes, columns, organisation)?;
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            let known = organisation::Entity::find().all(tx).await?;
            let mut known: BTreeMap<String, organisation::Model> =
                known.into_iter().map(|row| (row.code.clone(), row)).collect();
            let mut taken = Taken::default();
            let mut new = Vec::new();
            for (_, row) in rows {
                let Some(before) = known.remove(&row.code) else {
                    new.push(new_organisation(&row));
                    taken.added += 1;
                    continue;
                };
                let after = organisation::Model { id: before.id, ..row };
                if before == after {
                    taken.unchanged += 1;
                } else {
                    after.into_active_model().reset_all().update(tx).await?;
                    taken.changed += 1;
                }
            }
            crate::db::insert_all(tx, new).await?;
            record(tx, &actor, "organisation", file, taken).await?;
            Ok(taken)
        })
        .await
}

fn organisation(row: &Row) -> Result<organisation::Model, Fault> {
    let open_data = match row.get("open_data").to_lowercase().as_str() {
        "" | "false" | "no" | "0" => false,
        "true" | "yes" | "1" => true,
        _ => return Err(row.fault("open_data", "it is neither", "write true or false")),
    };
    let opened_on = day(row, "opened_on")?;
    let closed_on = day(row, "closed_on")?;
    ends_after_it_began(row, opened_on, closed_on, "closed_on")?;
    Ok(organisation::Model {
        id: 0,
        code: needed(row, "code")?.to_uppercase(),
        name: needed(row, "name")?,
        kind: word(row, "kind", &KINDS)?,
        open_data,
        opened_on,
        closed_on,
    })
}

fn new_organisation(row: &organisation::Model) -> organisation::ActiveModel {
    organisation::ActiveModel {
        code: Set(row.code.clone()),
        name: Set(row.name.clone()),
        kind: Set(row.kind.clone()),
        open_data: Set(row.open_data),
        opened_on: Set(row.opened_on),
        closed_on: Set(row.closed_on),
        ..Default::default()
    }
}

pub(super) async fn ids_by_code(tx: &impl ConnectionTrait) -> Result<BTreeMap<String, i64>, DbErr> {
    let all = organisation::Entity::find().all(tx).await?;
    Ok(all.into_iter().map(|row| (row.code, row.id)).collect())
}

pub(super) fn unknown_organisation(number: u64, column: &str, code: &str) -> Fault {
    let remedy = "check the code, or import the organisation first";
    Fault::new(number, column, code, "no organisation has this code", remedy)
}

struct TreeEdge {
    tree: String,
    parent: String,
    child: String,
    from_day: NaiveDate,
    to_day: Option<NaiveDate>,
}

/// Takes in the trees organisations stand in: `tree,parent,child,from_day,to_day`.
///
/// # Errors
///
/// Names every row that is not right; nothing is taken in unless all are.
pub async fn tree_links(
    app: &App,
    scope: &Scope,
    file: &str,
    bytes: &[u8],
) -> Result<Taken, FileError> {
    allowed(scope)?;
    let columns =
        Columns { required: &["tree", "parent", "child", "from_day"], optional: &["to_day"] };
    let rows = read(file, bytes, columns, tree_edge)?;
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            let ids = ids_by_code(tx).await?;
            let mut known = known_edges(tx).await?;
            let mut taken = Taken::default();
            let (mut faults, mut new) = (Vec::new(), Vec::new());
            for (number, edge) in rows {
                match (ids.get(&edge.parent), ids.get(&edge.child)) {
                    (None, _) => faults.push(unknown_organisation(number, "parent", &edge.parent)),
                    (_, None) => faults.push(unknown_organisation(number, "child", &edge.child)),
                    (Some(parent), Some(child)) => {
                        let ends = (*parent, *child);
                        new.extend(keep_edge(tx, &edge, ends, &mut known, &mut taken).await?);
                    }
                }
            }
            if !faults.is_empty() {
                return Err(refuse(file, faults));
            }
            crate::db::insert_all(tx, new).await?;
            record(tx, &actor, "organisation_link", file, taken).await?;
            Ok(taken)
        })
        .await
}

fn tree_edge(row: &Row) -> Result<TreeEdge, Fault> {
    let from_day = day(row, "from_day")?
        .ok_or_else(|| row.fault("from_day", "it is empty", "write the first day"))?;
    let to_day = day(row, "to_day")?;
    ends_after_it_began(row, Some(from_day), to_day, "to_day")?;
    let edge = TreeEdge {
        tree: word(row, "tree", &TREES)?,
        parent: needed(row, "parent")?.to_uppercase(),
        child: needed(row, "child")?.to_uppercase(),
        from_day,
        to_day,
    };
    if edge.parent == edge.child {
        return Err(row.fault("child", "it stands below itself", "name two organisations"));
    }
    Ok(edge)
}

/// Tree, parent, child and first day of a link: what makes it the same one.
type EdgeKey = (String, i64, i64, NaiveDate);

/// Every link there is, by what makes it the same one.
async fn known_edges(
    tx: &impl ConnectionTrait,
) -> Result<BTreeMap<EdgeKey, Option<organisation_link::Model>>, DbErr> {
    let all = organisation_link::Entity::find().all(tx).await?;
    let key = |link: &organisation_link::Model| {
        (link.tree.clone(), link.parent_id, link.child_id, link.from_day)
    };
    Ok(all.into_iter().map(|link| (key(&link), Some(link))).collect())
}

/// The link to be added, where it is not known; one that is gets its last day.
async fn keep_edge(
    tx: &impl ConnectionTrait,
    edge: &TreeEdge,
    (parent_id, child_id): (i64, i64),
    known: &mut BTreeMap<EdgeKey, Option<organisation_link::Model>>,
    taken: &mut Taken,
) -> Result<Option<organisation_link::ActiveModel>, DbErr> {
    let key = (edge.tree.clone(), parent_id, child_id, edge.from_day);
    match known.get(&key) {
        None => {
            known.insert(key, None);
            taken.added += 1;
            return Ok(Some(organisation_link::ActiveModel {
                tree: Set(edge.tree.clone()),
                parent_id: Set(parent_id),
                child_id: Set(child_id),
                from_day: Set(edge.from_day),
                to_day: Set(edge.to_day),
                ..Default::default()
            }));
        }
        Some(Some(before)) if before.to_day != edge.to_day => {
            let mut row = before.clone().into_active_model();
            row.to_day = Set(edge.to_day);
            row.update(tx).await?;
            taken.changed += 1;
        }
        // Known as it is, or named twice in the file.
        Some(_) => taken.unchanged += 1,
    }
    Ok(None)
}

#[cfg(test)]
#[path = "files_tests.rs"]
mod tests;
