//! Risks, goals, indicator rows and scope items of the next edition: kept, added or left out whole.

use std::collections::{BTreeMap, BTreeSet};

use bellwether_plan::draft;
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ActiveValue::Unchanged, ColumnTrait as _,
    ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};

use super::words::plain;
use crate::db::entities::{
    draft_row, plan_finding, plan_goal, plan_indicator, plan_risk, plan_scope,
};
use crate::db::insert_all;
use crate::drafts::rules::{Item, Kind, severity_word};
use crate::drafts::store::{DraftHead, current};
use crate::shell::errors::AppError;

/// A risk, goal, indicator row or scope item that a plan has.
#[derive(Debug, Clone)]
pub(super) struct Other {
    /// Its row in the table of its kind.
    pub(super) id: i64,
    /// What it says.
    pub(super) item: Item,
}

/// The words by which two of them are the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Words(Kind, Vec<String>);

impl Words {
    fn of(item: &Item) -> Self {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let mut words = match item {
            Item::Commitment(row) => vec![row.text.clone()],
            Item::Risk(row) => vec![row.area.clone(), row.risk.clone(), text(&row.contingency)],
            Item::Goal(row) => vec![row.title.clone(), text(&row.period), row.value.clone()],
            Item::Indicator(row) => {
                vec![text(&row.code), row.title.clone(), text(&row.section), text(&row.lead)]
            }
            Item::Scope(row) => vec![row.title.clone(), text(&row.level), text(&row.note)],
        };
        for word in &mut words {
            *word = plain(word);
        }
        if let Item::Indicator(row) = item {
            words.push(serde_json::Value::Object(row.values.clone()).to_string());
        }
        Self(item.kind(), words)
    }
}

/// All of them that a plan has, found by what they say.
#[derive(Debug, Default)]
pub(super) struct Others {
    kept: Vec<Other>,
    by_words: BTreeMap<Words, i64>,
}

impl Others {
    /// Those of a plan that no edition has left out, in document order.
    pub(super) async fn read(tx: &impl ConnectionTrait, plan_id: i64) -> Result<Self, DbErr> {
        let mut others = Self::default();
        for item in indicators(tx, plan_id).await? {
            others.add(item.0, Item::Indicator(item.1));
        }
        for item in risks(tx, plan_id).await? {
            others.add(item.0, Item::Risk(item.1));
        }
        for item in goals(tx, plan_id).await? {
            others.add(item.0, Item::Goal(item.1));
        }
        for item in scope_items(tx, plan_id).await? {
            others.add(item.0, Item::Scope(item.1));
        }
        Ok(others)
    }

    /// The one that says the same as an item of the next edition.
    pub(super) fn find(&self, item: &Item) -> Option<i64> {
        self.by_words.get(&Words::of(item)).copied()
    }

    /// One more.
    pub(super) fn add(&mut self, id: i64, item: Item) {
        self.by_words.entry(Words::of(&item)).or_insert(id);
        self.kept.push(Other { id, item });
    }
}

async fn risks(tx: &impl ConnectionTrait, plan_id: i64) -> Result<Vec<(i64, draft::Risk)>, DbErr> {
    let kept = plan_risk::Entity::find()
        .filter(plan_risk::Column::PlanId.eq(plan_id))
        .filter(plan_risk::Column::LeftOutBy.is_null())
        .order_by_asc(plan_risk::Column::Position)
        .order_by_asc(plan_risk::Column::Id);
    let item = |row: plan_risk::Model| {
        let (area, risk, contingency) = (row.area, row.risk, row.contingency);
        (row.id, draft::Risk { area, risk, contingency, ..draft::Risk::default() })
    };
    Ok(kept.all(tx).await?.into_iter().map(item).collect())
}

async fn goals(tx: &impl ConnectionTrait, plan_id: i64) -> Result<Vec<(i64, draft::Goal)>, DbErr> {
    let kept = plan_goal::Entity::find()
        .filter(plan_goal::Column::PlanId.eq(plan_id))
        .filter(plan_goal::Column::LeftOutBy.is_null())
        .order_by_asc(plan_goal::Column::Position)
        .order_by_asc(plan_goal::Column::Id);
    let item = |row: plan_goal::Model| {
        let (title, period, value) = (row.title, row.period, row.value);
        (row.id, draft::Goal { title, period, value, ..draft::Goal::default() })
    };
    Ok(kept.all(tx).await?.into_iter().map(item).collect())
}

async fn indicators(
    tx: &impl ConnectionTrait,
    plan_id: i64,
) -> Result<Vec<(i64, draft::Indicator)>, DbErr> {
    let kept = plan_indicator::Entity::find()
        .filter(plan_indicator::Column::PlanId.eq(plan_id))
        .filter(plan_indicator::Column::LeftOutBy.is_null())
        .order_by_asc(plan_indicator::Column::Position)
        .order_by_asc(plan_indicator::Column::Id);
    let item = |row: plan_indicator::Model| {
        let (code, title, section, lead) = (row.code, row.title, row.section, row.lead);
        let values = row.cells.as_object().cloned().unwrap_or_default();
        let rest = draft::Indicator::default();
        (row.id, draft::Indicator { code, title, section, lead, note: row.note, values, ..rest })
    };
    Ok(kept.all(tx).await?.into_iter().map(item).collect())
}

