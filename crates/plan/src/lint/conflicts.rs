//! Rules about dates that disagree: with the words beside them, with a stated length, with each other.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use bellwether_calendar::Precision;
use chrono::{Days, Months, NaiveDate};
use regex::Regex;

use super::facts::{Facts, sentences, words_of};
use super::found::{Found, listed, name_of, on_lines};
use super::mentions::{Mention, mentions_of};
use super::{Rule, info, warning};
use crate::draft::Commitment;
use crate::pattern::pattern;

/// Every rule of this group.
pub(super) const RULES: &[Rule] = &[
    warning("date-against-text", "a due date that the words beside it contradict", against_text),
    warning("ongoing-with-end", "\"ongoing\" beside a day of completion", ongoing_with_end),
    warning(
        "window-too-short",
        "less time between two dates than the text says is needed",
        window_too_short,
    ),
    info(
        "date-in-progress",
        "dates among the progress of actions without a due date",
        date_in_progress,
    ),
    warning("dated-differently", "one thing due on different dates", dated_differently),
];

static WITHIN_YEAR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:within|before the end of|by the end of|in) (?:the |this )?(?:current )?financial year\b",
    )
});

/// The words of a row beside its action: milestones and progress.
fn words_beside(commitment: &Commitment) -> impl Iterator<Item = &str> {
    let steps = commitment.milestones.iter().map(|step| step.text.as_str());
    steps.chain(commitment.progress.as_deref())
}

fn against_text(facts: &Facts, found: &mut Found) {
    for commitment in facts.heads() {
        let [only] = commitment.timescales.as_slice() else { continue };
        let Some(due) = only.latest else { continue };
        let year_end = facts.plan_year().map(bellwether_calendar::FinancialYear::last_day);
        if year_end.is_some_and(|end| end < due)
            && words_beside(commitment).any(|words| WITHIN_YEAR.is_match(words))
        {
            let message = format!(
                "due {}, but the words beside it say within the financial year; say which holds",
                only.as_written
            );
            found.about(commitment, message);
            continue;
        }
        let later = words_beside(commitment)
            .flat_map(|words| mentions_of(words, 0, 0))
            .filter(|mention| mention.last_day().is_some_and(|day| day > due))
            .map(|mention| mention.written)
            .next();
        if let Some(later) = later {
            let message = format!(
                "due {}, but the words beside it name the later {later}; say which is the due date",
                only.as_written
            );
            found.about(commitment, message);
        }
    }
}

fn ongoing_with_end(facts: &Facts, found: &mut Found) {
    for commitment in facts.heads() {
        let open = commitment.timescales.iter().any(|timescale| {
            timescale.precision == Precision::Ongoing && timescale.latest.is_none()
        });
        if !open || commitment.timescales.len() > 1 {
            continue;
        }
        let end = words_beside(commitment)
            .flat_map(sentences)
            .filter(|words| {
                let small = words.to_lowercase();
                small.contains("complete by")
                    || small.contains("completed by")
                    || small.contains("finish")
                    || small.contains("expected to be complete")
            })
            .flat_map(|words| mentions_of(words, 0, 0))
            .find(Mention::is_date);
        if let Some(end) = end {
            let message = format!(
                "\"{}\", but the words beside it expect it to be complete by {}; give that as the due date",
                commitment.timescales.first().map_or("", |date| date.as_written.as_str()),
                end.written
            );
            found.about(commitment, message);
        }
    }
}

static LENGTH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:minimum of|at least|not less than|no less than|takes?|lasts?|lasting|period of)\s(\d{1,3}|two|three|four|six|eight|ten|twelve)[\s-](days?|weeks?|months?)\b",
    )
});

/// A day later by a stated length.
fn later_by(day: NaiveDate, amount: &str, unit: &str) -> Option<NaiveDate> {
    let number: u32 = match amount.to_lowercase().as_str() {
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "six" => 6,
        "eight" => 8,
        "ten" => 10,
        "twelve" => 12,
        digits => digits.parse().ok()?,
    };
    let small = unit.to_lowercase();
    if small.starts_with("day") {
        day.checked_add_days(Days::new(number.into()))
    } else if small.starts_with("week") {
        day.checked_add_days(Days::new(u64::from(number) * 7))
    } else {
        day.checked_add_months(Months::new(number))
    }
}

