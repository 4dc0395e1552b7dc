//! Which organisations somebody may see: their own, those below it, and those whose figures are
//! published.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait as _, Condition, DbErr, EntityTrait as _, QueryFilter as _, QuerySelect as _,
};

use super::rules::with_descendants;
use crate::db::Ledger;
use crate::db::entities::{audit_entry, organisation, organisation_link};
use crate::shell::scope::Visible;

/// Answers kept at once; an installation has far fewer organisations with accounts.
const KEPT: usize = 1_000;

/// What may be seen from one organisation on a day.
#[derive(Debug, Clone)]
pub struct Visibility {
    /// Itself and everything below it.
    pub within: Visible,
    /// That, and every organisation whose figures are published.
    pub visible: Visible,
}

/// Remembers what may be seen from each organisation until organisations or their trees change.
#[derive(Debug, Default)]
pub struct VisibilityCache {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    version: Option<i64>,
    answers: BTreeMap<(i64, NaiveDate), Visibility>,
}

impl VisibilityCache {
    /// What may be seen from an organisation on a day.
    ///
    /// # Errors
    ///
    /// Returns an error when the ledger cannot be read.
    pub async fn of(
        &self,
        ledger: &Ledger,
        organisation_id: i64,
        day: NaiveDate,
    ) -> Result<Visibility, DbErr> {
        // Every change of the trees is in the audit chain, whichever process made it.
        let version = version(ledger).await?;
        {
            let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            if kept.version != version || kept.answers.len() > KEPT {
                *kept = Kept { version, answers: BTreeMap::new() };
            }
            if let Some(answer) = kept.answers.get(&(organisation_id, day)) {
                return Ok(answer.clone());
            }
        }
        let answer = read(ledger, organisation_id, day).await?;
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.version == version {
            kept.answers.insert((organisation_id, day), answer.clone());
        }
        Ok(answer)
    }
}

async fn version(ledger: &Ledger) -> Result<Option<i64>, DbErr> {
    let newest = audit_entry::Entity::find()
        .select_only()
        .column_as(audit_entry::Column::Id.max(), "newest")
        .filter(audit_entry::Column::SubjectKind.is_in(["organisation", "organisation_link"]))
        .into_tuple::<Option<i64>>()
        .one(ledger.connection())
        .await?;
    Ok(newest.flatten())
}

async fn read(ledger: &Ledger, organisation_id: i64, day: NaiveDate) -> Result<Visibility, DbErr> {
    let edges: Vec<(i64, i64)> = organisation_link::Entity::find()
        .select_only()
        .column(organisation_link::Column::ParentId)
        .column(organisation_link::Column::ChildId)
        .filter(holds_on(day))
        .into_tuple()
        .all(ledger.connection())
        .await?;
    let published: Vec<i64> = organisation::Entity::find()
        .select_only()
        .column(organisation::Column::Id)
        .filter(organisation::Column::OpenData.eq(true))
        .into_tuple()
        .all(ledger.connection())
        .await?;
    let within = with_descendants(organisation_id, &edges);
    let mut visible = within.clone();
    visible.extend(published);
    Ok(Visibility {
        within: Visible::Only(Arc::new(within)),
        visible: Visible::Only(Arc::new(visible)),
    })
}

/// The condition that an edge holds on a day.
pub(super) fn holds_on(day: NaiveDate) -> Condition {
    Condition::all().add(organisation_link::Column::FromDay.lte(day)).add(
        Condition::any()
            .add(organisation_link::Column::ToDay.is_null())
            .add(organisation_link::Column::ToDay.gte(day)),
    )
}
