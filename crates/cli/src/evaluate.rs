//! `bellwether evaluate`: looks at the facts, raises signals and closes those they no longer hold.

use std::process::ExitCode;

use bellwether_app::escalation::store::evaluate;

use crate::installation::{self, Installation, everything, say, working_on};

/// Evaluates every rule on what is known now.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  bellwether evaluate --home /srv/bellwether")]
pub(crate) struct Args {
    #[command(flatten)]
    installation: Installation,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    installation::run(async {
        let app = args.installation.open().await?;
        let spinner = working_on("evaluating");
        let report = evaluate(&app, &everything(&app)).await;
        spinner.finish_and_clear();
        let report = report?;
        say(&format!(
            "Signals: {} raised, {} still open, {} closed.",
            report.raised, report.kept, report.closed
        ));
        Ok(ExitCode::SUCCESS)
    })
}
