//! What became of organisations, and which of them a figure is counted under: as things were, or as
//! they are.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

/// How one organisation follows another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// All of it went into the other, which others may have gone into too.
    MergedInto,
    /// A part of it went into the other.
    SplitInto,
    /// It goes on under the other's code.
    Renamed,
}

/// The words for changes in files and in the ledger.
pub const CHANGES: [(&str, Change); 3] = [
    ("merged_into", Change::MergedInto),
    ("split_into", Change::SplitInto),
    ("renamed", Change::Renamed),
];

impl Change {
    /// The word in files and in the ledger.
    #[must_use]
    pub fn word(self) -> &'static str {
        CHANGES.iter().find(|(_, change)| *change == self).map_or("", |(word, _)| word)
    }

    /// The change of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        CHANGES.iter().find(|(known, _)| *known == word).map(|(_, change)| *change)
    }

    /// The words on a page, before the name of the later one.
    #[must_use]
    pub fn shown(self) -> &'static str {
        match self {
            Self::MergedInto => "merged into",
            Self::SplitInto => "split, a part to",
            Self::Renamed => "goes on as",
        }
    }
}

/// One organisation following another from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Succession {
    /// The earlier one.
    pub from: i64,
    /// The later one.
    pub to: i64,
    /// How.
    pub change: Change,
    /// The first day on which the later one stands for the earlier.
    pub on: NaiveDate,
}

/// An organisation standing below another in one tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DatedLink {
    /// The upper one.
    pub parent: i64,
    /// The lower one.
    pub child: i64,
    /// First day.
    pub from: NaiveDate,
    /// Last day; without end when absent.
    pub to: Option<NaiveDate>,
}

impl DatedLink {
    fn holds_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// By which tree figures of the past are added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Each where it stood when the period ended.
    AsWas,
    /// Each where it, or whoever follows it, stands on the day given.
    AsIs(NaiveDate),
}

/// One tree with what became of its organisations.
#[derive(Debug, Clone, Copy)]
pub struct DatedTree<'a> {
    /// Its links.
    pub links: &'a [DatedLink],
    /// What became of whom, of every tree.
    pub successions: &'a [Succession],
}

