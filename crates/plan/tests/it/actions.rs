//! The actions of the real action plans: reference, text, leads, timescales, milestones, doubts.

use std::collections::{BTreeMap, BTreeSet};

use bellwether_plan::draft::{Commitment, Document};
use serde_json::Value;

use crate::gold::{Score, document_and_gold, rows, squashed, text};

/// Words of a text, so that marks do not count.
fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|character: char| {
            !(character.is_alphanumeric() || character == '£' || character == '%')
        })
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The class of a status in words, as a person would sort it.
fn status_class(status: &str) -> &'static str {
    const CLASSES: [(&str, &[&str]); 4] = [
        ("on hold", &["hold"]),
        ("done", &["done", "complete", "achieved", "closed", "agreed"]),
        ("overdue", &["overdue", "late"]),
        ("under way", &["under way", "underway", "in progress", "ongoing", "started", "on track"]),
    ];
    let status = status.to_lowercase();
    let known = CLASSES.iter().find(|(_, words)| words.iter().any(|word| status.contains(word)));
    known.map_or("other", |(class, _)| class)
}

/// Each action of the gold with the commitment of the same text, nearest in place.
fn matched<'a>(
    gold: &'a Value,
    document: &'a Document,
) -> Vec<(&'a Value, Option<&'a Commitment>)> {
    let mut free: Vec<&Commitment> = document.commitments.iter().collect();
    let mut pairs = Vec::new();
    for action in rows(gold, "actions") {
        let line = action["line"].as_u64().and_then(|line| usize::try_from(line).ok()).unwrap_or(0);
        let wanted = words(text(action, "text"));
        let place = (0..free.len())
            .filter(|place| words(&free[*place].text) == wanted)
            .min_by_key(|place| free[*place].source.line_from.abs_diff(line));
        pairs.push((action, place.map(|place| free.remove(place))));
    }
    pairs
}

fn leads_as_written(action: &Value) -> BTreeSet<String> {
    rows(action, "leads").iter().map(|lead| squashed(text(lead, "as_written"))).collect()
}

fn score_leads(action: &Value, found: &Commitment, score: &mut Score) {
    let got: BTreeSet<String> = found.leads.iter().map(|lead| squashed(&lead.as_written)).collect();
    score.count("leads as written", got == leads_as_written(action));
    for lead in rows(action, "leads") {
        let written = squashed(text(lead, "as_written"));
        let same = found.leads.iter().find(|found| squashed(&found.as_written) == written);
        let got = same.and_then(|found| found.expanded.as_deref()).map(squashed);
        // A code that is in no key has no expansion; its own words are none either.
        let is_right = match lead["expanded"].as_str() {
            Some(wanted) => got == Some(squashed(wanted)),
            None => same.is_some() && got.is_none_or(|got| got == written),
        };
        score.count("leads expanded", is_right);
    }
}

fn interval(timescale: &Value) -> [Option<String>; 2] {
    [0, 1].map(|end| timescale["interval"][end].as_str().map(str::to_owned))
}

fn score_timescales(action: &Value, found: &Commitment, score: &mut Score) {
    let wanted: Vec<String> = rows(action, "timescales")
        .iter()
        .map(|timescale| squashed(text(timescale, "as_written")))
        .collect();
    let got: Vec<String> =
        found.timescales.iter().map(|timescale| squashed(&timescale.as_written)).collect();
    score.count("timescales as written", got == wanted);
    for (wanted, got) in rows(action, "timescales").iter().zip(&found.timescales) {
        let days = [got.earliest, got.latest].map(|day| day.map(|day| day.to_string()));
        score.count("timescale intervals", days == interval(wanted));
    }
}

fn is_recoverable(milestone: &Value) -> bool {
    let pairing = text(milestone, "pairing");
    let known = ["explicit-row", "positional", "inline", "run-on"];
    known.iter().any(|known| pairing.starts_with(known)) && !milestone["date"].is_null()
}

fn score_milestones(action: &Value, found: &Commitment, score: &mut Score) {
    let dates: BTreeMap<Vec<String>, [Option<String>; 2]> = found
        .milestones
        .iter()
        .map(|milestone| {
            let days =
                [milestone.earliest, milestone.latest].map(|day| day.map(|day| day.to_string()));
            (words(&milestone.text), days)
        })
        .collect();
    for milestone in rows(action, "milestones") {
        let got = dates.get(&words(text(milestone, "text")));
        score.count("milestones", got.is_some());
        if is_recoverable(milestone) {
            score.count("milestone dates", got == Some(&interval(&milestone["date"])));
        } else if let Some(got) = got.filter(|_| text(milestone, "pairing") == "uncertain") {
            score.count("lost dates left open", *got == [None, None]);
        }
    }
}

fn score(number: &'static str) -> Option<Score> {
    let (document, gold) = document_and_gold(number)?;
    let mut score = Score::of(number);
    for (action, found) in matched(&gold, &document) {
        score.count("actions", found.is_some());
        let Some(found) = found else { continue };
        if action["ref_assigned"].is_null() {
            score.count("reference", squashed(&found.reference) == squashed(text(action, "ref")));
        }
        let section = words(found.section.as_deref().unwrap_or_default());
        score.count("section", section == words(text(action, "section")));
        score_leads(action, found, &mut score);
        score_timescales(action, found, &mut score);
        score_milestones(action, found, &mut score);
        let is_lost =
            rows(action, "milestones").iter().any(|step| text(step, "pairing") == "uncertain");
        if is_lost {
            score.count("lost pairings said", found.uncertain.is_some());
        }
        if let Some(status) = action["status"].as_str() {
            let got = found.status.as_deref().unwrap_or_default();
            score.count("status class", status_class(got) == status_class(status));
        }
        if action["uncertain"].is_string() {
            score.count("doubts said", found.uncertain.is_some());
        }
        if action["uncertain"].is_null() {
            score.count("no doubt without cause", found.uncertain.is_none());
        }
    }
    score.count("nothing invented", document.commitments.len() == rows(&gold, "actions").len());
    for entry in rows(&gold, "lead_key") {
        let title = document.leads_key.iter().find(|found| found.code == text(entry, "code"));
        score.count(
            "leads key",
            title.map(|found| found.title.as_str()) == entry["expansion"].as_str(),
        );
    }
    Some(score)
}

#[test]
fn an_action_plan_in_tabbed_rows_is_read() {
    let Some(score) = score("000") else { return };
    score.hold(&[
        ("actions", 80, 80),
        ("reference", 80, 80),
        ("section", 80, 80),
        ("leads as written", 80, 80),
        ("leads expanded", 81, 81),
        ("timescales as written", 80, 80),
        ("timescale intervals", 136, 136),
        ("milestones", 195, 196),
        ("milestone dates", 98, 98),
        ("status class", 32, 34),
        ("doubts said", 29, 31),
        ("lost dates left open", 10, 10),
        ("lost pairings said", 3, 3),
        ("no doubt without cause", 47, 49),
        ("nothing invented", 1, 1),
        ("leads key", 9, 9),
    ]);
}

#[test]
fn an_action_plan_with_one_cell_a_line_is_read() {
    let Some(score) = score("004") else { return };
    score.hold(&[
        ("actions", 23, 23),
        ("section", 23, 23),
        ("leads as written", 23, 23),
        ("leads expanded", 5, 5),
        ("timescales as written", 23, 23),
        ("timescale intervals", 8, 8),
        ("milestones", 4, 5),
        ("milestone dates", 4, 5),
        ("status class", 4, 4),
        ("doubts said", 7, 7),
        ("no doubt without cause", 16, 16),
        ("nothing invented", 1, 1),
    ]);
}
