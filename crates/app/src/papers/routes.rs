//! The page on which papers are chosen, and the papers themselves.

use anyhow::Context as _;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::NaiveDate;
use serde::Deserialize;

use super::board;
use super::pages::PapersPage;
use crate::App;
use crate::organisations::store as organisations;
use crate::shell::answer::{self, Page};
use crate::shell::clock::AsAt;
use crate::shell::components::{Choice, Problem};
use crate::shell::errors::AppError;
use crate::shell::layout::Layout;
use crate::shell::routes::Routes;
use crate::shell::scope::Permission;
use crate::shell::session::Visitor;

pub(crate) fn routes() -> Routes {
    Routes::new().get("/papers", choose).get("/papers/board.pdf", board_paper)
}

async fn choose(State(app): State<App>, visitor: Visitor) -> Page {
    answer::page(&papers_page(&app, &visitor, "", "").await?)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    organisation: String,
    as_at: String,
}

async fn board_paper(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let scope = &visitor.scope;
    let found = organisations::find(&app.ledger, scope, &asked.organisation).await?;
    let as_at = match day_of(&asked.as_at, scope.today) {
        Ok(day) => day,
        Err(message) => {
            let mut page = papers_page(&app, &visitor, &asked.organisation, &asked.as_at).await?;
            page.layout.has_problem = true;
            page.problems = vec![Problem { field: "as_at", message }];
            return answer::refused(&page);
        }
    };
    let paper = board::board(&app, scope, found.id, AsAt(as_at)).await?;
    let pdf = tokio::task::spawn_blocking(move || bellwether_report::board::pdf(&paper));
    let pdf = pdf.await.context("laying out the paper was cut short")?;
    let pdf = pdf.map_err(anyhow::Error::from)?;
    let name = format!("board-paper-{}-{as_at}.pdf", found.code);
    Ok(answer::download("application/pdf", &name, pdf))
}

fn day_of(text: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    let day = text.trim().parse::<NaiveDate>();
    let day = day.map_err(|_| "Enter a day, for example 2019-01-31.".to_owned())?;
    if day > today {
        return Err(format!("Enter a day up to {today}: nothing is known of later ones."));
    }
    Ok(day)
}

async fn papers_page(
    app: &App,
    visitor: &Visitor,
    chosen: &str,
    as_at: &str,
) -> Result<PapersPage, AppError> {
    let scope = &visitor.scope;
    let all = organisations::offered(&app.ledger, scope, scope.organisation_id.unwrap_or_default())
        .await?;
    let own = all.iter().find(|found| Some(found.id) == scope.organisation_id);
    let own = own.map(|found| found.code.clone()).unwrap_or_default();
    let with_board = all.into_iter().filter(|found| scope.within.contains(found.id));
    let named = with_board.map(|found| (found.code, found.name));
    Ok(PapersPage {
        layout: Layout::inside(visitor, "Papers", "/papers"),
        problems: Vec::new(),
        may_read: scope.may(Permission::ReadBoardPaper),
        organisations: Choice::list(named, Some(if chosen.is_empty() { &own } else { chosen })),
        as_at: if as_at.is_empty() { scope.today.to_string() } else { as_at.to_owned() },
        latest: scope.today.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_is_of_a_day_that_has_been() {
        let today = "2019-02-15".parse().unwrap();
        for (text, expected) in [
            ("2019-01-31", true),
            (" 2019-02-15 ", true),
            ("2019-02-16", false),
            ("31 January", false),
            ("", false),
        ] {
            assert_eq!(day_of(text, today).is_ok(), expected, "{text}");
        }
    }
}
