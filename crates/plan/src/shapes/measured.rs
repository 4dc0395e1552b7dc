//! Headings of tables that measure, weigh or delimit, where those of an action table do not suffice.

use crate::columns::{Role, role_of};
use crate::table::{Cell, Row, Table};

/// What a column of such a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// Number or code of the row.
    Code,
    /// Name of what is measured.
    Measure,
    /// Framework that an outside body judges by.
    Framework,
    /// Area or theme that rows are grouped by.
    Area,
    /// Body that the row's figures are about.
    Organisation,
    /// Who answers for it.
    Lead,
    /// Remark.
    Note,
    /// A figure.
    Value,
    /// The figure of a named period.
    Period,
    /// The standing today.
    Now,
    /// What is to be reached.
    Goal,
    /// What may go wrong.
    Risk,
    /// What is done if it does.
    Contingency,
    /// How likely, how grave or how highly scored.
    Weight,
    /// How far the organisation is involved.
    Level,
    /// What is to be done.
    Action,
    /// When it is due.
    Timescale,
    /// A heading of another kind that is known all the same.
    Other,
}

const CODE: &[&str] = &["code", "ref", "reference", "no", "nos", "number", "id", "nr"];
const MEASURE: &[&str] =
    &["indicator", "indicators", "measure", "measures", "metric", "metrics", "kpi", "kpis"];
const FRAMEWORK: &[&str] = &["framework", "frameworks", "regime", "assessment"];
const AREA: &[&str] = &[
    "area",
    "areas",
    "theme",
    "themes",
    "domain",
    "domains",
    "category",
    "section",
    "tier",
    "group",
    "workstream",
    "programme",
    "project",
    "service",
    "services",
    "dimension",
    "perspective",
    "quadrant",
];
const ORGANISATION: &[&str] = &[
    "organisation",
    "organization",
    "trust",
    "pct",
    "ccg",
    "provider",
    "practice",
    "locality",
    "body",
    "authority",
    "district",
];
const NOTE: &[&str] = &[
    "compliance",
    "comment",
    "comments",
    "commentary",
    "remark",
    "remarks",
    "note",
    "notes",
    "narrative",
    "caveats",
    "explanation",
];
const VALUE: &[&str] = &[
    "score",
    "scores",
    "rank",
    "ranking",
    "position",
    "post",
    "baseline",
    "target",
    "targets",
    "trajectory",
    "trajectories",
    "actual",
    "plan",
    "planned",
    "value",
    "variance",
    "change",
    "opportunity",
    "numerator",
    "denominator",
    "threshold",
    "rate",
    "ytd",
    "outturn",
    "forecast",
    "rating",
    "trend",
    "average",
    "benchmark",
    "result",
    "achieved",
];
const GOAL: &[&str] =
    &["goal", "goals", "ambition", "ambitions", "aspiration", "aspirations", "aim", "aims"];
const NOW: &[&str] = &["now", "current", "currently", "present", "today", "latest"];
const WEIGHT: &[&str] = &[
    "likelihood",
    "probability",
    "impact",
    "severity",
    "consequence",
    "consequences",
    "score",
    "rating",
    "rag",
    "grade",
];
const CONTINGENCY: &[&str] = &[
    "contingency",
    "contingencies",
    "mitigation",
    "mitigations",
    "mitigating",
    "fallback",
    "countermeasure",
    "countermeasures",
    "control",
    "controls",
    "response",
    "responses",
];
const LEVEL: &[&str] = &["level", "involvement", "scope"];
const TERMS: &[&str] = &["year", "years", "term", "quarter", "half", "month", "months"];

/// A heading has at most so many words; beyond, it is text.
const MOST_WORDS: usize = 7;

/// What a heading says of its column.
pub(super) fn column_of(heading: &str) -> Option<Column> {
    let words = words_of(heading);
    let any = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    if words.is_empty() || words.len() > MOST_WORDS {
        return None;
    }
    let role = role_of(heading);
    if any(CONTINGENCY) || role == Some(Role::Contingency) || words.join(" ") == "plan b" {
        return Some(Column::Contingency);
    }
    if any(&["risk", "risks", "threat", "threats"]) {
        return Some(match role {
            _ if any(&["owner", "lead", "manager"]) => Column::Lead,
            _ if any(CODE) => Column::Code,
            _ if any(AREA) => Column::Area,
            _ if any(WEIGHT) || any(LEVEL) => Column::Weight,
            _ => Column::Risk,
        });
    }
    if any(MEASURE) && any(CODE) && words.len() <= 3 {
        return Some(Column::Code);
    }
    if (any(MEASURE) || any(&["standard", "standards"]) && words.len() <= 2)
        && !any(VALUE)
        && !any(&["success"])
    {
        return Some(Column::Measure);
    }
    measured(&words)
        .or_else(|| from_role(role))
        .or_else(|| is_period(heading).then_some(Column::Period))
}

