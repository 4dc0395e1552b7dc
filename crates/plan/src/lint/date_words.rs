//! Rules about the words in which dates are given.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::facts::{Facts, Passage};
use super::found::{Found, listed, on_lines};
use super::mentions::mentions_of;
use super::{Rule, info, warning};
use crate::items::opens_with_task;
use crate::pattern::pattern;

/// Every rule of this group.
pub(super) const RULES: &[Rule] = &[
    info("month-spellings", "one month written in many ways", month_spellings),
    info("year-spellings", "one financial year written in many ways", year_spellings),
    info("year-missing", "dates without a year", year_missing),
    info("season-date", "seasons and feasts as dates", season_date),
    info("date-vague", "dates in words that fix nothing", date_vague),
    info("rhythm-vague", "rhythms and duties that fix nothing: regular, as required", rhythm_vague),
    warning("year-kinds-mixed", "a bare year beside financial years", year_kinds_mixed),
    warning("date-double", "two dates in one, for two different things", date_double),
    warning(
        "action-in-date-cell",
        "something to be done in the cell of the date",
        action_in_date_cell,
    ),
    info("status-in-date-cell", "\"complete\" in the place of a date", status_in_date_cell),
];

/// From so many spellings on, a month or year is said to be written in many ways.
const MANY_SPELLINGS: usize = 3;

/// A month's spelling without the month: how long its name is, its stop, the digits of its year.
fn style_of(written: &str, name: &str) -> String {
    let rest = written.split_once(name).map_or("", |(_, rest)| rest);
    let kind = match name.chars().count() {
        0..=3 => "short",
        4 if name.starts_with("Sept") => "Sept",
        _ => "long",
    };
    let digits = rest.chars().filter(char::is_ascii_digit).count();
    let parted = if rest.contains(' ') { " " } else { "" };
    format!("{kind}{}{parted}{digits}", if rest.starts_with('.') { "." } else { "" })
}

/// By style, how a month is first written so, and where.
type Spellings = BTreeMap<String, (String, usize)>;

fn month_spellings(facts: &Facts, found: &mut Found) {
    let mut months: BTreeMap<(Option<i32>, u32), Spellings> = BTreeMap::new();
    for mention in
        facts.mentions.iter().filter(|mention| mention.year.is_some() && !mention.has_day)
    {
        let style = style_of(&mention.written, &mention.name);
        months
            .entry((mention.year, mention.month))
            .or_default()
            .entry(style)
            .or_insert_with(|| (mention.written.clone(), mention.line));
    }
    let most = months.values().map(BTreeMap::len).max().unwrap_or(0);
    let Some(spellings) = months.values().find(|styles| styles.len() == most) else { return };
    if most < MANY_SPELLINGS {
        return;
    }
    let written: Vec<String> =
        spellings.values().map(|(written, _)| format!("\"{written}\"")).collect();
    let many = months.values().filter(|styles| styles.len() > 1).count();
    let lines: Vec<usize> = months
        .values()
        .filter(|styles| styles.len() > 1)
        .flat_map(|styles| styles.values().map(|(_, line)| *line))
        .collect();
    let message = format!(
        "{many} months are written in more than one way, one as {}; write them all alike, such as Sep 2008",
        listed(&written)
    );
    found.across(&lines, message);
}

static FINANCIAL_YEAR: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b((?:20)?\d\d)\s?([-/–])\s?((?:20)?\d{1,2})\b"));

fn year_spellings(facts: &Facts, found: &mut Found) {
    let mut years: BTreeMap<i32, BTreeMap<String, usize>> = BTreeMap::new();
    for passage in facts.own().filter(|passage| passage.text.contains(['/', '-', '–'])) {
        for captured in FINANCIAL_YEAR.captures_iter(&passage.text) {
            let (Ok(first), Ok(second)) = (captured[1].parse::<i32>(), captured[3].parse::<i32>())
            else {
                continue;
            };
            let (whole, digits) = (&captured[0], captured[3].len());
            let follows = match digits {
                1 => (first + 1) % 10 == second,
                _ => (first + 1) % 100 == second % 100,
            };
            let at = captured.get(0).map_or(0, |found| found.start());
            let before = passage.text.get(..at).unwrap_or_default();
            if follows && !before.ends_with(['/', '-', '.', '£', '–']) {
                let start = first % 100;
                years.entry(start).or_default().entry(whole.to_owned()).or_insert(passage.line);
            }
        }
    }
    let Some(spellings) = years
        .values()
        .max_by_key(|spellings| spellings.len())
        .filter(|s| s.len() >= MANY_SPELLINGS)
    else {
        return;
    };
    let written: Vec<String> = spellings.keys().map(|written| format!("\"{written}\"")).collect();
    let lines: Vec<usize> = spellings.values().copied().collect();
    let message = format!(
        "one financial year is written {}; write it alike, such as 2008/09",
        listed(&written)
    );
    found.across(&lines, message);
}

