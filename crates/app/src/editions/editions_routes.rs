//! The editions of a plan, and what changed between any two of them.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::lines;
use super::pages::{ChangeLine, DifferenceGroup, EditionLine, EditionsPage};
use super::review::Group;
use super::rules::{Pair, changes_word};
use super::store::{self, Compared, Edition};
use crate::App;
use crate::drafts::store::{Received, receive};
use crate::organisations::store as organisations;
use crate::plans::import::ImportOptions;
use crate::plans::tree::changeable;
use crate::shell::answer::{self, Page};
use crate::shell::clock::AsAt;
use crate::shell::components::{Choice, Problem, day};
use crate::shell::csrf::{CheckedUpload, MOST_KEPT};
use crate::shell::errors::AppError;
use crate::shell::layout::Layout;
use crate::shell::routes::Routes;
use crate::shell::session::Visitor;

/// As for a plan: a larger file is listened to for a while, so that the refusal is a page.
const LARGEST_UPLOAD: usize = 80 << 20;

pub(super) fn routes() -> Routes {
    Routes::new()
        .post("/plans/{id}/editions", take)
        .taking_up_to(LARGEST_UPLOAD)
        .and(Routes::new().get("/plans/{id}/editions", show))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    from: Option<i32>,
    to: Option<i32>,
    done: Option<String>,
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Page {
    let mut page = editions_page(&app, &visitor, id, &asked).await?;
    page.said = asked.done.map(|done| match done.as_str() {
        "known" => "This very file had been received before; nothing was changed.".to_owned(),
        _ => "The edition is taken over.".to_owned(),
    });
    answer::page(&page)
}

async fn editions_page(
    app: &App,
    visitor: &Visitor,
    id: i64,
    asked: &Asked,
) -> Result<EditionsPage, AppError> {
    let scope = &visitor.scope;
    let editions = store::list(&app.ledger, scope, id, AsAt(scope.today)).await?;
    let newest = editions.last().map_or(1, |edition| edition.number);
    let plan_title = editions.last().map(|edition| edition.title.clone()).unwrap_or_default();
    let (from, to) = (asked.from.unwrap_or(newest - 1).max(1), asked.to.unwrap_or(newest));
    let compared = if editions.len() > 1 {
        Some(store::compare(&app.ledger, scope, id, (from, to)).await?)
    } else {
        None
    };
    let choices = |chosen: i32| {
        let named = editions
            .iter()
            .map(|edition| (edition.number.to_string(), format!("Edition {}", edition.number)));
        Choice::list(named, Some(&chosen.to_string()))
    };
    let may_take = changeable(app.ledger.connection(), scope, id).await.is_ok();
    Ok(EditionsPage {
        layout: Layout::inside(visitor, format!("Editions: {plan_title}"), "/plans")
            .below("Plans", "/plans")
            .below(plan_title.clone(), format!("/plans/{id}")),
        problems: Vec::new(),
        said: None,
        id,
        plan_title,
        may_take,
        from: choices(from),
        to: choices(to),
        compared: compared.as_ref().map(|_| format!("{from} to {to}")).unwrap_or_default(),
        groups: compared.as_ref().map(groups).unwrap_or_default(),
        editions: editions.into_iter().rev().map(edition_line).collect(),
    })
}

fn edition_line(edition: Edition) -> EditionLine {
    EditionLine {
        number: edition.number,
        title: edition.title,
        file_name: edition.file_name,
        year: edition.plan_year.unwrap_or_default(),
        received: day(edition.received_at.date_naive()),
        by: edition.received_by,
    }
}

/// The differences in groups; what is unchanged is only counted.
fn groups(compared: &Compared) -> Vec<DifferenceGroup> {
    let Compared { old, new, comparison } = compared;
    let address = |id: i64| Some(format!("/commitments/{id}"));
    let pair_line = |pair: &Pair| ChangeLine {
        href: address(new[pair.new].0),
        ..lines::pair(&old[pair.old].1, &new[pair.new].1)
    };
    let of = |group: Group| -> Vec<ChangeLine> {
        match group {
            Group::Added => {
                let rows = comparison.added.iter().map(|single| &new[single.row]);
                rows.map(|(id, row)| ChangeLine { href: address(*id), ..lines::single(row) })
                    .collect()
            }
            Group::Removed => {
                let rows = comparison.removed.iter().map(|single| &old[single.row]);
                rows.map(|(id, row)| ChangeLine { href: address(*id), ..lines::single(row) })
                    .collect()
            }
            _ => {
                let pairs = comparison.pairs.iter();
                let pairs = pairs.filter(|pair| group.takes(&changes_word(&pair.changes)));
                pairs.map(pair_line).collect()
            }
        }
    };
    let group =
        |group: Group| DifferenceGroup { id: group.word(), title: group.title(), lines: of(group) };
    let shown = Group::ALL.into_iter().filter(|group| *group != Group::Unchanged);
    shown.map(group).filter(|group| !group.lines.is_empty()).collect()
}

async fn take(
    State(app): State<App>,
    Path(id): Path<i64>,
    upload: CheckedUpload,
) -> Result<Response, AppError> {
    let visitor = &upload.visitor;
    let plan = changeable(app.ledger.connection(), &visitor.scope, id).await?;
    match receive_upload(&app, visitor, &upload, id, plan.organisation_id).await {
        Ok(address) => Ok(answer::see_other(&address)),
        Err(AppError::Invalid(message)) => {
            let mut page = editions_page(&app, visitor, id, &Asked::default()).await?;
            page.layout.has_problem = true;
            page.problems = vec![Problem { field: "file", message: answer::sentence(&message) }];
            answer::refused(&page)
        }
        Err(error) => Err(error),
    }
}

/// Receives the document as the plan's next edition; returns where to go on.
async fn receive_upload(
    app: &App,
    visitor: &Visitor,
    upload: &CheckedUpload,
    plan_id: i64,
    organisation_id: i64,
) -> Result<String, AppError> {
    let Some((file, bytes)) = &upload.file else {
        return Err(AppError::Invalid("choose the document".to_owned()));
    };
    if bytes.len() > MOST_KEPT {
        let limit = MOST_KEPT >> 20;
        let message = format!("{file} is larger than {limit} MB; save it as text and try again");
        return Err(AppError::Invalid(message));
    }
    let scope = &visitor.scope;
    let all = organisations::list(&app.ledger, scope).await?;
    let own = all.into_iter().find(|found| found.id == organisation_id);
    let code = own.ok_or(AppError::NotFound)?.code;
    let options = ImportOptions::default();
    let received = receive(app, scope, &code, file, bytes, options, Some(plan_id)).await?;
    Ok(match received {
        Received::New(draft) => format!("/drafts/{}/changes", draft.0),
        Received::Draft(_) | Received::Plan(_) => format!("/plans/{plan_id}/editions?done=known"),
    })
}
