//! One edition of a document compared with the next: what was added, removed, reworded or re-dated.

use std::collections::{BTreeMap, BTreeSet};

use bellwether_plan::draft;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::matching::{Matching, Part, heading};
use super::words::plain;
use crate::plans::rules::Due;

/// When something is due, as an edition has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct DueDate {
    /// As written; empty when the edition says nothing.
    pub as_written: String,
    /// First day.
    pub earliest: Option<NaiveDate>,
    /// Last day.
    pub latest: Option<NaiveDate>,
}

impl DueDate {
    /// Whether it says another time, and not the same in other words.
    #[must_use]
    pub fn differs(&self, other: &Self) -> bool {
        // The day of a series or of something that waits for another is worked out, and not written.
        let is_open = self.latest.is_none() || other.latest.is_none();
        if is_open && plain(&self.as_written) == plain(&other.as_written) {
            return false;
        }
        if self.latest.is_none() && other.latest.is_none() && self.earliest == other.earliest {
            return true;
        }
        let first_day_moved =
            self.earliest.zip(other.earliest).is_some_and(|(one, other)| one != other);
        self.latest != other.latest || first_day_moved
    }
}

/// Who answers for something, as an edition has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answering {
    /// As written.
    pub as_written: String,
    /// The title of the post, where it is known.
    pub title: Option<String>,
}

impl Answering {
    fn is(&self, other: &Self) -> bool {
        let names = |lead: &Self| {
            [Some(plain(&lead.as_written)), lead.title.as_deref().map(plain)]
                .into_iter()
                .flatten()
                .collect::<BTreeSet<String>>()
        };
        !names(self).is_disjoint(&names(other))
    }
}

/// A step on the way, as an edition has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What is to be reached.
    pub text: String,
    /// By when.
    pub due: DueDate,
}

/// A commitment as one edition has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Reference as printed; empty for none.
    pub reference: String,
    /// Heading; empty for none.
    pub section: String,
    /// What is promised.
    pub text: String,
    /// By when.
    pub due: DueDate,
    /// Who answers, the accountable one first.
    pub leads: Vec<Answering>,
    /// Outcome expected.
    pub outcome: Option<String>,
    /// Steps on the way.
    pub steps: Vec<Step>,
}

impl From<&draft::Commitment> for Row {
    fn from(draft: &draft::Commitment) -> Self {
        let due = Due::of(&draft.timescales);
        let step = |milestone: &draft::Milestone| {
            let due = Due::of_milestone(milestone);
            Step { text: milestone.text.clone(), due: DueDate::from(due) }
        };
        let lead = |lead: &draft::Lead| Answering {
            as_written: lead.as_written.clone(),
            title: lead.expanded.clone(),
        };
        Self {
            reference: draft.reference.clone(),
            section: draft.section.clone().unwrap_or_default(),
            text: draft.text.clone(),
            due: due.into(),
            leads: draft.leads.iter().map(lead).collect(),
            outcome: draft.outcome.clone(),
            steps: draft.milestones.iter().map(step).collect(),
        }
    }
}

impl From<Due> for DueDate {
    fn from(due: Due) -> Self {
        let Due { as_written, earliest, latest, .. } = due;
        Self { as_written, earliest, latest }
    }
}

/// Something about a commitment in which two editions differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Its wording.
    Reworded,
    /// When it is due.
    ReDated,
    /// Who answers for it.
    LeadChanged,
    /// The outcome expected.
    OutcomeChanged,
    /// Its steps.
    StepsChanged,
    /// Its reference.
    Renumbered,
    /// The section it stands in.
    Moved,
}

impl Change {
    /// Every one, the gravest first.
    pub const ALL: [Self; 7] = [
        Self::Reworded,
        Self::ReDated,
        Self::LeadChanged,
        Self::OutcomeChanged,
        Self::StepsChanged,
        Self::Renumbered,
        Self::Moved,
    ];

    /// The word kept and printed.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Reworded => "reworded",
            Self::ReDated => "re_dated",
            Self::LeadChanged => "lead_changed",
            Self::OutcomeChanged => "outcome_changed",
            Self::StepsChanged => "steps_changed",
            Self::Renumbered => "renumbered",
            Self::Moved => "moved",
        }
    }

    /// The words shown to people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Reworded => "Reworded",
            Self::ReDated => "Re-dated",
            Self::LeadChanged => "Lead changed",
            Self::OutcomeChanged => "Outcome changed",
            Self::StepsChanged => "Steps changed",
            Self::Renumbered => "Renumbered",
            Self::Moved => "Moved to another section",
        }
    }
}

