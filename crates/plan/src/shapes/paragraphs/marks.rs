//! The mark in front of a paragraph: a bullet, a letter, a number, or a number with levels.

use crate::reference::{self, Form};

/// What stands in front of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Nothing.
    None,
    /// The number signs of a markdown heading: how many.
    Hashes(u8),
    /// A bullet or dash.
    Bullet,
    /// `a)`, `(b)` or `iv.`, without its brackets and stops.
    Letter(String),
    /// `3.` or `3)`.
    Number {
        /// The number.
        number: u32,
        /// Whether a bracket closes it, as in lists.
        bracket: bool,
    },
    /// `2.3.1`.
    Levels(String),
}

impl Mark {
    /// The reference that it prints; empty where it prints none.
    pub(crate) fn reference(&self) -> String {
        match self {
            Self::None | Self::Hashes(_) | Self::Bullet => String::new(),
            Self::Letter(letter) => letter.clone(),
            Self::Number { number, .. } => number.to_string(),
            Self::Levels(levels) => levels.clone(),
        }
    }

    /// Whether `next` is the mark after this one in the same list.
    pub(crate) fn is_before(&self, next: &Self) -> bool {
        match (self, next) {
            (Self::Bullet, Self::Bullet) => true,
            (Self::Number { number: one, .. }, Self::Number { number: other, .. }) => {
                one + 1 == *other
            }
            (Self::Letter(one), Self::Letter(other)) => match (one.as_bytes(), other.as_bytes()) {
                ([one], [other]) if one + 1 == *other => true,
                _ => roman(one) > 0 && roman(one) + 1 == roman(other),
            },
            (Self::Levels(one), Self::Levels(other)) => {
                let parted = |levels: &str| {
                    let (stem, last) = levels.rsplit_once('.')?;
                    Some((stem.to_owned(), last.parse::<u32>().ok()?))
                };
                match (parted(one), parted(other)) {
                    (Some((stem, last)), Some((other_stem, other_last))) => {
                        stem == other_stem && last + 1 == other_last
                    }
                    _ => false,
                }
            }
            _ => false,
        }
    }
}

fn roman(letters: &str) -> usize {
    let numerals = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"];
    numerals.iter().position(|numeral| *numeral == letters).map_or(0, |place| place + 1)
}

/// Characters that open an item of a list.
const BULLETS: &[char] = &['·', '•', '▪', '●', '○', '◦', '■', '►', '\u{f0b7}', '-', '–', '*'];

/// Parts a line into its mark and its words.
pub(super) fn parted(line: &str) -> (Mark, &str) {
    let text = line.trim();
    let hashes = text.bytes().take_while(|byte| *byte == b'#').count();
    if (1..=6).contains(&hashes) && text[hashes..].starts_with(' ') {
        let rest = text[hashes..].trim();
        return match numbered(rest) {
            Some((mark @ Mark::Levels(_), rest)) => (mark, rest),
            _ => (Mark::Hashes(u8::try_from(hashes).unwrap_or(6)), rest),
        };
    }
    let unbulleted = text
        .strip_prefix(BULLETS)
        .filter(|rest| rest.starts_with([' ', '\t', '\u{a0}']))
        .map(str::trim_start);
    // "- a) words": the letter says more than the dash.
    numbered(unbulleted.unwrap_or(text)).unwrap_or(match unbulleted {
        Some(rest) => (Mark::Bullet, rest),
        None => (Mark::None, text),
    })
}

fn numbered(text: &str) -> Option<(Mark, &str)> {
    let first = text.bytes().next()?;
    if first.is_ascii_digit() {
        return match reference::at_head(text) {
            Some((levels, rest, Form::Levels)) => Some((Mark::Levels(levels), rest)),
            Some((number, rest, Form::Single)) => {
                let bracket = text[number.len()..].starts_with(')');
                Some((Mark::Number { number: number.parse().ok()?, bracket }, rest))
            }
            _ => alone(text),
        };
    }
    if !(first == b'(' || first.is_ascii_lowercase()) {
        return None;
    }
    let (mark, rest) = text.split_once([' ', '\t', '\u{a0}'])?;
    let letters = mark.trim_start_matches('(').trim_end_matches([')', '.']);
    let is_letter = letters.len() == 1 && letters.bytes().all(|byte| byte.is_ascii_lowercase());
    let closed = mark.ends_with(')') || mark.ends_with('.') && roman(letters) > 0;
    let rest = rest.trim_start();
    if closed && !rest.is_empty() {
        if is_letter || roman(letters) > 0 {
            return Some((Mark::Letter(letters.to_owned()), rest));
        }
        let number = letters.parse().ok().filter(|number| (1..=99).contains(number))?;
        return Some((Mark::Number { number, bracket: true }, rest));
    }
    None
}

/// `5.3.1` or `1.` on a line of its own.
fn alone(text: &str) -> Option<(Mark, &str)> {
    let stripped = text.trim_end_matches(['.', ')']);
    let is_number = stripped.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let short = stripped.split('.').all(|part| (1..=2).contains(&part.len()));
    if !is_number || !short || !text.contains(['.', ')']) {
        return None;
    }
    let mark = if stripped.contains('.') {
        Mark::Levels(stripped.to_owned())
    } else {
        Mark::Number { number: stripped.parse().ok()?, bracket: text.ends_with(')') }
    };
    Some((mark, ""))
}
