//! The next edition is taken over: what goes on keeps its updates, links and history.

use std::collections::BTreeMap;

use anyhow::Context as _;
use bellwether_calendar::Timescale;
use bellwether_plan::draft::{self, Commitment};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ActiveValue::Unchanged, ColumnTrait as _, Condition,
    ConnectionTrait, EntityTrait as _, QueryFilter as _,
};
use serde_json::json;

use super::others::{self, Other, Others};
use super::plan_rows::{self, PlanRow};
use super::rules::{Change, Row, StepPair, changes};
use super::store::{self, OpenEdition};
use crate::App;
use crate::commitments::changes as history;
use crate::commitments::changes::Cause;
use crate::db::entities::{commitment, draft_row, plan};
use crate::drafts::keeping::Keeper;
use crate::drafts::rules::{Item, Kind};
use crate::drafts::store::{DraftHead, DraftId, current};
use crate::plans::rules::{Due, precision_word};
use crate::shell::audit::{self, Actor, Subject};
use crate::shell::errors::AppError;
use crate::shell::scope::Scope;

/// What rows of an edition are taken over with.
struct Taking<'a> {
    actor: &'a Actor,
    plan_id: i64,
    edition: OpenEdition,
    reason: String,
    keeper: Keeper,
    /// Commitments of the plan that rows may continue.
    earlier: BTreeMap<i64, PlanRow>,
    /// What else the plan has.
    others: Others,
}

/// What came of taking rows over.
#[derive(Debug, Default)]
pub(crate) struct TakenOver {
    /// For each row, what it became or went on as.
    pub(crate) entities: Vec<i64>,
    /// Titles of posts that were made because a row named them.
    pub(crate) new_posts: Vec<String>,
}

/// Takes rows of a draft over as the next edition of its plan.
///
/// # Errors
///
/// Returns an error when the ledger refuses a row.
pub(crate) async fn take_over(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    draft: &DraftHead,
    plan_id: i64,
    rows: &[draft_row::Model],
) -> Result<TakenOver, AppError> {
    let edition = store::open(tx, actor, draft, plan_id).await?;
    let ids = rows.iter().filter_map(|row| row.matched_commitment_id);
    let these = Condition::all().add(commitment::Column::Id.is_in(ids));
    let earlier = plan_rows::read(tx, plan_id, these).await?;
    let mut taking = Taking {
        actor,
        plan_id,
        edition,
        reason: edition.reason(),
        keeper: Keeper::open(tx, actor, plan_id, draft.id).await?,
        earlier: earlier.into_iter().map(|row| (row.kept.id, row)).collect(),
        others: Others::read(tx, plan_id).await?,
    };
    let mut taken = TakenOver::default();
    for row in rows {
        let item = current(row)?;
        taken.entities.push(taking.take(tx, row, &item).await?);
    }
    taken.new_posts = taking.keeper.new_posts().to_vec();
    Ok(taken)
}

