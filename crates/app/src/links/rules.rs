//! What follows from one commitment waiting for another: due days, warnings, and no circles.

use std::collections::{BTreeMap, BTreeSet};

use bellwether_calendar::{Direction, Relative, TimeUnit, WorkingDays};
use chrono::NaiveDate;

use crate::commitments::rules::Status;

/// How one commitment stands to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It comes after the other, or so long after it.
    After,
    /// It is due no later than so long after the other.
    Within,
    /// It comes before the other, or so long before it.
    Before,
}

impl Kind {
    /// Every kind, in the order shown.
    pub const ALL: [Self; 3] = [Self::After, Self::Within, Self::Before];

    /// The word kept in the ledger.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::After => "after",
            Self::Within => "within",
            Self::Before => "before",
        }
    }

    /// Reads a word kept in the ledger.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// Every unit, in the order shown.
pub const UNITS: [TimeUnit; 4] =
    [TimeUnit::Day, TimeUnit::WorkingDay, TimeUnit::Week, TimeUnit::Month];

/// The word kept in the ledger for a unit.
#[must_use]
pub fn unit_word(unit: TimeUnit) -> &'static str {
    match unit {
        TimeUnit::Day => "day",
        TimeUnit::WorkingDay => "working_day",
        TimeUnit::Week => "week",
        TimeUnit::Month => "month",
    }
}

/// Reads a word kept in the ledger for a unit.
#[must_use]
pub fn unit_of(word: &str) -> Option<TimeUnit> {
    UNITS.into_iter().find(|unit| unit_word(*unit) == word)
}

/// That one commitment waits for another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependency {
    /// Its row; 0 for one that is not kept yet.
    pub id: i64,
    /// The commitment that depends.
    pub commitment_id: i64,
    /// The one it depends on.
    pub on_id: i64,
    /// How it stands to that one.
    pub kind: Kind,
    /// By how much; none where only the order counts, and then no due day follows.
    pub length: Option<(u32, TimeUnit)>,
    /// The document's words.
    pub as_written: Option<String>,
}

impl Dependency {
    /// The due day that follows from the day of the other; none where only the order counts.
    #[must_use]
    pub fn due(&self, other: NaiveDate, working: &WorkingDays) -> Option<NaiveDate> {
        let (amount, unit) = self.length?;
        let direction = match self.kind {
            Kind::After => Direction::After,
            Kind::Within => Direction::Within,
            Kind::Before => Direction::Before,
        };
        let relative = Relative {
            amount,
            least: None,
            unit,
            at_least: false,
            direction,
            anchor: String::new(),
            to: None,
        };
        Some(relative.due(other, working))
    }

    /// In words, the other's name behind them: `within 1 month of`, `2 weeks before`, `after`.
    #[must_use]
    pub fn words(&self) -> String {
        let length = self.length.map(|(amount, unit)| {
            let unit = unit_word(unit).replace('_', " ");
            format!("{amount} {unit}{}", if amount == 1 { "" } else { "s" })
        });
        match (self.kind, length) {
            (Kind::Within, Some(length)) => format!("within {length} of"),
            (Kind::Within, None) => "no later than".to_owned(),
            (kind, Some(length)) => format!("{length} {}", kind.word()),
            (kind, None) => kind.word().to_owned(),
        }
    }

    /// The one that comes first, and the one that waits for it.
    fn order(&self) -> (i64, i64) {
        match self.kind {
            Kind::After | Kind::Within => (self.on_id, self.commitment_id),
            Kind::Before => (self.commitment_id, self.on_id),
        }
    }
}

/// The day from which others count: the day on which it was achieved, until then its due day; none
/// once it ended otherwise.
#[must_use]
pub fn anchor_day(
    status: Status,
    latest_on: Option<NaiveDate>,
    due_latest: Option<NaiveDate>,
) -> Option<NaiveDate> {
    match status {
        Status::Achieved => latest_on,
        Status::NotAchieved | Status::Cancelled => None,
        _ => due_latest,
    }
}

