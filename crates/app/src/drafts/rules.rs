//! What a document under review consists of: its rows, their kinds and states, and what is about them.

use std::collections::{BTreeMap, BTreeSet};

use bellwether_calendar::{Context, FinancialYear, Quarters};
use bellwether_plan::Document;
use bellwether_plan::draft::{
    Commitment, Finding, Goal, Indicator, Risk, ScopeItem, Severity, Source,
};
use chrono::NaiveDate;
use serde::de::Error as _;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How far apart rows stand in the order of a draft: room for splits, and for the milestones of a
/// commitment, between one and the next.
pub const APART: i32 = 1_024;

/// What kind of thing a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Something promised.
    Commitment,
    /// A row of an indicator table.
    Indicator,
    /// A risk with its contingency.
    Risk,
    /// What is to be reached in a period.
    Goal,
    /// Something the plan says it covers, or does not.
    Scope,
}

impl Kind {
    /// Every kind, in the order shown.
    pub const ALL: [Self; 5] =
        [Self::Commitment, Self::Indicator, Self::Risk, Self::Goal, Self::Scope];

    /// The word kept in the ledger.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Commitment => "commitment",
            Self::Indicator => "indicator",
            Self::Risk => "risk",
            Self::Goal => "goal",
            Self::Scope => "scope",
        }
    }

    /// The kind kept under a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// One of them, as read by people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Commitment => "Commitment",
            Self::Indicator => "Indicator row",
            Self::Risk => "Risk",
            Self::Goal => "Goal",
            Self::Scope => "In or out of scope",
        }
    }

    /// The table in which an accepted row is kept.
    #[must_use]
    pub fn table(self) -> &'static str {
        match self {
            Self::Commitment => "commitment",
            Self::Indicator => "plan_indicator",
            Self::Risk => "plan_risk",
            Self::Goal => "plan_goal",
            Self::Scope => "plan_scope",
        }
    }
}

/// How far the review of a row has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowState {
    /// Nobody has decided on it.
    Waiting,
    /// It is part of the plan.
    Accepted,
    /// It will not be.
    Discarded,
}

impl RowState {
    /// Every state, in the order they come about.
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Accepted, Self::Discarded];

    /// The word kept in the ledger.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Accepted => "accepted",
            Self::Discarded => "discarded",
        }
    }

    /// The state kept under a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// Which rows of a draft are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Show {
    /// Those that nobody has decided on.
    #[default]
    Waiting,
    /// Of those, the ones with a warning or an error.
    Findings,
    /// Of those, the ones with something uncertain.
    Uncertain,
    /// Of those, the ones with neither.
    Clean,
    /// Those that are part of the plan.
    Accepted,
    /// Those that will not be.
    Discarded,
    /// Every one.
    All,
}

impl Show {
    /// Every choice, in the order offered.
    pub const ALL: [Self; 7] = [
        Self::Waiting,
        Self::Findings,
        Self::Uncertain,
        Self::Clean,
        Self::Accepted,
        Self::Discarded,
        Self::All,
    ];

    /// The word used in addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Findings => "findings",
            Self::Uncertain => "uncertain",
            Self::Clean => "clean",
            Self::Accepted => "accepted",
            Self::Discarded => "discarded",
            Self::All => "all",
        }
    }

    /// The choice under a word; those that wait when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|show| show.word() == word).unwrap_or_default()
    }

    /// As read by people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Waiting => "Waiting",
            Self::Findings => "Waiting, with warnings",
            Self::Uncertain => "Waiting, with something uncertain",
            Self::Clean => "Waiting, no warnings",
            Self::Accepted => "Accepted",
            Self::Discarded => "Discarded",
            Self::All => "Every row",
        }
    }
}

/// What a row holds.
#[derive(Debug, Clone)]
pub enum Item {
    /// Something promised.
    Commitment(Commitment),
    /// A row of an indicator table.
    Indicator(Indicator),
    /// A risk with its contingency.
    Risk(Risk),
    /// What is to be reached in a period.
    Goal(Goal),
    /// Something the plan says it covers, or does not.
    Scope(ScopeItem),
}

