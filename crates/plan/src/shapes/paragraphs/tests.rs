//! Paragraphs of the kinds of text that plans come in.

use bellwether_calendar::Context;

use super::{Kind, paragraphs};
use crate::leads::LeadsKey;
use crate::shapes::Reading;
use crate::source::SourceText;
use crate::{outline, table};

/// A line for each paragraph: lines, kind, reference, section, text.
fn check(text: &str, expected: &[&str]) {
    let source = SourceText::from_bytes("plan.txt", text.as_bytes()).unwrap();
    let tables = table::find_tables(&source);
    let outline = outline::read(&source, &tables);
    let key = LeadsKey::find(&source, &tables);
    let reading = Reading {
        source: &source,
        tables: &tables,
        context: Context::default(),
        key: &key,
        outline: &outline,
    };
    let got: Vec<String> = paragraphs(&reading)
        .iter()
        .map(|found| {
            let kind = match found.kind {
                Kind::Heading(level) => format!("heading {level}"),
                Kind::Item => "item".to_owned(),
                Kind::Text => "text".to_owned(),
            };
            format!(
                "{}-{} {kind} [{}] {} | {}",
                found.line_from,
                found.line_to,
                found.mark.reference(),
                found.sections.join(" › "),
                found.text
            )
        })
        .collect();
    assert_eq!(got, expected);
}

#[test]
fn numbered_headings_hold_numbered_text_and_lettered_items() {
    check(
        "2. Strategy\n\n2.1. Goals\n\n2.1.1. Balance the books by March.\n\na) Cut waste.\n\nb) Sell land.\n",
        &[
            "1-1 heading 1 [2]  | Strategy",
            "3-3 heading 2 [2.1] 2 Strategy | Goals",
            "5-5 item [2.1.1] 2 Strategy › 2.1 Goals | Balance the books by March.",
            "7-7 item [a] 2 Strategy › 2.1 Goals | Cut waste.",
            "9-9 item [b] 2 Strategy › 2.1 Goals | Sell land.",
        ],
    );
}

#[test]
fn a_number_on_a_line_of_its_own_is_the_heading_below_it() {
    check(
        "SECTION 5\nNational Requirements\n\n5.1\nCancer Services\n\nWe will act.\n",
        &[
            "1-2 heading 0 []  | SECTION 5 National Requirements",
            "4-5 heading 2 [5.1] SECTION 5 National Requirements | Cancer Services",
            "7-7 text [] SECTION 5 National Requirements › 5.1 Cancer Services | We will act.",
        ],
    );
}

#[test]
fn broken_lines_are_whole_again_also_over_a_page_break() {
    check(
        "We will open the new centre in the old town hall, which\nstands empty, and close the others.\n\n\
         This plan has been written to describe as clearly as we can what\n\nwe want to do.\n",
        &[
            "1-2 text []  | We will open the new centre in the old town hall, which stands empty, and close the others.",
            "4-6 text []  | This plan has been written to describe as clearly as we can what we want to do.",
        ],
    );
}

#[test]
fn tasks_in_a_row_are_items_and_a_task_over_text_is_a_heading() {
    check(
        "4) *Build the hub*\n\nThe hub matters.\n\n- 1) Map the flows\n- 2) Set the sanctions\n",
        &[
            "1-1 heading 8 [4]  | Build the hub",
            "3-3 text [] 4 Build the hub | The hub matters.",
            "5-5 item [1] 4 Build the hub | Map the flows",
            "6-6 item [2] 4 Build the hub | Set the sanctions",
        ],
    );
}

#[test]
fn markdown_headings_and_bullets() {
    check(
        "# Plan\n\n## Access\n\n* Open at eight.\n* Close at ten.\n\n| a | b |\n|---|---|\n| c | d |\n\nText.\n",
        &[
            "1-1 heading 1 []  | Plan",
            "3-3 heading 2 [] Plan | Access",
            "5-5 item [] Plan › Access | Open at eight.",
            "6-6 item [] Plan › Access | Close at ten.",
            "12-12 text [] Plan › Access | Text.",
        ],
    );
}
