//! Rules about who answers for what.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::Facts;
use super::found::{Found, counted, listed, name_of, on_lines};
use super::people::names_post;
use super::{Rule, info, warning};
use crate::draft::{Commitment, Lead};
use crate::leads::{is_body, is_code};

/// Every rule of this group.
pub(super) const RULES: &[Rule] = &[
    warning("lead-missing", "an action that names nobody who answers for it", lead_missing),
    warning(
        "nobody-answers",
        "a whole plan that promises much and names nobody who answers",
        nobody_answers,
    ),
    warning(
        "lead-not-in-key",
        "a lead that the key to leads does not explain; the nearest entry is offered",
        lead_not_in_key,
    ),
    info("lead-is-a-body", "a committee, team or practice as lead", lead_is_a_body),
    info("lead-joint", "several leads and no word on who is accountable", lead_joint),
    info(
        "lead-separators",
        "joint leads parted by different signs, or by one that codes contain",
        lead_separators,
    ),
    info("lead-load", "a lead with far more of the plan than the others", lead_load),
];

/// From so many rows on, a rule that concerns single rows gives one finding for all of them.
pub(super) const MANY: usize = 6;

/// How many promises in prose show that a plan ought to name somebody.
const MANY_PROMISES: usize = 10;

fn lead_missing(facts: &Facts, found: &mut Found) {
    let all: Vec<&Commitment> = facts.actions().collect();
    if is_nobodys(facts) {
        return;
    }
    // In running text the organisation is the subject of every sentence, and no lead.
    let lacks = |commitment: &Commitment| {
        commitment.leads.is_empty() || facts.is_prose(commitment) && !answers(facts, commitment)
    };
    let missing: Vec<&Commitment> = all.iter().filter(|one| lacks(one)).copied().collect();
    if missing.len() < MANY {
        for commitment in missing {
            found.about(commitment, "no lead; name the one person who answers for it");
        }
        return;
    }
    let lines: Vec<usize> = missing.iter().map(|commitment| commitment.source.line_from).collect();
    let message = format!(
        "{} of {} actions name nobody who answers for them ({}); give each one person",
        missing.len(),
        all.len(),
        on_lines(&lines)
    );
    found.across(&lines, message);
}

/// Whether a commitment names a person or a post.
fn answers(facts: &Facts, commitment: &Commitment) -> bool {
    let key = &facts.document.leads_key;
    commitment.leads.iter().any(|lead| {
        let words = lead.expanded.as_ref().unwrap_or(&lead.as_written);
        let is_post = key.iter().any(|entry| entry.title == *words) || names_post(words);
        !is_body(words) && is_post
    })
}

/// Whether a plan promises much and names a person or a post nowhere.
fn is_nobodys(facts: &Facts) -> bool {
    let all = &facts.document.commitments;
    let in_tables = all.iter().any(|one| !one.leads.is_empty() && !facts.is_prose(one));
    let answered = in_tables
        || all.iter().any(|commitment| answers(facts, commitment))
        || facts.document.indicators.iter().any(|indicator| indicator.lead.is_some());
    !answered && promises(facts) >= MANY_PROMISES
}

/// How many sentences promise something.
fn promises(facts: &Facts) -> usize {
    let read = facts.document.commitments.len();
    let written = facts.prose().filter(|passage| passage.text.contains(" will ")).count();
    read.max(written)
}

fn nobody_answers(facts: &Facts, found: &mut Found) {
    let all = &facts.document.commitments;
    if !is_nobodys(facts) {
        return;
    }
    let promises = promises(facts);
    let first = facts.prose().find(|passage| passage.text.contains(" will "));
    let line = all.first().map(|one| one.source.line_from).or(first.map(|passage| passage.line));
    if let Some(line) = line {
        found.at(
            line,
            format!(
                "the plan promises about {promises} things and names a person for none of them; name who answers for each"
            ),
        );
    }
}

