//! Takes a file of rows in: all of it in one transaction, or nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, anyhow};
use bellwether_lake::dataset::Dataset;
use bellwether_lake::load::{
    self as lake, Counts, Fault, Input, LoadError, LoadMark, Options, Prepared, write_rejected,
};
use bellwether_lake::mapping::{Mapping, read_mapping};
use bellwether_lake::parts::{DatasetLock, Snapshot};
use sha2::{Digest as _, Sha256};

use super::commit::{self, Begun};
use super::rules::{Touched, touched};
use super::store::{find, snapshot};
use crate::App;
use crate::db::entities::dataset_load;
use crate::shell::errors::AppError;
use crate::shell::scope::{Permission, Scope};

/// A file of rows, and how to take it in.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its name, as the ledger remembers it.
    pub file_name: String,
    /// Where its rows are.
    pub input: Input,
    /// Name and text of a mapping.
    pub mapping: Option<(String, String)>,
    /// Refuse everything if any row is at fault.
    pub all_or_nothing: bool,
    /// Say what would happen, and keep nothing.
    pub dry_run: bool,
}

impl Source {
    /// A file as it is.
    #[must_use]
    pub fn new(file_name: &str, input: Input) -> Self {
        Self {
            file_name: file_name.to_owned(),
            input,
            mapping: None,
            all_or_nothing: false,
            dry_run: false,
        }
    }
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Its good rows are in.
    Done,
    /// They would be.
    WouldBeDone,
    /// The very same file is in already, by this load; nothing changed.
    AlreadyThere(i64),
    /// Nothing of it was taken, for this reason.
    Refused(String),
}

/// What a load did.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// Its row in the ledger; none where nothing was written down.
    pub load_id: Option<i64>,
    /// What became of the file.
    pub outcome: Outcome,
    /// How many rows came to what.
    pub counts: Counts,
    /// What is wrong with the rejected rows.
    pub faults: Vec<Fault>,
    /// The file of rejected rows, where there are any.
    pub rejected_file: Option<PathBuf>,
    /// Columns of the file that nothing reads.
    pub unused_columns: Vec<String>,
    /// The days it touches, by dataset.
    pub touched: BTreeMap<String, Touched>,
}

impl Loaded {
    fn without_rows(load_id: Option<i64>, outcome: Outcome) -> Self {
        Self {
            load_id,
            outcome,
            counts: Counts::default(),
            faults: Vec::new(),
            rejected_file: None,
            unused_columns: Vec::new(),
            touched: BTreeMap::new(),
        }
    }
}

/// Told how many bytes of the file have been read.
pub type Progress = Arc<dyn Fn(u64) + Send + Sync>;

/// Takes a file in. When it returns [`Outcome::Done`] every query sees its rows, and they are on the
/// disk; until then none does.
///
/// # Errors
///
/// Refuses a user who does not load figures, a name that is no dataset and a mapping at fault; fails
/// when the ledger or the lake cannot be written. A file at fault is no error but an outcome.
pub async fn load(
    app: &App,
    scope: &Scope,
    dataset: &str,
    source: Source,
    progress: Progress,
) -> Result<Loaded, AppError> {
    if !scope.may(Permission::LoadFigures) {
        return Err(AppError::Forbidden(
            "only administrators and performance managers load figures",
        ));
    }
    let dataset = find(dataset)?;
    let (mapping, mapping_sha256) = mapping_of(&source, dataset)?;
    let folder = app.home.lake();
    // One load of a dataset at a time: what a row replaces must not change under way.
    let lock = blocking({
        let folder = folder.clone();
        move || DatasetLock::take(&folder, &dataset.name).context("the dataset cannot be locked")
    })
    .await?;
    if let Some(earlier) = same_file(app, dataset, &source, &mapping_sha256).await? {
        return Ok(Loaded::without_rows(None, Outcome::AlreadyThere(earlier)));
    }
    let begun = if source.dry_run {
        Begun::nowhere(app.clock.now())
    } else {
        commit::begin(app, scope, dataset, &source, &mapping_sha256).await?
    };
    let snapshot = Arc::new(snapshot(app, &dataset.name).await?);
    let prepared = prepare(dataset, &folder, &snapshot, &source, mapping, &begun, progress).await?;
    let loaded = match prepared {
        Err(reason) => refuse(app, scope, &source, &begun, reason).await?,
        Ok(prepared) => take(app, scope, &source, &begun, &snapshot, prepared, dataset).await?,
    };
    drop(lock);
    Ok(loaded)
}

fn mapping_of(source: &Source, dataset: &Dataset) -> Result<(Mapping, String), AppError> {
    let Some((file, text)) = &source.mapping else {
        return Ok((Mapping::default(), String::new()));
    };
    let mapping = read_mapping(file, text, dataset).map_err(|faults| {
        AppError::Invalid(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })?;
    Ok((mapping, hex::encode(Sha256::digest(text.as_bytes()))))
}

/// Runs what reads and writes files on a thread that may wait.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> anyhow::Result<T> + Send + 'static,
) -> Result<T, AppError> {
    let done = tokio::task::spawn_blocking(work).await.context("a thread came to grief")?;
    Ok(done?)
}

