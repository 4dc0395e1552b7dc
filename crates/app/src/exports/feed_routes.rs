//! Calendars: the page on which they are made and ended, and the secret addresses themselves.

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use super::calendar::Manner;
use super::feeds::{self, FeedToken};
use super::pages::{FeedLine, FeedsPage};
use super::store::Format;
use crate::App;
use crate::plans::store as plans;
use crate::shell::answer::{self, Page};
use crate::shell::clock::AsAt;
use crate::shell::components::{Choice, Problem, day};
use crate::shell::csrf::{CheckedForm, Guarded};
use crate::shell::errors::AppError;
use crate::shell::layout::Layout;
use crate::shell::routes::Routes;
use crate::shell::session::Visitor;

/// Reminders further ahead than this are none.
const FURTHEST_REMINDER: u16 = 60;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/account/calendar", ask)
        .post("/account/calendar", make)
        .post("/account/calendar/end", end)
        .get("/calendar/{token}", fetch)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    plan: String,
    done: Option<String>,
}

async fn ask(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Page {
    let mut page = feeds_page(&app, &visitor, &asked.plan).await?;
    page.said = asked.done.map(|_| "The address is ended; it shows nothing any more.".to_owned());
    answer::page(&page)
}

const OWN: &str = "My own commitments";

async fn feeds_page(app: &App, visitor: &Visitor, chosen: &str) -> Result<FeedsPage, AppError> {
    let scope = &visitor.scope;
    let seen = plans::list(&app.ledger, scope, AsAt(scope.today)).await?;
    let about = |plan_id: Option<i64>| match plan_id {
        None => OWN.to_owned(),
        Some(id) => {
            let plan = seen.iter().find(|plan| plan.id == id);
            plan.map_or_else(|| "A plan you no longer see".to_owned(), |plan| plan.title.clone())
        }
    };
    let feeds = feeds::list(app, scope).await?.into_iter().map(|feed| FeedLine {
        id: feed.id,
        about: about(feed.plan_id),
        made: day(feed.made_at.date_naive()),
    });
    let own = std::iter::once((String::new(), OWN.to_owned()));
    let named = seen.iter().map(|plan| (plan.id.to_string(), format!("Plan: {}", plan.title)));
    Ok(FeedsPage {
        layout: Layout::inside(visitor, "Due days in your calendar", "").below_home(),
        problems: Vec::new(),
        said: None,
        fresh: None,
        feeds: feeds.collect(),
        choices: Choice::list(own.chain(named), Some(chosen)),
    })
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct MakeForm {
    csrf: String,
    plan: String,
}

impl Guarded for MakeForm {
    fn csrf(&self) -> &str {
        &self.csrf
    }
}

/// Makes an address and shows it, this once.
async fn make(
    State(app): State<App>,
    headers: HeaderMap,
    CheckedForm(visitor, sent): CheckedForm<MakeForm>,
) -> Result<Response, AppError> {
    let plan_id = match sent.plan.trim() {
        "" => None,
        id => Some(id.parse().map_err(|_| AppError::NotFound)?),
    };
    match feeds::make(&app, &visitor.scope, plan_id).await {
        Ok(token) => {
            let mut page = feeds_page(&app, &visitor, &sent.plan).await?;
            let address = address_of(&app, &headers).unwrap_or_default();
            page.fresh = Some(format!("{address}/calendar/{}.ics", token.0));
            Ok(answer::page(&page)?.into_response())
        }
        Err(AppError::Invalid(message)) => {
            let mut page = feeds_page(&app, &visitor, &sent.plan).await?;
            page.layout.has_problem = true;
            page.problems = vec![Problem { field: "plan", message }];
            answer::refused(&page)
        }
        Err(error) => Err(error),
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct EndForm {
    csrf: String,
    feed: i64,
}

impl Guarded for EndForm {
    fn csrf(&self) -> &str {
        &self.csrf
    }
}

async fn end(
    State(app): State<App>,
    CheckedForm(visitor, sent): CheckedForm<EndForm>,
) -> Result<Response, AppError> {
    feeds::end(&app, &visitor.scope, sent.feed).await?;
    Ok(answer::see_other("/account/calendar?done=ended"))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wanted {
    remind: Option<u16>,
}

async fn fetch(
    State(app): State<App>,
    headers: HeaderMap,
    Path(token): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, AppError> {
    let token = token.strip_suffix(".ics").unwrap_or(&token).to_owned();
    let manner = Manner {
        address: address_of(&app, &headers),
        remind_days: wanted.remind.filter(|days| (1..=FURTHEST_REMINDER).contains(days)),
    };
    let text = feeds::fetch(&app, &FeedToken(token), &manner).await?;
    let headers = [
        (header::CONTENT_TYPE, Format::Ics.content_type()),
        (header::CACHE_CONTROL, "private, max-age=900"),
    ];
    Ok((headers, text).into_response())
}

/// Where people reach this installation, such as `https://plans.example.org`: what its settings say,
/// or the address at which it was asked.
fn address_of(app: &App, headers: &HeaderMap) -> Option<String> {
    if let Some(address) = &app.home.settings.address {
        return Some(address.trim_end_matches('/').to_owned());
    }
    let host = headers.get(header::HOST)?.to_str().ok()?;
    let plain = |letter: char| letter.is_ascii_alphanumeric() || ".-:[]".contains(letter);
    if host.is_empty() || !host.chars().all(plain) {
        return None;
    }
    let scheme = if app.home.settings.https { "https" } else { "http" };
    Some(format!("{scheme}://{host}"))
}
