//! A CSV file as a table of named columns, every fault named by row, column, value and remedy.

use std::collections::BTreeMap;
use std::fmt;

/// Largest file taken, in bytes: a decade of monthly figures of every trust in England is a tenth.
pub const LARGEST_FILE: usize = 64 << 20;
/// Most rows taken from one file.
pub const MOST_ROWS: u64 = 1_000_000;
/// Longest row, in bytes; a longer one means a quotation mark that is never closed.
const LONGEST_ROW: usize = 10_000;
/// Faults kept in full; beyond these only their number is.
const FAULTS_KEPT: usize = 1_000;
/// Rejected rows that good rows may stand among; with more, it is not the file that was meant.
pub const MOST_REJECTED: u64 = 100_000;
/// Longest value quoted in a fault, in characters.
const LONGEST_QUOTE: usize = 60;

/// What is wrong with one value, or with the file, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Line of the file on which the row starts; the header is 1, the whole file 0.
    pub row: u64,
    /// Column by its header; empty when the whole row is at fault.
    pub column: String,
    /// What stands there, shortened.
    pub value: String,
    /// What is wrong.
    pub problem: String,
    /// What to do.
    pub remedy: String,
}

impl Fault {
    /// A fault of a value; `value` is shortened and its control characters are replaced.
    #[must_use]
    pub fn new(row: u64, column: &str, value: &str, problem: &str, remedy: &str) -> Self {
        let mut shown: String = value
            .chars()
            .take(LONGEST_QUOTE)
            .map(|letter| if letter.is_control() { '\u{fffd}' } else { letter })
            .collect();
        if value.chars().nth(LONGEST_QUOTE).is_some() {
            shown.push('…');
        }
        Self {
            row,
            column: column.to_owned(),
            value: shown,
            problem: problem.to_owned(),
            remedy: remedy.to_owned(),
        }
    }

    fn whole_file(problem: &str, remedy: &str) -> Self {
        Self::new(0, "", "", problem, remedy)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.row > 0 {
            write!(formatter, "row {}, ", self.row)?;
        }
        if !self.column.is_empty() {
            write!(formatter, "{} '{}': ", self.column, self.value)?;
        }
        write!(formatter, "{}; {}", self.problem, self.remedy)
    }
}

/// Faults found: the first 1,000 and how many there are in all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults {
    kept: Vec<Fault>,
    count: u64,
}

impl Faults {
    /// Counts a fault, and keeps it if it is among the first 1,000.
    pub fn add(&mut self, fault: Fault) {
        self.count += 1;
        if self.kept.len() < FAULTS_KEPT {
            self.kept.push(fault);
        }
    }

    /// The first 1,000, in the order found.
    #[must_use]
    pub fn first(&self) -> &[Fault] {
        &self.kept
    }

    /// How many there are in all.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

/// The columns a kind of file has.
#[derive(Debug, Clone, Copy)]
pub struct Columns {
    /// Those that must be there.
    pub required: &'static [&'static str],
    /// Those that may be.
    pub optional: &'static [&'static str],
}

/// A CSV file whose encoding and header are right.
pub struct Table<'a> {
    text: &'a str,
    header: Vec<String>,
    positions: BTreeMap<String, usize>,
}

/// A row of a table, as written.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Line of the file on which it starts.
    pub number: u64,
    fields: Vec<String>,
    positions: std::sync::Arc<BTreeMap<String, usize>>,
}

impl Row {
    /// What stands in a column without the spaces around it; empty where the file has no such column.
    #[must_use]
    pub fn get(&self, column: &str) -> &str {
        let field = self.positions.get(column).and_then(|position| self.fields.get(*position));
        field.map_or("", |text| text.trim())
    }

    /// The fields, as written.
    #[must_use]
    pub fn fields(&self) -> &[String] {
        &self.fields
    }

    /// A fault of a column of this row.
    #[must_use]
    pub fn fault(&self, column: &str, problem: &str, remedy: &str) -> Fault {
        Fault::new(self.number, column, self.get(column), problem, remedy)
    }
}

impl<'a> Table<'a> {
    /// Opens a file: UTF-8 text with a header of known columns in any order.
    ///
    /// # Errors
    ///
    /// Returns faults, without having read any row, when the file is too large, is not UTF-8 text,
    /// or has missing, unknown or repeated columns.
    pub fn open(bytes: &'a [u8], columns: Columns) -> Result<Self, Faults> {
        let text = read_text(bytes).map_err(|fault| {
            let mut faults = Faults::default();
            faults.add(fault);
            faults
        })?;
        let header = read_header(text);
        let faults = check_header(&header, columns);
        if !faults.is_empty() {
            return Err(faults);
        }
        let positions =
            header.iter().enumerate().map(|(position, name)| (name.clone(), position)).collect();
        Ok(Self { text, header, positions })
    }

    /// Names of the columns, in the order of the file.
    #[must_use]
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// Whether the file has a column.
    #[must_use]
    pub fn has(&self, column: &str) -> bool {
        self.positions.contains_key(column)
    }

