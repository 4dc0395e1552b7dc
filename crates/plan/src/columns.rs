//! What the columns of a table are, from the words of their headings.

use crate::table::{Row, Table};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Number or code of the row.
    Reference,
    /// What is to be done.
    Action,
    /// What the action serves: an issue, objective or area. The action itself where there is no other.
    Objective,
    /// Who answers for it.
    Lead,
    /// When it is due.
    Timescale,
    /// When it starts.
    Start,
    /// Steps on the way.
    Milestones,
    /// How far it has come, in words.
    Progress,
    /// How far it has come, in a word or a colour.
    Status,
    /// What it is to bring about.
    Outcome,
    /// What it takes: money or people.
    Resource,
    /// A measured thing.
    Indicator,
    /// What may go wrong.
    Risk,
    /// What is done if it does.
    Contingency,
}

/// A row of headings and what each says of its column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// A role for each column; `None` where the heading is blank or unknown.
    pub roles: Vec<Option<Role>>,
    /// The headings as printed, empty where blank.
    pub headings: Vec<String>,
}

impl Columns {
    /// Reads a row as headings: at least two cells name a role, nearly all filled cells do, and none
    /// is as long as text.
    #[must_use]
    pub fn of_row(row: &Row) -> Option<Self> {
        let headings: Vec<String> = row.cells.iter().map(super::table::Cell::text).collect();
        if headings.iter().any(|heading| heading.len() > LONGEST_HEADING) {
            return None;
        }
        let roles: Vec<Option<Role>> = headings.iter().map(|heading| role_of(heading)).collect();
        let known = roles.iter().flatten().count();
        (known >= 2 && known * 2 > row.filled()).then_some(Self { roles, headings })
    }

    /// The first column with this role.
    #[must_use]
    pub fn find(&self, role: Role) -> Option<usize> {
        self.roles.iter().position(|found| *found == Some(role))
    }

    /// Every column with this role.
    pub fn all(&self, role: Role) -> impl Iterator<Item = usize> + '_ {
        self.roles
            .iter()
            .enumerate()
            .filter(move |(_, found)| **found == Some(role))
            .map(|(column, _)| column)
    }

    /// Whether there is a column with this role.
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.find(role).is_some()
    }
}

/// The heading row of a table and its place, if one of its first three rows is one.
#[must_use]
pub fn headings_of(table: &Table) -> Option<(usize, Columns)> {
    table
        .rows
        .iter()
        .take(3)
        .enumerate()
        .find_map(|(index, row)| Some((index, Columns::of_row(row)?)))
}

const LONGEST_HEADING: usize = 80;

/// Headings that are a role by themselves, compared whole. Words are lower case and single-blanked.
const WHOLE: &[(&str, Role)] = &[
    ("ref", Role::Reference),
    ("reference", Role::Reference),
    ("no", Role::Reference),
    ("nos", Role::Reference),
    ("number", Role::Reference),
    ("item", Role::Reference),
    ("id", Role::Reference),
    ("#", Role::Reference),
    ("code", Role::Reference),
    ("what", Role::Action),
    ("how", Role::Action),
    ("steps", Role::Action),
    ("who", Role::Lead),
    ("by who", Role::Lead),
    ("by whom", Role::Lead),
    ("pm", Role::Lead),
    ("sro", Role::Lead),
    ("when", Role::Timescale),
    ("by when", Role::Timescale),
    ("by", Role::Timescale),
    ("date", Role::Timescale),
    ("dates", Role::Timescale),
    ("due", Role::Timescale),
    ("completion", Role::Timescale),
    ("quarter", Role::Timescale),
    ("end", Role::Timescale),
    ("finish", Role::Timescale),
    ("start", Role::Start),
    ("rag", Role::Status),
    ("status", Role::Status),
    ("brag", Role::Status),
    ("why", Role::Outcome),
    ("target", Role::Outcome),
    ("targets", Role::Outcome),
    ("notes", Role::Progress),
    ("note", Role::Progress),
    ("update", Role::Progress),
    ("area", Role::Objective),
    ("aim", Role::Objective),
    ("goal", Role::Objective),
    ("need", Role::Objective),
    ("domain", Role::Objective),
    ("project", Role::Objective),
    ("pledge", Role::Objective),
];

