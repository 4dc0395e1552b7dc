//! `bellwether report`: writes a paper as at a day.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use bellwether_app::App;
use bellwether_app::organisations::store as organisations;
use bellwether_app::papers::board::board;
use bellwether_app::plans::store as plans;
use bellwether_app::shell::clock::AsAt;
use bellwether_app::shell::errors::AppError;
use bellwether_app::shell::scope::Scope;
use chrono::NaiveDate;
use clap::ValueEnum;

use crate::context::iso_day;
use crate::installation::{self, Installation};

const EXAMPLES: &str = "\
Examples:
  bellwether report board --as-at 2019-01-31 --out january.pdf
  bellwether report board --as-at 2018-12-31 --out december.pdf --organisation ZLK

The paper shows what was known at the end of that day: figures and updates that came later are not
in it, so that the paper of a past meeting can be drawn again.";

/// Writes a paper as at a day: what was known at its end
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Which paper
    #[arg(value_name = "NAME", value_enum)]
    name: Report,

    /// Day at whose end things stood as shown; today when absent
    #[arg(long, value_name = "DAY", value_parser = iso_day)]
    as_at: Option<NaiveDate>,

    /// File to write
    #[arg(long, value_name = "FILE.pdf")]
    out: PathBuf,

    /// Code of the organisation whose board it is; the commissioner with a plan when absent
    #[arg(long, value_name = "CODE")]
    organisation: Option<String>,

    #[command(flatten)]
    installation: Installation,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Report {
    /// The board's performance paper, as PDF
    Board,
}

/// Runs the command.
///
/// # Errors
///
/// Returns an error when the installation cannot be opened, the day is to come, the organisation is
/// unknown, or the file cannot be written.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let Report::Board = args.name;
    installation::run(async {
        let app = args.installation.open().await?;
        let as_at = args.as_at.unwrap_or_else(|| app.today());
        write_board(&app, args.organisation.as_deref(), as_at, &args.out).await?;
        Ok(ExitCode::SUCCESS)
    })
}

/// Writes the board paper of an organisation as at a day.
///
/// # Errors
///
/// Returns an error when the day is to come, the organisation is unknown, or the file cannot be
/// written.
pub(crate) async fn write_board(
    app: &App,
    organisation: Option<&str>,
    as_at: NaiveDate,
    out: &Path,
) -> anyhow::Result<()> {
    let scope = Scope::system(app.today());
    let organisation = choose(app, &scope, organisation).await?;
    let paper = board(app, &scope, organisation, AsAt(as_at)).await?;
    let pdf = bellwether_report::board::pdf(&paper)?;
    write_whole(out, &pdf)
}

/// The organisation named, or the commissioner there is; of several, the only one with a plan.
async fn choose(app: &App, scope: &Scope, code: Option<&str>) -> anyhow::Result<i64> {
    if let Some(code) = code {
        return match organisations::find(&app.ledger, scope, code).await {
            Ok(found) => Ok(found.id),
            Err(AppError::NotFound) => bail!("no organisation has the code '{code}'"),
            Err(error) => Err(error.into()),
        };
    }
    let all = organisations::list(&app.ledger, scope).await?;
    let mut commissioners: Vec<_> =
        all.iter().filter(|organisation| organisation.kind == "commissioner").collect();
    let plans = plans::list(&app.ledger, scope, AsAt(scope.today)).await?;
    let has_plan = |id: i64| plans.iter().any(|plan| plan.organisation_id == id);
    if commissioners.iter().any(|found| has_plan(found.id)) {
        commissioners.retain(|found| has_plan(found.id));
    }
    match commissioners.as_slice() {
        [] => bail!("there is no commissioner; name an organisation with --organisation"),
        [only] => Ok(only.id),
        several => {
            let codes: Vec<&str> = several.iter().map(|found| found.code.as_str()).collect();
            bail!("say whose board with --organisation: {}", codes.join(", "))
        }
    }
}

/// Writes beside the file first, so that a paper is never left half written.
fn write_whole(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let beside = path.with_extension("pdf.part");
    std::fs::write(&beside, bytes)
        .and_then(|()| std::fs::rename(&beside, path))
        .with_context(|| format!("{} cannot be written; check the folder", path.display()))
}

#[cfg(test)]
mod tests {
    use bellwether_app::shell::home_folder::{HomeFolder, Settings};

    use super::*;

    fn args(folder: &Path, organisation: Option<&str>) -> Args {
        Args {
            name: Report::Board,
            as_at: None,
            out: folder.join("paper.pdf"),
            organisation: organisation.map(str::to_owned),
            installation: Installation::at(folder.join("home")),
        }
    }

    #[test]
    fn what_a_paper_lacks_is_said_and_nothing_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let refusal = |organisation: Option<&str>| {
            let refused = run(&args(folder.path(), organisation)).unwrap_err();
            assert!(!folder.path().join("paper.pdf").exists());
            refused.to_string()
        };
        assert!(refusal(None).contains("is no installation"));
        HomeFolder::create(&folder.path().join("home"), Settings::default()).unwrap();
        assert_eq!(
            refusal(None),
            "there is no commissioner; name an organisation with --organisation"
        );
        assert_eq!(refusal(Some("ZZZ")), "no organisation has the code 'ZZZ'");
    }

    #[test]
    fn a_paper_that_cannot_be_written_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("missing/paper.pdf");
        assert!(write_whole(&missing, b"%PDF").is_err());
        let out = folder.path().join("paper.pdf");
        write_whole(&out, b"%PDF").unwrap();
        let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(left.len(), 1);
    }
}
