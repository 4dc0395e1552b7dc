//! The register of flows, and one flow.

use axum::extract::{Path, Query, State};
use serde::Deserialize;

use super::lines::{self, flow_line, headings, sender_line};
use super::pages::{FlowPage, FlowsPage};
use super::receipt_rules::missing_now;
use super::store::{self, Flow, SenderReceipts};
use crate::App;
use crate::shell::answer::{self, Page};
use crate::shell::components::{Choice, Pagination};
use crate::shell::layout::Layout;
use crate::shell::routes::Routes;
use crate::shell::session::Visitor;

/// Periods shown of each sender in the register, and on a flow's own page.
const PERIODS: usize = 6;
const PERIODS_OF_ONE: usize = 8;

/// Periods over which a flow is measured.
const PERIODS_MEASURED: usize = 12;

/// Senders on a page.
const SENDERS: usize = 50;

pub(crate) fn routes() -> Routes {
    Routes::new().get("/flows", register).get("/flows/{code}", one)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    flow: String,
    state: String,
    sender: String,
    page: u64,
}

async fn register(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Page {
    let flows = store::flows(&app.ledger).await?;
    let now = app.clock.now();
    let (mut register, mut shown) = (Vec::new(), Vec::new());
    for flow in &flows {
        let senders = store::receipts(&app, &visitor.scope, flow, now, PERIODS).await?;
        register.push(flow_line(flow, &senders));
        if asked.flow.is_empty() || asked.flow == flow.definition.code {
            let wanted = senders.into_iter().filter(|sender| is_wanted(&asked, sender));
            shown.extend(wanted.map(|sender| (flow, sender)));
        }
    }
    let address = format!(
        "/flows?flow={}&state={}&sender={}&page=",
        plain(&asked.flow),
        plain(&asked.state),
        plain(&asked.sender)
    );
    let (total, pages, rows) = turn(shown, asked.page, address);
    let named = flows.iter().map(|flow| (&flow.definition.code, &flow.definition.title));
    let all = std::iter::once((String::new(), "All flows".to_owned()));
    let named = all.chain(named.map(|(code, title)| (code.clone(), title.clone())));
    answer::page(&FlowsPage {
        layout: Layout::inside(&visitor, "Flows", "/flows"),
        flow_choices: Choice::list(named, Some(&asked.flow)),
        state_choices: Choice::list(
            [("", "Every sender"), ("missing", "Those with something missing now")],
            Some(&asked.state),
        ),
        headings: headings(PERIODS),
        rows: rows.iter().map(|(flow, sender)| sender_line(flow, sender)).collect(),
        flows: register,
        sender: asked.sender,
        total,
        pages,
        signs: lines::key(),
    })
}

fn is_wanted(asked: &Asked, sender: &SenderReceipts) -> bool {
    let wanted = asked.sender.trim().to_lowercase();
    let organisation = &sender.organisation;
    let named = organisation.name.to_lowercase().contains(&wanted)
        || organisation.code.to_lowercase() == wanted;
    named && (asked.state != "missing" || !missing_now(&sender.receipts).is_empty())
}

/// Letters and digits of what was asked for, to be written into an address again.
fn plain(text: &str) -> String {
    let keep = |letter: char| match letter {
        letter if letter.is_ascii_alphanumeric() || letter == '_' => letter,
        _ => '+',
    };
    text.chars().map(keep).collect()
}

/// How many there are, where the reader is among them, and those of the page.
fn turn<T>(all: Vec<T>, page: u64, address: String) -> (usize, Pagination, Vec<T>) {
    let total = all.len();
    let pages = u64::try_from(total.div_ceil(SENDERS)).unwrap_or(1).max(1);
    let page = page.clamp(1, pages);
    let before = usize::try_from(page - 1).unwrap_or_default() * SENDERS;
    let shown = all.into_iter().skip(before).take(SENDERS).collect();
    (total, Pagination { page, pages, address }, shown)
}

async fn one(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Page {
    let flow = store::find(&app.ledger, &code).await?;
    let now = app.clock.now();
    let senders = store::receipts(&app, &visitor.scope, &flow, now, PERIODS_OF_ONE).await?;
    let rubric = store::rubric(&app, &visitor.scope, &flow, now, PERIODS_MEASURED).await?;
    let address = format!("/flows/{}?page=", flow.definition.code);
    let (total, pages, rows) = turn(senders, asked.page, address);
    answer::page(&FlowPage {
        layout: Layout::inside(&visitor, flow.definition.title.clone(), "/flows")
            .below("Flows", "/flows"),
        what: flow.definition.what.clone(),
        facts: facts(&flow),
        rubric: lines::rubric_lines(&rubric),
        headings: headings(PERIODS_OF_ONE),
        rows: rows.iter().map(|sender| sender_line(&flow, sender)).collect(),
        total,
        pages,
        signs: lines::key(),
    })
}

fn facts(flow: &Flow) -> Vec<(&'static str, String)> {
    let definition = &flow.definition;
    let carried = if definition.figures {
        "Figures of indicators, returned as CSV".to_owned()
    } else {
        definition.datasets.join(", ").replace('_', " ")
    };
    let mut facts = vec![
        ("Sent by", lines::sender_words(flow)),
        ("Carries", carried),
        ("How often", definition.rhythm_words().to_owned()),
        ("Due after the end of each period", definition.due.to_string()),
        (
            "Counts as received",
            format!(
                "at {:.0} % of the rows that the sender usually sends",
                definition.least_share * 100.0
            ),
        ),
        ("Matters to", definition.matters_to.join(", ")),
        ("What the contract says", definition.clause.clone()),
    ];
    if let Some(from) = definition.owed_from {
        facts.push(("Owed from", crate::shell::components::day(from)));
    }
    facts.push(("Code", definition.code.clone()));
    facts.retain(|(_, words)| !words.is_empty());
    facts
}
