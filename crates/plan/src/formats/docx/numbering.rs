//! Numbers and bullets of lists in a Word document, as they are printed.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::formats::xml;

/// Levels of a list.
const LEVELS: usize = 9;

#[derive(Debug, Clone)]
struct Level {
    start: usize,
    format: String,
    /// With `%1` for the number of the first level.
    text: String,
    /// All its numbers are printed in figures.
    is_legal: bool,
}

impl Default for Level {
    fn default() -> Self {
        Self { start: 1, format: "decimal".to_owned(), text: String::new(), is_legal: false }
    }
}

#[derive(Debug, Clone, Default)]
struct List {
    definition: usize,
    starts: BTreeMap<usize, usize>,
    levels: BTreeMap<usize, Level>,
}

/// The lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    definitions: BTreeMap<usize, BTreeMap<usize, Level>>,
    lists: BTreeMap<usize, List>,
    /// Counts of each level by definition: lists of one definition count on.
    counts: BTreeMap<usize, [Option<usize>; LEVELS]>,
    begun: std::collections::BTreeSet<usize>,
}

/// The mark in front of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Label {
    /// A number or letter as printed.
    Number(String),
    /// A bullet of whatever shape.
    Bullet,
}

impl Numbering {
    /// Reads `numbering.xml`; what is damaged in it is left out.
    pub(super) fn read(text: &str) -> Self {
        let mut numbering = Self::default();
        let mut reader = Reader::from_str(text);
        let mut place = Place::default();
        loop {
            match reader.read_event() {
                Ok(Event::Start(tag) | Event::Empty(tag)) => numbering.tag(&tag, &mut place),
                Ok(Event::End(tag)) => match tag.local_name().as_ref() {
                    "abstractNum" => place.definition = None,
                    "num" => place.list = None,
                    "lvl" => place.level = None,
                    _ => {}
                },
                Ok(Event::Eof) | Err(_) => return numbering,
                Ok(_) => {}
            }
        }
    }

    fn tag(&mut self, tag: &BytesStart, place: &mut Place) {
        let number = |name| xml::number(tag, name);
        match tag.local_name().as_ref() {
            "abstractNum" => place.definition = number("abstractNumId"),
            "num" => {
                place.list = number("numId");
                if let Some(list) = place.list {
                    self.lists.insert(list, List::default());
                }
            }
            "abstractNumId" => {
                if let (Some(list), Some(definition)) = (self.list_at(place), number("val")) {
                    list.definition = definition;
                }
            }
            "lvlOverride" => place.overridden = number("ilvl"),
            "startOverride" => {
                let start = (place.overridden, number("val"));
                if let (Some(list), (Some(level), Some(start))) = (self.list_at(place), start) {
                    list.starts.insert(level, start);
                }
            }
            "lvl" => place.level = number("ilvl"),
            "start" => self.level(place, |level| level.start = number("val").unwrap_or(1)),
            "numFmt" => self.level(place, |level| {
                level.format = xml::attribute(tag, "val").unwrap_or_default();
            }),
            "lvlText" => self.level(place, |level| {
                level.text = xml::attribute(tag, "val").unwrap_or_default();
            }),
            "isLgl" => self.level(place, |level| level.is_legal = xml::is_on(tag)),
            _ => {}
        }
    }

    fn list_at(&mut self, place: &Place) -> Option<&mut List> {
        self.lists.get_mut(&place.list?)
    }

    fn level(&mut self, place: &Place, change: impl FnOnce(&mut Level)) {
        let Some(at) = place.level.filter(|level| *level < LEVELS) else { return };
        let levels = match (place.definition, place.list) {
            (Some(definition), _) => self.definitions.entry(definition).or_default(),
            (None, Some(list)) => &mut self.lists.entry(list).or_default().levels,
            (None, None) => return,
        };
        change(levels.entry(at).or_default());
    }

    /// Counts one paragraph of a list; its mark, if the level prints one.
    pub(super) fn next(&mut self, list_id: usize, level: usize) -> Option<Label> {
        let list = self.lists.get(&list_id)?.clone();
        let level = level.min(LEVELS - 1);
        let levels = self.definitions.get(&list.definition).cloned().unwrap_or_default();
        let of = |at: usize| {
            list.levels.get(&at).or_else(|| levels.get(&at)).cloned().unwrap_or_default()
        };
        let counts = self.counts.entry(list.definition).or_default();
        if self.begun.insert(list_id) && !list.starts.is_empty() {
            for at in list.starts.keys().filter(|at| **at < LEVELS) {
                counts[*at] = None;
            }
        }
        let start = |at: usize| list.starts.get(&at).copied().unwrap_or_else(|| of(at).start);
        for (at, count) in counts.iter_mut().enumerate() {
            match at.cmp(&level) {
                std::cmp::Ordering::Less => *count = Some(count.unwrap_or_else(|| start(at))),
                std::cmp::Ordering::Equal => {
                    *count = Some(count.map_or_else(|| start(at), |count| count.saturating_add(1)));
                }
                std::cmp::Ordering::Greater => *count = None,
            }
        }
        let own = of(level);
        if own.format == "bullet" {
            return Some(Label::Bullet);
        }
        if own.format == "none" && !own.text.contains('%') && own.text.trim().is_empty() {
            return None;
        }
        let mut label = own.text.clone();
        for (at, count) in counts.iter().enumerate() {
            let mark = format!("%{}", at + 1);
            if label.contains(&mark) {
                let format = if own.is_legal { "decimal".to_owned() } else { of(at).format };
                label = label.replace(&mark, &figure(count.unwrap_or(0), &format));
            }
        }
        let label = label.trim().to_owned();
        (!label.is_empty()).then_some(Label::Number(label))
    }
}

#[derive(Debug, Default)]
struct Place {
    definition: Option<usize>,
    list: Option<usize>,
    level: Option<usize>,
    overridden: Option<usize>,
}

/// A count in the figures of its format.
fn figure(count: usize, format: &str) -> String {
    match format {
        "lowerLetter" => letters(count).to_lowercase(),
        "upperLetter" => letters(count),
        "lowerRoman" => roman(count).to_lowercase(),
        "upperRoman" => roman(count),
        "decimalZero" => format!("{count:02}"),
        "none" => String::new(),
        _ => count.to_string(),
    }
}

/// A to Z, then AA, BB and so on, as Word counts.
fn letters(count: usize) -> String {
    let Some(index) = count.checked_sub(1) else { return String::new() };
    let letter = char::from(b'A' + u8::try_from(index % 26).unwrap_or(0));
    letter.to_string().repeat((index / 26 + 1).min(8))
}

fn roman(count: usize) -> String {
    const FIGURES: [(usize, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if count > 3_999 {
        return count.to_string();
    }
    let mut left = count;
    let mut figure = String::new();
    for (value, letters) in FIGURES {
        figure.push_str(&letters.repeat(left / value));
        left %= value;
    }
    figure
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(count: usize, format: &str, expected: &str) {
        assert_eq!(figure(count, format), expected);
    }

    #[test]
    fn counts_are_printed_in_their_figures() {
        check(3, "decimal", "3");
        check(3, "decimalZero", "03");
        check(28, "lowerLetter", "bb");
        check(4, "upperLetter", "D");
        check(1994, "upperRoman", "MCMXCIV");
        check(9, "lowerRoman", "ix");
    }
}
