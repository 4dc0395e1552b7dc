//! Promises in the present: what someone is doing, intends, has agreed or is bound to do.

use std::sync::LazyLock;

use regex::Regex;

use super::{Circumstances, EXPECTED, Promise, at, is_purpose, words_after};
use crate::pattern::pattern;
use crate::shapes::prose::subjects::{Class, Subject, before_verb};
use crate::shapes::prose::verbs;

static VERB: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:is|are|has|have|needs?|intends?|plans?|aims?|proposes?|undertakes?|pledges?|promises?|commits|agrees?|seeks)\b",
    )
});

/// The first promise in the present tense in a sentence.
pub(super) fn judge(sentence: &str, around: &Circumstances) -> Option<Promise> {
    VERB.find_iter(sentence).find_map(|verb| {
        let after = sentence.get(verb.end()..)?;
        // What already goes on is told, and not promised.
        let first = after.split_whitespace().next().unwrap_or_default().to_lowercase();
        if ["already", "currently", "presently", "not", "now"].contains(&first.as_str()) {
            return deferred(after, around);
        }
        let words = words_after(after);
        let subject = before_verb(sentence.get(..verb.start())?, around.nouns)?;
        match verb.as_str().to_lowercase().as_str() {
            "is" | "are" => is_doing(subject, &words, around),
            "has" | "have" => has_agreed(subject, &words, around),
            "need" | "needs" => needs(subject, &words, around),
            _ => intends(subject, &words, around),
        }
    })
}

/// "is not expected until March".
fn deferred(after: &str, around: &Circumstances) -> Option<Promise> {
    let words = words_after(after);
    let is_deferred =
        at(&words, 0) == "not" && at(&words, 1) == "expected" && at(&words, 2) == "until";
    (is_deferred && around.is_dated).then_some(Promise { subject: None, doubt: Some(EXPECTED) })
}

/// "is …"
fn is_doing(subject: Subject, words: &[String], around: &Circumstances) -> Option<Promise> {
    let (word, next) = (at(words, 0), at(words, 1));
    let does = |word: &str| verbs::is_base(word) || verbs::is_gerund(word);
    if subject.class == Class::It {
        return impersonal(words, around).or_else(|| personal(subject, words, around));
    }
    let takes = next == "to" && does(at(words, 2));
    match word {
        "to" if next == "be" && verbs::is_participle(at(words, 2)) => {
            (subject.class != Class::Text).then(Promise::default)
        }
        "to" if is_purpose(&subject) && (verbs::is_base(next) || next == "have") => {
            Some(Promise::default())
        }
        "planned" | "scheduled" if around.is_dated => Some(Promise::default()),
        "expected" if takes && around.is_dated => {
            Some(Promise { subject: None, doubt: Some(EXPECTED) })
        }
        _ if verbs::is_gerund(word) && subject.words.to_lowercase().contains("next steps") => {
            Some(Promise::default())
        }
        _ => personal(subject, words, around),
    }
}

/// "It is planned to …", "It is expected that …"
fn impersonal(words: &[String], around: &Circumstances) -> Option<Promise> {
    match (at(words, 0), at(words, 1)) {
        ("planned" | "intended" | "proposed" | "agreed", "to") => Some(Promise::default()),
        ("anticipated" | "expected" | "planned" | "intended", "that" | "to") if around.is_dated => {
            Some(Promise { subject: None, doubt: Some(EXPECTED) })
        }
        _ => None,
    }
}

/// What someone who can act is doing, or is bound to do.
fn personal(subject: Subject, words: &[String], around: &Circumstances) -> Option<Promise> {
    let subject = around.actor(subject)?;
    let (word, next) = (at(words, 0), at(words, 1));
    let does = |word: &str| verbs::is_base(word) || verbs::is_gerund(word);
    let is_bound = match word {
        "committed" | "determined" | "required" => next == "to" && does(at(words, 2)),
        "charged" | "tasked" => next == "with",
        "responsible" => next == "for",
        "to" => verbs::is_base(next),
        _ => verbs::is_progressive(word),
    };
    is_bound.then_some(Promise { subject: Some(subject), doubt: None })
}

/// "has agreed to …", "has still to be …", "have been asked to …"
fn has_agreed(subject: Subject, words: &[String], around: &Circumstances) -> Option<Promise> {
    let (word, next) = (at(words, 0), at(words, 1));
    let is_open = word == "yet" && next == "to" || word == "to";
    let from = if word == "yet" { 2 } else { 1 };
    if is_open && at(words, from) == "be" && verbs::is_participle(at(words, from + 1)) {
        return Some(Promise::default());
    }
    let is_charged = word == "been"
        && (["charged", "tasked"].contains(&next) && at(words, 2) == "with"
            || next == "asked" && at(words, 2) == "to");
    if is_charged {
        return Some(Promise { subject: around.actor(subject), doubt: None });
    }
    let subject = around.actor(subject)?;
    let agreed = ["agreed", "committed", "undertaken", "pledged", "promised"].contains(&word);
    let is_bound = agreed && next == "to" && verbs::is_base(at(words, 2))
        || word == "to" && is_deliverable(next);
    is_bound.then_some(Promise { subject: Some(subject), doubt: None })
}

/// "needs to …"
fn needs(subject: Subject, words: &[String], around: &Circumstances) -> Option<Promise> {
    let subject = around.actor(subject)?;
    let is_task = at(words, 0) == "to" && is_deliverable(at(words, 1));
    is_task.then_some(Promise { subject: Some(subject), doubt: None })
}

/// "intends to …"
fn intends(subject: Subject, words: &[String], around: &Circumstances) -> Option<Promise> {
    let subject = around.actor(subject)?;
    (at(words, 0) == "to" && at(words, 1).len() > 1)
        .then_some(Promise { subject: Some(subject), doubt: None })
}

/// Whether a verb names work with an end; what "we need to" keep or move is a thought.
pub(super) fn is_deliverable(verb: &str) -> bool {
    const THOUGHTS: &[&str] = &[
        "act", "change", "continue", "find", "focus", "grow", "keep", "make", "move", "take",
        "work", "explore", "treat",
    ];
    verbs::is_base(verb) && !THOUGHTS.contains(&verb)
}
