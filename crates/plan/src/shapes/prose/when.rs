//! The time that a sentence gives for what it promises, with the words that belong to it.

use std::sync::LazyLock;

use bellwether_calendar::{Context, Timescale, read_timescale};
use regex::Regex;

use crate::pattern::pattern;

macro_rules! month {
    () => {
        r"(?-i:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
    };
}
macro_rules! year {
    () => {
        r"(?:(?:19|20)\d\d\s?[/–-]\s?\d{1,4}\b|\d\d\s?/\s?\d{1,2}\b|(?:19|20)\d\d\b|['’]?\d\d\b)"
    };
}
macro_rules! full_year {
    () => {
        r"(?:(?:19|20)\d\d\s?[/–-]\s?\d{1,4}\b|\d\d\s?/\s?\d{2}\b|(?:19|20)\d\d\b)"
    };
}
macro_rules! point {
    () => {
        concat!(
            r"(?:(?:\d{1,2}\s?(?:st|nd|rd|th)?\s+(?:of\s+)?)?",
            month!(),
            r"(?:[ ,]+",
            year!(),
            r")?|(?:[1-4]Q|Q[1-4]|(?:first|second|third|fourth|last|final)\s+quarter|(?:first|second)\s+half)(?:\s+of)?(?:\s+(?:",
            full_year!(),
            r"|the\s+(?:financial\s+)?year))?",
            r"|(?:spring|summer|autumn|winter|(?-i:Christmas|Easter))(?:\s+(?:of\s+)?",
            year!(),
            r")?|",
            full_year!(),
            r"|(?:this|the|next|the\s+coming|the\s+next|the\s+current|each)\s+(?:(?:financial|calendar)\s+)?(?:year|month|quarter)\b)"
        )
    };
}
macro_rules! edge {
    () => {
        r"(?:(?:the\s+)?(?:very\s+)?(?:end|beginning|start|middle|close|course|remainder|rest)(?:\s+of)?\s+|early\s+(?:in\s+)?|late\s+(?:in\s+)?|mid[- ])?(?:the\s+)?"
    };
}

/// Times that a promise has to be kept by: these count before any other.
static DEADLINE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\b(?:no|not)\s+later\s+than\s+[^.,;:]{3,90}|\b(?:over\s+\d+\s+years?\s+i\.?e\.?\s+)?(?:by|before|until(?:\s+at\s+least)?|prior\s+to)\s+",
        edge!(),
        point!(),
        r"|\b(?:within|in|after)\s+(?:the\s+next\s+)?(?:\d+|one|two|three|four|five|six|twelve|eighteen)\s+(?:working\s+)?(?:days?|weeks?|months?|years?)['’]?(?:\s+(?:of|after|from)\s+(?:the\s+)?\w+(?:\s+\w+)?|\s+time)?\b"
    ))
});

/// Times in which something is done.
static PERIOD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\bbetween\s+",
        point!(),
        r"\s+and\s+",
        point!(),
        r"|\b(?:early|late)\s+in\s+(?:the\s+)?",
        point!(),
        r"|\b(?:early|late)\s+in\s+the\s+(?:financial\s+)?year\b",
        r"|\b(?:in|within|during|for|from|over|throughout|on|at|since|after)\s+(?:the\s+first\s+(?:six|three|few)\s+months\s+of\s+)?",
        edge!(),
        point!(),
        r"(?:\s+onwards?)?|\bthis\s+(?:financial\s+)?year\b|\bnext\s+(?:financial\s+)?year\b",
        r"|\bat\s+(?:the\s+)?(?:next|each|every)\s+(?:[a-z]+\s+){0,3}(?:review|revision|meeting|board)(?:\s+or\s+[a-z]+)?(?:\s+of\s+this\s+plan)?"
    ))
});

