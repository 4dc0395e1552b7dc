//! Lists: what their introduction says of the items, and which items are tasks.

use std::sync::LazyLock;

use regex::Regex;

use super::verbs;
use crate::pattern::pattern;

/// What the introduction of a list makes of its items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Items {
    /// Tasks, each opening with its verb: "we will:", "our priorities are:".
    Tasks,
    /// Pieces of work under whatever words: "the key actions include".
    Works,
    /// What the verb of the introduction is done to: "we will develop:".
    Objects,
}

static OBJECTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:will|shall)\s+(?:then\s+|also\s+|\w+ly\s+)*([a-z-]+)\s*:$")
});
static WORKS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:actions?|projects|work\s?streams?|initiatives|measures|tasks|activities|schemes)\b(?:[^.]*\b(?:includ(?:e|es|ing)|involves?|are|comprises?)\b|\s*:$)",
    )
});
static TASKS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\b(?:will|shall|to|by|must)(?:\s+also|\s+therefore)?\s*:$",
        r"|\b(?:priorit(?:y|ies)|objectives?|goals?|aims?|stages|steps|deliverables|commitments|pledges|ways|intentions|recommendations)\b[^.]*:$"
    ))
});

/// What a sentence that introduces a list makes of its items; `None` where that is not known.
pub(super) fn introduced(sentence: &str, is_promise: bool) -> Option<Items> {
    let text = sentence.trim();
    if let Some(found) = OBJECTS.captures(text)
        && verbs::is_base(&found[1].to_lowercase())
        && is_promise
    {
        return Some(Items::Objects);
    }
    if WORKS.is_match(text) {
        return Some(Items::Works);
    }
    (is_promise || TASKS.is_match(text)).then_some(Items::Tasks)
}

/// Whether a text opens as a task does: with its verb, plain, with "to", or in "ing".
pub(super) fn is_task(text: &str) -> bool {
    let mut words = text
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
    let mut first = words.next().unwrap_or_default();
    let next = words.next().unwrap_or_default();
    let count = text.split_whitespace().count();
    if first == "to" || first.ends_with("ly") || first == "further" {
        first.clone_from(&next);
    }
    // "Progress is good" and "Review of beds" open with nouns.
    let is_noun = ["is", "are", "was", "has", "have", "will", "of", "and"].contains(&next.as_str())
        && !(next == "and" && text.split_whitespace().nth(2).is_some_and(verbs::is_base));
    count >= 3 && !is_noun && (verbs::is_base(&first) || verbs::is_gerund(&first))
}

/// Whether an item of a list is a task or piece of work.
pub(super) fn is_item_of(items: &Items, text: &str) -> bool {
    let words = text.split_whitespace().count();
    let first = text.split_whitespace().next().unwrap_or_default().to_lowercase();
    match items {
        Items::Tasks => is_task(text) || words >= 4 && ["be", "through"].contains(&first.as_str()),
        Items::Works | Items::Objects => words >= 3,
    }
}

static COMPONENTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:has|have|are|into|through|comprises?)\s+(?:two|three|four|five|six|[2-6])\s+(?:\w+\s+)?(?:components|elements|strands|work\s?streams|steps|phases|actions|strategies|projects)\b",
    )
});
static COUNTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)^(?:the\s+)?(?:first|second|third|fourth|fifth|last|final|other)(?:ly)?\b")
});

/// Whether a sentence announces pieces of work that the next sentences count up.
pub(super) fn announces_components(sentence: &str) -> bool {
    COMPONENTS.is_match(sentence)
}

/// Whether a sentence is the first, second … of what was announced.
pub(super) fn is_counted(sentence: &str) -> bool {
    COUNTED.is_match(sentence)
}

static PROMISING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\b(?:goals?|objectives?|priorit(?:y|ies)|actions?|aims?|targets?|deliverables?|commitments?|pledges?|recommendations?|initiatives?",
        r"|next steps|tasks?|work ?programme|work ?plan|projects?|(?:what|how) we will|we will)\b"
    ))
});
static TELLING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^(?:[\d.]+\s+)?(?:(?:our|the|key|guiding|shared|core|strategic|national|local|policy)\s+)*",
        r"(?:vision|mission|values|principles|constraints|assumptions|definitions|glossary|context|background|abbreviations|contents|references|history",
        r"|achievements|progress|where we are now|current position)",
        r"(?:\s+(?:statement|(?:and|&)\s+\w+|to date|so far))*$"
    ))
});

/// Whether what stands under a heading is meant to be done.
pub(super) fn is_promising(heading: &str) -> bool {
    PROMISING.is_match(heading)
}

/// Whether what stands under a heading says how things are, or how the writer thinks.
pub(super) fn is_telling(heading: &str) -> bool {
    TELLING.is_match(heading)
}