static DAY_AND_MONTH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(?:by|before|on|until|till|from|after)\s\d{1,2}\.\d{1,2}\b(?:[^.\d%]|\.?$)")
});

/// Words that make a month one of every year.
const EVERY_YEAR: &[&str] = &["every year", "each year", "annually"];

fn year_missing(facts: &Facts, found: &mut Found) {
    let mut places: BTreeMap<usize, String> = BTreeMap::new();
    for mention in &facts.mentions {
        let dated = mention.has_day || mention.is_led;
        let text = facts.passages.get(mention.passage).map_or("", |passage| passage.text.as_str());
        let recurs = EVERY_YEAR.iter().any(|words| text.contains(words));
        if mention.year.is_none() && dated && !mention.shares_year && !recurs {
            places.entry(mention.line).or_insert_with(|| mention.written.clone());
        }
    }
    for passage in facts.own() {
        if let Some(written) = DAY_AND_MONTH.find(&passage.text) {
            places.entry(passage.line).or_insert_with(|| written.as_str().trim().to_owned());
        }
    }
    let lines: Vec<usize> = places.keys().copied().collect();
    let written: Vec<String> =
        places.iter().map(|(line, written)| format!("\"{written}\" on line {line}")).collect();
    let message = format!("{} without a year; add it", listed(&written));
    found.across(&lines, message);
}

static SEASON: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:\b(?:by|in|before|until|from|this|next|late|early|during|of|and|end of)\s(?:the\s)?",
        r"(?:early\s|late\s)?(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter|Easter|Christmas)\b(?:\s(?:of\s)?\d{2,4}\b)?",
        r"|\b(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter|Easter|Christmas)\s(?:of\s)?(?:20)?\d\d\b)"
    ))
});

/// Writes one finding for all places where a pattern stands.
fn wherever<'a>(
    passages: impl Iterator<Item = &'a Passage>,
    pattern: &Regex,
    found: &mut Found,
    what: &str,
    remedy: &str,
) {
    let mut lines = Vec::new();
    let mut written = Vec::new();
    for passage in passages {
        if let Some(place) = pattern.find(&passage.text) {
            lines.push(passage.line);
            written.push(format!("\"{}\" on line {}", place.as_str().trim(), passage.line));
        }
    }
    found.across(&lines, format!("{}{what}; {remedy}", listed(&written)));
}

fn season_date(facts: &Facts, found: &mut Found) {
    let is_seasonal = |text: &str| {
        ["pring", "ummer", "utumn", "inter", "aster", "ristmas"]
            .iter()
            .any(|word| text.contains(word))
    };
    wherever(
        facts.own().filter(|passage| is_seasonal(&passage.text)),
        &SEASON,
        found,
        ": a season has no last day",
        "name the month",
    );
}

static VAGUE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\b(?:(?:early|late|later|mid) in the (?:coming |new )?year|(?:early|later|latter|first) part of the year",
        r"|later this year|in due course|(?:in|for) the (?:near|foreseeable) future|as soon as (?:possible|practicable)",
        r"|in (?:two|three|four|five|\d) years['’]? time|(?:for|in|during) the coming year|at the earliest opportunity",
        r"|within a reasonable (?:time|period)|not time-?\s?bound|in the (?:short|medium|long|longer) term",
        r"|over the next few (?:weeks|months|years)|sooner rather than later|when time (?:allows|permits))\b"
    ))
});

fn date_vague(facts: &Facts, found: &mut Found) {
    let is_vague = |text: &str| {
        ["year", "course", "future", "soon", "earliest", "time", "term", "next few"]
            .iter()
            .any(|word| text.contains(word))
    };
    wherever(
        facts.own().filter(|passage| is_vague(&passage.text)),
        &VAGUE,
        found,
        ": nobody can be late for it",
        "give a month",
    );
}

static RHYTHM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\b(?:regular(?:ly)?\s(?:\w+\s){0,2}?(?:meetings?|reports?|reviews?|reviewed|updates?|updated|dialogue|papers?|monitoring|monitored|communications?|audits?|feedback|reporting)",
        r"|as (?:reasonably |and when )?(?:required|needed)|as and when|from time to time|periodic(?:ally)?",
        r"|where(?:ver)? possible|every \d\s?[-–]\s?\d (?:days|weeks|months)|on a regular basis|at regular intervals)\b"
    ))
});

