//! My work, answered row by row.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::grid;
use super::pages::{RowProblem, WaitLine, WorkLine, WorkPage, WorkPart};
use super::store::{self, Mine, Part};
use crate::App;
use crate::commitments::delegation;
use crate::commitments::rules::{Ask, Status as Standing};
use crate::commitments::show::moved_words;
use crate::commitments::updates::{self, NewUpdate};
use crate::links::dependencies::{LateOne, name_of};
use crate::shell::answer::{self, Page};
use crate::shell::components::{Choice, Status, count_of, day, short_day};
use crate::shell::csrf::{CheckedForm, Guarded};
use crate::shell::errors::AppError;
use crate::shell::layout::Layout;
use crate::shell::routes::Routes;
use crate::shell::session::Visitor;

pub(crate) fn routes() -> Routes {
    grid::routes().and(
        Routes::new()
            .get("/work", show)
            .post("/work/acknowledge", acknowledge)
            .post("/work/{id}", answer_row),
    )
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    done: String,
}

async fn show(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Page {
    let mut page = work_page(&app, &visitor).await?;
    page.said = match asked.done.as_str() {
        "" => None,
        "seen" => Some("Noted: you have seen that these are yours.".to_owned()),
        id => Some(said(&app, &visitor, id).await?),
    };
    answer::page(&page)
}

/// What was just answered, by its name.
async fn said(app: &App, visitor: &Visitor, id: &str) -> Result<String, AppError> {
    let id = id.parse::<i64>().map_err(|_| AppError::NotFound)?;
    let row = updates::current(app.ledger.connection(), &visitor.scope, id).await?.row;
    Ok(format!(
        "Your update on {} is posted: {}.",
        name_of(&row),
        row.status.title().to_lowercase()
    ))
}

async fn work_page(app: &App, visitor: &Visitor) -> Result<WorkPage, AppError> {
    let scope = &visitor.scope;
    let mine = store::mine(&app.ledger, scope).await?;
    let unseen: Vec<(i64, String)> = mine
        .iter()
        .filter(|it| it.unseen)
        .map(|it| (it.row.id, format!("{} {}", it.row.reference, it.row.text).trim().to_owned()))
        .collect();
    let ids: Vec<String> = unseen.iter().map(|(id, _)| id.to_string()).collect();
    Ok(WorkPage {
        layout: Layout::inside(visitor, "My work", "/work"),
        problems: Vec::new(),
        said: None,
        has_post: !scope.lead_ids.is_empty(),
        unseen_ids: ids.join(","),
        unseen,
        total: mine.len(),
        parts: parts(visitor, mine),
        plans: store::plans_to_update(&app.ledger, scope).await?,
    })
}

fn parts(visitor: &Visitor, mine: Vec<Mine>) -> Vec<WorkPart> {
    let mut parts = [
        WorkPart { id: "asks", title: "Asks for an update", rows: Vec::new(), answers: true },
        WorkPart { id: "owe", title: "What I owe", rows: Vec::new(), answers: true },
        WorkPart { id: "help", title: "What I help with", rows: Vec::new(), answers: true },
        WorkPart { id: "delegated", title: "What I delegated", rows: Vec::new(), answers: false },
    ];
    for it in mine {
        let place = match (it.part, it.ask) {
            (Part::Owes, Some(_)) => 0,
            (Part::Owes, None) => 1,
            (Part::Helps, _) => 2,
            (Part::Delegated, _) => 3,
        };
        parts[place].rows.push(line(visitor, it));
    }
    parts.into_iter().filter(|part| !part.rows.is_empty()).collect()
}

fn line(visitor: &Visitor, it: Mine) -> WorkLine {
    let row = it.row;
    let ahead = row.due_latest.map(|due| (due - visitor.scope.today).num_days());
    let seen = match (it.part, &it.seen_by) {
        (Part::Delegated, Some(seen)) => {
            format!("Seen by {} on {}", seen.name, short_day(seen.at.date_naive()))
        }
        (Part::Delegated, None) => "Not seen yet".to_owned(),
        _ => String::new(),
    };
    let latest = match (&row.latest_note, row.latest_at) {
        (Some(note), Some(at)) if !note.is_empty() => {
            format!("{note} ({})", short_day(at.date_naive()))
        }
        (_, Some(at)) => format!("Updated {}", short_day(at.date_naive())),
        _ => "No update yet".to_owned(),
    };
    WorkLine {
        id: row.id,
        lead: if it.part == Part::Owes { String::new() } else { row.accountable().to_owned() },
        due: row.due_latest.map_or_else(|| undated(&row.due_as_written), day),
        in_days: match ahead {
            Some(0) => "today".to_owned(),
            Some(days) if days > 0 => format!("in {}", count_of(days, "day")),
            _ => String::new(),
        },
        overdue: row.overdue_days.map(|days| count_of(days, "day")),
        moved: row.moved.map(moved_words),
        status: Status::of(row.status.word()),
        latest,
        waits: it.late.as_ref().map(waits),
        ask: it.ask.map(ask_words),
        seen,
        seen_update: row.latest_update_id.unwrap_or(0),
        choices: choices(row.status),
        note: String::new(),
        problem: None,
        reference: if row.reference.is_empty() { "Open".to_owned() } else { row.reference },
        text: row.text,
        plan: it.plan,
    }
}

fn undated(as_written: &str) -> String {
    if as_written.is_empty() { "No date".to_owned() } else { as_written.to_owned() }
}

fn waits(late: &LateOne) -> WaitLine {
    let through = if late.direct { "" } else { ", through others" };
    WaitLine {
        href: format!("/commitments/{}", late.id),
        words: format!("waits for {}, {} late{through}", late.name, count_of(late.days, "day")),
    }
}

fn ask_words(ask: Ask) -> &'static str {
    match ask {
        Ask::Overdue => "Overdue, and nothing said for two weeks",
        Ask::DueSoon => "Due within two weeks",
        Ask::NeverUpdated => "Never reported on",
        Ask::Silent => "Nothing said for a quarter",
    }
}

