//! One commitment, and the form that posts an update on it.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::pages::{
    CommitmentPage, LeadLine, LinkLine, MilestoneLine, TimescaleLine, UpdateLine, WholeLine,
};
use super::rules::Status as Standing;
use super::store::{self, CommitmentRow, CommitmentView, UpdateRow, Whole};
use super::updates::{self, NewUpdate};
use crate::App;
use crate::escalation::lines;
use crate::escalation::pages::SignalLine;
use crate::escalation::store::SignalRow;
use crate::shell::answer::{self, Page};
use crate::shell::clock::AsAt;
use crate::shell::components::{Choice, Problem, Status, count_of, day, short_day};
use crate::shell::csrf::{CheckedForm, Guarded};
use crate::shell::errors::AppError;
use crate::shell::layout::Layout;
use crate::shell::routes::Routes;
use crate::shell::session::Visitor;
use bellwether_calendar::{Precision, Timescale};

pub(crate) fn routes() -> Routes {
    Routes::new().get("/commitments/{id}", show).post("/commitments/{id}/updates", post_update)
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
    let mut page = commitment_page(&app, &visitor, view).await?;
    page.said = said.done.map(|_| "Your update is posted.".to_owned());
    answer::page(&page)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct UpdateForm {
    csrf: String,
    status: String,
    note: String,
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
    match post(&app, &visitor, id, &sent).await {
        Ok(()) => Ok(answer::see_other(&format!("/commitments/{id}?done=yes"))),
        Err(AppError::Invalid(message)) => {
            let today = AsAt(visitor.scope.today);
            let view = store::find(&app.ledger, &visitor.scope, id, today).await?;
            let mut page = commitment_page(&app, &visitor, view).await?;
            page.layout.has_problem = true;
            let field = if sent.status.is_empty() { "status" } else { "note" };
            page.problems = vec![Problem { field, message }];
            for choice in &mut page.choices {
                choice.selected = choice.value == sent.status;
            }
            page.note = sent.note;
            answer::refused(&page)
        }
        Err(error) => Err(error),
    }
}

async fn post(app: &App, visitor: &Visitor, id: i64, sent: &UpdateForm) -> Result<(), AppError> {
    let status = sent.status.parse::<Standing>();
    let status = status.map_err(|_| AppError::Invalid("Choose a status.".to_owned()))?;
    let seen_update_id = (sent.seen > 0).then_some(sent.seen);
    let new = NewUpdate { status, note: sent.note.clone(), seen_update_id, ..NewUpdate::default() };
    updates::post_update(app, &visitor.scope, id, new).await
}

async fn commitment_page(
    app: &App,
    visitor: &Visitor,
    view: CommitmentView,
) -> Result<CommitmentPage, AppError> {
    let signals: Vec<&SignalRow> = view.signals.iter().collect();
    let signals = lines::lines(app, &visitor.scope, &signals, Some(view.organisation_id)).await?;
    Ok(assemble(visitor, view, signals))
}

fn assemble(visitor: &Visitor, view: CommitmentView, signals: Vec<SignalLine>) -> CommitmentPage {
    let row = view.row;
    let name = name_of(&row);
    let layout = Layout::inside(visitor, name, "/plans")
        .below("Plans", "/plans")
        .below(view.plan_title.clone(), format!("/plans/{}", row.plan_id));
    let lines = view.source_lines.iter().map(|(number, _)| *number);
    CommitmentPage {
        layout,
        problems: Vec::new(),
        said: None,
        id: row.id,
        kind: kind_words(&row.kind),
        status: Status::of(row.status.word()),
        overdue: row.overdue_days.map(|days| count_of(days, "day")),
        plan_id: row.plan_id,
        plan_title: view.plan_title,
        section: view.section,
        part_of: row.part_of.as_ref().map(whole_line),
        leads: row.answering().map(|lead| lead_line(lead, &row)).collect(),
        timescales: timescale_lines(&row, &view.timescales),
        uncertain: row.uncertain,
        links: view
            .links
            .into_iter()
            .map(|link| LinkLine { href: format!("/indicators/{}", link.code), title: link.title })
            .collect(),
        signals,
        milestones: view.milestones.iter().map(milestone_line).collect(),
        updates: view.updates.into_iter().map(update_line).collect(),
        may_post: view.may_post,
        seen: row.latest_update_id.unwrap_or(0),
        choices: Choice::list(Standing::ALL.map(|status| (status.word(), status.title())), None),
        note: String::new(),
        lines: match (lines.clone().min(), lines.max()) {
            (Some(first), Some(last)) if first < last => format!("Lines {first} to {last}"),
            (Some(first), _) => format!("Line {first}"),
            _ => String::new(),
        },
        source_lines: view.source_lines,
        file_name: view.file_name,
        outcome: row.outcome,
        reported_progress: row.reported_progress,
        reference: row.reference,
        text: row.text,
    }
}

/// What a commitment is called where there is no room for its text.
fn name_of(row: &CommitmentRow) -> String {
    if row.reference.is_empty() {
        return kind_words(&row.kind).to_owned();
    }
    format!("{} {}", kind_words(&row.kind), row.reference)
}

/// A kind of commitment, as read by people.
pub(crate) fn kind_words(kind: &str) -> &'static str {
    match kind {
        "milestone" => "Milestone",
        "pledge" => "Pledge",
        "objective" => "Objective",
        _ => "Action",
    }
}