impl Item {
    /// What kind of thing it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::Commitment(_) => Kind::Commitment,
            Self::Indicator(_) => Kind::Indicator,
            Self::Risk(_) => Kind::Risk,
            Self::Goal(_) => Kind::Goal,
            Self::Scope(_) => Kind::Scope,
        }
    }

    /// Where it stands in the document.
    #[must_use]
    pub fn source(&self) -> Source {
        match self {
            Self::Commitment(row) => row.source,
            Self::Indicator(row) => row.source,
            Self::Risk(row) => row.source,
            Self::Goal(row) => row.source,
            Self::Scope(row) => row.source,
        }
    }

    /// The heading it stands under.
    #[must_use]
    pub fn section(&self) -> Option<&str> {
        let section = match self {
            Self::Commitment(row) => row.section.as_deref(),
            Self::Indicator(row) => row.section.as_deref(),
            Self::Risk(_) | Self::Goal(_) | Self::Scope(_) => None,
        };
        section.map(str::trim).filter(|section| !section.is_empty())
    }

    /// Why a person has to look at it, when one has to.
    #[must_use]
    pub fn uncertain(&self) -> Option<&str> {
        match self {
            Self::Commitment(row) => row.uncertain.as_deref(),
            _ => None,
        }
    }

    /// As kept in the ledger.
    ///
    /// # Errors
    ///
    /// Returns an error when a value has no JSON, which none of these types can bring about.
    pub fn to_json(&self) -> Result<Value, serde_json::Error> {
        match self {
            Self::Commitment(row) => serde_json::to_value(row),
            Self::Indicator(row) => serde_json::to_value(row),
            Self::Risk(row) => serde_json::to_value(row),
            Self::Goal(row) => serde_json::to_value(row),
            Self::Scope(row) => serde_json::to_value(row),
        }
    }

    /// From what the ledger keeps under the word of a kind.
    ///
    /// # Errors
    ///
    /// Returns an error for an unknown kind, and for a value that is not of it.
    pub fn from_json(kind: &str, value: &Value) -> Result<Self, serde_json::Error> {
        let Some(kind) = Kind::from_word(kind) else {
            return Err(serde_json::Error::custom(format!("'{kind}' is no kind of row")));
        };
        Ok(match kind {
            Kind::Commitment => Self::Commitment(Commitment::deserialize(value)?),
            Kind::Indicator => Self::Indicator(Indicator::deserialize(value)?),
            Kind::Risk => Self::Risk(Risk::deserialize(value)?),
            Kind::Goal => Self::Goal(Goal::deserialize(value)?),
            Kind::Scope => Self::Scope(ScopeItem::deserialize(value)?),
        })
    }
}

/// A row as it was read, with the findings that are about it.
#[derive(Debug, Clone)]
pub struct DraftItem {
    /// The row.
    pub item: Item,
    /// What a person should look at in it.
    pub findings: Vec<Finding>,
}

/// A document taken apart.
#[derive(Debug, Clone)]
pub struct TakenApart {
    /// Everything but its rows.
    pub document: Document,
    /// Its rows, in the order in which they stand in it.
    pub items: Vec<DraftItem>,
    /// Findings that are about none of the rows.
    pub about_the_whole: Vec<Finding>,
}

/// Takes a document apart into rows, each with its findings.
#[must_use]
pub fn take_apart(mut document: Document) -> TakenApart {
    let mut rows: Vec<Item> = Vec::new();
    rows.extend(std::mem::take(&mut document.commitments).into_iter().map(Item::Commitment));
    rows.extend(std::mem::take(&mut document.indicators).into_iter().map(Item::Indicator));
    rows.extend(std::mem::take(&mut document.risks).into_iter().map(Item::Risk));
    rows.extend(std::mem::take(&mut document.goals).into_iter().map(Item::Goal));
    rows.extend(std::mem::take(&mut document.scope).into_iter().map(Item::Scope));
    rows.sort_by_key(|row| row.source().line_from);
    let mut items: Vec<DraftItem> =
        rows.into_iter().map(|item| DraftItem { item, findings: Vec::new() }).collect();
    let places = Places::of(&items);
    let mut about_the_whole = Vec::new();
    for finding in &document.findings {
        let rows = places.concerned(&items, finding);
        if rows.is_empty() {
            about_the_whole.push(finding.clone());
        }
        for index in rows {
            let own = own_part(finding, items[index].item.source());
            items[index].findings.push(own);
        }
    }
    TakenApart { document, items, about_the_whole }
}