/// The columns that an action table does not have, from the words of a heading.
fn measured(words: &[String]) -> Option<Column> {
    let any = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let is_short = words.len() <= 3;
    if any(&["lead", "owner", "sponsor", "executive"]) {
        Some(Column::Lead)
    } else if any(GOAL) && (words.len() > 1) {
        Some(Column::Goal)
    } else if any(NOW) && !any(&["status"]) && words.len() <= 4 {
        Some(Column::Now)
    } else if any(&["likelihood", "probability", "severity"]) {
        Some(Column::Weight)
    } else if any(&["involvement", "scope"]) || (any(LEVEL) && is_short) || words == ["our", "role"]
    {
        Some(Column::Level)
    } else if any(FRAMEWORK) && is_short {
        Some(Column::Framework)
    } else if any(VALUE) && !any(&["date", "action", "actions"]) {
        Some(Column::Value)
    } else if any(CODE) && is_short {
        Some(Column::Code)
    } else if any(NOTE) && is_short {
        Some(Column::Note)
    } else if any(AREA) && is_short {
        Some(Column::Area)
    } else if any(ORGANISATION) && is_short {
        Some(Column::Organisation)
    } else {
        None
    }
}

fn from_role(role: Option<Role>) -> Option<Column> {
    Some(match role? {
        Role::Reference => Column::Code,
        Role::Action | Role::Milestones => Column::Action,
        Role::Objective => Column::Area,
        Role::Lead => Column::Lead,
        Role::Timescale | Role::Start => Column::Timescale,
        Role::Indicator => Column::Measure,
        Role::Risk => Column::Risk,
        Role::Contingency => Column::Contingency,
        Role::Progress | Role::Status | Role::Outcome | Role::Resource => Column::Other,
    })
}

