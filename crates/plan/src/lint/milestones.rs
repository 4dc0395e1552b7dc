//! Rules about the steps of an action.

use std::sync::LazyLock;

use regex::Regex;

use super::facts::Facts;
use super::found::{Found, listed, name_of, on_lines, opening};
use super::{Rule, info, warning};
use crate::draft::Commitment;
use crate::pattern::pattern;

/// Every rule of this group.
pub(super) const RULES: &[Rule] = &[
    warning(
        "milestone-dates-unpaired",
        "more or fewer dates than milestones, so that none is sure of its own",
        dates_unpaired,
    ),
    info("milestone-part-dated", "an action some of whose milestones have no date", part_dated),
    info("milestones-undated", "how many milestones of the plan carry no date", undated),
    info(
        "milestone-unverifiable",
        "milestones of which nobody could say that they are reached",
        unverifiable,
    ),
];

/// Several dates and several milestones, but not each date has found its milestone.
fn dates_unpaired(facts: &Facts, found: &mut Found) {
    let commitments = &facts.document.commitments;
    for (parent, children) in facts.families() {
        let Some(head) = commitments.get(parent) else { continue };
        let inside = children.len();
        if inside > 1 && !head.timescales.is_empty() && inside != head.timescales.len() {
            let message = format!(
                "{} dates for {inside} actions, and the text does not tell which belongs to which; pair them from the original",
                head.timescales.len()
            );
            found.about(head, message);
        }
        for commitment in
            std::iter::once(head).chain(children.iter().filter_map(|place| commitments.get(*place)))
        {
            unpaired(commitment, found);
        }
    }
}

fn unpaired(commitment: &Commitment, found: &mut Found) {
    let (dates, steps) = (commitment.timescales.len(), commitment.milestones.len());
    if dates < 2 || steps < 2 {
        return;
    }
    let lost = lost_dates(commitment);
    if lost.is_empty() {
        return;
    }
    let message = format!(
        "{dates} dates for {steps} milestones, and the text does not tell which milestone {} belongs to; pair them from the original",
        lost.join(", ")
    );
    found.about(commitment, message);
}

/// Dates that no milestone has.
fn lost_dates(commitment: &Commitment) -> Vec<&str> {
    let is_paired = |written: &str| {
        commitment.milestones.iter().any(|step| step.as_written.as_deref() == Some(written))
    };
    let written = commitment.timescales.iter().map(|timescale| timescale.as_written.as_str());
    written.filter(|written| !is_paired(written)).collect()
}

fn part_dated(facts: &Facts, found: &mut Found) {
    for commitment in &facts.document.commitments {
        let steps = &commitment.milestones;
        let bare = steps.iter().filter(|step| step.as_written.is_none()).count();
        let paired = commitment.timescales.len() >= 2 && lost_dates(commitment).is_empty();
        if paired && bare > 0 && bare < steps.len() {
            let message =
                format!("{bare} of its {} milestones have no date; give each one", steps.len());
            found.about(commitment, message);
        }
    }
}

/// Fewer milestones than this are looked at one by one.
const MANY: usize = 10;

fn undated(facts: &Facts, found: &mut Found) {
    let steps = || facts.actions().flat_map(|commitment| &commitment.milestones);
    let (all, bare) = (steps().count(), steps().filter(|step| step.as_written.is_none()).count());
    let first = facts
        .actions()
        .find(|commitment| commitment.milestones.iter().any(|step| step.as_written.is_none()));
    if let Some(first) = first.filter(|_| all >= MANY && bare * 4 >= all) {
        let message = format!(
            "{bare} of {all} milestones in the plan carry no date of their own; a step without a date cannot be late"
        );
        found.at(first.source.line_from, message);
    }
}

static HOLLOW: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^(?i:more|better|greater|increased|improved|enhanced|proactive|continu(?:e|ed|ing|ation|al)(?: of| to)?|ongoing|",
        r"informing|combination of|coaching|working with|support for|raising awareness|awareness of|involvement|",
        r"remain|development of|engagement with|discussions? with|liaison with)\b"
    ))
});

static HOLLOW_INSIDE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:remains? involved|increased involvement|more (?:staff )?(?:impact|involvement))\b",
    )
});

/// A step that names no result, number or date.
fn unverifiable(facts: &Facts, found: &mut Found) {
    let mut lines = Vec::new();
    let mut names = Vec::new();
    for commitment in &facts.document.commitments {
        let hollow = commitment.milestones.iter().find(|step| {
            let short = step.text.split_whitespace().count() <= 14;
            let figures = step.text.chars().any(|character| character.is_ascii_digit());
            short && !figures && (HOLLOW.is_match(&step.text) || HOLLOW_INSIDE.is_match(&step.text))
        });
        if let Some(step) = hollow {
            lines.push(commitment.source.line_from);
            names.push(format!("{} \"{}\"", name_of(commitment), opening(&step.text)));
        }
    }
    let message = format!(
        "milestones of which nobody could say that they are reached: {} ({}); name a result, a number or a document",
        listed(&names),
        on_lines(&lines)
    );
    found.across(&lines, message);
}
