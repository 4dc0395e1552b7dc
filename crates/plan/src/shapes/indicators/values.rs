//! The figures of an indicator's row, under the headings they stand under.

use serde_json::{Map, Value};

use crate::shapes::measured::{Layout, column_of, is_period};
use crate::table::{Cell, Row};

/// The figures of a row that are about one body.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// The body, where second headings name several.
    pub(super) organisation: Option<String>,
    /// Figures by heading, as printed; a blank cell is null.
    pub(super) values: Map<String, Value>,
}

/// The figures of a row: one part, or one for each body that the second headings name.
///
/// Columns for which `is_named` holds are no figures.
pub(super) fn of_row(layout: &Layout, row: &Row, is_named: impl Fn(usize) -> bool) -> Vec<Part> {
    if layout.subheadings.is_empty() {
        let mut part = Part::default();
        for (column, heading) in
            layout.headings.iter().enumerate().filter(|(column, _)| !is_named(*column))
        {
            put(&mut part.values, heading, row.cells.get(column));
        }
        return vec![part];
    }
    let spread = spread(&layout.headings, &layout.subheadings);
    let labels = &layout.subheadings;
    let is_body =
        |label: &str| !label.is_empty() && column_of(label).is_none() && !is_period(label);
    let splits = labels.iter().skip(1).all(|label| label.is_empty() || is_body(label));
    let mut parts: Vec<Part> = Vec::new();
    for (column, label) in labels.iter().enumerate().filter(|(column, _)| !is_named(*column)) {
        let heading = spread.get(column).map(String::as_str).unwrap_or_default();
        let organisation = (splits && !label.is_empty()).then(|| label.clone());
        let place = parts.iter().position(|part| part.organisation == organisation);
        let place = place.unwrap_or_else(|| {
            parts.push(Part { organisation: organisation.clone(), ..Part::default() });
            parts.len() - 1
        });
        let heading = if splits {
            heading.to_owned()
        } else {
            format!("{heading} {label}").trim().to_owned()
        };
        put(&mut parts[place].values, &heading, row.cells.get(column));
    }
    parts
}

/// A heading for each column below headings that span several: those that the text still shows over
/// their first column, or an even share for each.
fn spread(headings: &[String], subheadings: &[String]) -> Vec<String> {
    let width = subheadings.len();
    if headings.len() == width {
        let mut last = String::new();
        return headings
            .iter()
            .map(|heading| {
                if !heading.is_empty() {
                    last.clone_from(heading);
                }
                last.clone()
            })
            .collect();
    }
    let groups = headings.len().saturating_sub(1);
    if groups == 0 || !(width - 1).is_multiple_of(groups) {
        // Which heading spans which columns is lost.
        return vec![String::new(); width];
    }
    let share = (width - 1) / groups;
    let first = headings.first().cloned();
    first
        .into_iter()
        .chain((0..width - 1).map(|column| headings[1 + column / share].clone()))
        .collect()
}

/// Puts the figure of a cell under its heading; a rating that stands before a figure goes beside it, and
/// so does the number of places that a heading like "Position (out of 152)" counts.
fn put(values: &mut Map<String, Value>, heading: &str, cell: Option<&Cell>) {
    let (name, places) = out_of(heading);
    let name = if name.is_empty() { "value" } else { name };
    let text = cell.map(Cell::text).unwrap_or_default();
    let (rating, figure) = rated(&text);
    if let Some(rating) = rating {
        insert(values, &format!("{name} rating"), rating);
    }
    insert(values, name, figure);
    if let Some(places) = places {
        insert(values, &format!("{name} out of"), places);
    }
}

fn insert(values: &mut Map<String, Value>, name: &str, text: &str) {
    let mut key = name.to_owned();
    let mut times = 1;
    while values.contains_key(&key) {
        times += 1;
        key = format!("{name} {times}");
    }
    let value = if text.is_empty() { Value::Null } else { Value::from(text) };
    values.insert(key, value);
}

/// The words of a heading and the number of places in it.
fn out_of(heading: &str) -> (&str, Option<&str>) {
    let Some((name, rest)) = heading.split_once("out of") else { return (heading.trim(), None) };
    let places = rest.trim().trim_end_matches(')').trim();
    let is_number =
        !places.is_empty() && places.bytes().all(|byte| byte.is_ascii_digit() || byte == b',');
    if is_number {
        (name.trim_end_matches(['(', ' ']).trim(), Some(places))
    } else {
        (heading.trim(), None)
    }
}

const RATINGS: &[&str] = &["red", "amber", "green", "yellow", "blue", "black", "grey"];

/// Parts a colour from the figure it stands before or behind.
fn rated(text: &str) -> (Option<&str>, &str) {
    let is_rating = |word: &str| {
        RATINGS.contains(&word.trim_matches(['(', ')', ',', '-']).to_lowercase().as_str())
    };
    if let Some((first, rest)) = text.split_once(' ')
        && is_rating(first)
        && starts_figure(rest.trim())
    {
        return (Some(first.trim_matches(['(', ')', ','])), rest.trim());
    }
    if let Some((rest, last)) = text.rsplit_once(' ')
        && is_rating(last)
        && starts_figure(rest.trim())
    {
        return (Some(last.trim_matches(['(', ')', ','])), rest.trim());
    }
    (None, text)
}

fn starts_figure(text: &str) -> bool {
    text.trim_start_matches(['+', '-', '−', '–', '£', '<', '>', '(', ' '])
        .starts_with(|first: char| first.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_parted_from_its_figure() {
        assert_eq!(rated("Green -23.8%"), (Some("Green"), "-23.8%"));
        assert_eq!(rated("98.2% (Amber)"), (Some("Amber"), "98.2%"));
        assert_eq!(rated("Green"), (None, "Green"));
        assert_eq!(rated("Red cell units"), (None, "Red cell units"));
    }

    #[test]
    fn a_heading_may_count_places() {
        assert_eq!(out_of("Nat post (out of 152)"), ("Nat post", Some("152")));
        assert_eq!(out_of("Carried out of hours"), ("Carried out of hours", None));
    }
}