/// A finding as far as it is about one row: thousands of rows that share one would otherwise each
/// keep the lines of all.
fn own_part(finding: &Finding, source: Source) -> Finding {
    let is_own = |line: &usize| (source.line_from..=source.line_to).contains(line);
    let mut own = finding.lines().filter(is_own);
    let line = own.next().or(finding.line);
    Finding {
        rule: finding.rule.clone(),
        severity: finding.severity,
        message: finding.message.clone(),
        line,
        also_lines: own.collect(),
        reference: finding.reference.clone(),
    }
}

/// Which rows stand on a line, and which have a reference.
struct Places {
    by_line: BTreeMap<usize, Vec<usize>>,
    by_reference: BTreeMap<String, Vec<usize>>,
}

impl Places {
    fn of(items: &[DraftItem]) -> Self {
        let mut places = Self { by_line: BTreeMap::new(), by_reference: BTreeMap::new() };
        for (index, DraftItem { item, .. }) in items.iter().enumerate() {
            let source = item.source();
            for line in source.line_from..=source.line_to {
                places.by_line.entry(line).or_default().push(index);
            }
            if let Some(reference) = reference_of(item) {
                places.by_reference.entry(reference.to_owned()).or_default().push(index);
            }
        }
        places
    }

    /// The rows that a finding is about: on each of its lines the one with its reference, else the
    /// shortest; without such lines, the only row with its reference.
    fn concerned(&self, items: &[DraftItem], finding: &Finding) -> BTreeSet<usize> {
        let wanted = finding.reference.as_deref();
        let is_named =
            |index: usize| wanted.is_some() && reference_of(&items[index].item) == wanted;
        let length = |index: usize| {
            let source = items[index].item.source();
            source.line_to - source.line_from
        };
        let on_line = |line: usize| {
            let there = self.by_line.get(&line)?.iter().copied();
            there.min_by_key(|index| (!is_named(*index), length(*index)))
        };
        let found: BTreeSet<usize> = finding.lines().filter_map(on_line).collect();
        if !found.is_empty() {
            return found;
        }
        match wanted.and_then(|reference| self.by_reference.get(reference)).map(Vec::as_slice) {
            Some([only]) => BTreeSet::from([*only]),
            _ => BTreeSet::new(),
        }
    }
}

/// The reference of a commitment, or the code of an indicator row.
fn reference_of(item: &Item) -> Option<&str> {
    match item {
        Item::Commitment(row) => Some(row.reference.as_str()),
        Item::Indicator(row) => row.code.as_deref(),
        _ => None,
    }
}

/// Whether a person has to look at a row before it counts: a finding of it is a warning or an error.
/// What is merely good to know holds no row back.
#[must_use]
pub fn must_be_looked_at(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity > Severity::Info)
}

/// The word kept for how much a finding matters: the one of its JSON.
#[must_use]
pub fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// What the timescales of a draft are read with, from its receipt to its last correction.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadWith {
    /// The plan's own year.
    pub plan_year: Option<FinancialYear>,
    /// The day on which it was written.
    pub as_of: Option<NaiveDate>,
    /// Which quarters it uses.
    pub quarters: Quarters,
}

impl ReadWith {
    /// As the calendar takes it.
    #[must_use]
    pub fn context(self) -> Context {
        Context { plan_year: self.plan_year, as_of: self.as_of, quarters: self.quarters }
    }
}

/// Words that say nothing about which plan it is.
const EMPTY_WORDS: [&str; 10] =
    ["the", "of", "and", "for", "a", "an", "to", "in", "draft", "final"];

/// Share of words that two titles must have in common to be editions of one plan.
const SIMILAR: f64 = 0.6;

/// Whether two titles may be those of two editions of one plan: years and versions do not count.
#[must_use]
pub fn similar_titles(first: &str, second: &str) -> bool {
    let words = |title: &str| -> BTreeSet<String> {
        title
            .split(|letter: char| !letter.is_alphanumeric())
            .map(str::to_lowercase)
            .filter(|word| !word.is_empty() && !word.contains(|letter: char| letter.is_numeric()))
            .filter(|word| !EMPTY_WORDS.contains(&word.as_str()))
            .collect()
    };
    let (first, second) = (words(first), words(second));
    let shared = first.intersection(&second).count();
    let all = first.union(&second).count();
    let count = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    all > 0 && count(shared) >= SIMILAR * count(all)
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
