//! References at the head of a row, and headings that share a cell with the first row under them.

use std::sync::LazyLock;

use regex::Regex;

use crate::pattern::pattern;

static LEVELS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(\d{1,3}(?:\.\d{1,3})+[a-z]?)[.):]?\s+(\S.*)$"));
static SINGLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(\d{1,3})[.)]\s*([^\d\s].*)$"));
static LETTERED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^([A-Z]{1,4}[-./]?\s?\d{1,3}(?:\.\d{1,3})*[a-z]?)[.):]?\s+(\S.*)$"));
static ALONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:\d{1,3}(?:\.\d{1,3})*[a-z]?|[A-Z]{1,4}[-./ ]?\d{1,3}(?:[./-]\d{1,3})*[a-z]?|[A-Za-z]|[ivx]{1,5})$",
    )
});

/// Units that make a number in front of them a measure and no reference: "1.5 million".
const UNITS: &[&str] = &[
    "million", "billion", "per", "percent", "hours", "days", "weeks", "months", "years", "wte",
    "fte", "times", "m", "k",
];

/// How sure a reference is from its form alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// `1.10`: levels parted by stops.
    Levels,
    /// `3.` or `3)`.
    Single,
    /// `A1`, `NI 51`: also how many names begin, so it counts only where most rows have one.
    Lettered,
}

/// Parts the reference at the head of a text from the rest.
pub(crate) fn at_head(text: &str) -> Option<(String, &str, Form)> {
    for (pattern, form) in
        [(&LEVELS, Form::Levels), (&SINGLE, Form::Single), (&LETTERED, Form::Lettered)]
    {
        if let Some(found) = pattern.captures(text) {
            let rest = found.get(2)?.as_str();
            let word = rest.split_whitespace().next().unwrap_or_default().to_lowercase();
            if form == Form::Levels && (UNITS.contains(&word.as_str()) || word.starts_with('%')) {
                return None;
            }
            return Some((found[1].to_owned(), rest, form));
        }
    }
    None
}

/// The reference that a cell of its own holds; `None` where the cell holds anything else.
pub(crate) fn alone(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches('(').trim_end_matches(['.', ')', ':']);
    ALONE.is_match(text).then(|| text.to_owned())
}

/// Whether a reference is one level below another: `4.1` below `4`.
pub(crate) fn is_below(reference: &str, above: &str) -> bool {
    reference
        .strip_prefix(above)
        .and_then(|rest| rest.strip_prefix('.'))
        .is_some_and(|rest| !rest.is_empty())
}

/// Parts "1. Performance 1.1 Establish a group" into the heading and the rest, which starts with a
/// reference one level below the heading's.
pub(crate) fn heading_and_first(text: &str) -> Option<(&str, &str)> {
    let (above, rest, form) = at_head(text)?;
    if form == Form::Lettered {
        return None;
    }
    let offset = text.len() - rest.len();
    let mut at = offset;
    for word in rest.split(' ') {
        let candidate = word.trim_end_matches(['.', ')', ':']);
        let is_number =
            candidate.chars().all(|character| character.is_ascii_digit() || character == '.');
        if at > offset && is_number && is_below(candidate, &above) {
            return Some((text.get(..at)?.trim(), text.get(at..)?));
        }
        at += word.len() + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_parted_from_the_text() {
        let check = |text: &str, expected: Option<(&str, &str)>| {
            let got = at_head(text);
            assert_eq!(
                got.as_ref().map(|(reference, rest, _)| (reference.as_str(), *rest)),
                expected,
                "{text}"
            );
        };
        check("1.10 Develop", Some(("1.10", "Develop")));
        check("2.1.3. Review", Some(("2.1.3", "Review")));
        check("3) Go", Some(("3", "Go")));
        check("3 at the centre", None);
        check("18 week target", None);
        check("1.5 million more", None);
        check("NI 51 Waits", Some(("NI 51", "Waits")));
        check("Develop 1.1", None);
    }

    #[test]
    fn a_cell_of_its_own_holds_one_reference() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(alone(text).as_deref(), expected, "{text}");
        };
        check("1.1.", Some("1.1"));
        check("A1", Some("A1"));
        check("(b)", Some("b"));
        check("Access", None);
        check("", None);
    }

    #[test]
    fn a_heading_is_parted_from_the_row_that_shares_its_cell() {
        let check = |text: &str, expected| assert_eq!(heading_and_first(text), expected, "{text}");
        check(
            "1. Performance 1.1 Establish a group",
            Some(("1. Performance", "1.1 Establish a group")),
        );
        check("10. Corporate 10.1 Plan", Some(("10. Corporate", "10.1 Plan")));
        check("1. Performance 2.1 Other", None);
        check("1.1 Establish a group", None);
    }
}
