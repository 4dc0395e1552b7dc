//! Where a plan stands among plans, of what kind it is, and what its levels are called.

use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

use super::kinds::{self, LevelNames};
use super::rollup_rules::{self, RollUp};
use super::store::{self, PlanFilter, PlanSummary};
use super::tree::{self, NewPlace, TreeRow};
use super::view_pages::{PlacePage, ProgressLine, TreeLine, TreeView};
use super::view_routes::layout;
use crate::App;
use crate::shell::answer::{self, Page};
use crate::shell::clock::AsAt;
use crate::shell::components::{Choice, Problem, Status};
use crate::shell::csrf::{CheckedForm, Guarded};
use crate::shell::errors::AppError;
use crate::shell::routes::Routes;
use crate::shell::scope::Permission;
use crate::shell::session::Visitor;

/// Deeper levels of a tree are drawn no further in.
const DEEPEST_DRAWN: usize = 4;

pub(super) fn routes() -> Routes {
    Routes::new().get("/plans/{id}/place", ask).post("/plans/{id}/place", put)
}

/// The tree of a plan, as its page shows it.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub(super) async fn tree_view(
    app: &App,
    visitor: &Visitor,
    plan: &PlanSummary,
) -> Result<TreeView, AppError> {
    let today = AsAt(visitor.scope.today);
    let rows = tree::below(&app.ledger, &visitor.scope, plan.id, today).await?;
    Ok(TreeView {
        above: tree::above(&app.ledger, &visitor.scope, plan, today).await?,
        lines: rows.iter().map(|row| tree_line(row, plan)).collect(),
        rule: rollup_rules::RULE,
    })
}

fn tree_line(row: &TreeRow, root: &PlanSummary) -> TreeLine {
    let other = row.plan.organisation_id != root.organisation_id;
    TreeLine {
        id: row.plan.id,
        title: row.plan.title.clone(),
        organisation: other.then(|| row.plan.organisation.clone()),
        kind: kinds::title(&row.plan.kind),
        depth: row.depth.min(DEEPEST_DRAWN),
        progress: progress_line(&row.whole),
    }
}

/// Progress as it is shown everywhere.
pub(super) fn progress_line(whole: &RollUp) -> ProgressLine {
    let share = whole.percent_achieved().map_or_else(String::new, |share| format!(" ({share}%)"));
    let worst = whole.worst().map(|(status, count)| (Status::of(status.word()), count));
    ProgressLine {
        achieved: format!("{} of {}{share}", whole.achieved(), whole.counted()),
        worst,
        overdue: whole.overdue,
    }
}

async fn ask(State(app): State<App>, visitor: Visitor, Path(id): Path<i64>) -> Page {
    let plan = changeable(&app, &visitor, id).await?;
    answer::page(&place_page(&app, &visitor, &plan).await?)
}

async fn changeable(app: &App, visitor: &Visitor, id: i64) -> Result<PlanSummary, AppError> {
    let (scope, today) = (&visitor.scope, AsAt(visitor.scope.today));
    let view = store::find(&app.ledger, scope, id, today, PlanFilter::default()).await?;
    if !scope.may_in(Permission::ImportPlan, view.plan.organisation_id) {
        return Err(AppError::Forbidden(
            "Only performance managers of the organisation change its plans.",
        ));
    }
    Ok(view.plan)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct PlaceForm {
    csrf: String,
    parent: String,
    kind: String,
    section: String,
    commitment: String,
    milestone: String,
}

impl Guarded for PlaceForm {
    fn csrf(&self) -> &str {
        &self.csrf
    }
}

async fn put(
    State(app): State<App>,
    Path(id): Path<i64>,
    CheckedForm(visitor, sent): CheckedForm<PlaceForm>,
) -> Result<Response, AppError> {
    match place(&app, &visitor, id, &sent).await {
        Ok(()) => Ok(answer::see_other(&format!("/plans/{id}?done=placed"))),
        Err((field, AppError::Invalid(message))) => {
            let plan = changeable(&app, &visitor, id).await?;
            let mut page = place_page(&app, &visitor, &plan).await?;
            page.layout.has_problem = true;
            page.problems = vec![Problem { field, message }];
            page.section = sent.section;
            page.commitment = sent.commitment;
            page.milestone = sent.milestone;
            answer::refused(&page)
        }
        Err((_, error)) => Err(error),
    }
}

async fn place(
    app: &App,
    visitor: &Visitor,
    id: i64,
    sent: &PlaceForm,
) -> Result<(), (&'static str, AppError)> {
    let levels = LevelNames::typed(&sent.section, &sent.commitment, &sent.milestone)
        .map_err(|message| ("section", AppError::Invalid(message)))?;
    let parent = sent.parent.trim();
    let parent_id = if parent.is_empty() { None } else { Some(parent.parse::<i64>()) };
    let parent_id = parent_id
        .transpose()
        .map_err(|_| ("parent", AppError::Invalid("Choose a plan of the list.".to_owned())))?;
    let new = NewPlace { parent_id, kind: sent.kind.clone(), levels };
    let changed = tree::place(app, &visitor.scope, id, new).await;
    changed.map(drop).map_err(|error| {
        let about_kind = error.to_string().contains("kind of plan");
        (if about_kind { "kind" } else { "parent" }, error)
    })
}

async fn place_page(
    app: &App,
    visitor: &Visitor,
    plan: &PlanSummary,
) -> Result<PlacePage, AppError> {
    let parents = tree::possible_parents(&app.ledger, &visitor.scope, plan.id).await?;
    let parents = parents.into_iter().map(|(id, title)| (id.to_string(), title));
    let none = std::iter::once((String::new(), "None: it stands for itself".to_owned()));
    let own = plan.parent_id.map(|id| id.to_string()).unwrap_or_default();
    let kinds = kinds::all().iter().map(|kind| (kind.word.clone(), kind.title.clone()));
    Ok(PlacePage {
        layout: layout(visitor, "Place and names", plan.id, &plan.title),
        problems: Vec::new(),
        id: plan.id,
        plan_title: plan.title.clone(),
        parents: Choice::list(none.chain(parents), Some(&own)),
        kinds: Choice::list(kinds, Some(&plan.kind)),
        section: plan.levels.section.clone(),
        commitment: plan.levels.commitment.clone(),
        milestone: plan.levels.milestone.clone(),
        rule: rollup_rules::RULE,
    })
}
