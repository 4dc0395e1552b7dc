//! Lists and tables of what a programme covers.

use crate::{ReadOptions, read};

/// A line for each item: its first line, title, level and note.
fn check(text: &str, expected: &[&str]) {
    let document = read("plan.txt", text.as_bytes(), &ReadOptions::default()).unwrap();
    let got: Vec<String> = document
        .scope
        .iter()
        .map(|item| {
            let (level, note) = (item.level.as_deref(), item.note.as_deref());
            format!(
                "{}: {} | {} | {}",
                item.source.line_from,
                item.title,
                level.unwrap_or("-"),
                note.unwrap_or("-")
            )
        })
        .collect();
    assert_eq!(got, expected);
}

#[test]
fn items_with_their_level_on_the_line_below() {
    check(
        "Our involvement is at one of these levels:\n\na) Tier 1: we lead\n\nb) Tier 2: we advise\n\n\
         • Dental care\nTier 1\n\n• Eye care and\nlow vision aids\nTier 2\n\n• Transport\nTier 2\n\nText.\n",
        &[
            "7: Dental care | Tier 1 | we lead",
            "10: Eye care and low vision aids | Tier 2 | we advise",
            "14: Transport | Tier 2 | we advise",
        ],
    );
}

#[test]
fn items_with_their_level_on_the_same_line() {
    check(
        "Programme scope\n\n- Dental care – In scope\n- Eye care – Out of scope\n- Transport: In scope\n",
        &[
            "3: Dental care | In scope | -",
            "4: Eye care | Out of scope | -",
            "5: Transport | In scope | -",
        ],
    );
}

#[test]
fn a_table_of_areas_and_involvement() {
    check(
        "| Service | Level of involvement | Notes |\n|--|--|--|\n| Dental | Lead | new |\n| Eyes | None | |\n",
        &["3: Dental | Lead | new", "4: Eyes | None | -"],
    );
    check(
        "\tArea\n\tInvolvement\n\n\tDental\n\tLevel 1\n\n\tEyes\n\tLevel 2\n",
        &["4: Dental | Level 1 | -", "7: Eyes | Level 2 | -"],
    );
}

#[test]
fn levels_that_are_not_about_scope_are_left_alone() {
    check(
        "Care homes\n\n• Rose House\nLevel 1\n\n• Elm House\nLevel 2\n\n• The Oaks\nLevel 2\n",
        &[],
    );
}