impl DatedTree<'_> {
    /// Who stands for an organisation on a day: itself where nobody follows it by then, otherwise
    /// those who follow it, and those who follow them. Circles end where they began.
    #[must_use]
    pub fn standing_for(&self, organisation: i64, day: NaiveDate) -> BTreeSet<i64> {
        let (mut standing, mut seen) = (BTreeSet::new(), BTreeSet::new());
        let mut waiting = vec![organisation];
        while let Some(one) = waiting.pop() {
            if !seen.insert(one) {
                continue;
            }
            let before = waiting.len();
            let followed =
                self.successions.iter().filter(|next| next.from == one && next.on <= day);
            waiting.extend(followed.map(|next| next.to));
            if waiting.len() == before {
                standing.insert(one);
            }
        }
        if standing.is_empty() {
            standing.insert(organisation);
        }
        standing
    }

    /// Those right above an organisation on a day.
    fn above(&self, organisation: i64, day: NaiveDate) -> BTreeSet<i64> {
        let own = self.links.iter().filter(|link| link.child == organisation && link.holds_on(day));
        own.map(|link| link.parent).collect()
    }

    /// All of whom the figure of an organisation for a period that ended on `period_end` is part.
    ///
    /// As it was: those above it on that day. As it is: those above whoever stands for it on the day
    /// of the view; where several do, only those that they have in common, since a figure of the
    /// past cannot be divided between them.
    #[must_use]
    pub fn counted_under(
        &self,
        organisation: i64,
        period_end: NaiveDate,
        view: View,
    ) -> BTreeSet<i64> {
        let day = match view {
            View::AsWas => return self.all_above(organisation, period_end),
            View::AsIs(day) => day,
        };
        let standing = self.standing_for(organisation, day);
        let mut common: Option<BTreeSet<i64>> = None;
        for one in &standing {
            let mut above = self.all_above(*one, day);
            // A body that goes on under another code is itself the whole of what it was.
            if standing.len() == 1 && *one != organisation {
                above.insert(*one);
            }
            common = Some(match common {
                None => above,
                Some(common) => common.intersection(&above).copied().collect(),
            });
        }
        common.unwrap_or_default()
    }

    fn all_above(&self, organisation: i64, day: NaiveDate) -> BTreeSet<i64> {
        let mut found = BTreeSet::new();
        let mut waiting = vec![organisation];
        while let Some(one) = waiting.pop() {
            for parent in self.above(one, day) {
                if parent != organisation && found.insert(parent) {
                    waiting.push(parent);
                }
            }
        }
        found
    }

    /// Whose figures of a period that ended on `period_end` add up to `whole`, of all that are asked
    /// about.
    #[must_use]
    pub fn parts(
        &self,
        whole: i64,
        organisations: &BTreeSet<i64>,
        period_end: NaiveDate,
        view: View,
    ) -> BTreeSet<i64> {
        let mut known: BTreeMap<i64, bool> = BTreeMap::new();
        let mut is_part = |one: i64| {
            *known
                .entry(one)
                .or_insert_with(|| self.counted_under(one, period_end, view).contains(&whole))
        };
        organisations.iter().copied().filter(|one| is_part(*one)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Practice 1 stood below 10 and closed into 2, below 20; practice 3 was split between 2 and 4;
    /// 20 merged into 30 with 40, and 5 moved.
    fn links() -> Vec<DatedLink> {
        let link = |parent, child, from: &str, to: Option<&str>| DatedLink {
            parent,
            child,
            from: day(from),
            to: to.map(day),
        };
        vec![
            link(10, 1, "2010-04-01", Some("2018-03-31")),
            link(20, 2, "2010-04-01", Some("2019-03-31")),
            link(30, 2, "2019-04-01", None),
            link(20, 3, "2010-04-01", Some("2018-12-31")),
            link(40, 4, "2010-04-01", Some("2019-03-31")),
            link(30, 4, "2019-04-01", None),
            link(10, 5, "2010-04-01", Some("2018-06-30")),
            link(20, 5, "2018-07-01", Some("2019-03-31")),
            link(30, 5, "2019-04-01", None),
            link(90, 10, "2010-04-01", None),
            link(90, 20, "2010-04-01", Some("2019-03-31")),
            link(90, 30, "2019-04-01", None),
        ]
    }

    fn successions() -> Vec<Succession> {
        use Change::{MergedInto, SplitInto};
        [
            (1, 2, MergedInto, "2018-04-01"),
            (3, 2, SplitInto, "2019-01-01"),
            (3, 4, SplitInto, "2019-01-01"),
            (20, 30, MergedInto, "2019-04-01"),
            (40, 30, MergedInto, "2019-04-01"),
        ]
        .map(|(from, to, change, on)| Succession { from, to, change, on: day(on) })
        .to_vec()
    }

    fn check(organisation: i64, period_end: &str, view: View, expected: &[i64]) {
        let (links, successions) = (links(), successions());
        let tree = DatedTree { links: &links, successions: &successions };
        let found = tree.counted_under(organisation, day(period_end), view);
        assert_eq!(Vec::from_iter(found), expected, "{organisation} in {period_end}, {view:?}");
    }

    #[test]
    fn a_closed_practice_counts_where_it_stood_or_where_its_successor_stands() {
        check(1, "2018-01-31", View::AsWas, &[10, 90]);
        check(1, "2018-01-31", View::AsIs(day("2018-12-31")), &[2, 20, 90]);
        check(1, "2018-01-31", View::AsIs(day("2019-12-31")), &[2, 30, 90]);
        // Before it closed nobody followed it.
        check(1, "2018-01-31", View::AsIs(day("2018-02-28")), &[10, 90]);
    }

    #[test]
    fn a_practice_that_moved_counts_where_it_stood_or_where_it_stands() {
        check(5, "2018-06-30", View::AsWas, &[10, 90]);
        check(5, "2018-07-31", View::AsWas, &[20, 90]);
        check(5, "2018-06-30", View::AsIs(day("2019-12-31")), &[30, 90]);
    }

    #[test]
    fn what_was_split_counts_only_where_all_its_parts_stand() {
        check(3, "2018-06-30", View::AsWas, &[20, 90]);
        check(3, "2018-06-30", View::AsIs(day("2019-01-31")), &[]);
        check(3, "2018-06-30", View::AsIs(day("2019-12-31")), &[30, 90]);
    }

    #[test]
    fn the_parts_of_a_whole_follow_the_view() {
        let (links, successions) = (links(), successions());
        let tree = DatedTree { links: &links, successions: &successions };
        let practices = BTreeSet::from([1, 2, 3, 4, 5]);
        let parts =
            |whole, end: &str, view| Vec::from_iter(tree.parts(whole, &practices, day(end), view));
        assert_eq!(parts(10, "2018-01-31", View::AsWas), [1, 5]);
        assert_eq!(parts(10, "2018-01-31", View::AsIs(day("2019-12-31"))), [0_i64; 0]);
        assert_eq!(parts(30, "2018-01-31", View::AsWas), [0_i64; 0]);
        assert_eq!(parts(30, "2018-01-31", View::AsIs(day("2019-12-31"))), [1, 2, 3, 4, 5]);
    }

    #[test]
    fn circles_end() {
        let on = day("2018-01-01");
        let successions =
            [(1, 2), (2, 1)].map(|(from, to)| Succession { from, to, change: Change::Renamed, on });
        let links = [
            DatedLink { parent: 1, child: 2, from: on, to: None },
            DatedLink { parent: 2, child: 1, from: on, to: None },
        ];
        let tree = DatedTree { links: &links, successions: &successions };
        assert_eq!(Vec::from_iter(tree.standing_for(1, on)), [1]);
        assert_eq!(Vec::from_iter(tree.counted_under(1, on, View::AsWas)), [2]);
    }
}
