//! Organisations as the trees they stand in, written out from the top down.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{EntityTrait as _, QueryFilter as _, QueryOrder as _};

use super::pages::{Tree, TreeLine};
use super::store::{self, Organisation};
use super::visibility::holds_on;
use crate::App;
use crate::db::entities::organisation_link;
use crate::shell::errors::AppError;
use crate::shell::scope::Scope;

/// Names of the trees as kept and as shown, and what stands in none of them.
const TITLES: [(&str, &str); 4] = [
    ("commissioning", "Who commissions whom"),
    ("provision", "Who provides what"),
    ("network", "Who works together"),
    ("place", "What lies where"),
];

const APART: &str = "Others, for comparison";

/// Writes out every tree as far as it may be seen.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub(crate) async fn trees(app: &App, scope: &Scope) -> Result<Vec<Tree>, AppError> {
    let mut organisations = store::list(&app.ledger, scope).await?;
    if organisations.len() as u64 > store::MOST_AT_ONCE {
        // Thousands of practices are found by name; those closed by then only so.
        organisations.retain(|found| {
            let open = found.closed_on.is_none_or(|day| day >= scope.today);
            open && !["practice", "locality"].contains(&found.kind.as_str())
        });
    }
    let links = organisation_link::Entity::find()
        .filter(holds_on(scope.today))
        .order_by_asc(organisation_link::Column::Id)
        .all(app.ledger.connection())
        .await?;
    let edges: Vec<_> =
        links.into_iter().map(|link| (link.tree, link.parent_id, link.child_id)).collect();
    Ok(write_out(&organisations, &edges))
}

fn write_out(organisations: &[Organisation], edges: &[(String, i64, i64)]) -> Vec<Tree> {
    let known: BTreeMap<i64, &Organisation> =
        organisations.iter().map(|organisation| (organisation.id, organisation)).collect();
    let mut placed = BTreeSet::new();
    let mut trees = Vec::new();
    for (name, title) in TITLES {
        let edges: Vec<(i64, i64)> = edges
            .iter()
            .filter(|(tree, parent, child)| {
                tree == name && known.contains_key(parent) && known.contains_key(child)
            })
            .map(|(_, parent, child)| (*parent, *child))
            .collect();
        let rows = one_tree(organisations, &known, &edges);
        placed.extend(rows.iter().map(|row| row.code.clone()));
        trees.push(Tree { title, rows });
    }
    let apart = organisations.iter().filter(|found| !placed.contains(&found.code));
    trees.push(Tree { title: APART, rows: apart.map(|found| line(found, 0)).collect() });
    trees.retain(|tree| !tree.rows.is_empty());
    trees
}

fn one_tree(
    organisations: &[Organisation],
    known: &BTreeMap<i64, &Organisation>,
    edges: &[(i64, i64)],
) -> Vec<TreeLine> {
    let below: BTreeSet<i64> = edges.iter().map(|(_, child)| *child).collect();
    let above: BTreeSet<i64> = edges.iter().map(|(parent, _)| *parent).collect();
    let roots = organisations
        .iter()
        .filter(|found| above.contains(&found.id) && !below.contains(&found.id));
    let mut waiting: Vec<(&Organisation, usize)> = roots.map(|root| (root, 0)).collect();
    waiting.reverse();
    let (mut rows, mut seen) = (Vec::new(), BTreeSet::new());
    while let Some((organisation, depth)) = waiting.pop() {
        if !seen.insert(organisation.id) {
            continue;
        }
        rows.push(line(organisation, depth));
        let mut children: Vec<&Organisation> = edges
            .iter()
            .filter(|(parent, _)| *parent == organisation.id)
            .filter_map(|(_, child)| known.get(child).copied())
            .collect();
        children.sort_by(|one, other| other.name.cmp(&one.name));
        waiting.extend(children.into_iter().map(|child| (child, depth + 1)));
    }
    rows
}

/// A line of a tree.
pub(crate) fn line(organisation: &Organisation, depth: usize) -> TreeLine {
    TreeLine {
        depth: depth.min(4),
        code: organisation.code.clone(),
        name: organisation.name.clone(),
        kind: kind_words(&organisation.kind),
    }
}

/// A kind of organisation, as read by people.
pub(crate) fn kind_words(kind: &str) -> &'static str {
    match kind {
        "commissioner" => "Commissioner",
        "provider" => "Provider",
        "practice" => "GP practice",
        "locality" => "Locality",
        "system" => "Care system",
        "region" => "Region",
        "national" => "National body",
        _ => "Organisation",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn organisation(id: i64, name: &str) -> Organisation {
        Organisation {
            id,
            code: name.to_owned(),
            name: name.to_owned(),
            kind: "practice".to_owned(),
            open_data: false,
            opened_on: None,
            closed_on: None,
        }
    }

    #[test]
    fn a_tree_is_written_from_its_root_down_and_what_is_hidden_breaks_nothing() {
        let organisations = [(1, "Region"), (2, "East"), (3, "West"), (4, "Surgery"), (5, "Far")]
            .map(|(id, name)| organisation(id, name));
        let edges = [(1, 3), (1, 2), (3, 4), (4, 9), (8, 5)];
        let edges = edges.map(|(parent, child)| ("commissioning".to_owned(), parent, child));
        let written: Vec<String> = write_out(&organisations, &edges)
            .into_iter()
            .flat_map(|tree| tree.rows)
            .map(|row| format!("{} {}", row.depth, row.name))
            .collect();
        assert_eq!(written, ["0 Region", "1 East", "1 West", "2 Surgery", "0 Far"]);
    }

    #[test]
    fn a_tree_that_runs_in_a_circle_ends() {
        let organisations = [organisation(1, "A"), organisation(2, "B")];
        let edges = [(1, 2), (2, 1)].map(|(a, b)| ("place".to_owned(), a, b));
        let written = write_out(&organisations, &edges);
        assert_eq!(written.len(), 1);
        assert_eq!(written[0].title, APART);
    }
}
