//! The rows of all action tables of a document in one run, page breaks and repeated headings removed.

use super::layout::Layout;
use crate::columns::{Columns, Role};
use crate::shapes::{Claims, Reading};
use crate::table::{Row, Table};

/// How many rows tell what the columns of a table hold.
const MOST_ROWS: usize = 500;

/// A row of an action plan.
pub(super) struct Entry<'a> {
    pub(super) row: &'a Row,
    pub(super) layout: Layout,
    /// The heading above the table that starts here.
    pub(super) heading: Option<String>,
    /// A table starts here.
    pub(super) opens_table: bool,
    /// The table goes on from the one before, over a page break.
    pub(super) after_break: bool,
}

/// Collects the rows of every action table that nobody has claimed, and claims it.
pub(super) fn collect<'a>(reading: &Reading<'a>, claims: &mut Claims) -> Vec<Entry<'a>> {
    let mut entries = Vec::new();
    let mut carried: Option<(Layout, Columns, usize)> = None;
    for (index, table) in reading.tables.iter().enumerate() {
        if !claims.is_free(table.line_from, table.line_to) {
            carried = None;
            continue;
        }
        let goes_on = carried.as_ref().is_some_and(|(layout, _, end)| {
            table.width <= layout.width
                && !has_other_headings(table)
                && is_page_break(reading, *end, table.line_from)
        });
        if !goes_on {
            carried = None;
        }
        let before = entries.len();
        let tail = reading.tables.get(index..).unwrap_or_default();
        carried = read_table(reading, table, tail, carried, goes_on, &mut entries);
        if entries.len() > before {
            claims.take(table.line_from, table.line_to);
        }
    }
    entries
}

type Carried = Option<(Layout, Columns, usize)>;

fn read_table<'a>(
    reading: &Reading<'a>,
    table: &'a Table,
    tail: &'a [Table],
    mut carried: Carried,
    goes_on: bool,
    entries: &mut Vec<Entry<'a>>,
) -> Carried {
    let heading = if goes_on {
        None
    } else {
        reading.outline.heading_above(reading.source, reading.tables, table.line_from)
    };
    let mut opens_table = true;
    for (place, row) in table.rows.iter().enumerate() {
        if let Some(columns) = headings(row, place, carried.as_ref()) {
            let repeated =
                carried.as_ref().is_some_and(|(_, known, _)| same_columns(known, &columns));
            if !repeated && let Some(layout) = Layout::fit(&columns, &body(table, place, tail)) {
                carried = Some((layout, columns, table.line_to));
            }
            if carried.is_some() {
                continue;
            }
        }
        if let Some((layout, _, _)) = &carried {
            let heading = heading.clone().filter(|_| opens_table);
            entries.push(Entry {
                row,
                layout: layout.clone(),
                heading,
                opens_table: opens_table && !goes_on,
                after_break: opens_table && goes_on,
            });
            opens_table = false;
        }
    }
    carried.map(|(layout, columns, _)| (layout, columns, table.line_to))
}

/// A heading row names a lead or a timescale beside another role; in the middle of a table only one
/// without figures is believed.
fn headings(
    row: &Row,
    place: usize,
    carried: Option<&(Layout, Columns, usize)>,
) -> Option<Columns> {
    let columns = Columns::of_row(row)?;
    let answered = columns.has(Role::Lead) || columns.has(Role::Timescale);
    let distinct = columns
        .roles
        .iter()
        .flatten()
        .any(|role| *role != columns.roles.iter().flatten().next().copied().unwrap_or(*role));
    let figures = columns
        .headings
        .iter()
        .any(|heading| heading.chars().any(|character| character.is_ascii_digit()));
    (answered && distinct && (place < 3 && carried.is_none() || !figures)).then_some(columns)
}

/// A repeated heading row may have lost or gained a word, as when only the first page lacks one.
fn same_columns(known: &Columns, columns: &Columns) -> bool {
    let pairs = known.roles.iter().zip(&columns.roles);
    known.roles.len() == columns.roles.len() && pairs.clone().all(|(a, b)| a == b || a.is_none())
}

/// The rows under a heading row, in this table and in those that go on from it without headings.
fn body<'a>(table: &'a Table, place: usize, tail: &'a [Table]) -> Vec<&'a Row> {
    let own = table.rows.iter().skip(place + 1);
    let more = tail
        .iter()
        .skip(1)
        .take_while(|next| next.width <= table.width && next.style == table.style);
    own.chain(more.flat_map(|next| &next.rows))
        .take(MOST_ROWS)
        .filter(|row| Columns::of_row(row).is_none())
        .collect()
}

/// Whether a rule marks the first row as headings that are not those of an action plan.
fn has_other_headings(table: &Table) -> bool {
    table.is_ruled && table.rows.first().is_some_and(|row| Columns::of_row(row).is_none())
}

/// Whether only blank lines and repeated page headings stand between two tables.
fn is_page_break(reading: &Reading, end: usize, start: usize) -> bool {
    (end + 1..start).all(|number| {
        let line = reading.source.line(number).trim();
        line.is_empty()
            || reading.outline.is_running(line)
            || line.chars().all(|character| !character.is_alphabetic())
    })
}
