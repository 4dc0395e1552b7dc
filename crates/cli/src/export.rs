//! `bellwether export`: writes plans out as files, as they stood on a day.

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use bellwether_app::exports::store::{Exported, Format, FormatError, Which, export};
use bellwether_app::shell::clock::AsAt;
use bellwether_app::shell::errors::AppError;
use chrono::NaiveDate;
use clap::Subcommand;

use crate::context::iso_day;
use crate::installation::{self, Installation, everything, say};

const EXAMPLES: &str = "\
Examples:
  bellwether export plan 3 --format xlsx -o plan.xlsx
  bellwether export plan 3 --format docx --as-at 2018-12-31 -o december.docx
  bellwether export plan 3 --with-plans-inside --format docx -o district.docx
  bellwether export plan all --format csv > commitments.csv
  bellwether export plan all --format json | jq '.documents[].commitments[].standing'

The workbook can be filled in and brought back: bellwether import updates-sheet plan.xlsx --plan 3";

/// Writes plans out as they stood at the end of a day
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// One plan by its number, or all of them
    #[command(after_help = EXAMPLES)]
    Plan(PlanArgs),
}

#[derive(Debug, clap::Args)]
struct PlanArgs {
    #[command(flatten)]
    installation: Installation,

    /// Number of the plan, or `all`
    #[arg(value_name = "ID|all", value_parser = which)]
    plan: Which,

    /// Take the plans inside it along, at any depth
    #[arg(long)]
    with_plans_inside: bool,

    /// Kind of file: xlsx (can be edited and brought back), docx, csv, json or ics
    #[arg(long, value_name = "FORMAT", value_parser = format)]
    format: Format,

    /// Day at whose end things stood as written; today when absent
    #[arg(long, value_name = "DAY", value_parser = iso_day)]
    as_at: Option<NaiveDate>,

    /// File to write; standard output when absent
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

fn which(text: &str) -> Result<Which, String> {
    match text.parse() {
        _ if text.eq_ignore_ascii_case("all") => Ok(Which::All),
        Ok(id) => Ok(Which::One(id)),
        Err(_) => Err(format!("'{text}' is no plan; give its number, or all")),
    }
}

fn format(text: &str) -> Result<Format, String> {
    text.parse().map_err(|error: FormatError| error.to_string())
}

/// Runs the command.
///
/// # Errors
///
/// Returns an error when the installation cannot be opened, there is no such plan, the day is to
/// come, or the file cannot be written.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let What::Plan(args) = &args.what;
    installation::run(async {
        let app = args.installation.open().await?;
        let today = app.today();
        let as_at = args.as_at.unwrap_or(today);
        if as_at > today {
            bail!("nothing is known of {as_at} yet; give a day up to {today}");
        }
        let which = match args.plan {
            Which::One(id) if args.with_plans_inside => Which::WithPlansInside(id),
            which => which,
        };
        let written = export(&app, &everything(&app), which, args.format, AsAt(as_at)).await;
        let written = match (written, args.plan) {
            (Err(AppError::NotFound), Which::One(id)) => {
                bail!(
                    "there was no plan {id} on {as_at}; 'bellwether export plan all --format csv' lists them"
                )
            }
            (written, _) => written?,
        };
        put(args, &written)?;
        Ok(ExitCode::SUCCESS)
    })
}

fn put(args: &PlanArgs, written: &Exported) -> anyhow::Result<()> {
    if let Some(path) = &args.output {
        write_whole(path, &written.bytes)?;
        say(&format!("{} is written.", path.display()));
        return Ok(());
    }
    let mut output = std::io::stdout().lock();
    let is_text = matches!(args.format, Format::Csv | Format::Json | Format::Ics);
    if !is_text && output.is_terminal() {
        bail!(
            "a terminal cannot show a workbook or a document; name a file with -o {}",
            written.file_name
        );
    }
    output.write_all(&written.bytes).and_then(|()| output.flush())?;
    Ok(())
}

/// Writes beside the file first, so that none is ever left half written.
fn write_whole(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let name = path.file_name().with_context(|| format!("{} is no file", path.display()))?;
    let beside = path.with_file_name(format!("{}.part", name.to_string_lossy()));
    std::fs::write(&beside, bytes)
        .and_then(|()| std::fs::rename(&beside, path))
        .with_context(|| format!("{} cannot be written; check the folder", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_named_by_its_number_or_all() {
        assert_eq!(which("3"), Ok(Which::One(3)));
        assert_eq!(which("All"), Ok(Which::All));
        assert!(which("the first").unwrap_err().contains("give its number, or all"));
        assert!(format("pdf").unwrap_err().contains("use xlsx, docx, csv, json or ics"));
    }

    #[test]
    fn a_file_that_cannot_be_written_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        assert!(write_whole(&folder.path().join("missing/plan.csv"), b"a").is_err());
        write_whole(&folder.path().join("plan.csv"), b"a").unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
