//! Goes through the paragraphs in order and keeps what the lines above say of those below.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::cues::{self, Circumstances, Promise};
use super::lists::{self, Items};
use super::subjects::{Class, Nouns, Subject, before_verb, opening};
use super::{verbs, when};
use crate::pattern::pattern;
use crate::shapes::Claims;
use crate::shapes::paragraphs::{Kind, Mark, Paragraph, Sentence};

/// A commitment as found.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    pub(super) text: String,
    pub(super) reference: String,
    pub(super) section: Option<String>,
    pub(super) subject: Option<Subject>,
    pub(super) time: Option<String>,
    pub(super) doubt: Option<&'static str>,
    pub(super) line_from: usize,
    pub(super) line_to: usize,
}

/// A list under way.
#[derive(Debug, Clone)]
struct List {
    items: Items,
    /// Who does what it lists.
    subject: Option<Subject>,
    time: Option<String>,
    /// The words in front of items that are objects of a verb.
    verb: Option<String>,
    /// The mark of its latest item.
    mark: Option<Mark>,
    /// The introduction as a commitment of its own, kept as long as no item is one.
    introduction: Option<Found>,
}

/// The way through a document.
pub(super) struct Walk<'a> {
    paragraphs: &'a [Paragraph],
    free: Vec<bool>,
    nouns: Nouns,
    found: Vec<Found>,
    lists: Vec<List>,
    /// A numbered list whose items may be headings with text between them.
    series: Option<List>,
    /// The numbered paragraph or heading that lettered items stand under.
    parent: String,
}

impl<'a> Walk<'a> {
    pub(super) fn of(paragraphs: &'a [Paragraph], claims: &Claims) -> Self {
        Self {
            free: paragraphs.iter().map(|one| claims.is_free(one.line_from, one.line_to)).collect(),
            nouns: Nouns::of(paragraphs.iter().map(|one| one.text.as_str())),
            paragraphs,
            found: Vec::new(),
            lists: Vec::new(),
            series: None,
            parent: String::new(),
        }
    }

    /// Every commitment, in document order.
    pub(super) fn commitments(mut self) -> Vec<Found> {
        for place in 0..self.paragraphs.len() {
            self.paragraph(place);
        }
        self.close_lists();
        let mut seen: BTreeSet<(usize, String)> = BTreeSet::new();
        self.found.retain(|found| seen.insert((found.line_from, found.text.clone())));
        self.found.sort_by_key(|found| found.line_from);
        self.found
    }

    fn paragraph(&mut self, place: usize) {
        let Some(paragraph) = self.paragraphs.get(place) else { return };
        self.note_parent(paragraph);
        let is_free = self.free.get(place).copied().unwrap_or(false);
        let heading = paragraph.sections.last().map(String::as_str).unwrap_or_default();
        if !is_free || lists::is_telling(heading) {
            self.close_lists();
            return;
        }
        match paragraph.kind {
            Kind::Heading(_) => self.heading(place, paragraph, heading),
            Kind::Item => self.item(place, paragraph, heading),
            Kind::Text => {
                self.close_lists();
                self.sentences(place, paragraph, 0);
            }
        }
    }

    /// A heading that is itself a task.
    fn heading(&mut self, place: usize, paragraph: &Paragraph, above: &str) {
        let goes_on = self.goes_on_series(paragraph);
        let is_marked = !matches!(paragraph.mark, Mark::None | Mark::Hashes(_));
        let is_promising = is_marked && lists::is_promising(above);
        if (goes_on || is_promising) && lists::is_task(&paragraph.text) {
            let list = self.series.clone().filter(|_| goes_on);
            let sentence = whole(paragraph);
            self.add(paragraph, &sentence, list.and_then(|list| list.subject), None, None);
            let time = self.series.as_ref().filter(|_| goes_on).and_then(|list| list.time.clone());
            if let Some(found) = self.found.last_mut() {
                found.time = found.time.take().or(time);
            }
        }
        // A few words between two parts of a list do not end it.
        let beside = |other: Option<&Paragraph>| other.is_some_and(|one| one.mark == Mark::Bullet);
        let is_inside = beside(place.checked_sub(1).and_then(|at| self.paragraphs.get(at)))
            && beside(self.paragraphs.get(place + 1))
            && paragraph.mark == Mark::None;
        if !is_inside {
            self.close_lists();
        }
    }