fn unreadable(source: &Source, error: &std::io::Error) -> AppError {
    let name = &source.file_name;
    AppError::Invalid(format!("{name} cannot be read: {error}; check its name and permissions"))
}

/// The earlier load of the very same file by the same mapping. Only a file of the same size is
/// hashed beforehand.
async fn same_file(
    app: &App,
    dataset: &Dataset,
    source: &Source,
    mapping_sha256: &str,
) -> Result<Option<i64>, AppError> {
    let size = source.input.size().map_err(|error| unreadable(source, &error))?;
    let earlier = commit::done_of_size(app, dataset, size, mapping_sha256).await?;
    if earlier.is_empty() {
        return Ok(None);
    }
    let input = source.input.clone();
    let sha256 = blocking(move || input.sha256().context("the file cannot be read")).await?;
    let same = |load: &&dataset_load::Model| load.file_sha256 == sha256;
    Ok(earlier.iter().find(same).map(|load| load.id))
}

/// Reads and writes; the inner error is one that the sender can put right.
async fn prepare(
    dataset: &'static Dataset,
    folder: &Path,
    snapshot: &Arc<Snapshot>,
    source: &Source,
    mapping: Mapping,
    begun: &Begun,
    progress: Progress,
) -> Result<Result<Prepared, String>, AppError> {
    let (folder, snapshot, input) = (folder.to_owned(), Arc::clone(snapshot), source.input.clone());
    let mark = LoadMark { id: begun.id.unwrap_or_default(), known_at: begun.known_at };
    blocking(move || {
        let options = Options { mapping, ..Options::default() };
        let prepared =
            lake::prepare(&folder, dataset, &snapshot, &input, &options, mark, &*progress);
        match prepared {
            Ok(prepared) => Ok(Ok(prepared)),
            Err(error) if error.is_senders() => Ok(Err(reason(&error))),
            Err(error) => Err(anyhow!(error)),
        }
    })
    .await
}

/// An error with what lies behind it, in one line.
fn reason(error: &LoadError) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        source = cause.source();
    }
    text
}

async fn refuse(
    app: &App,
    scope: &Scope,
    source: &Source,
    begun: &Begun,
    reason: String,
) -> Result<Loaded, AppError> {
    if !source.dry_run {
        commit::refuse(app, scope, begun, &reason, &Counts::default()).await?;
    }
    Ok(Loaded::without_rows(begun.id, Outcome::Refused(reason)))
}

async fn take(
    app: &App,
    scope: &Scope,
    source: &Source,
    begun: &Begun,
    snapshot: &Snapshot,
    mut prepared: Prepared,
    dataset: &Dataset,
) -> Result<Loaded, AppError> {
    let replaced: Vec<_> = snapshot
        .parts
        .iter()
        .filter(|part| prepared.superseded.contains_key(&part.id))
        .map(|part| part.month)
        .collect();
    let touched = touched(&prepared.days, &replaced);
    let mut loaded = Loaded {
        load_id: begun.id,
        outcome: if source.dry_run { Outcome::WouldBeDone } else { Outcome::Done },
        counts: prepared.counts,
        faults: std::mem::take(&mut prepared.faults),
        rejected_file: None,
        unused_columns: std::mem::take(&mut prepared.unused_columns),
        touched: touched.map(|days| (dataset.name.clone(), days)).into_iter().collect(),
    };
    if let Some(id) = begun.id.filter(|_| !loaded.faults.is_empty()) {
        loaded.rejected_file = Some(keep_rejected(&app.home.lake(), id, &loaded.faults)?);
    }
    if source.all_or_nothing && !loaded.faults.is_empty() {
        let reason = format!(
            "{} rows are at fault, and all or nothing was asked for",
            loaded.counts.rejected
        );
        loaded.touched.clear();
        if !source.dry_run {
            commit::refuse(app, scope, begun, &reason, &loaded.counts).await?;
        }
        loaded.outcome = Outcome::Refused(reason);
    } else if !source.dry_run {
        commit::finish(app, scope, begun, dataset, prepared).await?;
    }
    Ok(loaded)
}

/// Where the file of rejected rows of a load is.
#[must_use]
pub fn rejected_file(lake: &Path, load_id: i64) -> PathBuf {
    lake.join("rejected").join(format!("{load_id}.csv"))
}

fn keep_rejected(lake: &Path, load_id: i64, faults: &[Fault]) -> Result<PathBuf, AppError> {
    let path = rejected_file(lake, load_id);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).context("the folder of rejected rows cannot be made")?;
    }
    let file = fs::File::create(&path).context("the rejected rows cannot be written")?;
    write_rejected(faults, std::io::BufWriter::new(file))
        .context("the rejected rows cannot be written")?;
    Ok(path)
}
