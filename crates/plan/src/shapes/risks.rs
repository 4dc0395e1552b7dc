//! Risks and what is done should they come true: in tables, or in labelled paragraphs.

mod labelled;

use super::measured::{Column, Layout, words_of};
use super::surroundings::heading_above;
use super::{Claims, Reading};
use crate::draft::{Document, Risk, Source};
use crate::table::{Cell, Row};

/// Reads every table of risks, and the risks that stand in labelled paragraphs.
pub(super) fn read(reading: &Reading, claims: &mut Claims, document: &mut Document) {
    for table in reading.tables {
        if !claims.is_free(table.line_from, table.line_to) {
            continue;
        }
        let heading = heading_above(reading.source, table.line_from);
        let Some(register) = Layout::of(table).and_then(|layout| Register::of(layout, heading))
        else {
            continue;
        };
        claims.take(table.line_from, table.line_to);
        document.risks.extend(register.read());
    }
    labelled::read(reading, claims, document);
}

struct Register<'a> {
    layout: Layout<'a>,
    heading: Option<String>,
    risk: usize,
    contingency: Option<usize>,
    area: Option<usize>,
    lead: Option<usize>,
    likelihood: Option<usize>,
    impact: Option<usize>,
}

impl<'a> Register<'a> {
    /// A table with a column of risks and one that says what is done about them or how much they weigh.
    fn of(layout: Layout<'a>, heading: Option<String>) -> Option<Self> {
        let risk = layout.find(Column::Risk)?;
        let headed = |words: &[&str]| {
            layout.headings.iter().position(|heading| {
                words_of(heading).iter().any(|word| words.contains(&word.as_str()))
            })
        };
        let likelihood = headed(&["likelihood", "probability"]);
        let impact = headed(&["impact", "severity", "consequence", "consequences"])
            .filter(|column| *column != risk);
        let contingency = layout.find(Column::Contingency).or_else(|| {
            // A lone column of actions behind the risk is what is done about it.
            layout.find(Column::Action).filter(|action| *action > risk)
        });
        let is_plan = layout.find(Column::Action).is_some_and(|action| action < risk);
        let is_register = contingency.is_some() || likelihood.is_some() || impact.is_some();
        if is_plan || !is_register {
            return None;
        }
        let unknown =
            (0..risk).find(|column| layout.columns.get(*column).is_some_and(Option::is_none));
        Some(Self {
            risk,
            contingency,
            area: layout
                .find(Column::Area)
                .or_else(|| layout.find(Column::Organisation))
                .or(unknown),
            lead: layout.find(Column::Lead),
            likelihood,
            impact,
            layout,
            heading,
        })
    }

    fn read(&self) -> Vec<Risk> {
        let mut area = None;
        let mut risks: Vec<Risk> = Vec::new();
        for row in self.layout.body() {
            let cell = |column: Option<usize>| {
                column.map(|column| row.text(column)).filter(|text| !text.is_empty())
            };
            if row.filled() == 1 && !row.is_blank(0) && self.layout.headings.len() >= 3 {
                area = row.cells.first().map(Cell::text);
                continue;
            }
            area = cell(self.area).or(area);
            let contingency = cell(self.contingency);
            let Some(risk) = cell(Some(self.risk)) else {
                go_on(risks.last_mut(), contingency, row);
                continue;
            };
            risks.push(Risk {
                area: area
                    .as_deref()
                    .or(self.heading.as_deref())
                    .map(unnumbered)
                    .unwrap_or_default(),
                risk,
                contingency,
                lead: cell(self.lead),
                likelihood: cell(self.likelihood),
                impact: cell(self.impact),
                source: Source { line_from: row.line_from, line_to: row.line_to },
            });
        }
        risks
    }
}

/// A row without a risk goes on with the contingencies of the one above.
fn go_on(risk: Option<&mut Risk>, contingency: Option<String>, row: &Row) {
    let (Some(risk), Some(more)) = (risk, contingency) else { return };
    risk.contingency = Some(match risk.contingency.take() {
        Some(first) => format!("{first}; {more}"),
        None => more,
    });
    risk.source.line_to = row.line_to;
}

/// An area without the number it is listed under.
pub(super) fn unnumbered(text: &str) -> String {
    let rest =
        text.trim_start_matches(|character: char| character.is_ascii_digit() || character == '.');
    let is_number = rest.len() < text.len() && rest.starts_with([' ', ')', '\u{a0}']);
    let rest = rest.trim_start_matches([')', ' ', '\u{a0}']);
    if is_number && !rest.is_empty() && text[..text.len() - rest.len()].contains(['.', ')']) {
        rest.to_owned()
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests;
