//! Commitments in the running text of the real plans: how many are found, and how many of those found are
//! any.

use std::collections::BTreeMap;

use bellwether_plan::draft::{Commitment, Document};
use serde_json::Value;

use crate::gold::{Score, document_and_gold, rows, text};

/// How much of a gold sentence and of what was read have to be the same words.
const SAME: f64 = 0.8;

/// Words without their marks, lower case.
fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let parts =
        lower.split(|letter: char| !(letter.is_ascii_alphanumeric() || "£%".contains(letter)));
    parts.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Whether a sentence is what the gold has: nearly the same words, or one within the other.
fn is_same(gold: &[String], read: &[String]) -> bool {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for word in read {
        *left.entry(word).or_default() += 1;
    }
    let mut shared = 0_u32;
    for word in gold {
        if let Some(count) = left.get_mut(word.as_str()).filter(|count| **count > 0) {
            *count -= 1;
            shared += 1;
        }
    }
    let length = u32::try_from(gold.len() + read.len()).unwrap_or(u32::MAX);
    let (short, long) = if gold.len() < read.len() { (gold, read) } else { (read, gold) };
    let within = short.len() >= 4
        && short.len() * 4 >= long.len()
        && long.windows(short.len()).any(|part| part == short);
    within || 2.0 * f64::from(shared) >= SAME * f64::from(length)
}

/// What the gold has as commitments of the running text, and what else it has that is no mistake.
struct Wanted {
    sentences: Vec<Value>,
    neutral: Vec<Vec<String>>,
}

fn score(document: &Document, wanted: &Wanted, score: &mut Score) {
    let prose: Vec<(&Commitment, Vec<String>)> =
        document.commitments.iter().map(|found| (found, words(&found.text))).collect();
    let mut is_any = vec![false; prose.len()];
    for row in &wanted.sentences {
        let gold = words(text(row, "text"));
        let hits: Vec<usize> =
            (0..prose.len()).filter(|place| is_same(&gold, &prose[*place].1)).collect();
        score.count("recall", !hits.is_empty());
        if hits.is_empty() {
            println!("  missed {}: {}", row["line"], text(row, "text"));
        }
        for hit in &hits {
            is_any[*hit] = true;
        }
        let line = row["line"].as_u64().and_then(|line| usize::try_from(line).ok()).unwrap_or(0);
        if !hits.is_empty() {
            let is_there = hits.iter().any(|place| {
                let source = prose[*place].0.source;
                source.line_from <= line + 1 && line <= source.line_to + 1
            });
            score.count("line", is_there);
        }
        let single = row["timescale"]["as_written"].as_str().map(str::to_owned);
        let time =
            single.or_else(|| row["timescales"][0]["as_written"].as_str().map(str::to_owned));
        if let (Some(time), false) = (time, hits.is_empty()) {
            let is_read = hits.iter().flat_map(|place| &prose[*place].0.timescales).any(|found| {
                let (found, time) = (found.as_written.to_lowercase(), time.to_lowercase());
                found.contains(&time) || time.contains(&found)
            });
            score.count("timescale", is_read);
        }
    }
    for ((found, words), is_any) in prose.iter().zip(is_any) {
        let is_known = wanted.neutral.iter().any(|other| is_same(other, words));
        if is_any || !is_known {
            score.count("precision", is_any);
            if !is_any {
                println!("  no commitment in the gold: {} {}", found.source.line_from, found.text);
            }
        }
    }
}

fn texts(gold: &Value, list: &str, field: &str) -> Vec<Vec<String>> {
    rows(gold, list).iter().map(|row| words(text(row, field))).collect()
}

#[test]
fn the_operational_plan_gives_its_narrative_commitments() {
    let Some((mut document, gold)) = document_and_gold("001") else { return };
    // Pledges and tables are scored elsewhere.
    let pledges: Vec<u64> =
        rows(&gold, "actions").iter().filter_map(|row| row["line"].as_u64()).collect();
    let (first, last) = (pledges.iter().min(), pledges.iter().max());
    let is_table = |line: usize| {
        let line = u64::try_from(line).unwrap_or(0);
        Some(&line) >= first && Some(&line) <= last && !(1140..1250).contains(&line)
    };
    document.commitments.retain(|found| {
        !is_table(found.source.line_from) && !found.reference.starts_with("Pledge")
    });
    let sentences = rows(&gold, "narrative_commitments").to_vec();
    let mut found = Score::of("001 prose");
    score(&document, &Wanted { sentences, neutral: Vec::new() }, &mut found);
    found.hold_shares(&[("recall", 0.84), ("precision", 0.86), ("line", 1.0), ("timescale", 0.75)]);
}

#[test]
fn the_commissioning_plan_gives_its_commitments() {
    let Some((document, gold)) = document_and_gold("002") else { return };
    let mut neutral = texts(&gold, "milestone_process", "title");
    neutral.extend(texts(&gold, "placeholders", "text"));
    neutral.extend(texts(&gold, "targets", "text"));
    let sentences = rows(&gold, "actions").to_vec();
    let mut found = Score::of("002 prose");
    score(&document, &Wanted { sentences, neutral }, &mut found);
    found.hold_shares(&[("recall", 0.9), ("precision", 0.9), ("line", 1.0), ("timescale", 0.9)]);
}

#[test]
fn the_business_plan_gives_its_commitments() {
    let Some((document, gold)) = document_and_gold("003") else { return };
    let mut neutral = texts(&gold, "executive_summary_priorities", "text");
    neutral.extend(texts(&gold, "pillars", "title"));
    neutral.extend(texts(&gold, "targets", "text"));
    let sentences = rows(&gold, "actions").to_vec();
    let mut found = Score::of("003 prose");
    score(&document, &Wanted { sentences, neutral }, &mut found);
    found.hold_shares(&[("recall", 0.84), ("precision", 0.86), ("line", 1.0), ("timescale", 0.8)]);
}

#[test]
fn action_plans_in_tables_have_no_commitments_beside_them() {
    for (number, rows_of_tables) in [("000", 80), ("004", 23)] {
        let Some((document, _)) = document_and_gold(number) else { return };
        assert_eq!(document.commitments.len(), rows_of_tables, "{number}");
    }
}
