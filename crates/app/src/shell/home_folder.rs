//! The folder that holds everything of one installation.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::clock::Clock;

const SETTINGS_FILE: &str = "bellwether.toml";

/// An installation's folder, with its settings read.
#[derive(Debug, Clone)]
pub struct HomeFolder {
    /// The folder.
    pub path: PathBuf,
    /// What `bellwether.toml` in it says.
    pub settings: Settings,
}

/// The contents of `bellwether.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// `postgres://...` or `sqlite:PATH`; the file `ledger.sqlite` beside the settings when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub database: Option<String>,
    /// Seconds by which this installation's calendar runs ahead of (or, negative, behind) the
    /// machine's clock; a demonstration stands in the year of its examples.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock_shift_seconds: Option<i64>,
    /// Whether people reach it over HTTPS, as behind a proxy: cookies are then kept to it.
    #[serde(default)]
    pub https: bool,
    /// Where people reach the pages, such as `https://plan.example.nhs.uk`: messages link there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// How messages leave; into the folder `outbox` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<MailSettings>,
}

/// The part `[mail]` of `bellwether.toml`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailSettings {
    /// `smtps://user:password@host` or `smtp://host:25`; none writes messages into a folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server: Option<String>,
    /// Whom messages come from, such as `Bellwether <plan@example.nhs.uk>`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender: Option<String>,
}

impl std::fmt::Debug for MailSettings {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The server's address may hold a password, which must not reach a log.
        let server = self.server.as_ref().map(|_| "set");
        formatter
            .debug_struct("MailSettings")
            .field("server", &server)
            .field("sender", &self.sender)
            .finish()
    }
}

impl Settings {
    /// The clock of this installation.
    #[must_use]
    pub fn clock(&self) -> Clock {
        let shift = self.clock_shift_seconds.and_then(TimeDelta::try_seconds);
        Clock::shifted(shift.unwrap_or_default())
    }
}

impl HomeFolder {
    /// Makes the folder, with its settings.
    ///
    /// # Errors
    ///
    /// Returns an error when it is an installation already or cannot be written.
    pub fn create(path: &Path, settings: Settings) -> anyhow::Result<Self> {
        let file = path.join(SETTINGS_FILE);
        if file.exists() {
            bail!("{} is an installation already; use it, or name another folder", path.display());
        }
        fs::create_dir_all(path)
            .with_context(|| format!("the folder {} cannot be made", path.display()))?;
        restrict_to_owner(path)?;
        let text = format!(
            "# Settings of this Bellwether installation.\n{}",
            toml::to_string_pretty(&settings)?
        );
        fs::write(&file, text).with_context(|| format!("{} cannot be written", file.display()))?;
        Ok(Self { path: path.to_owned(), settings })
    }

    /// Opens a folder made by [`HomeFolder::create`].
    ///
    /// # Errors
    ///
    /// Returns an error when it is no installation or its settings cannot be read.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        let file = path.join(SETTINGS_FILE);
        if !file.exists() {
            bail!(
                "{} is no installation; make one with 'bellwether init --home {}'",
                path.display(),
                path.display()
            );
        }
        let text = fs::read_to_string(&file)
            .with_context(|| format!("{} cannot be read", file.display()))?;
        let settings = toml::from_str(&text)
            .with_context(|| format!("{} holds a setting that is not known", file.display()))?;
        Ok(Self { path: path.to_owned(), settings })
    }

    /// Where the ledger is kept unless the settings name a database.
    #[must_use]
    pub fn ledger_file(&self) -> PathBuf {
        self.path.join("ledger.sqlite")
    }

    /// Where the head of the audit chain is remembered outside the database.
    #[must_use]
    pub fn audit_anchor(&self) -> PathBuf {
        self.path.join("audit-anchor")
    }

    /// Where papers are written.
    #[must_use]
    pub fn papers(&self) -> PathBuf {
        self.path.join("papers")
    }

    /// Where the parts of the datasets are.
    #[must_use]
    pub fn lake(&self) -> PathBuf {
        self.path.join("lake")
    }

    /// Where messages are written while no mail server is named.
    #[must_use]
    pub fn outbox(&self) -> PathBuf {
        self.path.join("outbox")
    }

    /// Tries to write and remove a file.
    ///
    /// # Errors
    ///
    /// Returns an error when the folder cannot be written.
    pub fn check_writable(&self) -> anyhow::Result<()> {
        let probe = self.path.join(".write-check");
        fs::File::create(&probe)
            .and_then(|mut file| file.write_all(b"ok"))
            .and_then(|()| fs::remove_file(&probe))
            .with_context(|| format!("{} cannot be written", self.path.display()))
    }
}

#[cfg(unix)]
fn restrict_to_owner(path: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o700))
        .with_context(|| format!("{} cannot be kept from other users", path.display()))
}

#[cfg(not(unix))]
fn restrict_to_owner(_path: &Path) -> anyhow::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_opens_with_the_settings_it_was_made_with() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("home");
        let settings = Settings { clock_shift_seconds: Some(-86_400), ..Settings::default() };
        HomeFolder::create(&path, settings.clone()).unwrap();
        assert_eq!(HomeFolder::open(&path).unwrap().settings, settings);
        let again = HomeFolder::create(&path, settings).unwrap_err().to_string();
        assert!(again.contains("is an installation already"), "{again}");
    }

    #[test]
    fn a_folder_that_is_no_installation_says_how_to_make_one() {
        let parent = tempfile::tempdir().unwrap();
        let error = HomeFolder::open(parent.path()).unwrap_err().to_string();
        assert!(error.contains("bellwether init"), "{error}");
    }
}
