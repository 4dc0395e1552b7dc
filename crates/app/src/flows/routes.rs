//! The page on which figures are loaded, and the file of rejected rows.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use serde::Deserialize;

use super::csv::Fault;
use super::pages::{FaultLine, LoadLine, LoadPage, LoadResult};
use super::report::LoadReport;
use super::store::{self, LoadOptions};
use crate::App;
use crate::db::entities::load;
use crate::shell::answer::{self, Page};
use crate::shell::components::Problem;
use crate::shell::csrf::{CheckedForm, CheckedUpload, Guarded};
use crate::shell::errors::AppError;
use crate::shell::layout::Layout;
use crate::shell::routes::Routes;
use crate::shell::scope::{Permission, Scope};
use crate::shell::session::Visitor;

/// The largest file sent through a browser; larger ones go in by the command line.
const LARGEST_UPLOAD: usize = 16 << 20;

/// Faults shown on the page.
const FAULTS_SHOWN: usize = 100;

/// Earlier loads shown.
const LOADS_SHOWN: u64 = 10;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .post("/figures/load", load_file)
        .post("/figures/rejected.csv", rejected)
        .taking_up_to(LARGEST_UPLOAD)
        .and(Routes::new().get("/figures/load", ask))
}

async fn ask(State(app): State<App>, visitor: Visitor) -> Page {
    answer::page(&load_page(&app, &visitor).await?)
}

async fn load_file(State(app): State<App>, upload: CheckedUpload) -> Result<Response, AppError> {
    let mut page = load_page(&app, &upload.visitor).await?;
    let Some((file_name, bytes)) = &upload.file else {
        page.layout.has_problem = true;
        let message = "Choose a file.".to_owned();
        page.problems = vec![Problem { field: "file", message }];
        return answer::refused(&page);
    };
    let take_good_rows = upload.field("take_good_rows") == "yes";
    let options = LoadOptions { known_on: None, take_good_rows };
    let scope = &upload.visitor.scope;
    let report = store::load_observations(&app, scope, file_name, bytes, options).await?;
    page.loads = loads(&app, scope).await?;
    let refused = report.is_refused();
    page.layout.has_problem = refused;
    if refused {
        page.problems = vec![Problem { field: "file", message: format!("{}.", report.sentence()) }];
    }
    page.result = Some(result(report));
    if refused { answer::refused(&page) } else { Ok(answer::page(&page)?.into_response()) }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RejectedForm {
    csrf: String,
    file_name: String,
    rows: String,
}

impl Guarded for RejectedForm {
    fn csrf(&self) -> &str {
        &self.csrf
    }
}

/// Gives back, as a file, the rejected rows that the page had carried.
async fn rejected(
    CheckedForm(visitor, sent): CheckedForm<RejectedForm>,
) -> Result<Response, AppError> {
    allowed(&visitor)?;
    let name = format!("{}.rejected.csv", sent.file_name.trim_end_matches(".csv"));
    Ok(answer::download("text/csv; charset=utf-8", &name, sent.rows.into_bytes()))
}

fn allowed(visitor: &Visitor) -> Result<(), AppError> {
    if visitor.scope.may(Permission::LoadFigures) {
        return Ok(());
    }
    Err(AppError::Forbidden("Only performance managers and administrators load figures."))
}

async fn load_page(app: &App, visitor: &Visitor) -> Result<LoadPage, AppError> {
    allowed(visitor)?;
    Ok(LoadPage {
        layout: Layout::inside(visitor, "Load figures", "/figures/load"),
        problems: Vec::new(),
        result: None,
        loads: loads(app, &visitor.scope).await?,
    })
}

/// The latest loads that the visitor made, or all of them for an administrator.
async fn loads(app: &App, scope: &Scope) -> Result<Vec<LoadLine>, AppError> {
    let mut query = load::Entity::find().filter(load::Column::Kind.eq("observations"));
    if !scope.may(Permission::ManageUsers) {
        query = query.filter(load::Column::MadeBy.eq(scope.user_id));
    }
    let found = query.order_by_desc(load::Column::Id).limit(LOADS_SHOWN);
    let found = found.all(app.ledger.connection()).await?;
    let line = |load: load::Model| LoadLine {
        made_at: load.made_at.format("%-d %b %Y, %H:%M").to_string(),
        file_name: load.file_name,
        taken: load.rows_taken,
        rejected: load.rows_rejected,
    };
    Ok(found.into_iter().map(line).collect())
}

fn result(report: LoadReport) -> LoadResult {
    let shown = report.faults.first().len().min(FAULTS_SHOWN);
    LoadResult {
        sentence: format!("{}.", report.sentence()),
        faults: report.faults.first().iter().take(FAULTS_SHOWN).map(fault_line).collect(),
        more_faults: report.faults.count().saturating_sub(shown as u64),
        rejected: report
            .rejected_file
            .map(|file| String::from_utf8_lossy(&file).into_owned())
            .unwrap_or_default(),
        file_name: report.file_name,
    }
}

fn fault_line(fault: &Fault) -> FaultLine {
    FaultLine {
        row: if fault.row == 0 { "whole file".to_owned() } else { fault.row.to_string() },
        column: fault.column.clone(),
        value: fault.value.clone(),
        problem: fault.problem.clone(),
        remedy: fault.remedy.clone(),
    }
}
