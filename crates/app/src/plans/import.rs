//! A planning document becomes a plan in one go: received as a draft, and its rows accepted.

use bellwether_calendar::{FinancialYear, Quarters};
use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, PaginatorTrait as _, QueryFilter as _,
    QuerySelect as _,
};

use crate::App;
use crate::db::entities::{commitment, plan, plan_goal, plan_indicator, plan_risk, plan_scope};
use crate::drafts::accept::accept_in;
use crate::drafts::receipt::{Received, read, receive_in};
use crate::drafts::rules::{ReadWith, Show};
use crate::drafts::store::{self as drafts, DraftId, RowFilter, allowed};
use crate::drafts::whole::finish_in;
use crate::organisations::store as organisations;
use crate::shell::errors::AppError;
use crate::shell::scope::Scope;

/// What the caller knows about a document that the document may not say.
#[derive(Debug, Clone, Copy, Default)]
pub struct ImportOptions {
    /// The plan's own year.
    pub plan_year: Option<FinancialYear>,
    /// The day on which it was written; the day of the import when absent.
    pub as_of: Option<NaiveDate>,
    /// Which quarters it uses.
    pub quarters: Quarters,
}

impl ImportOptions {
    /// What its timescales are read with on a day.
    #[must_use]
    pub fn read_with(self, today: NaiveDate) -> ReadWith {
        let as_of = Some(self.as_of.unwrap_or(today));
        ReadWith { plan_year: self.plan_year, as_of, quarters: self.quarters }
    }
}

/// How much of a document is accepted without a person having looked at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Take {
    /// Every row.
    Everything,
    /// Rows without a warning or an error in which nothing is uncertain.
    Clean,
    /// None: everything waits.
    Nothing,
}

/// What came of an import.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// The draft; none when the very same file had become a plan without one.
    pub draft_id: Option<i64>,
    /// The plan; 0 while no row has been accepted.
    pub plan_id: i64,
    /// Its title.
    pub title: String,
    /// The very same file had been taken in before, and nothing was done.
    pub already_there: bool,
    /// Rows that wait for a person.
    pub waiting: usize,
    /// Commitments taken in, milestones not counted.
    pub commitments: usize,
    /// Milestones.
    pub milestones: usize,
    /// Rows of indicator tables.
    pub indicators: usize,
    /// Risks.
    pub risks: usize,
    /// Goals.
    pub goals: usize,
    /// Things it says it covers.
    pub scope_items: usize,
    /// Commitments taken in that a person has to look at.
    pub uncertain: usize,
    /// What the reader asks a person to look at.
    pub findings: usize,
    /// Titles of posts named by the document that were not known.
    pub new_posts: Vec<String>,
}

/// Takes in a planning document as a plan of an organisation, all of it; the very same file a second
/// time does nothing.
///
/// # Errors
///
/// Refuses an organisation that may not be seen, anybody who may not import there, what cannot be
/// read, and a document in which nothing was found.
pub async fn import(
    app: &App,
    scope: &Scope,
    organisation_code: &str,
    file: &str,
    bytes: &[u8],
    options: ImportOptions,
) -> Result<ImportReport, AppError> {
    take(app, scope, organisation_code, file, bytes, options, Take::Everything).await
}

/// Takes in a planning document as a draft and accepts as much of it as is asked for; a document that
/// waits from an earlier time goes on from there.
///
/// # Errors
///
/// As [`import`].
pub async fn take(
    app: &App,
    scope: &Scope,
    organisation_code: &str,
    file: &str,
    bytes: &[u8],
    options: ImportOptions,
    take: Take,
) -> Result<ImportReport, AppError> {
    let organisation = organisations::find(&app.ledger, scope, organisation_code).await?;
    allowed(scope, organisation.id)?;
    let reading = read(app, file, bytes, options).await?;
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            let received = receive_in(tx, &actor, organisation.id, reading, None).await?;
            let id = match received {
                Received::New(id) | Received::Draft(id) => id,
                Received::Plan(plan_id) => return known_plan(tx, plan_id).await,
            };
            let mut draft = drafts::head(tx, id.0).await?;
            let show = match take {
                Take::Everything => Some(Show::Waiting),
                Take::Clean => Some(Show::Clean),
                Take::Nothing => None,
            };
            let rows = match show.filter(|_| draft.is_open()) {
                Some(show) => {
                    let filter = RowFilter { show, ..RowFilter::default() };
                    drafts::all_rows(tx, id.0, &filter).await?
                }
                None => Vec::new(),
            };
            let nothing_done = rows.is_empty() && received == Received::Draft(id);
            let accepted = accept_in(tx, &actor, &mut draft, rows).await?;
            let waiting = drafts::progress(tx, id.0).await?.waiting;
            if waiting == 0 && draft.is_open() {
                finish_in(tx, &actor, &draft, None).await?;
            }
            let report = report(tx, id, accepted.plan_id.or(draft.plan_id)).await?;
            Ok(ImportReport {
                already_there: nothing_done,
                waiting,
                new_posts: accepted.new_posts,
                ..report
            })
        })
        .await
}

async fn known_plan(tx: &impl ConnectionTrait, id: i64) -> Result<ImportReport, AppError> {
    let title: Option<String> = plan::Entity::find_by_id(id)
        .select_only()
        .column(plan::Column::Title)
        .into_tuple()
        .one(tx)
        .await?;
    let counted = counted(tx, id).await?;
    let title = title.unwrap_or_default();
    Ok(ImportReport { plan_id: id, title, already_there: true, ..counted })
}

async fn report(
    tx: &impl ConnectionTrait,
    id: DraftId,
    plan_id: Option<i64>,
) -> Result<ImportReport, AppError> {
    let draft = drafts::head(tx, id.0).await?;
    let counted = match plan_id {
        Some(plan_id) => counted(tx, plan_id).await?,
        None => ImportReport::default(),
    };
    Ok(ImportReport {
        draft_id: Some(id.0),
        findings: draft.findings().len(),
        title: draft.title,
        ..counted
    })
}

/// What there is in a plan.
async fn counted(tx: &impl ConnectionTrait, plan_id: i64) -> Result<ImportReport, AppError> {
    let size = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    let all = commitment::Entity::find().filter(commitment::Column::PlanId.eq(plan_id));
    let whole = all.clone().filter(commitment::Column::ParentId.is_null());
    let uncertain = whole.clone().filter(commitment::Column::Uncertain.is_not_null());
    let whole = whole.count(tx).await?;
    let indicators =
        plan_indicator::Entity::find().filter(plan_indicator::Column::PlanId.eq(plan_id));
    let risks = plan_risk::Entity::find().filter(plan_risk::Column::PlanId.eq(plan_id));
    let goals = plan_goal::Entity::find().filter(plan_goal::Column::PlanId.eq(plan_id));
    let scope_items = plan_scope::Entity::find().filter(plan_scope::Column::PlanId.eq(plan_id));
    Ok(ImportReport {
        plan_id,
        commitments: size(whole),
        milestones: size(all.count(tx).await?.saturating_sub(whole)),
        uncertain: size(uncertain.count(tx).await?),
        indicators: size(indicators.count(tx).await?),
        risks: size(risks.count(tx).await?),
        goals: size(goals.count(tx).await?),
        scope_items: size(scope_items.count(tx).await?),
        ..ImportReport::default()
    })
}

#[cfg(test)]
#[path = "tests.rs"]
pub(crate) mod tests;
