//! The installation that a command works on, and messages on standard error.

use std::future::Future;
use std::path::PathBuf;

use anyhow::Context as _;
use bellwether_app::App;
use bellwether_app::shell::scope::Scope;
use indicatif::{ProgressBar, ProgressStyle};

/// Where the installation is.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Installation {
    /// Folder of the installation
    #[arg(long, value_name = "DIR", default_value = "./bellwether-data")]
    pub(crate) home: PathBuf,

    /// Database instead of the one in the folder: `postgres://user@host:port/name` or
    /// `sqlite:PATH`; without it the environment's `BELLWETHER_DATABASE` counts
    #[arg(long, value_name = "URL")]
    database: Option<String>,
}

impl Installation {
    /// The one in a folder.
    #[cfg(test)]
    pub(crate) fn at(home: PathBuf) -> Self {
        Self { home, database: None }
    }

    /// Opens it.
    pub(crate) async fn open(&self) -> anyhow::Result<App> {
        App::open(&self.home, self.database().as_deref()).await
    }

    /// The database named on the command line or in the environment.
    pub(crate) fn database(&self) -> Option<String> {
        let named = self.database.clone();
        named.or_else(|| std::env::var("BELLWETHER_DATABASE").ok().filter(|url| !url.is_empty()))
    }
}

/// The scope of the command line on an installation.
pub(crate) fn everything(app: &App) -> Scope {
    Scope::system(app.today())
}

/// Runs what waits for a database or a network.
pub(crate) fn run<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the threads to work with could not be made")?;
    runtime.block_on(work)
}

/// Says something to whoever sits before the terminal.
#[expect(clippy::print_stderr, reason = "messages of the command line go to standard error")]
pub(crate) fn say(text: &str) {
    eprintln!("{text}");
}

/// A bar on standard error for so many steps; it hides itself when that is no terminal.
pub(crate) fn steps(count: usize) -> anyhow::Result<ProgressBar> {
    let bar = ProgressBar::new(count as u64);
    bar.set_style(ProgressStyle::with_template("{bar:30} {pos}/{len} {wide_msg}")?);
    Ok(bar)
}

/// A sign of life on standard error while one thing is done.
pub(crate) fn working_on(text: &str) -> ProgressBar {
    let spinner = ProgressBar::new_spinner();
    spinner.set_message(text.to_owned());
    spinner.enable_steady_tick(std::time::Duration::from_millis(120));
    spinner
}
