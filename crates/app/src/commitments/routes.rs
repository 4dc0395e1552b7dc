//! One commitment, and the forms that post an update on it, hand it on and acknowledge it.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::delegation::{self, Handing};
use super::forms::forms;
use super::pages::{CommitmentPage, UpdateEntry};
use super::rules::{Status as Standing, read_progress};
use super::show::assemble;
use super::store::{self, CommitmentView};
use super::updates::{self, NewUpdate};
use crate::App;
use crate::escalation::lines;
use crate::escalation::store::SignalRow;
use crate::shell::answer::{self, Page};
use crate::shell::clock::AsAt;
use crate::shell::components::{Problem, day};
use crate::shell::csrf::{CheckedForm, Guarded};
use crate::shell::errors::AppError;
use crate::shell::routes::Routes;
use crate::shell::session::Visitor;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/commitments/{id}", show)
        .post("/commitments/{id}/updates", post_update)
        .post("/commitments/{id}/leads", hand_on)
        .post("/commitments/{id}/acknowledge", acknowledge)
}

#[derive(Debug, Deserialize)]
struct Said {
    done: Option<String>,
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    Query(said): Query<Said>,
) -> Page {
    let view = store::find(&app.ledger, &visitor.scope, id, AsAt(visitor.scope.today)).await?;
    let said = said.done.as_deref().map(|done| said_words(done, &view));
    let mut page = commitment_page(&app, &visitor, view).await?;
    page.said = said;
    answer::page(&page)
}

/// What was done, and for a moved due date how it was read.
fn said_words(done: &str, view: &CommitmentView) -> String {
    let row = &view.row;
    match done {
        "moved" => match row.due_latest {
            Some(due) => format!(
                "Your update is posted. It is now due by {}, read from “{}”.",
                day(due),
                row.due_as_written
            ),
            None => format!("Your update is posted. It is now due “{}”.", row.due_as_written),
        },
        "leads" => "Who answers for it is changed.".to_owned(),
        "seen" => "Noted: you have seen that this is yours.".to_owned(),
        "linked" => "The link is made.".to_owned(),
        "unlinked" => "The link is removed.".to_owned(),
        "tied" => match row.due_latest {
            Some(due) => format!("It now waits for the other one; it is due by {}.", day(due)),
            None => "It now waits for the other one.".to_owned(),
        },
        "untied" => "It waits for that one no longer.".to_owned(),
        _ => "Your update is posted.".to_owned(),
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct UpdateForm {
    csrf: String,
    status: String,
    note: String,
    progress: String,
    due: String,
    seen: i64,
}

impl Guarded for UpdateForm {
    fn csrf(&self) -> &str {
        &self.csrf
    }
}

async fn post_update(
    State(app): State<App>,
    Path(id): Path<i64>,
    CheckedForm(visitor, sent): CheckedForm<UpdateForm>,
) -> Result<Response, AppError> {
    let moves = !sent.due.trim().is_empty();
    match post(&app, &visitor, id, &sent).await {
        Ok(()) => {
            let done = if moves { "moved" } else { "yes" };
            Ok(answer::see_other(&format!("/commitments/{id}?done={done}")))
        }
        Err(AppError::Invalid(message)) => {
            let mut page =
                refused_page(&app, &visitor, id, field_of(&sent, &message), message).await?;
            for choice in &mut page.choices {
                choice.selected = choice.value == sent.status;
            }
            page.entry = UpdateEntry { note: sent.note, progress: sent.progress, due: sent.due };
            answer::refused(&page)
        }
        Err(error) => Err(error),
    }
}

/// The field that a refusal is about.
fn field_of(sent: &UpdateForm, message: &str) -> &'static str {
    if sent.status.is_empty() {
        "status"
    } else if message.contains("is no progress") {
        "progress"
    } else if message.contains("cannot be read as a due date") {
        "due"
    } else {
        "note"
    }
}

async fn post(app: &App, visitor: &Visitor, id: i64, sent: &UpdateForm) -> Result<(), AppError> {
    let status = sent.status.parse::<Standing>();
    let status = status.map_err(|_| AppError::Invalid("Choose a status.".to_owned()))?;
    let new = NewUpdate {
        status,
        note: sent.note.clone(),
        seen_update_id: (sent.seen > 0).then_some(sent.seen),
        progress: read_progress(&sent.progress).map_err(AppError::Invalid)?,
        due: sent.due.clone(),
    };
    updates::post_update(app, &visitor.scope, id, new).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct LeadsForm {
    csrf: String,
    what: String,
    to_post: String,
    reason: String,
}

impl Guarded for LeadsForm {
    fn csrf(&self) -> &str {
        &self.csrf
    }
}

async fn hand_on(
    State(app): State<App>,
    Path(id): Path<i64>,
    CheckedForm(visitor, sent): CheckedForm<LeadsForm>,
) -> Result<Response, AppError> {
    let post = sent.to_post.parse::<i64>().unwrap_or(0);
    let handing = match sent.what.as_str() {
        "helps" => Handing::Helps(post),
        "no_longer" => Handing::HelpsNoLonger(post),
        _ => Handing::Accountable(post),
    };
    match delegation::hand_on(&app, &visitor.scope, id, handing, &sent.reason).await {
        Ok(()) => Ok(answer::see_other(&format!("/commitments/{id}?done=leads"))),
        Err(AppError::Invalid(message)) => {
            let mut page = refused_page(&app, &visitor, id, "to_post", message).await?;
            open_form(&mut page, "answers");
            answer::refused(&page)
        }
        Err(error) => Err(error),
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct SeenForm {
    csrf: String,
}

impl Guarded for SeenForm {
    fn csrf(&self) -> &str {
        &self.csrf
    }
}

async fn acknowledge(
    State(app): State<App>,
    Path(id): Path<i64>,
    CheckedForm(visitor, _): CheckedForm<SeenForm>,
) -> Result<Response, AppError> {
    delegation::acknowledge(&app, &visitor.scope, &[id]).await?;
    Ok(answer::see_other(&format!("/commitments/{id}?done=seen")))
}

/// The page of a commitment on which something has to be put right.
pub(crate) async fn refused_page(
    app: &App,
    visitor: &Visitor,
    id: i64,
    field: &'static str,
    message: String,
) -> Result<CommitmentPage, AppError> {
    let view = store::find(&app.ledger, &visitor.scope, id, AsAt(visitor.scope.today)).await?;
    let mut page = commitment_page(app, visitor, view).await?;
    page.layout.has_problem = true;
    page.problems = vec![Problem { field, message }];
    Ok(page)
}

/// Unfolds one of the forms that change a commitment.
pub(crate) fn open_form(page: &mut CommitmentPage, form: &'static str) {
    if let Some(forms) = &mut page.forms {
        forms.open = form;
    }
}

async fn commitment_page(
    app: &App,
    visitor: &Visitor,
    view: CommitmentView,
) -> Result<CommitmentPage, AppError> {
    let signals: Vec<&SignalRow> = view.signals.iter().collect();
    let signals = lines::lines(app, &visitor.scope, &signals, Some(view.organisation_id)).await?;
    let forms = forms(app, &visitor.scope, &view).await?;
    let mut page = assemble(visitor, view, signals);
    page.forms = forms;
    Ok(page)
}
