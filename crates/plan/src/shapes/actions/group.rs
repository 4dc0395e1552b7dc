//! Gathers the rows that belong to one action.

use super::entries::Entry;
use crate::draft::{Finding, Severity};
use crate::items::opens_with_task;
use crate::reference::{self, Form};
use crate::shapes::Reading;
use crate::table::{Cell, Row};
use crate::timescales::dates_of;

/// The longest heading inside a table, in bytes.
const LONGEST_HEADING: usize = 100;

/// One action with all its rows.
#[derive(Debug, Clone, Default)]
pub(super) struct Group {
    pub(super) reference: String,
    pub(super) section: Option<String>,
    pub(super) text: String,
    pub(super) leads: Vec<Cell>,
    pub(super) parts: Vec<Part>,
    pub(super) progress: Vec<String>,
    pub(super) status: Vec<String>,
    pub(super) outcome: Vec<String>,
    /// What a person has to look at.
    pub(super) reasons: Vec<String>,
    pub(super) line_from: usize,
    pub(super) line_to: usize,
    /// Nearly every action beside this one has a lead or a timescale.
    pub(super) dense: bool,
}

/// What one row adds to an action: its dates, and the steps beside them.
#[derive(Debug, Clone, Default)]
pub(super) struct Part {
    pub(super) dates: Vec<String>,
    pub(super) items: Vec<String>,
    pub(super) after_break: bool,
}

/// Gathers all rows into actions; what cannot be an action is a finding.
pub(super) fn gather(reading: &Reading, entries: &[Entry]) -> (Vec<Group>, Vec<Finding>) {
    let mut gatherer = Gatherer {
        reading,
        groups: Vec::new(),
        findings: Vec::new(),
        section: None,
        shifted: None,
        lead_above: None,
    };
    for (index, entry) in entries.iter().enumerate() {
        let next = entries.get(index + 1).filter(|next| !next.opens_table);
        gatherer.entry(entry, next);
    }
    (gatherer.groups, gatherer.findings)
}

struct Gatherer<'r, 'e> {
    reading: &'r Reading<'r>,
    groups: Vec<Group>,
    findings: Vec<Finding>,
    section: Option<String>,
    /// A heading row that holds the cells of the action under it.
    shifted: Option<&'e Entry<'e>>,
    /// The lead of the last action under the same objective.
    lead_above: Option<String>,
}

