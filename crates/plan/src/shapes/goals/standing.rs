//! Where a measure stands today, by the sentence of the text that says so.

use crate::shapes::Reading;
use crate::table::plain;

/// How far around its table a measure is written of, in lines.
const REACH: usize = 40;

/// Words that mean today.
const TODAY: &[&str] = &["at the moment", "at present", "presently", "currently", "today", "now"];

/// Words that give a measure its value.
const RATED: &[&str] = &[
    "rated",
    "scored",
    "assessed",
    "graded",
    "judged",
    "stands",
    "scores",
    "rating of",
    "score of",
];

/// The standing of each title, in order: `None` where no paragraph near the table, or more than one
/// value, says it.
pub(super) fn read(
    reading: &Reading,
    titles: &[String],
    line_from: usize,
    line_to: usize,
) -> Vec<Option<String>> {
    let keys: Vec<String> = titles.iter().map(|title| letters(title)).collect();
    let mut standings: Vec<Vec<String>> = vec![Vec::new(); titles.len()];
    let lines =
        (line_from.saturating_sub(REACH).max(1)..line_from).chain(line_to + 1..=line_to + REACH);
    for line in lines {
        let text = plain(reading.source.line(line));
        if text.contains('\t') || text.len() < 40 {
            continue;
        }
        let run = letters(&text);
        // A paragraph is about the measure that it names first.
        let named = keys.iter().enumerate().filter(|(_, key)| key.len() >= 3);
        let first = named.filter_map(|(index, key)| Some((run.find(key.as_str())?, index))).min();
        if let Some((_, index)) = first
            && let Some(value) = standing_in(&text)
        {
            standings[index].push(value);
        }
    }
    let single = |values: Vec<String>| match values.as_slice() {
        [value] => Some(value.clone()),
        _ => None,
    };
    standings.into_iter().map(single).collect()
}

fn letters(text: &str) -> String {
    text.chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The value after "at present … rated as", when a sentence says it.
fn standing_in(text: &str) -> Option<String> {
    text.split_inclusive(['.', ';', '?', '!']).find_map(|sentence| {
        let lower = sentence.to_lowercase();
        let today = TODAY.iter().filter_map(|word| find_word(&lower, word)).min()?;
        let rated = RATED
            .iter()
            .filter_map(|word| Some(find_word(&lower[today..], word)? + today + word.len()))
            .min()?;
        value_at(sentence.get(rated..)?)
    })
}

fn find_word(text: &str, word: &str) -> Option<usize> {
    text.match_indices(word).map(|(at, _)| at).find(|at| {
        let before = text[..*at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        [before, after].into_iter().flatten().all(|beside| !beside.is_alphanumeric())
    })
}

/// A quoted word, a number, or the word right there.
fn value_at(rest: &str) -> Option<String> {
    let mut rest = rest.trim_start();
    for filler in ["as", "at", "level", "a"] {
        if let Some(after) = rest.strip_prefix(filler).filter(|after| after.starts_with(' ')) {
            rest = after.trim_start();
        }
    }
    let mut characters = rest.chars();
    let open = characters.next()?;
    if let Some(close) = closing(open) {
        let (quoted, _) = characters.as_str().split_once(close)?;
        return (!quoted.is_empty() && quoted.split_whitespace().count() <= 4)
            .then(|| quoted.to_owned());
    }
    let word: &str = rest.split(|c: char| c.is_whitespace() || ",;)".contains(c)).next()?;
    let word = word.trim_end_matches(['.', '!', '?']);
    let is_value = open.is_ascii_digit() || SCALE.contains(&word.to_lowercase().as_str());
    is_value.then(|| word.to_owned())
}

fn closing(open: char) -> Option<char> {
    match open {
        '\'' | '"' => Some(open),
        '‘' => Some('’'),
        '“' => Some('”'),
        _ => None,
    }
}

/// Words of rating scales that need no quotation marks.
const SCALE: &[&str] = &[
    "poor",
    "weak",
    "fair",
    "adequate",
    "good",
    "excellent",
    "outstanding",
    "inadequate",
    "red",
    "amber",
    "green",
    "baseline",
    "satisfactory",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(standing_in(text).as_deref(), expected, "{text}");
    }

    #[test]
    fn a_sentence_says_where_a_measure_stands() {
        check(
            "The scale runs from 'poor' to 'good' and at present we are rated as 'fair'.",
            Some("fair"),
        );
        check("We are currently scored at 2 and mean to be rated 3 next year.", Some("2"));
        check("The trust is now judged good.", Some("good"));
    }

    #[test]
    fn a_sentence_about_tomorrow_or_of_no_value_says_nothing() {
        check("We will be rated as 'good' next year.", None);
        check("It is now known that nobody is rated.", None);
        check("Presently the details are being completed.", None);
    }
}
