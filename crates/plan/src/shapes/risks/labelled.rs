//! Risks in paragraphs that say what they are: `Risk: …` and below it `Contingency: …`.

use crate::draft::{Document, Risk, Source};
use crate::shapes::measured::{Column, column_of};
use crate::shapes::surroundings::heading_above;
use crate::shapes::{Claims, Reading};
use crate::table::plain;

/// A label has at most so many words.
const MOST_WORDS: usize = 3;

/// How many lines below one labelled line the next may stand.
const REACH: usize = 6;

/// Reads every labelled risk that has a labelled contingency, with the owner and weight beside it.
pub(super) fn read(reading: &Reading, claims: &mut Claims, document: &mut Document) {
    let mut open: Option<Risk> = None;
    for (line, text) in reading.source.lines() {
        if text.trim().is_empty() || text.contains('\t') || !claims.is_free(line, line) {
            continue;
        }
        let Some((label, column, words)) = labelled(text) else { continue };
        if column == Column::Risk {
            finish(open.take(), claims, document);
            let area = heading_above(reading.source, line).unwrap_or_default();
            open = Some(Risk {
                area: super::unnumbered(&area),
                risk: words,
                source: Source { line_from: line, line_to: line },
                ..Risk::default()
            });
            continue;
        }
        let near = |risk: &&mut Risk| line - risk.source.line_to <= REACH;
        let Some(risk) = open.as_mut().filter(near) else { continue };
        let place = match (column, label.to_lowercase().as_str()) {
            (Column::Contingency, _) => &mut risk.contingency,
            (Column::Lead, _) => &mut risk.lead,
            (_, "likelihood" | "probability") => &mut risk.likelihood,
            (_, "impact" | "severity" | "consequence") => &mut risk.impact,
            _ => continue,
        };
        place.get_or_insert(words);
        risk.source.line_to = line;
    }
    finish(open, claims, document);
}

/// A risk that nothing is said to be done about may be a word at the start of a sentence.
fn finish(risk: Option<Risk>, claims: &mut Claims, document: &mut Document) {
    if let Some(risk) = risk.filter(|risk| risk.contingency.is_some()) {
        claims.take(risk.source.line_from, risk.source.line_to);
        document.risks.push(risk);
    }
}

/// The label of a line, what it says the line is, and the text behind it.
fn labelled(line: &str) -> Option<(String, Column, String)> {
    let text = plain(line);
    let (label, rest) = text.trim_start_matches(['-', '·', '•', '*', ' ']).split_once(':')?;
    let is_label = label.split_whitespace().count() <= MOST_WORDS && !rest.trim().is_empty();
    let column = column_of(label).filter(|_| is_label)?;
    Some((label.trim().to_owned(), column, rest.trim().to_owned()))
}
