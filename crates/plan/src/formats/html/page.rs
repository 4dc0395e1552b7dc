//! Gathers the paragraphs and tables of a web page from its tags, forgiving what is not closed.

use std::collections::BTreeMap;

use crate::formats::grid::{Grid, GridRow, Placed};
use crate::formats::limits::MOST_COLUMNS;
use crate::formats::writer::{Block, paragraphs_of};

/// Elements whose content is not shown, or is the older state of a tracked change.
const NOT_SHOWN: [&str; 11] = [
    "script", "style", "head", "noscript", "template", "svg", "select", "del", "object",
    "datalist", "iframe",
];

/// Elements inside a line; all others part paragraphs.
const INLINE: [&str; 34] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "dfn", "em", "font", "i",
    "img", "input", "ins", "kbd", "label", "mark", "o:p", "q", "s", "samp", "small", "span",
    "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
];

#[derive(Debug, Default)]
struct OpenTable {
    grid: Grid,
    row: Option<GridRow>,
    cell: Option<Placed>,
    has_head: bool,
    only_heads: bool,
    /// Rows that cells from above still cover, with their width, by their first column.
    covered: BTreeMap<usize, (usize, usize)>,
    rows_of_cell: usize,
    column: usize,
}

/// The page being read.
#[derive(Debug, Default)]
pub(super) struct Page {
    blocks: Vec<Block>,
    tables: Vec<OpenTable>,
    text: String,
    level: Option<u8>,
    /// Count and kind of figure of each open list; none for bullets.
    lists: Vec<Option<(usize, bool)>>,
    label: Option<String>,
    not_shown: Option<(String, usize)>,
    is_kept: bool,
    drawn: usize,
}

impl Page {
    /// How many cells were drawn.
    pub(super) fn drawn(&self) -> usize {
        self.drawn
    }

    /// A tag opens.
    pub(super) fn open(&mut self, name: &str, attribute: impl Fn(&str) -> Option<String>) {
        if let Some((hidden, depth)) = &mut self.not_shown {
            if hidden == name {
                *depth += 1;
            }
            // A page that never closes its head goes on with its body.
            if name == "body" && hidden == "head" {
                self.not_shown = None;
            }
            return;
        }
        if NOT_SHOWN.contains(&name) {
            self.not_shown = Some((name.to_owned(), 1));
            return;
        }
        match name {
            "br" => self.text.push('\n'),
            _ if INLINE.contains(&name) => {}
            _ => {
                self.end_paragraph();
                self.open_block(name, &attribute);
            }
        }
    }

