//! Lines of CSV: the header, and rows cut into cells without copying them.

use std::borrow::Cow;

use super::fields::Column;
use super::refusal::{Refusal, quoted};

/// Most columns that a row can have.
pub(super) const COLUMNS: usize = Column::ALL.len();

/// The cells of a row as they are written, by column; empty where the file lacks the column.
pub(super) type Cells<'a> = [&'a [u8]; COLUMNS];

/// The columns of a file in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    columns: Vec<Column>,
}

impl Header {
    /// Reads the first line of a file.
    pub(super) fn read(line: &[u8]) -> Result<Self, Refusal> {
        let refusal = |problem: String| {
            let remedy = "the header must name series, date and value, and may name target, \
                          improvement, rebase and fix_after";
            Refusal::of_row(1, format!("{problem}; {remedy}"))
        };
        let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
        let mut columns = Vec::new();
        for cell in line.split(|&byte| byte == b',') {
            let cell = cell.trim_ascii();
            let name =
                cell.strip_prefix(b"\"").and_then(|it| it.strip_suffix(b"\"")).unwrap_or(cell);
            let column = Column::ALL.into_iter().find(|column| column.name().as_bytes() == name);
            let column =
                column.ok_or_else(|| refusal(format!("no column is called {}", quoted(name))))?;
            if columns.contains(&column) {
                return Err(refusal(format!("the column {} comes twice", column.name())));
            }
            columns.push(column);
        }
        match Column::REQUIRED.into_iter().find(|column| !columns.contains(column)) {
            Some(column) => Err(refusal(format!("there is no column {}", column.name()))),
            None => Ok(Self { columns }),
        }
    }

    /// Cuts a row into its cells, quotation marks included.
    pub(super) fn cut<'a>(&self, row: u64, line: &'a [u8]) -> Result<Cells<'a>, Refusal> {
        // An empty slice of the line, not `&[]`: that one points nowhere, and comparing two of them
        // costs a processor with masked loads a quarter of a microsecond, more than all the rest.
        let mut cells: Cells<'a> = [&line[..0]; COLUMNS];
        let mut rest = Some(line);
        let mut count = 0;
        while let Some(line) = rest {
            let end = if line.first() == Some(&b'"') {
                closing(line).ok_or_else(|| unclosed(row, line))?
            } else {
                line.iter().position(|&byte| byte == b',').unwrap_or(line.len())
            };
            if let Some(&column) = self.columns.get(count) {
                cells[column as usize] = &line[..end];
            }
            count += 1;
            rest = line.get(end + 1..);
        }
        if count == self.columns.len() {
            return Ok(cells);
        }
        let problem = format!(
            "{} does not fit the {} columns of the header: it has {count}; give each column a cell, \
             and put one that holds a comma in quotation marks",
            quoted(line),
            self.columns.len()
        );
        Err(Refusal::of_row(row, problem))
    }
}

/// Where a quoted cell ends: at the comma after its closing mark, or with the line.
fn closing(line: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        at += line[at..].iter().position(|&byte| byte == b'"')? + 1;
        match line.get(at) {
            None | Some(b',') => return Some(at),
            Some(b'"') => at += 1,
            Some(_) => return None,
        }
    }
}

fn unclosed(row: u64, line: &[u8]) -> Refusal {
    let problem = "has a quotation mark that is not closed before the next comma or the end of the \
                   line; close it, and double those within a cell";
    Refusal::of_row(row, format!("{} {problem}", quoted(line)))
}

/// The text of a cell: without its quotation marks, doubled ones made single.
pub(super) fn unquoted(cell: &[u8]) -> Cow<'_, [u8]> {
    let Some(inner) = cell.strip_prefix(b"\"").and_then(|cell| cell.strip_suffix(b"\"")) else {
        return Cow::Borrowed(cell);
    };
    if !inner.contains(&b'"') {
        return Cow::Borrowed(inner);
    }
    let mut text = Vec::with_capacity(inner.len());
    let mut bytes = inner.iter();
    while let Some(&byte) = bytes.next() {
        text.push(byte);
        if byte == b'"' {
            bytes.next();
        }
    }
    Cow::Owned(text)
}
