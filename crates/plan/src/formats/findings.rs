//! What a person should know of a file that was read.

use crate::draft::{Finding, Severity};

/// What is said of a file with macros.
pub(super) const MACROS_IGNORED: &str = "the file carries macros, which were ignored; if they fill in its text, open it, save it without macros and read it again";

/// The fewest words that tell a language.
const FEWEST_WORDS: usize = 60;

/// How much of a text is looked at, in bytes.
const SAMPLE: usize = 200_000;

/// Small words of English that plans are full of.
const ENGLISH: &str = " the and of to in for with by on is are be will as at from that this have our we all each not was been their ";

/// Small words of other languages that are none of English.
const OTHERS: &str = " der die das und mit für von den dem des ein eine ist werden wird auf zur zum bei nicht auch \
 le la les des du une et est dans pour avec sur par au aux sont que qui \
 el los las del una y en para con por que se su \
 il lo gli della dei delle di che per con sono nel \
 het een van voor met op zijn wordt door \
 och att för med som av till är \
 i w z na do się oraz przez dla \
 y yn yr ac ar gan mae bydd wedi hyn \
 og til ikke af som på ";

/// Whether a text is apparently not in English, so that its dates and leads may not be understood.
pub(super) fn language(text: &str) -> Option<Finding> {
    let mut end = text.len().min(SAMPLE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = text.get(..end).unwrap_or_default();
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    let foreign =
        text.chars().filter(|letter| letter.is_alphabetic() && *letter > '\u{24f}').count();
    let (mut words, mut english, mut others) = (0_usize, 0_usize, 0_usize);
    for word in text.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty()) {
        words += 1;
        let padded = format!(" {} ", word.to_lowercase());
        english += usize::from(ENGLISH.contains(&padded));
        others += usize::from(OTHERS.contains(&padded));
    }
    let is_other_script = letters >= 4 * FEWEST_WORDS && foreign * 2 > letters;
    let is_other = words >= FEWEST_WORDS && others * 12 > words && others > english * 2;
    (is_other || is_other_script).then(|| Finding {
        rule: "not-english".to_owned(),
        severity: Severity::Warning,
        message: "the document is apparently not in English; its dates, leads and headings may not be understood, so check every row".to_owned(),
        line: None,
        reference: None,
        also_lines: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, is_found: bool) {
        assert_eq!(language(&text.repeat(8)).is_some(), is_found, "{text}");
    }

    #[test]
    fn other_languages_are_told_from_terse_english() {
        check(
            "Die Klinik wird bis Ende Mai mit dem Rat und den Ärzten ein Konzept für die Pflege vorlegen. ",
            true,
        );
        check(
            "Le plan est présenté au conseil et les actions sont suivies par une équipe dans la région. ",
            true,
        );
        check(
            "План должен быть представлен совету до конца мая, ответственный главный врач района. ",
            true,
        );
        check(
            "Establish weekly performance meeting, all providers\tDoF\tMay 18\tTerms agreed by the board ",
            false,
        );
        check(
            "Review by I. van den Berg of the Los Angeles model for the board and its partners ",
            false,
        );
    }
}
