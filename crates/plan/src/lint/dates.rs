//! Rules about due dates: missing, unreadable, out of order, outside the plan's year.

use bellwether_calendar::Precision;
use chrono::{Datelike, Months, NaiveDate};

use super::facts::{Facts, is_gate};
use super::found::{Found, counted, listed, name_of, on_lines};
use super::leads::MANY;
use super::{Rule, error, info, warning};
use crate::draft::Commitment;

/// Every rule of this group.
pub(super) const RULES: &[Rule] = &[
    warning("timescale-missing", "an action without a due date", timescale_missing),
    warning("timescale-unreadable", "a due date that cannot be read as one", timescale_unreadable),
    warning("year-slip", "dates that fall into order once a year is put right", year_slip),
    info("dates-out-of-order", "dates of one action that do not follow each other", out_of_order),
    info("date-after-plan-year", "due dates after the end of the plan's year", after_plan_year),
    warning(
        "date-before-plan-year",
        "due dates that are past when the plan starts",
        before_plan_year,
    ),
    error("year-impossible", "a due date years before the plan", year_impossible),
    info("ongoing-without-review", "actions without an end and without a review date", ongoing),
    info(
        "immediate-without-base",
        "\"immediate\" in a plan that has no date of its own",
        immediate,
    ),
];

/// A year so far before the plan's is a slip of the pen.
const YEARS_BEFORE: i32 = 5;

fn timescale_missing(facts: &Facts, found: &mut Found) {
    let all = &facts.document.commitments;
    let mut missing: Vec<&Commitment> = Vec::new();
    for (parent, children) in facts.families() {
        let Some(head) = all.get(parent).filter(|head| !is_gate(head)) else { continue };
        // Dates that could not be paired with their actions stand at the parent.
        let unpaired = !head.timescales.is_empty();
        let mut own = children.iter().filter_map(|place| all.get(*place));
        if children.is_empty() && head.timescales.is_empty() {
            missing.push(head);
        } else if !unpaired {
            missing.extend(own.by_ref().filter(|child| child.timescales.is_empty()));
        }
    }
    if missing.len() < MANY + 1 {
        for commitment in missing {
            found.about(
                commitment,
                "no timescale; give the day, month or quarter by which it is due, or Ongoing with a review date",
            );
        }
        return;
    }
    let lines: Vec<usize> = missing.iter().map(|commitment| commitment.source.line_from).collect();
    let message = format!(
        "{} of {} actions have no timescale ({}); give the day, month or quarter by which each is due",
        missing.len(),
        all.len(),
        on_lines(&lines)
    );
    found.across(&lines, message);
}

fn timescale_unreadable(facts: &Facts, found: &mut Found) {
    for (commitment, timescale, _) in facts.due_dates() {
        if timescale.rule.is_empty() {
            let message = format!(
                "\"{}\" is not read as a date; write it as 30 Sep 2008, Sep 2008, Q2 2008/09, 2008/09 or Ongoing",
                timescale.as_written
            );
            found.about(commitment, message);
        }
    }
}

/// The due days of an action in the order written.
fn days(commitment: &Commitment) -> Vec<NaiveDate> {
    commitment
        .timescales
        .iter()
        .filter_map(|timescale| timescale.latest.or(timescale.earliest))
        .collect()
}

fn in_order(days: &[NaiveDate]) -> bool {
    days.windows(2).all(|pair| pair[0] <= pair[1])
}

/// Dates with the years that put them inside the plan's year, where those put them in order.
fn with_years_mended(facts: &Facts, commitment: &Commitment) -> Option<Vec<NaiveDate>> {
    let year = facts.plan_year()?;
    let days = days(commitment);
    let late = days
        .iter()
        .filter(|day| **day > year.last_day() && (**day - year.last_day()).num_days() > 200);
    if in_order(&days) || late.count() == 0 {
        return None;
    }
    let mended: Vec<NaiveDate> = days
        .iter()
        .map(|day| {
            let earlier = day.checked_sub_months(Months::new(12)).unwrap_or(*day);
            if (*day - year.last_day()).num_days() > 200 { earlier } else { *day }
        })
        .collect();
    in_order(&mended).then_some(mended)
}

fn year_slip(facts: &Facts, found: &mut Found) {
    for commitment in &facts.document.commitments {
        let Some(mended) = with_years_mended(facts, commitment) else { continue };
        let (before, after) = (days(commitment), mended);
        let wrong = before.iter().zip(&after).find(|(before, after)| before != after);
        if let Some((wrong, right)) = wrong {
            let message = format!(
                "its dates run out of order and past the plan's year; with {} for {} they are in order: check the year",
                right.year(),
                wrong.year()
            );
            found.about(commitment, message);
        }
    }
}

fn out_of_order(facts: &Facts, found: &mut Found) {
    // The dates of a pledge are those of its actions, which may stand in any order.
    let single = facts.families().into_iter().filter(|(_, children)| children.is_empty());
    let mixed: Vec<&Commitment> = single
        .filter_map(|(place, _)| facts.document.commitments.get(place))
        .filter(|head| !in_order(&days(head)) && with_years_mended(facts, head).is_none())
        .collect();
    let names: Vec<String> = mixed.iter().map(|head| name_of(head)).collect();
    let lines: Vec<usize> = mixed.iter().map(|head| head.source.line_from).collect();
    let message = format!(
        "the dates of {} do not follow each other; put the steps in order of date, and check the years",
        listed(&names)
    );
    found.across(&lines, message);
}

