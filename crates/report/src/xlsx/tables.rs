//! The sheets beside the commitments: how it works, risks, goals and indicator rows.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::columns::heading;
use super::looks::Looks;
use crate::standing::{PlanStanding, Standing, short_day};

/// Writes the sheet that explains the others.
pub(super) fn write_guide(
    sheet: &mut Worksheet,
    standing: &Standing,
    looks: &Looks,
) -> Result<(), XlsxError> {
    sheet.set_name("How it works")?.set_column_width(0, 24)?.set_column_width(1, 90)?;
    sheet.write_string_with_format(0, 0, &standing.title, &looks.title)?;
    let made = standing.made_at.format("%-d %B %Y, %H:%M UTC").to_string();
    let plans: Vec<&str> = standing.plans.iter().map(|plan| plan.title.as_str()).collect();
    let lines = [
        ("As things stood on", short_day(standing.as_at)),
        ("Written out", made),
        ("Plans in it", plans.join("; ")),
    ];
    let lines = lines.iter().map(|(term, words)| (*term, words.as_str())).chain(GUIDE);
    for (row, (term, words)) in (2..).zip(lines) {
        sheet.write_string_with_format(row, 0, term, &looks.term)?;
        sheet.write_string_with_format(row, 1, words, &looks.prose)?;
    }
    sheet.set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}

const GUIDE: [(&str, &str); 10] = [
    ("", ""),
    (
        "What you may change",
        "The four columns with a blue heading and yellow cells on the sheet Commitments. \
         Everything else is grey and locked, without a password: changes to it are not read.",
    ),
    (
        heading::STATUS,
        "Choose from the list. A status that gets worse, or that leaves an end it had come to, \
         needs a new note.",
    ),
    (
        heading::PROGRESS,
        "How much is done, as a whole number from 0 to 100. Leave it empty if nobody can say.",
    ),
    (
        heading::DUE_BY,
        "The last day on which it is due. Another day here moves the date, which needs a new \
         note; the earlier day stays on record.",
    ),
    (
        heading::NEW_NOTE,
        "What is new, for the next update. Leave it empty where nothing is. The latest note stands \
         beside it.",
    ),
    (
        "Bringing it back",
        "Save it as an Excel workbook (.xlsx), open the plan's page and choose “Bring back an edited \
         spreadsheet”. You are shown every change before it counts.",
    ),
    (
        "Rows you did not touch",
        "Do nothing. You may filter, sort and delete rows; only rows that are there are read.",
    ),
    (
        "Changed by others",
        "If somebody has updated a commitment since this file was written out, and you changed the \
         same thing, you are shown both and choose.",
    ),
    (
        "The same file twice",
        "Does nothing the second time. The hidden column Version tells what each row looked like \
         when it was written out: leave it as it is.",
    ),
];

/// Writes a table with headings; rows are as wide as the headings.
fn write_table(
    sheet: &mut Worksheet,
    headings: &[(&str, u16)],
    rows: impl Iterator<Item = Vec<String>>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    for (column, (heading, width)) in (0_u16..).zip(headings) {
        sheet.write_string_with_format(0, column, *heading, &looks.locked_heading)?;
        sheet.set_column_width(column, *width)?;
    }
    let mut last = 0;
    for (row, cells) in (1_u32..).zip(rows) {
        for (column, text) in (0_u16..).zip(&cells) {
            looks.text(sheet, (row, column), text)?;
        }
        last = row;
    }
    let columns = u16::try_from(headings.len()).unwrap_or(u16::MAX);
    sheet.autofilter(0, 0, last, columns.saturating_sub(1))?;
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

/// Rows of every plan, each begun with the plan's title.
fn rows_of<'a, T: 'a>(
    standing: &'a Standing,
    list: fn(&PlanStanding) -> &Vec<T>,
    cells: impl Fn(&T) -> Vec<String> + 'a,
) -> impl Iterator<Item = Vec<String>> + 'a {
    let each = standing
        .plans
        .iter()
        .flat_map(move |plan| list(plan).iter().map(move |entry| (plan.title.clone(), entry)));
    each.map(move |(plan, entry)| {
        let mut row = vec![plan];
        row.extend(cells(entry));
        row
    })
}

/// Writes the sheet of risks.
pub(super) fn write_risks(
    sheet: &mut Worksheet,
    standing: &Standing,
    looks: &Looks,
) -> Result<(), XlsxError> {
    sheet.set_name("Risks")?;
    let headings = [("Plan", 30), ("Area", 25), ("Risk", 60), ("If it comes true", 60)];
    let cells = |risk: &crate::standing::RiskStanding| {
        vec![risk.area.clone(), risk.risk.clone(), risk.contingency.clone()]
    };
    write_table(sheet, &headings, rows_of(standing, |plan| &plan.risks, cells), looks)
}

/// Writes the sheet of goals.
pub(super) fn write_goals(
    sheet: &mut Worksheet,
    standing: &Standing,
    looks: &Looks,
) -> Result<(), XlsxError> {
    sheet.set_name("Goals")?;
    let headings = [("Plan", 30), ("Goal", 45), ("When", 20), ("To be reached", 40)];
    let cells = |goal: &crate::standing::GoalStanding| {
        vec![goal.title.clone(), goal.period.clone(), goal.value.clone()]
    };
    write_table(sheet, &headings, rows_of(standing, |plan| &plan.goals, cells), looks)
}

/// Writes the sheet of indicator rows: the plans' own columns beside each other, in the order met.
pub(super) fn write_indicators(
    sheet: &mut Worksheet,
    standing: &Standing,
    looks: &Looks,
) -> Result<(), XlsxError> {
    sheet.set_name("Indicators")?;
    let mut own: Vec<&str> = Vec::new();
    let rows = standing.plans.iter().flat_map(|plan| &plan.indicators);
    for (heading, _) in rows.flat_map(|row| &row.cells) {
        if !own.contains(&heading.as_str()) {
            own.push(heading);
        }
    }
    own.truncate(MOST_OWN_COLUMNS);
    let mut headings =
        vec![("Plan", 30), ("Code", 12), ("Indicator", 55), ("Section", 25), ("Lead", 25)];
    headings.extend(own.iter().map(|heading| (*heading, 16)));
    headings.push(("Remark", 40));
    let cells = |row: &crate::standing::IndicatorStanding| {
        let mut cells =
            vec![row.code.clone(), row.title.clone(), row.section.clone(), row.lead.clone()];
        for heading in &own {
            let cell = row.cells.iter().find(|(named, _)| named == heading);
            cells.push(cell.map(|(_, text)| text.clone()).unwrap_or_default());
        }
        cells.push(row.note.clone());
        cells
    };
    write_table(sheet, &headings, rows_of(standing, |plan| &plan.indicators, cells), looks)
}

/// More columns of its own than this no indicator table has; a sheet ends at 16,384.
const MOST_OWN_COLUMNS: usize = 200;
