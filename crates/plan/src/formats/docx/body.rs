//! Walks through the text of a Word document and gathers its paragraphs and tables.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::numbering::{Label, Numbering};
use super::styles::Styles;
use crate::formats::grid::{Grid, GridRow, Placed};
use crate::formats::limits::{MOST_COLUMNS, MOST_DRAWN_CELLS};
use crate::formats::writer::{Block, paragraphs_of};
use crate::formats::xml;

/// What does not count as text: deletions, codes of fields, the older of two drawings, earlier
/// properties, and text that stands above other text.
const LEFT_OUT: [&str; 16] = [
    "delText",
    "delInstrText",
    "instrText",
    "Fallback",
    "rt",
    "moveFrom",
    "rPrChange",
    "pPrChange",
    "tblPrChange",
    "tblPrExChange",
    "tcPrChange",
    "trPrChange",
    "sectPrChange",
    "tblGridChange",
    "numberingChange",
    "binData",
];

#[derive(Debug, Default)]
struct Paragraph {
    text: String,
    style: Option<String>,
    outline: Option<u8>,
    list: Option<usize>,
    level: Option<usize>,
    /// Its end was deleted, so that the next paragraph goes on with it.
    goes_on: bool,
}

#[derive(Debug, Default)]
struct OpenTable {
    grid: Grid,
    row: GridRow,
    is_deleted: bool,
    column: usize,
    cell: Option<Placed>,
}

/// Which elements are open whose content means something else.
#[derive(Debug, Default)]
struct Inside {
    row_properties: bool,
    paragraph_properties: bool,
    text: bool,
}

/// The part of the document that is being read.
#[derive(Debug)]
pub(super) struct Walker<'a> {
    styles: &'a Styles,
    numbering: &'a mut Numbering,
    blocks: Vec<Block>,
    tables: Vec<OpenTable>,
    paragraph: Option<Paragraph>,
    /// Paragraphs around text boxes that are being read.
    around: Vec<Option<Paragraph>>,
    inside: Inside,
    is_hidden: bool,
    is_placeholder: bool,
    has_foreign: bool,
    drawn: usize,
}

impl<'a> Walker<'a> {
    pub(super) fn new(styles: &'a Styles, numbering: &'a mut Numbering) -> Self {
        Self {
            styles,
            numbering,
            blocks: Vec::new(),
            tables: Vec::new(),
            paragraph: None,
            around: Vec::new(),
            inside: Inside::default(),
            is_hidden: false,
            is_placeholder: false,
            has_foreign: false,
            drawn: 0,
        }
    }

    /// Whether it has more cells than are read.
    pub(super) fn is_too_large(&self) -> bool {
        self.drawn > MOST_DRAWN_CELLS
    }

    /// Reads XML to its end; whether it could be read to its end.
    pub(super) fn walk(&mut self, text: &str) -> bool {
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = false;
        reader.config_mut().allow_unmatched_ends = true;
        let mut depth = 0_usize;
        loop {
            if self.is_too_large() {
                return false;
            }
            match reader.read_event() {
                Ok(Event::Start(tag)) => {
                    if self.is_left_out(&tag) {
                        if reader.read_to_end(tag.name()).is_err() {
                            return false;
                        }
                    } else {
                        depth += 1;
                        self.open(&tag);
                    }
                }
                Ok(Event::Empty(tag)) => {
                    self.open(&tag);
                    self.close(tag.local_name().as_ref());
                }
                Ok(Event::End(tag)) => {
                    depth = depth.saturating_sub(1);
                    self.close(tag.local_name().as_ref());
                }
                Ok(Event::Text(text)) => self.add(&text),
                Ok(Event::CData(text)) => self.add(&text),
                Ok(Event::GeneralRef(reference)) => {
                    if let Some(letter) = xml::referred(&reference) {
                        self.add(letter.encode_utf8(&mut [0; 4]));
                    }
                }
                Ok(Event::Eof) => return depth == 0,
                Err(_) => return false,
                Ok(_) => {}
            }
        }
    }

    /// The blocks read, whatever was still open; and whether another file is part of the text.
    pub(super) fn finish(mut self) -> (Vec<Block>, bool) {
        self.end_paragraph();
        while !self.tables.is_empty() {
            self.end_cell();
            self.end_row();
            self.end_table();
        }
        (self.blocks, self.has_foreign)
    }

