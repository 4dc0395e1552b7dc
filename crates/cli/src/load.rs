//! `bellwether load`: files of rows into a dataset.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use bellwether_app::App;
use bellwether_app::datasets::load::Source;
use bellwether_app::datasets::rules::Touched;
use bellwether_app::datasets::sweep::sweep_all;
use bellwether_app::datasets::{self, Loaded, Outcome, rules};
use bellwether_app::evaluation;
use bellwether_lake::load::Input;
use indicatif::{ProgressBar, ProgressStyle};

use crate::evaluate::say_figures;
use crate::import::file_name;
use crate::installation::{self, Installation, everything, say};

/// Takes files of rows into a dataset: CSV of any delimiter, Parquet or NDJSON, as they are or packed
/// with gzip or zstd. Each file is one transaction; the same file twice changes nothing, and a later
/// row of a key replaces the earlier one.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  bellwether load ae_attendances attendances-2019-01.csv.gz
  bellwether load ae_attendances export.csv --mapping catalogue/mappings/hospital_activity_ae.toml
  bellwether load complaints complaints.csv --dry-run
  bellwether load ae_attendances --watch inbox

Rows at fault are left out and written to FILE.rejected.csv with row, column, value, rule and what
to do.")]
pub(crate) struct Args {
    #[command(flatten)]
    installation: Installation,

    /// The dataset, such as `ae_attendances`
    dataset: String,

    /// The files
    #[arg(required_unless_present = "watch")]
    files: Vec<PathBuf>,

    /// How the files' columns and words become those of the dataset
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,

    /// Say what would happen, and change nothing
    #[arg(long, conflicts_with = "watch")]
    dry_run: bool,

    /// Take nothing of a file if any of its rows is at fault
    #[arg(long)]
    all_or_nothing: bool,

    /// Take files as they appear in a folder, and move them into `done` or `rejected` in it
    #[arg(long, value_name = "FOLDER", conflicts_with = "files")]
    watch: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    installation::run(async {
        let app = args.installation.open().await?;
        // What an earlier load left that was killed is in nobody's way, but takes space.
        sweep_all(&app).await?;
        let mapping = match &args.mapping {
            None => None,
            Some(path) => {
                let text = fs::read_to_string(path)
                    .with_context(|| format!("the mapping {} cannot be read", path.display()))?;
                Some((path.display().to_string(), text))
            }
        };
        let loading = Loading { app, args, mapping };
        match &args.watch {
            Some(folder) => loading.watch(folder).await,
            None => loading.all().await,
        }
    })
}

/// What every file is loaded with.
struct Loading<'a> {
    app: App,
    args: &'a Args,
    mapping: Option<(String, String)>,
}

/// How often a watched folder is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// A file that has not changed for so long is whole.
const SETTLED_AFTER: Duration = Duration::from_millis(500);

