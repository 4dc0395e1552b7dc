//! Rules about words that point elsewhere: as above, see, under separate cover, both, an asterisk.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::LazyLock;

use regex::Regex;

use super::facts::{Facts, Passage, sentences, words_of};
use super::found::{Found, listed, on_lines};
use super::{Rule, info, warning};
use crate::pattern::pattern;

/// Every rule of this group.
pub(super) const RULES: &[Rule] = &[
    warning("as-above", "a cell that says no more than \"as above\"", as_above),
    info("cross-reference", "parts of the plan that point to each other", cross_reference),
    warning("cross-reference-dangling", "\"see Pledge 12\" where there is no Pledge 12", dangling),
    info("other-document", "what stands in a document that is not here", other_document),
    info("both-unnamed", "\"both\" of things that were not named before", both_unnamed),
    warning("footnote-missing", "an asterisk without its note", footnote_missing),
    info("decision-asked-twice", "one body asked for two different decisions", asked_twice),
];

/// Cells that only point upwards, lower case.
const UPWARDS: &[&str] =
    &["as above", "see above", "ditto", "as before", "as previous", "same as above"];

fn as_above(facts: &Facts, found: &mut Found) {
    let lines: Vec<usize> = facts
        .passages
        .iter()
        .filter(|passage| {
            passage.table.is_some() && {
                let text = passage.text.trim_end_matches('.');
                text.len() <= 15 && UPWARDS.contains(&text.to_lowercase().as_str())
            }
        })
        .map(|passage| passage.line)
        .collect();
    let message = format!(
        "\"as above\" ({}) loses its meaning when rows are sorted or split; repeat the words",
        on_lines(&lines)
    );
    found.across(&lines, message);
}

static SEE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:\(|\b[Ss]ee (?:also )?)((?i:pledge|section|action|objective|priority|goal|item|point|recommendation|milestone|paragraph))s?\s?(\d{1,2}(?:\.\d{1,2})*)",
    )
});

/// Every pointer to a numbered part: its kind, its number, the passage.
fn pointers<'a>(facts: &'a Facts) -> Vec<(String, String, &'a Passage)> {
    let mut found = Vec::new();
    for passage in facts.own() {
        for pointer in SEE.captures_iter(&passage.text) {
            found.push((pointer[1].to_lowercase(), pointer[2].to_owned(), passage));
        }
    }
    found
}

fn named(kind: &str, number: &str) -> String {
    let mut letters = kind.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{} {number}", letters.as_str())
}

fn cross_reference(facts: &Facts, found: &mut Found) {
    let pointers = pointers(facts);
    if pointers.len() < 2 {
        return;
    }
    let places: Vec<String> = pointers
        .iter()
        .map(|(kind, number, passage)| format!("{} on line {}", named(kind, number), passage.line))
        .collect();
    let lines: Vec<usize> = pointers.iter().map(|(.., passage)| passage.line).collect();
    let message = format!(
        "parts of the plan depend on each other: {}; keep these as links, so that a delay in one shows in the other",
        listed(&places)
    );
    found.across(&lines, message);
}

fn dangling(facts: &Facts, found: &mut Found) {
    let mut present: BTreeSet<String> = BTreeSet::new();
    for passage in facts.own() {
        let mut words = words_of(&passage.text);
        if let (Some(kind), Some(number)) = (words.next(), words.next())
            && number.starts_with(|c: char| c.is_ascii_digit())
        {
            present.insert(format!("{} {number}", kind.to_lowercase()));
        }
        if let Some(first) = words_of(&passage.text).next() {
            present.insert(first.to_lowercase());
        }
    }
    let numbers: BTreeSet<&str> =
        facts.numbered.iter().map(|heading| heading.number.as_str()).collect();
    let references: BTreeSet<&str> =
        facts.document.commitments.iter().map(|one| one.reference.as_str()).collect();
    for (kind, number, passage) in pointers(facts) {
        let whole = number.split('.').next().unwrap_or_default();
        let known = present.contains(&format!("{kind} {whole}"))
            || present.contains(&format!("{kind}{number}"))
            || numbers.contains(number.as_str())
            || references.contains(number.as_str());
        if !known {
            let message = format!(
                "{} is not in this document; correct the number or name where it stands",
                named(&kind, &number)
            );
            found.at(passage.line, message);
        }
    }
}

static ELSEWHERE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:under separate cover|available (?:on|upon) request|in a separate (?:paper|report|document|plan)",
        r"|supported by a (?:more )?detailed plan|[Tt]his is (?:set out |described |given )?in the [A-Z][A-Za-z ]{2,40}|set out in the [A-Z][a-z]+ [A-Z][A-Za-z ]{2,40}(?:Framework|Plan|Strategy|Document)",
        r"|on (?:our|the) (?:PCTs? )?(?:intranet|website))"
    ))
});