impl<'e> Gatherer<'_, 'e> {
    fn entry(&mut self, entry: &'e Entry<'e>, next: Option<&Entry>) {
        let (layout, row) = (&entry.layout, entry.row);
        if entry.opens_table {
            // A heading over a new table replaces the one inside the last.
            self.section.clone_from(&entry.heading);
        }
        if self.reading.outline.is_running(&joined(row)) {
            return;
        }
        if is_banner(row) {
            self.section = row.cells.iter().find(|cell| !cell.is_empty()).map(Cell::text);
        } else if !row.is_blank(layout.action) {
            self.action(entry, next);
        } else if layout.objective.is_some_and(|column| !row.is_blank(column)) {
            self.objective_alone(entry, next);
        } else if layout.has_more(row) {
            self.continuation(entry);
        } else {
            self.stray(entry);
        }
    }

    fn action(&mut self, entry: &'e Entry<'e>, next: Option<&Entry>) {
        let whole = entry.row.text(entry.layout.action);
        let (heading, rest) = match reference::heading_and_first(&whole) {
            Some((heading, rest)) => (Some(heading.to_owned()), rest.to_owned()),
            None => (None, whole.clone()),
        };
        if heading.is_some() {
            self.section = heading;
        }
        let (reference, text) = named(entry, &rest);
        let below = next.is_some_and(|next| {
            reference::is_below(&named(next, &next.row.text(next.layout.action)).0, &reference)
        });
        let more = entry.layout.has_more(entry.row);
        if self.goes_on(entry, &reference, &text, more) {
            self.extend_text(entry, &text);
            return;
        }
        let is_heading =
            below && !reference.is_empty() || !more && is_heading(entry, &reference, &text);
        if is_heading {
            self.section = Some(if reference.is_empty() { text.clone() } else { rest.clone() });
            let shift = more && next.is_some_and(|next| !next.layout.has_more(next.row));
            if shift {
                self.shifted = Some(entry);
            }
            if shift || !more {
                return;
            }
        }
        self.open_group(entry, reference, text);
    }

    fn open_group(&mut self, entry: &'e Entry<'e>, reference: String, text: String) {
        let mut group = Group {
            reference,
            section: self.section.clone(),
            text,
            line_from: entry.row.line_from,
            line_to: entry.row.line_to,
            dense: entry.layout.dense,
            ..Group::default()
        };
        if let Some(shifted) = self.shifted.take() {
            group.reasons.push(format!(
                "the lead, date and progress stand in the row of the heading above (line {}) and this row is empty; check that they belong here",
                shifted.row.line_from
            ));
            group.line_from = shifted.row.line_from;
            add_row(&mut group, shifted);
        }
        self.note_objective(&mut group, entry);
        add_row(&mut group, entry);
        self.groups.push(group);
    }

    /// What a blank or broken objective beside an action leaves open.
    fn note_objective(&mut self, group: &mut Group, entry: &Entry) {
        let (layout, row) = (&entry.layout, entry.row);
        let Some(column) = layout.objective else { return };
        let lead =
            layout.leads.iter().map(|column| row.text(*column)).find(|lead| !lead.is_empty());
        if !row.is_blank(column) || entry.opens_table {
            self.lead_above = None;
        }
        if let Some(cell) = row.cells.get(column).filter(|cell| !cell.is_empty()) {
            if let [first, second, ..] = cell.paragraphs.as_slice()
                && !first.contains(' ')
                && first.chars().all(char::is_alphabetic)
                && second.starts_with(char::is_uppercase)
            {
                group.reasons.push(format!(
                    "\"{first}\" stands alone above the objective \"{second}\"; check whether it is part of it"
                ));
            }
        } else if let (None, Some(above)) = (&lead, &self.lead_above) {
            group.reasons.push(format!(
                "no lead; {above} leads the action above under the same objective: check whether that is meant here"
            ));
        } else if layout.own_objectives && layout.is_answered(row) {
            group.reasons.push(
                "its objective is blank where most actions have their own; check that it is the one above"
                    .to_owned(),
            );
        }
        self.lead_above = lead.or(self.lead_above.take());
    }

    /// A text that a page break or a lost mark cut: it goes on in small letters and brings nothing new.
    fn goes_on(&self, entry: &Entry, reference: &str, text: &str, more: bool) -> bool {
        let cut = text.starts_with(|character: char| character.is_lowercase() || character == '(');
        !entry.opens_table
            && !self.groups.is_empty()
            && reference.is_empty()
            && cut
            && (!more || entry.after_break)
    }

    fn extend_text(&mut self, entry: &Entry, text: &str) {
        let Some(group) = self.groups.last_mut() else { return };
        group.text.push(' ');
        group.text.push_str(text);
        group.line_to = entry.row.line_to;
        if entry.layout.has_more(entry.row) {
            add_row(group, entry);
        }
    }

    fn continuation(&mut self, entry: &Entry) {
        let Some(group) = self.groups.last_mut().filter(|_| !entry.opens_table) else {
            self.note("row-without-action", entry.row, "the row has a lead, date or progress but no action above it; add the action or remove the row");
            return;
        };
        group.line_to = entry.row.line_to;
        add_row(group, entry);
    }

    /// An objective without an action: it heads the actions under it, or it was left without any.
    fn objective_alone(&mut self, entry: &'e Entry<'e>, next: Option<&Entry>) {
        let column = entry.layout.objective.unwrap_or_default();
        let text = entry.row.text(column);
        if entry.layout.has_more(entry.row) {
            let (reference, text) = named(entry, &text);
            self.open_group(entry, reference, text);
            if let Some(group) = self.groups.last_mut() {
                group
                    .reasons
                    .push("the action cell is blank; the text is that of the objective".to_owned());
            }
            return;
        }
        let heads = next.is_some_and(|next| {
            next.row.is_blank(column) && !next.row.is_blank(next.layout.action)
        });
        if !heads {
            let message = format!(
                "\"{text}\" has no action, lead or date beside it; say what is to be done or remove the row"
            );
            self.note("empty-row", entry.row, &message);
        }
    }

    /// Text in a column that is none of an action plan's: a heading when it stands alone.
    fn stray(&mut self, entry: &Entry) {
        let texts: Vec<String> =
            entry.row.cells.iter().map(Cell::text).filter(|text| !text.is_empty()).collect();
        match texts.as_slice() {
            [text] if text.len() <= LONGEST_HEADING && reference::alone(text).is_none() => {
                self.section = Some(text.clone());
            }
            _ => self.note(
                "empty-row",
                entry.row,
                "the row has no action; say what is to be done or remove the row",
            ),
        }
    }

    fn note(&mut self, rule: &str, row: &Row, message: &str) {
        self.findings.push(Finding {
            rule: rule.to_owned(),
            severity: Severity::Warning,
            message: message.to_owned(),
            line: Some(row.line_from),
            also_lines: Vec::new(),
            reference: None,
        });
    }
}

