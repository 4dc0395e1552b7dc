//! Text with a delimiter: the heading, the delimiter it is told by, and the cells of a block.

use super::ReadError;
use super::cells::Cells;

/// The names of a file's columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Heading {
    /// As written, without the spaces around them.
    pub(crate) names: Vec<String>,
    /// What separates the cells.
    pub(crate) delimiter: u8,
}

const DELIMITERS: [u8; 5] = [b',', b';', b'\t', b'|', b'^'];

/// Reads the heading: the delimiter is the one that gives most of the names looked for, or else
/// most names.
pub(super) fn read_heading(line: &[u8], known: &[&str]) -> Result<Heading, ReadError> {
    let candidates = DELIMITERS.map(|delimiter| {
        let names = split(line, delimiter);
        let found = names
            .iter()
            .filter(|name| known.iter().any(|known| known.eq_ignore_ascii_case(name)))
            .count();
        (found, names.len(), std::cmp::Reverse(delimiter), names)
    });
    let best = candidates.into_iter().max().map(|(.., delimiter, names)| (delimiter.0, names));
    let (delimiter, names) = best.unwrap_or((b',', Vec::new()));
    for (position, name) in names.iter().enumerate() {
        if !name.is_empty() && names[..position].iter().any(|one| one.eq_ignore_ascii_case(name)) {
            return Err(ReadError::Form(format!(
                "the heading names the column '{name}' twice; remove one of them"
            )));
        }
    }
    Ok(Heading { names, delimiter })
}

fn split(line: &[u8], delimiter: u8) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(line);
    let mut record = csv::ByteRecord::new();
    match reader.read_byte_record(&mut record) {
        Ok(true) => {
            record.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect()
        }
        _ => Vec::new(),
    }
}

/// The cells of a block.
pub(super) fn cells(bytes: Vec<u8>, first_row: u64, heading: &Heading) -> Result<Cells, ReadError> {
    let quoted = bytes.contains(&b'"');
    let text = String::from_utf8(bytes).map_err(|error| not_utf8(&error, first_row))?;
    let width = heading.names.len();
    if quoted {
        with_quotes(&text, first_row, heading.delimiter, width)
    } else {
        Ok(without_quotes(&text, first_row, heading.delimiter, width))
    }
}

fn not_utf8(error: &std::string::FromUtf8Error, first_row: u64) -> ReadError {
    let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
    let row = first_row + good.iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>();
    ReadError::Form(format!("row {row} holds a letter that is not UTF-8; save the file as UTF-8"))
}

/// Eight bytes at a time: most of them are neither a delimiter nor a line end.
fn without_quotes(text: &str, first_row: u64, delimiter: u8, width: usize) -> Cells {
    let mut cells = Cells::over(text.to_owned(), width);
    let bytes = text.as_bytes();
    let mut walk = Walk { cells: &mut cells, bytes, delimiter, start: 0, row: first_row, found: 0 };
    let (wanted, line_end) = (repeated(delimiter), repeated(b'\n'));
    let mut at = 0;
    let mut words = bytes.chunks_exact(8);
    for word in words.by_ref() {
        let mut eight = [0; 8];
        eight.copy_from_slice(word);
        let word = u64::from_le_bytes(eight);
        let mut marks = zero_bytes(word ^ wanted) | zero_bytes(word ^ line_end);
        while marks != 0 {
            walk.mark(at + (marks.trailing_zeros() / 8) as usize);
            marks &= marks - 1;
        }
        at += 8;
    }
    for (offset, byte) in words.remainder().iter().enumerate() {
        if *byte == delimiter || *byte == b'\n' {
            walk.mark(at + offset);
        }
    }
    if walk.start < bytes.len() || walk.found > 0 {
        walk.end_row(bytes.len());
    }
    cells
}

fn repeated(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The highest bit of each byte that is zero, exactly (Warren, Hacker's Delight, section 6-1).
fn zero_bytes(word: u64) -> u64 {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    !(((word & LOW) + LOW) | word | LOW)
}

/// Goes through a block from mark to mark.
struct Walk<'a> {
    cells: &'a mut Cells,
    bytes: &'a [u8],
    delimiter: u8,
    /// Where the cell begins.
    start: usize,
    row: u64,
    /// Cells of the row so far.
    found: usize,
}

impl Walk<'_> {
    #[inline]
    fn mark(&mut self, at: usize) {
        if self.bytes[at] == self.delimiter {
            self.cells.push_span(self.start, at);
            self.found += 1;
            self.start = at + 1;
        } else {
            self.end_row(at);
        }
    }

    fn end_row(&mut self, at: usize) {
        let empty = self.found == 0 && self.bytes[self.start..at].trim_ascii().is_empty();
        if !empty {
            self.cells.push_span(self.start, at);
            self.cells.end_row(self.row);
        }
        self.row += 1;
        self.start = at + 1;
        self.found = 0;
    }
}

