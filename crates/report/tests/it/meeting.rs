//! The paper of a review meeting is accessible, the same every time, and laid out whatever it is given.

use bellwether_report::meeting::{self, MeetingPaper, Part, PartRow};

use crate::sample::day;

fn row(text: &str) -> PartRow {
    PartRow {
        reference: "2.1".to_owned(),
        text: text.to_owned(),
        lead: "Director of Urgent Care".to_owned(),
        due: "31 Mar 2009".to_owned(),
        status: "At risk".to_owned(),
        reasons: vec!["40 days overdue".to_owned(), "due date moved twice".to_owned()],
        decisions: vec!["Refocus: the builder is to be replaced by May. \u{1F389}".to_owned()],
    }
}

fn paper(rows: Vec<PartRow>) -> MeetingPaper {
    let part = |heading: &str, rows| Part {
        heading: heading.to_owned(),
        purpose: "What is behind.".to_owned(),
        otherwise: "Nothing is behind.".to_owned(),
        rows,
    };
    MeetingPaper {
        organisation: "Northmere Primary Care Trust".to_owned(),
        plan: "Operational plan 2008/09".to_owned(),
        title: "Half-year review".to_owned(),
        held_on: day("2009-01-30"),
        period: "1 October 2008 to 31 March 2009".to_owned(),
        present: "The whole board".to_owned(),
        conclusion: "On course but for urgent care.".to_owned(),
        counts: vec![("On track".to_owned(), 3, 9)],
        parts: vec![part("To celebrate", Vec::new()), part("To refocus", rows)],
    }
}

fn count(bytes: &[u8], wanted: &str) -> usize {
    bytes.windows(wanted.len()).filter(|window| *window == wanted.as_bytes()).count()
}

#[test]
fn the_paper_is_tagged_titled_and_the_same_every_time() {
    let paper = paper(vec![row("Open an urgent treatment centre")]);
    let bytes = meeting::pdf(&paper).unwrap();
    assert!(bytes.starts_with(b"%PDF-1.") && count(&bytes, "pdfuaid:part") > 0);
    assert!(count(&bytes, "Half-year review, Operational plan 2008/09, 30 January 2009") > 0);
    assert!(bytes == meeting::pdf(&paper).unwrap(), "two layouts of one paper differ");
}

#[test]
fn long_words_and_many_rows_are_laid_out() {
    let long = "antidisestablishmentarianism".repeat(12);
    let rows = (0..120).map(|_| row(&long)).collect();
    let bytes = meeting::pdf(&paper(rows)).unwrap();
    assert!(count(&bytes, "/Type/Page/") > 20);
    let empty = MeetingPaper { counts: Vec::new(), parts: Vec::new(), ..paper(Vec::new()) };
    assert_eq!(count(&meeting::pdf(&empty).unwrap(), "/Type/Page/"), 1);
}