/// Word stems, in order of strength: the first that a word of the heading starts with decides.
///
/// "Lead officer for action" is a lead, "Action status" a status and "Completion date" a timescale, so
/// the narrow words stand before the wide ones.
const STEMS: &[(&str, Role)] = &[
    ("contingenc", Role::Contingency),
    ("mitigat", Role::Contingency),
    ("start date", Role::Start),
    ("date raised", Role::Start),
    ("date opened", Role::Start),
    ("date added", Role::Start),
    ("date logged", Role::Start),
    ("date identified", Role::Start),
    ("raised", Role::Start),
    ("date started", Role::Start),
    ("date of start", Role::Start),
    ("ref no", Role::Reference),
    ("action no", Role::Reference),
    ("action ref", Role::Reference),
    ("objective no", Role::Reference),
    ("number of action", Role::Reference),
    ("rag", Role::Status),
    ("status", Role::Status),
    ("current position", Role::Progress),
    ("timescale", Role::Timescale),
    ("time scale", Role::Timescale),
    ("timeframe", Role::Timescale),
    ("time frame", Role::Timescale),
    ("timeline", Role::Timescale),
    ("timetable", Role::Timescale),
    ("timing", Role::Timescale),
    ("deadline", Role::Timescale),
    ("target date", Role::Timescale),
    ("due ", Role::Timescale),
    ("by when", Role::Timescale),
    ("date", Role::Timescale),
    ("when", Role::Timescale),
    ("complete by", Role::Timescale),
    ("target completion", Role::Timescale),
    ("completed by", Role::Timescale),
    ("lead", Role::Lead),
    ("owner", Role::Lead),
    ("responsib", Role::Lead),
    ("accountab", Role::Lead),
    ("action by", Role::Lead),
    ("by whom", Role::Lead),
    ("assigned", Role::Lead),
    ("sponsor", Role::Lead),
    ("officer", Role::Lead),
    ("manager", Role::Lead),
    ("director", Role::Lead),
    ("who", Role::Lead),
    ("progress", Role::Progress),
    ("milestone", Role::Milestones),
    ("update", Role::Progress),
    ("comment", Role::Progress),
    ("remark", Role::Progress),
    ("we will know", Role::Outcome),
    ("will we know", Role::Outcome),
    ("we ll know", Role::Outcome),
    ("criteria", Role::Outcome),
    ("evidence", Role::Outcome),
    ("outcome", Role::Outcome),
    ("measure", Role::Outcome),
    ("success", Role::Outcome),
    ("output", Role::Outcome),
    ("impact", Role::Outcome),
    ("benefit", Role::Outcome),
    ("kpi", Role::Outcome),
    ("result", Role::Outcome),
    ("resourc", Role::Resource),
    ("cost", Role::Resource),
    ("budget", Role::Resource),
    ("funding", Role::Resource),
    ("risk", Role::Risk),
    ("indicator", Role::Indicator),
    ("action", Role::Action),
    ("task", Role::Action),
    ("activit", Role::Action),
    ("recommendation", Role::Objective),
    ("deliverable", Role::Objective),
    ("commitment", Role::Objective),
    ("initiative", Role::Objective),
    ("what will", Role::Action),
    ("what we", Role::Action),
    ("how will", Role::Action),
    ("how we", Role::Action),
    ("what needs", Role::Action),
    ("to be done", Role::Action),
    ("objective", Role::Objective),
    ("issue", Role::Objective),
    ("priorit", Role::Objective),
    ("theme", Role::Objective),
    ("workstream", Role::Objective),
    ("work stream", Role::Objective),
    ("standard", Role::Objective),
    ("aim", Role::Objective),
    ("goal", Role::Objective),
    ("area ", Role::Objective),
    ("pillar", Role::Objective),
    ("completion", Role::Timescale),
];

/// What a heading says of its column; `None` where it is blank or says nothing that is known.
#[must_use]
pub fn role_of(heading: &str) -> Option<Role> {
    if heading.len() > LONGEST_HEADING {
        return None;
    }
    let heading = bare(heading);
    if let Some((_, role)) = WHOLE.iter().find(|(word, _)| *word == heading) {
        return Some(*role);
    }
    // "Progress/Milestones" holds milestones; a column of progress alone is prose.
    if heading.contains("milestone") {
        return Some(Role::Milestones);
    }
    let starts: Vec<usize> =
        std::iter::once(0).chain(heading.match_indices(' ').map(|(at, _)| at + 1)).collect();
    // Most cells of a table are looked at in this way, and few of their words begin as a stem does.
    let initials = starts.iter().fold(0, |initials, at| initials | initial(&heading[*at..]));
    let at_word = |stem: &str| {
        initial(stem) & initials != 0 && starts.iter().any(|at| heading[*at..].starts_with(stem))
    };
    STEMS.iter().find(|(stem, _)| at_word(stem)).map(|(_, role)| *role)
}

/// A bit for the first letter of a text; none where it begins with no small Latin letter.
fn initial(text: &str) -> u32 {
    let first = text.bytes().next().filter(u8::is_ascii_lowercase);
    first.map_or(0, |first| 1 << (first - b'a'))
}

fn bare(heading: &str) -> String {
    let spaced: String = heading
        .chars()
        .map(
            |character| {
                if character.is_alphanumeric() || character == '#' { character } else { ' ' }
            },
        )
        .collect();
    spaced.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(heading: &str, expected: Option<Role>) {
        assert_eq!(role_of(heading), expected, "{heading}");
    }

    #[test]
    fn headings_are_known_by_their_words() {
        check("Lead", Some(Role::Lead));
        check("Lead Executive ", Some(Role::Lead));
        check("By whom?", Some(Role::Lead));
        check("Action by", Some(Role::Lead));
        check("Responsible officer", Some(Role::Lead));
        check("By when", Some(Role::Timescale));
        check("Completion date", Some(Role::Timescale));
        check("Date Achieved", Some(Role::Timescale));
        check("Proposed action", Some(Role::Action));
        check("Key Actions", Some(Role::Action));
        check("Task", Some(Role::Action));
        check("Action No.", Some(Role::Reference));
        check("Ref.", Some(Role::Reference));
        check("Progress/Milestones", Some(Role::Milestones));
        check("Progress", Some(Role::Progress));
        check("Current Status", Some(Role::Status));
        check("RAG rating", Some(Role::Status));
        check("Success criteria", Some(Role::Outcome));
        check("How will we know it has worked?", Some(Role::Outcome));
        check("How will this be done?", Some(Role::Action));
        check("Target completion", Some(Role::Timescale));
        check("Expected completion", Some(Role::Timescale));
        check("Date raised", Some(Role::Start));
        check("Objective", Some(Role::Objective));
        check("Contingency", Some(Role::Contingency));
        check("Key risk", Some(Role::Risk));
    }

    #[test]
    fn text_is_no_heading() {
        check("", None);
        check("Good", None);
        check("Sept 03", None);
        check("DoF", None);
        check("Misleading", None);
    }
}
