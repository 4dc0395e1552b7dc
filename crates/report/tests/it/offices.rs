//! Spreadsheets and documents, read back by other hands than those that wrote them.

use std::io::{Cursor, Read as _};

use bellwether_report::standing::{CommitmentStanding, Standing};
use bellwether_report::xlsx::heading;
use bellwether_report::{docx, xlsx};
use calamine::{Data, Range, Reader as _, Xlsx};
use quick_xml::events::Event;

use crate::sample_standing::standing;

fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    (0..archive.len())
        .map(|position| {
            let mut part = archive.by_index(position).expect("a part");
            let mut text = String::new();
            part.read_to_string(&mut text).expect("text");
            (part.name().expect("a name").into_owned(), text)
        })
        .collect()
}

fn is_well_formed(xml: &str) -> bool {
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => return true,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}

fn check_well_formed(bytes: &[u8]) {
    for (name, text) in parts(bytes) {
        assert!(is_well_formed(&text), "{name} is no XML");
    }
}

fn sheet(bytes: &[u8], name: &str) -> Range<Data> {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    workbook.worksheet_range(name).expect("the sheet")
}

/// The cell under a heading, in the row of so many below it.
fn cell(range: &Range<Data>, row: u32, under: &str) -> Data {
    let mut headings = range.rows().next().expect("headings").iter();
    let column = headings.position(|cell| cell == under).expect(under);
    range.get_value((row, u32::try_from(column).expect("few"))).cloned().unwrap_or_default()
}

fn with_one(change: impl Fn(&mut CommitmentStanding)) -> Standing {
    let mut standing = standing(1);
    change(&mut standing.plans[0].sections[0].commitments[0]);
    standing
}

#[test]
fn a_workbook_holds_every_commitment_under_its_headings() {
    let bytes = xlsx::workbook(&standing(60)).expect("a workbook");
    check_well_formed(&bytes);
    let range = sheet(&bytes, xlsx::COMMITMENTS_SHEET);
    assert_eq!(range.height(), 61);
    assert_eq!(cell(&range, 1, heading::ID), Data::Float(1000.0));
    assert_eq!(cell(&range, 60, heading::ID), Data::Float(1059.0));
    assert_eq!(cell(&range, 3, heading::STATUS), Data::String("At risk".to_owned()));
    assert_eq!(cell(&range, 1, heading::PROGRESS), Data::Float(0.0));
    assert_eq!(cell(&range, 4, heading::MOVED).to_string(), "31 Mar 2018 to 3 Jul 2018");
    let due = cell(&range, 1, heading::DUE_BY);
    // 43281 is 30 June 2018 in the days that spreadsheets count.
    assert_eq!(due.to_string(), "43281", "{due:?}");
    assert_eq!(sheet(&bytes, "Risks").height(), 2);
    assert_eq!(sheet(&bytes, "Indicators").height(), 2);
    assert!(sheet(&bytes, "How it works").height() > 8);
}

#[test]
fn only_the_four_open_columns_can_be_changed_and_statuses_are_chosen_from_a_list() {
    let bytes = xlsx::workbook(&standing(3)).expect("a workbook");
    let parts = parts(&bytes);
    let (_, sheet) = parts.iter().find(|(name, _)| name.ends_with("sheet1.xml")).expect("it");
    for part in ["<sheetProtection", "sheet=\"1\"", "autoFilter=\"0\"", "<pane", "<autoFilter"] {
        assert!(sheet.contains(part), "{part} is missing");
    }
    assert!(sheet.contains("Not started,On track,At risk"), "{sheet}");
    let (_, styles) = parts.iter().find(|(name, _)| name.ends_with("styles.xml")).expect("them");
    assert!(styles.contains("<protection locked=\"0\""));
}

#[test]
fn text_that_looks_like_a_formula_stays_text() {
    for text in ["=1+1", "+44 20", "-1", "@SUM(A1)", "=HYPERLINK(\"http://elsewhere.example\")"] {
        let bytes = xlsx::workbook(&with_one(|row| text.clone_into(&mut row.text)));
        let bytes = bytes.expect("a workbook");
        for (name, part) in parts(&bytes) {
            assert!(!name.contains("sheet") || !part.contains("<f>"), "{text} is a formula");
        }
        let range = sheet(&bytes, xlsx::COMMITMENTS_SHEET);
        assert_eq!(cell(&range, 1, heading::TEXT), Data::String(text.to_owned()));
    }
}

#[test]
fn whatever_a_text_holds_both_files_can_be_opened() {
    let long = "very long ".repeat(5_000);
    for text in
        ["a < b & c > d \"quoted\" ]]>", "bell \u{7} and nul \u{0}", "two\nlines", &long, "𝒳 é"]
    {
        let standing = with_one(|row| {
            text.clone_into(&mut row.text);
            row.latest_note = Some(text.to_owned());
        });
        let workbook = xlsx::workbook(&standing).expect("a workbook");
        check_well_formed(&workbook);
        let found = cell(&sheet(&workbook, xlsx::COMMITMENTS_SHEET), 1, heading::TEXT).to_string();
        assert_eq!(found.chars().next(), text.chars().next());
        check_well_formed(&docx::document(&standing).expect("a document"));
    }
}

#[test]
fn a_plan_with_nothing_in_it_is_still_a_workbook_and_a_document() {
    let mut none = standing(0);
    check_well_formed(&xlsx::workbook(&none).expect("a workbook"));
    check_well_formed(&docx::document(&none).expect("a document"));
    none.plans.clear();
    check_well_formed(&xlsx::workbook(&none).expect("a workbook"));
    check_well_formed(&docx::document(&none).expect("a document"));
}

#[test]
fn a_document_says_section_promise_due_moves_and_status_under_headings_that_repeat() {
    let bytes = docx::document(&standing(30)).expect("a document");
    check_well_formed(&bytes);
    let parts = parts(&bytes);
    let part = |wanted: &str| {
        let found = parts.iter().find(|(name, _)| name == wanted);
        found.map(|(_, text)| text.as_str()).expect("the part")
    };
    let document = part("word/document.xml");
    for text in [
        "1. Urgent &amp; emergency care",
        "What was promised",
        "moved 31 Mar 2018 to 3 Jul 2018, on 1 Dec 2018",
        "46 days overdue",
        "At risk",
        "Ada Byron, Director of Urgent Care",
    ] {
        assert!(document.contains(text), "{text} is missing");
    }
    // Two sections, risks, goals and indicators: five tables, each with headings that repeat.
    assert_eq!(document.matches("<w:tblHeader").count(), 5);
    assert_eq!(document.matches("<w:tbl>").count(), 5);
    assert!(part("docProps/core.xml").contains("<dc:title>Action plan 2018/19</dc:title>"));
}
