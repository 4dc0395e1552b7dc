//! Risks, goals, indicator rows and scope items of the next edition: kept, added or left out whole.

use bellwether_plan::draft;
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ActiveValue::Unchanged, ColumnTrait as _,
    ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::words::plain;
use crate::db::entities::{
    draft_row, plan_finding, plan_goal, plan_indicator, plan_risk, plan_scope,
};
use crate::db::insert_all;
use crate::drafts::rules::{Item, Kind, RowState, severity_word};
use crate::drafts::store::DraftHead;
use crate::shell::errors::AppError;

/// The words by which two of them are the same.
fn same(one: &[&str], other: &[&str]) -> bool {
    one.iter().map(|text| plain(text)).eq(other.iter().map(|text| plain(text)))
}

fn text(text: Option<&String>) -> &str {
    text.map_or("", String::as_str)
}

/// The row of a plan that says the same as an item of its next edition.
pub(super) async fn find(
    tx: &impl ConnectionTrait,
    plan_id: i64,
    item: &Item,
) -> Result<Option<i64>, DbErr> {
    match item {
        Item::Commitment(_) => Ok(None),
        Item::Risk(new) => find_risk(tx, plan_id, new).await,
        Item::Goal(new) => find_goal(tx, plan_id, new).await,
        Item::Indicator(new) => find_indicator(tx, plan_id, new).await,
        Item::Scope(new) => find_scope(tx, plan_id, new).await,
    }
}

async fn find_risk(
    tx: &impl ConnectionTrait,
    plan_id: i64,
    new: &draft::Risk,
) -> Result<Option<i64>, DbErr> {
    let new = [new.area.as_str(), &new.risk, text(new.contingency.as_ref())];
    let kept = plan_risk::Entity::find()
        .filter(plan_risk::Column::PlanId.eq(plan_id))
        .filter(plan_risk::Column::LeftOutBy.is_null())
        .all(tx)
        .await?;
    let says = |row: &&plan_risk::Model| {
        same(&[&row.area, &row.risk, text(row.contingency.as_ref())], &new)
    };
    Ok(kept.iter().find(says).map(|row| row.id))
}

async fn find_goal(
    tx: &impl ConnectionTrait,
    plan_id: i64,
    new: &draft::Goal,
) -> Result<Option<i64>, DbErr> {
    let new = [new.title.as_str(), text(new.period.as_ref()), &new.value];
    let kept = plan_goal::Entity::find()
        .filter(plan_goal::Column::PlanId.eq(plan_id))
        .filter(plan_goal::Column::LeftOutBy.is_null())
        .all(tx)
        .await?;
    let says =
        |row: &&plan_goal::Model| same(&[&row.title, text(row.period.as_ref()), &row.value], &new);
    Ok(kept.iter().find(says).map(|row| row.id))
}

async fn find_indicator(
    tx: &impl ConnectionTrait,
    plan_id: i64,
    new: &draft::Indicator,
) -> Result<Option<i64>, DbErr> {
    let cells = serde_json::Value::Object(new.values.clone());
    let (code, section, lead) = (new.code.as_ref(), new.section.as_ref(), new.lead.as_ref());
    let new = [text(code), &new.title, text(section), text(lead)];
    let kept = plan_indicator::Entity::find()
        .filter(plan_indicator::Column::PlanId.eq(plan_id))
        .filter(plan_indicator::Column::LeftOutBy.is_null())
        .all(tx)
        .await?;
    let says = |row: &&plan_indicator::Model| {
        let (code, section, lead) = (row.code.as_ref(), row.section.as_ref(), row.lead.as_ref());
        same(&[text(code), &row.title, text(section), text(lead)], &new) && row.cells == cells
    };
    Ok(kept.iter().find(says).map(|row| row.id))
}

async fn find_scope(
    tx: &impl ConnectionTrait,
    plan_id: i64,
    new: &draft::ScopeItem,
) -> Result<Option<i64>, DbErr> {
    let new = [new.title.as_str(), text(new.level.as_ref()), text(new.note.as_ref())];
    let kept = plan_scope::Entity::find()
        .filter(plan_scope::Column::PlanId.eq(plan_id))
        .filter(plan_scope::Column::LeftOutBy.is_null())
        .all(tx)
        .await?;
    let says = |row: &&plan_scope::Model| {
        same(&[&row.title, text(row.level.as_ref()), text(row.note.as_ref())], &new)
    };
    Ok(kept.iter().find(says).map(|row| row.id))
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

/// What the accepted rows of a kind became.
async fn accepted(tx: &impl ConnectionTrait, draft_id: i64, kind: Kind) -> Result<Vec<i64>, DbErr> {
    draft_row::Entity::find()
        .select_only()
        .column(draft_row::Column::EntityId)
        .filter(draft_row::Column::DraftId.eq(draft_id))
        .filter(draft_row::Column::Kind.eq(kind.word()))
        .filter(draft_row::Column::State.eq(RowState::Accepted.word()))
        .filter(draft_row::Column::EntityId.is_not_null())
        .order_by_asc(draft_row::Column::Id)
        .into_tuple()
        .all(tx)
        .await
}

/// Leaves out what an edition does not have, and puts its findings in the place of the earlier ones.
pub(super) async fn leave_out(
    tx: &impl ConnectionTrait,
    plan_id: i64,
    draft: &DraftHead,
    edition_id: i64,
) -> Result<(), AppError> {
    let left_out_by = || Set(Some(edition_id));
    let stays = accepted(tx, draft.id, Kind::Risk).await?;
    plan_risk::Entity::update_many()
        .set(plan_risk::ActiveModel { left_out_by: left_out_by(), ..Default::default() })
        .filter(plan_risk::Column::PlanId.eq(plan_id))
        .filter(plan_risk::Column::LeftOutBy.is_null())
        .filter(plan_risk::Column::Id.is_not_in(stays))
        .exec(tx)
        .await?;
    let stays = accepted(tx, draft.id, Kind::Goal).await?;
    plan_goal::Entity::update_many()
        .set(plan_goal::ActiveModel { left_out_by: left_out_by(), ..Default::default() })
        .filter(plan_goal::Column::PlanId.eq(plan_id))
        .filter(plan_goal::Column::LeftOutBy.is_null())
        .filter(plan_goal::Column::Id.is_not_in(stays))
        .exec(tx)
        .await?;
    let stays = accepted(tx, draft.id, Kind::Indicator).await?;
    plan_indicator::Entity::update_many()
        .set(plan_indicator::ActiveModel { left_out_by: left_out_by(), ..Default::default() })
        .filter(plan_indicator::Column::PlanId.eq(plan_id))
        .filter(plan_indicator::Column::LeftOutBy.is_null())
        .filter(plan_indicator::Column::Id.is_not_in(stays))
        .exec(tx)
        .await?;
    let stays = accepted(tx, draft.id, Kind::Scope).await?;
    plan_scope::Entity::update_many()
        .set(plan_scope::ActiveModel { left_out_by: left_out_by(), ..Default::default() })
        .filter(plan_scope::Column::PlanId.eq(plan_id))
        .filter(plan_scope::Column::LeftOutBy.is_null())
        .filter(plan_scope::Column::Id.is_not_in(stays))
        .exec(tx)
        .await?;
    replace_findings(tx, plan_id, draft, edition_id).await
}

async fn replace_findings(
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
