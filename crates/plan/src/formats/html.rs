//! Web pages, and documents saved as such: paragraphs, lists, headings and tables.

mod page;

use html5gum::{Token, Tokenizer};

use self::page::Page;
use super::limits::MOST_DRAWN_CELLS;
use super::writer::Writer;
use crate::ReadError;
use crate::source::SourceText;

/// How far into a text its first tag is looked for, in bytes.
const REACH: usize = 4096;

/// Whether a text is a web page: it says so at its beginning. Text with a few tags in it is not.
pub(super) fn is_html(text: &str) -> bool {
    let mut end = text.len().min(REACH);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut start = text.get(..end).unwrap_or_default().trim_start();
    while let Some(rest) = start.strip_prefix("<!--").or_else(|| start.strip_prefix("<?")) {
        let Some((_, after)) = rest.split_once('>') else { return false };
        start = after.trim_start();
    }
    let start = start.to_lowercase();
    let opens = |tag: &str| {
        start
            .strip_prefix(tag)
            .is_some_and(|rest| rest.starts_with([' ', '>', '\n', '\r', '\t', '/']))
    };
    ["<!doctype html", "<html", "<head", "<body", "<table", "<meta", "<title", "<h1", "<div"]
        .iter()
        .any(|tag| opens(tag))
}

/// Reads a web page.
pub(super) fn read(file: &str, text: &str) -> Result<SourceText, ReadError> {
    let mut page = Page::default();
    for token in Tokenizer::new(text) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).to_lowercase();
                let attribute = |wanted: &str| {
                    let found = tag
                        .attributes
                        .iter()
                        .find(|(name, _)| name.as_slice() == wanted.as_bytes());
                    found.map(|(_, value)| String::from_utf8_lossy(value).into_owned())
                };
                page.open(&name, attribute);
                if tag.self_closing {
                    page.close(&name);
                }
            }
            Token::EndTag(tag) => page.close(&String::from_utf8_lossy(&tag.name).to_lowercase()),
            Token::String(text) => page.add(&String::from_utf8_lossy(&text)),
            _ => {}
        }
        if page.drawn() > MOST_DRAWN_CELLS {
            return Err(ReadError::TooManyCells { file: file.to_owned(), limit: MOST_DRAWN_CELLS });
        }
    }
    let mut writer = Writer::new(file);
    writer.blocks(page.finish())?;
    Ok(writer.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        assert!(is_html(text), "{text}");
        let source = read("plan.html", text).unwrap();
        let lines = source.lines().filter(|(_, line)| !line.is_empty());
        let got: Vec<String> = lines
            .map(|(number, line)| match source.heading_level(number) {
                Some(level) => format!("h{level} {line}"),
                None => line.to_owned(),
            })
            .collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn headings_lists_and_text_are_lines() {
        check(
            "<!DOCTYPE html><html><head><title>T</title><style>p{}</style></head><body><h1>Plan</h1>\
             <p>One &amp; <b>two</b><br>three\n four<script>x()</script><p>Five<ul><li>dot</li></ul>\
             <ol start=3><li>c<li>d<ol type=a><li>sub</ol></ol></body></html>",
            &["h1 Plan", "One & two", "three four", "Five", "• dot", "3. c", "4. d", "a. sub"],
        );
    }

    #[test]
    fn cells_over_rows_and_columns_are_placed() {
        check(
            "<html><table><caption>Actions</caption><thead><tr><th>Action<th>Lead<th>When</thead>\
             <tr><td colspan=3>1. Access</td></tr>\
             <tr><td>Do<td rowspan=2><p>CE</p><p>DoF</p><td>May</tr><tr><td>Go<td>June</table></html>",
            &[
                "Actions",
                "| Action | Lead | When |",
                "| 1. Access | | |",
                "| Do | CE / DoF | May |",
                "| Go | CE / DoF | June |",
            ],
        );
    }

    #[test]
    fn a_table_around_a_page_is_no_table() {
        check(
            "<body><table><tr><td><p>Intro</p><table><tr><th>Action<th>Lead<tr><td>Do<td>CE</table></td></tr></table>",
            &["Intro", "| Action | Lead |", "| Do | CE |"],
        );
    }

    #[test]
    fn text_with_tags_is_no_page() {
        assert!(!is_html("1.1 Do this\tCE\t<p>May</p>"));
        assert!(!is_html("<p>Nov 03</p> <p>Jan 04</p>"));
    }
}
