//! What a person has to look at in an action: dates that disagree, words that can mean two things,
//! actions that stand twice.

use std::collections::BTreeMap;

use bellwether_calendar::{Precision, Timescale};

use super::group::Group;
use super::milestones::is_dated;
use super::standing::Said;
use crate::draft::{Commitment, Milestone};
use crate::items::sentences_of;

/// Words that open an action which is done only if something comes about.
const CONDITIONS: [&str; 4] = ["if it is found", "if necessary", "if required", "subject to"];
/// Words that stand for those of another row, lower case.
const POINTERS: [&str; 7] =
    ["as above", "as before", "see above", "as below", "see below", "ditto", "\""];
/// How many words two sentences must open with to be taken for one.
const SAME_OPENING: usize = 6;

/// Adds to an action's reasons what is doubtful about it.
pub(super) fn note(
    group: &mut Group,
    timescales: &[Timescale],
    milestones: &[Milestone],
    said: &[Said],
) {
    note_dates(group, timescales, milestones);
    note_words(group, timescales, milestones, said);
    let lower = group.text.to_lowercase();
    if CONDITIONS.iter().any(|open| lower.starts_with(open)) {
        group.reasons.push(
            "it depends on a condition; say what will be done and by when the condition is known"
                .to_owned(),
        );
    }
}

/// Words of the steps that leave open what they mean.
fn note_words(
    group: &mut Group,
    timescales: &[Timescale],
    milestones: &[Milestone],
    said: &[Said],
) {
    if let ([step], [Said::Either], [due]) = (milestones, said, timescales) {
        group.reasons.push(format!(
            "not clear whether \"{}\" is done already or what is to be reached by {}; say which",
            step.text, due.as_written
        ));
    }
    let texts = milestones.iter().map(|step| step.text.as_str());
    let pointer = texts
        .chain(group.progress.iter().map(String::as_str))
        .map(|text| text.trim_end_matches(['.', ';']))
        .find(|text| POINTERS.contains(&text.to_lowercase().as_str()));
    if let Some(pointer) = pointer {
        group.reasons.push(format!(
            "\"{pointer}\" stands for the words of another row; write them out here"
        ));
    }
    let shared =
        group.parts.iter().flat_map(|part| &part.items).find_map(|item| open_between(item));
    if let Some(word) = shared {
        group.reasons.push(format!(
            "\"{word}\" stands between two steps that run on; check to which of them it belongs"
        ));
    }
}

/// "Ongoing" after a date and before the next step of a cell that has lost its marks.
fn open_between(item: &str) -> Option<&str> {
    let words: Vec<&str> = item.split_whitespace().collect();
    words.windows(3).find_map(|window| {
        let [before, word, after] = window else { return None };
        let dated = before.chars().all(|character| character.is_ascii_digit()) && before.len() >= 2;
        let open = ["ongoing", "on-going"].contains(&word.to_lowercase().as_str());
        (dated && open && after.starts_with(char::is_uppercase)).then_some(*word)
    })
}

/// Says what the dates themselves make doubtful.
fn note_dates(group: &mut Group, timescales: &[Timescale], milestones: &[Milestone]) {
    if timescales.is_empty() {
        if milestones.iter().any(is_dated) {
            group.reasons.push(
                "the timescale is blank, but there are dates in the progress beside it".to_owned(),
            );
        } else if group.dense {
            group
                .reasons
                .push("no timescale, though nearly every action beside it has one".to_owned());
        }
    }
    if let [only] = timescales {
        // "Approved for 2004/5" says what the step is for, not when it is due.
        let later = milestones.iter().find(|step| {
            let is_day = step.precision != Some(Precision::Year);
            is_day && step.latest > only.latest && only.latest.is_some()
        });
        let open = only.precision == Precision::Ongoing
            && milestones
                .iter()
                .any(|step| step.latest.is_some() && step.text.contains("complete"));
        let sooner = milestones.iter().find(|step| {
            let bound = step.as_written.as_ref().is_some_and(|date| date.starts_with("within"));
            bound && step.latest.is_some() && step.latest < only.latest
        });
        if let Some((step, day)) = sooner.and_then(|step| step.as_written.as_ref().zip(step.latest))
        {
            group.reasons.push(format!(
                "due {}, but \"{step}\" would end on {}; say which year is meant",
                only.as_written,
                day.format("%-d %B %Y")
            ));
        }
        if let Some(step) = later.and_then(|step| step.as_written.as_ref()) {
            group
                .reasons
                .push(format!("due {}, but the progress names the later {step}", only.as_written));
        } else if open {
            group.reasons.push(
                "its timescale is open, but the progress names a date of completion".to_owned(),
            );
        }
    }
    if let [first, .., last] = timescales
        && group.parts.len() == 1
        && timescales
            .windows(2)
            .any(|pair| pair[1].latest.is_some() && pair[1].latest < pair[0].latest)
    {
        let (first, last) = (&first.as_written, &last.as_written);
        group
            .reasons
            .push(format!("its dates, from {first} to {last}, are not in order; check the years"));
    }
}

/// Two actions with the same words may be one written twice.
pub(super) fn note_repeated(commitments: &mut [Commitment]) {
    note_same_opening(commitments);
    let folded = |text: &str| text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let mut seen: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, commitment) in commitments.iter().enumerate() {
        // "Action plan" may well stand under every heading; a sentence may not.
        if commitment.text.len() >= 40 {
            seen.entry(folded(&commitment.text)).or_default().push(place);
        }
    }
    for places in seen.into_values().filter(|places| places.len() > 1) {
        let lines: Vec<String> = places
            .iter()
            .filter_map(|place| commitments.get(*place))
            .map(|c| c.source.line_from.to_string())
            .collect();
        let reason = format!("the same action stands on lines {}", lines.join(" and "));
        for place in places {
            if let Some(commitment) = commitments.get_mut(place) {
                add_reason(commitment, &reason);
            }
        }
    }
}

/// An action that opens as a further sentence of the one above it does may say the same thing again.
fn note_same_opening(commitments: &mut [Commitment]) {
    let opening = |text: &str| {
        let words: Vec<String> =
            text.to_lowercase().split_whitespace().take(SAME_OPENING).map(str::to_owned).collect();
        (words.len() == SAME_OPENING).then_some(words)
    };
    for place in 1..commitments.len() {
        let Some([above, below]) = commitments.get(place - 1..=place) else { continue };
        let own = opening(&below.text);
        let again = own.is_some()
            && sentences_of(&above.text).iter().skip(1).any(|sentence| opening(sentence) == own);
        if again {
            let line = above.source.line_from;
            let reason = format!(
                "it opens as a sentence of the action on line {line} does; check that it is another"
            );
            if let Some(commitment) = commitments.get_mut(place) {
                add_reason(commitment, &reason);
            }
        }
    }
}

fn add_reason(commitment: &mut Commitment, reason: &str) {
    let before =
        commitment.uncertain.take().map(|before| format!("{before}; ")).unwrap_or_default();
    commitment.uncertain = Some(format!("{before}{reason}"));
}
