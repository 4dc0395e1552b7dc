//! The page on which the audit chain is read and verified.

use axum::extract::{Query, State};
use serde::Deserialize;

use super::pages::{AuditPage, EntryLine, Verified};
use super::store;
use crate::App;
use crate::db::entities::audit_entry::Model as Entry;
use crate::shell::answer::{self, Page};
use crate::shell::audit::{self, PAGE_LENGTH, VerifyError};
use crate::shell::components::Pagination;
use crate::shell::errors::AppError;
use crate::shell::layout::Layout;
use crate::shell::routes::Routes;
use crate::shell::session::Visitor;

pub(crate) fn routes() -> Routes {
    Routes::new().get("/audit", show)
}

#[derive(Debug, Default, Deserialize)]
struct Search {
    #[serde(default)]
    text: String,
    page: Option<u64>,
    verify: Option<String>,
}

async fn show(State(app): State<App>, visitor: Visitor, Query(search): Query<Search>) -> Page {
    let text = search.text.trim();
    let page = search.page.unwrap_or(1).clamp(1, 1_000_000);
    let found = store::search(&app, &visitor.scope, text, page).await?;
    let verified = match search.verify {
        Some(_) => Some(verify(&app).await?),
        None => None,
    };
    answer::page(&AuditPage {
        layout: Layout::inside(&visitor, "Audit", "/audit"),
        text: text.to_owned(),
        verified,
        total: found.total,
        rows: found.entries.into_iter().map(line).collect(),
        pages: Pagination {
            page,
            pages: found.total.div_ceil(PAGE_LENGTH),
            address: format!("/audit?text={}&page=", answer::in_address(text)),
        },
    })
}

async fn verify(app: &App) -> Result<Verified, AppError> {
    match audit::verify(&app.ledger).await {
        Ok(entries) => Ok(Verified {
            whole: true,
            sentence: format!(
                "The chain is whole: {entries} entries, each following from the last."
            ),
        }),
        Err(VerifyError::Broken(link)) => {
            Ok(Verified { whole: false, sentence: format!("The chain is broken: {link}.") })
        }
        Err(error) => Err(AppError::Internal(error.into())),
    }
}

fn line(entry: Entry) -> EntryLine {
    let subject = match entry.subject_id {
        Some(id) => format!("{} {id}", entry.subject_kind),
        None => entry.subject_kind,
    };
    EntryLine {
        sequence: entry.id,
        at: entry.at.format("%-d %b %Y, %H:%M:%S").to_string(),
        actor: entry.actor,
        action: entry.action,
        subject,
        detail: entry.detail,
    }
}
