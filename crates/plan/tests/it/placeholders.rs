//! What is still to be written in the real plans.

use crate::gold::{Score, document_and_gold, rows};

/// Lines of the findings of the rule.
fn lines(document: &bellwether_plan::Document) -> Vec<u64> {
    let found = document.findings.iter().filter(|finding| finding.rule == "placeholder");
    found.filter_map(|finding| u64::try_from(finding.line?).ok()).collect()
}

#[test]
fn the_commissioning_plan_says_what_is_still_to_be_written() {
    let Some((document, gold)) = document_and_gold("002") else { return };
    let lines = lines(&document);
    println!("{lines:?}");
    let mut score = Score::of("002");
    for row in rows(&gold, "placeholders") {
        score.count("placeholders", row["line"].as_u64().is_some_and(|line| lines.contains(&line)));
    }
    // Rates and costs left blank stand on several lines that the gold counts as one.
    assert!(lines.len() <= 19, "{lines:?}");
    score.hold(&[("placeholders", 14, 14)]);
}

#[test]
fn finished_plans_have_next_to_nothing_left_to_write() {
    for number in ["000", "001", "003", "004"] {
        let Some((document, _)) = document_and_gold(number) else { return };
        let lines = lines(&document);
        assert!(lines.len() <= 1, "{number}: {lines:?}");
    }
}