/// A lead that the key does not explain; where it is a slip for one that it does, that one is offered.
fn lead_not_in_key(facts: &Facts, found: &mut Found) {
    let is_coded = uses_codes(facts);
    let mut codes: BTreeMap<&str, Vec<&Commitment>> = BTreeMap::new();
    for commitment in &facts.document.commitments {
        for lead in &commitment.leads {
            if lead.expanded.is_none() || is_coded && is_unlisted_title(facts, lead) {
                codes.entry(&lead.as_written).or_default().push(commitment);
            }
        }
    }
    for (code, commitments) in codes {
        let lines: Vec<usize> = commitments.iter().map(|one| one.source.line_from).collect();
        let place =
            if lines.len() > 1 { format!(" ({})", on_lines(&lines)) } else { String::new() };
        let message = match facts.reading.key.nearest(code) {
            Some(entry) => format!(
                "\"{code}\" is not in the key to leads{place}; if {} ({}) is meant, write it so",
                entry.code, entry.title
            ),
            None if facts.document.leads_key.is_empty() => format!(
                "\"{code}\" is explained nowhere{place}; write the title out or add a key to leads"
            ),
            None if is_code(code) => format!(
                "\"{code}\" is not in the key to leads{place}; add it there or write the title out"
            ),
            None => format!("\"{code}\" is not in the key to leads{place}; add it there"),
        };
        match commitments.as_slice() {
            [one] => found.about(one, message),
            _ => found.across(&lines, message),
        }
    }
}

/// So many leads given as codes show that every lead should be one.
const MANY_CODES: usize = 10;

/// Whether the document gives its leads as codes of a key.
fn uses_codes(facts: &Facts) -> bool {
    let leads = facts.document.commitments.iter().flat_map(|commitment| &commitment.leads);
    let codes = leads.filter(|lead| is_code(&lead.as_written)).take(MANY_CODES);
    facts.document.leads_key.len() >= 3 && codes.count() >= MANY_CODES
}

/// Where the other leads are codes of the key, a title in words is one that the key forgot.
fn is_unlisted_title(facts: &Facts, lead: &Lead) -> bool {
    let words = lead.as_written.to_lowercase();
    let mut key = facts.document.leads_key.iter();
    let is_listed =
        key.any(|entry| entry.title.to_lowercase() == words || entry.code.to_lowercase() == words);
    !is_listed && lead.expanded.as_deref() == Some(lead.as_written.as_str())
}

/// A committee or team cannot be asked; a person can.
fn lead_is_a_body(facts: &Facts, found: &mut Found) {
    let mut bodies: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let in_tables = facts.document.commitments.iter().filter(|one| !facts.is_prose(one));
    for commitment in in_tables {
        for lead in &commitment.leads {
            let words = lead.expanded.as_ref().unwrap_or(&lead.as_written);
            if is_body(words) {
                bodies.entry(words).or_default().push(commitment.source.line_from);
            }
        }
    }
    for (words, lines) in bodies {
        let place =
            if lines.len() > 1 { format!(" ({})", on_lines(&lines)) } else { String::new() };
        let message =
            format!("\"{words}\" is a group of people{place}; name the one who answers for it");
        found.across(&lines, message);
    }
}

fn lead_joint(facts: &Facts, found: &mut Found) {
    let shared: Vec<&Commitment> =
        facts.heads().filter(|head| head.leads.len() > 1 && !facts.is_prose(head)).collect();
    let names: Vec<String> = shared
        .iter()
        .map(|head| {
            let leads: Vec<&str> = head.leads.iter().map(|lead| lead.as_written.as_str()).collect();
            format!("{}: {}", name_of(head), leads.join(", "))
        })
        .collect();
    let lines: Vec<usize> = shared.iter().map(|head| head.source.line_from).collect();
    let message = format!(
        "{} with several leads ({}); say who is accountable and who contributes",
        counted(shared.len(), "action"),
        names.join("; ")
    );
    found.across(&lines, message);
    let indicators: Vec<_> = facts
        .document
        .indicators
        .iter()
        .filter(|indicator| indicator.lead.as_deref().is_some_and(|lead| lead.contains('/')))
        .collect();
    let lines: Vec<usize> = indicators.iter().map(|indicator| indicator.source.line_from).collect();
    let pairs: BTreeSet<&str> =
        indicators.iter().filter_map(|indicator| indicator.lead.as_deref()).collect();
    let pairs: Vec<&str> = pairs.into_iter().collect();
    let message = format!(
        "{} with two leads ({}); say who is accountable",
        counted(indicators.len(), "indicator"),
        listed(&pairs)
    );
    found.across(&lines, message);
}

