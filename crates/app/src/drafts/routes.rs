//! The list of drafts, the review of one, and what is decided for many of its rows at once.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use bellwether_plan::draft::Lead;
use serde::Deserialize;

use super::accept::{self, Seen};
use super::edit_form::Sent;
use super::pages::{
    DraftLine, DraftPage, DraftsPage, LeadChoice, LeadsPage, Numbers, PlanName, Refusal, SaidView,
};
use super::rules::{Item, Kind, Show};
use super::store::{self, DraftHead, DraftId, DraftSummary, PAGE_LENGTH, Progress, RowFilter};
use super::views::{Posts, finding_line, row_view, short_name, undoable};
use super::{row_routes, whole};
use crate::App;
use crate::db::entities::{draft_row, organisation, plan};
use crate::shell::answer::{self, Page, in_address};
use crate::shell::components::{Choice, Pagination, count_of, day};
use crate::shell::csrf::CheckedForm;
use crate::shell::errors::AppError;
use crate::shell::layout::Layout;
use crate::shell::routes::Routes;
use crate::shell::session::Visitor;
use sea_orm::EntityTrait as _;

pub(crate) fn routes() -> Routes {
    row_routes::routes().and(
        Routes::new()
            .get("/drafts", list)
            .get("/drafts/{id}", show)
            .post("/drafts/{id}/accept", accept_many)
            .get("/drafts/{id}/leads", leads)
            .post("/drafts/{id}/leads", assign)
            .post("/drafts/{id}/edition", edition)
            .post("/drafts/{id}/finish", finish),
    )
}

async fn list(State(app): State<App>, visitor: Visitor) -> Page {
    let drafts = store::list(&app.ledger, &visitor.scope).await?;
    let (waiting, ended): (Vec<_>, Vec<_>) =
        drafts.iter().partition(|summary| summary.draft.is_open());
    answer::page(&DraftsPage {
        layout: Layout::inside(&visitor, "Plans being reviewed", "/plans").below("Plans", "/plans"),
        waiting: waiting.into_iter().map(draft_line).collect(),
        ended: ended.into_iter().map(draft_line).collect(),
    })
}

fn draft_line(summary: &DraftSummary) -> DraftLine {
    let draft = &summary.draft;
    DraftLine {
        id: draft.id,
        title: draft.title.clone(),
        organisation: summary.organisation.clone(),
        year: draft.plan_year.clone(),
        file_name: draft.file_name.clone(),
        received: day(draft.received_at.date_naive()),
        received_by: draft.received_by_name.clone(),
        waiting: summary.waiting,
        total: summary.total,
        ended: ended(draft),
        plan_id: draft.made_plan_id.or(draft.plan_id),
    }
}

fn ended(draft: &DraftHead) -> Option<String> {
    let word = match draft.state.as_str() {
        "finished" => "The review was finished",
        "discarded" => "The document was discarded",
        _ => return None,
    };
    let on = draft.finished_at.map(|at| format!(" on {}", day(at.date_naive())));
    let why = draft.reason.as_deref().map(|reason| format!(": {reason}"));
    Some(answer::sentence(&format!("{word}{}{}", on.unwrap_or_default(), why.unwrap_or_default())))
}

/// What the address of a review asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    show: String,
    kind: String,
    section: String,
    page: Option<u64>,
    done: String,
    row: Option<i64>,
    count: Option<usize>,
}

impl Asked {
    pub(super) fn filter(&self) -> RowFilter {
        let section = Some(self.section.clone()).filter(|section| !section.is_empty());
        let kind = Kind::from_word(&self.kind);
        RowFilter { show: Show::from_word(&self.show), kind, section }
    }

    /// The same choice of rows as an address, but for what was done and the number of the page.
    fn choice(&self) -> String {
        let filter = self.filter();
        let kind = filter.kind.map_or("", Kind::word);
        format!("show={}&kind={kind}&section={}", filter.show.word(), in_address(&self.section))
    }