    fn is_left_out(&mut self, tag: &BytesStart) -> bool {
        let name = tag.local_name();
        let is_placeholder =
            name.as_ref() == "sdtContent" && std::mem::take(&mut self.is_placeholder);
        let is_separator = matches!(name.as_ref(), "footnote" | "endnote")
            && xml::attribute(tag, "type").is_some_and(|kind| kind != "normal");
        let is_deletion = name.as_ref() == "del"
            && !self.inside.row_properties
            && !self.inside.paragraph_properties;
        LEFT_OUT.contains(&name.as_ref())
            || is_deletion
            || is_separator
            || is_placeholder && self.paragraph.is_some()
    }

    fn open(&mut self, tag: &BytesStart) {
        let name = tag.local_name();
        match name.as_ref() {
            "p" => {
                // A paragraph inside another is that of a text box, if the file is sound.
                if !self.paragraph.as_ref().is_some_and(|paragraph| paragraph.goes_on) {
                    self.end_paragraph();
                    self.paragraph = Some(Paragraph::default());
                } else if let Some(paragraph) = &mut self.paragraph {
                    paragraph.goes_on = false;
                }
            }
            "pPr" => self.inside.paragraph_properties = true,
            "r" => self.is_hidden = false,
            "vanish" if !self.inside.paragraph_properties => self.is_hidden = xml::is_on(tag),
            "t" => self.inside.text = true,
            "tab" | "ptab" if !self.inside.paragraph_properties => self.put("\t"),
            "br" | "cr" => self.put("\n"),
            "noBreakHyphen" => self.put("-"),
            "sym" => self.put(symbol(tag)),
            "showingPlcHdr" => self.is_placeholder = xml::is_on(tag),
            "altChunk" => self.has_foreign = true,
            "txbxContent" => self.around.push(self.paragraph.take()),
            "pStyle" | "outlineLvl" | "numId" | "ilvl" | "del" => self.property(tag),
            _ => self.open_table_part(tag),
        }
    }

    fn property(&mut self, tag: &BytesStart) {
        if tag.local_name().as_ref() == "del" && self.inside.row_properties {
            if let Some(table) = self.tables.last_mut() {
                table.is_deleted = true;
            }
            return;
        }
        let Some(paragraph) = &mut self.paragraph else { return };
        match tag.local_name().as_ref() {
            "pStyle" => paragraph.style = xml::attribute(tag, "val"),
            "outlineLvl" => {
                paragraph.outline =
                    xml::number(tag, "val").and_then(|level| u8::try_from(level).ok());
            }
            "numId" => paragraph.list = xml::number(tag, "val"),
            "ilvl" => paragraph.level = xml::number(tag, "val"),
            _ => paragraph.goes_on = true,
        }
    }

