//! Lists of coded indicators under no headings: a code and a title to a row.

use std::collections::BTreeSet;

use crate::draft::{Indicator, Source};
use crate::shapes::Reading;
use crate::shapes::measured::words_of;
use crate::shapes::surroundings::{heading_above, text_above};
use crate::table::{Row, Table};

/// A list is one from so many rows.
const FEWEST_ROWS: usize = 3;

/// Reads a table of two columns or so without headings, when its first column holds codes of one family
/// and the text above it speaks of indicators.
pub(super) fn read(reading: &Reading, table: &Table) -> Option<Vec<Indicator>> {
    let rows: Vec<&Row> = table.rows.iter().filter(|row| row.filled() > 0).collect();
    let is_list = rows.len() >= FEWEST_ROWS
        && table.width <= 3
        && rows.iter().all(|row| is_code(&row.text(0)) && !row.is_blank(1))
        && is_one_family(&rows)
        && speaks_of_indicators(reading, table.line_from);
    if !is_list {
        return None;
    }
    let section = heading_above(reading.source, table.line_from);
    let indicator = |row: &&Row| Indicator {
        code: Some(row.text(0)),
        title: row.text(1),
        section: section.clone(),
        note: Some(row.text(2)).filter(|note| !note.is_empty()),
        source: Source { line_from: row.line_from, line_to: row.line_to },
        ..Indicator::default()
    };
    Some(rows.iter().map(indicator).collect())
}

/// Whether most cells of a column are codes, and no two the same.
pub(super) fn is_column_of_codes<'a>(rows: impl Iterator<Item = &'a Row>, column: usize) -> bool {
    let filled: Vec<String> =
        rows.map(|row| row.text(column)).filter(|text| !text.is_empty()).collect();
    let codes = filled.iter().filter(|text| is_code(text)).count();
    let distinct: BTreeSet<&String> = filled.iter().filter(|text| is_code(text)).collect();
    codes >= 2 && codes * 3 >= filled.len() * 2 && distinct.len() * 3 >= codes * 2
}

/// Letters and a number, such as `VSA01`, `NI 8` or `PHOF 2.12a`.
pub(super) fn is_code(text: &str) -> bool {
    let text = text.trim();
    let letters = text.chars().take_while(char::is_ascii_alphabetic).count();
    let rest = text[letters..].trim_start_matches([' ', '.', '-', '/']);
    let digits = rest.chars().filter(char::is_ascii_digit).count();
    let is_number = rest
        .chars()
        .all(|character| character.is_ascii_alphanumeric() || ".-/".contains(character));
    (1..=6).contains(&letters)
        && text.chars().next().is_some_and(|first| first.is_ascii_uppercase())
        && rest.starts_with(|first: char| first.is_ascii_digit())
        && (1..=6).contains(&digits)
        && rest.chars().count() <= digits + 4
        && is_number
}

fn is_one_family(rows: &[&Row]) -> bool {
    let family = |row: &&Row| row.text(0).chars().take_while(char::is_ascii_alphabetic).next();
    rows.first().is_some_and(|first| rows.iter().all(|row| family(row) == family(first)))
}

fn speaks_of_indicators(reading: &Reading, line: usize) -> bool {
    let spoken = ["indicator", "indicators", "measure", "measures", "metrics", "kpis"];
    text_above(reading.source, line)
        .take(3)
        .any(|(_, text)| words_of(text).iter().any(|word| spoken.contains(&word.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_letters_and_a_number() {
        for code in ["VSA01", "NI 8", "NI123", "PHOF 2.12a", "KPI-4", "E.A.3"] {
            assert_eq!(is_code(code), code != "E.A.3", "{code}");
        }
        for text in ["Sept 03", "1.10", "DoF", "MRSA", "Level", "", "£20", "A&E 4 hours"] {
            assert_eq!(is_code(text), text == "Sept 03", "{text}");
        }
    }
}
