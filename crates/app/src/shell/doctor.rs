//! Looks an installation over, part by part.

use std::path::Path;

use chrono::TimeDelta;
use sea_orm::{EntityTrait as _, PaginatorTrait as _, QueryOrder as _};

use super::home_folder::HomeFolder;
use super::{assets, audit};
use crate::App;
use crate::db::entities::{audit_entry, user};

/// How far the newest change may lie ahead of the clock: machines differ by a little.
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::minutes(5);

/// How one part is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The part.
    pub part: &'static str,
    /// What is well, or what is wrong and what to do about it.
    pub state: Result<String, String>,
}

/// Examines the installation in a folder; parts behind one that is wrong are left out.
pub async fn examine(home: &Path, database: Option<&str>) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut add = |part, state: Result<String, anyhow::Error>| {
        let well = state.is_ok();
        found.push(Finding { part, state: state.map_err(|error| format!("{error:#}")) });
        well
    };
    let folder = HomeFolder::open(home);
    let writable = folder.and_then(|folder| folder.check_writable());
    if !add("folder", writable.map(|()| home.display().to_string())) {
        return found;
    }
    let app = match App::open(home, database).await {
        Ok(app) => app,
        Err(error) => {
            add("database", Err(error));
            return found;
        }
    };
    add("database", Ok(app.ledger.kind().to_owned()));
    add("schema", schema(&app).await);
    add("journal", journal(&app).await);
    add("audit chain", chain(&app).await);
    add("clock", clock(&app).await);
    add("pages", pages());
    add("accounts", accounts(&app).await);
    found
}

async fn schema(app: &App) -> anyhow::Result<String> {
    let (applied, pending) = app.ledger.migrations().await?;
    anyhow::ensure!(pending == 0, "{pending} migrations are pending; start the server once");
    Ok(format!("{applied} migrations, none pending"))
}

async fn journal(app: &App) -> anyhow::Result<String> {
    match app.ledger.journal_mode().await? {
        None => Ok("kept by the server".to_owned()),
        Some(mode) if mode == "wal" => Ok("write-ahead".to_owned()),
        Some(mode) => anyhow::bail!(
            "it is '{mode}', not write-ahead: readers wait for writers; keep the ledger on a local \
             disk"
        ),
    }
}

async fn chain(app: &App) -> anyhow::Result<String> {
    let entries = audit::verify(&app.ledger).await?;
    Ok(format!("{entries} entries"))
}

async fn clock(app: &App) -> anyhow::Result<String> {
    let newest = audit_entry::Entity::find().order_by_desc(audit_entry::Column::Id);
    let newest = newest.one(app.ledger.connection()).await?;
    let now = app.clock.now();
    if let Some(entry) = newest.filter(|entry| entry.at > now + CLOCK_TOLERANCE) {
        anyhow::bail!("it stands at {now}, before the newest change ({}); set it right", entry.at);
    }
    Ok(format!("{now}"))
}

fn pages() -> anyhow::Result<String> {
    let files = assets::design_system_files();
    anyhow::ensure!(files > 0, "this program was built without the design system; build it again");
    Ok(format!("{files} files of the design system"))
}

async fn accounts(app: &App) -> anyhow::Result<String> {
    let count = user::Entity::find().count(app.ledger.connection()).await?;
    anyhow::ensure!(count > 0, "there is none; make one with 'bellwether user add'");
    Ok(format!("{count}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TestHome;

    #[tokio::test]
    async fn what_is_wrong_is_named_with_what_to_do() {
        let test = TestHome::new().await.unwrap();
        let url = test.ledger.url();
        let found = examine(&test.app.home.path, Some(&url)).await;
        let ill: Vec<&str> =
            found.iter().filter(|part| part.state.is_err()).map(|part| part.part).collect();
        assert_eq!(ill, ["accounts"], "{found:?}");
        let nowhere = examine(&test.app.home.path.join("nowhere"), None).await;
        assert_eq!(nowhere.len(), 1);
        assert!(nowhere[0].state.as_ref().is_err_and(|ill| ill.contains("bellwether init")));
    }
}