    /// The same page as an address.
    pub(super) fn query(&self) -> String {
        format!("{}&page={}", self.choice(), self.page.unwrap_or(1).max(1))
    }
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Page {
    answer::page(&draft_page(&app, &visitor, DraftId(id), &asked, None).await?)
}

/// A page of the review; with a refusal, the page on which it can be put right.
pub(super) async fn draft_page(
    app: &App,
    visitor: &Visitor,
    id: DraftId,
    asked: &Asked,
    refusal: Option<Refusal>,
) -> Result<DraftPage, AppError> {
    let (connection, scope) = (app.ledger.connection(), &visitor.scope);
    let draft = store::find(connection, scope, id).await?;
    let progress = store::progress(connection, draft.id).await?;
    let filter = asked.filter();
    let wanted = asked.page.unwrap_or(1).max(1);
    let (mut rows, found) = store::rows(connection, draft.id, &filter, wanted).await?;
    let pages = found.div_ceil(PAGE_LENGTH).max(1);
    let page = wanted.min(pages);
    if page < wanted {
        rows = store::rows(connection, draft.id, &filter, page).await?.0;
    }
    let asked = &Asked { page: Some(page), ..asked.clone() };
    let posts = Posts::read(app, scope, &draft).await?;
    let undoable = undoable(connection, &rows).await?;
    let views = rows.iter().map(|row| row_view(row, &draft, &posts, undoable.contains(&row.id)));
    let waiting: Vec<&draft_row::Model> =
        rows.iter().filter(|row| row.state == "waiting").collect();
    let seen = waiting.iter().map(|row| format!("{}:{}", row.id, row.revision));
    let sections = store::sections(connection, draft.id).await?;
    let layout = Layout::inside(visitor, draft.title.clone(), "/plans")
        .below("Plans", "/plans")
        .below("Plans being reviewed", "/drafts")
        .with_problem(refusal.is_some());
    Ok(DraftPage {
        layout,
        refusal,
        said: said(app, &draft, asked).await?,
        id: draft.id,
        organisation: organisation_name(app, draft.organisation_id).await?,
        year: draft.plan_year.clone(),
        file_name: draft.file_name.clone(),
        received: day(draft.received_at.date_naive()),
        received_by: draft.received_by_name.clone(),
        is_open: draft.is_open(),
        ended: ended(&draft),
        plan: plan_name(app, draft.made_plan_id).await?,
        edition_of: plan_name(app, draft.plan_id).await?,
        suggested: plan_name(app, draft.suggested_plan_id).await?,
        about_the_whole: draft.about_the_whole().iter().map(finding_line).collect(),
        shows: show_choices(&progress, filter.show),
        kinds: kind_choices(&progress, filter.kind),
        sections: section_choices(sections, &asked.section),
        query: asked.query(),
        seen: seen.collect::<Vec<_>>().join(" "),
        waiting_here: waiting.len(),
        rows: views.collect::<Result<_, _>>()?,
        found,
        numbers: numbers(&progress),
        pages: Pagination {
            page,
            pages,
            address: format!("/drafts/{}?{}&page=", draft.id, asked.choice()),
        },
    })
}

fn numbers(progress: &Progress) -> Numbers {
    Numbers {
        waiting: progress.waiting,
        clean: progress.clean,
        accepted: progress.accepted,
        discarded: progress.discarded,
        total: progress.total(),
    }
}

async fn organisation_name(app: &App, id: i64) -> Result<String, AppError> {
    let found = organisation::Entity::find_by_id(id).one(app.ledger.connection()).await?;
    Ok(found.map(|found| found.name).unwrap_or_default())
}

async fn plan_name(app: &App, id: Option<i64>) -> Result<Option<PlanName>, AppError> {
    let Some(id) = id else { return Ok(None) };
    let found: Option<String> = sea_orm::QuerySelect::column(
        sea_orm::QuerySelect::select_only(plan::Entity::find_by_id(id)),
        plan::Column::Title,
    )
    .into_tuple()
    .one(app.ledger.connection())
    .await?;
    Ok(found.map(|title| PlanName { id, title }))
}

fn show_choices(progress: &Progress, chosen: Show) -> Vec<Choice> {
    let count = |show| match show {
        Show::Waiting => progress.waiting,
        Show::Findings => progress.with_findings,
        Show::Uncertain => progress.uncertain,
        Show::Clean => progress.clean,
        Show::Accepted => progress.accepted,
        Show::Discarded => progress.discarded,
        Show::All => progress.total(),
    };
    let choice = |show: Show| (show.word(), format!("{} ({})", show.title(), count(show)));
    Choice::list(Show::ALL.map(choice), Some(chosen.word()))
}

fn kind_choices(progress: &Progress, chosen: Option<Kind>) -> Vec<Choice> {
    let kinds = progress.kinds.iter();
    let kinds = kinds.map(|(kind, count)| (kind.word(), format!("{} ({count})", kind.title())));
    let any = std::iter::once(("", "Any kind".to_owned()));
    Choice::list(any.chain(kinds), Some(chosen.map_or("", Kind::word)))
}

fn section_choices(sections: Vec<String>, chosen: &str) -> Vec<Choice> {
    let any = std::iter::once((String::new(), "Any section".to_owned()));
    let sections = sections.into_iter().map(|title| {
        let short: String = title.chars().take(70).collect();
        (title, short)
    });
    Choice::list(any.chain(sections), Some(chosen))
}

/// What was just done, as the address says.
async fn said(app: &App, draft: &DraftHead, asked: &Asked) -> Result<Option<SaidView>, AppError> {
    let rows = count_of(i64::try_from(asked.count.unwrap_or_default()).unwrap_or(i64::MAX), "row");
    let text = match asked.done.as_str() {
        "received" => "The document is read. Nothing of it is part of a plan until you accept it.",
        "known" => "This very file had been received before. This is its review.",
        "accepted-many" => return Ok(Some(plain(format!("{rows} accepted.")))),
        "passed-over" => {
            let text = "accepted; the others were changed by somebody else meanwhile.";
            return Ok(Some(plain(format!("{rows} {text}"))));
        }
        "posts" => "The posts are saved.",
        "edition" => "Saved.",
        "finished" => "The review is finished.",
        "" => return Ok(None),
        done => return row_said(app, draft, asked.row, done).await,
    };
    Ok(Some(plain(text.to_owned())))
}

fn plain(text: String) -> SaidView {
    SaidView { text, undo: None }
}

async fn row_said(
    app: &App,
    draft: &DraftHead,
    row_id: Option<i64>,
    done: &str,
) -> Result<Option<SaidView>, AppError> {
    let word = match done {
        "accepted" => "Accepted",
        "edited" => "Saved",
        "discarded" => "Discarded",
        "merged" => "Merged with the next",
        "split" => "Split in two",
        "undone" => "Undone",
        _ => return Ok(None),
    };
    let Some(row_id) = row_id else { return Ok(None) };
    let row = store::row(app.ledger.connection(), draft, row_id).await?;
    let name = short_name(&store::current(&row)?);
    let undo = (done != "undone").then_some((row.id, row.revision));
    Ok(Some(SaidView { text: format!("{word}: {name}"), undo }))
}

async fn accept_many(
    State(app): State<App>,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
    CheckedForm(visitor, sent): CheckedForm<Sent>,
) -> Result<Response, AppError> {
    let (scope, id) = (&visitor.scope, DraftId(id));
    let seen: Vec<Seen> = sent.text("seen").split_whitespace().filter_map(seen_of).collect();
    let accepted = if seen.is_empty() {
        accept::accept_clean(&app, scope, id).await
    } else {
        accept::accept_rows(&app, scope, id, &seen).await
    };
    let accepted = match accepted {
        Ok(accepted) => accepted,
        Err(error) => return refused(&app, &visitor, id, &asked, error, "rows").await,
    };
    let done = if accepted.passed_over > 0 { "passed-over" } else { "accepted-many" };
    let query = asked.query();
    let count = accepted.rows;
    Ok(answer::see_other(&format!("/drafts/{}?{query}&done={done}&count={count}", id.0)))
}

/// A row and how often it had been changed, as `12:3`.
fn seen_of(text: &str) -> Option<Seen> {
    let (id, revision) = text.split_once(':')?;
    Some(Seen { id: id.parse().ok()?, revision: Some(revision.parse().ok()?) })
}

/// The page again, with what was refused.
pub(super) async fn refused(
    app: &App,
    visitor: &Visitor,
    id: DraftId,
    asked: &Asked,
    error: AppError,
    target: &str,
) -> Result<Response, AppError> {
    let AppError::Invalid(message) = error else { return Err(error) };
    let refusal = Refusal { message, target: target.to_owned() };
    answer::refused(&draft_page(app, visitor, id, asked, Some(refusal)).await?)
}

async fn leads(State(app): State<App>, visitor: Visitor, Path(id): Path<i64>) -> Page {
    let draft = store::find(app.ledger.connection(), &visitor.scope, DraftId(id)).await?;
    let posts = Posts::read(&app, &visitor.scope, &draft).await?;
    let filter = RowFilter { show: Show::All, kind: Some(Kind::Commitment), section: None };
    let rows = store::all_rows(app.ledger.connection(), draft.id, &filter).await?;
    let mut named: BTreeMap<String, (Lead, usize)> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.state != "discarded") {
        if let Item::Commitment(commitment) = store::current(row)? {
            for lead in commitment.leads {
                let key = lead.as_written.to_lowercase();
                named.entry(key).or_insert((lead, 0)).1 += 1;
            }
        }
    }
    let choice = |(index, (lead, rows)): (usize, (Lead, usize))| LeadChoice {
        index,
        title: posts.title(&lead).unwrap_or_default(),
        rows,
        posts: posts.choices(
            posts.found(&lead),
            posts.chosen.of(&lead.as_written).map(Option::unwrap_or_default),
        ),
        as_written: lead.as_written,
    };
    answer::page(&LeadsPage {
        layout: Layout::inside(&visitor, "Match leads to posts", "/plans")
            .below("Plans being reviewed", "/drafts")
            .below(draft.title.clone(), format!("/drafts/{}", draft.id)),
        problems: Vec::new(),
        draft_id: draft.id,
        is_open: draft.is_open(),
        leads: named.into_values().enumerate().map(choice).collect(),
    })
}

