//! What the next edition of a plan changes, accepted by group or row.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::apply::{self, Gone};
use super::editions_routes;
use super::lines;
use super::others::{self, Other};
use super::pages::{ChangeLine, ChangesPage, GroupTab};
use super::review::{self, Group, Marked, PAGE_LENGTH};
use super::rules::Row;
use crate::App;
use crate::db::entities::draft_row;
use crate::drafts::accept::{Seen, accept_rows};
use crate::drafts::rules::{Item, Kind, RowState};
use crate::drafts::store::{self as drafts, DraftHead, DraftId, current};
use crate::drafts::whole;
use crate::editions::plan_rows::PlanRow;
use crate::plans::tree::changeable;
use crate::shell::answer::{self, Page};
use crate::shell::components::{Pagination, Problem};
use crate::shell::csrf::{CheckedForm, Guarded};
use crate::shell::errors::AppError;
use crate::shell::layout::Layout;
use crate::shell::routes::Routes;
use crate::shell::session::Visitor;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/drafts/{id}/changes", show)
        .post("/drafts/{id}/changes", decide)
        .and(editions_routes::routes())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    group: String,
    page: usize,
    done: Option<usize>,
}

/// A draft with its rows in groups.
struct Sorted {
    draft: DraftHead,
    plan_id: i64,
    rows: Vec<Marked>,
    removed: Vec<PlanRow>,
    /// What else the plan has and the edition has not.
    lacking: Vec<Other>,
}

impl Sorted {
    async fn read(app: &App, visitor: &Visitor, id: i64) -> Result<Self, AppError> {
        let connection = app.ledger.connection();
        let draft = drafts::find(connection, &visitor.scope, DraftId(id)).await?;
        let plan_id = draft.plan_id.ok_or(AppError::NotFound)?;
        let rows = review::marked(connection, id).await?;
        let removed = review::left_out(connection, id, plan_id).await?;
        let lacking = others::lacking(connection, id, plan_id).await?;
        Ok(Self { draft, plan_id, rows, removed, lacking })
    }

    /// Rows of a group, in document order.
    fn of(&self, group: Group) -> Vec<&Marked> {
        self.rows.iter().filter(|row| group.takes(&row.comparison)).collect()
    }

    fn total(&self, group: Group) -> usize {
        if group == Group::Removed {
            return self.removed.len() + self.lacking.len();
        }
        self.of(group).len()
    }

    fn waiting(&self, group: Group) -> usize {
        let (rows, gone) = self.undecided(group);
        rows.len() + gone.commitments.len() + gone.others.len()
    }

    /// Rows of a group that wait, and what is to be left out.
    fn undecided(&self, group: Group) -> (Vec<i64>, Gone) {
        if group == Group::Removed {
            let others = self.lacking.iter().map(|other| (other.item.kind(), other.id));
            let commitments = self.removed.iter().map(|row| row.kept.id).collect();
            return (Vec::new(), Gone { commitments, others: others.collect() });
        }
        let waiting = self.of(group).into_iter().filter(|row| is_waiting(row));
        (waiting.map(|row| row.id).collect(), Gone::default())
    }
}

