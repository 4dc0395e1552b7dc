//! The lines of a document, numbered as an editor numbers them.

use std::ops::Range;

use crate::ReadError;

/// The largest document that is read, in bytes: far more than any plan, far less than the memory.
pub const LARGEST_DOCUMENT: usize = 20 * 1024 * 1024;

/// How many of the first characters tell text from something else.
const SAMPLE: usize = 64 * 1024;

/// A document as lines of text.
#[derive(Debug, Clone)]
pub struct SourceText {
    file: String,
    text: String,
    lines: Vec<Range<u32>>,
}

impl SourceText {
    /// Takes the bytes of a file: UTF-8 with or without a byte-order mark, any line ends.
    ///
    /// # Errors
    ///
    /// Returns an error when the bytes are no text, hold nothing but blanks, or are more than
    /// [`LARGEST_DOCUMENT`].
    pub fn from_bytes(file: &str, bytes: &[u8]) -> Result<Self, ReadError> {
        if bytes.len() > LARGEST_DOCUMENT {
            return Err(ReadError::TooLarge {
                file: file.to_owned(),
                bytes: bytes.len(),
                limit: LARGEST_DOCUMENT,
            });
        }
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let text = str::from_utf8(bytes).map_err(|error| ReadError::NotText {
            file: file.to_owned(),
            byte: error.valid_up_to(),
        })?;
        if let Some(byte) = first_binary_byte(text) {
            return Err(ReadError::NotText { file: file.to_owned(), byte });
        }
        if text.trim().is_empty() {
            return Err(ReadError::Empty { file: file.to_owned() });
        }
        let text = text.to_owned();
        let lines = split_lines(&text);
        Ok(Self { file: file.to_owned(), text, lines })
    }

    /// Name of the file.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// How many lines there are.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.lines.len()
    }

    /// The line with this number, counted from 1, without its line end; empty past either end.
    #[must_use]
    pub fn line(&self, number: usize) -> &str {
        number
            .checked_sub(1)
            .and_then(|index| self.lines.get(index))
            .and_then(|range| self.text.get(range.start as usize..range.end as usize))
            .unwrap_or_default()
    }

    /// Every line with its number, counted from 1.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..=self.lines.len()).map(|number| (number, self.line(number)))
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// Where the text stops being text: a NUL, or the first of too many control characters.
///
/// A few control characters are tolerated, because word processors leave cell marks behind.
fn first_binary_byte(text: &str) -> Option<usize> {
    if let Some(byte) = text.find('\0') {
        return Some(byte);
    }
    let is_odd =
        |character: char| character.is_control() && !"\t\n\r\x0B\x0C\x07".contains(character);
    let sample = text.chars().take(SAMPLE);
    let (odd, of) = sample.fold((0_usize, 0_usize), |(odd, of), character| {
        (odd + usize::from(is_odd(character)), of + 1)
    });
    (odd * 20 > of).then(|| text.find(is_odd)).flatten()
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
    fn what_is_no_text_is_refused_with_the_place() {
        check(b"", "plan.txt holds no text; check that it is the right file");
        check(b" \n\t\n", "plan.txt holds no text; check that it is the right file");
        check(
            b"ab\xFFcd",
            "plan.txt is not a text document (byte 2 is not UTF-8); save it as plain text and try again",
        );
        check(
            b"PK\x03\x04\x01\x02",
            "plan.txt is not a text document (byte 2 is not UTF-8); save it as plain text and try again",
        );
        check(
            b"abc\0",
            "plan.txt is not a text document (byte 3 is not UTF-8); save it as plain text and try again",
        );
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
