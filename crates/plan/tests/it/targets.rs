//! Targets of the real plans: what is to be reached, by when, and the number.

use bellwether_plan::draft::Goal;
use serde_json::Value;

use crate::gold::{Score, document_and_gold, rows, text};

fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let parts = lower.split(|letter: char| !(letter.is_alphanumeric() || "£%".contains(letter)));
    parts.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// How many of the gold's words a goal has, in hundredths.
fn shared(gold: &[String], goal: &Goal) -> usize {
    let period = goal.period.clone().unwrap_or_default();
    let own = words(&format!("{} {} {period}", goal.title, goal.value));
    let hits = gold.iter().filter(|word| own.contains(word)).count();
    hits * 100 / gold.len().max(1)
}

/// Whether the value has the number of the gold; numbers that the gold has worked out do not count.
fn has_number(row: &Value, goal: &Goal) -> Option<bool> {
    let number = match &row["number"] {
        Value::Number(number) => number.to_string(),
        Value::String(words) => words.to_lowercase(),
        _ => return None,
    };
    let value = goal.value.to_lowercase().replace(',', "").replace('-', " ");
    let millions = number.strip_suffix("00000").map(|number| {
        let (whole, tenth) = number.split_at(number.len() - 1);
        if tenth == "0" { whole.to_owned() } else { format!("{whole}.{tenth}") }
    });
    let spelt = [("1", "one"), ("2", "two"), ("12", "twelve"), ("1", "a month")];
    let is_spelt = spelt.iter().any(|(digit, word)| *digit == number && value.contains(word));
    let written = text(row, "text").to_lowercase().replace(',', "");
    let is_printed =
        words(&written).contains(&number) || millions.as_ref().is_some_and(|n| written.contains(n));
    (is_printed || is_spelt).then(|| {
        value.contains(&number.replace('-', " "))
            || millions.is_some_and(|n| value.contains(&n))
            || is_spelt
    })
}

fn score(number: &'static str, floors: &[(&str, f64)]) {
    let Some((document, gold)) = document_and_gold(number) else { return };
    let mut score = Score::of(number);
    let mut free: Vec<&Goal> = document.goals.iter().collect();
    for row in rows(&gold, "targets") {
        let wanted = words(text(row, "text"));
        let line = row["line"].as_u64().and_then(|line| usize::try_from(line).ok());
        let is_near = |goal: &Goal| {
            line.is_none_or(|line| {
                goal.source.line_from <= line + 1 && line <= goal.source.line_to + 1
            })
        };
        let best = (0..free.len())
            .filter(|place| shared(&wanted, free[*place]) >= 60 && is_near(free[*place]))
            .max_by_key(|place| (has_number(row, free[*place]), shared(&wanted, free[*place])));
        score.count("targets", best.is_some());
        let Some(goal) = best.map(|place| free.remove(place)) else {
            println!("  missed: {}", text(row, "text"));
            continue;
        };
        if let Some(is_right) = has_number(row, goal) {
            score.count("target value", is_right);
            if !is_right {
                println!("  value of {}: {}", text(row, "text"), goal.value);
            }
        }
        let period = text(row, "date_as_written").to_lowercase();
        if !period.is_empty() {
            let found = goal.period.clone().unwrap_or_default().to_lowercase();
            let is_right =
                !found.is_empty() && (period.contains(&found) || found.contains(&period));
            score.count("target period", is_right);
            if !is_right {
                println!("  period of {}: {found}", text(row, "text"));
            }
        }
    }
    println!(
        "{number} goals beyond the gold       {:>3} of {:>3}",
        free.len(),
        document.goals.len()
    );
    score.hold_shares(floors);
}

#[test]
fn the_action_plan_gives_its_targets() {
    score("000", &[("targets", 1.0), ("target value", 1.0)]);
}

#[test]
fn the_operational_plan_gives_its_targets() {
    score("001", &[("targets", 0.96), ("target value", 0.95), ("target period", 1.0)]);
}

#[test]
fn the_commissioning_plan_gives_its_targets() {
    score("002", &[("targets", 1.0), ("target value", 1.0), ("target period", 1.0)]);
}

#[test]
fn the_business_plan_gives_its_targets() {
    score("003", &[("targets", 1.0), ("target value", 0.9), ("target period", 0.9)]);
}

#[test]
fn the_access_plan_gives_its_target() {
    score("004", &[("targets", 1.0)]);
}