/// Every status, the present one chosen.
pub(super) fn choices(status: Standing) -> Vec<Choice> {
    let all = Standing::ALL.map(|status| (status.word(), status.title()));
    Choice::list(all, Some(status.word()))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RowForm {
    csrf: String,
    status: String,
    note: String,
    seen: i64,
}

impl Guarded for RowForm {
    fn csrf(&self) -> &str {
        &self.csrf
    }
}

async fn answer_row(
    State(app): State<App>,
    Path(id): Path<i64>,
    CheckedForm(visitor, sent): CheckedForm<RowForm>,
) -> Result<Response, AppError> {
    match post(&app, &visitor, id, &sent).await {
        Ok(()) => Ok(answer::see_other(&format!("/work?done={id}"))),
        Err(AppError::Invalid(message)) => {
            let mut page = work_page(&app, &visitor).await?;
            let rows = page.parts.iter_mut().flat_map(|part| &mut part.rows);
            let Some(row) = rows.into_iter().find(|row| row.id == id) else {
                return Err(AppError::Invalid(message));
            };
            for choice in &mut row.choices {
                choice.selected = choice.value == sent.status;
            }
            row.note = sent.note;
            row.problem = Some(message.clone());
            page.layout.has_problem = true;
            page.problems = vec![RowProblem { field: format!("note-{id}"), message }];
            answer::refused(&page)
        }
        Err(error) => Err(error),
    }
}

async fn post(app: &App, visitor: &Visitor, id: i64, sent: &RowForm) -> Result<(), AppError> {
    let status = sent.status.parse::<Standing>();
    let new = NewUpdate {
        status: status.map_err(|_| AppError::Invalid("Choose a status.".to_owned()))?,
        note: sent.note.clone(),
        seen_update_id: (sent.seen > 0).then_some(sent.seen),
        ..NewUpdate::default()
    };
    updates::post_update(app, &visitor.scope, id, new).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct SeenForm {
    csrf: String,
    /// Rows, with commas between them.
    ids: String,
}

impl Guarded for SeenForm {
    fn csrf(&self) -> &str {
        &self.csrf
    }
}

async fn acknowledge(
    State(app): State<App>,
    CheckedForm(visitor, sent): CheckedForm<SeenForm>,
) -> Result<Response, AppError> {
    let ids: Vec<i64> = sent.ids.split(',').filter_map(|id| id.trim().parse().ok()).collect();
    delegation::acknowledge(&app, &visitor.scope, &ids).await?;
    Ok(answer::see_other("/work?done=seen"))
}
