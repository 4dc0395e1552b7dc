//! Actions in lines that say what they are: `Action: …`, below it `Lead: …` and `By when: …`, or all of
//! them in one line.

use super::group::{Group, Part};
use crate::columns::{Role, role_of};
use crate::outline::heading;
use crate::reference;
use crate::shapes::{Claims, Reading};
use crate::table::{Cell, plain};
use crate::timescales::dates_of;

/// A label has at most so many words.
const MOST_WORDS: usize = 4;
/// How many lines below one labelled line the next may stand.
const REACH: usize = 4;

/// A longer line is text, in bytes.
const LONGEST_LINE: usize = 2_000;

/// A labelled piece of text.
struct Field {
    role: Role,
    /// Such as "Objective 1".
    label: String,
    text: String,
    line_from: usize,
    line: usize,
}

/// Every action that has a labelled lead or date.
pub(super) fn collect(reading: &Reading, claims: &mut Claims) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut block: Vec<Field> = Vec::new();
    let mut section = None;
    for (line, text) in reading.source.lines() {
        let near = block.last().is_none_or(|field| line - field.line <= REACH);
        if !near {
            groups.extend(finish(claims, section.as_ref(), &std::mem::take(&mut block)));
        }
        let other = text.contains(['\t', '|']) || text.len() > LONGEST_LINE;
        if other || text.trim().is_empty() || !claims.is_free(line, line) {
            continue;
        }
        let fields = fields_of(text, line);
        if fields.is_empty() {
            if !goes_on(&mut block, text, line) && !reading.outline.is_running(text.trim()) {
                groups.extend(finish(claims, section.as_ref(), &std::mem::take(&mut block)));
                section = heading(text).or(section);
            }
            continue;
        }
        for field in fields {
            if opens(&block, &field) {
                groups.extend(finish(claims, section.as_ref(), &std::mem::take(&mut block)));
            }
            section = objective(&field).or(section);
            block.push(field);
        }
    }
    groups.extend(finish(claims, section.as_ref(), &block));
    groups
}

/// What the actions below a labelled objective serve, with its number if it has one.
fn objective(field: &Field) -> Option<String> {
    let is_objective = field.role == Role::Objective && !field.text.is_empty();
    let is_numbered = field.label.contains(|letter: char| letter.is_ascii_digit());
    is_objective.then(|| {
        if is_numbered { format!("{}: {}", field.label, field.text) } else { field.text.clone() }
    })
}

/// A line right below a labelled one goes on with it when it begins in small letters.
fn goes_on(block: &mut [Field], text: &str, line: usize) -> bool {
    let text = plain(text);
    let Some(field) = block.last_mut().filter(|field| line == field.line + 1) else { return false };
    let lower = text.starts_with(char::is_lowercase);
    if lower {
        field.text.push(' ');
        field.text.push_str(&text);
        field.line = line;
    }
    lower
}

/// Whether a field begins the next action: its text, or what stood first in this one.
fn opens(block: &[Field], field: &Field) -> bool {
    let has = |role: Role| block.iter().any(|known| known.role == role);
    match field.role {
        Role::Reference | Role::Objective => has(Role::Action) || has(field.role),
        Role::Action => has(Role::Action),
        _ => false,
    }
}

/// The labelled pieces of a line; none when it does not open with a label.
fn fields_of(line: &str, number: usize) -> Vec<Field> {
    let text = plain(line);
    let text = text.trim_start_matches(['-', '·', '•', '*', ' ', '#']);
    let mut marks: Vec<(usize, usize, Role)> = Vec::new();
    for (colon, _) in text.match_indices(':') {
        let before = text.get(..colon).unwrap_or_default();
        // A label begins the line or follows the end of what stood before it.
        let start = before
            .rfind(['.', ';', ',', '(', '[', '–', ':'])
            .and_then(|at| Some(at + before.get(at..)?.chars().next()?.len_utf8()))
            .unwrap_or(0);
        let label = before.get(start..).unwrap_or_default().trim();
        let words = label.split_whitespace().count();
        let role = role_of(label).filter(|role| (1..=MOST_WORDS).contains(&words) && takes(*role));
        let follows =
            text.get(colon + 1..).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
        if let Some(role) = role.filter(|_| follows && label.starts_with(char::is_alphabetic)) {
            marks.push((start, colon + 1, role));
        }
    }
    if marks.first().is_none_or(|(start, ..)| *start > 0) {
        return Vec::new();
    }
    let ends = marks.iter().skip(1).map(|(start, ..)| *start).chain([text.len()]);
    marks
        .iter()
        .zip(ends)
        .map(|((start, from, role), to)| {
            let label = text.get(*start..from - 1).unwrap_or_default();
            let words = text.get(*from..to).unwrap_or_default();
            let words = words.trim().trim_end_matches([';', ',', '(', '[', '–']).trim();
            Field {
                role: *role,
                label: label
                    .trim_start_matches(['.', ';', ',', '(', '[', '–', ':'])
                    .trim()
                    .to_owned(),
                text: words.trim_end_matches(')').to_owned(),
                line_from: number,
                line: number,
            }
        })
        .collect()
}

fn takes(role: Role) -> bool {
    !matches!(role, Role::Risk | Role::Contingency | Role::Indicator | Role::Resource | Role::Start)
}

/// An action without a lead or a date may be a word at the start of a sentence.
fn finish(claims: &mut Claims, section: Option<&String>, block: &[Field]) -> Option<Group> {
    let text_of =
        |role: Role| block.iter().find(|field| field.role == role && !field.text.is_empty());
    let action = text_of(Role::Action)?;
    text_of(Role::Lead).or_else(|| text_of(Role::Timescale))?;
    let (line_from, line_to) = (block.first()?.line_from, block.last()?.line);
    let own = text_of(Role::Reference).and_then(|field| reference::alone(&field.text));
    let head = reference::at_head(&action.text);
    let (reference, text) = match (own, head) {
        (Some(own), _) => (own, action.text.clone()),
        (None, Some((head, rest, _))) => (head, rest.to_owned()),
        (None, None) => (String::new(), action.text.clone()),
    };
    let cells = |role: Role| {
        let of_role =
            block.iter().filter(move |field| field.role == role && !field.text.is_empty());
        of_role.map(|field| Cell::new(&field.text, field.line))
    };
    let texts = |role: Role| cells(role).map(|cell| cell.text()).collect::<Vec<String>>();
    let dates: Vec<String> = cells(Role::Timescale).flat_map(|cell| dates_of(&cell)).collect();
    let items = texts(Role::Milestones);
    claims.take(line_from, line_to);
    Some(Group {
        reference,
        section: section.cloned(),
        text,
        leads: cells(Role::Lead).collect(),
        parts: vec![Part { dates, items, after_break: false }],
        progress: texts(Role::Progress),
        status: texts(Role::Status),
        outcome: texts(Role::Outcome),
        line_from,
        line_to,
        ..Group::default()
    })
}
