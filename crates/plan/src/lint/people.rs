//! Rules about the people whom a plan names.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::facts::{Facts, words_of};
use super::found::{Found, listed, on_lines};
use super::{Rule, info, warning};
use crate::pattern::pattern;

/// Every rule of this group.
pub(super) const RULES: &[Rule] = &[
    info(
        "lead-without-title",
        "people who lead something and whose post is never given",
        without_title,
    ),
    info("person-several-titles", "one person with several titles", several_titles),
    info("person-several-spellings", "one surname with different initials", several_spellings),
    warning(
        "person-first-name",
        "somebody named by first name alone who is to do something",
        first_name,
    ),
    warning("telephone-number", "a telephone number in a text that may be published", telephone),
];

macro_rules! job {
    () => {
        r"(?:(?:Deputy|Assistant|Associate|Acting|Interim|Senior|Joint|Medical|Clinical|Finance|Nursing|Executive|General|Programme|Project)\s)*(?:Director|Head|Chief|Manager|Chair|Lead|Officer|Nurse|Secretary|Treasurer)\b"
    };
}

static TITLED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\b([A-Z][a-z]+(?:\s[A-Z][A-Za-z'’-]+){1,2}?),?\s((?:",
        job!(),
        r")[^,.;:()\d]{0,70})"
    ))
});

static TITLE: LazyLock<Regex> =
    LazyLock::new(|| pattern(concat!("^(", job!(), r"[^,.;:()\d]{0,70})$")));

static POST: LazyLock<Regex> = LazyLock::new(|| pattern(concat!(r"(?i)\b", job!())));

static PERSON: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[A-Z][a-z]+(?:\s[A-Z]\.?)?\s[A-Z][A-Za-z'’-]+$"));

/// Words that no name of a person holds.
const NO_NAME: &[&str] = &[
    "The",
    "And",
    "Care",
    "Health",
    "Trust",
    "Board",
    "Team",
    "Group",
    "Primary",
    "Public",
    "Plan",
    "Director",
    "Head",
    "Chief",
    "Manager",
    "Chair",
    "Lead",
    "Officer",
    "Senior",
    "Executive",
    "Assistant",
    "Deputy",
    "Finance",
    "Nursing",
    "Medical",
    "Clinical",
    "Programme",
    "Project",
    "Learning",
    "Equality",
    "Strategic",
    "Service",
    "Services",
    "Commissioning",
    "Council",
    "Hospital",
    "Corporate",
    "General",
    "Our",
    "This",
    "Each",
    "Locality",
    "Practice",
    "Community",
    "County",
    "Joint",
    "New",
    "National",
    "Local",
    "Business",
    "Quality",
    "Information",
];

/// Whether a text names a post, or a person by name.
pub(super) fn names_post(text: &str) -> bool {
    is_person(text) || POST.is_match(text)
}

fn is_person(text: &str) -> bool {
    let is_name = |word: &str| {
        // "Larkmere CCG" is no person; "Anne O'Hara" is.
        let second = word.chars().nth(1);
        !NO_NAME.contains(&word) && second.is_none_or(|letter| !letter.is_uppercase())
    };
    PERSON.is_match(text) && text.split(' ').all(is_name)
}

/// Every person with a title beside the name: name, title, line.
fn titled(facts: &Facts) -> Vec<(String, String, usize)> {
    let mut found = Vec::new();
    for passage in facts.own() {
        for captured in TITLED.captures_iter(&passage.text) {
            if is_person(&captured[1]) {
                found.push((captured[1].to_owned(), captured[2].trim().to_owned(), passage.line));
            }
        }
    }
    for pair in facts.passages.windows(2) {
        let [name, title] = pair else { continue };
        if is_person(&name.text) && TITLE.is_match(&title.text) {
            found.push((name.text.clone(), title.text.clone(), name.line));
        }
    }
    found
}

/// A title without what does not count: case, "&" for "and", blanks.
fn folded(title: &str) -> String {
    let words: Vec<String> =
        words_of(&title.replace('&', " and ")).map(str::to_lowercase).collect();
    words.join(" ")
}

fn several_titles(facts: &Facts, found: &mut Found) {
    let mut people: BTreeMap<String, Vec<(String, String, usize)>> = BTreeMap::new();
    for (name, title, line) in titled(facts) {
        let folded = folded(&title);
        let titles = people.entry(name).or_default();
        // A title that a line break cut is the start of the whole one.
        let known = titles
            .iter_mut()
            .find(|(known, ..)| known.starts_with(&folded) || folded.starts_with(known.as_str()));
        match known {
            Some(entry) if folded.len() > entry.0.len() => (entry.0, entry.1) = (folded, title),
            Some(_) => {}
            None => titles.push((folded, title, line)),
        }
    }
    for (name, titles) in people.into_iter().filter(|(_, titles)| titles.len() > 1) {
        let written: Vec<String> =
            titles.iter().map(|(_, title, line)| format!("\"{title}\" (line {line})")).collect();
        let lines: Vec<usize> = titles.iter().map(|(_, _, line)| *line).collect();
        let message = format!("{name} is {}; use one title for one post", listed(&written));
        found.across(&lines, message);
    }
}

fn without_title(facts: &Facts, found: &mut Found) {
    let known: BTreeSet<String> = titled(facts).into_iter().map(|(name, ..)| name).collect();
    let mut bare: BTreeMap<String, usize> = BTreeMap::new();
    let mut note = |name: &str, line: usize| {
        if is_person(name) && !known.contains(name) {
            bare.entry(name.to_owned()).or_insert(line);
        }
    };
    for indicator in &facts.document.indicators {
        for name in indicator.lead.iter().flat_map(|lead| lead.split('/')) {
            note(name.trim(), indicator.source.line_from);
        }
    }
    for commitment in &facts.document.commitments {
        for lead in &commitment.leads {
            note(&lead.as_written, commitment.source.line_from);
        }
    }
    let lines: Vec<usize> = bare.values().copied().collect();
    let names: Vec<&str> = bare.keys().map(String::as_str).collect();
    let message = format!(
        "{} by name alone; give each lead's post once, so that the work stays when the person goes",
        if names.len() == 1 {
            format!("{} leads", names.join(""))
        } else {
            format!("{} people lead ({})", names.len(), listed(&names))
        }
    );
    found.across(&lines, message);
}

static INITIALS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:(Dr|Mr|Mrs|Ms|Miss|Prof)\.?\s)?((?:[A-Z]\.?\s){0,3})([A-Z][a-z]*[A-Z]?[a-z]{2,})",
    )
});