impl Loading<'_> {
    async fn all(&self) -> anyhow::Result<ExitCode> {
        let mut whole = true;
        let mut touched: BTreeMap<String, Touched> = BTreeMap::new();
        for path in &self.args.files {
            let loaded = self.one(path).await?;
            for (dataset, days) in &loaded.touched {
                touched
                    .entry(dataset.clone())
                    .and_modify(|known| *known = rules::both(*known, *days))
                    .or_insert(*days);
            }
            whole &= loaded.faults.is_empty() && !matches!(loaded.outcome, Outcome::Refused(_));
            if let Some(rejected) = &loaded.rejected_file {
                let beside = PathBuf::from(format!("{}.rejected.csv", path.display()));
                fs::copy(rejected, &beside)
                    .with_context(|| format!("{} cannot be written", beside.display()))?;
                say(&format!("The rejected rows are in {}.", beside.display()));
            }
        }
        if !self.args.dry_run {
            self.evaluate(&touched).await?;
        }
        Ok(if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    /// Loads one file and says what came of it.
    async fn one(&self, path: &Path) -> anyhow::Result<Loaded> {
        let mut source = Source::new(&file_name(path)?, Input::File(path.to_owned()));
        source.mapping.clone_from(&self.mapping);
        source.all_or_nothing = self.args.all_or_nothing;
        source.dry_run = self.args.dry_run;
        let size =
            fs::metadata(path).with_context(|| format!("{} cannot be read", path.display()))?.len();
        let bar = bar(size)?;
        let started = Instant::now();
        let progress = {
            let bar = bar.clone();
            Arc::new(move |bytes| bar.set_position(bytes))
        };
        let scope = everything(&self.app);
        let dataset = &self.args.dataset;
        let loaded = datasets::load(&self.app, &scope, dataset, source, progress).await;
        bar.finish_and_clear();
        let loaded = loaded.with_context(|| format!("{} was not loaded", path.display()))?;
        for line in lines(path, &loaded, started.elapsed()) {
            say(&line);
        }
        Ok(loaded)
    }

    /// Works out again what the loaded rows touch.
    async fn evaluate(&self, touched: &BTreeMap<String, Touched>) -> anyhow::Result<()> {
        if !touched.is_empty() {
            let scope = everything(&self.app);
            say_figures(&evaluation::run::touched_days(&self.app, &scope, touched).await?);
        }
        Ok(())
    }

    async fn watch(&self, folder: &Path) -> anyhow::Result<ExitCode> {
        if !folder.is_dir() {
            bail!("{} is no folder; make it, or name another one", folder.display());
        }
        say(&format!("Watching {}; stop with Ctrl+C.", folder.display()));
        loop {
            for path in settled(folder)? {
                let loaded = self.one(&path).await?;
                Self::put_away(folder, &path, &loaded)?;
                self.evaluate(&loaded.touched).await?;
            }
            tokio::select! {
                stopped = tokio::signal::ctrl_c() => {
                    stopped.context("the signal to stop cannot be waited for")?;
                    return Ok(ExitCode::SUCCESS);
                }
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
        }
    }

    /// Moves a file out of the way: what is acknowledged must not be taken again for new.
    fn put_away(folder: &Path, path: &Path, loaded: &Loaded) -> anyhow::Result<()> {
        let refused = matches!(loaded.outcome, Outcome::Refused(_));
        let into = folder.join(if refused { "rejected" } else { "done" });
        fs::create_dir_all(&into).with_context(|| format!("{} cannot be made", into.display()))?;
        let name = file_name(path)?;
        let number = loaded.load_id.map_or_else(|| "again".to_owned(), |id| id.to_string());
        let to = into.join(format!("{number}-{name}"));
        fs::rename(path, &to).with_context(|| format!("{} cannot be moved", path.display()))?;
        if let Some(rejected) = &loaded.rejected_file {
            let beside = into.join(format!("{number}-{name}.rejected.csv"));
            fs::copy(rejected, &beside)
                .with_context(|| format!("{} cannot be written", beside.display()))?;
        }
        Ok(())
    }
}

/// The files of a folder that nobody is still writing, by name.
fn settled(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    let unreadable = || format!("the folder {} cannot be read", folder.display());
    for entry in fs::read_dir(folder).with_context(unreadable)? {
        let entry = entry.with_context(unreadable)?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        // A file may be gone again by now.
        let Ok(known) = entry.metadata() else { continue };
        let age = known.modified().ok().and_then(|changed| changed.elapsed().ok());
        if known.is_file() && !hidden && age.unwrap_or_default() >= SETTLED_AFTER {
            paths.push(entry.path());
        }
    }
    paths.sort();
    Ok(paths)
}

fn bar(bytes: u64) -> anyhow::Result<ProgressBar> {
    let bar = ProgressBar::new(bytes);
    bar.set_style(ProgressStyle::with_template(
        "{bar:30} {bytes}/{total_bytes} {bytes_per_sec} {eta} left",
    )?);
    Ok(bar)
}

/// Faults told on the terminal; all of them are in the file.
const FAULTS_SHOWN: usize = 5;

fn lines(path: &Path, loaded: &Loaded, took: Duration) -> Vec<String> {
    let name = path.display();
    let mut lines = Vec::new();
    for fault in loaded.faults.iter().take(FAULTS_SHOWN) {
        let (row, column, value) = (fault.row, &fault.column, &fault.value);
        lines.push(format!(
            "{name}, row {row}, {column} '{value}' {}: {}",
            fault.rule, fault.remedy
        ));
    }
    if loaded.faults.len() > FAULTS_SHOWN {
        let more = loaded.faults.len() - FAULTS_SHOWN;
        lines.push(format!("{name}: and {more} more faults"));
    }
    if !loaded.unused_columns.is_empty() {
        lines.push(format!("{name}: columns not used: {}", loaded.unused_columns.join(", ")));
    }
    let counts = rules::sentence(&loaded.counts);
    let seconds = took.as_secs_f64();
    lines.push(match (&loaded.outcome, loaded.load_id) {
        (Outcome::Done, Some(id)) => format!("{name}: load {id}: {counts}; {seconds:.1} s"),
        (Outcome::Done | Outcome::WouldBeDone, _) => {
            format!("{name}: would be: {counts}; {seconds:.1} s")
        }
        (Outcome::AlreadyThere(id), _) => {
            format!("{name}: is in already, by load {id}; nothing changed")
        }
        (Outcome::Refused(reason), _) => format!("{name}: nothing was taken: {reason}"),
    });
    lines
}