async fn assign(
    State(app): State<App>,
    Path(id): Path<i64>,
    CheckedForm(visitor, sent): CheckedForm<Sent>,
) -> Result<Response, AppError> {
    let choices: Vec<(String, Option<i64>)> = sent
        .list("lead")
        .into_iter()
        .zip(sent.list("post"))
        .map(|(lead, post)| (lead, post.parse().ok()))
        .collect();
    whole::assign_posts(&app, &visitor.scope, DraftId(id), &choices).await?;
    Ok(answer::see_other(&format!("/drafts/{id}?done=posts")))
}

async fn edition(
    State(app): State<App>,
    Path(id): Path<i64>,
    CheckedForm(visitor, sent): CheckedForm<Sent>,
) -> Result<Response, AppError> {
    let plan_id = sent.number("plan");
    match whole::set_edition(&app, &visitor.scope, DraftId(id), plan_id).await {
        Ok(()) => Ok(answer::see_other(&format!("/drafts/{id}?done=edition"))),
        Err(error) => refused(&app, &visitor, DraftId(id), &Asked::default(), error, "rows").await,
    }
}

async fn finish(
    State(app): State<App>,
    Path(id): Path<i64>,
    CheckedForm(visitor, sent): CheckedForm<Sent>,
) -> Result<Response, AppError> {
    let reason = Some(sent.text("reason")).filter(|reason| !reason.trim().is_empty());
    match whole::finish(&app, &visitor.scope, DraftId(id), reason).await {
        Ok(()) => Ok(answer::see_other(&format!("/drafts/{id}?show=all&done=finished"))),
        Err(error) => {
            let asked = Asked::default();
            refused(&app, &visitor, DraftId(id), &asked, error, "end").await
        }
    }
}
