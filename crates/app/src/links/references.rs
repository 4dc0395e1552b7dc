//! Cross-references of a plan's own text, kept as links where the document allows it.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, DbErr, EntityTrait as _,
    QueryFilter as _, QueryOrder as _,
};

use super::store::{COMMITMENT, REFERS_TO};
use super::words::{Reference, is_named, references};
use crate::commitments::changes::Cause;
use crate::db::entities::{commitment, commitment_change, link};
use crate::db::insert_all;

/// Turns `see 2.1`, `see Pledge 10` and `as above` in the commitments of a plan into links, where
/// exactly one commitment of the plan is meant; returns how many are new. Those that a person has
/// removed stay removed.
///
/// # Errors
///
/// Returns an error when the database refuses a row.
pub async fn resolve_references(tx: &impl ConnectionTrait, plan_id: i64) -> Result<usize, DbErr> {
    let rows = commitment::Entity::find()
        .filter(commitment::Column::PlanId.eq(plan_id))
        .filter(commitment::Column::WithdrawnAt.is_null())
        .order_by_asc(commitment::Column::Position)
        .all(tx)
        .await?;
    let ties = ties(&rows);
    if ties.is_empty() {
        return Ok(0);
    }
    let from: BTreeSet<i64> = ties.iter().map(|tie| tie.0).collect();
    let known: BTreeSet<(i64, i64)> = link::Entity::find()
        .filter(link::Column::FromKind.eq(COMMITMENT))
        .filter(link::Column::ToKind.eq(COMMITMENT))
        .filter(link::Column::Relation.eq(REFERS_TO))
        .filter(link::Column::FromId.is_in(from))
        .all(tx)
        .await?
        .into_iter()
        .map(|link| (link.from_id, link.to_id))
        .collect();
    let row = |(from, to): (i64, i64)| link::ActiveModel {
        from_kind: Set(COMMITMENT.to_owned()),
        from_id: Set(from),
        to_kind: Set(COMMITMENT.to_owned()),
        to_id: Set(to),
        relation: Set(REFERS_TO.to_owned()),
        ..Default::default()
    };
    let new: Vec<(i64, i64)> = ties.into_iter().filter(|tie| !known.contains(tie)).collect();
    let count = new.len();
    insert_all(tx, new.into_iter().map(row)).await?;
    Ok(count)
}

/// Forgets what the reading of a document alone said of some commitments: their cross-references
/// and the beginning of their series. They are about to leave a plan that nobody has built on.
///
/// # Errors
///
/// Returns an error when the database refuses.
pub async fn unread(tx: &impl ConnectionTrait, ids: &[i64]) -> Result<(), DbErr> {
    let ids = || ids.iter().copied();
    let ends = Condition::any()
        .add(link::Column::FromId.is_in(ids()))
        .add(link::Column::ToId.is_in(ids()));
    link::Entity::delete_many()
        .filter(link::Column::FromKind.eq(COMMITMENT))
        .filter(link::Column::Relation.eq(REFERS_TO))
        .filter(link::Column::MadeByName.is_null())
        .filter(ends)
        .exec(tx)
        .await?;
    commitment_change::Entity::delete_many()
        .filter(commitment_change::Column::CommitmentId.is_in(ids()))
        .filter(commitment_change::Column::Cause.eq(Cause::Import.word()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Which commitment refers to which, in document order.
fn ties(rows: &[commitment::Model]) -> BTreeSet<(i64, i64)> {
    let top: Vec<&commitment::Model> = rows.iter().filter(|row| row.parent_id.is_none()).collect();
    let before: BTreeMap<i64, i64> = top
        .windows(2)
        .filter(|pair| pair[0].section_id == pair[1].section_id)
        .map(|pair| (pair[1].id, pair[0].id))
        .collect();
    let mut ties = BTreeSet::new();
    for row in rows {
        let whole = row.parent_id.unwrap_or(row.id);
        let texts = [Some(&row.text), row.outcome.as_ref(), row.reported_progress.as_ref()];
        for reference in texts.into_iter().flatten().flat_map(|text| references(text)) {
            let meant = match reference {
                Reference::Above => before.get(&whole).copied(),
                Reference::To(number) => {
                    only(top.iter().filter(|row| is_named(&row.reference, &number)))
                }
            };
            if let Some(to) = meant.filter(|to| *to != row.id && *to != whole) {
                ties.insert((row.id, to));
            }
        }
    }
    ties
}

/// The one there is; none where there are more.
fn only<'a>(mut rows: impl Iterator<Item = &'a &'a commitment::Model>) -> Option<i64> {
    let first = rows.next()?;
    rows.next().is_none().then_some(first.id)
}
