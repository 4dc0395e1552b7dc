//! Many updates at once: a sheet whose rows are checked and saved each for itself.

use std::collections::BTreeMap;

use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::entries::{Entry, entries};
use super::pages::{GridPage, RowProblem, SheetLine};
use super::routes::choices;
use super::store::{self, SHEET_ROWS, Sheet};
use crate::App;
use crate::commitments::store::CommitmentRow;
use crate::commitments::updates::NewUpdate;
use crate::links::dependencies::name_of;
use crate::shell::answer::{self, Page};
use crate::shell::components::{Pagination, Status, count_of, short_day};
use crate::shell::csrf::{CheckedForm, Guarded};
use crate::shell::errors::AppError;
use crate::shell::layout::Layout;
use crate::shell::routes::Routes;
use crate::shell::session::Visitor;

/// The largest sheet that is sent: fifty rows with the longest notes.
const SHEET_BYTES: usize = 1024 * 1024;

pub(super) fn routes() -> Routes {
    Routes::new().get("/work/grid", show).post("/work/grid", save).taking_up_to(SHEET_BYTES)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    plan: String,
    page: Option<usize>,
    done: Option<usize>,
}

async fn show(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Page {
    let mut page = grid_page(&app, &visitor, &asked.plan, asked.page.unwrap_or(1)).await?;
    page.said = asked.done.map(posted_words);
    answer::page(&page)
}

fn posted_words(count: usize) -> String {
    match count {
        0 => "Nothing was entered, so nothing is changed.".to_owned(),
        1 => "1 update is posted.".to_owned(),
        count => format!("{count} updates are posted."),
    }
}

async fn grid_page(
    app: &App,
    visitor: &Visitor,
    plan: &str,
    page: usize,
) -> Result<GridPage, AppError> {
    let plan_id = match plan {
        "" => None,
        plan => Some(plan.parse::<i64>().map_err(|_| AppError::NotFound)?),
    };
    let sheet = store::sheet(&app.ledger, &visitor.scope, plan_id, page).await?;
    Ok(assemble(visitor, &sheet, plan, page))
}

fn assemble(visitor: &Visitor, sheet: &Sheet, plan: &str, page: usize) -> GridPage {
    let title = sheet.plan.clone().unwrap_or_else(|| "My work".to_owned());
    let mut layout = Layout::inside(visitor, format!("Many updates at once: {title}"), "/work")
        .below("My work", "/work");
    if sheet.plan.is_some() {
        layout = layout.below(title.clone(), format!("/plans/{plan}"));
    }
    let pages = sheet.total.div_ceil(SHEET_ROWS).max(1);
    GridPage {
        layout,
        problems: Vec::new(),
        said: None,
        title,
        plan: plan.to_owned(),
        page,
        rows: sheet.rows.iter().map(sheet_line).collect(),
        total: sheet.total,
        pages: Pagination {
            page: u64::try_from(page).unwrap_or(1),
            pages: u64::try_from(pages).unwrap_or(1),
            address: format!("/work/grid?plan={plan}&page="),
        },
    }
}

fn sheet_line(row: &CommitmentRow) -> SheetLine {
    let progress = row.progress.map(|percent| percent.to_string()).unwrap_or_default();
    let due = row.due_latest.map_or_else(|| row.due_as_written.clone(), short_day);
    let latest = match (&row.latest_note, row.latest_at) {
        (Some(note), Some(at)) if !note.is_empty() => {
            format!("{note} ({})", short_day(at.date_naive()))
        }
        (_, Some(at)) => format!("Updated {}", short_day(at.date_naive())),
        _ => "No update yet".to_owned(),
    };
    let (link, text) = match row.reference.as_str() {
        "" => (row.text.clone(), String::new()),
        reference => (reference.to_owned(), row.text.clone()),
    };
    SheetLine {
        id: row.id,
        name: name_of(row),
        link,
        text,
        lead: row.accountable().to_owned(),
        standing: Status::of(row.status.word()),
        latest,
        choices: choices(row.status),
        was: Entry::was(row.status.word(), &progress, &due),
        progress,
        due,
        note: String::new(),
        seen: row.latest_update_id.unwrap_or(0),
        problem: None,
    }
}

/// The fields of the sheet: those of its rows are called after them.
#[derive(Default, Deserialize)]
#[serde(default)]
struct GridForm {
    csrf: String,
    plan: String,
    page: String,
    #[serde(flatten)]
    fields: BTreeMap<String, String>,
}

impl Guarded for GridForm {
    fn csrf(&self) -> &str {
        &self.csrf
    }
}

async fn save(
    State(app): State<App>,
    CheckedForm(visitor, sent): CheckedForm<GridForm>,
) -> Result<Response, AppError> {
    let page = sent.page.parse::<usize>().unwrap_or(1);
    // Whoever may not have the sheet may not save it either.
    grid_page(&app, &visitor, &sent.plan, page).await?;
    let mut changed = entries(&sent.fields);
    changed.retain(|_, entry| entry.is_changed());
    let mut refused: BTreeMap<i64, String> = BTreeMap::new();
    let mut new: Vec<(i64, NewUpdate)> = Vec::new();
    for (id, entry) in &changed {
        match entry.update() {
            Ok(update) => new.push((*id, update)),
            Err(message) => drop(refused.insert(*id, message)),
        }
    }
    let posted = store::post_all(&app, &visitor.scope, &new).await?;
    let done = posted.iter().filter(|(_, result)| result.is_ok()).count();
    refused.extend(posted.into_iter().filter_map(|(id, result)| Some((id, result.err()?))));
    if refused.is_empty() {
        let address = format!("/work/grid?plan={}&page={page}&done={done}", sent.plan);
        return Ok(answer::see_other(&address));
    }
    let mut shown = grid_page(&app, &visitor, &sent.plan, page).await?;
    shown.said = (done > 0).then(|| posted_words(done));
    shown.layout.has_problem = true;
    put_back(&mut shown, &changed, &refused);
    answer::refused(&shown)
}

/// Puts what was entered into the refused rows back, with what is wrong beside it.
fn put_back(page: &mut GridPage, changed: &BTreeMap<i64, Entry>, refused: &BTreeMap<i64, String>) {
    for (id, message) in refused {
        let Some(entry) = changed.get(id) else { continue };
        let mut name = format!("Row {id}");
        if let Some(row) = page.rows.iter_mut().find(|row| row.id == *id) {
            for choice in &mut row.choices {
                choice.selected = choice.value == entry.status;
            }
            row.progress.clone_from(&entry.progress);
            row.due.clone_from(&entry.due);
            row.note.clone_from(&entry.note);
            row.problem = Some(message.clone());
            name.clone_from(&row.name);
        }
        let message = format!("{name}: {message}");
        page.problems.push(RowProblem { field: format!("note-{id}"), message });
    }
}

impl GridPage {
    /// How many rows there are, in words.
    pub(crate) fn count(&self) -> String {
        let count = count_of(i64::try_from(self.total).unwrap_or(i64::MAX), "open commitment");
        if self.pages.is_needed() {
            return format!("{count}, page {} of {}", self.page, self.pages.pages);
        }
        count
    }
}
