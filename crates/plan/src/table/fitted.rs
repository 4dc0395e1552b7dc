//! Rows of a table without marks in which a cell is blank: the lines there are, fitted to the columns that
//! can hold them.
//!
//! Only the kinds of columns tell where the blank is, so a row that fits in two ways is no row.

use bellwether_calendar::{Context, Precision, read_timescale};

use super::Row;
use crate::columns::{Role, role_of};

/// The most blank cells of a row; with more of them nothing tells that it is one.
const MOST_BLANKS: usize = 2;

/// The most words of a name, and of a date.
const MOST_WORDS: usize = 8;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// What the row is about, which is never blank.
    Subject,
    Dates,
    Names,
    Anything,
}

/// What each column below a row of headings holds.
pub(super) fn kinds(headings: &Row) -> Vec<Holds> {
    let roles: Vec<Option<Role>> =
        headings.cells.iter().map(|cell| role_of(&cell.text())).collect();
    let subject = [Role::Action, Role::Objective, Role::Risk, Role::Indicator]
        .into_iter()
        .find_map(|role| roles.iter().position(|found| *found == Some(role)))
        .unwrap_or(0);
    let kind = |(column, role): (usize, &Option<Role>)| match role {
        _ if column == subject => Holds::Subject,
        Some(Role::Timescale | Role::Start) => Holds::Dates,
        Some(Role::Lead) => Holds::Names,
        _ => Holds::Anything,
    };
    roles.iter().enumerate().map(kind).collect()
}

/// Whether texts, blank ones among them, can be the cells of a row.
pub(super) fn is_row(texts: &[&str], kinds: &[Holds]) -> bool {
    let blanks = texts.iter().filter(|text| text.is_empty()).count();
    let dates_are_blank =
        texts.iter().zip(kinds).any(|(text, kind)| *kind == Holds::Dates && text.is_empty());
    let has = |wanted: Holds| {
        texts.iter().zip(kinds).any(|(text, kind)| *kind == wanted && !text.is_empty())
    };
    let tells = has(Holds::Dates) || blanks < MOST_BLANKS && has(Holds::Names);
    let fits = texts.iter().zip(kinds).all(|(text, kind)| match kind {
        Holds::Subject => !text.is_empty() && !is_date(text),
        _ if text.is_empty() => true,
        Holds::Dates => is_date(text),
        Holds::Names => is_name(text) && !is_date(text),
        Holds::Anything => !(dates_are_blank && is_date(text)),
    });
    let is_labelled = |text: &&str| {
        text.split_once(':').is_some_and(|(label, _)| role_of(label.trim()).is_some())
    };
    texts.len() == kinds.len()
        && blanks <= MOST_BLANKS
        && tells
        && fits
        && !texts.iter().any(is_labelled)
}

/// The cells of a row of which the blank ones are missing, when there is one way alone to place them.
pub(super) fn placed<'t>(texts: &[&'t str], kinds: &[Holds]) -> Option<Vec<&'t str>> {
    let missing = kinds.len().checked_sub(texts.len())?;
    if texts.len() < 2 || !(1..=MOST_BLANKS).contains(&missing) {
        return None;
    }
    let mut found = None;
    for first in 0..kinds.len() {
        let seconds = if missing == 1 { first..first + 1 } else { first + 1..kinds.len() };
        for second in seconds {
            let mut rest = texts.iter().copied();
            let cell = |column: usize| {
                if column == first || column == second { Some("") } else { rest.next() }
            };
            let row: Vec<&str> = (0..kinds.len()).map_while(cell).collect();
            if is_row(&row, kinds) && found.replace(row).is_some() {
                return None;
            }
        }
    }
    found
}

fn is_name(text: &str) -> bool {
    text.split_whitespace().count() <= MOST_WORDS && !text.ends_with('.')
}

fn is_date(text: &str) -> bool {
    if text.is_empty() || text.split_whitespace().count() > MOST_WORDS {
        return false;
    }
    let timescale = read_timescale(text, &Context::default());
    !timescale.rule.is_empty() && timescale.precision != Precision::None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Cell;

    fn kinds_of(headings: &str) -> Vec<Holds> {
        let cells = headings.split('|').map(|text| Cell::new(text, 1)).collect();
        kinds(&Row { cells, ..Row::default() })
    }

    #[test]
    fn the_blank_is_where_nothing_else_can_be() {
        let check = |texts: &str, expected: Option<&str>| {
            let kinds = kinds_of("Action|Lead|Timescale|Progress");
            let texts: Vec<&str> = texts.split('|').collect();
            let placed = placed(&texts, &kinds).map(|row| row.join("|"));
            assert_eq!(placed.as_deref(), expected, "{texts:?}");
        };
        check(
            "Close the ward|June 09|Awaiting board",
            Some("Close the ward||June 09|Awaiting board"),
        );
        check("Train nurses|DoN|July 09", Some("Train nurses|DoN|July 09|"));
        check("Review the policy|CE|Not begun", Some("Review the policy|CE||Not begun"));
        check("Review the policy|May 09", Some("Review the policy||May 09|"));
        check("Review the policy|Not begun", None);
        check("Lead: Ann|By when: May 09|Done", None);
    }

    #[test]
    fn a_row_has_its_subject_and_a_name_or_a_date() {
        let check = |texts: &str, expected: bool| {
            let kinds = kinds_of("Action|Lead|Timescale|Progress");
            let texts: Vec<&str> = texts.split('|').collect();
            assert_eq!(is_row(&texts, &kinds), expected, "{texts:?}");
        };
        check("Close the ward||June 09|", true);
        check("Close the ward||The wards|Done", false);
        check("|CE|June 09|Done", false);
        check("Some text.|||More text.", false);
    }
}
