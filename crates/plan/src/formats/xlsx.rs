//! Excel workbooks (.xlsx): every visible sheet, cells as they are printed.

mod printed;

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx};

use self::printed::printed;
use super::grid::{GridRow, Placed};
use super::limits::{LARGEST_TEXT, MOST_CELLS, MOST_COLUMNS, MOST_DRAWN_CELLS};
use super::package::{Kind, Package};
use super::sheet::tables_of;
use super::writer::{Block, Writer, paragraphs_of};
use crate::ReadError;
use crate::draft::Severity;
use crate::source::SourceText;

/// What the file is called in a refusal.
pub(super) const WORKBOOK: &str = "Excel workbook";

/// The most merged regions of a sheet.
const MOST_MERGED: usize = 50_000;

/// A sheet of a workbook as printed text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Its rows that hold something, each from the first column to the last filled one. Days are printed
    /// as `3 June 2019`, numbers as their format shows them.
    pub rows: Vec<Vec<String>>,
    /// The number that Excel gives each of these rows, counted from 1.
    pub row_numbers: Vec<usize>,
}

/// The sheets of a workbook, hidden ones included, for taking in a table that the reader knows.
///
/// # Errors
///
/// Refuses what is no workbook, one with a damaged sheet, and one beyond the bounds of
/// [`crate::formats::limits`].
pub fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, ReadError> {
    let file = "the workbook";
    let mut package = super::package_of(file, bytes)?;
    if package.kind()? != Kind::Excel {
        return Err(damaged(file));
    }
    super::guarded(file, WORKBOOK, || all_sheets(file, bytes, package))
}

fn all_sheets(file: &str, bytes: &[u8], mut package: Package) -> Result<Vec<Sheet>, ReadError> {
    package.measure()?;
    let mut workbook = open(file, bytes)?;
    let mut cells_left = MOST_CELLS;
    let names: Vec<String> =
        workbook.sheets_metadata().iter().map(|sheet| sheet.name.clone()).collect();
    let mut sheets = Vec::new();
    for name in names {
        let raw = raw_sheet(file, &mut workbook, &name, &mut cells_left)?;
        let raw = raw.filter(|raw| raw.is_whole).ok_or_else(|| damaged(file))?;
        let mut sheet = Sheet { name, ..Sheet::default() };
        for (number, cells) in raw.rows {
            let width = cells.keys().next_back().map_or(0, |column| column + 1);
            let mut row = vec![String::new(); width];
            for (column, text) in cells {
                if let Some(cell) = row.get_mut(column) {
                    *cell = text;
                }
            }
            sheet.rows.push(row);
            sheet.row_numbers.push(number + 1);
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// Reads a workbook: each sheet under its name, with its tables.
pub(super) fn read(
    file: &str,
    bytes: &[u8],
    mut package: Package,
) -> Result<SourceText, ReadError> {
    package.measure()?;
    let mut workbook = open(file, bytes)?;
    let mut writer = Writer::new(file);
    let mut cells_left = MOST_CELLS;
    let sheets: Vec<(String, SheetVisible)> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible))
        .collect();
    let all_hidden = sheets.iter().all(|(_, visible)| *visible != SheetVisible::Visible);
    for (name, visible) in &sheets {
        if *visible != SheetVisible::Visible && !all_hidden {
            let message = format!(
                "the sheet \"{name}\" is hidden and was not read; show it and read the file again if it is part of the plan"
            );
            writer.find("sheet-hidden", Severity::Info, message);
            continue;
        }
        let Some(raw) = raw_sheet(file, &mut workbook, name, &mut cells_left)? else {
            let message = format!(
                "the sheet \"{name}\" could not be read; open the file in Excel, save it anew and read it again"
            );
            writer.find("sheet-unreadable", Severity::Warning, message);
            continue;
        };
        if !raw.is_whole {
            let message = format!(
                "the sheet \"{name}\" is damaged and was read in part only; open the file in Excel, save it anew and read it again"
            );
            writer.find("sheet-unreadable", Severity::Warning, message);
        }
        if raw.rows.is_empty() {
            continue;
        }
        if sheets.len() > 1 || !is_default_name(name) {
            writer.blocks(vec![Block::heading(name.trim(), 2)])?;
        }
        for grid in tables_of(raw.into_rows(file)?) {
            writer.blocks(vec![Block::Table(grid)])?;
        }
    }
    if package.has_macros() {
        writer.find("macros-ignored", Severity::Info, super::findings::MACROS_IGNORED.to_owned());
    }
    Ok(writer.finish())
}

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

fn open<'a>(file: &str, bytes: &'a [u8]) -> Result<Workbook<'a>, ReadError> {
    Xlsx::new(Cursor::new(bytes)).map_err(|_| damaged(file))
}

