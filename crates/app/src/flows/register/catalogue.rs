//! The register of flows on disk, taken into the ledger.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, EntityTrait as _};
use serde_json::json;

use super::definition::{FlowDefinition, read_flow};
use crate::App;
use crate::db::entities::flow;
use crate::organisations::files::Taken;
use crate::shell::audit::{self, Subject};
use crate::shell::errors::AppError;
use crate::shell::scope::{Permission, Scope, Visible};

/// Largest file of a flow read, in bytes.
const LARGEST_FILE: u64 = 64 << 10;

/// A flow and the text it was read from.
#[derive(Debug, Clone)]
pub struct WrittenFlow {
    /// What it says.
    pub definition: FlowDefinition,
    /// As written.
    pub text: String,
}

/// Reads every `.toml` file of a folder, in the order of their names.
///
/// # Errors
///
/// Returns [`AppError::Invalid`] with every fault by file, line and key, or when the folder cannot
/// be read or has no flow in it.
pub fn read_folder(folder: &Path) -> Result<Vec<WrittenFlow>, AppError> {
    let unreadable = |error: std::io::Error| {
        AppError::Invalid(format!("{} cannot be read: {error}", folder.display()))
    };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            paths.push(path);
        }
    }
    paths.sort();
    let (mut faults, mut flows) = (Vec::new(), Vec::new());
    for path in &paths {
        match read_file(path) {
            Ok(flow) => flows.push(flow),
            Err(found) => faults.extend(found),
        }
    }
    if !faults.is_empty() {
        return Err(AppError::Invalid(faults.join("\n")));
    }
    if flows.is_empty() {
        let problem = "has no flow in it; name a folder of files such as ae.toml";
        return Err(AppError::Invalid(format!("{} {problem}", folder.display())));
    }
    Ok(flows)
}

fn read_file(path: &Path) -> Result<WrittenFlow, Vec<String>> {
    let file = path.display().to_string();
    let size = fs::metadata(path).map_err(|error| vec![format!("{file}: {error}")])?.len();
    if size > LARGEST_FILE {
        return Err(vec![format!("{file}: larger than a flow can be")]);
    }
    let text = fs::read_to_string(path).map_err(|error| vec![format!("{file}: {error}")])?;
    let definition = read_flow(&file, &text)?;
    Ok(WrittenFlow { definition, text })
}

/// Takes flows in: new ones are added, changed ones replace what was there, and the audit chain
/// keeps what they replaced.
///
/// # Errors
///
/// Refuses a user who does not load figures for everyone.
pub async fn import(app: &App, scope: &Scope, flows: &[WrittenFlow]) -> Result<Taken, AppError> {
    if !scope.may(Permission::LoadFigures) || scope.within != Visible::All {
        return Err(AppError::Forbidden("only an administrator changes the register of flows"));
    }
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            let known = flow::Entity::find().all(tx).await?;
            let known: BTreeMap<String, flow::Model> =
                known.into_iter().map(|row| (row.code.clone(), row)).collect();
            let mut taken = Taken::default();
            let mut replaced = Vec::new();
            for flow in flows {
                let mut row = flow::ActiveModel {
                    code: Set(flow.definition.code.clone()),
                    definition: Set(flow.text.clone()),
                    imported_at: Set(actor.at),
                    ..Default::default()
                };
                match known.get(&flow.definition.code) {
                    Some(before) if before.definition == flow.text => taken.unchanged += 1,
                    Some(before) => {
                        row.id = sea_orm::ActiveValue::Unchanged(before.id);
                        row.update(tx).await?;
                        replaced.push(before.definition.clone());
                        taken.changed += 1;
                    }
                    None => {
                        flow::Entity::insert(row).exec(tx).await?;
                        taken.added += 1;
                    }
                }
            }
            let Taken { added, changed, unchanged } = taken;
            if added + changed > 0 {
                let detail = json!({
                    "added": added,
                    "changed": changed,
                    "unchanged": unchanged,
                    "replaced": replaced,
                });
                let subject = Subject { kind: "flow", id: None };
                audit::record(tx, &actor, "imported", subject, detail).await?;
            }
            Ok(taken)
        })
        .await
}
