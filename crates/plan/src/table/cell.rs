//! A cell of a table: its paragraphs, freed of the tags and marks of where it came from.

use std::sync::LazyLock;

use regex::Regex;

use crate::pattern::pattern;

static BREAK: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)</?(?:p|br|li|ul|ol|div)\b[^<>]*>"));
static TAG: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)</?(?:b|i|u|strong|em|span|sup|sub|font|a|td|tr|th)\b[^<>]*>"));

/// What stands in one cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// Its paragraphs, none empty, each with single blanks and without tags and emphasis marks.
    pub paragraphs: Vec<String>,
    /// The line on which it starts, counted from 1.
    pub line: usize,
}

impl Cell {
    /// Takes the raw text of a cell that starts on a line.
    #[must_use]
    pub fn new(raw: &str, line: usize) -> Self {
        let mut cell = Self { paragraphs: Vec::new(), line };
        cell.add(raw);
        cell
    }

    /// Adds further raw text as new paragraphs.
    pub fn add(&mut self, raw: &str) {
        let pieces: Vec<&str> =
            if raw.contains('<') { BREAK.split(raw).collect() } else { vec![raw] };
        self.paragraphs.extend(pieces.into_iter().map(plain).filter(|piece| !piece.is_empty()));
    }

    /// Its paragraphs joined by blanks.
    #[must_use]
    pub fn text(&self) -> String {
        self.paragraphs.join(" ")
    }

    /// Whether nothing stands in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.paragraphs.is_empty()
    }
}

/// Text with single blanks and without tags, entities, markdown emphasis and escapes.
#[must_use]
pub fn plain(raw: &str) -> String {
    let untagged = if raw.contains('<') { TAG.replace_all(raw, "") } else { raw.into() };
    let mut text = untagged.replace("**", "").replace("__", "");
    if text.contains('&') {
        for (entity, character) in [
            ("&nbsp;", " "),
            ("&amp;", "&"),
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&quot;", "\""),
            ("&#39;", "'"),
        ] {
            text = text.replace(entity, character);
        }
    }
    let mut text = words(&unescape(&text));
    let emphasised = |mark: char| {
        text.len() > 2
            && text.starts_with(mark)
            && text.ends_with(mark)
            && text.matches(mark).count() == 2
    };
    if emphasised('*') || emphasised('_') {
        text = text.get(1..text.len() - 1).unwrap_or_default().trim().to_owned();
    }
    text
}

fn unescape(text: &str) -> String {
    if !text.contains('\\') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if character == '\\' && characters.peek().is_some_and(char::is_ascii_punctuation) {
            continue;
        }
        out.push(character);
    }
    out
}

fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // The cell mark and the soft breaks of word processors are white space here.
    for word in
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty())
    {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, expected: &[&str]) {
        assert_eq!(Cell::new(raw, 1).paragraphs, expected);
    }

    #[test]
    fn tags_of_paragraphs_and_lines_part_a_cell() {
        check("<p>Nov 03</p> <p>Jan 04</p>", &["Nov 03", "Jan 04"]);
        check("One<br>two<BR/>three", &["One", "two", "three"]);
        check("a < b & c > d", &["a < b & c > d"]);
    }

    #[test]
    fn emphasis_escapes_and_entities_go() {
        check("**Lead**", &["Lead"]);
        check("*Lead*", &["Lead"]);
        check(r"R&amp;D\*  co\-ordinator&nbsp;", &["R&D* co-ordinator"]);
        check("140,000*", &["140,000*"]);
        check("  ", &[]);
    }
}
