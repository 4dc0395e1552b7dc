//! What a person makes of a row: corrected, split in two, merged with the next.

use bellwether_calendar::{Context, Precision, Timescale, read_timescale};
use bellwether_plan::draft::{Commitment, Lead, LeadKeyEntry, Milestone};
use chrono::NaiveDate;
use serde_json::Value;

use super::rules::Item;

/// A part of a row with a name, as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Name in forms.
    pub key: String,
    /// Name as read.
    pub label: String,
    /// Its text.
    pub value: String,
}

/// Says when something is due, in words.
#[must_use]
pub fn days_read(earliest: Option<NaiveDate>, latest: Option<NaiveDate>) -> Option<String> {
    let day = |day: NaiveDate| day.format("%-d %b %Y").to_string();
    match (earliest, latest) {
        (Some(first), Some(last)) if first == last => Some(day(first)),
        (Some(first), Some(last)) => Some(format!("{} to {}", day(first), day(last))),
        (None, Some(last)) => Some(format!("by {}", day(last))),
        (Some(first), None) => Some(format!("from {}", day(first))),
        (None, None) => None,
    }
}

/// Says how a timescale was read, in words.
#[must_use]
pub fn read_words(time: &Timescale) -> String {
    let days = days_read(time.earliest, time.latest);
    let words = days.unwrap_or_else(|| {
        let words = match time.precision {
            Precision::Ongoing => "ongoing, without an end",
            Precision::Immediate => "at once",
            Precision::Relative => "hangs on another date",
            _ => "no day could be read",
        };
        words.to_owned()
    });
    if time.recurrence.is_some() { format!("{words}, again and again") } else { words }
}

/// Every part of a row, in the order shown.
#[must_use]
pub fn fields(item: &Item) -> Vec<Field> {
    let field = |key: &str, label: &str, value: &str| Field {
        key: key.to_owned(),
        label: label.to_owned(),
        value: value.to_owned(),
    };
    let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
    match item {
        Item::Commitment(row) => vec![
            field("reference", "Reference", &row.reference),
            field("section", "Section", &or_empty(&row.section)),
            field("text", "Text", &row.text),
            field("leads", "Leads", &lead_words(&row.leads)),
            field("due", "Due", &due_words(&row.timescales)),
            field("milestones", "Milestones", &milestone_words(&row.milestones)),
            field("outcome", "Outcome", &or_empty(&row.outcome)),
        ],
        Item::Indicator(row) => {
            let mut fields = vec![
                field("code", "Code", &or_empty(&row.code)),
                field("title", "Title", &row.title),
                field("section", "Section", &or_empty(&row.section)),
                field("lead", "Lead", &or_empty(&row.lead)),
                field("note", "Note", &or_empty(&row.note)),
            ];
            for (heading, value) in &row.values {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                fields.push(field(&format!("value:{heading}"), heading, &text));
            }
            fields
        }
        Item::Risk(row) => vec![
            field("area", "Area", &row.area),
            field("risk", "Risk", &row.risk),
            field("contingency", "If it comes true", &or_empty(&row.contingency)),
            field("lead", "Lead", &or_empty(&row.lead)),
            field("likelihood", "How likely", &or_empty(&row.likelihood)),
            field("impact", "How grave", &or_empty(&row.impact)),
        ],
        Item::Goal(row) => vec![
            field("title", "Goal", &row.title),
            field("period", "When", &or_empty(&row.period)),
            field("value", "To be reached", &row.value),
        ],
        Item::Scope(row) => vec![
            field("title", "Project or area", &row.title),
            field("level", "Involvement", &or_empty(&row.level)),
            field("note", "Remark", &or_empty(&row.note)),
        ],
    }
}

fn lead_words(leads: &[Lead]) -> String {
    let words: Vec<&str> = leads.iter().map(|lead| lead.as_written.as_str()).collect();
    words.join("; ")
}

fn due_words(timescales: &[Timescale]) -> String {
    let words = timescales.iter().map(|time| format!("{} ({})", time.as_written, read_words(time)));
    words.collect::<Vec<_>>().join("; ")
}

