//! One row of a draft: accepted, put right, split, merged, discarded, and all of that undone.

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Response};

use super::accept::{self, Seen};
use super::changes;
use super::edit_form::{Sent, commitment_form, plain_fields};
use super::keeping::ChosenPosts;
use super::pages::{EditPage, PointView, ShareField, SplitPage};
use super::routes::{Asked, refused};
use super::rules::Item;
use super::shaping::{CommitmentEdit, Share, Split, read_words, split_points};
use super::store::{self, DraftHead, DraftId, current};
use super::undo;
use super::views::{Posts, row_view, short_name};
use crate::App;
use crate::db::entities::draft_row;
use crate::shell::answer::{self, Page};
use crate::shell::components::{Choice, Problem};
use crate::shell::csrf::CheckedForm;
use crate::shell::errors::AppError;
use crate::shell::layout::Layout;
use crate::shell::routes::Routes;
use crate::shell::session::Visitor;
use serde::Deserialize as _;

pub(super) fn routes() -> Routes {
    Routes::new()
        .post("/drafts/{id}/rows/{row}", decide)
        .get("/drafts/{id}/rows/{row}/edit", edit)
        .post("/drafts/{id}/rows/{row}/edit", save)
        .get("/drafts/{id}/rows/{row}/split", split)
        .post("/drafts/{id}/rows/{row}/split", divide)
}

/// Where the review goes on: the same page, at a row.
fn back(id: DraftId, asked: &Asked, done: &str, row: i64, at: Option<i64>) -> Response {
    let place = at.map_or_else(|| "rows".to_owned(), |row| format!("row-{row}"));
    let query = asked.query();
    answer::see_other(&format!("/drafts/{}?{query}&done={done}&row={row}#{place}", id.0))
}

async fn decide(
    State(app): State<App>,
    Path((id, row_id)): Path<(i64, i64)>,
    Query(asked): Query<Asked>,
    CheckedForm(visitor, sent): CheckedForm<Sent>,
) -> Result<Response, AppError> {
    let (scope, id) = (&visitor.scope, DraftId(id));
    let connection = app.ledger.connection();
    let draft = store::find(connection, scope, id).await?;
    let row = store::row(connection, &draft, row_id).await?;
    let next = store::next_row(connection, draft.id, &asked.filter(), row.position).await?;
    let seen = Seen { id: row_id, revision: sent.number("revision") };
    let (done, at, result) = match sent.text("do") {
        "accept" => ("accepted", next, accept_one(&app, &visitor, id, seen).await),
        "discard" => {
            let reason = sent.text("reason");
            ("discarded", next, changes::discard(&app, scope, id, seen, reason).await)
        }
        "merge" => ("merged", Some(row_id), changes::merge_with_next(&app, scope, id, seen).await),
        "undo" => ("undone", Some(row_id), undo::undo(&app, scope, id, seen).await),
        _ => return Err(AppError::Invalid("Choose what to do with the row.".to_owned())),
    };
    match result {
        Ok(()) => Ok(back(id, &asked, done, row_id, at)),
        Err(error) => refused(&app, &visitor, id, &asked, error, &format!("row-{row_id}")).await,
    }
}

async fn accept_one(app: &App, visitor: &Visitor, id: DraftId, seen: Seen) -> Result<(), AppError> {
    let accepted = accept::accept_rows(app, &visitor.scope, id, &[seen]).await?;
    if accepted.rows > 0 {
        return Ok(());
    }
    let refusal = "This row was changed or decided on by somebody else while you were looking at \
                   it. It is shown as it is now; nothing was changed.";
    Err(AppError::Invalid(refusal.to_owned()))
}

/// A draft that is open, one of its rows that waits, and its posts.
async fn opened(
    app: &App,
    visitor: &Visitor,
    id: i64,
    row_id: i64,
) -> Result<(DraftHead, draft_row::Model, Posts), AppError> {
    let connection = app.ledger.connection();
    let draft = store::find(connection, &visitor.scope, DraftId(id)).await?;
    let row = store::row(connection, &draft, row_id).await?;
    let posts = Posts::read(app, &visitor.scope, &draft).await?;
    Ok((draft, row, posts))
}

