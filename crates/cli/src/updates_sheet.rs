//! `bellwether import updates-sheet`: an edited spreadsheet of a plan, brought back.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, anyhow};
use bellwether_app::exports::sheets::{self, Outcome, Preview, RowChange, SheetFile, Side};
use bellwether_app::flows;
use bellwether_app::shell::errors::AppError;
use clap::ValueEnum;

use crate::import::file_name;
use crate::installation::{Installation, everything, say};

#[derive(Debug, clap::Args)]
pub(crate) struct UpdatesSheetArgs {
    #[command(flatten)]
    installation: Installation,

    /// The workbook that was written out by `export plan --format xlsx` and edited
    path: PathBuf,

    /// Number of the plan
    #[arg(long, value_name = "ID")]
    plan: i64,

    /// What counts where both the spreadsheet and the plan have changed
    #[arg(long, value_enum, default_value_t)]
    conflicts: Conflicts,

    /// Say what would be posted, and post nothing
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Conflicts {
    /// Post nothing while there is one
    #[default]
    Refuse,
    /// What the spreadsheet says
    Sheet,
    /// What is there already: those rows are left out
    Here,
}

impl Conflicts {
    fn choose(self) -> Option<Side> {
        match self {
            Self::Refuse => None,
            Self::Sheet => Some(Side::Sheet),
            Self::Here => Some(Side::Here),
        }
    }
}

/// Brings a spreadsheet back: all of its updates, or none.
pub(crate) async fn take(args: &UpdatesSheetArgs) -> anyhow::Result<ExitCode> {
    let app = args.installation.open().await?;
    let scope = everything(&app);
    let bytes = flows::read_file(&args.path)?;
    let file = SheetFile::of(&file_name(&args.path)?, &bytes);
    let rows = sheets::read(&bytes).map_err(|message| anyhow!(message))?;
    let known = |error: AppError| match error {
        AppError::NotFound => anyhow!("there is no plan {}", args.plan),
        error => error.into(),
    };
    if args.dry_run {
        let preview = sheets::preview(&app, &scope, args.plan, &rows).await.map_err(known)?;
        tell(&preview);
        return Ok(ExitCode::SUCCESS);
    }
    let choose = |_: &RowChange| args.conflicts.choose();
    let outcome = sheets::apply(&app, &scope, args.plan, &file, &rows, choose).await;
    match outcome.map_err(known).with_context(|| format!("{} was not taken in", file.name))? {
        Outcome::Posted(posted) => {
            say(&format!("{}: {posted} updates posted.", file.name));
            Ok(ExitCode::SUCCESS)
        }
        Outcome::LookAgain(preview) => {
            tell(&preview);
            say("Nothing was posted. Put the refused rows right, and choose with --conflicts.");
            Ok(ExitCode::FAILURE)
        }
    }
}

fn tell(preview: &Preview) {
    for row in &preview.refused {
        say(&format!("row {}, {}: {}", row.number, row.about, row.why));
    }
    for change in &preview.conflicts {
        let (row, commitment) = (change.row.number, &change.commitment);
        let words = format!("{} {}", commitment.reference, commitment.text);
        let by = commitment.latest_by.as_deref().unwrap_or("somebody");
        say(&format!("row {row}, {}: changed here too since, by {by}", words.trim()));
    }
    say(&format!(
        "{} updates ready, {} conflicts, {} rows refused, {} unchanged.",
        preview.ready.len(),
        preview.conflicts.len(),
        preview.refused.len(),
        preview.unchanged
    ));
}
