//! The page of everything that needs attention.

use std::collections::BTreeMap;

use axum::extract::{Query, State};
use serde::Deserialize;

use super::lines::{self, Group};
use super::pages::SignalsPage;
use super::store::{self, SignalRow};
use crate::App;
use crate::shell::answer::{self, Page};
use crate::shell::components::{Choice, Pagination};
use crate::shell::layout::Layout;
use crate::shell::routes::Routes;
use crate::shell::session::Visitor;

/// Signals on one page.
const PAGE_LENGTH: usize = 50;

pub(crate) fn routes() -> Routes {
    Routes::new().get("/signals", show)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    about: String,
    lead: String,
    organisation: String,
    page: Option<usize>,
}

async fn show(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Page {
    let signals = store::open(&app.ledger, &visitor.scope).await?;
    let taken: Vec<&SignalRow> = signals.iter().filter(|signal| takes(&asked, signal)).collect();
    let pages = taken.len().div_ceil(PAGE_LENGTH).max(1);
    let page = asked.page.unwrap_or(1).clamp(1, pages);
    let from = (page - 1) * PAGE_LENGTH;
    let here = &taken[from..taken.len().min(from + PAGE_LENGTH)];
    let address = format!(
        "/signals?about={}&lead={}&organisation={}&page=",
        answer::in_address(&asked.about),
        answer::in_address(&asked.lead),
        answer::in_address(&asked.organisation)
    );
    answer::page(&SignalsPage {
        layout: Layout::inside(&visitor, "What needs attention", "/").below_home(),
        about: about_choices(&asked.about),
        leads: lead_choices(&signals, &asked.lead),
        organisations: organisation_choices(&signals, &asked.organisation),
        rows: lines::lines(&app, &visitor.scope, here, None).await?,
        shown: taken.len(),
        total: signals.len(),
        pages: Pagination { page: page as u64, pages: pages as u64, address },
    })
}

fn takes(asked: &Asked, signal: &SignalRow) -> bool {
    let lead = signal.lead_id.map(|id| id.to_string()).unwrap_or_default();
    (asked.about.is_empty() || asked.about == Group::of(signal).word())
        && (asked.lead.is_empty() || asked.lead == lead)
        && (asked.organisation.is_empty() || asked.organisation == signal.organisation_code)
}

fn about_choices(chosen: &str) -> Vec<Choice> {
    let groups = Group::ALL.map(|group| (group.word(), group.title()));
    Choice::list([("", "Everything")].into_iter().chain(groups), Some(chosen))
}

fn lead_choices(signals: &[SignalRow], chosen: &str) -> Vec<Choice> {
    let named = signals.iter().filter_map(|signal| Some((signal.lead.clone(), signal.lead_id?)));
    let by_name: BTreeMap<String, i64> = named.collect();
    let leads = by_name.into_iter().map(|(name, id)| (id.to_string(), name));
    Choice::list([(String::new(), "Everybody".to_owned())].into_iter().chain(leads), Some(chosen))
}

fn organisation_choices(signals: &[SignalRow], chosen: &str) -> Vec<Choice> {
    let named = signals.iter();
    let named = named.map(|found| (found.organisation.clone(), found.organisation_code.clone()));
    let by_name: BTreeMap<String, String> = named.collect();
    let all = [(String::new(), "Every organisation".to_owned())];
    let found = by_name.into_iter().map(|(name, code)| (code, name));
    Choice::list(all.into_iter().chain(found), Some(chosen))
}
