//! The forms that link a commitment to something, and make it wait for another one.

use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

use super::dependencies::{self, NewDependency};
use super::rules::{Kind, unit_of};
use super::store::{self, End};
use crate::App;
use crate::commitments::routes::{open_form, refused_page};
use crate::shell::answer;
use crate::shell::csrf::{CheckedForm, Guarded};
use crate::shell::errors::AppError;
use crate::shell::routes::Routes;
use crate::shell::session::Visitor;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .post("/commitments/{id}/links", add_link)
        .post("/commitments/{id}/links/remove", remove_link)
        .post("/commitments/{id}/dependencies", add_dependency)
        .post("/commitments/{id}/dependencies/remove", remove_dependency)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct LinkForm {
    csrf: String,
    indicator: String,
    risk: String,
    commitment: String,
}

impl Guarded for LinkForm {
    fn csrf(&self) -> &str {
        &self.csrf
    }
}

/// What is to be linked, and the field that says it.
fn end(sent: &LinkForm) -> (&'static str, End) {
    if !sent.indicator.is_empty() {
        return ("indicator", End::Indicator(sent.indicator.clone()));
    }
    if !sent.risk.is_empty() {
        return ("risk", End::Risk(sent.risk.parse().unwrap_or(0)));
    }
    ("commitment", End::Commitment(sent.commitment.clone()))
}

async fn add_link(
    State(app): State<App>,
    Path(id): Path<i64>,
    CheckedForm(visitor, sent): CheckedForm<LinkForm>,
) -> Result<Response, AppError> {
    let (field, end) = end(&sent);
    let done = store::add(&app, &visitor.scope, id, &end).await;
    answer(&app, &visitor, id, (done, "linked"), ("links", field)).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RemoveForm {
    csrf: String,
    which: i64,
}

impl Guarded for RemoveForm {
    fn csrf(&self) -> &str {
        &self.csrf
    }
}

async fn remove_link(
    State(app): State<App>,
    Path(id): Path<i64>,
    CheckedForm(visitor, sent): CheckedForm<RemoveForm>,
) -> Result<Response, AppError> {
    let done = store::remove(&app, &visitor.scope, id, sent.which).await;
    answer(&app, &visitor, id, (done, "unlinked"), ("links", "indicator")).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct DependencyForm {
    csrf: String,
    /// A suggested one, as the address of its page.
    suggested: String,
    /// Another one, as somebody names it.
    on: String,
    kind: String,
    amount: String,
    unit: String,
    as_written: String,
}

impl Guarded for DependencyForm {
    fn csrf(&self) -> &str {
        &self.csrf
    }
}

/// Reads what a commitment is to wait for; what cannot be read comes with its field.
fn dependency(sent: DependencyForm) -> Result<NewDependency, (&'static str, String)> {
    let amount = match sent.amount.trim() {
        "" => None,
        amount => {
            let wrong = format!("'{amount}' is no amount of time; write a whole number.");
            Some(amount.parse::<u32>().map_err(|_| ("amount", wrong))?)
        }
    };
    let kind = Kind::from_word(&sent.kind).unwrap_or(Kind::After);
    if kind == Kind::Within && amount.is_none() {
        return Err(("amount", "Say within what time.".to_owned()));
    }
    let on = if sent.on.trim().is_empty() { sent.suggested } else { sent.on };
    let unit = unit_of(&sent.unit);
    let as_written = Some(sent.as_written).filter(|words| !words.is_empty());
    Ok(NewDependency { on, kind, length: amount.zip(unit), as_written })
}

async fn add_dependency(
    State(app): State<App>,
    Path(id): Path<i64>,
    CheckedForm(visitor, sent): CheckedForm<DependencyForm>,
) -> Result<Response, AppError> {
    let (field, done) = match dependency(sent) {
        Ok(new) => ("on", dependencies::add(&app, &visitor.scope, id, &new).await),
        Err((field, message)) => (field, Err(AppError::Invalid(message))),
    };
    answer(&app, &visitor, id, (done, "tied"), ("waits", field)).await
}

async fn remove_dependency(
    State(app): State<App>,
    Path(id): Path<i64>,
    CheckedForm(visitor, sent): CheckedForm<RemoveForm>,
) -> Result<Response, AppError> {
    let done = dependencies::remove(&app, &visitor.scope, id, sent.which).await;
    answer(&app, &visitor, id, (done, "untied"), ("waits", "on")).await
}

/// Goes back to the commitment, or shows it with what has to be put right in the form meant.
async fn answer(
    app: &App,
    visitor: &Visitor,
    id: i64,
    (done, words): (Result<(), AppError>, &str),
    (form, field): (&'static str, &'static str),
) -> Result<Response, AppError> {
    match done {
        Ok(()) => Ok(answer::see_other(&format!("/commitments/{id}?done={words}"))),
        Err(AppError::Invalid(message)) => {
            let mut page = refused_page(app, visitor, id, field, message).await?;
            open_form(&mut page, form);
            answer::refused(&page)
        }
        Err(error) => Err(error),
    }
}
