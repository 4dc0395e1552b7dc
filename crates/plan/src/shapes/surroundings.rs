//! What stands around a table: its heading and the paragraph that leads to it.

use super::measured::{Column, column_of};
use crate::outline::heading;
use crate::source::SourceText;
use crate::table::plain;

/// How far above a table its heading is looked for, in lines.
const REACH: usize = 30;

/// The nearest heading above a line, long paragraphs between them passed over, up to the table before.
pub(super) fn heading_above(source: &SourceText, line: usize) -> Option<String> {
    text_above(source, line)
        .find_map(|(_, text)| {
            let words = text.split_whitespace().count();
            let is_named = text.chars().filter(|letter| letter.is_alphabetic()).count() >= 3;
            // "These indicators are proposed:" leads to a table but is no heading, nor is a labelled line.
            let leads_in = text.ends_with(':') && words >= 5;
            let is_labelled = text.split_once(':').is_some_and(|(label, rest)| {
                !rest.is_empty()
                    && matches!(column_of(label), Some(Column::Risk | Column::Contingency))
            });
            // A caption may end in a stop.
            let caption = text.strip_suffix('.').filter(|text| words <= 10 && !text.contains(". "));
            let is_heading = is_named && words <= 14 && !leads_in && !is_labelled;
            heading(caption.unwrap_or(text)).filter(|_| is_heading)
        })
        .or_else(|| heading(source.line(source.marked_heading_above(line)?)))
}

/// The nearest paragraph above a line.
pub(super) fn paragraph_above(source: &SourceText, line: usize) -> Option<String> {
    text_above(source, line).next().map(|(_, text)| plain(text))
}

/// The lines of text above a line, the nearest first, as far as the table before or the end of reach.
pub(super) fn text_above(source: &SourceText, line: usize) -> impl Iterator<Item = (usize, &str)> {
    (line.saturating_sub(REACH).max(1)..line)
        .rev()
        .map(|number| (number, source.line(number)))
        .take_while(|(_, text)| !is_table_line(text))
        .map(|(number, text)| (number, text.trim()))
        .filter(|(_, text)| !text.is_empty())
}

fn is_table_line(text: &str) -> bool {
    let text = text.trim();
    // A tab may part a heading from its number.
    let is_numbered = text.split_once('\t').is_some_and(|(number, rest)| {
        let number = number.trim_end_matches(['.', ')']);
        let is_number = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        is_number && !number.is_empty() && !rest.trim().contains('\t')
    });
    (text.contains('\t') && !is_numbered) || text.starts_with('|')
}
