//! Plans inside plans: the tree below a plan with what rolls up, and a plan's place in it.

use std::collections::BTreeMap;

use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, QueryFilter as _,
    QuerySelect as _,
};
use serde_json::json;

use super::changes::{self, PlanFacts};
use super::kinds::{self, LevelNames};
use super::rollup_rules::{self, RollUp};
use super::store::{self, PlanSummary};
use crate::App;
use crate::db::Ledger;
use crate::db::entities::plan;
use crate::shell::audit::{self, Subject};
use crate::shell::clock::AsAt;
use crate::shell::errors::AppError;
use crate::shell::scope::{Permission, Scope, Visible};

/// A plan in its tree.
#[derive(Debug, Clone)]
pub struct TreeRow {
    /// The plan, with the numbers of its own commitments.
    pub plan: PlanSummary,
    /// How far below the first one, which is 0.
    pub depth: usize,
    /// Its own commitments.
    pub own: RollUp,
    /// Those and all of the plans inside it that may be seen.
    pub whole: RollUp,
}

/// Plans that may be seen, each with the one it is inside of, as at the end of a day, by title.
async fn skeleton(
    connection: &impl ConnectionTrait,
    visible: &Visible,
    as_at: AsAt,
) -> Result<Vec<(i64, String, Option<i64>)>, AppError> {
    let ids: Vec<i64> = plan::Entity::find()
        .select_only()
        .column(plan::Column::Id)
        .filter(visible.condition(plan::Column::OrganisationId))
        .filter(plan::Column::ImportedAt.lt(as_at.end()))
        .into_tuple()
        .all(connection)
        .await?;
    let facts = changes::facts(connection, ids.into_iter(), as_at).await?;
    let mut found: Vec<(i64, String, Option<i64>)> =
        facts.into_iter().map(|(id, facts)| (id, facts.title, facts.parent_id)).collect();
    found.sort_by(|one, other| (&one.1, one.0).cmp(&(&other.1, other.0)));
    Ok(found)
}

fn parents(skeleton: &[(i64, String, Option<i64>)]) -> Vec<(i64, Option<i64>)> {
    skeleton.iter().map(|(id, _, parent)| (*id, *parent)).collect()
}

/// The plan and those inside it that may be seen, each before those inside it, with what rolls up.
///
/// # Errors
///
/// Returns [`AppError::NotFound`] when the plan itself may not be seen.
pub async fn below(
    ledger: &Ledger,
    scope: &Scope,
    root: i64,
    as_at: AsAt,
) -> Result<Vec<TreeRow>, AppError> {
    let skeleton = skeleton(ledger.connection(), &scope.visible, as_at).await?;
    if !skeleton.iter().any(|(id, ..)| *id == root) {
        return Err(AppError::NotFound);
    }
    let tree = rollup_rules::tree(root, &parents(&skeleton));
    let ids = tree.iter().map(|branch| branch.id);
    let these = Condition::all().add(plan::Column::Id.is_in(ids));
    let plans = store::summaries(ledger, scope, these, as_at).await?;
    let own: BTreeMap<i64, RollUp> =
        plans.iter().map(|plan| (plan.id, RollUp::of(plan.counts, plan.overdue))).collect();
    let wholes = rollup_rules::roll_up(&tree, &own);
    let mut plans: BTreeMap<i64, PlanSummary> =
        plans.into_iter().map(|plan| (plan.id, plan)).collect();
    let row = |(branch, whole): (rollup_rules::Branch, RollUp)| {
        let plan = plans.remove(&branch.id)?;
        let own = own.get(&branch.id).copied().unwrap_or_default();
        Some(TreeRow { plan, depth: branch.depth, own, whole })
    };
    Ok(tree.into_iter().zip(wholes).filter_map(row).collect())
}

/// The plan that a plan is inside of, if that may be seen: its row and title.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn above(
    ledger: &Ledger,
    scope: &Scope,
    plan: &PlanSummary,
    as_at: AsAt,
) -> Result<Option<(i64, String)>, AppError> {
    let Some(parent) = plan.parent_id else { return Ok(None) };
    let this = Condition::all().add(plan::Column::Id.eq(parent));
    let found = store::summaries(ledger, scope, this, as_at).await?;
    Ok(found.into_iter().next().map(|plan| (plan.id, plan.title)))
}

