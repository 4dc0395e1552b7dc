//! A throw-away installation for tests, standing at noon of 15 February 2019.

use anyhow::Context as _;
use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _};

use crate::App;
use crate::db::entities::{organisation, organisation_link};
use crate::db::testing::TestLedger;
use crate::shell::audit::{self, Subject};
use crate::shell::clock::Clock;
use crate::shell::errors::AppError;
use crate::shell::home_folder::{HomeFolder, Settings};
use crate::shell::scope::Scope;

/// An installation that is gone when this is dropped.
#[derive(Debug)]
pub struct TestHome {
    /// The installation.
    pub app: App,
    /// Its ledger, and a folder for whatever else the test needs.
    pub ledger: TestLedger,
}

/// An organisation to be made, with those below it.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    code: &'a str,
    kind: &'a str,
    open_data: bool,
    below: &'a [&'a str],
}

impl<'a> Place<'a> {
    /// An organisation whose name is its code.
    #[must_use]
    pub fn new(code: &'a str, kind: &'a str) -> Self {
        Self { code, kind, open_data: false, below: &[] }
    }

    /// Its figures are published.
    #[must_use]
    pub fn published(mut self) -> Self {
        self.open_data = true;
        self
    }

    /// Those that stand below it in the commissioning tree.
    #[must_use]
    pub fn over(mut self, below: &'a [&'a str]) -> Self {
        self.below = below;
        self
    }
}

impl TestHome {
    /// Makes one on the database that the environment asks for.
    ///
    /// # Errors
    ///
    /// Returns an error when no folder or database can be made.
    pub async fn new() -> anyhow::Result<Self> {
        let ledger = TestLedger::new().await?;
        let home = ledger.folder.path().join("home");
        HomeFolder::create(&home, Settings::default())?;
        let app = App::open(&home, Some(&ledger.url())).await?;
        let day = NaiveDate::from_ymd_opt(2019, 2, 15).context("there is no such day")?;
        Ok(Self { app: app.with_clock(Clock::noon(day)), ledger })
    }

    /// The scope of the command line.
    #[must_use]
    pub fn system(&self) -> Scope {
        Scope::system(self.app.today())
    }

    /// Makes those organisations that are not there yet, and the tree they stand in.
    ///
    /// # Errors
    ///
    /// Returns an error when the ledger refuses a row.
    pub async fn organisations(&self, places: &[Place<'_>]) -> Result<(), AppError> {
        let actor = self.app.actor(&self.system());
        self.app
            .ledger
            .write(async |tx| {
                for place in places {
                    let known = organisation::Column::Code.eq(place.code);
                    if organisation::Entity::find().filter(known).one(tx).await?.is_none() {
                        organisation::Entity::insert(row(place)).exec(tx).await?;
                    }
                }
                for place in places {
                    for below in place.below {
                        let link = link(id_of(tx, place.code).await?, id_of(tx, below).await?);
                        organisation_link::Entity::insert(link).exec(tx).await?;
                    }
                }
                let subject = Subject { kind: "organisation_link", id: None };
                audit::record(tx, &actor, "imported", subject, serde_json::json!({})).await?;
                Ok(())
            })
            .await
    }

    /// The row of an organisation, 0 when there is none.
    pub async fn id(&self, code: &str) -> i64 {
        id_of(self.app.ledger.connection(), code).await.unwrap_or_default()
    }
}

async fn id_of(connection: &impl sea_orm::ConnectionTrait, code: &str) -> Result<i64, AppError> {
    let wanted = organisation::Column::Code.eq(code);
    let found = organisation::Entity::find().filter(wanted).one(connection).await?;
    found.map(|organisation| organisation.id).ok_or(AppError::NotFound)
}

fn row(place: &Place<'_>) -> organisation::ActiveModel {
    organisation::ActiveModel {
        code: Set(place.code.to_owned()),
        name: Set(place.code.to_owned()),
        kind: Set(place.kind.to_owned()),
        open_data: Set(place.open_data),
        opened_on: Set(None),
        closed_on: Set(None),
        ..Default::default()
    }
}

fn link(parent_id: i64, child_id: i64) -> organisation_link::ActiveModel {
    organisation_link::ActiveModel {
        tree: Set("commissioning".to_owned()),
        parent_id: Set(parent_id),
        child_id: Set(child_id),
        from_day: Set(NaiveDate::from_ymd_opt(2013, 4, 1).unwrap_or_default()),
        to_day: Set(None),
        ..Default::default()
    }
}
