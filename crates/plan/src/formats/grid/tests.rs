//! Drawn tables and the plain rows that they are.

use super::*;

/// A row of cells parted by bars: `text`, `text<2` over two columns, `^` the lower part of a merged cell.
fn row(cells: &str) -> GridRow {
    let mut column = 0;
    let mut row = GridRow::default();
    for cell in cells.split('|') {
        let (text, span) =
            cell.split_once('<').map_or((cell, 1), |(text, span)| (text, span.parse().unwrap()));
        let continues = text == "^";
        let paragraphs =
            text.split('/').filter(|text| !text.is_empty() && !continues).map(str::to_owned);
        row.cells.push(Placed {
            column,
            span,
            continues,
            paragraphs: paragraphs.collect(),
            nested: Vec::new(),
        });
        column += span;
    }
    row
}

fn check(widths: &[u32], rows: &[&str], expected: &[&str]) {
    let grid =
        Grid { widths: widths.to_vec(), rows: rows.iter().map(|cells| row(cells)).collect() };
    let mut got = Vec::new();
    for part in grid.parted() {
        got.extend(part.titles.iter().map(|title| format!("# {title}")));
        let shown = |row: &Vec<Vec<String>>| {
            row.iter().map(|cell| cell.join("/")).collect::<Vec<_>>().join("|")
        };
        got.extend(part.rows.iter().map(shown));
    }
    assert_eq!(got, expected);
}

#[test]
fn a_lead_beside_several_actions_is_that_of_each() {
    check(
        &[],
        &["Action|Lead|When", "Do|CE|May", "Go|^|June"],
        &["Action|Lead|When", "Do|CE|May", "Go|CE|June"],
    );
}

#[test]
fn an_action_beside_several_dates_is_one() {
    check(
        &[],
        &["Action|Lead|When|Milestones", "Do|CE|May|Draft", "^|^|June|Final", "Go|^|July|End"],
        &["Action|Lead|When|Milestones", "Do|CE|May|Draft", "||June|Final", "Go|CE|July|End"],
    );
}

#[test]
fn edges_a_hair_apart_make_no_column() {
    check(
        &[100, 5, 95, 100],
        &["Action|Lead<2|When", "Do<2|CE|May", "Go<2|CE|June"],
        &["Action|Lead|When", "Do|CE|May", "Go|CE|June"],
    );
}

#[test]
fn a_heading_over_two_columns_is_parted_as_the_rows_below_are() {
    check(
        &[20, 200, 50, 50],
        &["Action<2|Lead|When", "1.1|Do it|CE|May", "1.2|Go on|CE|June"],
        &["|Action|Lead|When", "1.1|Do it|CE|May", "1.2|Go on|CE|June"],
    );
}

#[test]
fn two_rows_of_headings_are_one() {
    check(
        &[],
        &["Action|Lead|Timescale<2", "^|^|Start|End", "Do|CE|May|June"],
        &["Action|Lead|Start|End", "Do|CE|May|June"],
    );
}

#[test]
fn titles_stand_above_and_sections_inside() {
    check(
        &[],
        &["Action plan<3", "Action|Lead|When", "1. Access<3", "Do|CE|May"],
        &["# Action plan", "Action|Lead|When", "1. Access||", "Do|CE|May"],
    );
}

#[test]
fn other_headings_begin_another_table_and_the_same_are_left_out() {
    check(
        &[],
        &[
            "Action|Lead|When",
            "Do|CE|May",
            "Action|Lead|When",
            "Go|CE|May",
            "Risks<3",
            "Risk|Mitigation|Owner",
            "Fire|Alarm|CE",
        ],
        &[
            "Action|Lead|When",
            "Do|CE|May",
            "Go|CE|May",
            "# Risks",
            "Risk|Mitigation|Owner",
            "Fire|Alarm|CE",
        ],
    );
}

#[test]
fn one_column_is_a_frame_around_text() {
    check(&[], &["Some words", "More words"], &["# Some words", "# More words"]);
}
