//! Organisations added up: practices to localities and commissioners, those to regions.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bellwether_calendar::Period;
use chrono::NaiveDate;

use super::{Evaluated, Figure};
use crate::dataset::{Breakdown, OrganisationRole};

/// A dated edge of a tree of organisations, by their codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Who stands above.
    pub parent: String,
    /// Who stands below.
    pub child: String,
    /// First day on which it holds.
    pub from: NaiveDate,
    /// Last day; none while it holds.
    pub to: Option<NaiveDate>,
}

/// The roles that are added up, the widest first: what a commissioner's own figure covers is not
/// added again from its practices.
const ADDED: [OrganisationRole; 2] = [OrganisationRole::Commissioner, OrganisationRole::Practice];

/// Whose figure of what.
type Key = (Arc<str>, Arc<str>, Option<(Breakdown, Arc<str>)>, Period);

/// Adds a figure for every organisation that stands above others which have one, by the links that
/// hold on the last day of each period. Who has a figure of their own keeps it.
pub fn add_levels(evaluated: &mut Evaluated, links: &[Link]) {
    let mut above: BTreeMap<&str, Vec<&Link>> = BTreeMap::new();
    for link in links {
        above.entry(&link.child).or_default().push(link);
    }
    let own: BTreeSet<(Arc<str>, Arc<str>)> = evaluated
        .figures
        .iter()
        .map(|figure| (figure.indicator.clone(), figure.organisation.clone()))
        .collect();
    let mut added: BTreeMap<Key, Figure> = BTreeMap::new();
    let mut ancestors: BTreeMap<(Arc<str>, NaiveDate), Vec<Arc<str>>> = BTreeMap::new();
    for role in ADDED {
        let mut of_role: BTreeMap<Key, Figure> = BTreeMap::new();
        for figure in evaluated.figures.iter().filter(|figure| figure.role == role) {
            let day = figure.period.last_day();
            let over = ancestors
                .entry((figure.organisation.clone(), day))
                .or_insert_with(|| ancestors_of(&figure.organisation, day, &above));
            for ancestor in over.iter() {
                let whose = (figure.indicator.clone(), ancestor.clone());
                if own.contains(&whose) {
                    continue;
                }
                let key = (whose.0, whose.1, figure.breakdown.clone(), figure.period);
                if added.contains_key(&key) {
                    continue;
                }
                of_role
                    .entry(key)
                    .and_modify(|sum| add(sum, figure))
                    .or_insert_with(|| raised(figure, ancestor));
            }
        }
        added.extend(of_role);
    }
    evaluated.figures.extend(added.into_values());
    super::sort(&mut evaluated.figures);
}

fn raised(figure: &Figure, ancestor: &Arc<str>) -> Figure {
    Figure {
        role: OrganisationRole::Organisation,
        organisation: ancestor.clone(),
        ..figure.clone()
    }
}

fn add(sum: &mut Figure, figure: &Figure) {
    sum.numerator += figure.numerator;
    sum.denominator = match (sum.denominator, figure.denominator) {
        (Some(one), Some(other)) => Some(one + other),
        (one, other) => one.or(other),
    };
    sum.rows += figure.rows;
    sum.newest_load = sum.newest_load.max(figure.newest_load);
}

/// Everybody who stands above on a day, each once; circles end.
fn ancestors_of(
    organisation: &str,
    day: NaiveDate,
    above: &BTreeMap<&str, Vec<&Link>>,
) -> Vec<Arc<str>> {
    let mut found: BTreeSet<&str> = BTreeSet::new();
    let mut waiting = vec![organisation];
    while let Some(child) = waiting.pop() {
        for link in above.get(child).into_iter().flatten() {
            let holds = link.from <= day && link.to.is_none_or(|to| day <= to);
            if holds && link.parent != organisation && found.insert(&link.parent) {
                waiting.push(&link.parent);
            }
        }
    }
    found.into_iter().map(Arc::from).collect()
}
