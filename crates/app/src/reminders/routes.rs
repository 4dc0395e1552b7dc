//! The pages on which a performance manager sees what is asked, and says how plans ask.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::messages;
use super::pages::{MessageLine, MessagePage, RemindersPage, SettingsPage, WantedLine};
use super::rules::{ReminderSettings, Rhythm, read_days, read_days_before};
use super::settings::{self, PlanSettings};
use super::store::{self, Wanted};
use crate::App;
use crate::db::entities::message::Model as Message;
use crate::shell::answer::{self, Page, sentence};
use crate::shell::components::{Choice, Problem, day, short_day};
use crate::shell::csrf::{CheckedForm, Guarded};
use crate::shell::errors::AppError;
use crate::shell::layout::Layout;
use crate::shell::routes::Routes;
use crate::shell::session::Visitor;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/reminders", show)
        .get("/reminders/messages/{id}", show_message)
        .get("/plans/{id}/reminders", show_settings)
        .post("/plans/{id}/reminders", save_settings)
}

async fn show(State(app): State<App>, visitor: Visitor) -> Page {
    let scope = &visitor.scope;
    let wanted = store::wanted(&app, scope).await?;
    let messages = messages::messages(&app, scope).await?;
    let has_server = app.home.settings.mail.as_ref().is_some_and(|mail| mail.server.is_some());
    let late = wanted.iter().filter(|wanted| wanted.is_late()).count();
    let (nobody, wanted): (Vec<Wanted>, Vec<Wanted>) =
        wanted.into_iter().partition(|wanted| wanted.recipient.is_none());
    answer::page(&RemindersPage {
        layout: Layout::inside(&visitor, "Reminders", "/plans").below("Plans", "/plans"),
        late,
        wanted: wanted.into_iter().map(line).collect(),
        nobody: nobody.into_iter().map(line).collect(),
        messages: messages.into_iter().map(message_line).collect(),
        folder: (!has_server).then(|| app.home.outbox().display().to_string()),
    })
}

fn line(wanted: Wanted) -> WantedLine {
    let is_late = wanted.is_late();
    let by = short_day(wanted.line.occasion.answer_by);
    let answer = match (wanted.is_asked, wanted.line.late_since, &wanted.recipient) {
        (_, Some(by), _) => format!("Asked, to be answered by {}", short_day(by)),
        (_, None, None) => "No address is known".to_owned(),
        (false, None, _) => "Will be asked on the next working day".to_owned(),
        (true, None, _) => format!("Asked, to be answered by {by}"),
    };
    WantedLine {
        id: wanted.line.commitment_id,
        reference: wanted.line.reference,
        text: wanted.line.text,
        plan: wanted.line.plan,
        lead: if wanted.lead.is_empty() { "Nobody is named".to_owned() } else { wanted.lead },
        due: wanted.line.due.map_or_else(|| "No date".to_owned(), short_day),
        answer,
        is_late,
    }
}

fn message_line(message: Message) -> MessageLine {
    MessageLine {
        id: message.id,
        day: short_day(message.day),
        state: state_of(&message),
        has_failed: message.sent_at.is_none(),
        name: message.name,
        subject: message.subject,
    }
}

fn state_of(message: &Message) -> String {
    let file = message.sent_to.as_deref().map(std::path::Path::new);
    let file = file.filter(|place| place.extension().is_some_and(|kind| kind == "eml"));
    let file = file.and_then(|file| Some(file.file_name()?.to_string_lossy().into_owned()));
    if let (Some(at), Some(file)) = (&message.sent_at, file) {
        return format!("Written to {file} at {}", at.format("%H:%M"));
    }
    match (&message.sent_at, &message.sent_to, &message.failure) {
        (Some(at), Some(place), _) => format!("Sent by {place} at {}", at.format("%H:%M")),
        (Some(at), None, _) => format!("Sent at {}", at.format("%H:%M")),
        (None, _, Some(failure)) => {
            format!("Not sent after {} tries: {failure}", message.attempts)
        }
        (None, _, None) => "About to be sent".to_owned(),
    }
}

