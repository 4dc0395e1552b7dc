//! The lines of a document, numbered as an editor numbers them.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::ReadError;
use crate::draft::Finding;
use crate::formats;
use crate::table::Table;

/// The largest document that is read, in bytes: far more than any plan, far less than the memory.
pub const LARGEST_DOCUMENT: usize = 20 * 1024 * 1024;

/// A document as lines of text, with what its format says of them: tables as cells, and headings.
#[derive(Debug, Clone)]
pub struct SourceText {
    file: String,
    text: Arc<str>,
    lines: Arc<[Range<u32>]>,
    /// The last line that is seen; those beyond it are left to another view of the text.
    end: usize,
    known: Arc<Known>,
}

/// What the format of a document says of its lines, so that nobody has to guess it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    /// Its tables, in document order; those written as mere text are not among them.
    pub(crate) tables: Vec<Table>,
    /// Levels of the lines that are headings, 0 for the title.
    pub(crate) headings: BTreeMap<usize, u8>,
    /// What could not be read, and what a person should know of the file.
    pub(crate) findings: Vec<Finding>,
}

impl SourceText {
    /// Takes the bytes of a file of any format that is read; what it is shows in its bytes, not in its
    /// name.
    ///
    /// # Errors
    ///
    /// Returns an error when the bytes are no document that can be read, hold nothing but blanks, or are
    /// more than [`LARGEST_DOCUMENT`].
    pub fn from_bytes(file: &str, bytes: &[u8]) -> Result<Self, ReadError> {
        if bytes.len() > LARGEST_DOCUMENT {
            return Err(ReadError::TooLarge {
                file: file.to_owned(),
                bytes: bytes.len(),
                limit: LARGEST_DOCUMENT,
            });
        }
        let source = formats::read(file, bytes)?;
        if source.text.trim().is_empty() {
            return Err(ReadError::Empty { file: file.to_owned() });
        }
        Ok(source)
    }

    /// Text of which nothing more is known, any line ends.
    pub(crate) fn of_text(file: &str, text: String) -> Self {
        Self::with_known(file, text, Known::default())
    }

    /// Text with what its format says of its lines.
    pub(crate) fn with_known(file: &str, text: String, known: Known) -> Self {
        let lines: Arc<[Range<u32>]> = split_lines(&text).into();
        let end = lines.len();
        Self { file: file.to_owned(), text: text.into(), lines, end, known: Arc::new(known) }
    }

    /// Name of the file.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// How many lines there are.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.end
    }

    /// The line with this number, counted from 1, without its line end; empty past either end.
    #[must_use]
    pub fn line(&self, number: usize) -> &str {
        number
            .checked_sub(1)
            .filter(|index| *index < self.end)
            .and_then(|index| self.lines.get(index))
            .and_then(|range| self.text.get(range.start as usize..range.end as usize))
            .unwrap_or_default()
    }

    /// Every line with its number, counted from 1.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..=self.end).map(|number| (number, self.line(number)))
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The level of a line that the document itself marks as a heading: 0 for its title, 1 for the
    /// highest. Plain text marks none.
    #[must_use]
    pub fn heading_level(&self, line: usize) -> Option<u8> {
        self.known.headings.get(&line).copied()
    }

    /// The nearest line above one that the document itself marks as the heading of a section.
    pub(crate) fn marked_heading_above(&self, line: usize) -> Option<usize> {
        let mut above = self.known.headings.range(..line).rev();
        above.find(|(_, level)| **level > 0).map(|(number, _)| *number)
    }

    /// The tables that the document itself marks as such, in document order.
    #[must_use]
    pub fn known_tables(&self) -> &[Table] {
        &self.known.tables
    }

    /// What could not be read, and what a person should know of the file.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.known.findings
    }

    /// Adds what a person should know of the file.
    pub(crate) fn add_findings(&mut self, findings: impl IntoIterator<Item = Finding>) {
        let mut findings = findings.into_iter().peekable();
        if findings.peek().is_some() {
            Arc::make_mut(&mut self.known).findings.extend(findings);
        }
    }

    /// The same text, seen up to a line.
    pub(crate) fn up_to(&self, line: usize) -> Self {
        Self { end: line.min(self.lines.len()), ..self.clone() }
    }
}

fn split_lines(text: &str) -> Vec<Range<u32>> {
    // Files of old word processors end their lines with a lone carriage return.
    let end = if text.contains('\n') { '\n' } else { '\r' };
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split(end) {
        let kept = line.trim_end_matches('\r');
        let to = start + kept.len();
        if let (Ok(from), Ok(to)) = (u32::try_from(start), u32::try_from(to)) {
            lines.push(from..to);
        }
        start += line.len() + 1;
    }
    if text.ends_with(end) {
        lines.pop();
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: &str) {
        let got = match SourceText::from_bytes("plan.txt", bytes) {
            Ok(source) => {
                source.lines().map(|(n, l)| format!("{n}={l}")).collect::<Vec<_>>().join(";")
            }
            Err(error) => error.to_string(),
        };
        assert_eq!(got, expected);
    }

    #[test]
    fn lines_are_numbered_from_one_whatever_ends_them() {
        check(b"a\nb\n", "1=a;2=b");
        check(b"a\r\n\r\nb", "1=a;2=;3=b");
        check(b"a\rb\r", "1=a;2=b");
        check(b"\xEF\xBB\xBFa", "1=a");
    }

    #[test]
    fn what_holds_nothing_is_refused() {
        check(b"", "plan.txt holds no text; check that it is the right file");
        check(b" \n\t\n", "plan.txt holds no text; check that it is the right file");
    }

    #[test]
    fn a_document_larger_than_the_limit_is_refused() {
        let bytes = vec![b'a'; LARGEST_DOCUMENT + 1];
        assert!(matches!(
            SourceText::from_bytes("plan.txt", &bytes),
            Err(ReadError::TooLarge { .. })
        ));
    }

    #[test]
    fn a_line_past_the_end_is_empty() {
        let source = SourceText::from_bytes("plan.txt", b"a").unwrap();
        assert_eq!((source.line(0), source.line(1), source.line(2)), ("", "a", ""));
    }
}