fn damaged(file: &str) -> ReadError {
    ReadError::Damaged { file: file.to_owned(), format: WORKBOOK }
}

/// "Sheet1" says nothing.
fn is_default_name(name: &str) -> bool {
    let rest = name.trim().trim_start_matches("Sheet").trim_start_matches("Table");
    rest.chars().all(|letter| letter.is_ascii_digit() || letter == ' ')
}

/// The filled cells of a sheet by row and column, counted from 0, and where it is merged.
#[derive(Debug, Default)]
struct RawSheet {
    rows: BTreeMap<usize, BTreeMap<usize, String>>,
    /// Last row and width of each merged region by its first row and column.
    merged: BTreeMap<(usize, usize), (usize, usize)>,
    /// It could be read to its end.
    is_whole: bool,
}

/// Reads a sheet cell by cell, so that rows and columns without text cost nothing; `None` when it is
/// damaged.
fn raw_sheet(
    file: &str,
    workbook: &mut Workbook,
    name: &str,
    cells_left: &mut usize,
) -> Result<Option<RawSheet>, ReadError> {
    let mut sheet = RawSheet::default();
    let mut text_left = LARGEST_TEXT;
    let Ok(mut cells) = workbook.worksheet_cells_reader(name) else { return Ok(None) };
    let formats = cells.styles().to_vec();
    sheet.is_whole = loop {
        let (cell, style) = match cells.next_cell_with_style_id() {
            Ok(Some(next)) => next,
            Ok(None) => break true,
            Err(_) => break false,
        };
        let (row, column) = cell.get_position();
        if matches!(cell.get_value(), DataRef::Empty) || column as usize >= MOST_COLUMNS {
            continue;
        }
        let format = formats.get(style).and_then(|style| style.number_format.as_ref());
        let format = format.map(|format| format.format_code.as_str()).unwrap_or_default();
        let text = printed(cell.get_value(), format);
        if text.trim().is_empty() {
            continue;
        }
        let too_many = || ReadError::TooManyCells { file: file.to_owned(), limit: MOST_CELLS };
        *cells_left = cells_left.checked_sub(1).ok_or_else(too_many)?;
        let too_large = || ReadError::TooLargeInside { file: file.to_owned(), limit: LARGEST_TEXT };
        text_left = text_left.checked_sub(text.len()).ok_or_else(too_large)?;
        sheet.rows.entry(row as usize).or_default().insert(column as usize, text);
    };
    drop(cells);
    let merged = workbook.merge_cells_by_sheet_name(name).unwrap_or_default();
    for region in merged.iter().take(MOST_MERGED) {
        let first = (region.start.0 as usize, region.start.1 as usize);
        let width = (region.end.1.saturating_sub(region.start.1) as usize + 1).min(MOST_COLUMNS);
        sheet.merged.insert(first, (region.end.0 as usize, width));
    }
    Ok(Some(sheet))
}

impl RawSheet {
    /// Its rows with the lower parts of merged cells; rows without text are left out.
    fn into_rows(self, file: &str) -> Result<Vec<(usize, GridRow)>, ReadError> {
        let mut open: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        let mut merged = self.merged.into_iter().peekable();
        let mut rows = Vec::with_capacity(self.rows.len());
        let mut drawn = 0;
        for (number, cells) in self.rows {
            let mut spans: BTreeMap<usize, usize> = BTreeMap::new();
            while let Some(((row, column), (last, span))) =
                merged.next_if(|((row, _), _)| *row <= number)
            {
                if row == number {
                    spans.insert(column, span);
                }
                if last > row && column < MOST_COLUMNS {
                    open.insert(column, (last, span));
                }
            }
            open.retain(|_, (last, _)| *last >= number);
            let mut row = GridRow::default();
            let own: Vec<Placed> = cells
                .into_iter()
                .map(|(column, text)| Placed {
                    column,
                    span: spans.get(&column).copied().unwrap_or(1),
                    paragraphs: paragraphs_of(&text),
                    ..Placed::default()
                })
                .collect();
            let is_own = |column: &usize| own.iter().any(|cell| cell.column == *column);
            let lower =
                open.iter().filter(|(column, _)| !spans.contains_key(column) && !is_own(column));
            let lower = lower.map(|(column, (_, span))| Placed {
                column: *column,
                span: *span,
                continues: true,
                ..Placed::default()
            });
            row.cells.extend(lower);
            row.cells.extend(own);
            row.cells.sort_by_key(|cell| cell.column);
            drawn += row.cells.len();
            if drawn > MOST_DRAWN_CELLS {
                let file = file.to_owned();
                return Err(ReadError::TooManyCells { file, limit: MOST_DRAWN_CELLS });
            }
            rows.push((number, row));
        }
        Ok(rows)
    }
}

#[cfg(test)]
mod tests;
