//! Routes with a list of themselves, so that a test can tell whether it has tried them all.

use axum::Router;
use axum::extract::State;
use axum::handler::Handler;
use axum::routing::{get, post};

use super::errors::AppError;
use crate::App;

/// A router that remembers what it was given.
#[derive(Debug, Default)]
pub(crate) struct Routes {
    router: Router<App>,
    listed: Vec<(&'static str, &'static str)>,
}

impl Routes {
    /// None yet.
    #[must_use]
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds a page.
    #[must_use]
    pub(crate) fn get<H: Handler<T, App>, T: 'static>(
        mut self,
        path: &'static str,
        handler: H,
    ) -> Self {
        self.listed.push(("GET", path));
        self.router = self.router.route(path, get(handler));
        self
    }

    /// Adds an action.
    #[must_use]
    pub(crate) fn post<H: Handler<T, App>, T: 'static>(
        mut self,
        path: &'static str,
        handler: H,
    ) -> Self {
        self.listed.push(("POST", path));
        self.router = self.router.route(path, post(handler));
        self
    }

    /// Adds those of a feature.
    #[must_use]
    pub(crate) fn and(mut self, feature: Self) -> Self {
        self.listed.extend(feature.listed);
        self.router = self.router.merge(feature.router);
        self
    }

    /// Lets what was added so far take bodies of up to `bytes`.
    #[must_use]
    pub(crate) fn taking_up_to(mut self, bytes: usize) -> Self {
        self.router = self.router.layer(axum::extract::DefaultBodyLimit::max(bytes));
        self
    }

    /// Method and path of each, in the order added.
    #[must_use]
    pub(crate) fn list(&self) -> &[(&'static str, &'static str)] {
        &self.listed
    }

    /// The router itself.
    pub(crate) fn into_router(self) -> Router<App> {
        self.router
    }
}

/// The shell's own: assets, and a place to ask whether the server is well.
#[must_use]
pub(crate) fn own() -> Routes {
    Routes::new().get("/assets/{version}/{*name}", super::assets::serve).get("/health", health)
}

/// Answers `ok` while the ledger can be read.
async fn health(State(app): State<App>) -> Result<&'static str, AppError> {
    app.ledger.connection().ping().await?;
    Ok("ok\n")
}
