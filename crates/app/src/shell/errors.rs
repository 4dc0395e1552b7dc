//! Failed requests, sorted by who can put them right.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use sea_orm::DbErr;

use super::answer::ErrorPage;

/// A failed request, sorted by who can put it right.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The caller can: they are shown this text, a plain sentence saying what to do.
    #[error("{0}")]
    Invalid(String),
    /// Absent, or hidden from this user; the two must look the same.
    #[error("not found")]
    NotFound,
    /// Something they may see but not do; the text says who may.
    #[error("{0}")]
    Forbidden(&'static str),
    /// Only we can: logged in full, never shown.
    #[error("something went wrong")]
    Internal(#[from] anyhow::Error),
}

impl From<DbErr> for AppError {
    fn from(error: DbErr) -> Self {
        Self::Internal(error.into())
    }
}

impl AppError {
    /// The status a browser is told.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        match &self {
            Self::Internal(error) => {
                tracing::error!(error = format!("{error:#}"), "a request failed");
                ErrorPage::of(self.status()).into_response()
            }
            Self::NotFound => ErrorPage::of(self.status()).into_response(),
            Self::Invalid(words) => ErrorPage::saying(self.status(), words).into_response(),
            Self::Forbidden(words) => ErrorPage::saying(self.status(), *words).into_response(),
        }
    }
}