/// A consultation of twelve weeks between two dates ten weeks apart: the row holds the length, and its
/// date cell the start and the step after it.
fn window_too_short(facts: &Facts, found: &mut Found) {
    for row in facts.reading.tables.iter().flat_map(|table| &table.rows) {
        let texts: Vec<String> = row.cells.iter().map(crate::table::Cell::text).collect();
        let Some(length) = texts.iter().find_map(|text| LENGTH.captures(text)) else { continue };
        let dates: Vec<Mention> = texts
            .iter()
            .filter(|text| !LENGTH.is_match(text))
            .flat_map(|text| mentions_of(text, 0, row.line_from))
            .filter(|mention| mention.year.is_some())
            .collect();
        let [start, next] = dates.as_slice() else { continue };
        let (Some(from), Some(to)) = (start.last_day(), next.last_day()) else { continue };
        let Some(end) = later_by(from, &length[1], &length[2]) else { continue };
        if end > to && from < to {
            let message = format!(
                "\"{}\" does not fit between {} and {} unless it begins early in {}; move one of the dates",
                &length[0], start.written, next.written, start.name
            );
            found.at(row.line_from, message);
        }
    }
}

fn date_in_progress(facts: &Facts, found: &mut Found) {
    let mut lines = Vec::new();
    let mut names = Vec::new();
    for commitment in facts.heads().filter(|head| head.timescales.is_empty()) {
        let date = words_beside(commitment)
            .flat_map(|words| mentions_of(words, 0, 0))
            .find(Mention::is_date);
        if let Some(date) = date {
            lines.push(commitment.source.line_from);
            names.push(format!("{}: {}", name_of(commitment), date.written));
        }
    }
    let message = format!(
        "no timescale, but a date in the progress beside it ({}; {}); move it into the timescale if it is the due date",
        names.join("; "),
        on_lines(&lines)
    );
    found.across(&lines, message);
}

/// Things that are published or approved on a day.
const PAPERS: &[&str] = &[
    "strategy",
    "plan",
    "report",
    "framework",
    "policy",
    "specification",
    "prospectus",
    "programme",
];

/// Words that make a date the day on which a paper appears.
const APPEARING: &[&str] =
    &["publish", "publication", "due for", "launch", "issued", "approv", "adopted"];

/// Words of a paper's name that tell nothing.
const EMPTY: &[&str] = &[
    "a",
    "an",
    "the",
    "our",
    "its",
    "this",
    "new",
    "clear",
    "detailed",
    "draft",
    "final",
    "their",
    "to",
    "publishing",
    "of",
    "for",
    "and",
    "in",
    "publish",
    "develop",
    "developing",
    "producing",
];

/// The name of the paper that a sentence dates: the two words in front of it and its kind.
fn paper(sentence: &str) -> Option<String> {
    let words: Vec<String> = words_of(sentence).map(str::to_lowercase).collect();
    let at = words.iter().position(|word| PAPERS.contains(&word.as_str()))?;
    let named: Vec<&str> = words.get(at.checked_sub(2)?..at)?.iter().map(String::as_str).collect();
    let tells = named.iter().all(|word| !EMPTY.contains(word));
    tells.then(|| format!("{} {}", named.join(" "), words[at]))
}

/// A day on which a paper is said to appear.
struct Appearance {
    month: u32,
    year: Option<i32>,
    written: String,
    line: usize,
}

impl Appearance {
    fn differs(&self, other: &Self) -> bool {
        let years = self.year.zip(other.year).is_some_and(|(one, two)| one != two);
        self.month != other.month || years
    }
}

fn dated_differently(facts: &Facts, found: &mut Found) {
    let mut papers: BTreeMap<String, Vec<Appearance>> = BTreeMap::new();
    for mention in facts.mentions.iter().filter(|mention| mention.is_date()) {
        let Some(passage) = facts.passages.get(mention.passage).filter(|p| p.is_prose()) else {
            continue;
        };
        let before = passage.text.get(..mention.start).unwrap_or_default();
        let sentence = sentences(before).last().copied().unwrap_or_default();
        // Only the clause in front of the date is about it.
        let from = sentence.char_indices().rev().nth(110).map_or(0, |(at, _)| at);
        let clause = sentence.get(from..).unwrap_or_default();
        let small = clause.to_lowercase();
        if !APPEARING.iter().any(|word| small.contains(word)) {
            continue;
        }
        let Some(name) = paper(clause) else { continue };
        papers.entry(name).or_default().push(Appearance {
            month: mention.month,
            year: mention.year,
            written: mention.written.clone(),
            line: mention.line,
        });
    }
    for (name, dates) in papers {
        if dates.iter().any(|one| dates.iter().any(|two| one.differs(two))) {
            let written: Vec<String> = dates
                .iter()
                .map(|date| format!("\"{}\" on line {}", date.written, date.line))
                .collect();
            let lines: Vec<usize> = dates.iter().map(|date| date.line).collect();
            let message = format!("the {name} is due {}; decide on one date", listed(&written));
            found.across(&lines, message);
        }
    }
}
