//! Downloads of plans, and the addresses of everything that goes out or comes back.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use chrono::NaiveDate;
use serde::Deserialize;

use super::store::{self, Format, Which};
use super::{feed_routes, sheet_routes};
use crate::App;
use crate::shell::answer;
use crate::shell::clock::AsAt;
use crate::shell::errors::AppError;
use crate::shell::routes::Routes;
use crate::shell::session::Visitor;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/plans/export/{format}", all)
        .get("/plans/{id}/export/{format}", one)
        .and(sheet_routes::routes())
        .and(feed_routes::routes())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    as_at: String,
    /// `with` for the plans inside it too.
    inside: String,
}

async fn one(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, format)): Path<(i64, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let which = match asked.inside.as_str() {
        "" => Which::One(id),
        "with" => Which::WithPlansInside(id),
        other => {
            let refusal = format!("'{other}' is no choice: write inside=with, or leave it out.");
            return Err(AppError::Invalid(refusal));
        }
    };
    answer_with(&app, &visitor, which, &format, &asked).await
}

async fn all(
    State(app): State<App>,
    visitor: Visitor,
    Path(format): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    answer_with(&app, &visitor, Which::All, &format, &asked).await
}

async fn answer_with(
    app: &App,
    visitor: &Visitor,
    which: Which,
    format: &str,
    asked: &Asked,
) -> Result<Response, AppError> {
    let format: Format = format.parse().map_err(|_| AppError::NotFound)?;
    let as_at = day_of(&asked.as_at, visitor.scope.today).map_err(AppError::Invalid)?;
    let exported = store::export(app, &visitor.scope, which, format, AsAt(as_at)).await?;
    Ok(answer::download(format.content_type(), &exported.file_name, exported.bytes))
}

/// The day asked for, today when none is.
pub(crate) fn day_of(text: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(today);
    }
    match text.parse::<NaiveDate>() {
        Ok(day) if day <= today => Ok(day),
        Ok(_) => Err(format!("Enter a day up to {today}: nothing is known of later ones.")),
        Err(_) => Err(format!("'{text}' is no day; write it as 2019-01-31.")),
    }
}
