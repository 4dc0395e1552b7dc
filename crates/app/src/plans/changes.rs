//! Changes to a plan itself, each kept for ever, so that pages as at an earlier day undo later ones.

use std::collections::BTreeMap;

use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ActiveValue::Unchanged, ColumnTrait as _,
    ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use serde_json::{Value, json};

use super::kinds::LevelNames;
use crate::db::entities::{plan, plan_change};
use crate::shell::audit::Actor;
use crate::shell::clock::AsAt;

/// What about a plan can change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanFacts {
    /// Its title.
    pub title: String,
    /// Its planning period.
    pub plan_year: Option<String>,
    /// The plan it is inside of.
    pub parent_id: Option<i64>,
    /// The word of its kind.
    pub kind: String,
    /// What it calls its levels, where that is not what its kind calls them.
    pub levels: LevelNames,
}

impl PlanFacts {
    /// Those of a row.
    #[must_use]
    pub fn of(row: &plan::Model) -> Self {
        Self {
            title: row.title.clone(),
            plan_year: row.plan_year.clone(),
            parent_id: row.parent_id,
            kind: row.kind.clone(),
            levels: level_names(row.level_names.as_ref()),
        }
    }

    fn fields(&self) -> [(&'static str, Value); 5] {
        [
            ("title", json!(self.title)),
            ("plan_year", json!(self.plan_year)),
            ("parent", json!(self.parent_id)),
            ("kind", json!(self.kind)),
            ("level_names", json!(self.levels)),
        ]
    }

    fn undo(&mut self, change: &plan_change::Model) {
        let from = &change.from_value;
        let text = |value: &Value| value.as_str().map(str::to_owned);
        match change.field.as_str() {
            "title" => self.title = text(from).unwrap_or_default(),
            "plan_year" => self.plan_year = text(from),
            "parent" => self.parent_id = from.as_i64(),
            "kind" => self.kind = text(from).unwrap_or_default(),
            "level_names" => self.levels = level_names(Some(from)),
            _ => {}
        }
    }
}

/// The names kept of a plan's levels.
#[must_use]
pub fn level_names(kept: Option<&Value>) -> LevelNames {
    let read = |value: &Value| serde_json::from_value(value.clone()).ok();
    kept.and_then(read).unwrap_or_default()
}

/// Gives a plan other facts and keeps those it had; returns from what to what each changed.
///
/// # Errors
///
/// Returns an error when the database refuses a row.
pub async fn set(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    row: &plan::Model,
    facts: &PlanFacts,
    cause: &str,
) -> Result<BTreeMap<&'static str, (Value, Value)>, DbErr> {
    let before = PlanFacts::of(row).fields();
    let changed: BTreeMap<&'static str, (Value, Value)> = before
        .into_iter()
        .zip(facts.fields())
        .filter(|((_, from), (_, to))| from != to)
        .map(|((field, from), (_, to))| (field, (from, to)))
        .collect();
    if changed.is_empty() {
        return Ok(changed);
    }
    let set = plan::ActiveModel {
        id: Unchanged(row.id),
        title: Set(facts.title.clone()),
        plan_year: Set(facts.plan_year.clone()),
        parent_id: Set(facts.parent_id),
        kind: Set(facts.kind.clone()),
        level_names: Set(Some(json!(facts.levels))),
        ..Default::default()
    };
    set.update(tx).await?;
    for (field, (from, to)) in &changed {
        let change = plan_change::ActiveModel {
            plan_id: Set(row.id),
            field: Set((*field).to_owned()),
            from_value: Set(from.clone()),
            to_value: Set(to.clone()),
            cause: Set(cause.to_owned()),
            made_by: Set(actor.user_id),
            made_by_name: Set(actor.name.clone()),
            made_at: Set(actor.at),
            ..Default::default()
        };
        plan_change::Entity::insert(change).exec_without_returning(tx).await?;
    }
    Ok(changed)
}

/// What some plans were called, where they stood and of what kind they were, at the end of a day.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub(super) async fn facts(
    connection: &impl ConnectionTrait,
    plans: impl Iterator<Item = i64>,
    as_at: AsAt,
) -> Result<BTreeMap<i64, PlanFacts>, DbErr> {
    type Columns = (i64, String, Option<String>, Option<i64>, String, Option<Value>);
    let ids: Vec<i64> = plans.collect();
    let rows: Vec<Columns> = plan::Entity::find()
        .select_only()
        .columns([
            plan::Column::Id,
            plan::Column::Title,
            plan::Column::PlanYear,
            plan::Column::ParentId,
            plan::Column::Kind,
            plan::Column::LevelNames,
        ])
        .filter(plan::Column::Id.is_in(ids.iter().copied()))
        .into_tuple()
        .all(connection)
        .await?;
    let mut facts: BTreeMap<i64, PlanFacts> = rows
        .into_iter()
        .map(|(id, title, plan_year, parent_id, kind, names)| {
            let levels = level_names(names.as_ref());
            (id, PlanFacts { title, plan_year, parent_id, kind, levels })
        })
        .collect();
    let later = plan_change::Entity::find()
        .filter(plan_change::Column::PlanId.is_in(ids))
        .filter(plan_change::Column::MadeAt.gte(as_at.end()))
        .order_by_desc(plan_change::Column::Id)
        .all(connection)
        .await?;
    for change in &later {
        if let Some(facts) = facts.get_mut(&change.plan_id) {
            facts.undo(change);
        }
    }
    Ok(facts)
}
