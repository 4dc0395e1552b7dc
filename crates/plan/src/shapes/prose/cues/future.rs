//! Promises with "will", "shall" and "must".

use std::sync::LazyLock;

use regex::Regex;

use super::{Circumstances, OF_OTHERS, Promise, at, is_purpose, words_after};
use crate::pattern::pattern;
use crate::shapes::prose::subjects::{Class, Subject, before_verb};
use crate::shapes::prose::verbs;

static MODAL: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\b(?:will|shall|must)\b"));

/// What someone is or undergoes and does not do, also when it is the organisation.
const STATES: &[&str] = &[
    "have",
    "need",
    "want",
    "know",
    "see",
    "expect",
    "believe",
    "think",
    "feel",
    "understand",
    "remember",
    "face",
    "struggle",
    "benefit",
    "require",
    "become",
    "like",
    "wish",
    "depend",
    "suffer",
    "lose",
    "fail",
    "mean",
    "look",
    "find",
    "always",
    "never",
    "no",
    "only",
    "discuss",
    "experience",
];

/// What a document or group of people will say when it is there: a promise to make it.
const DEFINING: &[&str] = &["define", "establish", "specify"];

/// What happens rather than what someone does.
const EVENTS: &[&str] = &[
    "take", "commence", "begin", "start", "conclude", "complete", "finish", "go", "open", "launch",
    "close", "remain", "continue", "run", "end", "report", "publish", "meet",
];

/// What is done about something that was said before: work of its own, and no explanation.
const FOLLOWING_UP: &[&str] = &[
    "audited",
    "completed",
    "implemented",
    "issued",
    "launched",
    "monitored",
    "overseen",
    "published",
    "reported",
    "reviewed",
    "submitted",
    "tested",
];

/// The first promise with a modal verb in a sentence.
pub(super) fn judge(sentence: &str, around: &Circumstances) -> Option<Promise> {
    MODAL.find_iter(sentence).find_map(|modal| {
        let subject = before_verb(sentence.get(..modal.start())?, around.nouns)?;
        let words = words_after(sentence.get(modal.end()..)?);
        let is_duty = modal.as_str().eq_ignore_ascii_case("must");
        promise(sentence, subject, &words, is_duty, around)
    })
}

fn promise(
    sentence: &str,
    subject: Subject,
    words: &[String],
    is_duty: bool,
    around: &Circumstances,
) -> Option<Promise> {
    let is_negative = at(words, 0) == "not";
    if is_negative && !(sentence.contains(" until ") && at(words, 1) == "be") {
        return None;
    }
    let words = if is_negative { words.get(1..)? } else { words };
    if subject.words.eq_ignore_ascii_case("there") {
        return there(words).then(Promise::default);
    }
    match at(words, 0) {
        "be" => to_be(subject, words.get(1..)?, around),
        "need" if at(words, 1) == "to" => needed(subject, words.get(2..)?, around),
        "have" => {
            let is_held = ["a", "an", "the", "our"].contains(&at(words, 1)) && around.is_dated;
            (is_held && subject.class == Class::Speaker).then(|| by(Some(subject)))
        }
        verb => to_do(subject, verb, is_duty, around),
    }
}

/// "There will be a new unit": what will be there, as far as it is work.
fn there(words: &[String]) -> bool {
    const WORK: &[&str] = &[
        "continued",
        "new",
        "dedicated",
        "regular",
        "weekly",
        "monthly",
        "quarterly",
        "annual",
        "joint",
        "single",
        "named",
    ];
    let from = usize::from(at(words, 0) == "be");
    let is_work = WORK.contains(&at(words, from + 1))
        || at(words, from + 1) == "number"
            && ["projects", "actions", "initiatives"].contains(&at(words, from + 3));
    ["a", "an"].contains(&at(words, from)) && is_work
}

/// "will be …"
fn to_be(subject: Subject, words: &[String], around: &Circumstances) -> Option<Promise> {
    let word = at(words, 0);
    if verbs::is_participle(word) {
        return done(&subject, word, around);
    }
    if verbs::is_progressive(word) || word == "responsible" {
        return around.actor(subject).map(|subject| by(Some(subject)));
    }
    let takes_task = at(words, 1) == "to" && verbs::is_base(at(words, 2));
    match word {
        "required"
            if at(words, 1) == "to" && at(words, 2) != "be" && subject.class != Class::Said =>
        {
            Some(by(Some(subject)))
        }
        "necessary" if takes_task && subject.class == Class::It => Some(Promise::default()),
        "to" if verbs::is_base(at(words, 1)) && is_purpose(&subject) => Some(Promise::default()),
        _ => None,
    }
}

/// "will be appointed": nobody need be named who does it.
fn done(subject: &Subject, participle: &str, around: &Circumstances) -> Option<Promise> {
    let is_promised = match subject.class {
        Class::Speaker | Class::Outside => false,
        Class::Said | Class::It => around.is_dated || FOLLOWING_UP.contains(&participle),
        _ => true,
    };
    is_promised.then(Promise::default)
}

/// "will need to …"
fn needed(subject: Subject, words: &[String], around: &Circumstances) -> Option<Promise> {
    let verb = at(words, 0);
    let is_done =
        verb == "be" && verbs::is_participle(at(words, 1)) && subject.class == Class::Thing;
    if is_done {
        return Some(Promise::default());
    }
    let subject = around.actor(subject)?;
    super::present::is_deliverable(verb).then(|| by(Some(subject)))
}

/// "will …" with a verb of doing.
fn to_do(subject: Subject, verb: &str, is_duty: bool, around: &Circumstances) -> Option<Promise> {
    let class = subject.class;
    if let Some(actor) = around.actor(subject.clone()) {
        // A verb that is not known counts where the organisation itself speaks.
        let free = actor.class == Class::Speaker && verb.len() > 1 && !is_duty;
        let acts = verbs::is_base(verb) || free;
        return (acts && !STATES.contains(&verb)).then(|| by(Some(actor)));
    }
    let defines = DEFINING.contains(&verb) && matches!(class, Class::Said | Class::Thing);
    let happens = around.is_dated
        && match class {
            Class::Thing | Class::Said => EVENTS.contains(&verb),
            Class::Kind | Class::Outside => verbs::is_base(verb),
            _ => false,
        };
    match class {
        _ if is_duty => None,
        Class::Outside if happens => {
            Some(Promise { subject: Some(subject), doubt: Some(OF_OTHERS) })
        }
        Class::Kind if happens => Some(by(Some(subject))),
        _ if defines || happens => Some(Promise::default()),
        _ => None,
    }
}

fn by(subject: Option<Subject>) -> Promise {
    let subject = subject.filter(|subject| {
        matches!(subject.class, Class::Speaker | Class::Actor | Class::Kind | Class::Outside)
    });
    Promise { subject, doubt: None }
}
