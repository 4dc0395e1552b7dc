//! Who answers for an indicator in an organisation: a post named for it, or the one of its title.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use sea_orm::{ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _};

use super::store::Indicator;
use crate::db::Ledger;
use crate::db::entities::{indicator_lead, lead, organisation_link};
use crate::organisations::leads::{Lead, by_ids};
use crate::shell::errors::AppError;

/// The posts of an organisation and of those above it that may answer for indicators on a day.
#[derive(Debug, Clone, Default)]
pub struct Answering {
    /// Post by indicator, where one was named.
    named: BTreeMap<i64, Lead>,
    /// Post by title in small letters, the nearest organisation's first.
    by_title: BTreeMap<String, Lead>,
}

impl Answering {
    /// The post that answers for an indicator, if there is one.
    #[must_use]
    pub fn lead(&self, indicator: &Indicator) -> Option<&Lead> {
        let title = indicator.definition.lead.to_lowercase();
        self.named.get(&indicator.id).or_else(|| self.by_title.get(&title))
    }

    /// The post of a title, whatever its letters' case.
    #[must_use]
    pub fn titled(&self, title: &str) -> Option<&Lead> {
        self.by_title.get(&title.to_lowercase())
    }

    /// Who answers, as shown: the post and its holder, or the title in the definition.
    #[must_use]
    pub fn shown(&self, indicator: &Indicator) -> String {
        self.lead(indicator).map_or_else(|| indicator.definition.lead.clone(), Lead::shown)
    }
}

/// Reads who answers for indicators in an organisation on a day. Where the organisation has no post
/// of the title, the one of the nearest organisation above it answers.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn answering(
    ledger: &Ledger,
    organisation_id: i64,
    day: NaiveDate,
) -> Result<Answering, AppError> {
    let connection = ledger.connection();
    let links = organisation_link::Entity::find()
        .filter(organisation_link::Column::FromDay.lte(day))
        .filter(open_until(organisation_link::Column::ToDay, day))
        .all(connection)
        .await?;
    let edges: Vec<(i64, i64)> = links.iter().map(|link| (link.child_id, link.parent_id)).collect();
    let upwards = nearest_first(organisation_id, &edges);
    let posts = lead::Entity::find()
        .filter(lead::Column::OrganisationId.is_in(upwards.keys().copied()))
        .filter(lead::Column::FromDay.lte(day))
        .filter(open_until(lead::Column::ToDay, day))
        .all(connection)
        .await?;
    let leads = by_ids(connection, posts.iter().map(|post| post.id).collect()).await?;
    let mut nearest: Vec<&Lead> = leads.values().collect();
    nearest.sort_by_key(|lead| (upwards.get(&lead.organisation_id).copied(), lead.id));
    let mut answering = Answering::default();
    for lead in &nearest {
        answering.by_title.entry(lead.title.to_lowercase()).or_insert_with(|| (*lead).clone());
    }
    let named = indicator_lead::Entity::find()
        .filter(indicator_lead::Column::LeadId.is_in(leads.keys().copied()))
        .filter(indicator_lead::Column::FromDay.lte(day))
        .filter(open_until(indicator_lead::Column::ToDay, day))
        .all(connection)
        .await?;
    for lead in nearest {
        for row in named.iter().filter(|row| row.lead_id == lead.id) {
            answering.named.entry(row.indicator_id).or_insert_with(|| lead.clone());
        }
    }
    Ok(answering)
}

fn open_until(column: impl sea_orm::ColumnTrait, day: NaiveDate) -> Condition {
    Condition::any().add(column.is_null()).add(column.gte(day))
}

/// The organisation and everything above it, with the number of steps up to it.
fn nearest_first(organisation_id: i64, edges: &[(i64, i64)]) -> BTreeMap<i64, usize> {
    let mut distances = BTreeMap::from([(organisation_id, 0)]);
    let mut level = BTreeSet::from([organisation_id]);
    let mut distance = 0;
    while !level.is_empty() {
        distance += 1;
        let above = edges.iter().filter(|(child, _)| level.contains(child));
        level = above.map(|(_, parent)| *parent).filter(|id| !distances.contains_key(id)).collect();
        distances.extend(level.iter().map(|id| (*id, distance)));
    }
    distances
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_above_is_found_by_the_shortest_way_and_circles_end() {
        let edges = [(1, 2), (2, 3), (1, 4), (4, 3), (3, 1)];
        let found = nearest_first(1, &edges);
        assert_eq!(found, BTreeMap::from([(1, 0), (2, 1), (4, 1), (3, 2)]));
        assert_eq!(nearest_first(9, &edges), BTreeMap::from([(9, 0)]));
    }
}
