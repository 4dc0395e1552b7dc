//! The page on which an edited spreadsheet comes back.

use std::collections::BTreeMap;

use anyhow::Context as _;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Response};
use chrono::NaiveDate;
use serde::Deserialize;

use super::pages::{ChangeLine, DifferenceLine, RefusedLine, SheetPage, SheetPreview};
use super::rules::Difference;
use super::sheets::{self, Outcome, Preview, RowChange, SheetFile, SheetRow, Side};
use super::store;
use crate::App;
use crate::shell::answer::{self, Page};
use crate::shell::components::{Problem, short_day};
use crate::shell::csrf::{CheckedForm, CheckedUpload, Guarded};
use crate::shell::errors::AppError;
use crate::shell::layout::Layout;
use crate::shell::routes::Routes;
use crate::shell::scope::Permission;
use crate::shell::session::Visitor;

/// The largest workbook, and the largest form that carries its rows on.
const LARGEST: usize = 16 << 20;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/plans/{id}/sheet", ask)
        .post("/plans/{id}/sheet", show)
        .post("/plans/{id}/sheet/apply", apply)
        .taking_up_to(LARGEST + 64 * 1024)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Said {
    posted: Option<usize>,
}

async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    Query(said): Query<Said>,
) -> Page {
    let mut page = sheet_page(&app, &visitor, id).await?;
    page.said = said.posted.map(|posted| match posted {
        0 => "Nothing in the spreadsheet was new; no update was posted.".to_owned(),
        1 => "1 update is posted.".to_owned(),
        posted => format!("{posted} updates are posted."),
    });
    answer::page(&page)
}

async fn sheet_page(app: &App, visitor: &Visitor, id: i64) -> Result<SheetPage, AppError> {
    let title = store::title(&app.ledger, &visitor.scope, id).await?;
    if !visitor.scope.may(Permission::PostOwnUpdate) {
        return Err(AppError::Forbidden("only leads and performance managers post updates"));
    }
    let layout = Layout::inside(visitor, "Bring back an edited spreadsheet", "/plans")
        .below("Plans", "/plans")
        .below(title.clone(), format!("/plans/{id}"));
    Ok(SheetPage {
        layout,
        problems: Vec::new(),
        plan_id: id,
        plan_title: title,
        said: None,
        preview: None,
    })
}

async fn show(
    State(app): State<App>,
    Path(id): Path<i64>,
    upload: CheckedUpload,
) -> Result<Response, AppError> {
    let visitor = &upload.visitor;
    let mut page = sheet_page(&app, visitor, id).await?;
    let Some((name, bytes)) = upload.file else {
        return refuse(page, "Choose the spreadsheet.".to_owned());
    };
    let file = SheetFile::of(&name, &bytes);
    let read = tokio::task::spawn_blocking(move || sheets::read(&bytes));
    let rows = match read.await.context("reading the spreadsheet was cut short")? {
        Ok(rows) => rows,
        Err(message) => return refuse(page, answer::sentence(&message)),
    };
    let preview = sheets::preview(&app, &visitor.scope, id, &rows).await?;
    page.preview = Some(preview_lines(&file, preview, &BTreeMap::new())?);
    Ok(answer::page(&page)?.into_response())
}