/// How often something is done.
static RECURRING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\bon\s+an?\s+(?:daily|weekly|fortnightly|monthly|quarterly|annual|yearly|six-monthly|regular)\s+basis\b",
        r"|\bevery\s+(?:\d+(?:\s?[-–]\s?\d+)?|one|two|three|four|five|six|twelve|other)?\s*(?:days?|weeks?|months?|quarters?|years?)\b",
        r"|\b(?:daily|weekly|fortnightly|monthly|bi-monthly|quarterly|six-monthly|annually|yearly)\b|\bregular(?:ly)?\b"
    ))
});

/// The time that a sentence gives, when it gives one: a deadline before a period before a rhythm.
pub(in crate::shapes) fn written_in(sentence: &str) -> Option<&str> {
    if !may_hold_time(sentence) {
        return None;
    }
    let first = |pattern: &Regex| {
        pattern.find(sentence).map(|found| found.as_str().trim()).filter(|found| is_time(found))
    };
    let period = || first(&PERIOD).map(|period| year_alone(period).unwrap_or(period));
    first(&DEADLINE).or_else(period).or_else(|| first(&RECURRING))
}

/// The year in "for 2008/09" and "during 2008/09", which say no more than the year does.
fn year_alone(period: &str) -> Option<&str> {
    let (word, year) = period.split_once(' ')?;
    let is_empty_word = ["for", "during"].iter().any(|empty| word.eq_ignore_ascii_case(empty));
    let is_year = |year: &str| {
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        year.split_once('/').is_some_and(|(first, second)| {
            first.len() == 4 && (1..=4).contains(&second.len()) && digits(first) && digits(second)
        })
    };
    Some(year).filter(|year| is_empty_word && is_year(year))
}

/// The time as written and read.
pub(super) fn read(written: &str, context: &Context) -> Timescale {
    read_timescale(written, context)
}

/// A quick look for anything that a time is made of.
fn may_hold_time(sentence: &str) -> bool {
    const SIGNS: &[&str] = &[
        "year",
        "month",
        "week",
        "quarter",
        "regular",
        "dail",
        "day",
        "annual",
        "review",
        "summer",
        "autumn",
        "spring",
        "winter",
        "meeting",
        "later than",
    ];
    sentence.bytes().any(|byte| byte.is_ascii_digit())
        || SIGNS.iter().any(|sign| sentence.contains(sign))
        || MONTHS.iter().any(|month| sentence.contains(month))
}

const MONTHS: &[&str] = &[
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
    "Christmas",
    "Easter",
];

/// "in the year" is a time; "for the year" and "for the month" only when more is said.
fn is_time(written: &str) -> bool {
    let lower = written.to_lowercase();
    ![
        "for the year",
        "of the year",
        "on the year",
        "for the month",
        "for each month",
        "for each year",
    ]
    .contains(&lower.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sentence: &str, expected: Option<&str>) {
        assert_eq!(written_in(sentence), expected, "{sentence}");
    }

    #[test]
    fn a_deadline_counts_before_a_period() {
        check("Plans for 08/09 will be developed by 31st March 08.", Some("by 31st March 08"));
        check("Achieve balance by end 2007/8.", Some("by end 2007/8"));
        check("It is in place before end 1Q 2007/8", Some("before end 1Q 2007/8"));
        check(
            "We agree targets by the last quarter of the year.",
            Some("by the last quarter of the year"),
        );
        check("The review will end by the autumn of 2008 and say", Some("by the autumn of 2008"));
        check(
            "Pay no later than the last day of the month.",
            Some("no later than the last day of the month"),
        );
    }

    #[test]
    fn periods_and_rhythms() {
        check("Early in the year we will build", Some("Early in the year"));
        check("We will start this year to train", Some("this year"));
        check(
            "It sits between September and Christmas 2008.",
            Some("between September and Christmas 2008"),
        );
        check(
            "proposals for the first six months of 2008/09 and",
            Some("for the first six months of 2008/09"),
        );
        check("measures on a monthly basis wherever", Some("on a monthly basis"));
        check("held every 3-4 months to allow", Some("every 3-4 months"));
        check("A regular meeting will be held", Some("regular"));
        check("We have three priorities for 2008/09:", Some("2008/09"));
        check("During 2009/10 we will move", Some("2009/10"));
        check("We may help 18 of them", None);
    }
}