fn layout(visitor: &Visitor, draft: &DraftHead, what: &str, item: &Item) -> Layout {
    Layout::inside(visitor, format!("{what} {}", short_name(item)), "/plans")
        .below("Plans being reviewed", "/drafts")
        .below(draft.title.clone(), format!("/drafts/{}", draft.id))
}

async fn edit(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, row_id)): Path<(i64, i64)>,
    Query(asked): Query<Asked>,
) -> Page {
    let (draft, row, posts) = opened(&app, &visitor, id, row_id).await?;
    let item = current(&row)?;
    let own = own_posts(&row);
    let edit = match &item {
        Item::Commitment(commitment) => Some(CommitmentEdit::of(commitment)),
        _ => None,
    };
    answer::page(&edit_page(&visitor, &draft, &row, &posts, &asked, (&item, edit, &own))?)
}

fn own_posts(row: &draft_row::Model) -> ChosenPosts {
    row.posts.as_ref().and_then(|own| ChosenPosts::deserialize(own).ok()).unwrap_or_default()
}

fn edit_page(
    visitor: &Visitor,
    draft: &DraftHead,
    row: &draft_row::Model,
    posts: &Posts,
    asked: &Asked,
    (item, edit, own): (&Item, Option<CommitmentEdit>, &ChosenPosts),
) -> Result<EditPage, AppError> {
    let context = draft.read_with().context();
    let key = draft.leads_key();
    let before = current(row)?;
    let commitment = match (&before, edit) {
        (Item::Commitment(before), Some(edit)) => {
            Some(commitment_form(before, &edit, own, posts, &key, &context))
        }
        _ => None,
    };
    Ok(EditPage {
        layout: layout(visitor, draft, "Edit", &before),
        problems: Vec::new(),
        draft_id: draft.id,
        row: row_view(row, draft, posts, false)?,
        query: asked.query(),
        fields: if commitment.is_some() { Vec::new() } else { plain_fields(item) },
        commitment,
    })
}

async fn save(
    State(app): State<App>,
    Path((id, row_id)): Path<(i64, i64)>,
    Query(asked): Query<Asked>,
    CheckedForm(visitor, sent): CheckedForm<Sent>,
) -> Result<Response, AppError> {
    let (draft, row, posts) = opened(&app, &visitor, id, row_id).await?;
    let before = current(&row)?;
    let (item, edit) = match &before {
        Item::Commitment(commitment) => {
            let edit = sent.commitment_edit();
            let context = draft.read_with().context();
            let put_right = edit.apply(commitment, &draft.leads_key(), &context);
            (Item::Commitment(put_right), Some(edit))
        }
        other => (sent.item(other), None),
    };
    let own = sent.posts();
    let checked_only = sent.text("do") == "check";
    if !checked_only {
        let seen = Seen { id: row_id, revision: sent.number("revision") };
        match keep(&app, &visitor, DraftId(id), seen, (&item, &own), sent.text("do")).await {
            Ok(done) => {
                let waits = done == "edited";
                let filter = asked.filter();
                let connection = app.ledger.connection();
                let next = store::next_row(connection, id, &filter, row.position).await?;
                let at = if waits { Some(row_id) } else { next };
                return Ok(back(DraftId(id), &asked, done, row_id, at));
            }
            Err(AppError::Invalid(message)) => {
                let mut page =
                    edit_page(&visitor, &draft, &row, &posts, &asked, (&item, edit, &own))?;
                page.layout.has_problem = true;
                page.problems = vec![Problem { field: "row", message }];
                return answer::refused(&page);
            }
            Err(error) => return Err(error),
        }
    }
    let mut page = edit_page(&visitor, &draft, &row, &posts, &asked, (&item, edit, &own))?;
    page.row.revision = sent.number("revision").unwrap_or(row.revision);
    Ok(answer::page(&page)?.into_response())
}

