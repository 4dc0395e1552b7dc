//! Pages that anybody may read without signing in; they look the same to everybody.

use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse as _, Response};
use chrono::NaiveDate;
use serde::Deserialize;

use super::pages::{PromiseLine, PromiseSection, PublicPlanLine, PublicPlanPage, PublicPlansPage};
use super::publication_routes;
use super::store::{self, PublicCommitment, PublicPlan};
use super::withdrawn::WithdrawnPromise;
use crate::App;
use crate::commitments::rules::{Status as Standing, StatusCounts};
use crate::exports::routes::day_of;
use crate::shell::answer;
use crate::shell::clock::AsAt;
use crate::shell::components::{Status, StatusBar, count_of, day, short_day};
use crate::shell::errors::AppError;
use crate::shell::front_door;
use crate::shell::layout::Layout;
use crate::shell::routes::Routes;

/// How long caches may keep a page: what is no longer public is gone from them after that.
const KEPT: &str = "public, max-age=300";

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/public", list)
        .get("/public/plans/{id}", show)
        .and(publication_routes::routes())
}

async fn list(State(app): State<App>) -> Result<Response, AppError> {
    let plans = store::list(&app).await?;
    let page = PublicPlansPage {
        layout: layout(&app, "Public plans", app.today()),
        plans: plans.iter().map(plan_line).collect(),
    };
    Ok(cacheable(answer::page(&page)?))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    as_at: String,
}

async fn show(
    State(app): State<App>,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let today = app.today();
    let as_at = day_of(&asked.as_at, today).map_err(|_| AppError::NotFound)?;
    let plan = store::find(&app, id, AsAt(as_at)).await?;
    Ok(cacheable(answer::page(&plan_page(&app, plan, as_at))?))
}

fn cacheable(page: Html<String>) -> Response {
    let mut response = page.into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(KEPT));
    response
}

/// The same for everybody: who is signed in does not show, so that a page can be kept for all.
fn layout(app: &App, title: &str, shown: NaiveDate) -> Layout {
    Layout { today: day(shown), notice: front_door::notice(app), ..Layout::outside(title) }
}

fn plan_line(plan: &PublicPlan) -> PublicPlanLine {
    PublicPlanLine {
        id: plan.id,
        title: plan.title.clone(),
        organisation: plan.organisation.clone(),
        year: plan.year.clone(),
        status: StatusBar::new(&plan.counts, |_| String::new()),
        sentence: sentence(&plan.counts, plan.overdue, plan.withdrawn.len()),
        updated: updated(plan.updated),
    }
}

fn plan_page(app: &App, plan: PublicPlan, as_at: NaiveDate) -> PublicPlanPage {
    let today = app.today();
    PublicPlanPage {
        layout: layout(app, &plan.title, as_at).below_public(),
        id: plan.id,
        status: StatusBar::new(&plan.counts, |_| String::new()),
        sentence: sentence(&plan.counts, plan.overdue, plan.withdrawn.len()),
        updated: updated(plan.updated),
        as_at: as_at.to_string(),
        first_day: plan.since.to_string(),
        last_day: today.to_string(),
        earlier: (as_at < today).then(|| day(as_at)),
        organisation: plan.organisation,
        year: plan.year,
        withdrawn: plan.withdrawn.iter().map(withdrawn_line).collect(),
        sections: plan
            .sections
            .into_iter()
            .map(|(title, rows)| PromiseSection {
                title: if title.is_empty() { "Promises".to_owned() } else { title },
                rows: rows.into_iter().map(promise_line).collect(),
            })
            .collect(),
    }
}

/// How many promises there are, how many are kept, how many are late and how many were withdrawn.
fn sentence(counts: &StatusCounts, overdue: usize, withdrawn: usize) -> String {
    let total = counts.total();
    let promises = if total == 1 { "1 promise".to_owned() } else { format!("{total} promises") };
    let kept = match counts.of(Standing::Achieved) {
        1 => "1 is kept".to_owned(),
        kept => format!("{kept} are kept"),
    };
    let late = match overdue {
        0 => "none is late".to_owned(),
        1 => "1 is late".to_owned(),
        late => format!("{late} are late"),
    };
    let gone = match withdrawn {
        0 => String::new(),
        1 => " 1 more was withdrawn.".to_owned(),
        more => format!(" {more} more were withdrawn."),
    };
    match total {
        0 => format!("No promise is shown.{gone}"),
        _ => format!("Of {promises}, {kept} and {late}.{gone}"),
    }
}

fn withdrawn_line(gone: &WithdrawnPromise) -> (String, String) {
    let words = format!("{} {}", gone.reference, gone.text).trim().to_owned();
    let what = if gone.is_step { "A step, withdrawn on" } else { "Withdrawn on" };
    (words, format!("{what} {}", day(gone.on)))
}

fn updated(on: Option<NaiveDate>) -> String {
    on.map_or_else(
        || "Nothing has been reported yet.".to_owned(),
        |on| format!("Last reported on {}.", day(on)),
    )
}

fn promise_line(promise: PublicCommitment) -> PromiseLine {
    let row = promise.row;
    let due = match (row.due_latest, row.due_as_written.as_str()) {
        (Some(by), _) => short_day(by),
        (None, "") => "No day was promised".to_owned(),
        (None, written) => written.to_owned(),
    };
    let moves = promise.moves.iter().map(|moved| {
        let first = moved.from.map_or_else(|| "without a day".to_owned(), short_day);
        format!("Promised for {first}; moved on {}", short_day(moved.on))
    });
    PromiseLine {
        is_step: row.parent_id.is_some(),
        posts: if promise.posts.is_empty() {
            "Not shown".to_owned()
        } else {
            promise.posts.join("; ")
        },
        due,
        moves: moves.collect(),
        late: row.overdue_days.map(|days| format!("{} late", count_of(days, "day"))),
        status: Status::of(row.status.word()),
        updated: match row.latest_at {
            Some(at) => format!("Reported on {}", short_day(at.date_naive())),
            None => "Nothing reported yet".to_owned(),
        },
        note: promise.note,
        reference: row.reference,
        text: row.text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_of_a_plan_is_a_plain_sentence() {
        let check =
            |statuses: &[Standing], (overdue, withdrawn): (usize, usize), expected: &str| {
                let mut counts = StatusCounts::default();
                for status in statuses {
                    counts.add(*status);
                }
                assert_eq!(sentence(&counts, overdue, withdrawn), expected);
            };
        check(&[], (0, 0), "No promise is shown.");
        check(&[Standing::Achieved], (0, 0), "Of 1 promise, 1 is kept and none is late.");
        let four = [Standing::Achieved, Standing::Achieved, Standing::AtRisk, Standing::OnTrack];
        check(&four, (2, 0), "Of 4 promises, 2 are kept and 2 are late.");
        let gone = "Of 4 promises, 2 are kept and none is late. 1 more was withdrawn.";
        check(&four, (0, 1), gone);
        check(&[], (0, 2), "No promise is shown. 2 more were withdrawn.");
    }
}
