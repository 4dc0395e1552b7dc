//! A plan's commitments as a comparison of editions takes them.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _,
    QueryOrder as _,
};

use super::rules::{Answering, DueDate, Row, Step};
use crate::db::entities::{commitment, commitment_lead, section};
use crate::organisations::leads;

/// A commitment of a plan, with its row for the comparison.
#[derive(Debug, Clone)]
pub(crate) struct PlanRow {
    /// As the ledger keeps it.
    pub(crate) kept: commitment::Model,
    /// Its steps, in the order of the row's.
    pub(crate) steps: Vec<commitment::Model>,
    /// As it is compared.
    pub(crate) row: Row,
}

/// The commitments of a plan that belong to it, in document order; `condition` narrows the table
/// `commitment` down further.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub(super) async fn read(
    connection: &impl ConnectionTrait,
    plan_id: i64,
    condition: Condition,
) -> Result<Vec<PlanRow>, DbErr> {
    let of_plan = || commitment::Column::PlanId.eq(plan_id);
    let found = commitment::Entity::find()
        .filter(of_plan())
        .filter(commitment::Column::WithdrawnAt.is_null())
        .filter(commitment::Column::ParentId.is_null())
        .filter(condition)
        .order_by_asc(commitment::Column::Position)
        .order_by_asc(commitment::Column::Id)
        .all(connection)
        .await?;
    let steps = commitment::Entity::find()
        .filter(of_plan())
        .filter(commitment::Column::WithdrawnAt.is_null())
        .filter(commitment::Column::ParentId.is_not_null())
        .order_by_asc(commitment::Column::Position)
        .order_by_asc(commitment::Column::Id)
        .all(connection)
        .await?;
    let mut by_whole: BTreeMap<i64, Vec<commitment::Model>> = BTreeMap::new();
    for step in steps {
        by_whole.entry(step.parent_id.unwrap_or_default()).or_default().push(step);
    }
    let sections =
        section::Entity::find().filter(section::Column::PlanId.eq(plan_id)).all(connection).await?;
    let sections: BTreeMap<i64, String> =
        sections.into_iter().map(|section| (section.id, section.title)).collect();
    let mut answering = answering(connection, plan_id).await?;
    let row = |kept: commitment::Model| {
        let steps = by_whole.remove(&kept.id).unwrap_or_default();
        let section = kept.section_id.and_then(|id| sections.get(&id)).cloned();
        let row = Row {
            reference: kept.reference.clone(),
            section: section.unwrap_or_default(),
            text: kept.text.clone(),
            due: due(&kept),
            leads: answering.remove(&kept.id).unwrap_or_default(),
            outcome: kept.outcome.clone(),
            steps: steps.iter().map(step).collect(),
        };
        PlanRow { kept, steps, row }
    };
    Ok(found.into_iter().map(row).collect())
}

fn due(kept: &commitment::Model) -> DueDate {
    DueDate {
        as_written: kept.due_as_written.clone(),
        earliest: kept.due_earliest,
        latest: kept.due_latest,
    }
}

fn step(kept: &commitment::Model) -> Step {
    Step { text: kept.text.clone(), due: due(kept) }
}

/// Who answers for each commitment of a plan. Somebody to whom it was delegated goes by the title of
/// the post that did so: the document means that one still.
async fn answering(
    connection: &impl ConnectionTrait,
    plan_id: i64,
) -> Result<BTreeMap<i64, Vec<Answering>>, DbErr> {
    let of_plan = sea_orm::sea_query::Query::select()
        .column((commitment::Entity, commitment::Column::Id))
        .from(commitment::Entity)
        .and_where(commitment::Column::PlanId.eq(plan_id))
        .to_owned();
    let named = commitment_lead::Entity::find()
        .filter(commitment_lead::Column::CommitmentId.in_subquery(of_plan))
        .filter(commitment_lead::Column::ToAt.is_null())
        .order_by_asc(commitment_lead::Column::Position)
        .all(connection)
        .await?;
    let meant = |lead: &commitment_lead::Model| lead.from_lead_id.or(lead.lead_id);
    let ids: BTreeSet<i64> = named.iter().filter_map(meant).collect();
    let posts = leads::by_ids(connection, ids).await?;
    let mut found: BTreeMap<i64, Vec<Answering>> = BTreeMap::new();
    for lead in named {
        let post = meant(&lead).and_then(|id| posts.get(&id));
        found.entry(lead.commitment_id).or_default().push(Answering {
            as_written: match (post, lead.from_lead_id) {
                (Some(post), Some(_)) => post.code.clone(),
                _ => lead.as_written,
            },
            title: post.map(|post| post.title.clone()),
        });
    }
    Ok(found)
}
