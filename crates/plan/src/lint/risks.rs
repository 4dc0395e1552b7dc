//! Rules about risks, and about remarks that are risks in all but name.

use std::collections::BTreeMap;

use super::facts::{Facts, words_of};
use super::found::{Found, counted, listed};
use super::{Rule, info, warning};
use crate::draft::{Indicator, Risk};

/// Every rule of this group.
pub(super) const RULES: &[Rule] = &[
    warning("risk-incomplete", "risks without owner, likelihood, impact or date", incomplete),
    warning(
        "contingency-empty",
        "a contingency that says no more than to think again",
        contingency_empty,
    ),
    info("risks-missing", "a plan that speaks of managing risk and lists none", risks_missing),
    info(
        "note-is-a-risk",
        "remarks beside indicators that are risks without score or mitigation",
        note_is_a_risk,
    ),
    info(
        "note-of-another-row",
        "a remark that speaks of the indicator beside its own",
        note_of_another,
    ),
];

fn incomplete(facts: &Facts, found: &mut Found) {
    let risks = &facts.document.risks;
    let lacking =
        |is_missing: fn(&Risk) -> bool| risks.iter().filter(|risk| is_missing(risk)).count();
    let counts = [
        ("owner", lacking(|risk| risk.lead.is_none())),
        ("likelihood", lacking(|risk| risk.likelihood.is_none())),
        ("impact", lacking(|risk| risk.impact.is_none())),
    ];
    let missing: Vec<String> = counts
        .iter()
        .filter(|(_, number)| *number > 0)
        .map(|(name, number)| format!("{number} without {name}"))
        .collect();
    let lines: Vec<usize> = risks.iter().map(|risk| risk.source.line_from).collect();
    if !missing.is_empty() {
        let message = format!(
            "of {}, {}; give each an owner, a score and the day of its next review",
            counted(risks.len(), "risk"),
            listed(&missing)
        );
        found.across(&lines, message);
    }
}

/// Openings of a contingency that is none, lower case.
const HOLLOW: &[&str] = &[
    "revisit",
    "review",
    "reconsider",
    "rethink",
    "need to",
    "consider",
    "monitor",
    "tbc",
    "none",
    "to be",
    "think",
    "look at",
    "keep under",
];

/// A contingency of more words than this says something.
const FEW_WORDS: usize = 6;

fn contingency_empty(facts: &Facts, found: &mut Found) {
    for risk in &facts.document.risks {
        let plan = risk.contingency.as_deref().unwrap_or_default().trim().to_lowercase();
        let hollow = plan.split_whitespace().count() <= FEW_WORDS
            && HOLLOW.iter().any(|open| plan.starts_with(open));
        if plan.is_empty() || hollow {
            let said = if plan.is_empty() {
                "no contingency".to_owned()
            } else {
                format!("\"{}\" is no contingency", risk.contingency.as_deref().unwrap_or_default())
            };
            let message = format!(
                "{said} for \"{}\"; say what will be done, by whom, and what sets it off",
                risk.risk
            );
            found.at(risk.source.line_from, message);
        }
    }
}

/// A plan this long, in passages of prose, would name a risk.
const LONG: usize = 60;

fn risks_missing(facts: &Facts, found: &mut Found) {
    if !facts.document.risks.is_empty() || facts.prose().count() < LONG {
        return;
    }
    let heading = facts.numbered.iter().find(|heading| {
        heading.is_heading
            && words_of(&heading.title)
                .any(|word| word.eq_ignore_ascii_case("risk") || word.eq_ignore_ascii_case("risks"))
    });
    if let Some(heading) = heading {
        let message = format!(
            "{} \"{}\" speaks of managing risk, but the plan lists no risk; list them with owner, score and contingency",
            heading.number, heading.title
        );
        found.at(heading.line, message);
    }
}

/// Words of a remark that tell of a risk; near spellings count too.
const RISKY: &[&str] = &[
    "risk",
    "difficult",
    "difficulties",
    "difficulty",
    "challenge",
    "challenging",
    "unknown",
    "discrepancies",
];

fn is_risky(word: &str) -> bool {
    let small = word.to_lowercase();
    RISKY.iter().any(|risky| {
        let near = if risky.len() >= 8 { 2 } else { 0 };
        small == *risky
            || near > 0
                && small.len() + 2 >= risky.len()
                && strsim::osa_distance(&small, risky) <= near
    })
}

fn note_is_a_risk(facts: &Facts, found: &mut Found) {
    let risky: Vec<_> = facts
        .document
        .indicators
        .iter()
        .filter(|indicator| {
            indicator.note.as_deref().is_some_and(|note| words_of(note).any(is_risky))
        })
        .collect();
    let names: Vec<&str> = risky
        .iter()
        .map(|indicator| indicator.code.as_deref().unwrap_or(&indicator.title))
        .collect();
    let lines: Vec<usize> = risky.iter().map(|indicator| indicator.source.line_from).collect();
    let message = format!(
        "{} with a remark that is a risk ({}); enter each as a risk with owner, score and what is done about it",
        counted(names.len(), "indicator"),
        listed(&names)
    );
    found.across(&lines, message);
}

/// Words of a remark shorter than this tell nothing of its subject.
const TELLING: usize = 6;

/// The remark on one indicator names the subject of the indicator beside it, and not its own.
fn note_of_another(facts: &Facts, found: &mut Found) {
    let indicators: Vec<&Indicator> = facts
        .document
        .indicators
        .iter()
        .filter(|one| one.lead.is_some() || one.note.is_some())
        .collect();
    let mut in_notes: BTreeMap<String, usize> = BTreeMap::new();
    let mut in_titles: BTreeMap<String, usize> = BTreeMap::new();
    let telling = |text: &str| -> Vec<String> {
        words_of(text).filter(|word| word.len() >= TELLING).map(str::to_lowercase).collect()
    };
    for indicator in &indicators {
        for word in telling(indicator.note.as_deref().unwrap_or_default()) {
            *in_notes.entry(word).or_default() += 1;
        }
        for word in telling(&indicator.title) {
            *in_titles.entry(word).or_default() += 1;
        }
    }
    for (place, indicator) in indicators.iter().enumerate() {
        let own = telling(&indicator.title);
        for word in telling(indicator.note.as_deref().unwrap_or_default()) {
            let single = in_notes.get(&word) == Some(&1) && in_titles.get(&word) == Some(&1);
            let beside = [place.checked_sub(1), Some(place + 1)]
                .into_iter()
                .flatten()
                .filter_map(|place| indicators.get(place))
                .find(|other| telling(&other.title).contains(&word));
            if let Some(other) = beside.filter(|_| single && !own.contains(&word)) {
                let message = format!(
                    "the remark on {} speaks of \"{word}\", which is the subject of {}; put it in the row it is about",
                    indicator.code.as_deref().unwrap_or(&indicator.title),
                    other.code.as_deref().unwrap_or(&other.title)
                );
                found.at(indicator.source.line_from, message);
            }
        }
    }
}
