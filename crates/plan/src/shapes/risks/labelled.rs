//! Risks in paragraphs that say what they are: `Risk: …` and below it `Contingency: …`.

use crate::draft::{Document, Risk, Source};
use crate::shapes::measured::{Column, column_of};
use crate::shapes::surroundings::heading_above;
use crate::shapes::{Claims, Reading};
use crate::table::plain;

/// A label has at most so many words.
const MOST_WORDS: usize = 3;

/// How many lines below its risk a contingency may stand.
const REACH: usize = 6;

/// Reads every labelled risk that has a labelled contingency.
pub(super) fn read(reading: &Reading, claims: &mut Claims, document: &mut Document) {
    let mut open: Option<(usize, String)> = None;
    for (line, text) in reading.source.lines() {
        if text.trim().is_empty() || text.contains('\t') || !claims.is_free(line, line) {
            continue;
        }
        match labelled(text) {
            Some((Column::Risk, risk)) => open = Some((line, risk)),
            Some((Column::Contingency, contingency)) => {
                let Some((from, risk)) = open.take().filter(|(from, _)| line - from <= REACH)
                else {
                    continue;
                };
                claims.take(from, line);
                document.risks.push(Risk {
                    area: heading_above(reading.source, from)
                        .map(|area| super::unnumbered(&area))
                        .unwrap_or_default(),
                    risk,
                    contingency: Some(contingency),
                    source: Source { line_from: from, line_to: line },
                    ..Risk::default()
                });
            }
            _ => {}
        }
    }
}

/// What a line's label says it is, and the text behind the label.
fn labelled(line: &str) -> Option<(Column, String)> {
    let text = plain(line);
    let (label, rest) = text.trim_start_matches(['-', '·', '•', '*', ' ']).split_once(':')?;
    let is_label = label.split_whitespace().count() <= MOST_WORDS && !rest.trim().is_empty();
    let column = column_of(label).filter(|_| is_label)?;
    Some((column, rest.trim().to_owned()))
}