fn is_waiting(row: &Marked) -> bool {
    row.state == RowState::Waiting.word()
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Page {
    let mut page = changes_page(&app, &visitor, id, &asked).await?;
    page.said = asked.done.map(|count| format!("{count} taken over."));
    answer::page(&page)
}

async fn changes_page(
    app: &App,
    visitor: &Visitor,
    id: i64,
    asked: &Asked,
) -> Result<ChangesPage, AppError> {
    let sorted = Sorted::read(app, visitor, id).await?;
    let plan = changeable(app.ledger.connection(), &visitor.scope, sorted.plan_id).await?;
    let asked_for = Group::ALL.into_iter().find(|group| group.word() == asked.group);
    let first = Group::ALL.into_iter().find(|group| sorted.waiting(*group) > 0);
    let group = asked_for.or(first).unwrap_or_default();
    let total = sorted.total(group);
    let pages = total.div_ceil(PAGE_LENGTH).max(1);
    let page = asked.page.clamp(1, pages);
    let lines = page_of_lines(app, &sorted, group, page).await?;
    let tab = |tab: Group| GroupTab {
        title: tab.title(),
        href: format!("/drafts/{id}/changes?group={}", tab.word()),
        total: sorted.total(tab),
        waiting: sorted.waiting(tab),
        current: tab == group,
    };
    let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    Ok(ChangesPage {
        layout: Layout::inside(
            visitor,
            format!("What {} changes", sorted.draft.file_name),
            "/plans",
        )
        .below("Plans", "/plans")
        .below(plan.title.clone(), format!("/plans/{}", plan.id)),
        problems: Vec::new(),
        said: None,
        id,
        plan_id: plan.id,
        plan_title: plan.title,
        file_name: sorted.draft.file_name.clone(),
        is_open: sorted.draft.is_open(),
        tabs: Group::ALL.map(tab).to_vec(),
        group: group.word(),
        group_title: group.title(),
        removes: group == Group::Removed,
        waiting: sorted.waiting(group),
        waiting_in_all: sorted.rows.iter().filter(|row| is_waiting(row)).count(),
        lacking_in_all: sorted.waiting(Group::Removed),
        lines,
        pages: Pagination {
            page: number(page),
            pages: number(pages),
            address: format!("/drafts/{id}/changes?group={}&page=", group.word()),
        },
    })
}

async fn page_of_lines(
    app: &App,
    sorted: &Sorted,
    group: Group,
    page: usize,
) -> Result<Vec<ChangeLine>, AppError> {
    let before = (page - 1) * PAGE_LENGTH;
    if group == Group::Removed {
        let lines = sorted.removed.iter().map(removed_line);
        let lines = lines.chain(sorted.lacking.iter().map(lacking_line));
        return Ok(lines.skip(before).take(PAGE_LENGTH).collect());
    }
    let ids: Vec<i64> =
        sorted.of(group).iter().skip(before).take(PAGE_LENGTH).map(|row| row.id).collect();
    let rows = review::with_earlier(app.ledger.connection(), sorted.plan_id, &ids).await?;
    rows.iter().map(|(row, earlier)| row_line(row, earlier.as_ref())).collect()
}

fn removed_line(row: &PlanRow) -> ChangeLine {
    ChangeLine {
        field: format!("commitment_{}", row.kept.id),
        href: Some(format!("/commitments/{}", row.kept.id)),
        ..lines::single(&row.row)
    }
}

fn lacking_line(other: &Other) -> ChangeLine {
    let field = format!("{}_{}", other.item.kind().word(), other.id);
    ChangeLine { field, ..lines::other(&other.item) }
}

fn row_line(row: &draft_row::Model, earlier: Option<&PlanRow>) -> Result<ChangeLine, AppError> {
    let line = match (current(row)?, earlier) {
        (Item::Commitment(new), Some(earlier)) => ChangeLine {
            href: Some(format!("/commitments/{}", earlier.kept.id)),
            ..lines::pair(&earlier.row, &Row::from(&new))
        },
        (Item::Commitment(new), None) => lines::single(&Row::from(&new)),
        (item, _) => lines::other(&item),
    };
    let waits = row.state == RowState::Waiting.word();
    let field = if waits { format!("row_{}", row.id) } else { String::new() };
    Ok(ChangeLine { field, decided: (!waits).then_some("Taken over"), ..line })
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Decision {
    csrf: String,
    group: String,
    act: String,
    reason: String,
    #[serde(flatten)]
    chosen: BTreeMap<String, String>,
}

impl Guarded for Decision {
    fn csrf(&self) -> &str {
        &self.csrf
    }
}

impl Decision {
    fn ids(&self, prefix: &str) -> Vec<i64> {
        let id = |name: &String| name.strip_prefix(prefix)?.parse().ok();
        self.chosen.keys().filter_map(id).collect()
    }

    /// What is chosen to be left out.
    fn gone(&self) -> Gone {
        let kinds = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Commitment);
        let others = kinds.flat_map(|kind| {
            let ids = self.ids(&format!("{}_", kind.word()));
            ids.into_iter().map(move |id| (kind, id))
        });
        Gone { commitments: self.ids("commitment_"), others: others.collect() }
    }
}

async fn decide(
    State(app): State<App>,
    Path(id): Path<i64>,
    CheckedForm(visitor, sent): CheckedForm<Decision>,
) -> Result<Response, AppError> {
    match carry_out(&app, &visitor, id, &sent).await {
        Ok(address) => Ok(answer::see_other(&address)),
        Err(AppError::Invalid(message)) => {
            let asked = Asked { group: sent.group, ..Asked::default() };
            let mut page = changes_page(&app, &visitor, id, &asked).await?;
            page.layout.has_problem = true;
            page.problems = vec![Problem { field: "changes", message }];
            answer::refused(&page)
        }
        Err(error) => Err(error),
    }
}

/// Does what was asked for; returns where to go on.
async fn carry_out(
    app: &App,
    visitor: &Visitor,
    id: i64,
    sent: &Decision,
) -> Result<String, AppError> {
    let (scope, draft) = (&visitor.scope, DraftId(id));
    let sorted = Sorted::read(app, visitor, id).await?;
    if sent.act == "finish" {
        whole::finish(app, scope, draft, Some(&sent.reason)).await?;
        return Ok(format!("/plans/{}/editions?done=finished", sorted.plan_id));
    }
    let group = Group::from_word(&sent.group);
    let (rows, gone) =
        if sent.act == "group" { sorted.undecided(group) } else { (sent.ids("row_"), sent.gone()) };
    if rows.is_empty() && gone.is_empty() {
        return Err(AppError::Invalid("Choose what is to be taken over.".to_owned()));
    }
    let mut done = 0;
    if !rows.is_empty() {
        let seen: Vec<Seen> = rows.into_iter().map(Seen::from).collect();
        done += accept_rows(app, scope, draft, &seen).await?.rows;
    }
    if !gone.is_empty() {
        done += apply::leave_out(app, scope, draft, &gone).await?;
    }
    Ok(format!("/drafts/{id}/changes?group={}&done={done}", group.word()))
}