    fn item(&mut self, place: usize, paragraph: &Paragraph, heading: &str) {
        let in_list = self.enter(paragraph);
        let goes_on = self.goes_on_series(paragraph);
        let sentences = paragraph.sentences();
        let Some(first) = sentences.first() else { return };
        let list = if in_list { self.lists.last().cloned() } else { None };
        let list = list.or_else(|| self.series.clone().filter(|_| goes_on));
        let is_listed =
            list.as_ref().is_some_and(|list| lists::is_item_of(&list.items, &first.text));
        let is_task = is_listed
            || lists::is_promising(heading) && lists::is_task(&first.text)
            || to_be_done(&first.text);
        if !is_task || first.text.ends_with(':') {
            self.sentences(place, paragraph, 0);
            return;
        }
        let (subject, time, verb) = match list.filter(|_| is_listed) {
            Some(list) => (list.subject, list.time, list.verb),
            None => (None, None, None),
        };
        if is_listed && let Some(list) = self.lists.last_mut().filter(|_| in_list) {
            list.introduction = None;
        }
        self.add(paragraph, first, subject, verb, None);
        if let Some(found) = self.found.last_mut() {
            found.time = found.time.take().or(time);
        }
        self.sentences(place, paragraph, 1);
    }

    /// The sentences of a paragraph from one on; the last may introduce a list.
    fn sentences(&mut self, place: usize, paragraph: &Paragraph, from: usize) {
        let sentences = paragraph.sentences();
        let next_is_item = self.paragraphs.get(place + 1).is_some_and(|next| {
            next.kind == Kind::Item
                || next.mark != Mark::None
                    && !matches!(next.mark, Mark::Hashes(_) | Mark::Levels(_))
        });
        let mut before: Option<Subject> = None;
        let mut counting = false;
        for (at, sentence) in sentences.iter().enumerate() {
            let time = when::written_in(&sentence.text);
            let around = Circumstances {
                before: before.as_ref(),
                nouns: &self.nouns,
                is_dated: time.is_some(),
            };
            let judged = cues::judge(&sentence.text, &around);
            let counted = counting && lists::is_counted(&sentence.text);
            counting = counting || lists::announces_components(&sentence.text);
            let is_last = at + 1 == sentences.len();
            let ends = sentence.text.ends_with(['.', ';', '?', '!']);
            let introduces = is_last && next_is_item && !ends;
            before = opening(&sentence.text, &self.nouns).or(before);
            if at < from {
                continue;
            }
            if introduces {
                self.introduce(place, sentence, judged.as_ref(), time.map(str::to_owned));
            } else if let Some(promise) = judged.or_else(|| counted.then(Promise::default)) {
                self.add(paragraph, sentence, promise.subject, None, promise.doubt);
            }
        }
    }

    fn introduce(
        &mut self,
        place: usize,
        sentence: &Sentence,
        judged: Option<&Promise>,
        time: Option<String>,
    ) {
        let Some(paragraph) = self.paragraphs.get(place) else { return };
        let subject = judged
            .and_then(|promise| promise.subject.clone())
            .or_else(|| speaker_before_colon(&sentence.text, &self.nouns));
        let introduction = judged.map(|promise| {
            self.commitment(paragraph, sentence, promise.subject.clone(), promise.doubt)
        });
        match lists::introduced(&sentence.text, judged.is_some()) {
            Some(items) => {
                let verb = (items == Items::Objects).then(|| sentence.text.clone());
                let list = List { items, subject, time, verb, mark: None, introduction };
                if matches!(
                    self.paragraphs.get(place + 1).map(|next| &next.mark),
                    Some(Mark::Number { number: 1, .. })
                ) {
                    self.series = Some(List { introduction: None, ..list.clone() });
                }
                self.lists.push(list);
            }
            None => self.found.extend(introduction),
        }
    }

    /// Whether an item belongs to the list under way; lists that it does not belong to are over.
    fn enter(&mut self, paragraph: &Paragraph) -> bool {
        while let Some(list) = self.lists.last_mut() {
            let belongs = list.mark.as_ref().is_none_or(|mark| {
                std::mem::discriminant(mark) == std::mem::discriminant(&paragraph.mark)
            });
            if belongs {
                list.mark = Some(paragraph.mark.clone());
                return true;
            }
            let over = self.lists.pop();
            self.found.extend(over.and_then(|list| list.introduction));
        }
        false
    }

    /// Whether a numbered paragraph is the next of a row that text stands between.
    fn goes_on_series(&mut self, paragraph: &Paragraph) -> bool {
        let Some(series) = &mut self.series else { return false };
        let Mark::Number { number, .. } = paragraph.mark else { return false };
        let follows = match &series.mark {
            None => number == 1,
            Some(mark) => mark.is_before(&paragraph.mark),
        };
        let follows = follows && lists::is_task(&paragraph.text);
        if follows {
            series.mark = Some(paragraph.mark.clone());
        }
        follows
    }