/// Whether words name a period: a year, a quarter, a term.
pub(super) fn is_period(text: &str) -> bool {
    let words = words_of(text);
    let is_year = |word: &String| {
        word.len() == 4
            && word.starts_with(['1', '2'])
            && word.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_quarter = |word: &String| {
        word.len() == 2
            && word.starts_with(['q', 'h', 'y'])
            && word.ends_with(['1', '2', '3', '4', '5'])
    };
    let is_short_year = text.split_whitespace().any(|word| {
        let parts: Vec<&str> =
            word.trim_matches(|c: char| !c.is_ascii_digit()).split(['/', '-']).collect();
        matches!(parts.as_slice(), [first, second] if is_two_digits(first) && is_two_digits(second))
    });
    words.iter().any(|word| is_year(word) || is_quarter(word) || TERMS.contains(&word.as_str()))
        || is_short_year
}

fn is_two_digits(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The words of a text in lower case, without punctuation.
pub(super) fn words_of(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A table taken apart: headings, second headings and the rows below them.
#[derive(Debug)]
pub(super) struct Layout<'a> {
    /// Column headings as printed.
    pub(super) headings: Vec<String>,
    /// What each says.
    pub(super) columns: Vec<Option<Column>>,
    /// Second line of headings, empty when there is none.
    pub(super) subheadings: Vec<String>,
    /// The rows.
    pub(super) rows: &'a [Row],
    /// What stood in the rows above the headings.
    pub(super) title: Option<String>,
}

/// How many rows of titles may stand above the headings.
const MOST_TITLES: usize = 3;

impl<'a> Layout<'a> {
    /// Takes a table apart; `None` when no row near its top reads as headings.
    pub(super) fn of(table: &'a Table) -> Option<Self> {
        let at = table
            .rows
            .iter()
            .take(MOST_TITLES)
            .position(is_heading_row)
            .or_else(|| measures_above_figures(table))?;
        let headings = texts(&table.rows[at]);
        let columns = headings.iter().map(|heading| column_of(heading)).collect();
        let title = table.rows[..at]
            .iter()
            .find(|row| row.filled() > 0)
            .and_then(|row| row.cells.iter().map(Cell::text).find(|text| !text.is_empty()));
        let mut rows = &table.rows[at + 1..];
        let subheadings = match rows.split_first() {
            Some((row, rest)) if is_subheading_row(row) => {
                rows = rest;
                texts(row)
            }
            _ => Vec::new(),
        };
        Some(Self { headings, columns, subheadings, rows, title })
    }

    /// The first column of a kind.
    pub(super) fn find(&self, column: Column) -> Option<usize> {
        self.columns.iter().position(|found| *found == Some(column))
    }

    /// Whether there is a column of a kind.
    pub(super) fn has(&self, column: Column) -> bool {
        self.find(column).is_some()
    }

    /// The rows that are neither blank nor the headings once more, as at the top of a page.
    pub(super) fn body(&self) -> impl Iterator<Item = &'a Row> + '_ {
        self.rows.iter().filter(|row| row.filled() > 0 && texts(row) != self.headings)
    }
}

/// The texts of a row's cells.
pub(super) fn texts(row: &Row) -> Vec<String> {
    row.cells.iter().map(Cell::text).collect()
}

/// Whether a row is one of headings: at least two are known that are no mere figures or periods, or one
/// beside two that are, and at least half of all.
pub(crate) fn is_heading_row(row: &Row) -> bool {
    let headings = texts(row);
    let known: Vec<Column> = headings.iter().filter_map(|heading| column_of(heading)).collect();
    let figures =
        known.iter().filter(|column| matches!(column, Column::Value | Column::Period)).count();
    let naming = known.len() - figures;
    // "Estates manager, July 2008" is a row of text.
    let beyond_leads =
        known.iter().any(|column| !matches!(column, Column::Value | Column::Period | Column::Lead));
    let is_enough = beyond_leads
        && (naming >= 2
            || (naming >= 1 && figures >= 2)
            || (naming >= 1 && known.len() == row.filled() && known.len() >= 2));
    is_enough
        && known.len() * 2 >= row.filled()
        && headings.iter().all(|heading| heading.len() <= LONGEST_HEADING)
}

const LONGEST_HEADING: usize = 60;

/// The place of a row that names a measure above a row of figures: "Measure, North, South".
fn measures_above_figures(table: &Table) -> Option<usize> {
    let is_figure = |text: &String| {
        let bare = text.trim_start_matches(|first: char| !first.is_alphanumeric());
        bare.starts_with(|first: char| first.is_ascii_digit())
    };
    let figures = |row: &Row| texts(row).iter().skip(1).filter(|text| is_figure(text)).count();
    (0..table.rows.len().saturating_sub(1).min(MOST_TITLES)).find(|place| {
        let (row, below) = (&table.rows[*place], &table.rows[place + 1]);
        let first = row.cells.first().map(Cell::text).unwrap_or_default();
        let is_named = column_of(&first) == Some(Column::Measure) && row.filled() >= 2;
        is_named
            && texts(row).iter().all(|text| text.len() <= LONGEST_HEADING)
            && figures(below) >= 1
    })
}

/// Whether a heading is one of a table that measures, weighs or delimits.
pub(crate) fn heads_figures(heading: &str) -> bool {
    column_of(heading).is_some_and(|column| !matches!(column, Column::Other | Column::Area))
}

/// Whether the cells below a heading are a few words at most.
pub(crate) fn is_short_column(heading: &str) -> bool {
    matches!(
        column_of(heading),
        Some(
            Column::Code
                | Column::Lead
                | Column::Value
                | Column::Period
                | Column::Goal
                | Column::Now
                | Column::Weight
                | Column::Level
                | Column::Timescale
        )
    )
}

/// Whether a row divides the headings above it: nothing in the first column, and labels that come back.
fn is_subheading_row(row: &Row) -> bool {
    let labels: Vec<String> =
        texts(row).into_iter().skip(1).filter(|label| !label.is_empty()).collect();
    let mut distinct = labels.clone();
    distinct.sort();
    distinct.dedup();
    let is_figure = |label: &String| !label.chars().any(char::is_alphabetic) && !is_period(label);
    row.is_blank(0)
        && labels.len() >= 2
        && distinct.len() < labels.len()
        && labels.iter().all(|label| label.len() <= 24 && !is_figure(label))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(heading: &str, expected: Option<Column>) {
        assert_eq!(column_of(heading), expected, "{heading}");
    }

    #[test]
    fn headings_are_known_by_their_words_in_any_order() {
        check("Indicator", Some(Column::Measure));
        check("Performance measure", Some(Column::Measure));
        check("Indicator Score", Some(Column::Value));
        check("Ind No", Some(Column::Code));
        check("KPI ref", Some(Column::Code));
        check("PCT Lead", Some(Column::Lead));
        check("Compliance", Some(Column::Note));
        check("Area", Some(Column::Area));
        check("Target 2009/10", Some(Column::Value));
        check("2009/10", Some(Column::Period));
        check("Next year", Some(Column::Period));
        check("Goal for next year", Some(Column::Goal));
        check("Current rating", Some(Column::Now));
        check("Key risk", Some(Column::Risk));
        check("Risk rating", Some(Column::Weight));
        check("Risk owner", Some(Column::Lead));
        check("Mitigating actions", Some(Column::Contingency));
        check("Plan B", Some(Column::Contingency));
        check("Level of involvement", Some(Column::Level));
        check("Key Actions", Some(Column::Action));
        check("Date Achieved", Some(Column::Timescale));
    }

    #[test]
    fn the_text_of_a_row_is_no_heading() {
        check("Incidence of MRSA in hospitals that this trust commissions from", None);
        check("Good", None);
        check("21", None);
        check("£120,583", None);
    }

    #[test]
    fn periods_are_known_by_year_quarter_or_term() {
        for period in ["2008/09", "08/09", "2010", "Q1", "This year", "over 3 years", "Medium term"]
        {
            assert!(is_period(period), "{period}");
        }
        for other in ["Goal", "21", "East & North", "18 weeks"] {
            assert!(!is_period(other), "{other}");
        }
    }
}
