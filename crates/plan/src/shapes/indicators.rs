//! Tables of indicators: a row for each, with code, title, lead, remark and figures.

mod coded;
mod values;

use super::measured::{Column, Layout};
use super::surroundings::heading_above;
use super::{Claims, Reading};
use crate::draft::{Document, Indicator, Source};
use crate::table::Row;

/// Reads every table of indicators.
pub(super) fn read(reading: &Reading, claims: &mut Claims, document: &mut Document) {
    for table in reading.tables {
        if !claims.is_free(table.line_from, table.line_to) {
            continue;
        }
        let heading = heading_above(reading.source, table.line_from);
        let found = Layout::of(table)
            .and_then(|layout| IndicatorTable::of(layout, heading))
            .map(IndicatorTable::read)
            .or_else(|| coded::read(reading, table));
        if let Some(found) = found.filter(|found| !found.is_empty()) {
            claims.take(table.line_from, table.line_to);
            document.indicators.extend(found);
        }
    }
}

/// A table of indicators, its columns told apart.
struct IndicatorTable<'a> {
    layout: Layout<'a>,
    heading: Option<String>,
    title: usize,
    code: Option<usize>,
    area: Option<usize>,
    lead: Option<usize>,
    note: Option<usize>,
    organisation: Option<usize>,
}

/// What a row of the table carries on to the next ones.
#[derive(Default)]
struct Carried {
    area: Option<String>,
    title: Option<String>,
    code: Option<String>,
    lead: Option<String>,
}

impl<'a> IndicatorTable<'a> {
    fn of(layout: Layout<'a>, heading: Option<String>) -> Option<Self> {
        let is_plan = layout.has(Column::Lead) && layout.has(Column::Timescale)
            || layout.has(Column::Action)
                && (layout.has(Column::Timescale) || layout.has(Column::Lead));
        let is_register = layout.has(Column::Risk) || layout.has(Column::Level);
        if is_plan || is_register || (layout.has(Column::Timescale) && !layout.has(Column::Value)) {
            return None;
        }
        let code = layout.find(Column::Code);
        let coded = code.is_some_and(|column| coded::is_column_of_codes(layout.body(), column));
        let measure = layout.find(Column::Measure);
        let says_more = layout.columns.iter().enumerate().any(|(column, found)| {
            Some(column) != measure
                && matches!(
                    found,
                    Some(
                        Column::Value
                            | Column::Period
                            | Column::Now
                            | Column::Note
                            | Column::Lead
                            | Column::Code
                    )
                )
        });
        let title = match measure {
            Some(measure) if says_more => measure,
            None if coded => title_beside_code(&layout, code)?,
            _ => return None,
        };
        Some(Self {
            title,
            area: layout.find(Column::Area).filter(|column| *column != title),
            lead: layout.find(Column::Lead),
            note: layout.find(Column::Note),
            organisation: layout.find(Column::Organisation),
            code,
            layout,
            heading,
        })
    }

    fn read(self) -> Vec<Indicator> {
        let mut found = Vec::new();
        let mut carried = Carried::default();
        for row in self.layout.body() {
            if self.is_area_row(row) {
                carried.area =
                    row.cells.iter().map(crate::table::Cell::text).find(|text| !text.is_empty());
            } else {
                self.read_row(row, &mut carried, &mut found);
            }
        }
        found
    }

    /// A row with one cell filled, the first or the title's, heads the rows below it.
    fn is_area_row(&self, row: &Row) -> bool {
        let only = row.filled() == 1 && (!row.is_blank(0) || !row.is_blank(self.title));
        only && row.cells.len().max(self.layout.headings.len()) >= 3
    }

    fn read_row(&self, row: &Row, carried: &mut Carried, found: &mut Vec<Indicator>) {
        let cell = |column: Option<usize>| {
            column.map(|column| row.text(column)).filter(|text| !text.is_empty())
        };
        if let Some(area) = cell(self.area) {
            carried.area = Some(area);
        }
        // Below a merged cell the title, its code and its lead stand once for several rows.
        if let Some(title) = cell(Some(self.title)) {
            carried.title = Some(title);
            carried.code = cell(self.code);
            carried.lead = cell(self.lead);
        } else {
            carried.code = cell(self.code).or(carried.code.take());
            carried.lead = cell(self.lead).or(carried.lead.take());
        }
        let Some(title) = carried.title.clone() else { return };
        let indicator = Indicator {
            code: carried.code.clone(),
            title,
            section: carried
                .area
                .clone()
                .or_else(|| self.heading.clone())
                .or_else(|| self.layout.title.clone()),
            organisation: cell(self.organisation),
            lead: carried.lead.clone(),
            note: cell(self.note),
            values: serde_json::Map::new(),
            source: Source { line_from: row.line_from, line_to: row.line_to },
        };
        let parts = values::of_row(&self.layout, row, |column| self.is_named(column));
        found.extend(parts.into_iter().map(|part| Indicator {
            organisation: part.organisation.or_else(|| indicator.organisation.clone()),
            values: part.values,
            ..indicator.clone()
        }));
    }

    /// Whether a column has a place of its own in an indicator and is no figure.
    fn is_named(&self, column: usize) -> bool {
        column == self.title
            || [self.code, self.area, self.lead, self.note, self.organisation]
                .contains(&Some(column))
    }
}

/// The title beside a code, where no heading says which column it is: the column of unknown heading with
/// the most different texts, or else the area.
fn title_beside_code(layout: &Layout, code: Option<usize>) -> Option<usize> {
    let texts_in = |column: usize| {
        let mut texts: Vec<String> = layout
            .body()
            .map(|row| row.text(column))
            .filter(|text| text.chars().any(char::is_alphabetic))
            .collect();
        texts.sort();
        texts.dedup();
        texts.len()
    };
    let unknown = (0..layout.headings.len())
        .filter(|column| {
            Some(*column) != code && layout.columns.get(*column).is_none_or(Option::is_none)
        })
        .filter(|column| texts_in(*column) > 0)
        .max_by_key(|column| (texts_in(*column), usize::MAX - column));
    unknown.or_else(|| layout.find(Column::Area)).or_else(|| layout.find(Column::Framework))
}

#[cfg(test)]
mod tests;