    fn close_lists(&mut self) {
        let lists = std::mem::take(&mut self.lists);
        self.found.extend(lists.into_iter().filter_map(|list| list.introduction));
    }

    fn note_parent(&mut self, paragraph: &Paragraph) {
        match (&paragraph.mark, paragraph.kind) {
            (Mark::Levels(levels), _) => self.parent.clone_from(levels),
            (Mark::Number { number, .. }, _) => self.parent = number.to_string(),
            (_, Kind::Heading(_)) => self.parent.clear(),
            _ => {}
        }
    }

    fn add(
        &mut self,
        paragraph: &Paragraph,
        sentence: &Sentence,
        subject: Option<Subject>,
        verb: Option<String>,
        doubt: Option<&'static str>,
    ) {
        let mut found = self.commitment(paragraph, sentence, subject, doubt);
        if let Some(verb) = verb {
            found.text = format!("{verb} {}", found.text);
        }
        self.found.push(found);
    }

    fn commitment(
        &self,
        paragraph: &Paragraph,
        sentence: &Sentence,
        subject: Option<Subject>,
        doubt: Option<&'static str>,
    ) -> Found {
        let reference = match &paragraph.mark {
            Mark::Letter(letter) if !self.parent.is_empty() => format!("{} {letter}", self.parent),
            mark => mark.reference(),
        };
        Found {
            subject: subject.or_else(|| agent(&sentence.text, &self.nouns)),
            time: when::written_in(&sentence.text).map(str::to_owned),
            text: sentence.text.clone(),
            section: paragraph.section(),
            reference,
            doubt,
            line_from: sentence.line_from,
            line_to: sentence.line_to,
        }
    }
}

fn whole(paragraph: &Paragraph) -> Sentence {
    Sentence {
        text: paragraph.text.clone(),
        line_from: paragraph.line_from,
        line_to: paragraph.line_to,
    }
}

static TO_BE_DONE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^[^.:]{4,120}\bto\s+be\s+([a-z]+)\b"));
static FINITE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|should)\b")
});

/// "The interface to be developed": an item of a list that says what is still to be done.
fn to_be_done(text: &str) -> bool {
    TO_BE_DONE.captures(text).is_some_and(|found| {
        verbs::is_participle(&found[1].to_lowercase()) && !FINITE.is_match(&found[0])
    })
}

static AGENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:will be|is to be|are to be|shall be|must be|be)\s+(?:\w+ly\s+)?\w+(?:ed|en|de|ld|nt|un)\s+(?:\w+\s+)?by\s+((?:an?|the|one|two|our|each)\s+[^,.;()]{3,80}|[A-Z][^,.;()]{2,80})",
    )
});

/// Who pays, in a sentence about money that goes from one to another.
static PAYER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:will|shall|must) be (?:made|paid|provided|released|transferred)\s+(?:\w+\s+)?from\s+((?:the\s+)?[A-Z][^,.;()]{1,60}?)\s+to\b",
    )
});

/// Who does it, in a sentence in the passive: "approved by a director", "made from the trust to them".
fn agent(sentence: &str, nouns: &Nouns) -> Option<Subject> {
    let written = AGENT.captures(sentence).or_else(|| PAYER.captures(sentence))?;
    // The name ends where the sentence goes on.
    let words: Vec<&str> = written[1]
        .split_whitespace()
        .take_while(|word| {
            ![
                "to", "in", "on", "for", "from", "at", "by", "with", "as", "and", "before",
                "after", "or", "through", "who", "which", "that",
            ]
            .contains(word)
        })
        .collect();
    let name = words.join(" ");
    before_verb(&name, nouns).filter(|subject| matches!(subject.class, Class::Actor))
}

/// Who speaks in "To achieve this, we will:".
fn speaker_before_colon(sentence: &str, nouns: &Nouns) -> Option<Subject> {
    static WILL: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)\s(?:will|shall|must|are|is|have|has|aim|intend|need)\b"));
    let found = WILL.find(sentence)?;
    let subject = before_verb(sentence.get(..found.start())?, nouns);
    let own = subject.filter(|subject| matches!(subject.class, Class::Speaker | Class::Actor));
    own.or_else(|| {
        let speaks = sentence.split_whitespace().any(|word| word == "we" || word == "We");
        speaks.then(|| Subject { words: "we".to_owned(), class: Class::Speaker })
    })
}
