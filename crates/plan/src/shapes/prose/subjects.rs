//! Who or what a sentence is about: the speaker, someone who acts, or a thing.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::pattern::pattern;

/// What the subject of a clause is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// "We": the organisation speaking.
    Speaker,
    /// A named organisation, group, post or person.
    Actor,
    /// Everyone of a kind, without an article: "practices". What they will do is how things work.
    Kind,
    /// A body above the writer: the government and its regulators.
    Outside,
    /// "It": whoever the sentence before was about.
    It,
    /// "This", "these plans": what was said before.
    Said,
    /// The document itself and its parts.
    Text,
    /// Anything else.
    Thing,
}

/// A subject: its words and what they name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Subject {
    /// Its words, without an article in front.
    pub(super) words: String,
    /// What it is.
    pub(super) class: Class,
}

/// Words that name someone who can act, as the last word of a subject; lower case, singular.
static ACTORS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "accountant administrator adviser advisor agency alliance analyst association authority \
 authorities board ccg centre chair chairman champion charity chief clinician college \
 commissioner committee company confederation consortium consortia consultant coordinator \
 co-ordinator council councillor deanery department deputy director directorate division \
 employer executive facilitator federation forum foundation governor gp group head hospital \
 icb icp ics lead leader limited locality ltd lsp manager matron member network nhs nurse \
 office officer organisation organization panel partner partnership pct pharmacist pharmacy \
 planner practice practitioner pbc provider representative school secretary sha specialist \
 staff stp sub-committee subcommittee supplier team treasurer trust trustee university \
 workforce"
        .split_whitespace()
        .collect()
});

/// Names of bodies above the writer, lower case.
const OUTSIDE: &[&str] = &[
    "department of health",
    "the government",
    "healthcare commission",
    "health care commission",
    "care quality commission",
    "cqc",
    "nhs england",
    "nhs improvement",
    "monitor",
    "secretary of state",
    "ministers",
    "parliament",
    "treasury",
    "audit commission",
    "nice",
    "ofsted",
    "central government",
];

/// The document and its parts; lower case.
const TEXTS: &[&str] = &[
    "plan",
    "section",
    "document",
    "report",
    "paper",
    "chapter",
    "table",
    "figure",
    "diagram",
    "part",
    "paragraph",
    "annex",
    "page",
    "summary",
    "chart",
];

/// Words after which the head of a subject is over.
static PREPOSITIONS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "of for in on with to by from at through across under within between as around about into \
 mainly together up subsequent identified arising covering currently attached working who \
 responsible"
        .split_whitespace()
        .collect()
});

/// Words in front of a subject that belong to the sentence and not to it; lower case.
const OPENERS: &[&str] = &[
    "and",
    "but",
    "so",
    "then",
    "however",
    "therefore",
    "also",
    "first",
    "firstly",
    "second",
    "secondly",
    "third",
    "thirdly",
    "finally",
    "additionally",
    "furthermore",
    "moreover",
    "further",
    "meanwhile",
    "or",
    "nevertheless",
    "similarly",
];

/// Words with which a phrase of time or place opens that may stand before a subject without a comma.
static CIRCUMSTANCES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "in during by from for at on over through early later with under following after before to \
 within currently together here once this next alongside throughout subject wherever where \
 until since upon as against across via using"
        .split_whitespace()
        .collect()
});

/// Words that make the clause behind them depend on another.
static DEPENDS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:that|which|who|whom|whose|where|when|how|what|why|whether|if|because|since|until|unless|while|whilst|although|though|than)\b",
    )
});

/// Whether a clause depends on another; "from that review" only points.
fn depends(clause: &str) -> bool {
    DEPENDS.find_iter(clause).any(|found| {
        let before = clause.get(..found.start()).unwrap_or_default().trim_end();
        let last = before.rsplit(' ').next().unwrap_or_default().to_lowercase();
        let points = found.as_str().eq_ignore_ascii_case("that")
            && ["from", "of", "in", "for", "by", "to", "with", "on", "at"].contains(&last.as_str());
        !points
    })
}

