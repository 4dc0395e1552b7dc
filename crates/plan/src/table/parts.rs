//! Tables right below one another: parted where headings begin another, joined where a blank line cut one.

use super::{Row, Style, Table, is_blank_line};
use crate::columns::Columns;
use crate::shapes::is_heading_row;
use crate::source::SourceText;

/// A row of headings has at most so many words a cell; beyond, it is a row of text.
const MOST_WORDS: usize = 4;

/// Whether a row is one of headings, of an action plan or of a table of figures.
pub(crate) fn is_headings(row: &Row) -> bool {
    let words: usize = row.cells.iter().map(|cell| cell.text().split_whitespace().count()).sum();
    row.filled() >= 2
        && words <= MOST_WORDS * row.filled()
        && (Columns::of_row(row).is_some() || is_heading_row(row))
}

/// The tables that a run of rows holds: after a blank line, a row of other headings than those on top
/// begins another one.
pub(super) fn parted(table: Table) -> Vec<Table> {
    let (style, is_ruled) = (table.style, table.is_ruled);
    let mut parts: Vec<Vec<Row>> = Vec::new();
    let top: Vec<String> = table.rows.first().map(texts).unwrap_or_default();
    let has_headings = table.rows.first().is_some_and(is_headings);
    let mut line_before = 0;
    for row in table.rows {
        let is_apart = line_before > 0 && row.line_from > line_before + 1;
        let opens = is_apart && has_headings && is_headings(&row) && texts(&row) != top;
        line_before = row.line_to;
        match parts.last_mut() {
            Some(part) if !opens => part.push(row),
            _ => parts.push(vec![row]),
        }
    }
    let tables = parts.into_iter().filter_map(|rows| Table::from_rows(style, rows));
    tables.map(|table| Table { is_ruled, ..table }).collect()
}

/// Puts tables of tabs together that a blank line cut in two: the second has no headings of its own, is
/// as wide as the first and has figures and dates in the same column.
pub(super) fn joined(tables: Vec<Table>, source: &SourceText) -> Vec<Table> {
    let mut found: Vec<Table> = Vec::new();
    for table in tables {
        let goes_on = found.last().is_some_and(|above| {
            let is_below =
                (above.line_to + 1..table.line_from).all(|line| is_blank_line(source.line(line)));
            let has_headings = above.rows.iter().take(2).any(is_headings);
            let has_own = table.rows.iter().take(2).any(is_headings);
            let is_alike = above.style == table.style && above.width == table.width;
            table.style == Style::Tabs && is_below && is_alike && has_headings && !has_own && {
                let figures = columns_of_figures(above);
                figures.iter().any(|column| columns_of_figures(&table).contains(column))
            }
        });
        match found.last_mut() {
            Some(above) if goes_on => {
                above.line_to = table.line_to;
                above.rows.extend(table.rows);
            }
            _ => found.push(table),
        }
    }
    found
}

/// The columns that have a digit in most of their filled cells, headings aside.
fn columns_of_figures(table: &Table) -> Vec<usize> {
    let is_column = |column: &usize| {
        let rows = table.rows.iter().filter(|row| !is_headings(row) && !row.is_blank(*column));
        let (figures, filled) = rows.fold((0_usize, 0_usize), |(figures, filled), row| {
            let is_figure = row.text(*column).contains(|letter: char| letter.is_ascii_digit());
            (figures + usize::from(is_figure), filled + 1)
        });
        figures > 0 && figures * 2 > filled
    };
    (0..table.width).filter(is_column).collect()
}

fn texts(row: &Row) -> Vec<String> {
    (0..row.cells.len()).map(|column| row.text(column)).collect()
}

#[cfg(test)]
mod tests {
    use crate::source::SourceText;
    use crate::table::find_tables;

    fn check(text: &str, expected: &[usize]) {
        let source = SourceText::from_bytes("plan.txt", text.as_bytes()).unwrap();
        let rows: Vec<usize> = find_tables(&source).iter().map(|table| table.rows.len()).collect();
        assert_eq!(rows, expected, "{text}");
    }

    #[test]
    fn other_headings_below_a_blank_line_begin_another_table() {
        check("Action\tLead\tWhen\nDo\tCE\tMay\n\nRisk\tMitigation\nFire\tAlarm\n", &[2, 2]);
        check(
            "| Action | Lead |\n|--|--|\n| Do | CE |\n\n| Indicator | Target |\n|--|--|\n| Falls | 5 |\n",
            &[2, 2],
        );
        check(
            "\tAction\n\tLead\n\n\tDo\n\tCE\n\nRisks\n\n\tRisk\n\tMitigation\n\tOwner\n\n\tFire\n\tAlarm\n\tDoF\n",
            &[2, 2],
        );
        check(
            "\tAction\n\tLead\n\n\tDo\n\t\n\n\tRisk\n\tMitigation\n\tOwner\n\n\tFire\n\tAlarm\n\tDoF\n",
            &[2, 2],
        );
    }

    #[test]
    fn the_same_headings_on_the_next_page_do_not() {
        check("| Action | Lead |\n| Do | CE |\n\n| Action | Lead |\n| Go | CE |\n", &[4]);
        check("\tAction\n\tLead\n\n\tDo\n\tCE\n\n\tAction\n\tLead\n\n\tGo\n\tCE\n", &[4]);
    }

    #[test]
    fn a_last_cell_that_goes_on_right_above_a_row_keeps_it() {
        let table = "\tAction\n\tLead\n\n\tDo\n\n\tAnn\n\nOther\n\tGo\n\tBo\n";
        check(table, &[3]);
        check("\tAction\n\tLead\n\n\tDo\n\tAnn\n\nOther\n\tGo\n\tBo\n\n\tStay\n\tCy\n", &[4]);
    }

    #[test]
    fn a_blank_line_alone_cuts_no_table() {
        let top = "Action\tLead\tWhen\nDo\tCE\tMay 09\nGo\tCE\tMay 09\n\n";
        check(&format!("{top}Stay\tDoF\tJune 09\nTurn\tDoF\tJuly 09\n"), &[5]);
        check(&format!("{top}Text\n\nStay\tDoF\tJune 09\nTurn\tDoF\tJuly 09\n"), &[3, 2]);
        check(&format!("{top}Name\tBody\tRole\nAnn\tTrust\tChair\n"), &[3, 2]);
        check(
            "| Action | Lead |\n|--|--|\n| Do | CE |\n\n| Name | Body |\n|--|--|\n| Ann | Trust |\n",
            &[2, 2],
        );
    }
}
