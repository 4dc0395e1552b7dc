//! Separated values: by comma, semicolon or tab, line breaks inside quotation marks included.

use super::limits::MOST_COLUMNS;
use super::sheet::{row_of, tables_of};
use super::writer::{Block, Writer};
use crate::ReadError;
use crate::source::SourceText;
use crate::table::{Cell, Row, is_headings};

/// How many records tell whether a text is one of separated values.
const SAMPLE: usize = 400;

/// How many records may stand above the headings.
const MOST_TITLES: usize = 8;

/// Reads separated values as one table, titles above it included.
pub(super) fn read(file: &str, text: &str, separator: char) -> Result<SourceText, ReadError> {
    let mut writer = Writer::new(file);
    let records = Records::of(text, separator).enumerate();
    let rows = records
        .map(|(number, (record, _))| (number, row_of(record.into_iter().enumerate().collect())))
        .filter(|(_, row)| !row.cells.is_empty());
    for grid in tables_of(rows.collect()) {
        writer.blocks(vec![Block::Table(grid)])?;
    }
    Ok(writer.finish())
}

/// What separates the values of a text, if that is what it holds: nearly all its records are of one
/// length. Text with commas is not, and tabs alone are told apart as in any text.
pub(super) fn separator_of(text: &str) -> Option<char> {
    [',', ';', '\t'].into_iter().find(|separator| is_separated(text, *separator))
}

fn is_separated(text: &str, separator: char) -> bool {
    let mut records: Vec<(Vec<String>, bool)> = Records::of(text, separator).take(SAMPLE).collect();
    let has_quoted_break = records.iter().any(|(_, is_broken)| *is_broken);
    records.retain(|(record, _)| record.iter().any(|field| !field.trim().is_empty()));
    let widest = records.iter().map(|(record, _)| record.len()).max().unwrap_or(0);
    if records.len() < 2 || widest < 2 {
        return false;
    }
    let headings = records.iter().take(MOST_TITLES).position(|(record, _)| {
        let cells = record.iter().map(|field| Cell::new(field, 1)).collect();
        is_headings(&Row { cells, line_from: 1, line_to: 1 })
    });
    let body = records.get(headings.unwrap_or(0)..).unwrap_or_default();
    let width = body.first().map_or(0, |(record, _)| record.len());
    let alike = body.iter().filter(|(record, _)| record.len() == width).count();
    let is_even = body.len() >= 2 && width >= 2 && alike * 20 >= body.len() * 19;
    match separator {
        '\t' => is_even && has_quoted_break,
        _ => is_even && (headings.is_some() || width >= 3 && body.len() >= 3 && !is_prose(body)),
    }
}

/// Whether the fields are pieces of sentences: a blank stands before nearly every one but the first.
fn is_prose(records: &[(Vec<String>, bool)]) -> bool {
    let later = || records.iter().flat_map(|(record, _)| record.iter().skip(1));
    let spaced = later().filter(|field| field.starts_with(' ')).count();
    spaced * 2 > later().count()
}

/// The records of a text, each with whether a line break stands inside quotation marks.
struct Records<'t> {
    rest: &'t str,
    separator: char,
}

impl<'t> Records<'t> {
    fn of(text: &'t str, separator: char) -> Self {
        // Excel may say which separator it wrote.
        let rest = text
            .strip_prefix("sep=")
            .map_or(text, |rest| rest.split_once('\n').map_or("", |(_, rest)| rest));
        Self { rest, separator }
    }
}

impl Iterator for Records<'_> {
    type Item = (Vec<String>, bool);

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let (mut record, mut field) = (Vec::new(), String::new());
        let (mut is_quoted, mut is_broken, mut is_start) = (false, false, true);
        let mut letters = self.rest.char_indices().peekable();
        let mut end = self.rest.len();
        while let Some((at, letter)) = letters.next() {
            if is_quoted {
                if letter == '"' && letters.next_if(|(_, next)| *next == '"').is_none() {
                    is_quoted = false;
                } else {
                    is_broken |= letter == '\n';
                    field.push(letter);
                }
            } else if letter == '"' && is_start {
                (is_quoted, is_start) = (true, false);
            } else if letter == self.separator {
                let field = std::mem::take(&mut field);
                if record.len() < MOST_COLUMNS {
                    record.push(field);
                }
                is_start = true;
            } else if letter == '\n' || letter == '\r' {
                end = at + 1;
                if letter == '\r' && letters.peek().is_some_and(|(_, next)| *next == '\n') {
                    end += 1;
                }
                break;
            } else {
                field.push(letter);
                is_start &= letter == ' ';
            }
        }
        record.push(field);
        self.rest = self.rest.get(end..).unwrap_or_default();
        Some((record, is_broken))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&[&str]>) {
        let got = separator_of(text).map(|separator| {
            let source = read("plan.csv", text, separator).unwrap();
            source.text().lines().map(str::to_owned).collect::<Vec<_>>()
        });
        assert_eq!(
            got.as_deref(),
            expected
                .map(|lines| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>())
                .as_deref()
        );
    }

    #[test]
    fn commas_semicolons_and_tabs_with_quotes_are_told() {
        check(
            "Ref,Action,Lead,When\n1,\"Do, and\n\"\"go\"\"\",CE,May\n2,Stay,,June\n",
            Some(&[
                "| Ref | Action | Lead | When |",
                "| 1 | Do, and / \"go\" | CE | May |",
                "| 2 | Stay | | June |",
            ]),
        );
        check(
            "Action;Lead;When\r\nDo;CE;May\r\n",
            Some(&["| Action | Lead | When |", "| Do | CE | May |"]),
        );
        check(
            "Action\tLead\n\"Do\nthis\"\tCE\n",
            Some(&["| Action | Lead |", "| Do / this | CE |"]),
        );
    }

    #[test]
    fn titles_above_the_headings_are_text() {
        check(
            "Fenmarsh plan 2018/19,,\n,,\nAction,Lead,When\nDo,CE,May\n",
            Some(&["Fenmarsh plan 2018/19", "", "| Action | Lead | When |", "| Do | CE | May |"]),
        );
        check(
            "Fenmarsh plan\n\nAction,Lead,When\nDo,CE,May\n",
            Some(&["Fenmarsh plan", "", "| Action | Lead | When |", "| Do | CE | May |"]),
        );
    }

    #[test]
    fn text_with_commas_is_no_table() {
        check(
            "We will, in May, do this.\nThen, in June, that.\nAnd more, if we can, later.\n",
            None,
        );
        check("One line, only\n", None);
        check("Action\tLead\nDo\tCE\n", None);
    }
}