/// Several changes in one word, such as `reworded_and_re_dated`; `unchanged` for none.
#[must_use]
pub fn changes_word(changes: &BTreeSet<Change>) -> String {
    if changes.is_empty() {
        return "unchanged".to_owned();
    }
    changes.iter().map(|change| change.word()).collect::<Vec<_>>().join("_and_")
}

/// The changes that such a word means; none for any other word.
#[must_use]
pub fn changes_of(word: &str) -> BTreeSet<Change> {
    let known = |part: &str| Change::ALL.into_iter().find(|change| change.word() == part);
    word.split("_and_").filter_map(known).collect()
}

/// What became of a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepPair {
    /// Its place among the earlier row's steps; none when it was added.
    pub old: Option<usize>,
    /// Its place among the later row's steps; none when it was removed.
    pub new: Option<usize>,
    /// Whether it is reworded or re-dated.
    pub changes: BTreeSet<Change>,
}

/// A commitment that both editions have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pair {
    /// Its place in the earlier edition.
    pub old: usize,
    /// Its place in the later one.
    pub new: usize,
    /// In what they differ; empty when in nothing.
    pub changes: BTreeSet<Change>,
    /// Its steps, those of the later edition first.
    pub steps: Vec<StepPair>,
}

/// A commitment that one edition has and the other has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Single {
    /// Its place in its edition.
    pub row: usize,
    /// The row of the other edition that its words were split from, or merged into.
    pub part_of: Option<usize>,
}

/// What became of an edition in the next one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// What both have, in the order of the later one.
    pub pairs: Vec<Pair>,
    /// What only the later one has.
    pub added: Vec<Single>,
    /// What only the earlier one has.
    pub removed: Vec<Single>,
}

/// How many commitments were changed how.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// As they were.
    pub unchanged: usize,
    /// In the later edition alone.
    pub added: usize,
    /// In the earlier edition alone.
    pub removed: usize,
    /// By kind of change; a commitment counts under each of its changes.
    pub changed: BTreeMap<Change, usize>,
}

impl Comparison {
    /// Counts them.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts =
            Counts { added: self.added.len(), removed: self.removed.len(), ..Counts::default() };
        for pair in &self.pairs {
            counts.unchanged += usize::from(pair.changes.is_empty());
            for change in &pair.changes {
                *counts.changed.entry(*change).or_default() += 1;
            }
        }
        counts
    }
}

/// Compares two editions.
///
/// Each row continues one row at most. Where a row was split, the part most like it continues it and
/// the others are added, with what they were split from; where rows were merged, the later row
/// continues the one most like it and the others are removed, with what they were merged into.
#[must_use]
pub fn compare(old: &[Row], new: &[Row]) -> Comparison {
    let matching = Matching::of(old, new);
    let mut assigned = matching.assign();
    let mut continued = inverse(&assigned, old.len());
    let added = places_without(&assigned);
    let split = matching.split_from(&added, &continued);
    for part in heaviest(split) {
        if continued[part.whole].is_none() {
            continued[part.whole] = Some(part.row);
            assigned[part.row] = Some(part.whole);
        }
    }
    let split = matching.split_from(&places_without(&assigned), &continued);
    let merged = matching.merged_into(&places_without(&continued), &assigned);
    for part in heaviest(merged) {
        if assigned[part.whole].is_none() {
            assigned[part.whole] = Some(part.row);
            continued[part.row] = Some(part.whole);
        }
    }
    let merged = matching.merged_into(&places_without(&continued), &assigned);
    Comparison {
        pairs: assigned
            .iter()
            .enumerate()
            .filter_map(|(later, earlier)| Some(pair(old, new, (*earlier)?, later)))
            .collect(),
        added: singles(&assigned, &split),
        removed: singles(&continued, &merged),
    }
}

fn inverse(assigned: &[Option<usize>], old: usize) -> Vec<Option<usize>> {
    let mut continued = vec![None; old];
    for (new, old) in assigned.iter().enumerate() {
        if let Some(old) = old {
            continued[*old] = Some(new);
        }
    }
    continued
}

fn places_without(others: &[Option<usize>]) -> Vec<usize> {
    let places = others.iter().enumerate();
    places.filter(|(_, other)| other.is_none()).map(|(place, _)| place).collect()
}

fn heaviest(mut parts: Vec<Part>) -> Vec<Part> {
    parts.sort_by_key(|part| (std::cmp::Reverse(part.weight), part.row));
    parts
}

