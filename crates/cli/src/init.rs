//! `bellwether init`: makes an installation.

use std::process::ExitCode;

use bellwether_app::App;
use bellwether_app::shell::home_folder::{HomeFolder, Settings};

use crate::installation::{self, Installation, say};

/// Makes an installation: its folder, its settings and an empty ledger.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  bellwether init --home /srv/bellwether
  bellwether init --home /srv/bellwether --database postgres://bellwether@db/bellwether

With --database the settings remember the database, password included; the folder is readable by
its owner alone.")]
pub(crate) struct Args {
    #[command(flatten)]
    installation: Installation,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let home = &args.installation.home;
    let settings = Settings { database: args.installation.database(), ..Settings::default() };
    HomeFolder::create(home, settings)?;
    installation::run(async {
        let app = App::open(home, None).await?;
        say(&format!("{} is ready, with its ledger on {}.", home.display(), app.ledger.kind()));
        say("Next: bellwether import organisations FILE, then bellwether user add.");
        Ok(ExitCode::SUCCESS)
    })
}