/// The words that the document writes with a small letter, so that a name can be told from a noun that a
/// sentence opens with.
#[derive(Debug, Default)]
pub(super) struct Nouns(HashSet<String>);

impl Nouns {
    /// Collects them from the words of all paragraphs.
    pub(super) fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let words = texts.flat_map(|text| text.split(|c: char| !c.is_alphanumeric() && c != '-'));
        let small = words.filter(|word| word.starts_with(|first: char| first.is_lowercase()));
        Self(small.map(str::to_owned).collect())
    }

    fn is_name(&self, word: &str) -> bool {
        word.starts_with(char::is_uppercase) && !self.0.contains(&word.to_lowercase())
    }
}

/// The subject of the clause whose verb comes right behind `before`; `None` where that clause depends on
/// another one or opens in the middle of a name.
pub(super) fn before_verb(before: &str, nouns: &Nouns) -> Option<Subject> {
    let clause = last_clause(before);
    let words: Vec<&str> = clause.split_whitespace().collect();
    let start = words.iter().take_while(|word| OPENERS.contains(&bare(word).as_str())).count();
    let words = words.get(start..).unwrap_or_default();
    let ends_open =
        words.last().is_some_and(|word| ["and", "or"].contains(&word.to_lowercase().as_str()));
    if words.is_empty() || ends_open {
        // "X is on track, and will …": the subject of the sentence goes on.
        return opening(before, nouns);
    }
    let text = words.join(" ");
    // "It is during 2009/10 that the changes …" says when.
    let is_cleft = words.len() > 3
        && text.to_lowercase().starts_with("it is ")
        && words.get(2).is_some_and(|word| CIRCUMSTANCES.contains(bare(word).as_str()));
    if depends(&text) && !is_cleft {
        return None;
    }
    if is_cleft {
        return Some(Subject { words: text, class: Class::Thing });
    }
    let circumstance = is_circumstance(words);
    let last = words.last().map(|word| bare(word)).unwrap_or_default();
    if ["we", "it", "they", "i", "this", "these", "there"].contains(&last.as_str()) {
        // "The rubric we will apply" hangs on the rubric; "Early in the year we will" does not.
        let stands = words.len() == 1 || circumstance;
        return stands.then(|| of_words(words.get(words.len() - 1..).unwrap_or_default(), nouns));
    }
    if circumstance {
        let from = words.iter().rposition(|word| {
            ["the", "our", "each", "both", "all", "a"].contains(&word.to_lowercase().as_str())
        })?;
        return Some(of_words(words.get(from..).unwrap_or_default(), nouns));
    }
    Some(of_words(words, nouns))
}

/// Whether words open with a phrase of time or place: "Early in the year", "This year".
fn is_circumstance(words: &[&str]) -> bool {
    let first = words.first().map(|word| bare(word)).unwrap_or_default();
    let second = words.get(1).map(|word| bare(word)).unwrap_or_default();
    let is_time =
        ["year", "month", "quarter", "financial", "week", "summer", "autumn", "spring", "winter"]
            .contains(&second.as_str());
    CIRCUMSTANCES.contains(first.as_str())
        && (is_time || !["this", "next"].contains(&first.as_str()))
}

/// The subject with which a sentence opens, up to its first verb.
pub(super) fn opening(sentence: &str, nouns: &Nouns) -> Option<Subject> {
    const VERBS: &[&str] = &[
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "will",
        "shall",
        "must",
        "should",
        "can",
        "may",
        "recognise",
        "recognises",
        "need",
        "needs",
        "intend",
        "intends",
        "plan",
        "plans",
        "agreed",
        "does",
        "do",
    ];
    let after = sentence.rfind(['.', ';']).map_or(0, |at| at + 1);
    let words: Vec<&str> = sentence.get(after..)?.split_whitespace().collect();
    let end = words.iter().position(|word| VERBS.contains(&word.to_lowercase().as_str()))?;
    let is_adverb = |word: &&&str| {
        ["also", "therefore", "still", "however", "now"].contains(&bare(word).as_str())
    };
    let end = end - words.get(..end)?.iter().rev().take_while(is_adverb).count();
    let words = words.get(..end).filter(|words| !words.is_empty())?;
    Some(of_words(words, nouns))
}