    fn open_table_part(&mut self, tag: &BytesStart) {
        let name = tag.local_name();
        if name.as_ref() == "tbl" {
            self.end_paragraph();
            self.tables.push(OpenTable::default());
            return;
        }
        let Some(table) = self.tables.last_mut() else { return };
        let number = |name| xml::number(tag, name).unwrap_or(0).min(MOST_COLUMNS);
        match name.as_ref() {
            "gridCol" => {
                let width = xml::number(tag, "w").and_then(|width| u32::try_from(width).ok());
                if table.grid.widths.len() < MOST_COLUMNS {
                    table.grid.widths.push(width.unwrap_or(1));
                }
            }
            "tr" => (table.row, table.is_deleted, table.column) = (GridRow::default(), false, 0),
            "trPr" => self.inside.row_properties = true,
            "gridBefore" => table.column = number("val"),
            "tblHeader" => table.row.is_heading = xml::is_on(tag),
            "tc" => {
                table.cell = Some(Placed { column: table.column, span: 1, ..Placed::default() });
            }
            "gridSpan" => {
                if let Some(cell) = &mut table.cell {
                    cell.span = number("val").max(1);
                }
            }
            "vMerge" => {
                if let Some(cell) = &mut table.cell {
                    cell.continues = xml::attribute(tag, "val").as_deref() != Some("restart");
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" if !self.paragraph.as_ref().is_some_and(|paragraph| paragraph.goes_on) => {
                self.end_paragraph();
            }
            "pPr" => self.inside.paragraph_properties = false,
            "trPr" => self.inside.row_properties = false,
            "t" => self.inside.text = false,
            "txbxContent" => {
                self.end_paragraph();
                self.paragraph = self.around.pop().flatten();
            }
            "tc" => self.end_cell(),
            "tr" => self.end_row(),
            "tbl" => self.end_table(),
            _ => {}
        }
    }

    fn add(&mut self, text: &str) {
        if self.inside.text {
            // Line breaks of the file are none of the document.
            self.put(&text.replace(['\r', '\n'], " "));
        }
    }

    fn put(&mut self, text: &str) {
        if let Some(paragraph) = self.paragraph.as_mut().filter(|_| !self.is_hidden) {
            paragraph.text.push_str(text);
        }
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.paragraph.take() else { return };
        let style = paragraph.style.as_deref().unwrap_or_default();
        if self.styles.is_contents(style) {
            return;
        }
        let list = match paragraph.list {
            Some(list) => {
                Some((list, paragraph.level.or_else(|| self.styles.level_of(style)).unwrap_or(0)))
            }
            None => self
                .styles
                .list(style)
                .map(|(list, level)| (list, paragraph.level.unwrap_or(level))),
        };
        let label = list.and_then(|(list, level)| self.numbering.next(list, level));
        let text = paragraph.text.trim();
        if let Some(cell) = self.tables.last_mut().and_then(|table| table.cell.as_mut()) {
            // Inside a cell paragraphs stand apart anyhow; a number is part of the text, a bullet is not.
            let text = match &label {
                Some(Label::Number(number)) => format!("{number} {text}"),
                _ => text.to_owned(),
            };
            cell.paragraphs.extend(paragraphs_of(&text));
            return;
        }
        let outline = paragraph.outline.map(|level| (level < 9).then_some(level + 1));
        let level = outline.unwrap_or_else(|| self.styles.heading_level(style));
        if text.is_empty() {
            return;
        }
        let (text, is_item) = match label {
            Some(Label::Number(number)) => (format!("{number} {text}"), level.is_none()),
            Some(Label::Bullet) => (format!("• {text}"), level.is_none()),
            None => (text.to_owned(), false),
        };
        self.blocks.push(Block::Paragraph { text, level, is_item });
    }

    fn end_cell(&mut self) {
        self.end_paragraph();
        let Some(table) = self.tables.last_mut() else { return };
        if let Some(cell) = table.cell.take() {
            table.column = table.column.saturating_add(cell.span);
            table.row.cells.push(cell);
            self.drawn += 1;
        }
    }

    fn end_row(&mut self) {
        let Some(table) = self.tables.last_mut() else { return };
        let row = std::mem::take(&mut table.row);
        if !std::mem::take(&mut table.is_deleted) && !row.cells.is_empty() {
            table.grid.rows.push(row);
        }
    }

    fn end_table(&mut self) {
        let Some(table) = self.tables.pop() else { return };
        let around = self.tables.last_mut().and_then(|around| around.cell.as_mut());
        match around {
            Some(cell) if table.grid.has_headings() => cell.nested.push(table.grid),
            Some(cell) => cell.paragraphs.extend(table.grid.lines()),
            None => self.blocks.push(Block::Table(table.grid)),
        }
    }
}

/// The letter that a symbol of the usual symbol fonts shows.
fn symbol(tag: &BytesStart) -> &'static str {
    let code = xml::attribute(tag, "char").unwrap_or_default().to_uppercase();
    match code.as_str() {
        "F0FC" | "F050" | "F052" | "F0FE" => "✓",
        "F0FB" | "F04F" | "F051" | "F0FD" => "✗",
        "F0B7" | "F0A7" | "F0D8" => "•",
        "F0A8" | "F06F" | "F071" => "☐",
        "F0E0" | "F0AE" => "→",
        "F0B3" => "≥",
        "F0A3" => "≤",
        "F0B1" => "±",
        "F0B0" => "°",
        _ => "",
    }
}