fn refuse(mut page: SheetPage, message: String) -> Result<Response, AppError> {
    page.layout.has_problem = true;
    page.problems = vec![Problem { field: "file", message }];
    answer::refused(&page)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ApplyForm {
    csrf: String,
    file: String,
    sha256: String,
    rows: String,
    #[serde(flatten)]
    choices: BTreeMap<String, String>,
}

impl Guarded for ApplyForm {
    fn csrf(&self) -> &str {
        &self.csrf
    }
}

async fn apply(
    State(app): State<App>,
    Path(id): Path<i64>,
    CheckedForm(visitor, sent): CheckedForm<ApplyForm>,
) -> Result<Response, AppError> {
    let mut page = sheet_page(&app, &visitor, id).await?;
    let rows: Result<Vec<SheetRow>, _> = serde_json::from_str(&sent.rows);
    let Ok(rows) = rows else { return refuse(page, "Choose the spreadsheet again.".to_owned()) };
    let file = SheetFile { name: sent.file, sha256: sent.sha256 };
    let choose = |change: &RowChange| choice(&sent.choices, change);
    match sheets::apply(&app, &visitor.scope, id, &file, &rows, choose).await? {
        Outcome::Posted(posted) => {
            Ok(answer::see_other(&format!("/plans/{id}/sheet?posted={posted}")))
        }
        Outcome::LookAgain(preview) => {
            let message = "Choose what counts where both sides have changed, and look at what \
                           cannot be taken in.";
            page.layout.has_problem = true;
            page.problems = vec![Problem { field: "ready", message: message.to_owned() }];
            page.preview = Some(preview_lines(&file, preview, &sent.choices)?);
            answer::refused(&page)
        }
    }
}

/// The choice made on a conflict, while the commitment looks as it did then.
fn choice(choices: &BTreeMap<String, String>, change: &RowChange) -> Option<Side> {
    let sent = choices.get(&format!("choice-{}", change.commitment.id))?;
    let (side, seen) = sent.split_once('@')?;
    if seen != change.now.to_string() {
        return None;
    }
    match side {
        "sheet" => Some(Side::Sheet),
        "here" => Some(Side::Here),
        _ => None,
    }
}

fn preview_lines(
    file: &SheetFile,
    preview: Preview,
    choices: &BTreeMap<String, String>,
) -> Result<SheetPreview, AppError> {
    let carried: Vec<&SheetRow> =
        preview.ready.iter().chain(&preview.conflicts).map(|change| &change.row).collect();
    let rows = serde_json::to_string(&carried).map_err(anyhow::Error::from)?;
    let line = |change: &RowChange| change_line(change, choice(choices, change));
    Ok(SheetPreview {
        file: file.name.clone(),
        sha256: file.sha256.clone(),
        rows,
        unchanged: preview.unchanged,
        ready: preview.ready.iter().map(line).collect(),
        conflicts: preview.conflicts.iter().map(line).collect(),
        refused: preview
            .refused
            .into_iter()
            .map(|row| RefusedLine { number: row.number, about: row.about, why: row.why })
            .collect(),
    })
}

fn change_line(change: &RowChange, chosen: Option<Side>) -> ChangeLine {
    let commitment = &change.commitment;
    let latest = commitment.latest_at.map(|at| {
        let by = commitment.latest_by.as_deref().unwrap_or("somebody");
        let note = commitment.latest_note.as_deref().unwrap_or_default();
        let status = commitment.status.title();
        format!("{status}, {by}, {}. {note}", short_day(at.date_naive()))
    });
    ChangeLine {
        id: commitment.id,
        reference: commitment.reference.clone(),
        text: commitment.text.clone(),
        differences: change.differences.iter().map(difference_line).collect(),
        note: change.row.note.trim().to_owned(),
        latest: latest.unwrap_or_default(),
        seen: change.now.to_string(),
        chosen: match chosen {
            Some(Side::Sheet) => "sheet",
            Some(Side::Here) => "here",
            None => "",
        },
    }
}

fn difference_line(difference: &Difference) -> DifferenceLine {
    let percent = |done: Option<u8>| {
        done.map_or_else(|| "not said".to_owned(), |done| format!("{done} % done"))
    };
    let day = |day: Option<NaiveDate>| day.map_or_else(|| "no day".to_owned(), short_day);
    match difference {
        Difference::Status { here, row } => DifferenceLine {
            what: "Status",
            here: here.title().to_owned(),
            sheet: row.title().to_owned(),
        },
        Difference::Progress { here, row } => {
            DifferenceLine { what: "Progress", here: percent(*here), sheet: percent(*row) }
        }
        Difference::Due { here, row } => {
            DifferenceLine { what: "Due by", here: day(*here), sheet: day(*row) }
        }
    }
}