fn milestone_words(milestones: &[Milestone]) -> String {
    let words = milestones.iter().map(|step| match &step.as_written {
        Some(date) => format!("{} ({date})", step.text),
        None => step.text.clone(),
    });
    words.collect::<Vec<_>>().join("; ")
}

/// Sets a part of a row other than a commitment; an unknown name changes nothing.
pub fn set(item: &mut Item, key: &str, text: &str) {
    let text = text.trim().to_owned();
    let some = || Some(text.clone()).filter(|text| !text.is_empty());
    match (item, key) {
        (Item::Indicator(row), "code") => row.code = some(),
        (Item::Indicator(row), "title") => row.title = text,
        (Item::Indicator(row), "section") => row.section = some(),
        (Item::Indicator(row), "lead") => row.lead = some(),
        (Item::Indicator(row), "note") => row.note = some(),
        (Item::Indicator(row), key) => {
            let known = key.strip_prefix("value:").and_then(|name| row.values.get_mut(name));
            if let Some(value) = known {
                *value = Value::String(text);
            }
        }
        (Item::Risk(row), "area") => row.area = text,
        (Item::Risk(row), "risk") => row.risk = text,
        (Item::Risk(row), "contingency") => row.contingency = some(),
        (Item::Risk(row), "lead") => row.lead = some(),
        (Item::Risk(row), "likelihood") => row.likelihood = some(),
        (Item::Risk(row), "impact") => row.impact = some(),
        (Item::Goal(row), "title") => row.title = text,
        (Item::Goal(row), "period") => row.period = some(),
        (Item::Goal(row), "value") => row.value = text,
        (Item::Scope(row), "title") => row.title = text,
        (Item::Scope(row), "level") => row.level = some(),
        (Item::Scope(row), "note") => row.note = some(),
        _ => {}
    }
}

/// Something read one way and corrected to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Which part, as read by people.
    pub label: String,
    /// As read from the document.
    pub read_as: String,
    /// As corrected.
    pub corrected_to: String,
}

/// What differs between a row as read and as it is now.
#[must_use]
pub fn corrections(read: &Item, current: &Item) -> Vec<Correction> {
    let (before, now) = (fields(read), fields(current));
    let pairs = before.into_iter().zip(now).filter(|(before, now)| before.value != now.value);
    let correction = |(before, now): (Field, Field)| Correction {
        label: now.label,
        read_as: before.value,
        corrected_to: now.value,
    };
    pairs.map(correction).collect()
}

/// A commitment as a person has put it right in a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CommitmentEdit {
    /// Reference.
    pub reference: String,
    /// Heading it stands under.
    pub section: String,
    /// What is promised.
    pub text: String,
    /// Outcome expected.
    pub outcome: String,
    /// Leads as written, the accountable one first.
    pub leads: Vec<String>,
    /// When it is due, as written.
    pub due: Vec<String>,
    /// Steps on the way: date as written, and what is to be reached.
    pub milestones: Vec<(String, String)>,
    /// Whether what was uncertain is settled by this.
    pub settled: bool,
}

impl CommitmentEdit {
    /// A commitment as the form shows it first.
    #[must_use]
    pub fn of(row: &Commitment) -> Self {
        let step =
            |step: &Milestone| (step.as_written.clone().unwrap_or_default(), step.text.clone());
        Self {
            reference: row.reference.clone(),
            section: row.section.clone().unwrap_or_default(),
            text: row.text.clone(),
            outcome: row.outcome.clone().unwrap_or_default(),
            leads: row.leads.iter().map(|lead| lead.as_written.clone()).collect(),
            due: row.timescales.iter().map(|time| time.as_written.clone()).collect(),
            milestones: row.milestones.iter().map(step).collect(),
            settled: true,
        }
    }