impl Taking<'_> {
    async fn take(
        &mut self,
        tx: &impl ConnectionTrait,
        row: &draft_row::Model,
        item: &Item,
    ) -> Result<i64, AppError> {
        let earlier = row.matched_commitment_id.and_then(|id| self.earlier.remove(&id));
        match (item, earlier) {
            (Item::Commitment(new), Some(earlier)) => {
                self.go_on(tx, row, new, &earlier).await?;
                Ok(earlier.kept.id)
            }
            (Item::Commitment(_), None) => self.add(tx, row, item).await,
            _ => self.add_other(tx, row, item).await,
        }
    }

    /// A commitment that the plan has not had.
    async fn add(
        &mut self,
        tx: &impl ConnectionTrait,
        row: &draft_row::Model,
        item: &Item,
    ) -> Result<i64, AppError> {
        let id = self.keeper.keep(tx, row, item).await?;
        let added = commitment::ActiveModel {
            edition_id: Set(Some(self.edition.id)),
            added_at: Set(Some(self.actor.at)),
            ..Default::default()
        };
        let itself_and_steps = Condition::any()
            .add(commitment::Column::Id.eq(id))
            .add(commitment::Column::ParentId.eq(id));
        let set = commitment::Entity::update_many().set(added);
        set.filter(itself_and_steps).exec(tx).await?;
        Ok(id)
    }

    /// A risk, goal, indicator row or scope item: the one that says the same, or a new one.
    async fn add_other(
        &mut self,
        tx: &impl ConnectionTrait,
        row: &draft_row::Model,
        item: &Item,
    ) -> Result<i64, AppError> {
        if let Some(known) = self.others.find(item) {
            return Ok(known);
        }
        let id = self.keeper.keep(tx, row, item).await?;
        others::mark(tx, item.kind(), id, self.edition.id).await?;
        self.others.add(id, item.clone());
        Ok(id)
    }

    /// A commitment that the plan has: what the edition says otherwise is changed, and kept as it
    /// was.
    async fn go_on(
        &mut self,
        tx: &impl ConnectionTrait,
        row: &draft_row::Model,
        new: &Commitment,
        earlier: &PlanRow,
    ) -> Result<(), AppError> {
        let (id, actor) = (earlier.kept.id, self.actor);
        let (changes, steps) = changes(&earlier.row, &Row::from(new));
        let (cause, reason) = (Cause::Edition, Some(self.reason.clone()));
        let reason = reason.as_deref();
        for change in &changes {
            match change {
                Change::Reworded => {
                    history::reword(tx, actor, id, &new.text, cause, reason).await?;
                }
                Change::ReDated => {
                    history::redate(tx, actor, id, &new.timescales, cause, reason).await?;
                }
                Change::LeadChanged => {
                    let leads = self.keeper.leads(tx, row, new).await?;
                    history::relead(tx, actor, id, &leads, cause, reason).await?;
                }
                Change::OutcomeChanged => {
                    let outcome = new.outcome.as_deref();
                    history::set_outcome(tx, actor, id, outcome, cause, reason).await?;
                }
                Change::Renumbered => {
                    history::renumber(tx, actor, id, &new.reference, cause, reason).await?;
                }
                Change::Moved => {
                    let title = new.section.as_deref();
                    let section = self.keeper.section(tx, title, row.position).await?;
                    history::move_section(tx, actor, id, section, cause, reason).await?;
                }
                Change::StepsChanged => {}
            }
        }
        self.stands_at(tx, id, row.position, row).await?;
        for (place, step) in (1..).zip(&steps) {
            self.step(tx, row, new, earlier, step, place).await?;
        }
        Ok(())
    }

    /// Where the edition has a commitment: its lines, and its place among the others.
    async fn stands_at(
        &self,
        tx: &impl ConnectionTrait,
        id: i64,
        position: i32,
        row: &draft_row::Model,
    ) -> Result<(), AppError> {
        let place = commitment::ActiveModel {
            id: Unchanged(id),
            edition_id: Set(Some(self.edition.id)),
            position: Set(position),
            line_from: Set(row.line_from),
            line_to: Set(row.line_to),
            ..Default::default()
        };
        place.update(tx).await?;
        Ok(())
    }

    async fn step(
        &self,
        tx: &impl ConnectionTrait,
        row: &draft_row::Model,
        new: &Commitment,
        earlier: &PlanRow,
        step: &StepPair,
        place: i32,
    ) -> Result<(), AppError> {
        let (actor, cause, reason) = (self.actor, Cause::Edition, Some(self.reason.as_str()));
        let old = step.old.and_then(|place| earlier.steps.get(place));
        let new_step = step.new.and_then(|place| new.milestones.get(place));
        match (old, new_step) {
            (Some(old), Some(milestone)) => {
                if step.changes.contains(&Change::Reworded) {
                    history::reword(tx, actor, old.id, &milestone.text, cause, reason).await?;
                }
                if step.changes.contains(&Change::ReDated) {
                    let due = timescale(milestone);
                    history::redate(tx, actor, old.id, &due, cause, reason).await?;
                }
                self.stands_at(tx, old.id, row.position + place, row).await
            }
            (None, Some(milestone)) => {
                self.add_step(tx, row, earlier, milestone, row.position + place).await
            }
            (Some(old), None) => {
                history::withdraw(tx, actor, old.id, cause, reason).await?;
                Ok(())
            }
            (None, None) => Ok(()),
        }
    }

    async fn add_step(
        &self,
        tx: &impl ConnectionTrait,
        row: &draft_row::Model,
        whole: &PlanRow,
        milestone: &draft::Milestone,
        position: i32,
    ) -> Result<(), AppError> {
        let due = Due::of_milestone(milestone);
        let step = commitment::ActiveModel {
            plan_id: Set(self.plan_id),
            section_id: Set(whole.kept.section_id),
            parent_id: Set(Some(whole.kept.id)),
            position: Set(position),
            kind: Set("milestone".to_owned()),
            reference: Set(String::new()),
            text: Set(milestone.text.clone()),
            due_as_written: Set(due.as_written),
            due_earliest: Set(due.earliest),
            due_latest: Set(due.latest),
            due_precision: Set(precision_word(due.precision).to_owned()),
            outcome: Set(None),
            reported_progress: Set(None),
            line_from: Set(row.line_from),
            line_to: Set(row.line_to),
            uncertain: Set(None),
            edition_id: Set(Some(self.edition.id)),
            added_at: Set(Some(self.actor.at)),
            ..Default::default()
        };
        commitment::Entity::insert(step).exec_without_returning(tx).await?;
        Ok(())
    }
}

/// The day of a milestone as a timescale; none when the text tells none.
fn timescale(milestone: &draft::Milestone) -> Vec<Timescale> {
    let Due { as_written, earliest, latest, precision } = Due::of_milestone(milestone);
    if as_written.is_empty() && latest.is_none() {
        return Vec::new();
    }
    let rule = "milestone".to_owned();
    let (relative, recurrence) = (None, None);
    vec![Timescale { as_written, earliest, latest, precision, rule, relative, recurrence }]
}

