//! How progress rolls up from commitments to a plan, and from plans to the plan that they are inside
//! of.
//!
//! The rule: every commitment counts once, wherever it stands; milestones, withdrawn and cancelled
//! commitments do not count. Progress is the share achieved of what counts, taken over all of it
//! together and never as an average of averages. The worst status among them is the status of the
//! whole.

use std::collections::{BTreeMap, BTreeSet};

use crate::commitments::rules::{Status, StatusCounts};

/// The rule, as it is shown beside every figure that follows from it.
pub const RULE: &str = "Every commitment counts once, wherever it stands. Milestones, and \
    commitments that are cancelled or withdrawn, do not count. Progress is the share achieved of all \
    that count, taken together, never an average of the plans' shares. The worst status among them \
    is the status of the whole.";

/// From worst to best: what is over without success, then what may come to that.
const WORST_FIRST: [Status; 6] = [
    Status::NotAchieved,
    Status::OffTrack,
    Status::AtRisk,
    Status::NotStarted,
    Status::OnTrack,
    Status::Achieved,
];

/// How the commitments of one or more plans stand together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RollUp {
    /// How many stand how, cancelled ones among them.
    pub counts: StatusCounts,
    /// How many are overdue.
    pub overdue: usize,
}

impl RollUp {
    /// The commitments of one plan.
    #[must_use]
    pub fn of(counts: StatusCounts, overdue: usize) -> Self {
        Self { counts, overdue }
    }

    /// These and those together.
    #[must_use]
    pub fn with(mut self, other: &Self) -> Self {
        self.counts.add_all(&other.counts);
        self.overdue += other.overdue;
        self
    }

    /// How many count.
    #[must_use]
    pub fn counted(&self) -> usize {
        self.counts.total() - self.counts.of(Status::Cancelled)
    }

    /// How many of those are achieved.
    #[must_use]
    pub fn achieved(&self) -> usize {
        self.counts.of(Status::Achieved)
    }

    /// The share achieved in whole per cent, rounded down so that 100 means all of them; none when
    /// nothing counts.
    #[must_use]
    pub fn percent_achieved(&self) -> Option<usize> {
        (self.achieved() * 100).checked_div(self.counted())
    }

    /// The worst status, with how many stand so; none when nothing counts.
    #[must_use]
    pub fn worst(&self) -> Option<(Status, usize)> {
        let counted = WORST_FIRST.into_iter().map(|status| (status, self.counts.of(status)));
        counted.into_iter().find(|(_, count)| *count > 0)
    }
}

/// A plan in its tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Branch {
    /// The plan.
    pub id: i64,
    /// How far below the first one, which is 0.
    pub depth: usize,
}

/// The plans inside a plan, itself first, each before those inside it; `plans` gives each plan with
/// the one it is inside of, in the order in which siblings are to stand.
///
/// A plan whose own place is not known to `plans` is not there, nor is what is inside it.
#[must_use]
pub fn tree(root: i64, plans: &[(i64, Option<i64>)]) -> Vec<Branch> {
    let mut inside: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for (id, parent) in plans {
        if let Some(parent) = parent {
            inside.entry(*parent).or_default().push(*id);
        }
    }
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut waiting = vec![Branch { id: root, depth: 0 }];
    while let Some(branch) = waiting.pop() {
        // A circle is refused when it is made; should there be one, it is walked once.
        if !seen.insert(branch.id) {
            continue;
        }
        found.push(branch);
        let below = inside.remove(&branch.id).unwrap_or_default();
        let below = below.into_iter().rev();
        waiting.extend(below.map(|id| Branch { id, depth: branch.depth + 1 }));
    }
    found
}

/// Each plan of a tree together with all that are inside it, in the tree's order.
#[must_use]
pub fn roll_up(tree: &[Branch], own: &BTreeMap<i64, RollUp>) -> Vec<RollUp> {
    let mut wholes: Vec<RollUp> =
        tree.iter().map(|branch| own.get(&branch.id).copied().unwrap_or_default()).collect();
    for place in (0..tree.len()).rev() {
        let above = tree[..place].iter().rposition(|other| other.depth + 1 == tree[place].depth);
        if let Some(above) = above {
            wholes[above] = wholes[above].with(&wholes[place]);
        }
    }
    wholes
}

