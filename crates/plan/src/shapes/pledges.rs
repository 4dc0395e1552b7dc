//! Pledges: a row for each promise, its key actions in one cell, their dates in another, its lead in a third.

mod items;
mod named;

use bellwether_calendar::{Timescale, read_timescale};

use self::items::Item;
use super::measured::{Layout, words_of};
use super::surroundings::heading_above;
use super::{Claims, Reading};
use crate::columns::{Role, role_of};
use crate::draft::{Commitment, Document, Lead, Source};
use crate::table::{Cell, Row, Table, plain};

/// Reads every table of pledges: a commitment for each pledge and one for each of its key actions.
pub(super) fn read(reading: &Reading, claims: &mut Claims, document: &mut Document) {
    for table in reading.tables {
        if !claims.is_free(table.line_from, table.line_to) {
            continue;
        }
        let Some(pledges) = Layout::of(table).and_then(PledgeTable::of) else { continue };
        claims.take(table.line_from, table.line_to);
        document.commitments.extend(pledges.read(reading, table));
    }
}

struct PledgeTable<'a> {
    layout: Layout<'a>,
    promise: usize,
    actions: usize,
    dates: usize,
    outcome: Option<usize>,
    lead: Option<usize>,
}

impl<'a> PledgeTable<'a> {
    /// A table whose rows hold several actions against several dates.
    fn of(layout: Layout<'a>) -> Option<Self> {
        let with_role =
            |role| layout.headings.iter().position(|heading| role_of(heading) == Some(role));
        let actions = with_role(Role::Action)?;
        let says_date = |heading: &String| {
            words_of(heading).iter().any(|word| ["date", "dates"].contains(&word.as_str()))
        };
        let dates =
            with_role(Role::Timescale).or_else(|| layout.headings.iter().position(says_date))?;
        let promise = with_role(Role::Objective).filter(|column| *column < actions)?;
        let several =
            |column: usize| layout.body().filter(|row| paragraphs(row, column) >= 2).count();
        let rows = layout.body().count();
        if several(actions) * 2 <= rows || several(dates) == 0 {
            return None;
        }
        let (outcome, lead) = (with_role(Role::Outcome), with_role(Role::Lead));
        Some(Self { layout, promise, actions, dates, outcome, lead })
    }

    fn read(&self, reading: &Reading, table: &Table) -> Vec<Commitment> {
        let heading =
            heading_above(reading.source, table.line_from).or_else(|| self.layout.title.clone());
        let mut found = Vec::new();
        let mut promise = Promise::default();
        for row in self.layout.body() {
            if !row.is_blank(self.promise) {
                promise = Promise::of(&row.cells[self.promise], heading.clone());
            }
            found.extend(self.read_row(reading, row, &promise));
        }
        found
    }

    fn read_row(&self, reading: &Reading, row: &Row, promise: &Promise) -> Vec<Commitment> {
        let items = row.cells.get(self.actions);
        let items = items.map(|cell| items::of_cell(reading, cell, row.line_to));
        let items = items.unwrap_or_default();
        let dates: Vec<Timescale> = self
            .paragraphs_of(reading, row, self.dates)
            .iter()
            .map(|date| read_timescale(date, &reading.context))
            .collect();
        let leads = self.leads(reading, row);
        let lost = lost_pairing(items.len(), &dates);
        let parent = Commitment {
            reference: promise.label.clone(),
            section: promise.section.clone(),
            text: promise.title.clone(),
            leads: leads.clone(),
            timescales: if lost.is_some() { dates.clone() } else { Vec::new() },
            outcome: self.outcome.and_then(|column| row.cells.get(column)).and_then(outcome_of),
            source: Source { line_from: row.line_from, line_to: row.line_to },
            uncertain: lost.clone(),
            ..Commitment::default()
        };
        let sole = items.len() == 1;
        let action = |(place, item): (usize, Item)| {
            let timescales: Vec<Timescale> = match &lost {
                Some(_) => Vec::new(),
                None if sole => dates.clone(),
                None => dates.get(place).cloned().into_iter().collect(),
            };
            Commitment {
                section: Some(promise.name()),
                text: item.text,
                leads: leads.clone(),
                status: timescales
                    .iter()
                    .find(|date| is_done(date))
                    .map(|date| date.as_written.clone()),
                timescales,
                source: Source { line_from: item.line_from, line_to: item.line_to },
                uncertain: lost.clone(),
                ..Commitment::default()
            }
        };
        let actions: Vec<Commitment> = items.into_iter().enumerate().map(action).collect();
        std::iter::once(parent).chain(actions).collect()
    }

