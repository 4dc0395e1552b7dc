//! The catalogue of indicators on disk, taken into the ledger.

use std::fs;
use std::path::Path;

use bellwether_lake::dataset::shipped;
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait as _};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::definition::{Definition, Filed, check_definitions, read_definition};
use super::store::{self, improvement_word, period_word};
use crate::App;
use crate::db::entities::{indicator, load};
use crate::shell::audit::{self, Subject};
use crate::shell::errors::AppError;
use crate::shell::scope::{Permission, Scope, Visible};

/// Largest definition file read, in bytes.
const LARGEST_FILE: u64 = 64 << 10;
/// Faults named in one message.
const FAULTS_NAMED: usize = 20;

/// What came of a catalogue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CatalogueReport {
    /// Codes that were not known before.
    pub added: Vec<String>,
    /// Codes whose definition is no longer the same.
    pub changed: Vec<String>,
    /// How many were the same.
    pub unchanged: usize,
}

/// Reads every `.toml` file of a folder, in the order of their names.
///
/// # Errors
///
/// Returns [`AppError::Invalid`] with every fault by file, line and key, or when the folder cannot
/// be read or has no definition in it.
pub fn read_folder(folder: &Path) -> Result<Vec<Definition>, AppError> {
    let unreadable = |error: std::io::Error| {
        AppError::Invalid(format!("{} cannot be read: {error}", folder.display()))
    };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if is_definition(&path) {
            paths.push(path);
        }
    }
    paths.sort();
    let mut faults = Vec::new();
    let mut filed: Vec<Filed> = Vec::new();
    for path in &paths {
        match read_file(path) {
            Ok(definition) => filed.push((path.display().to_string(), definition)),
            Err(found) => faults.extend(found),
        }
    }
    if faults.is_empty() {
        faults.extend(check(&filed)?);
    }
    if !faults.is_empty() {
        let more = faults.len().saturating_sub(FAULTS_NAMED);
        faults.truncate(FAULTS_NAMED);
        if more > 0 {
            faults.push(format!("and {more} more faults"));
        }
        return Err(AppError::Invalid(faults.join("\n")));
    }
    if filed.is_empty() {
        let problem = "has no definition in it; name a folder of files such as ae4.toml";
        return Err(AppError::Invalid(format!("{} {problem}", folder.display())));
    }
    Ok(filed.into_iter().map(|(_, definition)| definition).collect())
}

/// What is wrong with definitions, held against the shipped datasets and each other.
fn check(filed: &[Filed]) -> Result<Vec<String>, AppError> {
    let datasets = shipped().map_err(|faults| {
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("the shipped datasets: {}", faults.join("; "))
    })?;
    Ok(check_definitions(filed, &datasets).iter().map(ToString::to_string).collect())
}

/// Reads one definition and holds it against the shipped datasets and the definitions beside it.
///
/// # Errors
///
/// Returns [`AppError::Invalid`] with every fault of this file by line and key, or when it cannot
/// be read. Faults of the files beside it are not its own.
pub fn check_file(path: &Path) -> Result<Definition, AppError> {
    let own = path.display().to_string();
    let refused = |faults: Vec<String>| AppError::Invalid(faults.join("\n"));
    let definition = read_file(path).map_err(refused)?;
    let mut filed = vec![(own.clone(), definition.clone())];
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    for entry in fs::read_dir(folder.unwrap_or(Path::new("."))).into_iter().flatten().flatten() {
        let beside = entry.path();
        if is_definition(&beside) && beside.file_name() != path.file_name() {
            filed
                .extend(read_file(&beside).ok().map(|other| (beside.display().to_string(), other)));
        }
    }
    let start = format!("{own}, line ");
    let faults = check(&filed)?.into_iter().filter(|fault| fault.starts_with(&start));
    let faults: Vec<String> = faults.collect();
    if faults.is_empty() { Ok(definition) } else { Err(refused(faults)) }
}

/// A definition, and not the worked example beside it.
fn is_definition(path: &Path) -> bool {
    let is = |part: &Path, extension: &str| {
        part.extension().is_some_and(|found| found.eq_ignore_ascii_case(extension))
    };
    is(path, "toml") && !path.file_stem().is_some_and(|stem| is(stem.as_ref(), "spec"))
}

fn read_file(path: &Path) -> Result<Definition, Vec<String>> {
    let file = path.display().to_string();
    let size = fs::metadata(path).map_err(|error| vec![format!("{file}: {error}")])?.len();
    if size > LARGEST_FILE {
        return Err(vec![format!("{file}: larger than a definition can be")]);
    }
    let text = fs::read_to_string(path).map_err(|error| vec![format!("{file}: {error}")])?;
    read_definition(&file, &text).map_err(|faults| faults.iter().map(ToString::to_string).collect())
}