async fn scope_items(
    tx: &impl ConnectionTrait,
    plan_id: i64,
) -> Result<Vec<(i64, draft::ScopeItem)>, DbErr> {
    let kept = plan_scope::Entity::find()
        .filter(plan_scope::Column::PlanId.eq(plan_id))
        .filter(plan_scope::Column::LeftOutBy.is_null())
        .order_by_asc(plan_scope::Column::Position)
        .order_by_asc(plan_scope::Column::Id);
    let item = |row: plan_scope::Model| {
        let (title, level, note) = (row.title, row.level, row.note);
        (row.id, draft::ScopeItem { title, level, note, ..draft::ScopeItem::default() })
    };
    Ok(kept.all(tx).await?.into_iter().map(item).collect())
}

/// Those of a plan that no row of a draft says, nor has become.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub(super) async fn lacking(
    connection: &impl ConnectionTrait,
    draft_id: i64,
    plan_id: i64,
) -> Result<Vec<Other>, AppError> {
    let others = Others::read(connection, plan_id).await?;
    if others.kept.is_empty() {
        return Ok(Vec::new());
    }
    let rows = draft_row::Entity::find()
        .filter(draft_row::Column::DraftId.eq(draft_id))
        .filter(draft_row::Column::Kind.ne(Kind::Commitment.word()))
        .all(connection)
        .await?;
    let mut there: BTreeSet<(Kind, i64)> = BTreeSet::new();
    let mut said: BTreeSet<Words> = BTreeSet::new();
    for row in &rows {
        let item = current(row)?;
        there.extend(row.entity_id.map(|id| (item.kind(), id)));
        said.insert(Words::of(&item));
    }
    let is_lacking = |other: &Other| {
        !there.contains(&(other.item.kind(), other.id)) && !said.contains(&Words::of(&other.item))
    };
    Ok(others.kept.into_iter().filter(is_lacking).collect())
}

/// Says which edition brought a row.
pub(super) async fn mark(
    tx: &impl ConnectionTrait,
    kind: Kind,
    id: i64,
    edition_id: i64,
) -> Result<(), DbErr> {
    let (id, edition_id) = (Unchanged(id), Set(Some(edition_id)));
    match kind {
        Kind::Commitment => {}
        Kind::Risk => {
            let row = plan_risk::ActiveModel { id, edition_id, ..Default::default() };
            row.update(tx).await?;
        }
        Kind::Goal => {
            let row = plan_goal::ActiveModel { id, edition_id, ..Default::default() };
            row.update(tx).await?;
        }
        Kind::Indicator => {
            let row = plan_indicator::ActiveModel { id, edition_id, ..Default::default() };
            row.update(tx).await?;
        }
        Kind::Scope => {
            let row = plan_scope::ActiveModel { id, edition_id, ..Default::default() };
            row.update(tx).await?;
        }
    }
    Ok(())
}

/// Says which edition leaves some of them out.
pub(super) async fn leave_out(
    tx: &impl ConnectionTrait,
    gone: &[&Other],
    edition_id: i64,
) -> Result<(), DbErr> {
    let ids = |kind: Kind| {
        let of_kind = gone.iter().filter(move |other| other.item.kind() == kind);
        of_kind.map(|other| other.id).collect::<Vec<i64>>()
    };
    let left_out_by = || Set(Some(edition_id));
    let row = plan_risk::ActiveModel { left_out_by: left_out_by(), ..Default::default() };
    let these = plan_risk::Column::Id.is_in(ids(Kind::Risk));
    plan_risk::Entity::update_many().set(row).filter(these).exec(tx).await?;
    let row = plan_goal::ActiveModel { left_out_by: left_out_by(), ..Default::default() };
    let these = plan_goal::Column::Id.is_in(ids(Kind::Goal));
    plan_goal::Entity::update_many().set(row).filter(these).exec(tx).await?;
    let row = plan_indicator::ActiveModel { left_out_by: left_out_by(), ..Default::default() };
    let these = plan_indicator::Column::Id.is_in(ids(Kind::Indicator));
    plan_indicator::Entity::update_many().set(row).filter(these).exec(tx).await?;
    let row = plan_scope::ActiveModel { left_out_by: left_out_by(), ..Default::default() };
    let these = plan_scope::Column::Id.is_in(ids(Kind::Scope));
    plan_scope::Entity::update_many().set(row).filter(these).exec(tx).await?;
    Ok(())
}

/// Puts the findings of an edition in the place of the earlier ones.
pub(super) async fn replace_findings(
    tx: &impl ConnectionTrait,
    plan_id: i64,
    draft: &DraftHead,
    edition_id: i64,
) -> Result<(), AppError> {
    let gone =
        plan_finding::ActiveModel { left_out_by: Set(Some(edition_id)), ..Default::default() };
    plan_finding::Entity::update_many()
        .set(gone)
        .filter(plan_finding::Column::PlanId.eq(plan_id))
        .filter(plan_finding::Column::LeftOutBy.is_null())
        .exec(tx)
        .await?;
    let findings = draft.findings().into_iter().map(|finding| plan_finding::ActiveModel {
        plan_id: Set(plan_id),
        rule: Set(finding.rule),
        severity: Set(severity_word(finding.severity).to_owned()),
        message: Set(finding.message),
        line: Set(finding.line.map(|line| i32::try_from(line).unwrap_or(i32::MAX))),
        reference: Set(finding.reference),
        edition_id: Set(Some(edition_id)),
        ..Default::default()
    });
    insert_all(tx, findings).await?;
    Ok(())
}