    /// The commitment that comes of it: dates that were changed are read anew, what was left as it
    /// was keeps its reading, and blank leads, dates and steps are dropped.
    #[must_use]
    pub fn apply(&self, row: &Commitment, key: &[LeadKeyEntry], context: &Context) -> Commitment {
        let optional = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let written = |texts: &[String]| -> Vec<String> {
            texts.iter().filter_map(|text| optional(text)).collect()
        };
        Commitment {
            reference: self.reference.trim().to_owned(),
            section: optional(&self.section),
            text: self.text.trim().to_owned(),
            outcome: optional(&self.outcome),
            leads: written(&self.leads).into_iter().map(|lead| lead_of(row, key, lead)).collect(),
            timescales: written(&self.due)
                .iter()
                .map(|text| timescale_of(row, text, context))
                .collect(),
            milestones: self
                .milestones
                .iter()
                .filter(|(date, text)| !date.trim().is_empty() || !text.trim().is_empty())
                .map(|(date, text)| milestone_of(row, optional(date), text.trim(), context))
                .collect(),
            uncertain: row.uncertain.clone().filter(|_| !self.settled),
            ..row.clone()
        }
    }
}

fn lead_of(row: &Commitment, key: &[LeadKeyEntry], as_written: String) -> Lead {
    if let Some(known) = row.leads.iter().find(|lead| lead.as_written.trim() == as_written) {
        return known.clone();
    }
    let entry = key.iter().find(|entry| entry.code.eq_ignore_ascii_case(&as_written));
    Lead { expanded: entry.map(|entry| entry.title.clone()), as_written, ..Lead::default() }
}

fn timescale_of(row: &Commitment, as_written: &str, context: &Context) -> Timescale {
    let known = row.timescales.iter().find(|time| time.as_written.trim() == as_written);
    known.cloned().unwrap_or_else(|| read_timescale(as_written, context))
}

fn milestone_of(
    row: &Commitment,
    as_written: Option<String>,
    text: &str,
    context: &Context,
) -> Milestone {
    let text = text.to_owned();
    let same_date = |step: &&Milestone| step.as_written == as_written;
    let same = row.milestones.iter().filter(same_date).find(|step| step.text == text);
    if let Some(known) = same.or_else(|| row.milestones.iter().find(same_date)) {
        return Milestone { text, ..known.clone() };
    }
    let Some(date) = as_written else { return Milestone { text, ..Milestone::default() } };
    let read = read_timescale(&date, context);
    Milestone {
        as_written: Some(date),
        earliest: read.earliest,
        latest: read.latest,
        precision: Some(read.precision),
        relative: read.relative,
        recurrence: read.recurrence,
        text,
        ..Milestone::default()
    }
}

/// Places, as byte offsets, at which a text may be split in two: behind sentences and lines; where
/// there are none, behind semicolons, commas and before "and".
#[must_use]
pub fn split_points(text: &str) -> Vec<usize> {
    let at_sentences = points(text, &[". ", "? ", "! ", "; ", "\n", " • ", " – "]);
    if at_sentences.is_empty() { points(text, &[", ", ": ", " and ", " / "]) } else { at_sentences }
}

fn points(text: &str, ends: &[&str]) -> Vec<usize> {
    let mut found: Vec<usize> = ends
        .iter()
        .flat_map(|end| text.match_indices(end).map(|(at, end)| at + end.trim_end().len()))
        .filter(|at| {
            let (first, second) = text.split_at(*at);
            // "e.g. one" and "1. one" end no sentence: something has to stand on both sides.
            let words = |part: &str| part.split_whitespace().filter(|word| word.len() > 2).count();
            words(first) > 1 && words(second) > 1
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Where a date or a step of a row goes when the row is split.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Share {
    /// It stays with the first.
    First,
    /// It goes to the second.
    Second,
    /// Both have it.
    #[default]
    Both,
}

impl Share {
    /// Every choice, in the order shown.
    pub const ALL: [Self; 3] = [Self::Both, Self::First, Self::Second];

    /// The word used in forms.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Second => "second",
            Self::Both => "both",
        }
    }

    /// The choice under a word; both when it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|share| share.word() == word).unwrap_or_default()
    }
}

/// How a commitment is to be split.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Split {
    /// The first byte of the second text: one of [`split_points`].
    pub at: usize,
    /// Reference of the second; the first keeps its own.
    pub reference: String,
    /// Where each due date goes; to both when it is not said.
    pub due: Vec<Share>,
    /// Where each milestone goes; to the first when it is not said.
    pub milestones: Vec<Share>,
}

