//! A document is sent in: it is read, and waits as a draft for its review.

use axum::extract::State;
use axum::response::Response;
use bellwether_calendar::FinancialYear;

use super::import::ImportOptions;
use super::pages::ImportPage;
use crate::App;
use crate::drafts::store::{self as drafts, Received};
use crate::organisations::store as organisations;
use crate::shell::answer::{self, Page};
use crate::shell::components::{Choice, Problem};
use crate::shell::csrf::{CheckedUpload, MOST_KEPT};
use crate::shell::errors::AppError;
use crate::shell::layout::Layout;
use crate::shell::routes::Routes;
use crate::shell::scope::Permission;
use crate::shell::session::Visitor;

/// A file that is too large is still listened to for a while, so that the refusal reaches the reader
/// as a page with a problem; no more of it is kept than of any other.
const LARGEST_UPLOAD: usize = 80 << 20;

pub(super) fn routes() -> Routes {
    Routes::new()
        .post("/plans/import", receive)
        .taking_up_to(LARGEST_UPLOAD)
        .and(Routes::new().get("/plans/import", ask))
}

fn allowed(visitor: &Visitor) -> Result<(), AppError> {
    if visitor.scope.may(Permission::ImportPlan) {
        return Ok(());
    }
    Err(AppError::Forbidden("Only performance managers and administrators import plans."))
}

async fn ask(State(app): State<App>, visitor: Visitor) -> Page {
    allowed(&visitor)?;
    answer::page(&import_page(&app, &visitor, "", "").await?)
}

async fn receive(State(app): State<App>, upload: CheckedUpload) -> Result<Response, AppError> {
    let visitor = &upload.visitor;
    allowed(visitor)?;
    let (chosen, plan_year) = (upload.field("organisation"), upload.field("plan_year").trim());
    let problem = match keep(&app, &upload, chosen, plan_year).await {
        Ok(Received::New(id)) => {
            return Ok(answer::see_other(&format!("/drafts/{}?done=received", id.0)));
        }
        Ok(Received::Draft(id)) => {
            return Ok(answer::see_other(&format!("/drafts/{}?done=known", id.0)));
        }
        Ok(Received::Plan(id)) => return Ok(answer::see_other(&format!("/plans/{id}?done=known"))),
        Err(Refused::Field(problem)) => problem,
        Err(Refused::Otherwise(error)) => return Err(error),
    };
    let mut page = import_page(&app, visitor, chosen, plan_year).await?;
    page.layout.has_problem = true;
    page.problems = vec![problem];
    answer::refused(&page)
}

enum Refused {
    Field(Problem),
    Otherwise(AppError),
}

fn field(field: &'static str, message: &str) -> Refused {
    Refused::Field(Problem { field, message: answer::sentence(message) })
}

async fn keep(
    app: &App,
    upload: &CheckedUpload,
    organisation: &str,
    plan_year: &str,
) -> Result<Received, Refused> {
    let Some((file_name, bytes)) = &upload.file else {
        return Err(field("file", "Choose the document"));
    };
    if bytes.len() > MOST_KEPT {
        let limit = MOST_KEPT >> 20;
        let message = format!(
            "The file {file_name} is larger than {limit} MB; leave out its pictures, or save it as text"
        );
        return Err(field("file", &message));
    }
    let options = ImportOptions {
        plan_year: year(plan_year).map_err(|message| field("plan_year", &message))?,
        ..ImportOptions::default()
    };
    let scope = &upload.visitor.scope;
    let received = drafts::receive(app, scope, organisation, file_name, bytes, options, None);
    received.await.map_err(|error| match error {
        // The name of a file is written as it is, even where it begins a sentence.
        AppError::Invalid(message) if message.starts_with(file_name.as_str()) => {
            Refused::Field(Problem { field: "file", message: format!("{message}.") })
        }
        AppError::Invalid(message) => field("file", &message),
        error => Refused::Otherwise(error),
    })
}

fn year(text: &str) -> Result<Option<FinancialYear>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| format!("'{text}' is no planning year; write 2018/19"))
}

async fn import_page(
    app: &App,
    visitor: &Visitor,
    chosen: &str,
    plan_year: &str,
) -> Result<ImportPage, AppError> {
    let scope = &visitor.scope;
    let all = organisations::offered(&app.ledger, scope, scope.organisation_id.unwrap_or_default())
        .await?;
    let own = all.iter().find(|found| Some(found.id) == scope.organisation_id);
    let own = own.map(|found| found.code.clone()).unwrap_or_default();
    let allowed = all.into_iter().filter(|found| scope.may_in(Permission::ImportPlan, found.id));
    let named = allowed.map(|found| (found.code, found.name));
    let chosen = if chosen.is_empty() { &own } else { chosen };
    Ok(ImportPage {
        layout: Layout::inside(visitor, "Import a plan", "/plans").below("Plans", "/plans"),
        problems: Vec::new(),
        organisations: Choice::list(named, Some(chosen)),
        plan_year: plan_year.to_owned(),
    })
}
