//! `bellwether audit verify`: proves the chain of changes, or names its first broken link.

use std::process::ExitCode;

use bellwether_app::shell::audit::{self, VerifyError};
use clap::Subcommand;

use crate::installation::{self, Installation, say, working_on};

/// The chain of every change made.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  bellwether audit verify --home /srv/bellwether")]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Walks the whole chain; exit status 1 and the first broken link when it does not hold
    Verify(Installation),
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let What::Verify(installation) = &args.what;
    installation::run(async {
        let app = installation.open().await?;
        let spinner = working_on("walking the chain");
        let verified = audit::verify(&app.ledger).await;
        spinner.finish_and_clear();
        match verified {
            Ok(entries) => {
                say(&format!("The audit chain holds: {entries} entries."));
                Ok(ExitCode::SUCCESS)
            }
            Err(VerifyError::Broken(link)) => {
                say(&format!("bellwether: {link}"));
                Ok(ExitCode::FAILURE)
            }
            Err(error) => Err(error.into()),
        }
    })
}
