//! Rules about how far things are said to have come.

use std::sync::LazyLock;

use regex::Regex;

use super::facts::{Facts, sentences};
use super::found::{Found, listed, on_lines, opening};
use super::{Rule, info, warning};
use crate::columns::{Role, headings_of};
use crate::draft::Commitment;
use crate::pattern::pattern;

/// Every rule of this group.
pub(super) const RULES: &[Rule] = &[
    info(
        "status-column-missing",
        "done, doing and planned in one cell, and no column for the status",
        no_column,
    ),
    info("done-not-marked", "an action whose progress says that it is done", done_not_marked),
    warning("on-hold-but-due", "an action on hold that keeps its due date", on_hold),
    warning("target-doubted", "a target that the plan itself does not believe in", doubted),
];

static DONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)(?:^(?:completed?|achieved|approved|established|agreed|done|in place)\b",
        r"|\b(?:has|have|had) (?:now )?been (?:fully )?(?:identified|completed|agreed|established|appointed|approved|achieved|set up|implemented|carried out|reviewed|undertaken|published)\b",
        r"|\b(?:completed|achieved)\b[.)]?$|\bnow (?:complete|in place)\b)"
    ))
});

static DOING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:in progress|being (?:developed|implemented|reviewed|discussed|rolled out|completed|arranged|identified)|on hold|underway|under way|started|beginning to)\b",
    )
});

/// Milestones and progress of an action, as texts.
fn reported(commitment: &Commitment) -> impl Iterator<Item = &str> {
    let steps = commitment.milestones.iter().map(|step| step.text.as_str());
    steps.chain(commitment.progress.as_deref())
}

fn has_status_column(facts: &Facts) -> bool {
    facts
        .reading
        .tables
        .iter()
        .filter_map(headings_of)
        .any(|(_, columns)| columns.has(Role::Status))
}

/// Rows whose cells of progress hold a status, from so many on.
const MANY: usize = 5;

fn with_status<'a>(facts: &'a Facts) -> (Vec<&'a Commitment>, Vec<&'a Commitment>) {
    let of = |wanted: &Regex| -> Vec<&'a Commitment> {
        facts
            .actions()
            .filter(|commitment| reported(commitment).any(|text| wanted.is_match(text)))
            .collect()
    };
    (of(&DONE), of(&DOING))
}

fn no_column(facts: &Facts, found: &mut Found) {
    let (done, doing) = with_status(facts);
    if has_status_column(facts) || done.len() + doing.len() < MANY || doing.len() < 2 {
        return;
    }
    let lines: Vec<usize> =
        done.iter().chain(&doing).map(|commitment| commitment.source.line_from).collect();
    let message = format!(
        "{} rows say in their progress what is done and {} what is being done, beside what is still planned ({}); add a column for the status, and keep the milestones to themselves",
        done.len(),
        doing.len(),
        on_lines(&lines)
    );
    found.across(&lines, message);
}

fn done_not_marked(facts: &Facts, found: &mut Found) {
    let (done, doing) = with_status(facts);
    // Without a column for it, a status is what the reader made of the words.
    let has_column = has_status_column(facts);
    let unmarked: Vec<&Commitment> =
        done.into_iter().filter(|one| one.status.is_none() || !has_column).collect();
    let told_already =
        !has_status_column(facts) && unmarked.len() + doing.len() >= MANY && doing.len() >= 2;
    let progressed: Vec<&Commitment> = unmarked
        .into_iter()
        .filter(|commitment| {
            !told_already || commitment.progress.as_deref().is_some_and(|text| DONE.is_match(text))
        })
        .collect();
    for commitment in progressed {
        let said = reported(commitment).find(|text| DONE.is_match(text)).unwrap_or_default();
        let message = format!(
            "the progress says that it is done (\"{}\"), but nothing marks it so; give the status and the day",
            opening(said)
        );
        found.about(commitment, message);
    }
}

static HELD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:on hold|postponed|suspended|deferred|delayed|put back|slipped|pending (?:the )?restructuring)\b",
    )
});

fn on_hold(facts: &Facts, found: &mut Found) {
    for commitment in &facts.document.commitments {
        let held = reported(commitment)
            .chain(commitment.status.as_deref())
            .find_map(|text| HELD.find(text));
        let due = commitment.timescales.iter().find(|timescale| timescale.latest.is_some());
        if let (Some(held), Some(due)) = (held, due) {
            let message = format!(
                "\"{}\", but still due {}; give the new date, or mark it as not achieved",
                held.as_str().to_lowercase(),
                due.as_written
            );
            found.about(commitment, message);
        }
    }
}

static DOUBT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)(?:\b(?:will|would|can|could) not (?:be )?(?:able to )?(?:achieve|achieved|meet|met|deliver|delivered)\b",
        r"|\bunlikely (?:that|to)\b.{0,60}\b(?:achieve|achieved|meet|met|deliver|delivered|reach|reached)\b",
        r"|\b(?:one|two|three|\d+) (?:year|month|quarter)s? late\b|\bat risk of (?:missing|failing)\b)"
    ))
});

fn doubted(facts: &Facts, found: &mut Found) {
    let mut lines = Vec::new();
    let mut said = Vec::new();
    for passage in facts.prose() {
        let small = &passage.text;
        if !["late", "likely", " not ", "risk of"].iter().any(|word| small.contains(word)) {
            continue;
        }
        for sentence in sentences(&passage.text) {
            if let Some(doubt) = DOUBT.find(sentence) {
                lines.push(passage.line);
                said.push(format!("\"{}\" on line {}", doubt.as_str(), passage.line));
            }
        }
    }
    let message = format!(
        "the plan itself says that a target will be missed: {}; record it as at risk, with who answers and what is done",
        listed(&said)
    );
    found.across(&lines, message);
}
