//! The next edition of a plan, taken over in one go from the command line.

use sea_orm::{EntityTrait as _, QueryFilter as _, QuerySelect as _};

use super::apply;
use super::rules::{Change, changes_of};
use super::store;
use crate::App;
use crate::db::entities::plan;
use crate::drafts::accept::accept_in;
use crate::drafts::receipt::{Received, read, receive_in};
use crate::drafts::rules::{Kind, Show};
use crate::drafts::store::{self as drafts, RowFilter};
use crate::drafts::whole::finish_in;
use crate::plans::import::ImportOptions;
use crate::plans::tree::changeable;
use crate::shell::errors::AppError;
use crate::shell::scope::Scope;

/// What came of taking a next edition over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EditionReport {
    /// The plan.
    pub plan_id: i64,
    /// Number of the edition; 0 when nothing was done.
    pub number: i32,
    /// Title of the document.
    pub title: String,
    /// The very same file had been taken in before, and nothing was done.
    pub already_there: bool,
    /// Commitments that the plan has not had.
    pub added: usize,
    /// Commitments that the edition has no longer.
    pub left_out: usize,
    /// Commitments worded otherwise.
    pub reworded: usize,
    /// Commitments due at another time.
    pub re_dated: usize,
    /// Commitments that somebody else answers for.
    pub lead_changed: usize,
    /// Commitments as they were.
    pub unchanged: usize,
    /// Titles of posts that were made because a row named them.
    pub new_posts: Vec<String>,
}

/// The plan that a person means by its number, the name of its file or its title.
///
/// # Errors
///
/// Says when there is none, or more than one.
pub async fn plan_named(app: &App, scope: &Scope, name: &str) -> Result<i64, AppError> {
    let plans: Vec<(i64, String, String)> = plan::Entity::find()
        .select_only()
        .columns([plan::Column::Id, plan::Column::FileName, plan::Column::Title])
        .filter(scope.within.condition(plan::Column::OrganisationId))
        .into_tuple()
        .all(app.ledger.connection())
        .await?;
    let is_meant = |(id, file, title): &&(i64, String, String)| {
        id.to_string() == name || file == name || title.eq_ignore_ascii_case(name)
    };
    match plans.iter().filter(is_meant).map(|(id, ..)| *id).collect::<Vec<_>>().as_slice() {
        [id] => Ok(*id),
        [] => Err(AppError::Invalid(format!(
            "no plan is called '{name}'; give the name of its file, its title or its number"
        ))),
        _ => Err(AppError::Invalid(format!(
            "several plans are called '{name}'; give the number in the address of its page"
        ))),
    }
}

/// Takes a document over as the next edition of a plan, every row of it, and leaves out what it has
/// no longer.
///
/// # Errors
///
/// Refuses a plan that one may not change, and a document that cannot be read or holds nothing.
pub async fn take_next_edition(
    app: &App,
    scope: &Scope,
    plan_id: i64,
    file: &str,
    bytes: &[u8],
    options: ImportOptions,
) -> Result<EditionReport, AppError> {
    let reading = read(app, file, bytes, options).await?;
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            let plan = changeable(tx, scope, plan_id).await?;
            let organisation_id = plan.organisation_id;
            let received = receive_in(tx, &actor, organisation_id, reading, Some(plan_id)).await?;
            let known = EditionReport {
                plan_id,
                title: plan.title,
                already_there: true,
                ..EditionReport::default()
            };
            let Some(id) = received.draft() else { return Ok(known) };
            let mut draft = drafts::head(tx, id.0).await?;
            if !draft.is_open() || draft.plan_id != Some(plan_id) {
                return Ok(known);
            }
            let filter = RowFilter { show: Show::Waiting, ..RowFilter::default() };
            let rows = drafts::all_rows(tx, id.0, &filter).await?;
            let mut report = EditionReport { plan_id, title: draft.title.clone(), ..known };
            report.already_there = matches!(received, Received::Plan(_));
            for row in rows.iter().filter(|row| row.kind == Kind::Commitment.word()) {
                report.count(row.comparison.as_deref().unwrap_or_default());
            }
            report.left_out = apply::leave_out_all(tx, &actor, &draft).await?;
            report.new_posts = accept_in(tx, &actor, &mut draft, rows).await?.new_posts;
            report.number = store::open(tx, &actor, &draft, plan_id).await?.number;
            finish_in(tx, &actor, &draft, None).await?;
            Ok(report)
        })
        .await
}

impl EditionReport {
    fn count(&mut self, comparison: &str) {
        let changes = changes_of(comparison);
        let has = |change: Change| usize::from(changes.contains(&change));
        self.added += usize::from(comparison == super::review::ADDED);
        self.unchanged += usize::from(comparison == "unchanged");
        self.reworded += has(Change::Reworded);
        self.re_dated += has(Change::ReDated);
        self.lead_changed += has(Change::LeadChanged);
    }
}