/// "M W Jones" and "Mr M Jones": two people, or one?
fn several_spellings(facts: &Facts, found: &mut Found) {
    let mut surnames: BTreeMap<String, Vec<(String, usize)>> = BTreeMap::new();
    let mut bare: Vec<(String, usize)> = Vec::new();
    let mut full = 0;
    for passage in facts.own() {
        for captured in INITIALS.captures_iter(&passage.text) {
            let titled = captured.get(1).is_some();
            let initials = captured[2].replace(['.', ' '], "");
            if initials.is_empty() {
                if titled {
                    bare.push((captured[0].to_owned(), passage.line));
                }
                continue;
            }
            // One letter before a word is a person only behind a form of address.
            if titled || initials.len() >= 2 {
                full += usize::from(titled);
                let known = surnames.entry(captured[3].to_owned()).or_default();
                if !known.iter().any(|(other, _)| *other == initials) {
                    known.push((initials, passage.line));
                }
            }
        }
    }
    let mut lines = Vec::new();
    let mut names = Vec::new();
    for (surname, spellings) in surnames.into_iter().filter(|(_, known)| known.len() > 1) {
        let written: Vec<String> =
            spellings.iter().map(|(initials, _)| format!("{initials} {surname}")).collect();
        lines.extend(spellings.iter().map(|(_, line)| *line));
        names.push(written.join(" / "));
    }
    if full >= 3 {
        for (name, line) in bare {
            lines.push(line);
            names.push(format!("{name} without an initial"));
        }
    }
    let message = format!("names are given in several ways: {}; use one", names.join("; "));
    found.across(&lines, message);
}

/// First names that are common in England and are no other word.
const FIRST_NAMES: &str = " adam adrian alan alice alison amanda amy andrea andrew angela anita ann anna anne anthony barbara \
 ben beverley brenda brian caroline carol carole catherine cathy charles charlotte cheryl chris christine christopher claire clare \
 colin craig daniel darren dave david dawn deborah debbie denise derek diana diane donna dorothy edward eileen elaine elizabeth \
 ellen emily emma eric fatima fiona frances fred gareth gary geoff george gerald gillian graham gwen hannah harry heather helen \
 henry hilary howard hugh ian irene jack jackie jacqueline james jane janet janice jason jean jeff jennifer jenny jeremy jessica \
 jill jim joan joanna joanne joe john jonathan joseph joyce judith judy julia julie justin karen kate katherine kathryn keith \
 kelly kenneth kevin kim kirsty laura lauren lee leslie lesley linda lisa liz louise lucy lynn lynne malcolm margaret maria marie \
 marilyn martin mary matthew maureen melanie michael michelle mike mohammed muhammad nadia natalie neil nicholas nicola nigel \
 olivia oliver pamela patricia paul paula pauline penny peter philip phil rachel raj raymond rebecca richard robert robin roger \
 ronald rosemary roy ruth ryan sally samantha sandra sara sarah sharon sheila shirley simon sonia sophie stephanie stephen steve \
 stewart stuart susan suzanne sylvia teresa terry thomas tim timothy tina tom tony tracey tracy trevor valerie vanessa veronica \
 victoria vincent wayne wendy william yvonne zoe ";

/// Words behind a name that make its bearer the one who acts.
const ACTING: &[&str] = &["will", "to", "is", "has", "should", "must", "leads", "leading", "shall"];

fn first_name(facts: &Facts, found: &mut Found) {
    let acts = |text: &str| ACTING.iter().any(|word| text.contains(word));
    for passage in facts.own().filter(|passage| acts(&passage.text)) {
        let words: Vec<&str> = words_of(&passage.text).collect();
        for (place, word) in words.iter().enumerate() {
            let next = words.get(place + 1).copied().unwrap_or_default();
            let is_name = ACTING.contains(&next)
                && word.starts_with(char::is_uppercase)
                && FIRST_NAMES.contains(&format!(" {} ", word.to_lowercase()));
            if is_name {
                let message = format!(
                    "\"{word}\" is named by first name alone; give the full name and post, and the day by which it is to be done"
                );
                found.at(passage.line, message);
                break;
            }
        }
    }
}

static TELEPHONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:\+44\s?\d{2,4}|\b0\d{2,4}|\(0\d{2,4}\))[\s-]?\d{3,4}[\s-]?\d{3,4}\b")
});

fn telephone(facts: &Facts, found: &mut Found) {
    let lines: Vec<usize> = facts
        .own()
        .filter(|passage| passage.text.contains('0') && TELEPHONE.is_match(&passage.text))
        .map(|passage| passage.line)
        .collect();
    let message = format!(
        "a telephone number stands in the text ({}); take it out before the plan is published, or give one of the organisation",
        on_lines(&lines)
    );
    found.across(&lines, message);
}