/// What a plan has and its next edition has not.
#[derive(Debug, Default)]
pub(crate) struct Gone {
    /// Commitments.
    pub(crate) commitments: Vec<i64>,
    /// Risks, goals, indicator rows and scope items, by kind and row.
    pub(crate) others: Vec<(Kind, i64)>,
}

impl Gone {
    /// Whether there is nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.commitments.is_empty() && self.others.is_empty()
    }
}

/// Takes out of a plan what its next edition leaves out; it stays to be seen, commitments with their
/// steps and history. Returns how many.
///
/// # Errors
///
/// Refuses a draft that is no next edition and what it has a row for; what may not be seen is not
/// there.
pub(crate) async fn leave_out(
    app: &App,
    scope: &Scope,
    id: DraftId,
    gone: &Gone,
) -> Result<usize, AppError> {
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            let draft = crate::drafts::changes::open_draft(tx, scope, id).await?;
            let plan_id = draft.plan_id.ok_or(AppError::NotFound)?;
            let mut lacking = lacking(tx, &draft, plan_id).await?;
            lacking.0.retain(|row| gone.commitments.contains(&row.kept.id));
            lacking.1.retain(|other| gone.others.contains(&(other.item.kind(), other.id)));
            leave_out_in(tx, &actor, &draft, plan_id, lacking).await
        })
        .await
}

type Lacking = (Vec<PlanRow>, Vec<Other>);

async fn lacking(
    tx: &impl ConnectionTrait,
    draft: &DraftHead,
    plan_id: i64,
) -> Result<Lacking, AppError> {
    let commitments = super::review::left_out(tx, draft.id, plan_id).await?;
    Ok((commitments, others::lacking(tx, draft.id, plan_id).await?))
}

async fn leave_out_in(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    draft: &DraftHead,
    plan_id: i64,
    (commitments, others): Lacking,
) -> Result<usize, AppError> {
    if commitments.is_empty() && others.is_empty() {
        return Ok(0);
    }
    let edition = store::open(tx, actor, draft, plan_id).await?;
    let reason = format!("left out of {}", edition.reason());
    for row in &commitments {
        for kept in std::iter::once(&row.kept).chain(&row.steps) {
            history::withdraw(tx, actor, kept.id, Cause::Edition, Some(&reason)).await?;
        }
    }
    let gone: Vec<&Other> = others.iter().collect();
    others::leave_out(tx, &gone, edition.id).await?;
    let ids: Vec<i64> = commitments.iter().map(|row| row.kept.id).collect();
    let rows = others.iter().map(|other| json!({ other.item.kind().table(): other.id }));
    let detail = json!({
        "plan": plan_id,
        "edition": edition.number,
        "left_out": ids,
        "others_left_out": rows.collect::<Vec<_>>(),
    });
    audit::record(tx, actor, "left out", Subject::new("draft", draft.id), detail).await?;
    Ok(commitments.len() + others.len())
}

/// The review of a next edition has ended: the plan as it now stands is that edition's, with its
/// title, year and findings. What the edition lacks and nobody left out stays.
///
/// # Errors
///
/// Returns an error when the ledger refuses a row.
pub(crate) async fn finish(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    draft: &DraftHead,
) -> Result<(), AppError> {
    let Some(plan_id) = draft.plan_id else { return Ok(()) };
    let edition = store::open(tx, actor, draft, plan_id).await?;
    others::replace_findings(tx, plan_id, draft, edition.id).await?;
    let row =
        plan::Entity::find_by_id(plan_id).one(tx).await?.context("an edition has its plan")?;
    let before = crate::plans::changes::PlanFacts::of(&row);
    let facts = crate::plans::changes::PlanFacts {
        title: draft.title.clone(),
        plan_year: draft.plan_year.clone().or_else(|| before.plan_year.clone()),
        ..before
    };
    crate::plans::changes::set(tx, actor, &row, &facts, "edition").await?;
    store::snapshot(tx, plan_id, edition.number).await?;
    let detail = json!({ "edition": edition.number, "draft": draft.id, "file": draft.file_name });
    audit::record(tx, actor, "replaced", Subject::new("plan", plan_id), detail).await?;
    Ok(())
}

/// Leaves out everything that a next edition lacks; returns how many commitments that were.
///
/// # Errors
///
/// As [`leave_out`].
pub(crate) async fn leave_out_all(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    draft: &DraftHead,
) -> Result<usize, AppError> {
    let Some(plan_id) = draft.plan_id else { return Ok(0) };
    let lacking = lacking(tx, draft, plan_id).await?;
    let commitments = lacking.0.len();
    leave_out_in(tx, actor, draft, plan_id, lacking).await?;
    Ok(commitments)
}
