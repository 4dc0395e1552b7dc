//! Rules about tables that were mangled on their way into text.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::facts::Facts;
use super::found::{Found, counted, listed, on_lines};
use super::{Rule, info, warning};
use crate::columns::{Columns, Role, headings_of};
use crate::pattern::pattern;
use crate::reference::{self, Form};
use crate::table::{Cell, Row, Table};
use crate::timescales::dates_of;

/// Every rule of this group.
pub(super) const RULES: &[Rule] = &[
    info("heading-in-row", "a heading and the first action under it in one cell", heading_in_row),
    warning(
        "row-shifted",
        "lead and date in the row of the heading, and the action's row empty",
        row_shifted,
    ),
    info("row-over-page", "an action that goes on over a page without its number", row_over_page),
    warning(
        "row-cut",
        "a sentence cut by the end of a row or page, both halves with a date",
        row_cut,
    ),
    info("cell-run-on", "several dates or milestones in one line of a cell", cell_run_on),
    info("markup-left", "tags of another program left in the text", markup_left),
    info(
        "page-heading-repeated",
        "a page heading that stands between the rows of a table",
        page_heading,
    ),
    info("column-heading-missing", "a column without a heading", column_heading_missing),
    info(
        "first-cell-blank",
        "rows whose first cell is blank, so that what they belong to is lost",
        first_cell_blank,
    ),
    info("no-value-signs", "several signs for \"no value\" in one table", no_value_signs),
    info("note-missing", "an indicator without the remark that the others have", note_missing),
];

fn rows<'a>(facts: &'a Facts) -> impl Iterator<Item = (&'a Table, &'a Row)> {
    facts.reading.tables.iter().flat_map(|table| table.rows.iter().map(move |row| (table, row)))
}

fn heading_in_row(facts: &Facts, found: &mut Found) {
    let mut lines = Vec::new();
    let mut headings = Vec::new();
    for (_, row) in rows(facts) {
        if let Some((heading, _)) = reference::heading_and_first(&row.text(0)) {
            lines.push(row.line_from);
            headings.push(format!("\"{heading}\""));
        }
    }
    let message = format!(
        "{} and the first action under it share a cell ({}); give each heading its own row",
        listed(&headings),
        on_lines(&lines)
    );
    found.across(&lines, message);
}

/// A row with nothing but its first cell.
fn is_alone(row: &Row) -> bool {
    row.filled() == 1 && !row.is_blank(0)
}

fn row_shifted(facts: &Facts, found: &mut Found) {
    for table in facts.reading.tables {
        for pair in table.rows.windows(2) {
            let [heading, action] = pair else { continue };
            let (above, below) = (heading.text(0), action.text(0));
            let (Some((number, _, form)), Some((own, _, _))) =
                (reference::at_head(&above), reference::at_head(&below))
            else {
                continue;
            };
            let shifted = form == Form::Single
                && heading.filled() > 1
                && is_alone(action)
                && reference::is_below(&own, &number);
            if shifted {
                let message = format!(
                    "lead and date stand in the row of the heading \"{above}\", and the row of {own} is empty; move them down"
                );
                found.across(&[heading.line_from, action.line_from], message);
            }
        }
    }
}

/// The first row of each table that goes on from the one before it over a page break.
fn continued<'a>(facts: &'a Facts) -> Vec<(&'a Row, &'a Row)> {
    let mut found = Vec::new();
    for pair in facts.reading.tables.windows(2) {
        let [before, after] = pair else { continue };
        let between = before.line_to + 1..after.line_from;
        let mut headed = false;
        let mut is_break = true;
        for line in between {
            let text = facts.reading.source.line(line).trim();
            headed |= !text.is_empty();
            is_break &= text.is_empty() || facts.reading.outline.is_running(text);
        }
        let first = after.rows.iter().find(|row| Columns::of_row(row).is_none());
        let last = before.rows.last();
        if let (true, true, Some(first), Some(last)) = (is_break, headed, first, last) {
            found.push((last, first));
        }
    }
    found
}

