//! The measures in a statement: what can be met or missed, in the words in which it is written.

use std::sync::LazyLock;

use regex::Regex;

use crate::pattern::pattern;

/// A measure, with its place in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Measure {
    /// The number or place on a scale alone.
    pub(super) value: String,
    pub(super) from: usize,
    pub(super) to: usize,
}

macro_rules! number {
    () => {
        r"(?:\d[\d,]*(?:\.\d+)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)"
    };
}
macro_rules! people {
    () => {
        r"(?:workers?|staff|nurses?|doctors?|gps?|patients?|people|prisoners?|children|adults|women|carers?|smokers?|quitters?|clients?|wte|fte|posts?|places?|beds?|admissions|attendances|appointments|referrals|operations|visits|cases|deaths|homes|practices|schools|clinics|centres|units|slots)"
    };
}

/// Money beside words that say what becomes of it.
static MONEY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)[£€$]\s?\d[\d,]*(?:\.\d+)?\s?(?:(?:million|billion|thousand|mn|bn|m|k)\b)?")
});
static MONEY_MOVES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:sav(?:e|es|ed|ing|ings)|reduc\w+|cut\w*|invest\w*|increas\w+|releas\w+|available|extra|additional|deliver\w*|allocat\w+|growth|generat\w+|surplus|deficit|efficienc\w+|spend\w*|limit\w*|budget|fund\w*|cost of|grant)\b",
    )
});

/// A share beside words of change or aim.
static SHARE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:\b(?:at least|minimum of|maximum of|up to|over|more than|less than|top|poorest|approx(?:\.|imately)?|about)\s+)?\b\d+(?:\.\d+)?\s?(?:%|per\s?cent\b|percent\b)(?:\s+(?:reduction|increase|decrease|improvement|fewer|more|less|of))?",
    )
});
static SHARE_AIMS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:reduc\w+|increas\w+|decreas\w+|target\w*|achiev\w+|benchmark|at least|minimum|maintain\w*|uplift|improv\w+|deliver\w*|trajector\w+|aim\w*|by|of|ensure|reach\w*|meet\w*|top|poorest|halv\w+|goal|set|will|measure)\b",
    )
});

/// A bound on a time or number.
static BOUND: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\b(?:within|at\s+least|no\s+more\s+than|not\s+more\s+than|no\s+less\s+than|no\s+fewer\s+than|(?:a\s+)?minimum\s+(?:of\s+)?|(?:a\s+)?maximum\s+(?:of\s+)?|fewer\s+than|less\s+than|under)\s*",
        number!(),
        r"[\s-](?:working\s+)?(?:minutes?|hours?|days?|weeks?|months?|years?|sessions?|times|",
        people!(),
        r")\b|\bno\s+later\s+than\s+[^.,;:]{3,90}|\b(?:minimum|maximum|target)\s+%"
    ))
});

/// A time to wait, or that something takes.
static WAIT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b\d+[\s-](?:minute|hour|day|week|month)s?(?:\s+(?:total\s+|maximum\s+|referral\s+to\s+treatment\s+)?(?:wait(?:s|ing)?|target|standard|maximum|turnaround|from)\b)|\bmaximum\s+(?:wait\s+)?(?:of\s+)?\d+\s+(?:hours?|days?|weeks?|months?)\b",
    )
});

/// So many, or so much, in a stretch of time.
static RATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)(?:\bapprox(?:\.|imately)?\s+)?\b",
        number!(),
        r"\s+(?:[a-z]+\s+)?(?:days?|hours?|sessions?|times|",
        people!(),
        r")\s+(?:an?|per|each|every)\s+(?:day|week|month|quarter|year|annum)\b"
    ))
});

/// A number of people or places that is needed, treated or reached.
static PEOPLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\b(?:approx(?:\.|imately)?|projected(?:\s+total)?(?:\s+of)?|require[sd]?|requiring|need(?:s|ed)?|covered\s+by|recruit(?:ing)?|appoint(?:ing)?|train(?:ing)?|treat(?:ing)?|support(?:ing)?|provid(?:e|ing)|mov(?:e|ed|ing)|creat(?:e|ing)|equip(?:ping)?|open(?:ing)?)\s+(?:the\s+|a\s+further\s+|an\s+additional\s+|at\s+least\s+|up\s+to\s+|about\s+|some\s+)?",
        r"(?:\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|forty|fifty)\s+(?:(?:[a-z-]+)\s+){0,3}?",
        people!(),
        r"\b|\b(?:two|three|four|\d+)\s+or\s+more\s+[a-z]+|\b\d+\s+(?:highest|lowest|worst|most|best|largest|poorest)\b(?:\s+[a-z]+)?"
    ))
});

/// A change by a number.
static CHANGE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:cut|reduc\w+|increas\w+|rais\w+|lower\w*|fall|rise|grow|improv\w+)\b[^.;£%]{0,80}?\bby\s+(?:at\s+least\s+)?\d[\d,]*(?:\.\d+)?\b",
    )
});

