//! Whether a sentence promises something, by the words in which it does.

mod future;
mod present;

use std::sync::LazyLock;

use regex::Regex;

use super::subjects::{Class, Nouns, Subject};
use super::verbs;
use crate::pattern::pattern;

/// A sentence that promises something.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Promise {
    /// Who promises, when the sentence says so.
    pub(super) subject: Option<Subject>,
    /// Whether it is somebody else's, or only expected, and so has to be looked at.
    pub(super) doubt: Option<&'static str>,
}

/// What somebody else will do is tracked, and is not the organisation's own promise.
pub(super) const OF_OTHERS: &str =
    "somebody else's doing; say whether it is tracked here and who watches it";

/// What is expected is tracked, and nobody has promised it.
pub(super) const EXPECTED: &str =
    "the text expects this and does not promise it; say who answers for it";

/// What a sentence is judged with.
#[derive(Clone, Copy)]
pub(super) struct Circumstances<'a> {
    /// The subject of the sentence before, for "it".
    pub(super) before: Option<&'a Subject>,
    /// Names and nouns of the document.
    pub(super) nouns: &'a Nouns,
    /// Whether the sentence gives a time.
    pub(super) is_dated: bool,
}

impl Circumstances<'_> {
    /// Who acts, when the subject can: "it" stands for the subject before.
    fn actor(&self, subject: Subject) -> Option<Subject> {
        match subject.class {
            Class::Speaker | Class::Actor => Some(subject),
            Class::It => {
                self.before.filter(|it| matches!(it.class, Class::Speaker | Class::Actor)).cloned()
            }
            _ => None,
        }
    }
}

static OPINION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\W*(?:we|i)\s+(?:\w+\s+)?(?:believe|think|know|recogni[sz]e|acknowledge|understand|expect|hope|feel|note|anticipate)\b",
    )
});
static CONDITION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^\W*(?:if|unless|were|even|when|whether|although|though|while)\b|^\W*where\s+(?:the|a|an|it|this|we|they|there|[A-Z])",
        r"|\bif\s+(?:we|the|this|these|it|that|they|there|a|an|any|not|no|you|all)\b|\b(?:is|are)\s+unlikely\b|\bunless\b",
        // What a level means, or what an option would be.
        r"|^\W*(?:level|tier|grade|category|band|option|scenario)\s+\w{1,3}\s*[:–-]"
    ))
});
static HELD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\bwe\s+are\s+determined\b|\bhas\s+set\s+itself\b|\bhave\s+set\s+(?:ourselves|themselves)\b",
        r"|\b(?:signified|signalled|indicated|expressed|stated|declared|confirmed)\s+(?:a|an|its|our|their)\s+(?:willingness|intention|commitment|wish|readiness)\s+to\b",
        r"|\bthere\s+(?:is|are)\s+(?:also\s+)?(?:a\s+)?plans?\s+(?:for|to)\b|\bconsists?\s+of\s+(?:us|our)\s+\w+ing\b"
    ))
});
static DUE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:due|scheduled|planned|timetabled)\s+(?:for|to\s+be|to)\b|\b(?:us|our)\s+[a-z]+ing\b",
    )
});
static SPEAKS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)\b(?:will|shall|must|is|are|has|have|we|needs?)\b"));

/// What a sentence promises, if it does.
pub(super) fn judge(sentence: &str, around: &Circumstances) -> Option<Promise> {
    let words = sentence.split_whitespace().count();
    if words < 4 || sentence.ends_with('?') {
        return None;
    }
    if OPINION.is_match(sentence) || CONDITION.is_match(sentence) {
        return None;
    }
    future::judge(sentence, around)
        .or_else(|| present::judge(sentence, around))
        .or_else(|| HELD.is_match(sentence).then(Promise::default))
        .or_else(|| due(sentence, around))
        .or_else(|| infinitive(sentence).then(Promise::default))
}

/// "The strategy, due for publication in October"; "lead to us publishing it by May".
fn due(sentence: &str, around: &Circumstances) -> Option<Promise> {
    let is_due = around.is_dated
        && DUE.find_iter(sentence).any(|found| {
            let last = found.as_str().rsplit(' ').next().unwrap_or_default();
            !last.ends_with("ing") || verbs::is_gerund(&last.to_lowercase())
        });
    is_due.then(Promise::default)
}

/// "To develop nurses attached to practices": a task without anyone who does it.
fn infinitive(sentence: &str) -> bool {
    let mut words = sentence.split_whitespace();
    let opens = words.next().is_some_and(|word| word == "To");
    let doing = words.find(|word| !word.ends_with("ly")).unwrap_or_default();
    opens && verbs::is_base(&doing.to_lowercase()) && !SPEAKS.is_match(sentence)
}

/// The words behind a verb, lower case and bare, adverbs and what stands between commas passed over.
fn words_after(after: &str) -> Vec<String> {
    const ADVERBS: &[&str] = &[
        "also",
        "then",
        "therefore",
        "now",
        "however",
        "still",
        "further",
        "again",
        "both",
        "first",
        "together",
        "where",
        "possible",
        "thus",
        "subsequently",
        "soon",
        "instead",
    ];
    let mut after = after.trim_start();
    if let Some((_, rest)) = after.strip_prefix(',').and_then(|rest| rest.split_once(',')) {
        after = rest;
    }
    after
        .split_whitespace()
        .take(14)
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
        .filter(|word| {
            let is_adverb = ADVERBS.contains(&word.as_str())
                || word.ends_with("ly")
                    && !["supply", "apply", "reply", "only"].contains(&word.as_str());
            !is_adverb && !word.is_empty()
        })
        .take(6)
        .collect()
}

/// The word at a place; empty past the end.
fn at(words: &[String], place: usize) -> &str {
    words.get(place).map(String::as_str).unwrap_or_default()
}

/// Whether a subject names an intention: "our aim", "a further priority", "the next step".
fn is_purpose(subject: &Subject) -> bool {
    const PURPOSES: &[&str] = &[
        "aim",
        "aims",
        "intention",
        "intentions",
        "objective",
        "objectives",
        "priority",
        "priorities",
        "goal",
        "goals",
        "plan",
        "ambition",
        "target",
        "task",
        "step",
        "steps",
        "action",
        "commitment",
        "focus",
    ];
    let head = subject.words.split_whitespace().take_while(|word| {
        !["of", "for", "in", "to", "from", "with"].contains(&word.to_lowercase().as_str())
    });
    head.last().is_some_and(|word| {
        PURPOSES
            .contains(&word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().as_str())
    })
}
