//! The server, and everything people decide: one folder a feature.

mod audit;
pub mod commitments;
pub mod datasets;
pub mod db;
pub mod drafts;
pub mod editions;
pub mod escalation;
pub mod evaluation;
pub mod exports;
pub mod flows;
mod home;
pub mod indicators;
pub mod links;
pub mod meetings;
pub mod organisations;
pub mod papers;
pub mod plans;
pub mod public;
pub mod reminders;
pub mod server;
pub mod shell;
pub mod signin;
pub mod testing;
mod users;
pub mod work;

use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use axum::Router;
use chrono::NaiveDate;

use crate::db::{Ledger, LedgerAddress};
use crate::indicators::figures::FiguresCache;
use crate::organisations::visibility::VisibilityCache;
use crate::shell::audit::Actor;
use crate::shell::clock::Clock;
use crate::shell::front_door;
use crate::shell::home_folder::HomeFolder;
use crate::shell::routes::Routes;
use crate::shell::scope::Scope;
use crate::signin::gate::Gate;

/// One installation, opened: cheap to clone, and what every handler is given.
#[derive(Clone, Debug)]
pub struct App {
    /// The relational store.
    pub ledger: Ledger,
    /// The only source of the time.
    pub clock: Clock,
    /// The folder that holds everything of this installation.
    pub home: Arc<HomeFolder>,
    /// Counts log-in attempts and hashes passwords.
    pub gate: Arc<Gate>,
    /// Remembers what may be seen from each organisation.
    pub visibility: Arc<VisibilityCache>,
    /// Remembers judged series until figures come.
    pub figures: Arc<FiguresCache>,
}

impl App {
    /// Opens the installation in `home`, bringing its ledger's schema up to date.
    ///
    /// `database` overrides what the home folder's settings say: `postgres://...` or
    /// `sqlite:PATH`.
    ///
    /// # Errors
    ///
    /// Returns an error when the folder is no installation or its database cannot be reached.
    pub async fn open(home: &Path, database: Option<&str>) -> anyhow::Result<Self> {
        let home = HomeFolder::open(home)?;
        let address = match database.or(home.settings.database.as_deref()) {
            Some(url) => LedgerAddress::parse(url)?,
            None => LedgerAddress::Sqlite(home.ledger_file()),
        };
        let ledger = Ledger::open(&address, Some(home.audit_anchor()))
            .await
            .with_context(|| format!("the ledger at {address} cannot be opened"))?;
        let clock = home.settings.clock();
        Ok(Self {
            ledger,
            clock,
            home: Arc::new(home),
            gate: Arc::default(),
            visibility: Arc::default(),
            figures: Arc::default(),
        })
    }

    /// The same installation under another clock, for replaying what happened on a day.
    #[must_use]
    pub fn with_clock(&self, clock: Clock) -> Self {
        Self { clock, ..self.clone() }
    }

    /// The day it is.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.clock.today()
    }

    /// Who acts, and when: what the audit chain records of a change.
    #[must_use]
    pub fn actor(&self, scope: &Scope) -> Actor {
        Actor { name: scope.name.clone(), user_id: scope.user_id, at: self.clock.now() }
    }
}

/// Every page and action of the application: one line a feature.
fn routes() -> Routes {
    Routes::new()
        .and(shell::routes::own())
        .and(signin::routes::routes())
        .and(home::routes::routes())
        .and(escalation::routes::routes())
        .and(plans::routes::routes())
        .and(drafts::routes::routes())
        .and(editions::routes::routes())
        .and(commitments::routes::routes())
        .and(links::routes::routes())
        .and(work::routes::routes())
        .and(exports::routes::routes())
        .and(public::routes::routes())
        .and(indicators::routes::routes())
        .and(organisations::routes::routes())
        .and(papers::routes::routes())
        .and(flows::routes::routes())
        .and(flows::register::routes::routes())
        .and(meetings::routes::routes())
        .and(reminders::routes::routes())
        .and(audit::routes::routes())
        .and(users::routes::routes())
}

/// The application, ready to be served.
pub fn router(app: App) -> Router {
    front_door::before(routes().into_router(), app)
}

/// Method and path of every route, for a test to try them all.
#[must_use]
pub fn route_list() -> Vec<(&'static str, &'static str)> {
    routes().list().to_vec()
}