fn singles(others: &[Option<usize>], parts: &[Part]) -> Vec<Single> {
    let part_of: BTreeMap<usize, usize> = parts.iter().map(|part| (part.row, part.whole)).collect();
    let single = |row: usize| Single { row, part_of: part_of.get(&row).copied() };
    places_without(others).into_iter().map(single).collect()
}

fn pair(old: &[Row], new: &[Row], earlier: usize, later: usize) -> Pair {
    let (changes, steps) = changes(&old[earlier], &new[later]);
    Pair { old: earlier, new: later, changes, steps }
}

/// In what two rows differ, and what became of each step.
#[must_use]
pub fn changes(before: &Row, after: &Row) -> (BTreeSet<Change>, Vec<StepPair>) {
    let steps = steps(&before.steps, &after.steps);
    let mut changes = differences(before, after);
    let same =
        |step: &StepPair| step.changes.is_empty() && step.old.is_some() && step.new.is_some();
    if !steps.iter().all(same) {
        changes.insert(Change::StepsChanged);
    }
    (changes, steps)
}

/// Compares rows that are known to be the same by their keys, such as the commitments of two editions
/// that a person has reviewed.
#[must_use]
pub fn compare_known<K: Ord>(old: &[(K, Row)], new: &[(K, Row)]) -> Comparison {
    let places = |rows: &[(K, Row)]| -> Vec<usize> { (0..rows.len()).collect() };
    let earlier: BTreeMap<&K, usize> =
        old.iter().zip(places(old)).map(|((key, _), place)| (key, place)).collect();
    let later: BTreeMap<&K, usize> =
        new.iter().zip(places(new)).map(|((key, _), place)| (key, place)).collect();
    let single = |row: usize| Single { row, part_of: None };
    let mut comparison = Comparison::default();
    for (place, (key, row)) in new.iter().enumerate() {
        let Some(&before) = earlier.get(key) else {
            comparison.added.push(single(place));
            continue;
        };
        let (changes, steps) = changes(&old[before].1, row);
        comparison.pairs.push(Pair { old: before, new: place, changes, steps });
    }
    let gone = old.iter().zip(places(old)).filter(|((key, _), _)| !later.contains_key(key));
    comparison.removed = gone.map(|(_, place)| single(place)).collect();
    comparison
}

/// In what two rows differ, their steps left aside.
#[must_use]
pub fn differences(before: &Row, after: &Row) -> BTreeSet<Change> {
    let text = |text: &Option<String>| plain(text.as_deref().unwrap_or_default());
    let differs = |change: &Change| match change {
        Change::Reworded => plain(&before.text) != plain(&after.text),
        Change::ReDated => before.due.differs(&after.due),
        Change::LeadChanged => leads_differ(&before.leads, &after.leads),
        Change::OutcomeChanged => text(&before.outcome) != text(&after.outcome),
        Change::Renumbered => plain(&before.reference) != plain(&after.reference),
        Change::Moved => heading(&before.section) != heading(&after.section),
        Change::StepsChanged => false,
    };
    Change::ALL.into_iter().filter(differs).collect()
}

/// Whether another post is accountable, or others help: the order of those who help says nothing.
fn leads_differ(before: &[Answering], after: &[Answering]) -> bool {
    let has = |leads: &[Answering], lead: &Answering| leads.iter().any(|other| other.is(lead));
    let first = match (before.first(), after.first()) {
        (Some(one), Some(other)) => !one.is(other),
        (None, None) => false,
        _ => true,
    };
    first
        || before.iter().any(|lead| !has(after, lead))
        || after.iter().any(|lead| !has(before, lead))
}

fn steps(old: &[Step], new: &[Step]) -> Vec<StepPair> {
    let row =
        |step: &Step| Row { text: step.text.clone(), due: step.due.clone(), ..Row::default() };
    let (old, new): (Vec<Row>, Vec<Row>) =
        (old.iter().map(row).collect(), new.iter().map(row).collect());
    let assigned = Matching::of(&old, &new).assign();
    let mut pairs: Vec<StepPair> = assigned
        .iter()
        .enumerate()
        .map(|(later, earlier)| StepPair {
            old: *earlier,
            new: Some(later),
            changes: earlier
                .map(|old_step| differences(&old[old_step], &new[later]))
                .unwrap_or_default(),
        })
        .collect();
    let gone = places_without(&inverse(&assigned, old.len()));
    pairs.extend(gone.into_iter().map(|place| StepPair {
        old: Some(place),
        new: None,
        changes: BTreeSet::new(),
    }));
    pairs
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