/// The due day that several dependencies give together: the last of those counted after others,
/// but no later than those counted before others allow.
#[must_use]
pub fn due_of(
    dependencies: &[(&Dependency, NaiveDate)],
    working: &WorkingDays,
) -> Option<NaiveDate> {
    let days = |before: bool| {
        let of_kind = move |(dependency, _): &&(&Dependency, NaiveDate)| {
            (dependency.kind == Kind::Before) == before
        };
        let due = |(dependency, other): &(&Dependency, NaiveDate)| dependency.due(*other, working);
        dependencies.iter().filter(of_kind).filter_map(due).collect::<Vec<_>>()
    };
    let (after, before) = (days(false).into_iter().max(), days(true).into_iter().min());
    match (after, before) {
        (Some(after), Some(before)) => Some(after.min(before)),
        (after, before) => after.or(before),
    }
}

/// Whether one more dependency would close a circle: of things that wait for each other, or of
/// days that are counted from each other.
#[must_use]
pub fn closes_circle(kept: &[Dependency], new: &Dependency) -> bool {
    let all = || kept.iter().chain([new]);
    let order: Vec<(i64, i64)> = all().map(Dependency::order).collect();
    let days: Vec<(i64, i64)> = all()
        .filter(|dependency| dependency.length.is_some())
        .map(|dependency| (dependency.on_id, dependency.commitment_id))
        .collect();
    let on_itself = new.commitment_id == new.on_id;
    on_itself
        || leads_back(&order, new.order())
        || leads_back(&days, (new.on_id, new.commitment_id))
}

/// Whether a way leads from the end of an edge back to its beginning.
fn leads_back(edges: &[(i64, i64)], (from, to): (i64, i64)) -> bool {
    let (mut seen, mut open) = (BTreeSet::new(), vec![to]);
    while let Some(place) = open.pop() {
        if place == from {
            return true;
        }
        if seen.insert(place) {
            open.extend(edges.iter().filter(|edge| edge.0 == place).map(|edge| edge.1));
        }
    }
    false
}

/// What the warning needs to know of a commitment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Whether it has come to an end.
    pub closed: bool,
    /// Days since its last day, while it is overdue.
    pub late_days: Option<i64>,
}

/// What a commitment waits for that is late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    /// The late one.
    pub on_id: i64,
    /// How many days it is late.
    pub days: i64,
    /// Whether it waits for that one itself, rather than for something that waits for it.
    pub direct: bool,
}

/// What each open commitment waits for that is late, straight or through others that are open too:
/// the latest of all.
#[must_use]
pub fn waits(
    dependencies: &[Dependency],
    standings: &BTreeMap<i64, Standing>,
) -> BTreeMap<i64, Wait> {
    let mut before: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for dependency in dependencies {
        let (first, then) = dependency.order();
        before.entry(then).or_default().push(first);
    }
    let open = |id: &i64| standings.get(id).is_some_and(|standing| !standing.closed);
    let mut found = BTreeMap::new();
    for id in before.keys().filter(|id| open(id)) {
        let mut seen = BTreeSet::from([*id]);
        let mut places: Vec<(i64, bool)> = before[id].iter().map(|on| (*on, true)).collect();
        let mut worst: Option<Wait> = None;
        while let Some((on_id, direct)) = places.pop() {
            if !open(&on_id) || !seen.insert(on_id) {
                continue;
            }
            let late = standings.get(&on_id).and_then(|standing| standing.late_days);
            let wait = late.map(|days| Wait { on_id, days, direct });
            worst = worst.max_by_days(wait);
            places.extend(before.get(&on_id).into_iter().flatten().map(|on| (*on, false)));
        }
        if let Some(wait) = worst {
            found.insert(*id, wait);
        }
    }
    found
}

trait Worst {
    fn max_by_days(self, other: Option<Wait>) -> Option<Wait>;
}

impl Worst for Option<Wait> {
    /// The later of two; a straight one goes before one through others.
    fn max_by_days(self, other: Option<Wait>) -> Option<Wait> {
        match (self, other) {
            (Some(one), Some(other)) => {
                let later = (other.days, other.direct) > (one.days, one.direct);
                Some(if later { other } else { one })
            }
            (one, other) => one.or(other),
        }
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
