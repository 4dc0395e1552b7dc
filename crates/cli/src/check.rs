//! `bellwether check`: looks an installation over and says what is wrong with it.

use std::io::{self, Write as _};
use std::process::ExitCode;

use bellwether_app::shell::doctor;

use crate::installation::{self, Installation};

/// Checks folder, database, schema, audit chain, clock and accounts; exit status 1 when one is ill.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  bellwether check --home /srv/bellwether")]
pub(crate) struct Args {
    #[command(flatten)]
    installation: Installation,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let database = args.installation.database();
    installation::run(async {
        let found = doctor::examine(&args.installation.home, database.as_deref()).await;
        let mut out = io::stdout().lock();
        for finding in &found {
            match &finding.state {
                Ok(well) => writeln!(out, "ok    {}: {well}", finding.part)?,
                Err(ill) => writeln!(out, "wrong {}: {ill}", finding.part)?,
            }
        }
        let well = found.iter().all(|finding| finding.state.is_ok());
        Ok(if well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    })
}