/// A place on a scale.
static SCALE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\b(?:upper|top|best|lower)[\s-](?:quartile|quintile|decile)\b|\blevel\s+\d\b|\b(?:be|reach|achieve)\s+(?:at\s+)?[a-z]+\s+level\b",
        r"|\b(?:moving|move|rising|rise|improving)\s+to\s+['‘“]?[a-z0-9][a-z0-9 ]{0,24}?['’”]?\s+(?:by|in)\s+(?:19|20)\d\d(?:/\d{1,4})?",
        r"|\b(?:rated|rating|scored?|graded|achieve|at\s+least)\s+(?:as\s+|of\s+|at\s+least\s+)?['‘“][a-z0-9][a-z0-9 ]{0,24}['’”]",
        r"|['‘“](?:two|three|four|five|six|eight|ten|twelve|\d+)\s+(?:days|weeks|months|quarters|years)['’”]",
        r"|\bage(?:d|s)?(?:\s+range|\s+group)?\s*\(?\d{1,2}\s?(?:-|–|to)\s?\d{1,3}\b"
    ))
});

/// Words that are a measure by themselves.
static WORDS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:halve|halving|double|doubling|eliminate|eradicate|zero\s+tolerance|financial\s+balance|break[\s-]?even|(?:the\s+)?majority\s+of)\b|\bin\s+place\s+(?:by|before)\s+(?:the\s+)?(?:end\b|\d|[A-Z][a-z]{2,8}\s+(?:19|20)?\d\d)",
    )
});

/// Words behind a measure that say it was: history and no target.
static HISTORY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:was|were|had|has\s+(?:been|risen|fallen)|have\s+(?:been|risen|fallen)|last\s+year|rose|fell|previously)\b",
    )
});
static AIMS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:will|target|aim\w*|should|must|to\s+be|trajector\w+|set|equates|signalled|plan(?:ned)?|by\s+(?:end|the\s+end|20\d\d))\b",
    )
});

/// Words that say where something stands, or what a word means, whatever else the sentence says.
static TOLD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\W*(?:level|tier|grade|category|band)\s+\w{1,3}\s*[:–-]|\b(?:has|have)\s+(?:met|struggled|missed|achieved)\b|^\W*despite\b|\bat\s+the\s+moment\b|\brather\s+than\s+\d+\s?%",
    )
});
static STANDS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:presently|currently|now|at\s+present)\s*(?:is|are|being)?\s*$")
});

/// Words around the number of a measure that belong to the sentence.
static IN_FRONT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^(?:(?:moving|move|rising|rise|improving)\s+to\s+|(?:rated|rating|scored?|graded|achieve)\s+(?:as\s+|of\s+)?|(?:be|reach|achieve)\s+(?:at\s+)?",
        r"|(?:require[sd]?|requiring|need(?:s|ed)?|covered\s+by|recruit(?:ing)?|appoint(?:ing)?|train(?:ing)?|treat(?:ing)?|support(?:ing)?|provid(?:e|ing)|mov(?:e|ed|ing)|creat(?:e|ing)|equip(?:ping)?|open(?:ing)?)\s+(?:the\s+|a\s+further\s+)?",
        r"|(?:cut|reduc|increas|rais|lower|fall|rise|grow|improv)[^£%]*\bby\s+)"
    ))
});
static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:\s+(?:of|from)|\s+(?:by|in)\s+(?:19|20)\d\d(?:/\d{1,4})?|(\bin\s+place)\s+(?:by|before)\b.*)$",
    )
});

/// The measure itself: "moving to 'good' by 2011" is 'good'.
fn value_of(written: &str) -> String {
    let text = written.trim();
    let text = IN_FRONT.find(text).map_or(text, |found| text.get(found.end()..).unwrap_or(text));
    let value = BEHIND.replace(text, "$1");
    let quoted = value.trim_matches(['\'', '‘', '’', '“', '”']);
    let is_quoted = value.len() > quoted.len() && !quoted.contains(['\'', '‘', '’', '“', '”']);
    if is_quoted { quoted.to_owned() } else { value.into_owned() }
}

/// Every measure of a statement, in order, none within another.
pub(super) fn measures_in(text: &str) -> Vec<Measure> {
    let is_told = TOLD.is_match(text) || HISTORY.is_match(text) && !AIMS.is_match(text);
    if text.len() > 20_000 || is_told {
        return Vec::new();
    }
    let mut found: Vec<Measure> = Vec::new();
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    let mut add = |pattern: &Regex| {
        for hit in pattern.find_iter(text) {
            // "We are presently rated as …"
            let stands = text.get(..hit.start()).is_some_and(|before| STANDS.is_match(before));
            let overlaps = stands
                || found.iter().any(|other| hit.start() < other.to && other.from < hit.end());
            if !overlaps {
                found.push(Measure {
                    value: value_of(hit.as_str()),
                    from: hit.start(),
                    to: hit.end(),
                });
            }
        }
    };
    if has_digit && text.contains(['£', '€', '$']) && MONEY_MOVES.is_match(text) {
        add(&MONEY);
    }
    if has_digit && (text.contains('%') || text.contains("cent")) && SHARE_AIMS.is_match(text) {
        add(&SHARE);
    }
    if has_digit {
        add(&CHANGE);
        add(&WAIT);
    }
    for pattern in [&*RATE, &*BOUND, &*PEOPLE, &*SCALE, &*WORDS] {
        add(pattern);
    }
    found.sort_by_key(|measure| measure.from);
    found
}