fn other_document(facts: &Facts, found: &mut Found) {
    let mut lines = Vec::new();
    let mut places = Vec::new();
    for passage in facts.prose() {
        if let Some(place) = ELSEWHERE.find(&passage.text) {
            lines.push(passage.line);
            places.push(format!("\"{}\" on line {}", place.as_str(), passage.line));
        }
    }
    let message = format!(
        "what the plan rests on stands elsewhere: {}; name the document with its date, or bring the figures in",
        listed(&places)
    );
    found.across(&lines, message);
}

static BOTH: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b[Bb]oth\s([a-z]{4,}s)\b"));

/// Words behind "both" that name nothing which could have been named before.
const NOT_THINGS: &[&str] =
    &["sides", "parties", "cases", "ways", "terms", "aspects", "these", "levels"];

/// "Both surveys", where no survey was spoken of before.
fn both_unnamed(facts: &Facts, found: &mut Found) {
    let names_both = |passage: &Passage| passage.table.is_some() && passage.text.contains("oth ");
    if !facts.own().any(names_both) {
        return;
    }
    let mut before: HashSet<String> = HashSet::new();
    // In running text "both" takes up the sentence before; a cell has none.
    for passage in facts.own() {
        let cells = passage.table.is_some();
        for both in BOTH.captures_iter(&passage.text) {
            let thing = &both[1];
            let single = thing.strip_suffix('s').unwrap_or(thing);
            let place = both.get(0).map_or(0..0, |all| all.range());
            let here = passage.text.get(..place.start).unwrap_or_default();
            let is_named =
                |word: &str| before.contains(word) || words_of(here).any(|one| one == word);
            let earlier = is_named(thing) || is_named(single);
            let after = passage.text.get(place.end..).unwrap_or_default();
            let pairs = [" and ", " or ", "' and "].iter().any(|word| after.starts_with(word));
            if !NOT_THINGS.contains(&thing) && !earlier && !pairs && cells {
                let message =
                    format!("\"both {thing}\", but none is named before; say which two are meant");
                found.at(passage.line, message);
            }
        }
        for word in words_of(&passage.text) {
            before.insert(word.to_lowercase());
        }
    }
}

static STARRED: LazyLock<Regex> = LazyLock::new(|| pattern(r"[\dA-Za-z%)]\*+(?:\s|[.,;:)]|$)"));

/// A star behind a word or figure, and no line that begins with one.
fn footnote_missing(facts: &Facts, found: &mut Found) {
    let source = facts.reading.source;
    let has_note = source.lines().any(|(_, line)| {
        let line = line.trim();
        line.starts_with('*')
            && line.matches('*').count() % 2 == 1
            && line.trim_start_matches('*').starts_with(|c: char| c.is_alphanumeric() || c == ' ')
    });
    for (number, line) in source.lines().filter(|(_, line)| line.contains('*')) {
        // A pair of stars is emphasis.
        if !has_note && line.matches('*').count() == 1 && STARRED.is_match(line) {
            found.at(
                number,
                "an asterisk without its note; write the note or take the asterisk out",
            );
        }
    }
}

static ASKED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b([A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)*) (?:is|are) (?:asked|invited|requested) to\b:?\s*(\w*)",
    )
});

/// "The Board is asked to note" and, elsewhere, "to agree".
fn asked_twice(facts: &Facts, found: &mut Found) {
    let mut asked: BTreeMap<String, Vec<(String, usize)>> = BTreeMap::new();
    let passages: Vec<&Passage> = facts.own().collect();
    for (place, passage) in passages.iter().enumerate() {
        for sentence in sentences(&passage.text) {
            let Some(request) = ASKED.captures(sentence) else { continue };
            // The verb may stand in the list below.
            let below =
                || passages.get(place + 1).map(|next| next.text.as_str()).unwrap_or_default();
            let verb = if request[2].is_empty() {
                let below = below().to_lowercase();
                let verb = words_of(&below).find(|word| word.len() > 2 && *word != "the");
                verb.unwrap_or_default().to_owned()
            } else {
                request[2].to_lowercase()
            };
            let requests = asked.entry(request[1].to_owned()).or_default();
            if !verb.is_empty() && !requests.iter().any(|(known, _)| *known == verb) {
                requests.push((verb, passage.line));
            }
        }
    }
    for (body, requests) in asked.into_iter().filter(|(_, requests)| requests.len() > 1) {
        let written: Vec<String> =
            requests.iter().map(|(verb, line)| format!("\"{verb}\" on line {line}")).collect();
        let lines: Vec<usize> = requests.iter().map(|(_, line)| *line).collect();
        let message = format!(
            "{body} is asked for different things in {} places ({}); ask once, for all that is to be decided",
            requests.len(),
            listed(&written)
        );
        found.across(&lines, message);
    }
}
