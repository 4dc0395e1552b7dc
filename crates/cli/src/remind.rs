//! `bellwether remind`: asks leads for the updates that are wanted, in one message a day at most.

use std::process::ExitCode;

use bellwether_app::reminders::store::{run as remind, wanted};

use crate::installation::{self, Installation, everything, say, working_on};

const EXAMPLES: &str = "\
Examples:
  bellwether remind --dry-run
  bellwether remind --home /srv/bellwether

The server asks by itself, from six in the morning on working days. Messages go to the mail server
named under [mail] in bellwether.toml, and into the folder 'outbox' until one is.
Exit status: 0 everything left, 1 a message could not be sent and will be tried again.";

/// Asks leads for the updates that are wanted today.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    installation: Installation,

    /// Say what would be asked of whom, and ask nobody
    #[arg(long)]
    dry_run: bool,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    installation::run(async {
        let app = args.installation.open().await?;
        let scope = everything(&app);
        if args.dry_run {
            for wanted in wanted(&app, &scope).await?.iter().filter(|wanted| !wanted.is_asked) {
                let who = wanted.recipient.as_ref().map_or("nobody", |one| one.address.as_str());
                let line = &wanted.line;
                let due = line.due.map_or_else(|| "no date".to_owned(), |due| due.to_string());
                say(&format!("{who}: {} {} (due {due}, {})", line.reference, line.text, line.plan));
            }
            return Ok(ExitCode::SUCCESS);
        }
        let spinner = working_on("asking for updates");
        let report = remind(&app, &scope).await;
        spinner.finish_and_clear();
        let report = report?;
        say(&format!(
            "Updates asked for: {} in {} messages, with {} copies to contributors; of {} nobody can be \
             asked. Messages: {} left, {} could not be sent.",
            report.commitments,
            report.messages,
            report.copies,
            report.nobody,
            report.sent,
            report.failed
        ));
        Ok(if report.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    })
}