    /// The paragraphs of a cell. The last cell of a table may go on in the paragraphs below it, which
    /// nothing but their words tells from the text that follows: dates, and managers in brackets.
    fn paragraphs_of(&self, reading: &Reading, row: &Row, column: usize) -> Vec<String> {
        let mut paragraphs =
            row.cells.get(column).map(|cell| cell.paragraphs.clone()).unwrap_or_default();
        let mut line = row.line_to + 1;
        let is_last = column + 1 == self.layout.headings.len() && !paragraphs.is_empty();
        while is_last && reading.source.line(line).trim().is_empty() {
            let below = reading.source.line(line + 1);
            let text = plain(below);
            let is_more = if column == self.dates {
                !read_timescale(&text, &reading.context).rule.is_empty()
            } else {
                text.starts_with('(') && text.ends_with(')')
            };
            if text.is_empty() || below.contains('\t') || !is_more {
                break;
            }
            paragraphs.push(text);
            line += 2;
        }
        paragraphs
    }

    fn leads(&self, reading: &Reading, row: &Row) -> Vec<Lead> {
        let Some(column) = self.lead else { return Vec::new() };
        let cell =
            Cell { paragraphs: self.paragraphs_of(reading, row, column), line: row.line_from };
        named::leads_of(&cell).unwrap_or_else(|| reading.key.leads(&cell))
    }
}

/// Whether a date cell says that the thing is done instead of when.
fn is_done(date: &Timescale) -> bool {
    let words = date.as_written.trim().trim_end_matches('.').to_lowercase();
    ["complete", "completed", "done", "achieved", "in place", "closed"].contains(&words.as_str())
}

/// Says why the dates of a row cannot be told apart, when they cannot.
fn lost_pairing(actions: usize, dates: &[Timescale]) -> Option<String> {
    if dates.is_empty() || actions == dates.len() || actions == 1 {
        return None;
    }
    let written: Vec<&str> = dates.iter().map(|date| date.as_written.as_str()).collect();
    Some(format!(
        "which date belongs to which action is lost: {actions} actions stand beside {} {} ({})",
        dates.len(),
        if dates.len() == 1 { "date" } else { "dates" },
        written.join("; ")
    ))
}

fn outcome_of(cell: &Cell) -> Option<String> {
    (!cell.is_empty()).then(|| cell.paragraphs.join("\n"))
}

fn paragraphs(row: &Row, column: usize) -> usize {
    row.cells.get(column).map_or(0, |cell| cell.paragraphs.len())
}

/// What a row promises.
#[derive(Debug, Default)]
struct Promise {
    /// Its label, such as `Pledge 4`; empty when it has none.
    label: String,
    title: String,
    section: Option<String>,
}

impl Promise {
    fn of(cell: &Cell, section: Option<String>) -> Self {
        let text = cell.text();
        let (label, title) = items::labelled(cell).unwrap_or((String::new(), text));
        Self { label, title, section }
    }

    /// The name under which its actions stand.
    fn name(&self) -> String {
        match self.label.chars().next() {
            None => self.title.clone(),
            Some(first) if first.is_ascii_digit() => format!("{} {}", self.label, self.title),
            Some(_) => format!("{}: {}", self.label, self.title),
        }
    }
}

#[cfg(test)]
mod tests;