fn with_quotes(
    text: &str,
    first_row: u64,
    delimiter: u8,
    width: usize,
) -> Result<Cells, ReadError> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut cells = Cells::over(String::with_capacity(text.len()), width);
    let mut record = csv::StringRecord::new();
    let mut row = first_row;
    loop {
        let read = reader.read_record(&mut record).map_err(|error| {
            ReadError::Form(format!("row {row} cannot be read: {error}; check its quotation marks"))
        })?;
        if !read {
            return Ok(cells);
        }
        // Empty lines are passed over in silence, but they are rows of the file.
        let start = record.position().map_or(0, csv::Position::byte);
        row += empty_lines(text.as_bytes(), usize::try_from(start).unwrap_or(usize::MAX));
        for cell in &record {
            cells.push_text(cell);
        }
        cells.end_row(row);
        row += 1;
    }
}

/// Empty lines that stand before the record which was read from `start` on.
fn empty_lines(bytes: &[u8], start: usize) -> u64 {
    let before = start.checked_sub(1).and_then(|before| bytes.get(before));
    let rest = bytes.get(start..).unwrap_or_default();
    // The second half of the line end before.
    let halved = before == Some(&b'\r') && rest.first() == Some(&b'\n');
    let ends = rest[usize::from(halved)..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    ends.filter(|byte| **byte == b'\n').count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_heading(line: &str, delimiter: u8, names: &[&str]) {
        let heading = read_heading(line.as_bytes(), &["provider", "arrived_at"]).unwrap();
        assert_eq!(heading.delimiter, delimiter, "{line}");
        assert_eq!(heading.names, names, "{line}");
    }

    #[test]
    fn the_delimiter_is_told_by_the_names_it_gives() {
        check_heading("provider,arrived_at", b',', &["provider", "arrived_at"]);
        check_heading("provider;arrived_at", b';', &["provider", "arrived_at"]);
        check_heading("Provider\tARRIVED_AT", b'\t', &["Provider", "ARRIVED_AT"]);
        check_heading("a|b,c|provider", b'|', &["a", "b,c", "provider"]);
        check_heading("\"provider\",\"one, two\"", b',', &["provider", "one, two"]);
        check_heading("x;y;z", b';', &["x", "y", "z"]);
        let error = read_heading(b"a,b,A", &[]).unwrap_err().to_string();
        assert_eq!(error, "the heading names the column 'A' twice; remove one of them");
    }

    fn check(text: &str, rows: &[(u64, &[&str])], bad: &[(u64, &str)]) {
        let heading = Heading { names: vec!["a".to_owned(), "b".to_owned()], delimiter: b',' };
        let cells = cells(text.as_bytes().to_vec(), 2, &heading).unwrap();
        let found: Vec<(u64, Vec<&str>)> = (0..cells.len())
            .map(|row| (cells.row_number(row), (0..2).map(|at| cells.cell(row, at)).collect()))
            .collect();
        let expected: Vec<(u64, Vec<&str>)> =
            rows.iter().map(|(row, cells)| (*row, cells.to_vec())).collect();
        assert_eq!(found, expected, "{text:?}");
        let refused: Vec<(u64, &str)> = cells.bad.iter().map(|bad| (bad.row, &*bad.rule)).collect();
        assert_eq!(refused, bad, "{text:?}");
    }

    #[test]
    fn cells_are_told_apart_with_and_without_quotation_marks() {
        check("1,2\n3,4", &[(2, &["1", "2"]), (3, &["3", "4"])], &[]);
        check("1,2\r\n\r\n3,\r\n", &[(2, &["1", "2"]), (4, &["3", ""])], &[]);
        check(
            " a long first cell , and a second one\n",
            &[(2, &["a long first cell", "and a second one"])],
            &[],
        );
        check("\"1,\"\"x\"\"\",2\n\n3,4\n", &[(2, &["1,\"x\"", "2"]), (4, &["3", "4"])], &[]);
        check("\"one\ncell\",2\n3,4\n", &[(2, &["one\ncell", "2"]), (3, &["3", "4"])], &[]);
    }

    #[test]
    fn a_row_of_another_width_is_left_out() {
        let rule = "has 3 cells where the heading has 2";
        check("1,2,3\n4,5\n", &[(3, &["4", "5"])], &[(2, rule)]);
        check("\"1\",2,3\n4,5\n", &[(3, &["4", "5"])], &[(2, rule)]);
        check("1\n", &[], &[(2, "has 1 cells where the heading has 2")]);
    }

    #[test]
    fn what_is_not_utf8_is_refused_at_its_row() {
        let heading = Heading { names: vec!["a".to_owned()], delimiter: b',' };
        let error = cells(b"one\ncaf\xe9\n".to_vec(), 2, &heading).unwrap_err().to_string();
        assert_eq!(error, "row 3 holds a letter that is not UTF-8; save the file as UTF-8");
    }
}