fn row_over_page(facts: &Facts, found: &mut Found) {
    let lines: Vec<usize> = continued(facts)
        .into_iter()
        .filter(|(_, first)| first.is_blank(0) && first.filled() > 0)
        .map(|(_, first)| first.line_from)
        .collect();
    let message = format!(
        "rows go on over a page break without the number of their action ({}); repeat it in each row",
        on_lines(&lines)
    );
    found.across(&lines, message);
}

fn row_cut(facts: &Facts, found: &mut Found) {
    for (last, first) in continued(facts) {
        let (above, below) = (last_text(last), last_text(first));
        let goes_on = below.starts_with(|c: char| c.is_lowercase() || c == '(');
        let is_open = !above.ends_with(['.', '!', '?', ':', ';']);
        if first.is_blank(0) && goes_on && is_open && !above.is_empty() {
            let message = format!(
                "\"{above}\" is cut by the page break and goes on as \"{below}\", each half with its own date; join them and keep one date"
            );
            found.across(&[last.line_from, first.line_from], message);
        }
    }
}

fn last_text(row: &Row) -> String {
    row.cells.iter().rev().map(Cell::text).find(|text| !text.is_empty()).unwrap_or_default()
}

/// Two or more dates in one paragraph of a cell.
fn cell_run_on(facts: &Facts, found: &mut Found) {
    let mut lines = Vec::new();
    for (_, row) in rows(facts) {
        let run_on = row.cells.iter().any(|cell| {
            cell.paragraphs.iter().any(|paragraph| {
                let short = paragraph.len() <= 200;
                short && {
                    let alone = Cell { paragraphs: vec![paragraph.clone()], line: cell.line };
                    let dates = dates_of(&alone);
                    dates.len() >= 2 && !paragraph.contains([';', ','])
                }
            })
        });
        if run_on {
            lines.push(row.line_from);
        }
    }
    let message = format!(
        "several dates stand in one line of a cell ({}), and the milestones beside them run together; put each date and its milestone in a row of their own",
        on_lines(&lines)
    );
    found.across(&lines, message);
}

static TAG: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)</?(?:p|br|div|span|li|ul|ol|b|i|u|strong|em|font|td|tr|th)(?:\s[^<>]*)?/?>|&(?:nbsp|amp|lt|gt|quot|#\d+);",
    )
});

/// What reads markup reads it away: only a line of plain text can have it left over.
fn markup_left(facts: &Facts, found: &mut Found) {
    let name = facts.reading.source.file().to_lowercase();
    if [".html", ".htm", ".md", ".markdown"].iter().any(|end| name.ends_with(end)) {
        return;
    }
    let lines: Vec<usize> = facts
        .reading
        .source
        .lines()
        .filter(|(_, line)| line.contains(['<', '&']) && TAG.is_match(line))
        .map(|(number, _)| number)
        .collect();
    let message = format!(
        "tags such as <p> are left in the text ({}); they part the paragraphs of a cell: check that dates and milestones still pair",
        on_lines(&lines)
    );
    found.across(&lines, message);
}

/// A page heading that often stands between rows.
const OFTEN: usize = 3;

fn page_heading(facts: &Facts, found: &mut Found) {
    let (first, last) = (facts.reading.tables.first(), facts.reading.tables.last());
    let (Some(first), Some(last)) = (first, last) else { return };
    let mut headings: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for passage in facts.passages.iter().filter(|passage| passage.is_running) {
        if (first.line_to..last.line_from).contains(&passage.line) {
            let name = passage.text.trim_matches(['(', ')', '*']).to_owned();
            headings.entry(name).or_default().push(passage.line);
        }
    }
    let longest = headings.into_iter().filter(|(_, lines)| lines.len() >= OFTEN);
    if let Some((name, lines)) = longest.max_by_key(|(_, lines)| lines.len()) {
        let message = format!(
            "the page heading \"{name}\" stands {} times between the rows; it is skipped when the plan is read: take it out of the table",
            lines.len()
        );
        found.across(&lines, message);
    }
}