    fn open_block(&mut self, name: &str, attribute: &impl Fn(&str) -> Option<String>) {
        let number = |name| attribute(name).and_then(|value| value.trim().parse::<usize>().ok());
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.level = name.get(1..).and_then(|level| level.parse().ok());
            }
            "pre" => self.is_kept = true,
            "ul" => self.lists.push(None),
            "ol" => {
                let is_lettered =
                    attribute("type").is_some_and(|kind| kind.eq_ignore_ascii_case("a"));
                self.lists.push(Some((number("start").unwrap_or(1), is_lettered)));
            }
            "li" => self.label = Some(self.next_label(number("value"))),
            "table" => self.tables.push(OpenTable::default()),
            "tr" => {
                self.end_row();
                self.begin_row();
            }
            "td" | "th" => {
                self.end_cell();
                let span = number("colspan").unwrap_or(1).clamp(1, MOST_COLUMNS);
                // No rows at all means all that follow.
                let rows =
                    number("rowspan").map_or(1, |rows| if rows == 0 { usize::MAX } else { rows });
                self.begin_cell(span, rows, name == "th");
            }
            "thead" => {
                if let Some(table) = self.tables.last_mut() {
                    table.has_head = true;
                }
            }
            "tbody" | "tfoot" => {
                self.end_row();
                if let Some(table) = self.tables.last_mut() {
                    table.has_head = false;
                }
            }
            _ => {}
        }
    }

    /// A tag closes.
    pub(super) fn close(&mut self, name: &str) {
        if let Some((hidden, depth)) = &mut self.not_shown {
            if hidden == name {
                *depth -= 1;
                if *depth == 0 {
                    self.not_shown = None;
                }
            }
            return;
        }
        if INLINE.contains(&name) || name == "br" {
            return;
        }
        self.end_paragraph();
        match name {
            "pre" => self.is_kept = false,
            "ul" | "ol" => {
                self.lists.pop();
            }
            "td" | "th" => self.end_cell(),
            "tr" => self.end_row(),
            "thead" => {
                self.end_row();
                if let Some(table) = self.tables.last_mut() {
                    table.has_head = false;
                }
            }
            "table" => self.end_table(),
            _ => {}
        }
    }

    /// Text between tags.
    pub(super) fn add(&mut self, text: &str) {
        if self.not_shown.is_some() {
            return;
        }
        for letter in text.chars() {
            let is_blank = letter.is_ascii_whitespace() && !self.is_kept;
            if !is_blank {
                self.text.push(letter);
            } else if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                self.text.push(' ');
            }
        }
    }

    /// The blocks of the page, whatever was still open.
    pub(super) fn finish(mut self) -> Vec<Block> {
        self.end_paragraph();
        while !self.tables.is_empty() {
            self.end_table();
        }
        self.blocks
    }

    fn next_label(&mut self, value: Option<usize>) -> String {
        match self.lists.last_mut() {
            Some(Some((count, is_lettered))) => {
                *count = value.unwrap_or(*count);
                let letter = u8::try_from(*count).ok().filter(|count| (1..=26).contains(count));
                let label = match letter.filter(|_| *is_lettered) {
                    Some(letter) => format!("{}. ", char::from(b'a' + letter - 1)),
                    None => format!("{count}. "),
                };
                *count = count.saturating_add(1);
                label
            }
            _ => "• ".to_owned(),
        }
    }

    fn end_paragraph(&mut self) {
        let text = std::mem::take(&mut self.text);
        let level = self.level.take();
        if text.trim().is_empty() {
            self.level = level;
            return;
        }
        let label = self.label.take();
        let cell = self.tables.last_mut().and_then(|table| table.cell.as_mut());
        if let Some(cell) = cell {
            let number = label.filter(|label| !label.starts_with('•')).unwrap_or_default();
            cell.paragraphs.extend(paragraphs_of(&format!("{number}{}", text.trim())));
        } else {
            let is_item = label.is_some() && level.is_none();
            let text = format!("{}{}", label.unwrap_or_default(), text.trim());
            self.blocks.push(Block::Paragraph { text, level, is_item });
        }
    }

    fn begin_row(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.row = Some(GridRow { cells: Vec::new(), is_heading: table.has_head });
            (table.column, table.only_heads) = (0, true);
        }
    }

    fn begin_cell(&mut self, span: usize, rows: usize, is_head: bool) {
        if self.tables.last().is_some_and(|table| table.row.is_none()) {
            self.begin_row();
        }
        let Some(table) = self.tables.last_mut() else { return };
        table.fill_covered();
        table.only_heads &= is_head;
        table.rows_of_cell = rows;
        table.cell = Some(Placed { column: table.column, span, ..Placed::default() });
        table.column = table.column.saturating_add(span);
        self.drawn += 1;
    }

    fn end_cell(&mut self) {
        let Some(table) = self.tables.last_mut() else { return };
        let Some(cell) = table.cell.take() else { return };
        if table.rows_of_cell > 1 && cell.column < MOST_COLUMNS {
            // Counted from the end of this row on.
            table.covered.insert(cell.column, (table.rows_of_cell, cell.span));
        }
        if let Some(row) = &mut table.row {
            row.cells.push(cell);
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        let Some(table) = self.tables.last_mut() else { return };
        table.fill_covered();
        let Some(mut row) = table.row.take() else { return };
        row.is_heading |= table.only_heads && row.cells.len() > 1;
        self.drawn += row.cells.iter().filter(|cell| cell.continues).count();
        for (rows, _) in table.covered.values_mut() {
            *rows -= 1;
        }
        table.covered.retain(|_, (rows, _)| *rows > 0);
        table.grid.rows.push(row);
    }

    fn end_table(&mut self) {
        self.end_row();
        let Some(table) = self.tables.pop() else { return };
        let around = self.tables.last_mut().and_then(|around| around.cell.as_mut());
        match around {
            Some(cell) if table.grid.has_headings() => cell.nested.push(table.grid),
            Some(cell) => cell.paragraphs.extend(table.grid.lines()),
            None => self.blocks.push(Block::Table(table.grid)),
        }
    }
}

impl OpenTable {
    /// Places the lower parts of cells from above that stand where the next cell would.
    fn fill_covered(&mut self) {
        let Some(row) = &mut self.row else { return };
        while let Some((_, span)) = self.covered.get(&self.column) {
            // A cell of this very row is not covered by itself.
            if row.cells.iter().any(|cell| cell.column == self.column) {
                break;
            }
            row.cells.push(Placed {
                column: self.column,
                span: *span,
                continues: true,
                ..Placed::default()
            });
            self.column = self.column.saturating_add(*span);
        }
    }
}
