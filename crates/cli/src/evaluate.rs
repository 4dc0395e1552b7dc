//! `bellwether evaluate`: works indicators out from the loaded rows, then raises and closes signals.

use std::process::ExitCode;

use bellwether_app::escalation::store::evaluate;
use bellwether_app::evaluation;
use bellwether_app::evaluation::store::EvaluationReport;

use crate::installation::{self, Installation, everything, say, working_on};

/// Works every indicator out from the rows that have been loaded, and evaluates every rule on what is
/// known then.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  bellwether evaluate --home /srv/bellwether")]
pub(crate) struct Args {
    #[command(flatten)]
    installation: Installation,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    installation::run(async {
        let app = args.installation.open().await?;
        let spinner = working_on("working indicators out");
        let figures = evaluation::run::all(&app, &everything(&app)).await;
        spinner.finish_and_clear();
        say_figures(&figures?);
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

/// Says what came of working indicators out.
pub(crate) fn say_figures(report: &EvaluationReport) {
    let EvaluationReport { added, revised, unchanged, series, unknown, .. } = report;
    say(&format!(
        "Figures: {added} new, {revised} revised, {unchanged} as they were; {series} series of \
         categories and other periods added to."
    ));
    if !unknown.is_empty() {
        let codes: Vec<&str> = unknown.iter().map(String::as_str).collect();
        say(&format!(
            "Organisations that rows name and nobody has imported: {}; see bellwether import \
             organisations.",
            codes.join(", ")
        ));
    }
}