/// Tables of actions with a column that has no heading.
fn column_heading_missing(facts: &Facts, found: &mut Found) {
    let mut lines = Vec::new();
    let mut columns = 0;
    for table in facts.reading.tables {
        let Some((place, headings)) = headings_of(table) else { continue };
        let Some(row) = table.rows.get(place) else { continue };
        let blank = headings.headings.iter().enumerate().any(|(column, heading)| {
            let filled = table.rows.iter().skip(place + 1).filter(|row| !row.is_blank(column));
            heading.is_empty() && filled.count() > 0
        });
        if blank {
            columns += 1;
            lines.push(row.line_from);
        }
    }
    let message = format!(
        "{} a column without a heading ({}); say what stands in it",
        if columns == 1 {
            "a table has".to_owned()
        } else {
            format!("{} have", counted(columns, "table"))
        },
        on_lines(&lines)
    );
    found.across(&lines, message);
}

/// Rows that begin with a blank cell and have a text of their own in the second or third.
fn first_cell_blank(facts: &Facts, found: &mut Found) {
    for table in facts.reading.tables {
        let Some((place, headings)) = headings_of(table) else { continue };
        // Rows without an action add a date or a step to the one above.
        if headings.roles.first() == Some(&Some(Role::Action)) {
            continue;
        }
        let body = || table.rows.iter().skip(place + 1);
        let lines: Vec<usize> = body()
            .filter(|row| {
                let first =
                    (1..table.width).map(|column| row.text(column)).find(|text| !text.is_empty());
                row.is_blank(0) && first.is_some_and(|text| text.split_whitespace().count() >= 3)
            })
            .map(|row| row.line_from)
            .collect();
        let whole = body().filter(|row| !row.is_blank(0)).count();
        if whole > 0 {
            let message = format!(
                "the first cell is blank in {} ({}); each is read as belonging to the row above it: check, and repeat the words",
                counted(lines.len(), "row"),
                on_lines(&lines)
            );
            found.across(&lines, message);
        }
    }
}

/// Signs that stand for no value.
const SIGNS: &[&str] = &["-", "_", "–", "N/A", "n/a", "NA", "nil", "?", "*"];

fn no_value_signs(facts: &Facts, found: &mut Found) {
    for table in facts.reading.tables {
        let mut signs: BTreeMap<String, usize> = BTreeMap::new();
        for row in &table.rows {
            for cell in &row.cells {
                let text = cell.text();
                if SIGNS.contains(&text.as_str()) {
                    signs.entry(text).or_insert(cell.line);
                }
            }
        }
        if signs.len() >= 2 {
            let lines: Vec<usize> = signs.values().copied().collect();
            let written: Vec<String> =
                signs.iter().map(|(sign, line)| format!("\"{sign}\" (line {line})")).collect();
            let message = format!(
                "one table has several signs for no value: {}; say which means nought, which not known and which not applicable",
                listed(&written)
            );
            found.across(&lines, message);
        }
    }
}

fn note_missing(facts: &Facts, found: &mut Found) {
    let indicators = &facts.document.indicators;
    let noted = indicators.iter().filter(|indicator| indicator.note.is_some()).count();
    let mut tables: BTreeMap<Option<String>, bool> = BTreeMap::new();
    for indicator in indicators {
        *tables.entry(indicator.section.clone()).or_default() |= indicator.note.is_some();
    }
    let bare: Vec<_> = indicators
        .iter()
        .filter(|indicator| {
            indicator.note.is_none() && tables.get(&indicator.section).copied().unwrap_or(false)
        })
        .collect();
    if noted < 5 || bare.len() * 4 > noted {
        return;
    }
    let names: Vec<&str> = bare
        .iter()
        .map(|indicator| indicator.code.as_deref().unwrap_or(&indicator.title))
        .collect();
    let lines: Vec<usize> = bare.iter().map(|indicator| indicator.source.line_from).collect();
    let message = format!("{} without the remark that the others have; fill it in", listed(&names));
    found.across(&lines, message);
}
