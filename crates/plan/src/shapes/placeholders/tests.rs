//! Placeholders and what only looks like one.

use crate::{ReadOptions, read};

/// The line and the first words of the message of each placeholder.
fn check(text: &str, expected: &[&str]) {
    let document = read("plan.txt", text.as_bytes(), &ReadOptions::default()).unwrap();
    let got: Vec<String> = document
        .findings
        .iter()
        .filter(|finding| finding.rule == super::RULE)
        // The linter may sum blanks up in one finding of its own.
        .filter(|finding| !finding.message.starts_with("places still"))
        .map(|finding| {
            let message = finding.message.split(';').next().unwrap_or_default();
            format!("{} {message}", finding.line.unwrap_or(0))
        })
        .collect();
    assert_eq!(got, expected);
}

#[test]
fn a_blank_stands_where_a_figure_belongs() {
    check(
        "The post costs £xx per hour.\n\nThe team needs XX nurses.\n\nStart on [insert date].\n\nTBC\n",
        &[
            "1 \"The post costs £xx per hour.\" leaves a blank",
            "3 \"The team needs XX nurses.\" leaves a blank",
            "5 \"Start on [insert date].\" leaves a blank",
            "7 \"TBC\" leaves a blank",
        ],
    );
}

#[test]
fn what_is_still_to_be_written_says_so() {
    check(
        "1. Summary\n\nTo be written by the chair.\n\n2. Money\n\nDetails to follow.\n",
        &[
            "3 \"To be written by the chair.\" is still to be written",
            "7 \"Details to follow.\" is still to be written",
        ],
    );
}

#[test]
fn notes_speak_to_the_writer() {
    check(
        "We still need to explain the risks here.\n\nThis is in the contract. Who signs it? See 4.2.\n",
        &[
            "1 \"We still need to explain the risks here.\" is a note to the writer",
            "3 \"This is in the contract. Who signs it? See 4.2.\" is a note to the writer",
        ],
    );
}

#[test]
fn a_section_that_only_says_what_it_will_hold_is_announced() {
    check(
        "4.1 Money\n\nThis will set out the budget.\n\n4.2 Appendix: People\n\n4.3 Premises\n\nTwo rooms.\n",
        &[
            "3 \"This will set out the budget.\" says what belongs here and does not give it",
            "5 nothing stands under \"Appendix: People\"",
        ],
    );
}

#[test]
fn ordinary_text_is_no_placeholder() {
    check(
        "1.1 Aims\n\nThe strategy is to be agreed with partners in June.\n\n1.2 Why?\n\n\
         How will we know? We will count visits.\n\nWe need to describe our work better to patients.\n\n\
         The boxes were ticked. This will include weekends.\n",
        &[],
    );
}
