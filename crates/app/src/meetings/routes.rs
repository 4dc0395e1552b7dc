//! The pages of review meetings: one list a plan, and one guided way through each meeting.

use anyhow::Context as _;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use chrono::NaiveDate;
use serde::Deserialize;

use super::pages::{
    CountLine, ItemLine, MeetingLine, MeetingPage, MeetingsPage, NewMeetingText, StepLine,
};
use super::paper;
use super::rules::{Decision, Heading, Span, half_year_of};
use super::store::{self, Item, MeetingView, NewDecision, NewMeeting};
use crate::App;
use crate::commitments::rules::Status as Standing;
use crate::db::entities::meeting::Model as Meeting;
use crate::shell::answer::{self, Page, sentence};
use crate::shell::components::{Choice, Problem, STATUSES, Status, day, short_day};
use crate::shell::csrf::{CheckedForm, Guarded};
use crate::shell::errors::AppError;
use crate::shell::layout::Layout;
use crate::shell::routes::Routes;
use crate::shell::scope::Permission;
use crate::shell::session::Visitor;

/// The first and the last step; between them stand the headings of the agenda.
const STANDING: &str = "standing";
const CLOSE: &str = "close";

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/plans/{id}/meetings", list)
        .post("/plans/{id}/meetings", open)
        .get("/meetings/{id}", show)
        .post("/meetings/{id}/decisions", decide)
        .post("/meetings/{id}/close", close)
        .get("/meetings/{id}/paper.pdf", download)
}

async fn list(State(app): State<App>, visitor: Visitor, Path(plan_id): Path<i64>) -> Page {
    let today = visitor.scope.today;
    let half = half_year_of(today);
    let form = NewMeetingText {
        title: "Half-year review".to_owned(),
        from: half.first.to_string(),
        to: half.last.min(today).to_string(),
        held_on: today.to_string(),
    };
    answer::page(&list_page(&app, &visitor, plan_id, form).await?)
}

async fn list_page(
    app: &App,
    visitor: &Visitor,
    plan_id: i64,
    form: NewMeetingText,
) -> Result<MeetingsPage, AppError> {
    let (plan, meetings) = store::list(app, &visitor.scope, plan_id).await?;
    let layout = Layout::inside(visitor, "Review meetings", "/plans")
        .below("Plans", "/plans")
        .below(plan.title.clone(), format!("/plans/{plan_id}"));
    Ok(MeetingsPage {
        layout,
        problems: Vec::new(),
        plan_id,
        may_open: visitor.scope.may_in(Permission::PostAnyUpdate, plan.organisation_id),
        plan_title: plan.title,
        meetings: meetings.into_iter().map(meeting_line).collect(),
        form,
    })
}

