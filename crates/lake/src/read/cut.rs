//! Cuts text into blocks of whole rows, so that several threads can read them.

use std::io::{self, Read};

use super::ReadError;

/// A block's size in bytes: some ten thousand rows.
const BLOCK: usize = 4 << 20;

/// No row is longer than this, in bytes: a quotation mark that is never closed must not fill the
/// memory.
const LONGEST_ROW: usize = 16 << 20;

const BYTE_ORDER_MARK: &[u8] = &[0xef, 0xbb, 0xbf];

/// Where in a row the cut stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// At the first byte of a field.
    Start,
    Unquoted,
    Quoted,
    /// After a quotation mark inside quotation marks: the end of the field, or half of a doubled one.
    Closing,
}

/// Cuts what it reads into blocks.
pub(super) struct Cutter {
    reader: Box<dyn Read + Send>,
    /// The quotation mark; a line end where there is none.
    quote: u8,
    /// What may stand before a quotation mark that opens a field.
    delimiter: u8,
    /// Read and not yet handed on.
    rest: Vec<u8>,
    next_row: u64,
    at_end: bool,
}

impl Cutter {
    pub(super) fn new(reader: Box<dyn Read + Send>, quote: u8) -> Self {
        Self { reader, quote, delimiter: b',', rest: Vec::new(), next_row: 1, at_end: false }
    }

    /// What separates the fields, once it is known.
    pub(super) fn separated_by(&mut self, delimiter: u8) {
        self.delimiter = delimiter;
    }

    /// The first line that is not empty, without its end.
    pub(super) fn first_line(&mut self) -> Result<Vec<u8>, ReadError> {
        loop {
            self.fill(BLOCK)?;
            if self.next_row == 1 && self.rest.starts_with(BYTE_ORDER_MARK) {
                self.rest.drain(..BYTE_ORDER_MARK.len());
            }
            let end = self.rest.iter().position(|byte| *byte == b'\n');
            if end.is_none() && !self.at_end {
                return Err(ReadError::Form(format!(
                    "the file has no line end in its first {} MB; it is no table of rows",
                    BLOCK >> 20
                )));
            }
            let taken = end.map_or(self.rest.len(), |end| end + 1);
            let line: Vec<u8> = self.rest.drain(..taken).collect();
            self.next_row += 1;
            if !line.trim_ascii().is_empty() {
                return Ok(line.trim_ascii_end().to_vec());
            }
            if end.is_none() {
                return Err(ReadError::Form(
                    "the file is empty; its first row must name the columns".to_owned(),
                ));
            }
        }
    }

    /// The number of the first row and the bytes of the next block.
    pub(super) fn next_block(&mut self) -> Result<Option<(u64, Vec<u8>)>, ReadError> {
        let mut wanted = BLOCK;
        loop {
            self.fill(wanted)?;
            if self.rest.is_empty() {
                return Ok(None);
            }
            let (end, rows) = self.last_row_end();
            let (end, rows) = if self.at_end { (self.rest.len(), rows + 1) } else { (end, rows) };
            if end > 0 {
                let rest = self.rest.split_off(end);
                let block = std::mem::replace(&mut self.rest, rest);
                let first_row = self.next_row;
                self.next_row += rows;
                return Ok(Some((first_row, block)));
            }
            if self.rest.len() >= LONGEST_ROW {
                let row = self.next_row;
                return Err(ReadError::Form(format!(
                    "the row that begins at row {row} does not end within {} MB; close its \
                     quotation marks",
                    LONGEST_ROW >> 20
                )));
            }
            wanted = self.rest.len() + BLOCK;
        }
    }

    fn fill(&mut self, wanted: usize) -> io::Result<()> {
        if self.rest.len() < wanted && !self.at_end {
            let missing = wanted - self.rest.len();
            self.rest.reserve(missing);
            let read = self.reader.by_ref().take(missing as u64).read_to_end(&mut self.rest)?;
            self.at_end = read < missing;
        }
        Ok(())
    }

    /// Where the last whole row ends, and how many rows end up to there.
    fn last_row_end(&self) -> (usize, u64) {
        if !self.rest.contains(&self.quote) || self.quote == b'\n' {
            let end = self.rest.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            let rows = self.rest[..end].iter().map(|byte| u64::from(*byte == b'\n')).sum();
            return (end, rows);
        }
        let (mut state, mut end, mut rows) = (State::Start, 0, 0);
        for (at, byte) in self.rest.iter().enumerate() {
            let is_quote = *byte == self.quote;
            state = match state {
                State::Quoted if is_quote => State::Closing,
                State::Quoted => State::Quoted,
                State::Start | State::Closing if is_quote => State::Quoted,
                _ if *byte == b'\n' => {
                    (end, rows) = (at + 1, rows + 1);
                    State::Start
                }
                _ if *byte == self.delimiter => State::Start,
                _ => State::Unquoted,
            };
        }
        (end, rows)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn check(text: &str, expected: &[(u64, &str)]) {
        let mut cutter = Cutter::new(Box::new(Cursor::new(text.as_bytes().to_vec())), b'"');
        cutter.first_line().unwrap();
        let mut blocks = Vec::new();
        while let Some((row, bytes)) = cutter.next_block().unwrap() {
            blocks.push((row, String::from_utf8(bytes).unwrap()));
        }
        let blocks: Vec<(u64, &str)> = blocks.iter().map(|(row, text)| (*row, &**text)).collect();
        assert_eq!(blocks, expected);
    }

    #[test]
    fn rows_are_numbered_from_the_heading() {
        check("a,b\n1,2\n3,4\n", &[(2, "1,2\n3,4\n")]);
        check("\n\na,b\r\n1,2", &[(4, "1,2")]);
        check("a,b", &[]);
    }

    #[test]
    fn a_block_ends_where_a_row_does() {
        let row = "\"one\nrow\",2\n";
        let count = (2 * BLOCK + 100) / row.len();
        let text = format!("a,b\n{}", row.repeat(count));
        let mut cutter = Cutter::new(Box::new(Cursor::new(text.into_bytes())), b'"');
        cutter.first_line().unwrap();
        let (mut seen, mut blocks) = (0, 0);
        while let Some((first_row, bytes)) = cutter.next_block().unwrap() {
            assert_eq!(first_row, 2 + seen);
            assert_eq!(bytes.len() % row.len(), 0);
            seen += (bytes.len() / row.len()) as u64;
            blocks += 1;
        }
        assert_eq!((seen, blocks), (count as u64, 3));
    }

    #[test]
    fn a_quotation_mark_inside_a_field_opens_nothing() {
        check("a,b\n5\" nail,2\n6,7\n", &[(2, "5\" nail,2\n6,7\n")]);
    }

    #[test]
    fn a_row_that_never_ends_is_refused() {
        let text = format!("a,b\n\"{}", "x\n".repeat(LONGEST_ROW));
        let mut cutter = Cutter::new(Box::new(Cursor::new(text.into_bytes())), b'"');
        cutter.first_line().unwrap();
        let error = cutter.next_block().unwrap_err().to_string();
        assert!(error.starts_with("the row that begins at row 2 does not end"), "{error}");
    }

    #[test]
    fn an_empty_file_is_refused() {
        let mut cutter = Cutter::new(Box::new(Cursor::new(b" \n\n".to_vec())), b'"');
        let error = cutter.first_line().unwrap_err().to_string();
        assert_eq!(error, "the file is empty; its first row must name the columns");
    }
}
