//! Rules about names and abbreviations: undefined, or written in several ways.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use regex::Regex;

use super::facts::{Facts, Passage, sentences, words_of};
use super::found::{Found, counted, listed};
use super::{Rule, info, warning};
use crate::pattern::pattern;

/// Every rule of this group.
pub(super) const RULES: &[Rule] = &[
    info("abbreviation-undefined", "abbreviations that are explained nowhere", undefined),
    info("abbreviation-spellings", "one abbreviation in several spellings", abbreviation_spellings),
    warning(
        "abbreviation-slip",
        "two abbreviations so alike that one is a slip for the other",
        abbreviation_slip,
    ),
    info("term-spellings", "one term with and without hyphen, blank or apostrophe", term_spellings),
    warning(
        "name-spellings",
        "one thing under names that differ by a letter or two",
        name_spellings,
    ),
    info("name-order", "one body under its words in two orders", name_order),
];

/// Abbreviations that every reader of a plan knows.
const KNOWN: &[&str] = &[
    "NHS", "GP", "GPs", "UK", "EU", "IT", "HR", "A&E", "CE", "PDF", "OK", "AM", "PM", "TV", "PC",
    "ID", "FTE", "WTE", "VAT", "Q1", "Q2", "Q3", "Q4", "H1", "H2", "TBC", "TBA", "TBD", "NB", "AD",
    "MRSA", "HIV", "BME", "DH", "ICT", "R&D", "PCT", "PCTs", "Q&A",
];

/// Short words that no abbreviation has a letter for.
const SMALL: &[&str] = &["of", "and", "the", "for", "in", "to", "on", "a", "with"];

/// The words of a passage that are abbreviations: two capitals or more, up to six letters.
fn abbreviations(passage: &Passage) -> impl Iterator<Item = &str> {
    let shouted = is_shouted(&passage.text);
    passage
        .text
        .split(|c: char| !(c.is_alphanumeric() || "&.'’".contains(c)))
        .map(|word| word.trim_matches(['.', '\'', '’', '&']))
        .map(|word| word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word))
        .filter(move |word| !shouted && is_abbreviation(word))
}

fn is_abbreviation(word: &str) -> bool {
    let capitals = word.chars().filter(char::is_ascii_uppercase).count();
    let letters = word.chars().filter(char::is_ascii_alphabetic).count();
    let roman = word.chars().all(|c| "IVX".contains(c));
    let allowed = word.chars().all(|c| c.is_ascii_alphabetic() || c == '&' || c == '.');
    (2..=6).contains(&letters) && capitals >= 2 && capitals * 2 >= letters && allowed && !roman
}

/// A heading in capitals holds no abbreviation that could be told from its words.
fn is_shouted(text: &str) -> bool {
    let small = text.chars().filter(|c| c.is_lowercase()).count();
    let long = words_of(text).any(|word| word.len() > 6 && word.chars().all(char::is_uppercase));
    long && small * 3 < text.len()
}

