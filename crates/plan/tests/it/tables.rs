//! Indicators, risks, goals and scope of the real plans.

use std::collections::BTreeSet;

use bellwether_plan::draft::{Document, Indicator};
use serde_json::Value;

use crate::gold::{Score, document_and_gold, rows, squashed, text};

/// Every value in an object or list, however deep.
fn values(node: &Value, found: &mut BTreeSet<String>) {
    match node {
        Value::Null => {}
        Value::Array(list) => list.iter().for_each(|value| values(value, found)),
        Value::Object(map) => map.values().for_each(|value| values(value, found)),
        Value::String(text) => {
            found.insert(squashed(text));
        }
        other => {
            found.insert(other.to_string());
        }
    }
    found.remove("");
}

fn values_of(indicator: &Indicator) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    values(&Value::Object(indicator.values.clone()), &mut found);
    found
}

fn score_indicators(gold: &Value, document: &Document, score: &mut Score) {
    let mut free: Vec<&Indicator> = document.indicators.iter().collect();
    for row in rows(gold, "indicators") {
        let mut wanted = BTreeSet::new();
        values(&row["values"], &mut wanted);
        let code = squashed(text(row, "code"));
        // Rows of one title differ by their figures.
        let best = (0..free.len())
            .filter(|place| squashed(&free[*place].title) == squashed(text(row, "title")))
            .max_by_key(|place| {
                let same_code = squashed(free[*place].code.as_deref().unwrap_or_default()) == code;
                (same_code, values_of(free[*place]).intersection(&wanted).count())
            });
        score.count("indicators", best.is_some());
        let Some(found) = best.map(|place| free.remove(place)) else { continue };
        if !code.is_empty() {
            score.count("indicator code", found.code.as_deref().map(squashed) == Some(code));
        }
        if !text(row, "lead").is_empty() {
            let lead = found.lead.as_deref().map(squashed);
            score.count("indicator lead", lead == Some(squashed(text(row, "lead"))));
        }
        if !text(row, "compliance").is_empty() {
            let note = found.note.as_deref().map(squashed);
            score.count("indicator note", note == Some(squashed(text(row, "compliance"))));
        }
        // The gold may name the line above.
        let line = row["line"].as_u64().and_then(|line| usize::try_from(line).ok()).unwrap_or(0);
        let source = found.source;
        score.count("indicator line", source.line_from <= line + 1 && line <= source.line_to);
        let got = values_of(found);
        for value in &wanted {
            score.count("indicator value", got.contains(value));
        }
    }
    let beyond: Vec<&str> = free.iter().map(|extra| extra.title.as_str()).collect();
    assert!(beyond.is_empty(), "rows that the gold does not have: {beyond:?}");
}

fn score_risks(gold: &Value, document: &Document, score: &mut Score) {
    for row in rows(gold, "risks") {
        let same = |found: &str, field: &str| squashed(found) == squashed(text(row, field));
        let found = document.risks.iter().find(|found| same(&found.risk, "risk"));
        score.count("risks", found.is_some());
        score.count("risk area", found.is_some_and(|found| same(&found.area, "area")));
        let contingency = found.and_then(|found| found.contingency.as_deref());
        score.count("contingency", contingency.is_some_and(|found| same(found, "contingency")));
    }
}

fn score_goals(gold: &Value, document: &Document, score: &mut Score) {
    for row in rows(gold, "goal_table") {
        let periods = [("goal_2008_09", "2008/09"), ("goal_3_years", "3 years")];
        for (field, period) in periods {
            let found = document.goals.iter().any(|goal| {
                squashed(&goal.title) == squashed(text(row, "external_framework"))
                    && squashed(&goal.value) == squashed(text(row, field))
                    && goal.period.as_deref().is_some_and(|found| found.contains(period))
            });
            score.count("goals by period", found);
        }
    }
}

fn score_scope(gold: &Value, document: &Document, score: &mut Score) {
    for row in rows(gold, "programme_scope") {
        let found =
            document.scope.iter().find(|item| squashed(&item.title) == squashed(text(row, "area")));
        score.count("scope", found.is_some());
        let level = found.and_then(|item| item.level.as_deref()).map(squashed);
        score.count("scope level", level == Some(squashed(text(row, "level"))));
    }
    for gate in rows(gold, "milestone_process") {
        let found = document
            .commitments
            .iter()
            .find(|commitment| squashed(&commitment.text) == squashed(text(gate, "title")));
        score.count("gates", found.is_some());
        for item in rows(gate, "checklist") {
            let wanted = squashed(item.as_str().unwrap_or_default());
            let is_there = found.is_some_and(|commitment| {
                commitment.milestones.iter().any(|found| squashed(&found.text) == wanted)
            });
            score.count("checklist items", is_there);
        }
    }
}

#[test]
fn the_operational_plan_gives_its_indicators() {
    let Some((document, gold)) = document_and_gold("001") else { return };
    let mut score = Score::of("001");
    score_indicators(&gold, &document, &mut score);
    score.hold(&[
        ("indicators", 64, 64),
        ("indicator code", 44, 44),
        ("indicator lead", 37, 37),
        ("indicator note", 36, 36),
        ("indicator line", 64, 64),
        ("indicator value", 114, 114),
    ]);
}

#[test]
fn the_commissioning_plan_gives_its_scope_and_gates() {
    let Some((document, gold)) = document_and_gold("002") else { return };
    let mut score = Score::of("002");
    score_scope(&gold, &document, &mut score);
    assert_eq!(document.scope.len(), rows(&gold, "programme_scope").len());
    score.hold(&[
        ("scope", 10, 10),
        ("scope level", 10, 10),
        ("gates", 4, 4),
        ("checklist items", 15, 15),
    ]);
}

#[test]
fn the_business_plan_gives_its_risks_and_goals() {
    let Some((document, gold)) = document_and_gold("003") else { return };
    let mut score = Score::of("003");
    score_indicators(&gold, &document, &mut score);
    score_risks(&gold, &document, &mut score);
    score_goals(&gold, &document, &mut score);
    assert_eq!(document.risks.len(), rows(&gold, "risks").len());
    score.hold(&[
        ("indicators", 3, 3),
        ("indicator value", 8, 8),
        ("risks", 5, 5),
        ("risk area", 5, 5),
        ("contingency", 5, 5),
        ("goals by period", 6, 6),
    ]);
}

#[test]
fn action_plans_have_no_indicators_risks_or_scope() {
    for number in ["000", "004"] {
        let Some((document, _)) = document_and_gold(number) else { return };
        let found = [document.indicators.len(), document.risks.len(), document.scope.len()];
        assert_eq!(found, [0; 3], "{number}");
    }
}