/// A due date with its line and how its action is called, one for each place and wording.
fn dated<'a>(
    facts: &'a Facts,
    with_steps: bool,
    wanted: impl Fn(Option<NaiveDate>, NaiveDate) -> bool + 'a,
) -> (Vec<usize>, Vec<String>) {
    let (mut lines, mut names): (Vec<usize>, Vec<String>) = (Vec::new(), Vec::new());
    // What running text says of other years is seldom a due date.
    let in_tables = facts.due_dates().filter(|(commitment, ..)| !facts.is_prose(commitment));
    for (commitment, timescale, line) in in_tables {
        let Some(latest) = timescale.latest.or(timescale.earliest) else { continue };
        if wanted(timescale.earliest, latest) {
            let name = if commitment.reference.is_empty() {
                timescale.as_written.clone()
            } else {
                format!("{} {}", commitment.reference, timescale.as_written)
            };
            lines.push(line);
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    for commitment in facts.document.commitments.iter().filter(|_| with_steps) {
        for step in &commitment.milestones {
            let Some((written, latest)) = step.as_written.as_ref().zip(step.latest) else {
                continue;
            };
            let in_cell = commitment.timescales.iter().any(|date| date.as_written == *written);
            if !in_cell && wanted(step.earliest, latest) {
                lines.push(commitment.source.line_from);
                names.push(format!("{} {written}", name_of(commitment)));
            }
        }
    }
    (lines, names)
}

fn after_plan_year(facts: &Facts, found: &mut Found) {
    let Some(year) = facts.plan_year() else { return };
    let (lines, names) = dated(facts, true, |earliest, latest| {
        latest > year.last_day() && earliest.is_none_or(|earliest| earliest > year.last_day())
    });
    let all = facts.due_dates().filter(|(_, timescale, _)| timescale.latest.is_some()).count();
    // A plan most of whose dates lie later is a plan for several years.
    if lines.len() * 3 > all {
        return;
    }
    let message = format!(
        "{} after the plan year {year} ends ({}); check the years, or say that they belong to a later plan",
        counted(lines.len(), "due date"),
        listed(&names)
    );
    found.across(&lines, message);
}

fn before_plan_year(facts: &Facts, found: &mut Found) {
    let Some(year) = facts.plan_year() else { return };
    let impossible = year.start_year() - YEARS_BEFORE;
    let (lines, names) =
        dated(facts, false, |_, latest| latest < year.first_day() && latest.year() > impossible);
    let all = facts.due_dates().filter(|(_, timescale, _)| timescale.latest.is_some()).count();
    if lines.len() * 3 > all {
        return;
    }
    let message = format!(
        "{} before the plan year {year} starts ({}); say whether it was done, or give a new date",
        counted(lines.len(), "due date"),
        listed(&names)
    );
    found.across(&lines, message);
}

fn year_impossible(facts: &Facts, found: &mut Found) {
    let Some(year) = facts.plan_year() else { return };
    for (_, timescale, line) in facts.due_dates() {
        let Some(latest) = timescale.latest.or(timescale.earliest) else { continue };
        if latest.year() <= year.start_year() - YEARS_BEFORE {
            let message = format!(
                "\"{}\" lies years before the plan for {year}; correct the year",
                timescale.as_written
            );
            found.at(line, message);
        }
    }
}

/// Words that give a rhythm, and so a next date.
const RHYTHMS: &[&str] =
    &["week", "month", "quarter", "annual", "year", "daily", "review", "fortnight"];

fn ongoing(facts: &Facts, found: &mut Found) {
    let open: Vec<(&Commitment, usize)> = facts
        .due_dates()
        .filter(|(_, timescale, _)| {
            let words = timescale.as_written.to_lowercase();
            timescale.precision == Precision::Ongoing
                && timescale.latest.is_none()
                && timescale.earliest.is_none()
                && !RHYTHMS.iter().any(|rhythm| words.contains(rhythm))
        })
        .map(|(commitment, _, line)| (commitment, line))
        .collect();
    let mut names: Vec<String> = open.iter().map(|(commitment, _)| name_of(commitment)).collect();
    names.dedup();
    let lines: Vec<usize> = open.iter().map(|(_, line)| *line).collect();
    let message = format!(
        "{} \"ongoing\" with neither end nor review date ({}); give the day on which each is looked at again",
        counted(open.len(), "due date"),
        listed(&names)
    );
    found.across(&lines, message);
}

fn immediate(facts: &Facts, found: &mut Found) {
    if facts.reading.context.as_of.is_some() {
        return;
    }
    for (commitment, timescale, _) in facts.due_dates() {
        if timescale.precision == Precision::Immediate {
            let message = format!(
                "\"{}\" counts from a day that the plan does not give; write the date",
                timescale.as_written
            );
            found.about(commitment, message);
        }
    }
}