/// "CE & MT" beside "CE/PEC": and where "&" parts leads, it must not stand inside a code.
fn lead_separators(facts: &Facts, found: &mut Found) {
    let mut signs: BTreeMap<String, usize> = BTreeMap::new();
    for head in facts.heads() {
        for pair in head.leads.windows(2) {
            let [one, two] = pair else { continue };
            let sign = facts.passages_of(head.source).iter().find_map(|passage| {
                let (_, rest) = passage.text.split_once(one.as_written.as_str())?;
                let between = rest.split_once(two.as_written.as_str())?.0.trim();
                (between.len() <= 3).then(|| (between.to_owned(), passage.line))
            });
            if let Some((sign, line)) = sign.filter(|(sign, _)| !sign.is_empty()) {
                signs.entry(sign).or_insert(line);
            }
        }
    }
    let lines: Vec<usize> = signs.values().copied().collect();
    let inside = facts
        .document
        .leads_key
        .iter()
        .find(|entry| signs.keys().any(|sign| entry.code.contains(sign.as_str())));
    if signs.len() < 2 && inside.is_none() {
        return;
    }
    let names: Vec<String> = signs.keys().map(|sign| format!("\"{sign}\"")).collect();
    let mut message = format!("joint leads are parted by {}", listed(&names));
    if let Some(entry) = inside {
        message.push_str(", a sign that stands inside the code ");
        message.push_str(&entry.code);
    }
    message.push_str("; part them by one sign that no code contains");
    found.across(&lines, message);
}

/// A plan of fewer rows than this says nothing about load.
const FEWEST_ROWS: usize = 20;

/// A lead with fewer rows than this is not overloaded.
const HEAVY: usize = 8;

fn lead_load(facts: &Facts, found: &mut Found) {
    let mut load: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
    let mut rows = 0;
    let led = facts.heads().filter(|head| !head.leads.is_empty());
    for head in led.filter(|head| !facts.is_prose(head) || answers(facts, head)) {
        rows += 1;
        for lead in &head.leads {
            let name = lead.expanded.as_ref().unwrap_or(&lead.as_written);
            let entry = load.entry(name).or_insert((0, 0, head.source.line_from));
            entry.0 += 1;
            entry.1 += usize::from(head.timescales.is_empty());
        }
    }
    for indicator in &facts.document.indicators {
        let Some(names) = indicator.lead.as_deref() else { continue };
        rows += 1;
        for name in names.split('/') {
            load.entry(name.trim()).or_insert((0, 0, indicator.source.line_from)).0 += 1;
        }
    }
    let mut heavy: Vec<(&str, (usize, usize, usize))> = load
        .iter()
        .filter(|(_, load)| load.0 >= HEAVY)
        .map(|(name, load)| (*name, *load))
        .collect();
    heavy.sort_by_key(|(_, load)| std::cmp::Reverse(load.0));
    let top = heavy.first().map_or(0, |(_, load)| load.0);
    if rows < FEWEST_ROWS || top * 7 < rows || top * load.len() < rows * 3 / 2 {
        return;
    }
    let names: Vec<String> = heavy
        .iter()
        .take(3)
        .map(|(name, (rows, undated, _))| match undated {
            0 => format!("{name} {rows}"),
            _ => format!("{name} {rows} ({undated} of them without a timescale)"),
        })
        .collect();
    let lines: Vec<usize> = heavy.iter().take(1).map(|(_, load)| load.2).collect();
    let message = format!(
        "of {rows} rows with a lead, {} lead many: {}; check that one person can carry them, or share them out",
        if names.len() == 1 { "one post" } else { "a few posts" },
        listed(&names)
    );
    found.across(&lines, message);
}
