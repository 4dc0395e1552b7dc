//! Which column of an action plan holds what.

use crate::columns::{Columns, Role};
use crate::reference;
use crate::table::Row;

/// Columns of an action plan, counted from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) reference: Option<usize>,
    pub(super) action: usize,
    pub(super) objective: Option<usize>,
    pub(super) leads: Vec<usize>,
    pub(super) timescales: Vec<usize>,
    pub(super) milestones: Option<usize>,
    pub(super) progress: Vec<usize>,
    pub(super) status: Option<usize>,
    pub(super) outcome: Option<usize>,
    /// Number of columns.
    pub(super) width: usize,
    /// Letters and a number at the head of an action are its reference: most rows have one.
    pub(super) lettered: bool,
    /// Nearly every row has a lead or a timescale, so that a row without is a heading.
    pub(super) dense: bool,
    /// A heading says that the objective has a column, and most rows have one of their own.
    pub(super) own_objectives: bool,
}

impl Layout {
    /// Fits the roles of the headings to the rows under them; `None` when this is no action plan.
    pub(super) fn fit(columns: &Columns, body: &[&Row]) -> Option<Self> {
        let timescales: Vec<usize> = columns.all(Role::Timescale).collect();
        let leads: Vec<usize> = columns.all(Role::Lead).collect();
        if timescales.is_empty() && leads.is_empty() {
            return None;
        }
        let action = action_column(columns, body, !timescales.is_empty(), !leads.is_empty())?;
        let mut layout = Self {
            action,
            leads,
            timescales,
            milestones: columns.find(Role::Milestones),
            progress: columns.all(Role::Progress).collect(),
            status: columns.find(Role::Status),
            outcome: columns.all(Role::Outcome).find(|column| *column != action),
            width: columns.roles.len(),
            ..Self::default()
        };
        layout.place_reference(columns, body);
        layout.measure(body);
        layout.own_objectives = layout.objective.is_some_and(|column| {
            let headed = columns.headings.get(column).is_some_and(|heading| !heading.is_empty());
            let filled = body.iter().filter(|row| !row.is_blank(column)).count();
            headed && body.len() >= 4 && filled * 2 > body.len()
        });
        Some(layout)
    }

    /// A column headed as a reference, or not headed at all, is one when it holds references; otherwise
    /// it says what the actions beside it are for.
    fn place_reference(&mut self, columns: &Columns, body: &[&Row]) {
        let headed = columns.find(Role::Reference);
        let unheaded = (0..self.action)
            .find(|column| columns.headings.get(*column).is_some_and(String::is_empty));
        let unknown = (0..self.action).find(|column| {
            let is_unknown = columns.roles.get(*column).is_some_and(Option::is_none);
            is_unknown && Some(*column) != unheaded && holds_references(*column, body)
        });
        let mut objective =
            columns.all(Role::Objective).filter(|column| *column != self.action).last();
        let places = headed.into_iter().chain(unheaded).chain(unknown);
        for column in places.filter(|column| *column != self.action) {
            let filled = body.iter().filter(|row| !row.is_blank(column)).count();
            let references =
                body.iter().filter(|row| reference::alone(&row.text(column)).is_some()).count();
            if references * 2 > filled {
                self.reference = self.reference.or(Some(column));
            } else if filled > 0 || columns.headings.get(column).is_some_and(String::is_empty) {
                objective = objective.or(Some(column));
            }
        }
        self.objective = objective;
    }

    fn measure(&mut self, body: &[&Row]) {
        let texts: Vec<String> =
            body.iter().map(|row| row.text(self.action)).filter(|text| !text.is_empty()).collect();
        let lettered = texts
            .iter()
            .filter(|text| {
                reference::at_head(text)
                    .is_some_and(|(_, _, form)| form == reference::Form::Lettered)
            })
            .count();
        self.lettered = lettered >= 2 && lettered * 2 >= texts.len();
        let acting: Vec<&&Row> = body.iter().filter(|row| !row.is_blank(self.action)).collect();
        let answered = acting.iter().filter(|row| self.is_answered(row)).count();
        self.dense = acting.len() >= 4 && answered * 4 >= acting.len() * 3;
    }

    /// Whether a row has a lead or a timescale.
    pub(super) fn is_answered(&self, row: &Row) -> bool {
        self.leads.iter().chain(&self.timescales).any(|column| !row.is_blank(*column))
    }

    /// Whether anything stands in the row beside reference, objective and action.
    pub(super) fn has_more(&self, row: &Row) -> bool {
        let more =
            self.milestones.iter().chain(&self.progress).chain(&self.status).chain(&self.outcome);
        self.is_answered(row) || more.into_iter().any(|column| !row.is_blank(*column))
    }
}

/// The action is under its heading; or else the objective is what is promised; or else it is the column
/// whose heading was lost.
fn action_column(columns: &Columns, body: &[&Row], timed: bool, led: bool) -> Option<usize> {
    if let Some(action) = columns.find(Role::Action) {
        return Some(action);
    }
    if columns.has(Role::Risk) || columns.has(Role::Indicator) {
        return None;
    }
    if let Some(objective) = columns.all(Role::Objective).last() {
        let followed = columns.has(Role::Progress) || columns.has(Role::Status);
        return (timed || led && followed).then_some(objective);
    }
    let length = |column: usize| body.iter().map(|row| row.text(column).len()).sum::<usize>();
    let unknown = columns
        .roles
        .iter()
        .enumerate()
        .filter(|(_, role)| role.is_none())
        .map(|(column, _)| column);
    let longest = unknown.max_by_key(|column| length(*column)).filter(|one| length(*one) > 0);
    longest.or_else(|| measures(columns)).filter(|_| timed && led)
}

/// Whether a column of whatever heading holds references and nothing else.
fn holds_references(column: usize, body: &[&Row]) -> bool {
    let texts: Vec<String> = body.iter().map(|row| row.text(column)).collect();
    let mut filled = texts.iter().filter(|text| !text.is_empty()).peekable();
    filled.peek().is_some() && filled.all(|text| reference::alone(text).is_some())
}

/// "Measures" with a lead and a date are what is to be done, where nothing else is.
fn measures(columns: &Columns) -> Option<usize> {
    columns.all(Role::Outcome).find(|column| {
        let heading = columns.headings.get(*column).map(|heading| heading.to_lowercase());
        heading.is_some_and(|heading| {
            heading.split_whitespace().any(|word| ["measure", "measures"].contains(&word))
        })
    })
}