fn meeting_line(meeting: Meeting) -> MeetingLine {
    MeetingLine {
        id: meeting.id,
        state: match meeting.closed_at {
            Some(at) => format!("Closed on {}", short_day(at.date_naive())),
            None => "Goes on".to_owned(),
        },
        title: meeting.title,
        held_on: day(meeting.held_on),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct OpenForm {
    csrf: String,
    title: String,
    from: String,
    to: String,
    held_on: String,
}

impl Guarded for OpenForm {
    fn csrf(&self) -> &str {
        &self.csrf
    }
}

async fn open(
    State(app): State<App>,
    Path(plan_id): Path<i64>,
    CheckedForm(visitor, sent): CheckedForm<OpenForm>,
) -> Result<Response, AppError> {
    let opened = match read_new(&sent) {
        Ok(new) => store::open(&app, &visitor.scope, plan_id, new).await.map_err(|error| {
            let field = if sent.title.trim().is_empty() { "title" } else { "from" };
            (field, error)
        }),
        Err((field, message)) => Err((field, AppError::Invalid(message))),
    };
    match opened {
        Ok(id) => Ok(answer::see_other(&format!("/meetings/{id}"))),
        Err((field, AppError::Invalid(message))) => {
            let form = NewMeetingText {
                title: sent.title,
                from: sent.from,
                to: sent.to,
                held_on: sent.held_on,
            };
            let mut page = list_page(&app, &visitor, plan_id, form).await?;
            if !page.may_open {
                return Err(AppError::Forbidden("only performance managers open reviews"));
            }
            page.layout.has_problem = true;
            page.problems = vec![Problem { field, message: sentence(&message) }];
            answer::refused(&page)
        }
        Err((_, error)) => Err(error),
    }
}

fn read_new(sent: &OpenForm) -> Result<NewMeeting, (&'static str, String)> {
    let read = |field, text: &str| {
        text.trim()
            .parse::<NaiveDate>()
            .map_err(|_| (field, "Enter a day, for example 2019-01-31.".to_owned()))
    };
    Ok(NewMeeting {
        title: sent.title.clone(),
        span: Span { first: read("from", &sent.from)?, last: read("to", &sent.to)? },
        held_on: read("held_on", &sent.held_on)?,
    })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    step: String,
    done: String,
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Page {
    let view = store::find(&app, &visitor.scope, id).await?;
    let mut page = meeting_page(&visitor, &view, &asked.step);
    page.said = match asked.done.as_str() {
        "decided" => Some("The decision is recorded as an update.".to_owned()),
        "closed" => Some("The review is closed.".to_owned()),
        _ => None,
    };
    answer::page(&page)
}

fn steps(view: &MeetingView, asked: &str) -> Vec<StepLine> {
    let counted = Heading::ALL.map(|heading| {
        (heading.word(), format!("{} ({})", heading.title(), view.under(heading).len()))
    });
    let all = std::iter::once((STANDING, "Where the plan stands".to_owned()))
        .chain(counted)
        .chain(std::iter::once((CLOSE, "Conclusion".to_owned())));
    let mut steps: Vec<StepLine> =
        all.map(|(word, label)| StepLine { word, label, current: word == asked }).collect();
    if steps.iter().all(|step| !step.current)
        && let Some(first) = steps.first_mut()
    {
        first.current = true;
    }
    steps
}

fn meeting_page(visitor: &Visitor, view: &MeetingView, asked: &str) -> MeetingPage {
    let meeting = &view.meeting;
    let steps = steps(view, asked);
    let at = steps.iter().position(|step| step.current).unwrap_or(0);
    let step = steps.get(at).map_or(STANDING, |step| step.word);
    let heading = Heading::ALL.into_iter().find(|heading| heading.word() == step);
    let layout = Layout::inside(visitor, meeting.title.clone(), "/plans")
        .below("Plans", "/plans")
        .below(view.plan_title.clone(), format!("/plans/{}", meeting.plan_id))
        .below("Review meetings", format!("/plans/{}/meetings", meeting.plan_id));
    let items = heading.map(|heading| view.under(heading)).unwrap_or_default();
    MeetingPage {
        layout,
        problems: Vec::new(),
        said: None,
        id: meeting.id,
        plan_title: view.plan_title.clone(),
        facts: format!(
            "Held on {}, looking back on the time from {} to {}.",
            day(meeting.held_on),
            day(meeting.period_from),
            day(meeting.period_to)
        ),
        closed: meeting
            .closed_at
            .map(|at| format!("{}, by {}", day(at.date_naive()), meeting.closed_by_name)),
        present: meeting.present.clone(),
        conclusion: meeting.conclusion.clone(),
        next: steps.get(at + 1).cloned(),
        step,
        heading: match (heading, step) {
            (Some(heading), _) => heading.title().to_owned(),
            (None, CLOSE) => "Conclusion".to_owned(),
            (None, _) => "Where the plan stands".to_owned(),
        },
        purpose: heading.map(|heading| heading.purpose().to_owned()).unwrap_or_default(),
        otherwise: heading.map(|heading| heading.otherwise().to_owned()).unwrap_or_default(),
        counts: counts(view),
        items: items.into_iter().map(item_line).collect(),
        decided: view.items.iter().map(|item| item.decisions.len()).sum(),
        may_decide: view.may_decide,
        steps,
    }
}

fn counts(view: &MeetingView) -> Vec<CountLine> {
    let line = |status: Status| {
        let standing = status.key.parse::<Standing>().unwrap_or_default();
        CountLine { status, before: view.before.of(standing), now: view.now.of(standing) }
    };
    STATUSES.into_iter().map(line).filter(|line| line.before + line.now > 0).collect()
}

fn item_line(item: &Item) -> ItemLine {
    let row = &item.row;
    let usual = match item.heading {
        Heading::Celebrate => Decision::Celebrate,
        Heading::Accelerate => Decision::Accelerate,
        Heading::Refocus => Decision::Refocus,
        Heading::Coming => Decision::Keep,
    };
    let lead = row.accountable();
    ItemLine {
        id: row.id,
        reference: row.reference.clone(),
        text: row.text.clone(),
        lead: if lead.is_empty() { "Nobody is named".to_owned() } else { lead.to_owned() },
        due: match row.due_latest {
            Some(due) => short_day(due),
            None if row.due_as_written.is_empty() => "at no date".to_owned(),
            None => format!("“{}”", row.due_as_written),
        },
        status: Status::of(row.status.word()),
        reasons: item.reasons.clone(),
        note: row.latest_note.clone().unwrap_or_default(),
        decisions: item
            .decisions
            .iter()
            .map(|one| paper::decided(&one.decision, &one.words))
            .collect(),
        seen: row.latest_update_id.unwrap_or(0),
        statuses: Choice::list(
            Standing::ALL.map(|status| (status.word(), status.title())),
            Some(row.status.word()),
        ),
        choices: Choice::list(
            Decision::ALL.map(|decision| (decision.word(), decision.title())),
            Some(usual.word()),
        ),
        words: String::new(),
        due_moved: String::new(),
        is_refused: false,
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct DecisionForm {
    csrf: String,
    step: String,
    commitment: i64,
    decision: String,
    words: String,
    status: String,
    due: String,
    seen: i64,
}

impl Guarded for DecisionForm {
    fn csrf(&self) -> &str {
        &self.csrf
    }
}

async fn decide(
    State(app): State<App>,
    Path(id): Path<i64>,
    CheckedForm(visitor, sent): CheckedForm<DecisionForm>,
) -> Result<Response, AppError> {
    match record(&app, &visitor, id, &sent).await {
        Ok(()) => {
            let step = answer::in_address(&sent.step);
            let place = format!("/meetings/{id}?step={step}&done=decided#item-{}", sent.commitment);
            Ok(answer::see_other(&place))
        }
        Err(AppError::Invalid(message)) => {
            let view = store::find(&app, &visitor.scope, id).await?;
            let mut page = meeting_page(&visitor, &view, &sent.step);
            page.layout.has_problem = true;
            page.problems = vec![Problem { field: "refused", message: sentence(&message) }];
            if let Some(item) = page.items.iter_mut().find(|item| item.id == sent.commitment) {
                item.is_refused = true;
                item.words = sent.words;
                item.due_moved = sent.due;
                for choice in &mut item.statuses {
                    choice.selected = choice.value == sent.status;
                }
                for choice in &mut item.choices {
                    choice.selected = choice.value == sent.decision;
                }
            }
            answer::refused(&page)
        }
        Err(error) => Err(error),
    }
}

async fn record(
    app: &App,
    visitor: &Visitor,
    id: i64,
    sent: &DecisionForm,
) -> Result<(), AppError> {
    let decision = sent.decision.parse::<Decision>();
    let decision = decision.map_err(|error| AppError::Invalid(error.to_string()))?;
    let status = sent.status.parse::<Standing>();
    let status = status.map_err(|_| AppError::Invalid("choose a status".to_owned()))?;
    let new = NewDecision {
        commitment_id: sent.commitment,
        decision,
        words: sent.words.clone(),
        status,
        due: sent.due.clone(),
        seen_update_id: (sent.seen > 0).then_some(sent.seen),
    };
    store::decide(app, &visitor.scope, id, new).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct CloseForm {
    csrf: String,
    present: String,
    conclusion: String,
}

impl Guarded for CloseForm {
    fn csrf(&self) -> &str {
        &self.csrf
    }
}

async fn close(
    State(app): State<App>,
    Path(id): Path<i64>,
    CheckedForm(visitor, sent): CheckedForm<CloseForm>,
) -> Result<Response, AppError> {
    match store::close(&app, &visitor.scope, id, &sent.present, &sent.conclusion).await {
        Ok(()) => Ok(answer::see_other(&format!("/meetings/{id}?step={CLOSE}&done=closed"))),
        Err(AppError::Invalid(message)) => {
            let view = store::find(&app, &visitor.scope, id).await?;
            let mut page = meeting_page(&visitor, &view, CLOSE);
            page.layout.has_problem = true;
            page.problems = vec![Problem { field: "conclusion", message: sentence(&message) }];
            page.present = sent.present;
            page.conclusion = sent.conclusion;
            answer::refused(&page)
        }
        Err(error) => Err(error),
    }
}

async fn download(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
) -> Result<Response, AppError> {
    let view = store::find(&app, &visitor.scope, id).await?;
    let paper = paper::paper(&view);
    let name = format!("review-{}.pdf", view.meeting.held_on);
    let pdf = tokio::task::spawn_blocking(move || bellwether_report::meeting::pdf(&paper));
    let pdf = pdf.await.context("laying out the paper was cut short")?;
    let pdf = pdf.map_err(anyhow::Error::from)?;
    Ok(answer::download("application/pdf", &name, pdf))
}
