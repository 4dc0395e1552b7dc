//! The page on which a plan is made public, or no longer.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::pages::{LeftOutLine, PublicationPage};
use super::store::{self, NewPublication};
use crate::App;
use crate::shell::answer::{self, Page};
use crate::shell::components::{Problem, day};
use crate::shell::csrf::{CheckedForm, Guarded};
use crate::shell::errors::AppError;
use crate::shell::layout::Layout;
use crate::shell::routes::Routes;
use crate::shell::session::Visitor;

/// A plan of thousands of commitments, each with a box to tick.
const LARGEST_FORM: usize = 1 << 20;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/plans/{id}/publication", ask)
        .post("/plans/{id}/publication", save)
        .taking_up_to(LARGEST_FORM)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Said {
    done: Option<String>,
}

async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    Query(said): Query<Said>,
) -> Page {
    let mut page = publication_page(&app, &visitor, id).await?;
    page.said = said.done.map(|_| {
        "Saved. Copies of the page that others keep are renewed within five minutes.".to_owned()
    });
    answer::page(&page)
}

async fn publication_page(
    app: &App,
    visitor: &Visitor,
    id: i64,
) -> Result<PublicationPage, AppError> {
    let view = store::view(&app.ledger, &visitor.scope, id).await?;
    let layout = Layout::inside(visitor, "What the public sees", "/plans")
        .below("Plans", "/plans")
        .below(view.title.clone(), format!("/plans/{id}"));
    let left_out = &view.left_out;
    Ok(PublicationPage {
        layout,
        problems: Vec::new(),
        said: None,
        plan_id: id,
        since: view.since.map(|(at, by)| format!("since {}, by {by}", day(at.date_naive()))),
        with_notes: view.with_notes,
        may_publish: view.may_publish,
        left_out: left_out.len(),
        commitments: view
            .commitments
            .into_iter()
            .map(|row| LeftOutLine {
                left_out: left_out.contains(&row.id),
                id: row.id,
                reference: row.reference,
                text: row.text,
            })
            .collect(),
        plan_title: view.title,
    })
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct PublicationForm {
    csrf: String,
    public: String,
    notes: String,
    #[serde(flatten)]
    others: BTreeMap<String, String>,
}

impl Guarded for PublicationForm {
    fn csrf(&self) -> &str {
        &self.csrf
    }
}

async fn save(
    State(app): State<App>,
    Path(id): Path<i64>,
    CheckedForm(visitor, sent): CheckedForm<PublicationForm>,
) -> Result<Response, AppError> {
    let ticked = sent.others.keys().filter_map(|name| name.strip_prefix("leave-")?.parse().ok());
    let new = NewPublication {
        is_public: sent.public == "yes",
        with_notes: sent.notes == "yes",
        left_out: ticked.collect(),
    };
    match store::publish(&app, &visitor.scope, id, &new).await {
        Ok(()) => Ok(answer::see_other(&format!("/plans/{id}/publication?done=yes"))),
        Err(AppError::Invalid(message)) => {
            let mut page = publication_page(&app, &visitor, id).await?;
            page.layout.has_problem = true;
            page.problems = vec![Problem { field: "public", message }];
            answer::refused(&page)
        }
        Err(error) => Err(error),
    }
}
