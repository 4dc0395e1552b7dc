//! Tables of a document: headings that repeat, rows that hold together, statuses in colour.

use docx_rs::{
    BorderType, HeightRule, LineSpacing, Paragraph, Run, Shading, Table, TableBorder,
    TableBorderPosition, TableBorders, TableCell, TableCellMargins, TableLayoutType, TableRow,
    WidthType,
};

use crate::standing::clean;

/// A column: its heading and its width in twentieths of a point.
pub(super) type Column = (&'static str, usize);

/// What only rows of headings have: the mark by which they are told to repeat.
pub(super) const HEADER_ROW: &str = r#"<w:trHeight w:val="360" w:hRule="atLeast" />"#;

const HEADER_HEIGHT: f32 = 360.0;

const SMALL: usize = 18;
const SMALLER: usize = 15;
const GREY: &str = "425563";
const HEADING_FILL: &str = "005EB8";
const STEP_FILL: &str = "F0F4F5";
const LINE: &str = "AEB7BD";

/// A cell: a few paragraphs, the first of them the thing itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    text: String,
    below: Vec<(String, bool)>,
    fill: Option<&'static str>,
    is_bold: bool,
}

impl Cell {
    /// A cell with a text.
    pub(super) fn of(text: &str) -> Self {
        Self { text: clean(text), ..Self::default() }
    }

    /// A cell with a status, and how much is done.
    pub(super) fn status(status: &str, progress: Option<u8>) -> Self {
        let cell = Self { fill: fill_of(status), is_bold: true, ..Self::of(status) };
        match progress {
            Some(done) => cell.and(&format!("{done} % done")),
            None => cell,
        }
    }

    /// The cell with a smaller line below.
    pub(super) fn and(mut self, text: &str) -> Self {
        self.below.push((clean(text), false));
        self
    }

    /// The cell with a smaller line below that is not to be overlooked.
    pub(super) fn and_bold(mut self, text: &str) -> Self {
        self.below.push((clean(text), true));
        self
    }

    fn paragraphs(&self) -> Vec<Paragraph> {
        let mut paragraphs = Vec::new();
        for line in self.text.lines().filter(|line| !line.trim().is_empty()) {
            let run = Run::new().add_text(line).size(SMALL);
            paragraphs.push(if self.is_bold { run.bold() } else { run });
        }
        for (text, is_bold) in &self.below {
            let run = Run::new().add_text(text).size(SMALLER).color(GREY);
            paragraphs.push(if *is_bold { run.bold().color("8A1408") } else { run });
        }
        let spacing = || LineSpacing::new().before(20).after(20);
        let mut paragraphs: Vec<Paragraph> = paragraphs
            .into_iter()
            .map(|run| Paragraph::new().line_spacing(spacing()).add_run(run))
            .collect();
        if paragraphs.is_empty() {
            paragraphs.push(Paragraph::new());
        }
        paragraphs
    }
}

/// A pale ground for each status; the word itself is always there.
fn fill_of(status: &str) -> Option<&'static str> {
    match status {
        "Achieved" => Some("CCE8D6"),
        "On track" => Some("D0F0EC"),
        "At risk" => Some("FFEBB3"),
        "Off track" => Some("F7D4D1"),
        "Not achieved" => Some("E8D0DC"),
        "Cancelled" => Some("E8EDEE"),
        _ => None,
    }
}

/// Makes a table of rows, each with whether it is a step of the one above.
pub(super) fn table(columns: &[Column], rows: Vec<(Vec<Cell>, bool)>) -> Table {
    let mut made = vec![headings(columns)];
    for (cells, is_step) in rows {
        let widths = columns.iter().map(|(_, width)| *width);
        let cells = widths.zip(&cells).map(|(width, cell)| body_cell(cell, width, is_step));
        made.push(TableRow::new(cells.collect()).cant_split());
    }
    let widths: Vec<usize> = columns.iter().map(|(_, width)| *width).collect();
    let margins = TableCellMargins::new().margin(40, 80, 40, 80);
    Table::new(made)
        .width(widths.iter().sum(), WidthType::Dxa)
        .set_grid(widths)
        .layout(TableLayoutType::Fixed)
        .margins(margins)
        .set_borders(borders())
}

fn borders() -> TableBorders {
    let line =
        |position| TableBorder::new(position).color(LINE).size(4).border_type(BorderType::Single);
    TableBorders::with_empty()
        .set(line(TableBorderPosition::Top))
        .set(line(TableBorderPosition::Bottom))
        .set(line(TableBorderPosition::InsideH))
}

fn headings(columns: &[Column]) -> TableRow {
    let cells = columns.iter().map(|(heading, width)| {
        let run = Run::new().add_text(*heading).size(SMALL).bold().color("FFFFFF");
        TableCell::new()
            .width(*width, WidthType::Dxa)
            .shading(Shading::new().fill(HEADING_FILL))
            .add_paragraph(Paragraph::new().keep_next(true).add_run(run))
    });
    TableRow::new(cells.collect())
        .row_height(HEADER_HEIGHT)
        .height_rule(HeightRule::AtLeast)
        .cant_split()
}

fn body_cell(cell: &Cell, width: usize, is_step: bool) -> TableCell {
    let mut made = TableCell::new().width(width, WidthType::Dxa);
    if let Some(fill) = cell.fill.or(is_step.then_some(STEP_FILL)) {
        made = made.shading(Shading::new().fill(fill));
    }
    cell.paragraphs().into_iter().fold(made, TableCell::add_paragraph)
}
