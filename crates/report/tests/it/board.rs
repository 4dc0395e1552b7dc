//! The paper is accessible, the same every time, and laid out whatever it is given.

use std::sync::LazyLock;

use bellwether_report::board::{self, BoardPaper, ReportError};
use bellwether_report::chart::SpcChart;
use bellwether_stats::spc::{Assurance, Judgement, Variation};

use crate::sample::paper::{empty_paper, long_paper, short_paper as short};
use crate::sample::{self, day};

/// The short paper laid out, once for all that only look at it.
static SHORT: LazyLock<Vec<u8>> = LazyLock::new(|| laid_out(&short()));

fn count(bytes: &[u8], wanted: &str) -> usize {
    bytes.windows(wanted.len()).filter(|window| *window == wanted.as_bytes()).count()
}

fn pages(bytes: &[u8]) -> usize {
    count(bytes, "/Type/Page/")
}

fn laid_out(paper: &BoardPaper) -> Vec<u8> {
    board::pdf(paper).expect("the paper is laid out")
}

#[test]
fn the_paper_is_tagged_titled_and_in_british_english() {
    let bytes = &*SHORT;
    assert!(bytes.starts_with(b"%PDF-1."));
    assert!(count(bytes, "/StructTreeRoot") > 0 && count(bytes, "/Marked true") == 1);
    assert!(count(bytes, "pdfuaid:part") > 0, "it claims PDF/UA-1");
    assert!(count(bytes, "en-GB") > 0);
    let title =
        "Performance report to the Board, Northmere Primary Care Trust, as at 31 March 2009";
    assert!(count(bytes, title) > 0);
    assert!(count(bytes, "/TH") >= 8 + 6 + 4, "the heads of three tables are heads");
}

#[test]
fn every_picture_has_words() {
    let bytes = &*SHORT;
    let pictures = 1 + 6 * 2 + 12 + 2 * 3;
    assert!(count(bytes, "/Alt") >= pictures, "{} of {pictures}", count(bytes, "/Alt"));
}

#[test]
fn fonts_are_embedded() {
    let bytes = &*SHORT;
    assert!(count(bytes, "+Inter-Regular") > 0 && count(bytes, "+Inter-Bold") > 0);
    assert!(count(bytes, "/FontFile") >= 2);
}

#[test]
fn the_same_paper_gives_the_same_bytes() {
    assert!(*SHORT == laid_out(&short()), "two layouts of one paper differ");
    assert!(count(&SHORT, "2009-03-31") > 0, "it is dated by its as-at day");
}

#[test]
fn an_empty_paper_is_laid_out() {
    let bytes = laid_out(&empty_paper());
    assert!(pages(&bytes) >= 2, "{} pages", pages(&bytes));
}

#[test]
fn very_long_words_and_texts_are_laid_out() {
    assert!(pages(&laid_out(&long_paper())) > pages(&SHORT));
}

#[test]
fn words_are_never_read_as_markup_and_odd_characters_do_no_harm() {
    let mut paper = short();
    let odd = "#panic() $x$ *bold* `code` <label> @ref \\ // \u{0}\u{7} 🎉 日本 \u{202E}rtl\u{FE0F} <svg>&amp;";
    paper.organisation = odd.to_owned();
    paper.status_counts.push((odd.to_owned(), 1));
    paper.matrix[0].title = odd.to_owned();
    paper.exceptions[0].chart.title = odd.to_owned();
    paper.exceptions[0].chart.description = odd.to_owned();
    paper.exceptions[0].chart.unit = odd.to_owned();
    paper.exceptions[0].commentary = odd.to_owned();
    paper.overdue[0].commitments[0].latest_update = Some(odd.to_owned());
    assert!(!laid_out(&paper).is_empty());
}

#[test]
fn an_exception_without_points_is_laid_out() {
    let mut paper = short();
    let (variation, assurance) = (Variation::None, Assurance::None);
    let judgement = Judgement { points: Vec::new(), variation, assurance };
    paper.exceptions[0].chart =
        SpcChart { judgement, dates: Vec::new(), target: Some(f64::NAN), ..sample::chart("x", 1) };
    paper.exceptions[0].since = None;
    paper.matrix.clear();
    assert!(!laid_out(&paper).is_empty());
}

#[test]
fn a_picture_without_words_is_refused() {
    let mut paper = short();
    paper.exceptions[0].chart.title = " ".to_owned();
    paper.exceptions[0].chart.description = String::new();
    let refused = board::pdf(&paper).expect_err("a chart that says nothing is refused");
    let ReportError::Undescribed(code) = refused else { panic!("{refused}") };
    assert_eq!(code, "VSA06");
}

#[test]
fn a_day_outside_the_calendar_of_the_layout_is_an_error_and_no_panic() {
    let paper = BoardPaper { as_at: chrono::NaiveDate::MAX, ..empty_paper() };
    assert!(board::pdf(&paper).is_err());
    let early = BoardPaper { as_at: day("1948-07-05"), ..empty_paper() };
    assert!(board::pdf(&early).is_ok());
}