fn last_clause(before: &str) -> &str {
    let mut start = 0;
    for mark in [", ", "; ", ": ", " – ", " - ", " — ", " (", ") "] {
        if let Some(at) = before.rfind(mark) {
            start = start.max(at + mark.len());
        }
    }
    let clause = before.get(start..).unwrap_or_default();
    // A new clause or sentence that opens without a mark: "… and we will", "… Trust It is planned".
    let opens = [
        " but ",
        " and this",
        " and these",
        " and we",
        " and it",
        " and they",
        " It",
        " We",
        " This",
        " They",
    ]
    .iter()
    .filter_map(|words| {
        let at = clause.rfind(words)?;
        let ends =
            clause.get(at + words.len()..)?.starts_with(' ') || clause.len() == at + words.len();
        (ends || words.ends_with(' ')).then_some(at)
    })
    .max();
    opens.and_then(|at| clause.get(at..)).unwrap_or(clause).trim_start()
}

fn of_words(words: &[&str], nouns: &Nouns) -> Subject {
    let first = words.first().map(|word| bare(word)).unwrap_or_default();
    let is_article = ["the", "a", "an"].contains(&first.as_str());
    let rest = if is_article { words.get(1..).unwrap_or_default() } else { words };
    Subject { class: class_of(&first, is_article, rest, nouns), words: rest.join(" ") }
}

fn class_of(first: &str, is_article: bool, words: &[&str], nouns: &Nouns) -> Class {
    match (first, words.len()) {
        ("we" | "i", 1) => return Class::Speaker,
        ("it", 1) => return Class::It,
        ("they" | "this" | "these" | "those" | "that" | "both", 1) => return Class::Said,
        _ => {}
    }
    let lower = words.join(" ").to_lowercase();
    if OUTSIDE
        .iter()
        .any(|name| lower == *name || lower.strip_prefix("the ").unwrap_or(&lower) == *name)
    {
        return Class::Outside;
    }
    let head: Vec<&str> = words
        .iter()
        .enumerate()
        .take_while(|(place, word)| {
            *place == 0 || !PREPOSITIONS.contains(word.to_lowercase().as_str())
        })
        .map(|(_, word)| *word)
        .collect();
    let Some(last) = head.last().map(|word| bare(word)) else { return Class::Thing };
    if TEXTS.contains(&last.as_str()) {
        return Class::Text;
    }
    let points = ["this", "these", "those", "such", "latter", "that"].contains(&first)
        || lower.starts_with("latter");
    let singular = last.strip_suffix('s').unwrap_or(&last);
    let acts = is_actor(&last);
    let is_plural = last != singular && !ACTORS.contains(last.as_str());
    let is_joint = |word: &str| ["and", "&"].contains(&word);
    let names = head.iter().filter(|word| nouns.is_name(word) || is_joint(word)).count();
    if acts {
        // A sentence opens with a capital, whatever it opens with.
        let own = head.iter().filter(|word| nouns.is_name(word) && !is_actor(&bare(word))).count();
        let is_bare = !is_article && !points && own == 0 && !is_counted(first);
        return if is_plural && is_bare { Class::Kind } else { Class::Actor };
    }
    if points {
        return Class::Said;
    }
    // A name: "Suzanne", "HPFT", "Ann Other".
    let is_name = names == head.len() && head.len() <= 4 && !is_nominal(&last);
    if is_name { Class::Actor } else { Class::Thing }
}

fn is_actor(word: &str) -> bool {
    ACTORS.contains(word) || word.strip_suffix('s').is_some_and(|word| ACTORS.contains(word))
}

fn is_counted(word: &str) -> bool {
    ["each", "every", "our", "all", "both", "one", "two", "three", "its", "their", "any", "four"]
        .contains(&word)
}

fn is_nominal(word: &str) -> bool {
    ["ion", "ment", "ing", "ity", "ance", "ence", "ness", "work", "funds"]
        .iter()
        .any(|end| word.ends_with(end))
}

fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}