async fn show_message(State(app): State<App>, visitor: Visitor, Path(id): Path<i64>) -> Page {
    let message = messages::message(&app, &visitor.scope, id).await?;
    let layout = Layout::inside(&visitor, message.subject.clone(), "/plans")
        .below("Plans", "/plans")
        .below("Reminders", "/reminders");
    answer::page(&MessagePage {
        layout,
        to: format!("{}, {}, on {}", message.name, message.address, day(message.day)),
        state: state_of(&message),
        paragraphs: message.body.split("\n\n").map(|part| part.trim().to_owned()).collect(),
    })
}

#[derive(Debug, Deserialize)]
struct Said {
    done: Option<String>,
}

async fn show_settings(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    Query(said): Query<Said>,
) -> Page {
    let found = settings::find(&app, &visitor.scope, id).await?;
    let mut page = settings_page(&visitor, id, &found);
    page.said = said.done.map(|_| "Reminders are set.".to_owned());
    answer::page(&page)
}

fn settings_page(visitor: &Visitor, plan_id: i64, found: &PlanSettings) -> SettingsPage {
    let layout = Layout::inside(visitor, "How this plan asks for updates", "/plans")
        .below("Plans", "/plans")
        .below(found.plan_title.clone(), format!("/plans/{plan_id}"));
    let rhythms = Rhythm::ALL.map(|rhythm| (rhythm.word(), rhythm.title()));
    let mut page = SettingsPage {
        layout,
        problems: Vec::new(),
        said: None,
        plan_id,
        plan_title: found.plan_title.clone(),
        now: found.settings.sentence(),
        set_by: found.set_by.clone(),
        days_before: String::new(),
        on_due_day: false,
        days_after: String::new(),
        rhythms: Choice::list(rhythms, None),
        grace_days: String::new(),
        contributors: false,
        paused: false,
    };
    page.fill(&found.settings);
    page
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct SettingsForm {
    csrf: String,
    days_before: String,
    on_due_day: String,
    days_after: String,
    rhythm: String,
    grace_days: String,
    contributors: String,
    paused: String,
}

impl Guarded for SettingsForm {
    fn csrf(&self) -> &str {
        &self.csrf
    }
}

async fn save_settings(
    State(app): State<App>,
    Path(id): Path<i64>,
    CheckedForm(visitor, sent): CheckedForm<SettingsForm>,
) -> Result<Response, AppError> {
    let found = settings::find(&app, &visitor.scope, id).await?;
    match read(&sent) {
        Ok(new) => {
            settings::save(&app, &visitor.scope, id, &new).await?;
            Ok(answer::see_other(&format!("/plans/{id}/reminders?done=yes")))
        }
        Err(problems) => {
            let mut page = settings_page(&visitor, id, &found);
            page.layout.has_problem = true;
            page.problems = problems;
            page.days_before = sent.days_before;
            page.on_due_day = !sent.on_due_day.is_empty();
            page.days_after = sent.days_after;
            page.grace_days = sent.grace_days;
            page.contributors = !sent.contributors.is_empty();
            page.paused = !sent.paused.is_empty();
            for choice in &mut page.rhythms {
                choice.selected = choice.value == sent.rhythm;
            }
            answer::refused(&page)
        }
    }
}

fn read(sent: &SettingsForm) -> Result<ReminderSettings, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut refuse = |field, message: String| {
        problems.push(Problem { field, message: sentence(&message) });
    };
    let days_before = read_days_before(&sent.days_before);
    let days_after = read_days(&sent.days_after, 1);
    let grace = read_days(&sent.grace_days, 0);
    let rhythm = sent.rhythm.parse::<Rhythm>();
    if let Err(message) = &days_before {
        refuse("days_before", message.clone());
    }
    if let Err(message) = &days_after {
        refuse("days_after", message.clone());
    }
    if let Err(message) = &grace {
        refuse("grace_days", message.clone());
    }
    if let Err(error) = &rhythm {
        refuse("rhythm", error.to_string());
    }
    match (days_before, days_after, grace, rhythm) {
        (Ok(days_before), Ok(days_after_every), Ok(grace), Ok(rhythm)) => Ok(ReminderSettings {
            days_before,
            on_due_day: !sent.on_due_day.is_empty(),
            days_after_every,
            rhythm,
            grace_days: grace.unwrap_or(0),
            to_contributors: !sent.contributors.is_empty(),
            paused: !sent.paused.is_empty(),
        }),
        _ => Err(problems),
    }
}