/// Splits a commitment in two; none when there is no such place in its text. Section, leads and
/// outcome are those of both.
#[must_use]
pub fn split(row: &Commitment, split: &Split) -> Option<(Commitment, Commitment)> {
    if !split_points(&row.text).contains(&split.at) {
        return None;
    }
    let (first_text, second_text) = row.text.split_at(split.at);
    let goes = |shares: &[Share], index: usize, unsaid: Share, to: Share| {
        let share = shares.get(index).copied().unwrap_or(unsaid);
        share == Share::Both || share == to
    };
    let part = |text: &str, reference: String, to: Share| Commitment {
        reference,
        text: without_joint(text).to_owned(),
        timescales: row
            .timescales
            .iter()
            .enumerate()
            .filter(|(index, _)| goes(&split.due, *index, Share::Both, to))
            .map(|(_, time)| time.clone())
            .collect(),
        milestones: row
            .milestones
            .iter()
            .enumerate()
            .filter(|(index, _)| goes(&split.milestones, *index, Share::First, to))
            .map(|(_, step)| step.clone())
            .collect(),
        ..row.clone()
    };
    let first = part(first_text, row.reference.clone(), Share::First);
    let second = part(second_text, split.reference.trim().to_owned(), Share::Second);
    Some((first, second))
}

/// The lines of two rows as those of one, each given as first line, last line and text: numbered on
/// from the first, with empty lines for what stands between them and none of them twice.
#[must_use]
pub fn joined_lines(first: &(i32, i32, String), second: &(i32, i32, String)) -> String {
    let (first, second) = if first.0 <= second.0 { (first, second) } else { (second, first) };
    let count = |lines: i32| usize::try_from(lines).unwrap_or_default();
    let between = "\n".repeat(count(second.0 - first.1 - 1));
    let shared = count(first.1 + 1 - second.0);
    let rest: Vec<&str> = second.2.split('\n').skip(shared).collect();
    if rest.is_empty() {
        return first.2.clone();
    }
    format!("{}\n{between}{}", first.2, rest.join("\n"))
}

/// A part of a text without what joined it to the other part.
fn without_joint(part: &str) -> &str {
    let joints = [' ', ',', ';', ':', '/', '\n', '\t', '•', '–'];
    let part = part.trim_matches(joints);
    part.strip_suffix(" and").unwrap_or(part).trim_end_matches(joints)
}

/// Merges a commitment with the one after it.
#[must_use]
pub fn merge(first: &Commitment, second: &Commitment) -> Commitment {
    let either =
        |first: &Option<String>, second: &Option<String>, between: &str| match (first, second) {
            (Some(first), Some(second)) if first == second => Some(first.clone()),
            (Some(first), Some(second)) => Some(format!("{first}{between}{second}")),
            (first, second) => first.clone().or_else(|| second.clone()),
        };
    let mut merged = first.clone();
    if merged.reference.is_empty() {
        merged.reference.clone_from(&second.reference);
    }
    merged.section = first.section.clone().or_else(|| second.section.clone());
    merged.text = [first.text.trim(), second.text.trim()].join(" ");
    for lead in &second.leads {
        if !merged.leads.iter().any(|known| known.as_written == lead.as_written) {
            merged.leads.push(lead.clone());
        }
    }
    for time in &second.timescales {
        if !merged.timescales.iter().any(|known| known.as_written == time.as_written) {
            merged.timescales.push(time.clone());
        }
    }
    for step in &second.milestones {
        if !merged.milestones.contains(step) {
            merged.milestones.push(step.clone());
        }
    }
    merged.progress = either(&first.progress, &second.progress, " ");
    merged.status = either(&first.status, &second.status, "; ");
    merged.outcome = either(&first.outcome, &second.outcome, " ");
    merged.uncertain = either(&first.uncertain, &second.uncertain, "; ");
    merged.source.line_from = first.source.line_from.min(second.source.line_from);
    merged.source.line_to = first.source.line_to.max(second.source.line_to);
    merged
}

#[cfg(test)]
#[path = "shaping_tests.rs"]
mod tests;