/// Takes definitions in: new ones are added, changed ones replace what was there, and the audit
/// chain keeps what they replaced. An indicator that has figures keeps its period and calculation.
///
/// # Errors
///
/// Refuses a user who does not load figures for everyone, and a change that figures forbid.
pub async fn import(
    app: &App,
    scope: &Scope,
    definitions: &[Definition],
) -> Result<CatalogueReport, AppError> {
    if !scope.may(Permission::LoadFigures) || scope.within != Visible::All {
        return Err(AppError::Forbidden("only an administrator changes definitions"));
    }
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            let known = store::list(tx).await?;
            let mut report = CatalogueReport::default();
            let mut replaced = Vec::new();
            for definition in definitions {
                let before = known.iter().find(|known| known.definition.code == definition.code);
                match before {
                    Some(before) if before.definition == *definition => report.unchanged += 1,
                    Some(before) => {
                        check_change(&before.definition, definition)?;
                        row(definition, Some(before.id)).update(tx).await?;
                        replaced.push(format!("{:?}", before.definition));
                        report.changed.push(definition.code.clone());
                    }
                    None => {
                        indicator::Entity::insert(row(definition, None)).exec(tx).await?;
                        report.added.push(definition.code.clone());
                    }
                }
            }
            if report.added.is_empty() && report.changed.is_empty() {
                return Ok(report);
            }
            let load_id = insert_load(tx, scope, definitions, &report, actor.at).await?;
            let detail = json!({
                "added": report.added,
                "changed": report.changed,
                "replaced": replaced,
            });
            audit::record(tx, &actor, "imported", Subject::new("load", load_id), detail).await?;
            Ok(report)
        })
        .await
}

/// The figures of an indicator are of one length of period and one calculation for ever.
fn check_change(before: &Definition, after: &Definition) -> Result<(), AppError> {
    if before.period == after.period && before.calculation == after.calculation {
        return Ok(());
    }
    Err(AppError::Invalid(format!(
        "{}: the length of its period and its calculation cannot change; give the new indicator a code of its own",
        after.code
    )))
}

async fn insert_load(
    transaction: &impl ConnectionTrait,
    scope: &Scope,
    definitions: &[Definition],
    report: &CatalogueReport,
    made_at: chrono::DateTime<chrono::Utc>,
) -> Result<i64, DbErr> {
    let digest = Sha256::digest(format!("{definitions:?}"));
    let taken = report.added.len() + report.changed.len();
    let row = load::ActiveModel {
        kind: Set("indicators".to_owned()),
        file_name: Set("catalogue".to_owned()),
        file_sha256: Set(hex::encode(digest)),
        rows_taken: Set(i64::try_from(taken).unwrap_or(i64::MAX)),
        rows_rejected: Set(0),
        made_by: Set(scope.user_id),
        made_at: Set(made_at),
        ..Default::default()
    };
    Ok(load::Entity::insert(row).exec(transaction).await?.last_insert_id)
}

fn row(definition: &Definition, id: Option<i64>) -> indicator::ActiveModel {
    let Definition { code, title, unit, domain, author, .. } = definition.clone();
    indicator::ActiveModel {
        id: id.map_or_else(Default::default, sea_orm::ActiveValue::Unchanged),
        code: Set(code),
        title: Set(title),
        definition: Set(definition.definition.clone()),
        why_it_matters: Set(definition.why_it_matters.clone()),
        kind: Set(definition.kind.word().to_owned()),
        improvement: Set(improvement_word(definition.improvement).to_owned()),
        unit: Set(unit),
        decimals: Set(i32::from(definition.decimals)),
        calculation: Set(definition.calculation.word().to_owned()),
        multiplier: Set(definition.multiplier),
        numerator_label: Set(definition.numerator.clone()),
        denominator_label: Set(definition.denominator.clone()),
        lowest_possible: Set(definition.lowest_possible),
        highest_possible: Set(definition.highest_possible),
        period_kind: Set(period_word(definition.period).to_owned()),
        due_working_days: Set(i32::from(definition.due_working_days)),
        domain: Set(domain),
        lead_title: Set(definition.lead.clone()),
        author: Set(author),
        reviewed_on: Set(definition.reviewed),
        next_review_on: Set(definition.next_review),
        file_text: Set(Some(definition.text.clone())),
    }
}