fn whole_line(whole: &Whole) -> WholeLine {
    WholeLine {
        id: whole.id,
        name: format!("{} {}", whole.reference, whole.text).trim().to_owned(),
        status: Status::of(whole.status.word()),
    }
}

fn lead_line(lead: &store::AnsweringLead, row: &CommitmentRow) -> LeadLine {
    let as_written = if lead.as_written == lead.shown { "" } else { &lead.as_written };
    LeadLine {
        title: lead.shown.clone(),
        as_written: as_written.to_owned(),
        accountable: lead.accountable,
        through: row.part_of.as_ref().filter(|_| row.leads.is_empty()).map(answered_for),
    }
}

/// What the lead of a milestone answers for, where the milestone itself names nobody.
fn answered_for(whole: &Whole) -> String {
    match whole.reference.as_str() {
        "" => format!("the {} it is part of", kind_words(&whole.kind).to_lowercase()),
        reference => reference.to_owned(),
    }
}

/// When it is due: its timescales, or the day of a milestone, which has none of its own.
fn timescale_lines(row: &CommitmentRow, timescales: &[Timescale]) -> Vec<TimescaleLine> {
    let own = row.due_latest.filter(|_| timescales.is_empty());
    let Some(latest) = own else {
        return timescales.iter().map(timescale_line).collect();
    };
    let found = match row.due_as_written.as_str() {
        written if row.text.contains(written) => "read from its text".to_owned(),
        written => format!("written “{written}” beside it"),
    };
    vec![TimescaleLine { read_as: format!("{},", day(latest)), found }]
}

fn timescale_line(time: &Timescale) -> TimescaleLine {
    let read_as = match (time.earliest, time.latest) {
        (Some(first), Some(last)) if first == last => day(first),
        (Some(first), Some(last)) => format!("{} to {}", day(first), day(last)),
        (None, Some(last)) => format!("by {}", day(last)),
        (Some(first), None) => format!("from {}", day(first)),
        (None, None) => match time.precision {
            Precision::Ongoing => "Ongoing".to_owned(),
            _ => "No day can be read from it".to_owned(),
        },
    };
    TimescaleLine { found: format!("written “{}”", time.as_written), read_as }
}

fn milestone_line(row: &CommitmentRow) -> MilestoneLine {
    let written =
        if row.due_as_written.is_empty() { "No day of its own" } else { &row.due_as_written };
    let due = row.due_latest.map_or_else(|| written.to_owned(), short_day);
    MilestoneLine { id: row.id, text: row.text.clone(), due, status: Status::of(row.status.word()) }
}

fn update_line(update: UpdateRow) -> UpdateLine {
    UpdateLine {
        status: Status::of(update.status.word()),
        by: update.made_by,
        at: update.made_at.format("%-d %B %Y, %H:%M").to_string(),
        machine_time: update.made_at.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
        note: update.note,
    }
}