/// Saves what was put right, and accepts it where that is asked for.
async fn keep(
    app: &App,
    visitor: &Visitor,
    id: DraftId,
    seen: Seen,
    (item, own): (&Item, &ChosenPosts),
    wanted: &str,
) -> Result<&'static str, AppError> {
    changes::edit(app, &visitor.scope, id, seen, item, own).await?;
    if wanted != "accept" {
        return Ok("edited");
    }
    accept_one(app, visitor, id, Seen::from(seen.id)).await?;
    Ok("accepted")
}

async fn split(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, row_id)): Path<(i64, i64)>,
    Query(asked): Query<Asked>,
) -> Page {
    answer::page(&split_page(&app, &visitor, id, row_id, &asked).await?)
}

async fn split_page(
    app: &App,
    visitor: &Visitor,
    id: i64,
    row_id: i64,
    asked: &Asked,
) -> Result<SplitPage, AppError> {
    let (draft, row, posts) = opened(app, visitor, id, row_id).await?;
    let item = current(&row)?;
    let (points, shares) = match &item {
        Item::Commitment(commitment) => {
            let due = commitment.timescales.iter().enumerate().map(|(index, time)| {
                let text = format!("Due “{}” ({})", time.as_written, read_words(time));
                share_field(format!("due-{index}"), text, Share::Both)
            });
            let steps = commitment.milestones.iter().enumerate().map(|(index, step)| {
                let text = format!("Milestone “{}”", step.text);
                share_field(format!("step-{index}"), text, Share::First)
            });
            (points(&commitment.text), due.chain(steps).collect())
        }
        _ => (Vec::new(), Vec::new()),
    };
    Ok(SplitPage {
        layout: layout(visitor, &draft, "Split", &item),
        problems: Vec::new(),
        draft_id: draft.id,
        row: row_view(&row, &draft, &posts, false)?,
        query: asked.query(),
        points,
        shares,
        reference: String::new(),
    })
}

fn share_field(name: String, text: String, chosen: Share) -> ShareField {
    let words = |share| match share {
        Share::Both => "belongs to both",
        Share::First => "stays with the first",
        Share::Second => "goes to the second",
    };
    let choices = Share::ALL.map(|share| (share.word(), words(share)));
    ShareField { name, text, choices: Choice::list(choices, Some(chosen.word())) }
}

fn points(text: &str) -> Vec<PointView> {
    let places = split_points(text);
    let one = places.len() == 1;
    let view = |at: usize| {
        let (first, second) = text.split_at(at);
        let tail: String =
            first.chars().rev().take(50).collect::<Vec<_>>().into_iter().rev().collect();
        let cut = if tail.len() < first.len() { "…" } else { "" };
        let head: String = second.trim().chars().take(90).collect();
        PointView { at, first: format!("{cut}{}", tail.trim()), second: head, chosen: one }
    };
    places.into_iter().map(view).collect()
}

async fn divide(
    State(app): State<App>,
    Path((id, row_id)): Path<(i64, i64)>,
    Query(asked): Query<Asked>,
    CheckedForm(visitor, sent): CheckedForm<Sent>,
) -> Result<Response, AppError> {
    let shares =
        |name: &str| sent.list(name).iter().map(|word| Share::from_word(word)).collect::<Vec<_>>();
    let how = Split {
        at: sent.number("at").unwrap_or_default(),
        reference: sent.text("reference").to_owned(),
        due: shares("due"),
        milestones: shares("step"),
    };
    let seen = Seen { id: row_id, revision: sent.number("revision") };
    match changes::split(&app, &visitor.scope, DraftId(id), seen, &how).await {
        Ok(_) => Ok(back(DraftId(id), &asked, "split", row_id, Some(row_id))),
        Err(AppError::Invalid(message)) => {
            let mut page = split_page(&app, &visitor, id, row_id, &asked).await?;
            page.layout.has_problem = true;
            page.problems = vec![Problem { field: "at", message }];
            page.reference = how.reference;
            answer::refused(&page)
        }
        Err(error) => Err(error),
    }
}