    /// Line on which a record starts: its position is before the blank lines that precede it.
    fn line_of(&self, position: &csv::Position) -> u64 {
        let rest = usize::try_from(position.byte()).ok().and_then(|byte| self.text.get(byte..));
        let blank = rest.unwrap_or_default().chars().take_while(|letter| "\r\n".contains(*letter));
        blank.filter(|letter| *letter == '\n').fold(position.line(), |line, _| line + 1)
    }

    /// Gives each row to `take`, or the fault that makes it no row. Stops where `take` says so.
    ///
    /// # Errors
    ///
    /// Returns the fault for which the rest cannot be read: a row without end, or too many rows.
    pub fn each_row(
        &self,
        mut take: impl FnMut(Row, Option<Fault>) -> std::ops::ControlFlow<Fault>,
    ) -> Result<(), Fault> {
        let positions = std::sync::Arc::new(self.positions.clone());
        let mut reader = reader(self.text, true);
        let mut record = csv::StringRecord::new();
        let mut rows = 0;
        while reader.read_record(&mut record).map_err(|error| unreadable(&error))? {
            let number = record.position().map_or(0, |position| self.line_of(position));
            rows += 1;
            if rows > MOST_ROWS {
                let problem = format!("the file has more than {MOST_ROWS} rows");
                return Err(Fault::new(number, "", "", &problem, "split it"));
            }
            if record.as_slice().len() > LONGEST_ROW {
                let problem = format!("the row is longer than {LONGEST_ROW} characters");
                let remedy = "look for a quotation mark that is not closed";
                return Err(Fault::new(number, "", "", &problem, remedy));
            }
            let fields = record.iter().map(str::to_owned).collect();
            let row = Row { number, fields, positions: positions.clone() };
            let fault = (record.len() != self.header.len()).then(|| {
                let problem =
                    format!("it has {} fields, the header {}", record.len(), self.header.len());
                let remedy = "write every field, and put one with a comma in quotation marks";
                Fault::new(number, "", "", &problem, remedy)
            });
            if let std::ops::ControlFlow::Break(fault) = take(row, fault) {
                return Err(fault);
            }
        }
        Ok(())
    }
}

fn unreadable(error: &csv::Error) -> Fault {
    Fault::whole_file(&format!("it cannot be read as CSV: {error}"), "save it as CSV UTF-8")
}

fn reader(text: &str, has_headers: bool) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().flexible(true).has_headers(has_headers).from_reader(text.as_bytes())
}

fn read_text(bytes: &[u8]) -> Result<&str, Fault> {
    let refuse = |problem: &str, remedy: &str| Err(Fault::whole_file(problem, remedy));
    if bytes.len() > LARGEST_FILE {
        let problem = format!("it is larger than {} MB", LARGEST_FILE >> 20);
        return refuse(&problem, "split it, or check that it is the file you mean");
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return refuse("it is a spreadsheet or an archive, not CSV", "save it as CSV UTF-8");
    }
    if bytes.starts_with(b"%PDF") {
        return refuse("it is a PDF, not CSV", "load the figures behind it, saved as CSV UTF-8");
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return refuse("it is UTF-16 text, not UTF-8", "save it as CSV UTF-8");
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let line = String::from_utf8_lossy(&bytes[..error.valid_up_to()]).split('\n').count();
            let problem = format!("it is not UTF-8 text, first seen in line {line}");
            return refuse(&problem, "save it as CSV UTF-8");
        }
    };
    if text.contains('\0') {
        return refuse("it is not text: it has zero bytes in it", "save it as CSV UTF-8");
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return refuse("it is empty", "give a header row, and a row for each figure");
    }
    Ok(text)
}

/// The names of the first row, in lower case without spaces around them.
fn read_header(text: &str) -> Vec<String> {
    // A header longer than a row may be is cut, so that noise is not copied into the faults.
    let mut end = text.len().min(LONGEST_ROW);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut record = csv::StringRecord::new();
    match reader(&text[..end], false).read_record(&mut record) {
        Ok(true) => record.iter().map(|name| name.trim().to_ascii_lowercase()).collect(),
        Ok(false) | Err(_) => Vec::new(),
    }
}

fn check_header(header: &[String], columns: Columns) -> Faults {
    let mut faults = Faults::default();
    let known: Vec<&str> = columns.required.iter().chain(columns.optional).copied().collect();
    let all = known.join(", ");
    if !header.iter().any(|name| known.contains(&name.as_str())) {
        let first = header.first().map_or("", String::as_str);
        let remedy = format!("name the columns in the first row: {all}");
        faults.add(Fault::new(
            1,
            "header",
            first,
            "none of the expected columns is there",
            &remedy,
        ));
        return faults;
    }
    for (position, name) in header.iter().enumerate() {
        if !known.contains(&name.as_str()) {
            let remedy = format!("remove or rename it; the columns are {all}");
            faults.add(Fault::new(1, "header", name, "the column is not known", &remedy));
        } else if header[..position].contains(name) {
            faults.add(Fault::new(1, "header", name, "the column is there twice", "remove one"));
        }
    }
    for name in columns.required {
        if !header.iter().any(|present| present == name) {
            let remedy = format!("add it; the columns are {all}");
            faults.add(Fault::new(1, "header", name, "the column is missing", &remedy));
        }
    }
    faults
}

#[cfg(test)]
#[path = "csv_tests.rs"]
mod tests;