fn rhythm_vague(facts: &Facts, found: &mut Found) {
    let is_vague = |text: &str| {
        ["egular", "as ", "from time", "eriodic", "here", "very "]
            .iter()
            .any(|word| text.contains(word))
    };
    wherever(
        facts.own().filter(|passage| is_vague(&passage.text)),
        &RHYTHM,
        found,
        ": no fixed rhythm and no test of when it applies",
        "say how often, or on which event",
    );
}

static BARE_YEAR: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^(?:by|in|during|end|before|the|of|\s)*\s?['’]?(?:20)?\d\d$"));

/// How many lines apart two years may stand to be confused.
const NEAR: usize = 10;

fn year_kinds_mixed(facts: &Facts, found: &mut Found) {
    let mut bare: BTreeMap<usize, String> = BTreeMap::new();
    let mut financial: BTreeMap<usize, String> = BTreeMap::new();
    for (_, timescale, line) in facts.due_dates() {
        let written = timescale.as_written.trim();
        if BARE_YEAR.is_match(written) {
            bare.insert(line, written.to_owned());
        } else if FINANCIAL_YEAR.is_match(written) {
            financial.insert(line, written.to_owned());
        }
    }
    let start = facts.plan_year().map_or(0, bellwether_calendar::FinancialYear::start_year);
    let (mut lines, mut pairs) = (Vec::new(), Vec::new());
    for (line, year) in &bare {
        let digits: String = year.chars().filter(char::is_ascii_digit).collect();
        let number: i32 = digits.parse().unwrap_or(0);
        // Only a year that the plan year lies in can be mistaken for it.
        let ambiguous = [start % 100, (start + 1) % 100].contains(&(number % 100));
        let near = financial.iter().min_by_key(|(other, _)| other.abs_diff(*line));
        if let Some((other, financial)) = near.filter(|(other, _)| other.abs_diff(*line) <= NEAR)
            && ambiguous
        {
            lines.push(*line);
            pairs.push(format!("\"{year}\" stands beside \"{financial}\" (line {other})"));
        }
    }
    let message =
        format!("{}; say whether the calendar or the financial year is meant", listed(&pairs));
    found.across(&lines, message);
}

fn date_double(facts: &Facts, found: &mut Found) {
    let mut places: BTreeMap<usize, String> = BTreeMap::new();
    for (_, timescale, line) in facts.due_dates() {
        let written = &timescale.as_written;
        let dates = mentions_of(written, 0, line);
        let [first, .., last] = dates.as_slice() else { continue };
        let between = written.get(first.end..last.start).unwrap_or_default();
        let is_range = between.trim().is_empty()
            || ["-", "–", "to", "until", "till"].contains(&between.trim());
        let years = dates.iter().filter(|date| date.year.is_some()).count();
        if years >= 2 && !is_range {
            places.insert(line, written.clone());
        }
    }
    let lines: Vec<usize> = places.keys().copied().collect();
    let written: Vec<String> =
        places.iter().map(|(line, written)| format!("\"{written}\" on line {line}")).collect();
    let message =
        format!("two dates in one: {}; give each step its own row and date", listed(&written));
    found.across(&lines, message);
}

fn action_in_date_cell(facts: &Facts, found: &mut Found) {
    let mut seen = BTreeSet::new();
    for (_, timescale, line) in facts.due_dates() {
        let written = &timescale.as_written;
        let words = written.split_whitespace().count();
        if words >= 3 && opens_with_task(written) && seen.insert(line) {
            let message = format!(
                "\"{written}\" in the place of a date is something to be done; make it an action with its own date"
            );
            found.at(line, message);
        }
    }
}

/// Words of a date cell that say that the thing is done, lower case.
const DONE: &[&str] =
    &["complete", "completed", "done", "achieved", "in place", "closed", "finished", "in progress"];

fn status_in_date_cell(facts: &Facts, found: &mut Found) {
    let lines: BTreeSet<usize> = facts
        .due_dates()
        .filter(|(_, timescale, _)| {
            let words = timescale.as_written.trim().trim_end_matches('.').to_lowercase();
            DONE.contains(&words.as_str())
        })
        .map(|(_, _, line)| line)
        .collect();
    let lines: Vec<usize> = lines.into_iter().collect();
    let message = format!(
        "a status stands in the place of the date ({}); give the day on which it was completed, and mark the action as done",
        on_lines(&lines)
    );
    found.across(&lines, message);
}
