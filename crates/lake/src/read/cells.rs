//! Rows as cells of text, whatever form they were read from.

/// A row that is no row: how its cells cannot be told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BadRow {
    pub(crate) row: u64,
    pub(crate) value: String,
    pub(crate) rule: String,
    pub(crate) remedy: &'static str,
}

/// Some rows of cells.
#[derive(Debug, Default)]
pub(crate) struct Cells {
    text: String,
    /// Where each cell stands in the text, row after row.
    spans: Vec<(u32, u32)>,
    width: usize,
    rows: Vec<u64>,
    /// Rows left out.
    pub(crate) bad: Vec<BadRow>,
}

impl Cells {
    /// None yet, of rows with `width` cells, over `text`.
    pub(super) fn over(text: String, width: usize) -> Self {
        Self { text, width, ..Self::default() }
    }

    /// Number of rows.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// A row's number in the file.
    pub(crate) fn row_number(&self, row: usize) -> u64 {
        self.rows[row]
    }

    /// One cell, without the spaces around it; empty where the file says nothing.
    #[inline]
    pub(crate) fn cell(&self, row: usize, column: usize) -> &str {
        let (from, to) = self.spans[row * self.width + column];
        self.text.get(from as usize..to as usize).unwrap_or_default().trim_ascii()
    }

    /// Adds a cell that stands in the text already.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "a block is far below four gigabytes")]
    pub(super) fn push_span(&mut self, from: usize, to: usize) {
        self.spans.push((from as u32, to as u32));
    }

    /// Adds a cell with its text.
    pub(super) fn push_text(&mut self, text: &str) {
        let from = self.text.len();
        self.text.push_str(text);
        self.push_span(from, self.text.len());
    }

    /// Ends a row; one with another number of cells than the heading is left out.
    pub(super) fn end_row(&mut self, number: u64) {
        let start = self.rows.len() * self.width;
        let found = self.spans.len() - start;
        if found == self.width {
            self.rows.push(number);
            return;
        }
        let text = self.spans[start..].first().zip(self.spans.last());
        let value = text.and_then(|(first, last)| self.text.get(first.0 as usize..last.1 as usize));
        self.bad.push(BadRow {
            row: number,
            value: value.unwrap_or_default().chars().take(80).collect(),
            rule: format!("has {found} cells where the heading has {}", self.width),
            remedy: "put a text that holds the delimiter into quotation marks",
        });
        self.spans.truncate(start);
    }

    /// Leaves a row out.
    pub(super) fn refuse_row(&mut self, bad: BadRow) {
        self.spans.truncate(self.rows.len() * self.width);
        self.bad.push(bad);
    }
}
