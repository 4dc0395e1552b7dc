//! Trees of organisations, as pure functions over their edges.

use std::collections::{BTreeMap, BTreeSet};

/// Kinds of organisation, as kept and as written in files.
pub const KINDS: [&str; 7] =
    ["commissioner", "provider", "practice", "locality", "system", "region", "national"];

/// Names of the trees an organisation may stand in.
pub const TREES: [&str; 4] = ["commissioning", "provision", "network", "place"];

/// `root` and everything below it, by (parent, child) edges of any tree.
///
/// Edges that run in a circle do no harm: each organisation is visited once.
#[must_use]
pub fn with_descendants(root: i64, edges: &[(i64, i64)]) -> BTreeSet<i64> {
    let mut children: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for (parent, child) in edges {
        children.entry(*parent).or_default().push(*child);
    }
    let mut found = BTreeSet::from([root]);
    let mut waiting = vec![root];
    while let Some(parent) = waiting.pop() {
        for child in children.get(&parent).into_iter().flatten() {
            if found.insert(*child) {
                waiting.push(*child);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_below_is_found_through_every_tree_and_circles_end() {
        let check = |root: i64, expected: &[i64]| {
            let edges = [(1, 2), (2, 3), (2, 4), (5, 4), (4, 6), (6, 2)];
            let found: Vec<i64> = with_descendants(root, &edges).into_iter().collect();
            assert_eq!(found, expected, "below {root}");
        };
        check(1, &[1, 2, 3, 4, 6]);
        check(3, &[3]);
        check(5, &[2, 3, 4, 5, 6]);
        check(9, &[9]);
    }
}
