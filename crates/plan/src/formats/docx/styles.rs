//! Paragraph styles of a Word document: what is a heading, what is numbered.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::formats::xml;

/// How many styles may be based on one another.
const LONGEST_CHAIN: usize = 20;

#[derive(Debug, Clone, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    list: Option<usize>,
    level: Option<usize>,
}

/// The styles of a document by their id.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: BTreeMap<String, Style>,
}

impl Styles {
    /// Reads `styles.xml`; what is damaged in it is left out.
    pub(super) fn read(text: &str) -> Self {
        let mut styles = Self::default();
        let mut reader = Reader::from_str(text);
        let mut open: Option<(String, Style)> = None;
        loop {
            match reader.read_event() {
                Ok(Event::Start(tag) | Event::Empty(tag)) => {
                    let value = || xml::attribute(&tag, "val");
                    match (tag.local_name().as_ref(), &mut open) {
                        ("style", _) => {
                            let id = xml::attribute(&tag, "styleId").unwrap_or_default();
                            open = Some((id, Style::default()));
                        }
                        ("name", Some((_, style))) => {
                            style.name = value().unwrap_or_default().to_lowercase();
                        }
                        ("basedOn", Some((_, style))) => style.based_on = value(),
                        ("outlineLvl", Some((_, style))) => {
                            style.outline = value().and_then(|level| level.parse().ok());
                        }
                        ("numId", Some((_, style))) => style.list = xml::number(&tag, "val"),
                        ("ilvl", Some((_, style))) => style.level = xml::number(&tag, "val"),
                        _ => {}
                    }
                }
                Ok(Event::End(tag)) if tag.local_name().as_ref() == "style" => {
                    styles.styles.extend(open.take());
                }
                Ok(Event::Eof) | Err(_) => return styles,
                Ok(_) => {}
            }
        }
    }

    fn chain<'s>(&'s self, id: &str) -> impl Iterator<Item = &'s Style> {
        let first = self.styles.get(id);
        let next = |style: &&'s Style| self.styles.get(style.based_on.as_ref()?);
        std::iter::successors(first, next).take(LONGEST_CHAIN)
    }

    /// The level of the heading that a style makes, 0 for a title.
    pub(super) fn heading_level(&self, id: &str) -> Option<u8> {
        self.chain(id).find_map(|style| {
            if style.name == "title" {
                return Some(0);
            }
            let by_name =
                style.name.strip_prefix("heading ").and_then(|level| level.trim().parse().ok());
            by_name.or_else(|| style.outline.filter(|level| *level < 9).map(|level| level + 1))
        })
    }

    /// Whether a style is one of a table of contents or figures.
    pub(super) fn is_contents(&self, id: &str) -> bool {
        self.styles.get(id).is_some_and(|style| {
            let is_level =
                style.name.strip_prefix("toc ").is_some_and(|level| level.parse::<u8>().is_ok());
            is_level || style.name == "table of figures"
        })
    }

    /// The list and level that a style numbers its paragraphs by.
    pub(super) fn list(&self, id: &str) -> Option<(usize, usize)> {
        let list = self.chain(id).find_map(|style| style.list)?;
        let level = self.chain(id).find_map(|style| style.level);
        Some((list, level.unwrap_or(0)))
    }

    /// The level at which a style stands in its list when the list itself does not say.
    pub(super) fn level_of(&self, id: &str) -> Option<usize> {
        self.chain(id).find_map(|style| style.level)
    }
}