/// Whether a plan put inside another would be inside itself.
#[must_use]
pub fn makes_a_circle(plan: i64, parent: i64, plans: &[(i64, Option<i64>)]) -> bool {
    tree(plan, plans).iter().any(|branch| branch.id == parent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roll_up_of(statuses: &[Status]) -> RollUp {
        let mut counts = StatusCounts::default();
        for status in statuses {
            counts.add(*status);
        }
        RollUp::of(counts, 0)
    }

    #[test]
    fn progress_is_the_share_achieved_of_what_counts_and_the_worst_status_is_that_of_the_whole() {
        use Status::{Achieved, AtRisk, Cancelled, NotAchieved, NotStarted, OffTrack, OnTrack};
        let check = |statuses: &[Status], expected: &str| {
            let whole = roll_up_of(statuses);
            let share = whole.percent_achieved().map_or("-".to_owned(), |share| share.to_string());
            let worst =
                whole.worst().map_or("-".to_owned(), |(status, count)| format!("{status} {count}"));
            let found = format!("{}/{} {share} {worst}", whole.achieved(), whole.counted());
            assert_eq!(found, expected, "{statuses:?}");
        };
        check(&[], "0/0 - -");
        check(&[Cancelled], "0/0 - -");
        check(&[Achieved], "1/1 100 achieved 1");
        check(&[Achieved, Cancelled], "1/1 100 achieved 1");
        check(&[Achieved, OnTrack, OnTrack], "1/3 33 on_track 2");
        check(&[OnTrack, NotStarted], "0/2 0 not_started 1");
        check(&[AtRisk, NotStarted, OffTrack, OnTrack], "0/4 0 off_track 1");
        check(&[OffTrack, NotAchieved, AtRisk], "0/3 0 not_achieved 1");
        let mut nearly = vec![Achieved; 199];
        nearly.push(OnTrack);
        check(&nearly, "199/200 99 on_track 1");
    }

    #[test]
    fn a_small_plan_and_a_large_one_are_counted_together_and_not_averaged() {
        let small = roll_up_of(&[Status::Achieved]);
        let large = roll_up_of(&[Status::OnTrack; 9]);
        let both = small.with(&large);
        assert_eq!((both.percent_achieved(), both.counted()), (Some(10), 10));
    }

    fn check_tree(root: i64, plans: &[(i64, Option<i64>)], expected: &str) {
        let shown: Vec<String> = tree(root, plans)
            .iter()
            .map(|branch| format!("{}{}", "-".repeat(branch.depth), branch.id))
            .collect();
        assert_eq!(shown.join(" "), expected);
    }

    #[test]
    fn plans_stand_below_the_one_that_they_are_inside_of() {
        let plans = [(1, None), (2, Some(1)), (3, Some(2)), (4, Some(1)), (5, None), (6, Some(9))];
        check_tree(1, &plans, "1 -2 --3 -4");
        check_tree(2, &plans, "2 -3");
        check_tree(5, &plans, "5");
        check_tree(7, &[(7, Some(8)), (8, Some(7))], "7 -8");
    }

    #[test]
    fn a_plan_that_may_not_be_seen_hides_what_is_inside_it() {
        // The plan 2 is left out, and with it the way from 1 to 3.
        check_tree(1, &[(1, None), (3, Some(2)), (4, Some(1))], "1 -4");
    }

    #[test]
    fn each_plan_rolls_up_into_all_above_it_once() {
        let plans = [(1, None), (2, Some(1)), (3, Some(2)), (4, Some(1))];
        let own: BTreeMap<i64, RollUp> = [
            (1, roll_up_of(&[Status::OnTrack])),
            (2, roll_up_of(&[Status::Achieved, Status::Achieved])),
            (3, roll_up_of(&[Status::OffTrack])),
            (4, roll_up_of(&[Status::Cancelled])),
        ]
        .into();
        let wholes = roll_up(&tree(1, &plans), &own);
        let shown: Vec<(usize, usize)> =
            wholes.iter().map(|whole| (whole.achieved(), whole.counted())).collect();
        assert_eq!(shown, [(2, 4), (2, 3), (0, 1), (0, 0)]);
        assert_eq!(wholes[0].worst(), Some((Status::OffTrack, 1)));
    }

    #[test]
    fn a_plan_cannot_be_put_inside_itself_or_what_is_inside_it() {
        let plans = [(1, None), (2, Some(1)), (3, Some(2)), (4, None)];
        let check = |plan, parent, expected| {
            assert_eq!(makes_a_circle(plan, parent, &plans), expected, "{plan} in {parent}");
        };
        check(1, 1, true);
        check(1, 2, true);
        check(1, 3, true);
        check(1, 4, false);
        check(3, 1, false);
        check(4, 3, false);
    }
}
