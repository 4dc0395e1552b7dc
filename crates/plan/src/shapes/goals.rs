//! Tables of goals: what is to be reached, a row for each measure and a column for each period.

mod standing;

use serde_json::{Map, Value};

use super::measured::{Column, Layout, is_period, words_of};
use super::surroundings::heading_above;
use super::{Claims, Reading};
use crate::draft::{Document, Goal, Indicator, Source};
use crate::table::Row;

/// Reads every table of goals, as goals and as the indicators that they are set for.
pub(super) fn read(reading: &Reading, claims: &mut Claims, document: &mut Document) {
    for table in reading.tables {
        if !claims.is_free(table.line_from, table.line_to) {
            continue;
        }
        let heading = heading_above(reading.source, table.line_from);
        let Some(goals) = Layout::of(table).and_then(|layout| GoalTable::of(layout, heading))
        else {
            continue;
        };
        claims.take(table.line_from, table.line_to);
        let titles: Vec<String> = goals.layout.body().map(|row| row.text(goals.title)).collect();
        let standings = standing::read(reading, &titles, table.line_from, table.line_to);
        for (row, standing) in goals.layout.body().zip(standings) {
            document.goals.extend(goals.goals(row));
            document.indicators.extend(goals.indicator(row, standing));
        }
    }
}

struct GoalTable<'a> {
    layout: Layout<'a>,
    heading: Option<String>,
    title: usize,
    /// Columns of goals, each with its period.
    periods: Vec<(usize, String)>,
}

impl<'a> GoalTable<'a> {
    fn of(layout: Layout<'a>, heading: Option<String>) -> Option<Self> {
        let is_plan =
            layout.has(Column::Action) || layout.has(Column::Timescale) || layout.has(Column::Risk);
        if is_plan || !layout.subheadings.is_empty() {
            return None;
        }
        let named = layout
            .find(Column::Framework)
            .or_else(|| layout.find(Column::Measure))
            .or_else(|| layout.find(Column::Area));
        let title = named.unwrap_or(0);
        let says_goal =
            |text: &str| words_of(text).iter().any(|word| GOAL_WORDS.contains(&word.as_str()));
        let is_about_goals = layout.has(Column::Framework)
            || heading.as_deref().is_some_and(says_goal)
            || layout.title.as_deref().is_some_and(says_goal);
        let is_goal =
            |column: usize, heading: &str| match layout.columns.get(column).copied().flatten() {
                Some(Column::Goal) => is_period(heading),
                Some(Column::Period) => is_about_goals,
                Some(Column::Value) => {
                    is_about_goals
                        && is_period(heading)
                        && words_of(heading).iter().any(|word| word == "target")
                }
                _ => false,
            };
        let periods: Vec<(usize, String)> = layout
            .headings
            .iter()
            .enumerate()
            .filter(|(column, heading)| *column != title && is_goal(*column, heading))
            .map(|(column, heading)| (column, period_of(heading)))
            .collect();
        (!periods.is_empty()).then_some(Self { layout, heading, title, periods })
    }

    fn goals(&self, row: &Row) -> Vec<Goal> {
        let title = row.text(self.title);
        let filled =
            self.periods.iter().filter(|(column, _)| !title.is_empty() && !row.is_blank(*column));
        filled
            .map(|(column, period)| Goal {
                title: title.clone(),
                period: Some(period.clone()),
                value: row.text(*column),
                source: source_of(row),
                ..Goal::default()
            })
            .collect()
    }

    /// The indicator that a row sets goals for; `standing` is where it stands today by the text.
    fn indicator(&self, row: &Row, standing: Option<String>) -> Option<Indicator> {
        let title = Some(row.text(self.title)).filter(|title| !title.is_empty())?;
        let text_in = |column| {
            self.layout.find(column).map(|column| row.text(column)).filter(|text| !text.is_empty())
        };
        let mut values = Map::new();
        if !self.layout.has(Column::Now) {
            values.extend(standing.map(|standing| ("now".to_owned(), Value::from(standing))));
        }
        let named =
            [Column::Code, Column::Lead, Column::Note].map(|column| self.layout.find(column));
        for (column, heading) in self.layout.headings.iter().enumerate() {
            if column != self.title && !named.contains(&Some(column)) {
                let text = row.text(column);
                values.insert(
                    heading.clone(),
                    if text.is_empty() { Value::Null } else { Value::from(text) },
                );
            }
        }
        Some(Indicator {
            code: text_in(Column::Code),
            title,
            section: self.heading.clone().or_else(|| self.layout.title.clone()),
            lead: text_in(Column::Lead),
            note: text_in(Column::Note),
            values,
            source: source_of(row),
            ..Indicator::default()
        })
    }
}

const GOAL_WORDS: &[&str] =
    &["goal", "goals", "ambition", "ambitions", "aspiration", "aspirations"];

/// Words of a heading that do not belong to its period.
const NOT_PERIOD: &[&str] = &[
    "goal",
    "goals",
    "ambition",
    "ambitions",
    "aspiration",
    "aspirations",
    "aim",
    "aims",
    "target",
    "targets",
    "performance",
    "improvement",
    "planned",
    "our",
    "the",
    "rating",
    "level",
    "for",
];

/// The period in the heading of a column of goals.
fn period_of(heading: &str) -> String {
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let kept: Vec<&str> = heading
        .split_whitespace()
        .filter(|word| !NOT_PERIOD.contains(&bare(word).as_str()))
        .collect();
    kept.join(" ").trim_matches(['(', ')', ':', '-', '–', ' ']).to_owned()
}

fn source_of(row: &Row) -> Source {
    Source { line_from: row.line_from, line_to: row.line_to }
}

#[cfg(test)]
mod tests;