/// The plural's s does not make another abbreviation.
fn single(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

fn undefined(facts: &Facts, found: &mut Found) {
    let mut uses: HashMap<&str, (usize, usize)> = HashMap::new();
    let mut order: Vec<&str> = Vec::new();
    for passage in facts.own() {
        for word in abbreviations(passage) {
            let word = single(word);
            let entry = uses.entry(word).or_insert((0, passage.line));
            if entry.0 == 0 {
                order.push(word);
            }
            entry.0 += 1;
        }
    }
    let explained = explained(facts, &order);
    let leads: BTreeSet<&str> = facts
        .document
        .commitments
        .iter()
        .flat_map(|commitment| &commitment.leads)
        .map(|lead| lead.as_written.as_str())
        .chain(facts.document.indicators.iter().filter_map(|one| one.code.as_deref()))
        .map(|code| code.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ' || c == '-'))
        .collect();
    let mut seen = BTreeSet::new();
    let open: Vec<&str> = order
        .into_iter()
        .filter(|word| !KNOWN.contains(word) && !explained.contains(*word) && !leads.contains(word))
        .filter(|word| seen.insert(word.to_lowercase()))
        .collect();
    let mut lines: Vec<usize> =
        open.iter().filter_map(|word| uses.get(word).map(|(_, line)| *line)).collect();
    lines.truncate(60);
    let message = format!(
        "{} explained nowhere ({}); write each out where it stands first, or add a list",
        counted(open.len(), "abbreviation"),
        if open.len() > 40 {
            format!("{} and more", open.get(..40).unwrap_or_default().join(", "))
        } else {
            open.join(", ")
        }
    );
    found.across(&lines, message);
}

/// The abbreviations that the key, a bracket or the words themselves explain.
fn explained(facts: &Facts, wanted: &[&str]) -> BTreeSet<String> {
    let wanted: BTreeSet<String> = wanted.iter().map(|word| (*word).to_owned()).collect();
    let mut known: BTreeSet<String> =
        facts.document.leads_key.iter().map(|entry| entry.code.clone()).collect();
    let letters = |word: &str| word.replace(['&', '.'], "").to_uppercase();
    let by_letters: BTreeMap<String, Vec<&String>> =
        wanted.iter().fold(BTreeMap::new(), |mut map, word| {
            map.entry(letters(word)).or_default().push(word);
            map
        });
    for passage in facts.own() {
        let words: Vec<&str> = passage.text.split_whitespace().collect();
        // "Oral Health Needs Assessment (OHNA)".
        for word in words.iter().filter(|word| word.starts_with('(') && word.len() <= 9) {
            let inside = single(word.trim_matches(|c: char| !c.is_alphanumeric()));
            if wanted.contains(inside) && words.len() > 2 {
                known.insert(inside.to_owned());
            }
        }
        let initials: Vec<char> = words_of(&passage.text)
            .flat_map(|word| word.split('-'))
            .filter(|word| !SMALL.contains(word))
            .map(|word| word.chars().next().filter(char::is_ascii_uppercase).unwrap_or(' '))
            .collect();
        for length in 2..=6 {
            for window in initials.windows(length).filter(|window| !window.contains(&' ')) {
                let spelled: String = window.iter().collect();
                for word in by_letters.get(&spelled).into_iter().flatten() {
                    known.insert((*word).clone());
                }
            }
        }
    }
    known
}

/// The same letters in capitals and small, with stops and without: `MA` and `M.A.`.
fn abbreviation_spellings(facts: &Facts, found: &mut Found) {
    let mut forms: BTreeMap<String, BTreeMap<&str, (usize, usize)>> = BTreeMap::new();
    // A capital s for the plural: "PCTS" where "PCT" is meant.
    let mut times: HashMap<&str, usize> = HashMap::new();
    for word in facts.own().flat_map(abbreviations) {
        *times.entry(word).or_default() += 1;
    }
    let plural = |word: &str| {
        let stem = word.strip_suffix('S').filter(|stem| stem.len() >= 3)?;
        let rare = times.get(word).is_some_and(|times| *times <= 2);
        times.get_key_value(stem).filter(|(_, times)| rare && **times >= 2).map(|(stem, _)| *stem)
    };
    for passage in facts.own() {
        for word in abbreviations(passage) {
            if let Some(stem) = plural(word) {
                let known = forms.entry(format!("{}s", stem.to_lowercase())).or_default();
                known.entry(stem).or_insert((times.get(stem).copied().unwrap_or(0), passage.line));
            }
            let folded = word.replace('.', "").to_lowercase();
            let entry = forms.entry(folded).or_default().entry(word).or_insert((0, passage.line));
            entry.0 += 1;
        }
    }
    let keys: BTreeSet<&str> =
        facts.document.leads_key.iter().map(|entry| entry.code.as_str()).collect();
    let mut pairs = Vec::new();
    let mut lines = Vec::new();
    for spellings in forms.values().filter(|spellings| spellings.len() > 1) {
        if spellings.keys().all(|form| keys.contains(form)) {
            continue;
        }
        let written: Vec<String> = spellings
            .iter()
            .map(|(form, (times, line))| format!("{form} ({times}, line {line})"))
            .collect();
        pairs.push(written.join(" / "));
        lines.extend(spellings.values().map(|(_, line)| *line));
    }
    let message =
        format!("abbreviations written in several ways: {}; use one each", listed(&pairs));
    found.across(&lines, message);
}

/// A short form used once beside a longer one used more, or two in one sentence that differ in a letter.
fn abbreviation_slip(facts: &Facts, found: &mut Found) {
    let mut uses: HashMap<&str, (usize, usize)> = HashMap::new();
    let mut order: Vec<&str> = Vec::new();
    for passage in facts.own() {
        for word in abbreviations(passage) {
            let entry = uses.entry(single(word)).or_insert((0, passage.line));
            if entry.0 == 0 {
                order.push(single(word));
            }
            entry.0 += 1;
        }
    }
    for word in order.iter().copied().filter(|word| word.len() == 2) {
        let longer = order.iter().copied().find(|other| {
            other.len() == 3 && other.starts_with(word) && uses.get(other).is_some_and(|u| u.0 >= 2)
        });
        let once = uses.get(word).filter(|(times, _)| *times == 1);
        if let (Some(longer), Some((_, line))) = (longer, once)
            && !KNOWN.contains(&word)
        {
            let message = format!(
                "\"{word}\" stands here only and \"{longer}\" more often; if {longer} is meant, write it so"
            );
            found.at(*line, message);
        }
    }
    for passage in facts.own() {
        for sentence in sentences(&passage.text) {
            let alone = Passage { text: sentence.to_owned(), ..passage.clone() };
            let words: Vec<&str> = abbreviations(&alone)
                .filter(|word| word.len() >= 4 && !word.ends_with('s'))
                .collect();
            let pair = words.iter().enumerate().find_map(|(place, one)| {
                let rest = words.get(place + 1..)?;
                let two = rest.iter().find(|two| {
                    one != *two
                        && one.chars().next() == two.chars().next()
                        && strsim::hamming(one, two) == Ok(1)
                })?;
                Some((*one, *two))
            });
            if let Some((one, two)) = pair {
                let rare = [one, two]
                    .iter()
                    .any(|word| uses.get(single(word)).is_none_or(|(times, _)| *times == 1));
                if rare {
                    let message = format!(
                        "\"{one}\" and \"{two}\" in one sentence differ by one letter; if they are one thing, write it alike"
                    );
                    found.at(passage.line, message);
                }
            }
        }
    }
}

/// A term without case, hyphens, blanks and apostrophes.
fn folded(term: &str) -> String {
    term.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

static HYPHENED: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b[A-Za-z]{2,}-[A-Za-z]{2,}\b"));
static POSSESSIVE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b([A-Z][a-z]{3,})['’]s ([A-Z][a-z]+)\b"));

fn term_spellings(facts: &Facts, found: &mut Found) {
    let mut forms: HashMap<String, BTreeMap<String, usize>> = HashMap::new();
    let mut order: Vec<String> = Vec::new();
    let mut note = |term: &str, line: usize| {
        let key = folded(term);
        if !forms.contains_key(&key) {
            order.push(key.clone());
        }
        forms.entry(key).or_default().entry(term.to_lowercase()).or_insert(line);
    };
    for passage in facts.own() {
        for term in HYPHENED.find_iter(&passage.text) {
            note(term.as_str(), passage.line);
        }
        for term in POSSESSIVE.find_iter(&passage.text) {
            note(&term.as_str().replace('’', "'"), passage.line);
        }
    }
    for passage in facts.own() {
        let words: Vec<&str> = passage.text.split_whitespace().collect();
        for (place, word) in words.iter().enumerate() {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            let pair = words.get(place + 1).filter(|_| word.ends_with(char::is_alphanumeric)).map(
                |next| format!("{bare} {}", next.trim_matches(|c: char| !c.is_alphanumeric())),
            );
            for term in std::iter::once(bare.to_owned()).chain(pair) {
                if let Some(known) = forms.get_mut(&folded(&term))
                    && !term.contains('-')
                    && !term.contains(['\'', '’'])
                {
                    known.entry(term.to_lowercase()).or_insert(passage.line);
                }
            }
        }
    }
    let mut pairs = Vec::new();
    let mut lines = Vec::new();
    for forms in order.iter().filter_map(|key| forms.get(key)).filter(|forms| forms.len() > 1) {
        let written: Vec<String> =
            forms.iter().map(|(form, line)| format!("{form} (line {line})")).collect();
        pairs.push(written.join(" / "));
        lines.extend(forms.values().copied());
    }
    let message = format!("terms written in several ways: {}; use one each", named(&pairs));
    found.across(&lines, message);
}

/// All of a list up to a length that can still be read.
fn named(parts: &[String]) -> String {
    if parts.len() <= 16 { parts.join("; ") } else { listed(parts) }
}

static QUOTED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"['‘“\x22]([A-Z][a-z]+(?: [A-Za-z][a-z]+)?)['’”\x22]"));

/// Names in quotation marks that differ by a letter or two: 'Carenet', 'Care net' and 'Caretnet'.
fn name_spellings(facts: &Facts, found: &mut Found) {
    let mut names: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for passage in facts.own().filter(|passage| passage.text.contains(['\'', '‘', '“', '"'])) {
        for quoted in QUOTED.captures_iter(&passage.text) {
            let name = quoted[1].to_owned();
            if (6..=30).contains(&name.len()) {
                names.entry(name.clone()).or_insert((folded(&name), passage.line));
            }
        }
    }
    let all: Vec<(&String, &(String, usize))> = names.iter().collect();
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for (place, (name, (key, line))) in all.iter().enumerate() {
        let alike: Vec<&(&String, &(String, usize))> = all
            .iter()
            .skip(place + 1)
            .filter(|(_, (other, _))| {
                let near = if key.len().min(other.len()) >= 7 { 2 } else { 1 };
                strsim::osa_distance(key, other) <= near
            })
            .collect();
        if alike.is_empty() || told.contains(name.as_str()) {
            continue;
        }
        let mut written = vec![format!("\"{name}\" (line {line})")];
        let mut lines = vec![*line];
        for (other, (_, line)) in alike {
            told.insert(other.as_str());
            written.push(format!("\"{other}\" (line {line})"));
            lines.push(*line);
        }
        let message =
            format!("one thing seems to have several names: {}; use one", listed(&written));
        found.across(&lines, message);
    }
}

/// Kinds of body whose name is made of two things.
const KINDS: &[&str] = &[
    "directorate",
    "department",
    "team",
    "committee",
    "group",
    "board",
    "unit",
    "service",
    "strategy",
    "division",
    "function",
    "plan",
    "network",
    "forum",
    "programme",
];

/// "Commissioning and performance directorate" and "Performance and commissioning directorate".
fn name_order(facts: &Facts, found: &mut Found) {
    let mut bodies: BTreeMap<(String, String, String), usize> = BTreeMap::new();
    for passage in facts.own() {
        let words: Vec<String> = words_of(&passage.text).map(str::to_lowercase).collect();
        for window in words.windows(4) {
            let [one, and, two, kind] = window else { continue };
            if and == "and" && KINDS.contains(&kind.as_str()) {
                bodies.entry((one.clone(), two.clone(), kind.clone())).or_insert(passage.line);
            }
        }
    }
    for ((one, two, kind), line) in &bodies {
        let turned = bodies.get(&(two.clone(), one.clone(), kind.clone()));
        if let Some(other) = turned.filter(|_| one < two) {
            let message = format!(
                "\"{one} and {two} {kind}\" (line {line}) is \"{two} and {one} {kind}\" on line {other}; use one name"
            );
            found.across(&[*line, *other], message);
        }
    }
}