/// The plans that a plan may be put inside of: those that one may change, and none that would make a
/// circle.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn possible_parents(
    ledger: &Ledger,
    scope: &Scope,
    plan_id: i64,
) -> Result<Vec<(i64, String)>, AppError> {
    let as_at = AsAt(scope.today);
    let all = skeleton(ledger.connection(), &Visible::All, as_at).await?;
    let all = parents(&all);
    let own = skeleton(ledger.connection(), &scope.within, as_at).await?;
    let fits = |id: i64| !rollup_rules::makes_a_circle(plan_id, id, &all);
    Ok(own.into_iter().filter(|(id, ..)| fits(*id)).map(|(id, title, _)| (id, title)).collect())
}

/// Where a plan is to stand, of what kind it is, and what its levels are called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewPlace {
    /// The plan it is inside of.
    pub parent_id: Option<i64>,
    /// The word of its kind.
    pub kind: String,
    /// Its own names for its levels.
    pub levels: LevelNames,
}

/// Puts a plan into its place; returns whether anything changed.
///
/// # Errors
///
/// Refuses a circle, a kind that there is not, and whoever may not change both plans; a plan that may
/// not be seen is not there.
pub async fn place(
    app: &App,
    scope: &Scope,
    plan_id: i64,
    new: NewPlace,
) -> Result<bool, AppError> {
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            let row = changeable(tx, scope, plan_id).await?;
            if kinds::find(&new.kind).is_none() && new.kind != row.kind {
                return Err(AppError::Invalid("Choose a kind of plan.".to_owned()));
            }
            if let Some(parent_id) = new.parent_id.filter(|id| Some(*id) != row.parent_id) {
                changeable(tx, scope, parent_id).await?;
                let all = skeleton(tx, &Visible::All, AsAt::END_OF_TIME).await?;
                if rollup_rules::makes_a_circle(plan_id, parent_id, &parents(&all)) {
                    return Err(AppError::Invalid(CIRCLE.to_owned()));
                }
            }
            let facts = PlanFacts {
                parent_id: new.parent_id,
                kind: new.kind.clone(),
                levels: new.levels.clone(),
                ..PlanFacts::of(&row)
            };
            let changed = changes::set(tx, &actor, &row, &facts, "person").await?;
            if changed.is_empty() {
                return Ok(false);
            }
            let detail = changed.iter().map(|(field, (from, to))| {
                ((*field).to_owned(), json!({ "from": from, "to": to }))
            });
            let detail = serde_json::Value::Object(detail.collect());
            audit::record(tx, &actor, "placed", Subject::new("plan", plan_id), detail).await?;
            Ok(true)
        })
        .await
}

/// Puts a plan that was just taken in into its place: inside the plan of that name, and of that kind.
///
/// # Errors
///
/// As [`place`]; says when there is no such plan or kind.
pub async fn settle(
    app: &App,
    scope: &Scope,
    plan_id: i64,
    inside: Option<&str>,
    kind: Option<&str>,
) -> Result<(), AppError> {
    let row = changeable(app.ledger.connection(), scope, plan_id).await?;
    let facts = PlanFacts::of(&row);
    let parent_id = match inside {
        Some(name) => Some(crate::editions::taking::plan_named(app, scope, name).await?),
        None => facts.parent_id,
    };
    let kind = match kind {
        Some(word) if kinds::find(word).is_none() => {
            let words: Vec<&str> = kinds::all().iter().map(|kind| kind.word.as_str()).collect();
            let known = words.join(", ");
            return Err(AppError::Invalid(format!("'{word}' is no kind of plan; use {known}")));
        }
        Some(word) => word.to_owned(),
        None => facts.kind,
    };
    place(app, scope, plan_id, NewPlace { parent_id, kind, levels: facts.levels }).await?;
    Ok(())
}

const CIRCLE: &str = "A plan cannot be inside itself or inside one of its own parts.";

/// A plan that one may change.
pub(crate) async fn changeable(
    tx: &impl ConnectionTrait,
    scope: &Scope,
    plan_id: i64,
) -> Result<plan::Model, AppError> {
    let row = plan::Entity::find_by_id(plan_id).one(tx).await?.ok_or(AppError::NotFound)?;
    if !scope.sees(row.organisation_id) {
        return Err(AppError::NotFound);
    }
    if !scope.may_in(Permission::ImportPlan, row.organisation_id) {
        return Err(AppError::Forbidden(
            "only performance managers of the organisation change its plans",
        ));
    }
    Ok(row)
}

#[cfg(test)]
#[path = "tree_tests.rs"]
mod tests;