/// The reference and text of an action, from the reference's own column or from the head of its text.
fn named(entry: &Entry, text: &str) -> (String, String) {
    let own = entry.layout.reference.and_then(|column| reference::alone(&entry.row.text(column)));
    if let Some(own) = own {
        let repeated = reference::at_head(text).filter(|(head, _, _)| *head == own);
        return (own, repeated.map_or(text, |(_, rest, _)| rest).to_owned());
    }
    match reference::at_head(text) {
        Some((reference, rest, form)) if form != Form::Lettered || entry.layout.lettered => {
            (reference, rest.to_owned())
        }
        _ => (String::new(), text.to_owned()),
    }
}

/// A row with nothing but a short text, where the other rows have a lead or a date.
fn is_heading(entry: &Entry, reference: &str, text: &str) -> bool {
    let is_level = reference.contains('.');
    let word = text.split_whitespace().next().unwrap_or_default().to_lowercase();
    let named = [
        "section",
        "objective",
        "priority",
        "aim",
        "theme",
        "goal",
        "domain",
        "standard",
        "pillar",
        "workstream",
        "part",
    ];
    let numbered =
        named.contains(&word.as_str()) && text.chars().any(|character| character.is_ascii_digit());
    let capitals = text.len() > 4
        && text.chars().any(char::is_alphabetic)
        && !text.chars().any(char::is_lowercase);
    let short = text.len() <= LONGEST_HEADING && !text.ends_with('.') && !opens_with_task(text);
    !is_level && (numbered || capitals || entry.layout.dense && short)
}

/// A merged cell comes out as the same text in every cell.
fn is_banner(row: &Row) -> bool {
    let mut texts = row.cells.iter().map(Cell::text);
    row.cells.len() >= 3
        && texts.next().is_some_and(|first| !first.is_empty() && texts.all(|text| text == first))
}

fn joined(row: &Row) -> String {
    row.cells.iter().map(Cell::text).collect::<Vec<_>>().join(" ")
}

fn add_row(group: &mut Group, entry: &Entry) {
    let (layout, row) = (&entry.layout, entry.row);
    let cell = |column: usize| row.cells.get(column).filter(|cell| !cell.is_empty());
    group.leads.extend(layout.leads.iter().filter_map(|column| cell(*column)).cloned());
    let dates: Vec<String> =
        layout.timescales.iter().filter_map(|column| cell(*column)).flat_map(dates_of).collect();
    let items: Vec<String> =
        layout.milestones.and_then(cell).map(|cell| cell.paragraphs.clone()).unwrap_or_default();
    for (column, into) in [(layout.status, &mut group.status), (layout.outcome, &mut group.outcome)]
    {
        into.extend(column.and_then(cell).map(Cell::text));
    }
    group
        .progress
        .extend(layout.progress.iter().filter_map(|column| cell(*column)).map(Cell::text));
    if !dates.is_empty() || !items.is_empty() {
        group.parts.push(Part { dates, items, after_break: entry.after_break });
    }
}
