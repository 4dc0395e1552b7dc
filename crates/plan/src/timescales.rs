//! The dates in a cell, one by one, and the dates inside a sentence.

use std::sync::LazyLock;

use regex::Regex;

use crate::pattern::pattern;
use crate::table::Cell;

macro_rules! month {
    () => {
        r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
    };
}
macro_rules! year {
    () => {
        r"(?:(?:19|20)\d\d|['’]?\d\d)\b"
    };
}
macro_rules! financial_year {
    () => {
        r"(?:(?:19|20)\d\d|\d\d)\s?[/–-]\s?(?:20\d\d|\d{1,2})\b"
    };
}
macro_rules! dated_point {
    () => {
        concat!(
            r"(?:(?:\d{1,2}\s?(?:st|nd|rd|th)?\s+(?:of\s+)?)?",
            month!(),
            r"\s*,?\s*(?:\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d\b|",
            financial_year!(),
            "|",
            year!(),
            r")|(?:19|20)\d\d-\d\d-\d\d\b|\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d\d)\b",
            r"|(?:q[1-4]|quarter\s[1-4]|[1-4]q|(?:first|second|third|fourth|last) quarter|h[12])(?:\s+(?:of\s+)?(?:",
            financial_year!(),
            "|",
            year!(),
            r"))|(?:spring|summer|autumn|winter|easter|christmas)\s+",
            year!(),
            "|",
            financial_year!(),
            r"|(?:19|20)\d\d\b)"
        )
    };
}
macro_rules! bare_point {
    () => {
        concat!(
            r"(?:\d{1,2}\s?(?:st|nd|rd|th)?\s+(?:of\s+)?",
            month!(),
            "|",
            month!(),
            r"(?:\s+\d{1,2}(?:st|nd|rd|th))?",
            r"|q[1-4]\b|quarter\s[1-4]\b|spring\b|summer\b|autumn\b|winter\b|easter\b|christmas\b)"
        )
    };
}
macro_rules! before {
    () => {
        r"(?:(?:by|before|from|since|after|during|on|in|for|until|till|to|complete[d]?|due|starting|reviewed|review|held)\s+(?:the\s+)?)?(?:(?:end|beginning|start|middle|mid|early|late|the end)(?:\s+of)?[\s-]+(?:the\s+)?)?"
    };
}
macro_rules! after {
    () => {
        r"(?:\s*/?\s*(?:onwards?|on-?\s?going))?"
    };
}
macro_rules! standing {
    () => {
        r"(?:on-?\s?going|immediate(?:ly)?|continuous(?:ly)?|asap|monthly|quarterly|annual(?:ly)?|weekly|daily|complete[d]?|achieved|done|tbc|tba|n/a)\b"
    };
}

/// One date of a cell that holds several run together: with its own year, or a word that needs none.
static DATED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^(?:",
        before!(),
        "(?:",
        bare_point!(),
        "|",
        dated_point!(),
        r")\s*(?:[-–/]|to|until)\s*",
        dated_point!(),
        after!(),
        "|",
        before!(),
        dated_point!(),
        after!(),
        "|",
        standing!(),
        ")"
    ))
});

/// A date inside a sentence. Months without a year count only when written out with a capital or
/// behind a word that takes a date; "may" and "march" are words too.
static INLINE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:(?i:",
        before!(),
        "(?:",
        bare_point!(),
        "|",
        dated_point!(),
        r")\s*(?:[-–/]|to|until)\s*",
        dated_point!(),
        after!(),
        r")|(?i:\b",
        before!(),
        dated_point!(),
        after!(),
        r")|(?i:\b(?:by|before|from|since|after|on|in|for|until|during|early|late|end of|mid)\s+(?:the\s+)?",
        r"(?:(?:end|beginning|start) of\s+)?(?-i:",
        r"(?:\d{1,2}\s?(?:st|nd|rd|th)?\s+(?:of\s+)?)?",
        r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b",
        r"(?:\s?(?:/|-|and|or)\s?(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b)?",
        r"|Christmas\b|Easter\b|[Ss]pring\b|[Ss]ummer\b|[Aa]utumn\b|[Ww]inter\b|\d{1,2}\.\d{1,2}\b))",
        r"|\((?:January|February|March|April|May|June|July|August|September|October|November|December)\)",
        r"|(?i:\bwithin\s+(?:the\s+)?(?:\w+\s+(?:days?|weeks?|months?|years?)(?:\s+of\s+\w+)?|(?:this\s+)?financial year)))"
    ))
});

/// How often, inside a sentence.
static RHYTHM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\b(?:on an?\s+)?(?:(?:(?:two|three|four|six|\d{1,2})[\s-](?:(?:to|-|–)\s?\d{1,2}[\s-])?)?",
        r"(?:daily|weekly|fortnightly|monthly|yearly)|quarterly|annually|half[\s-]yearly|bi-?monthly",
        r"|every\s+(?:other\s+|(?:\d{1,2}|two|three|four|six)(?:\s?(?:-|–|to)\s?\d{1,2})?\s+)?",
        r"(?:days?|weeks?|fortnights?|months?|quarters?|years?)",
        r"|(?:once|twice|(?:\d{1,2}|three|four|six)\s+times)\s+(?:an?|per|each|every)\s+(?:week|month|quarter|year))",
        r"(?:\s+basis)?\b"
    ))
});

/// How long before, after or at least, inside a sentence.
static LENGTH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\b(?:(?:minimum of|at least|no less than|not less than)\s+[\w-]+\s+(?:working\s+)?",
        r"(?:days|weeks|months|years)\b",
        r"|(?:within\s+)?(?:\d{1,3}|an?|one|two|three|four|five|six|eight|nine|ten|twelve)\s+",
        r"(?:working\s+)?(?:day|week|month|year)s?\s+(?:before|after|prior to|following|of)\s+",
        r"[^.;,()]{3,60})"
    ))
});

/// The dates of a cell, each as written, in order.
///
/// Paragraphs are dates of their own. Dates run together in one paragraph are parted only when the whole
/// paragraph is dates that each have their year; otherwise it stays as it is.
#[must_use]
pub fn dates_of(cell: &Cell) -> Vec<String> {
    let parted: Vec<Vec<String>> =
        cell.paragraphs.iter().map(|paragraph| part(paragraph)).collect();
    let all_known = parted.iter().all(|dates| !dates.is_empty());
    if cell.paragraphs.len() > 1 && !all_known {
        // A date may be broken over lines: "End of" / "October 2007".
        let joined = part(&cell.text());
        if !joined.is_empty() {
            return joined;
        }
    }
    let whole = |(dates, paragraph): (Vec<String>, &String)| {
        if dates.is_empty() { vec![paragraph.clone()] } else { dates }
    };
    parted.into_iter().zip(&cell.paragraphs).flat_map(whole).collect()
}

/// The dates that a text consists of; none when it holds anything else.
fn part(text: &str) -> Vec<String> {
    let mut dates = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let Some(found) = DATED.find(rest).filter(|found| !found.is_empty()) else {
            return Vec::new();
        };
        dates.push(found.as_str().trim().to_owned());
        rest = rest.get(found.end()..).unwrap_or_default();
        let gap = rest.trim_start_matches([' ', ',', ';', '&']);
        let gap = gap.strip_prefix("and ").unwrap_or(gap);
        if gap.len() == rest.len() && !rest.is_empty() {
            return Vec::new();
        }
        rest = gap;
    }
    dates
}

/// The first date inside a sentence, as written, with the words that belong to it ("by Dec 03").
#[must_use]
pub fn inline_date(text: &str) -> Option<&str> {
    let found = INLINE.find_iter(text).find(|found| {
        has_date(found.as_str()) && !names_a_year(text, found.start(), found.end())
    })?;
    let written = found.as_str().trim();
    Some(written.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(written))
}

/// The first words inside a sentence that say how often, as written: "on a quarterly basis".
#[must_use]
pub fn inline_rhythm(text: &str) -> Option<&str> {
    RHYTHM.find(text).map(|found| found.as_str().trim())
}

/// The first words inside a sentence that say how long before, after or at least: "minimum of 12
/// weeks", "6 weeks before the election".
#[must_use]
pub fn inline_length(text: &str) -> Option<&str> {
    LENGTH.find(text).map(|found| found.as_str().trim())
}

/// Whether a year only says what something is for or called: "investment for 2004/5", "the annual
/// report 2002/3".
fn names_a_year(text: &str, start: usize, end: usize) -> bool {
    let written = text.get(start..end).unwrap_or_default().trim().to_lowercase();
    let mut words: Vec<&str> = written.split_whitespace().collect();
    let year = words.pop().is_some_and(|word| {
        word.chars().all(|character| character.is_ascii_digit() || "/-–".contains(character))
            && word.contains(['/', '-', '–'])
    });
    let before = text.get(..start).unwrap_or_default().split_whitespace().next_back();
    let named =
        |word: &str| ["plan", "report", "review", "accounts", "budget", "survey"].contains(&word);
    match words.as_slice() {
        ["for"] => year,
        [word] => year && named(word),
        [] => year && before.is_some_and(|word| named(&word.to_lowercase())),
        _ => false,
    }
}

/// Guards against numbers that merely look like a year: "in 2000 homes" keeps its digits to itself.
fn has_date(written: &str) -> bool {
    written.chars().any(char::is_alphabetic) || written.contains(['/', '.', '-'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cell: &str, expected: &[&str]) {
        assert_eq!(dates_of(&Cell::new(cell, 1)), expected);
    }

    #[test]
    fn dates_run_together_are_parted() {
        check("Dec. 03 Oct 03 Jan 04", &["Dec. 03", "Oct 03", "Jan 04"]);
        check(
            "Nov. 03 Dec-Feb 04 April 04 onwards",
            &["Nov. 03", "Dec-Feb 04", "April 04 onwards"],
        );
        check("On-going Dec 04 Jan 04", &["On-going", "Dec 04", "Jan 04"]);
        check("Oct. 2003 Jan-Mar 04 Jan-Mar 04", &["Oct. 2003", "Jan-Mar 04", "Jan-Mar 04"]);
        check("Q1 2008/09, Q3 2008/09", &["Q1 2008/09", "Q3 2008/09"]);
        check("<p>Nov 03</p> <p>Jan 04</p>", &["Nov 03", "Jan 04"]);
        check("June 2004 and September 2004", &["June 2004", "September 2004"]);
    }

    #[test]
    fn one_date_stays_whole() {
        check("Oct. 03- Mar. 04", &["Oct. 03- Mar. 04"]);
        check("Aug/Sept 03", &["Aug/Sept 03"]);
        check("2004/05", &["2004/05"]);
        check("By 7th September 2007", &["By 7th September 2007"]);
        check("End of<br>October 2007", &["End of October 2007"]);
        check("April 2008 / on-going", &["April 2008 / on-going"]);
        check("Nov 08 with service start April 09", &["Nov 08 with service start April 09"]);
        check("May and June", &["May and June"]);
        check("Mar.04", &["Mar.04"]);
        check("whenever", &["whenever"]);
        check("", &[]);
    }

    #[test]
    fn dates_are_found_inside_sentences() {
        let check =
            |text: &str, expected: Option<&str>| assert_eq!(inline_date(text), expected, "{text}");
        check("First meeting held Sept 03", Some("held Sept 03"));
        check("DNs completed by Dec 03.", Some("by Dec 03"));
        check("Roadshow (November) will begin", Some("November"));
        check("refined before 31.10", Some("before 31.10"));
        check("to be complete by Jan/Feb", Some("by Jan/Feb"));
        check("Meeting to be held on 11th September", Some("on 11th September"));
        check("within one month of appointment", Some("within one month of appointment"));
        check("it may march on", None);
        check("Incorporate in plans 04/05", Some("04/05"));
        check("40 practices", None);
        check("Informing investment for 2004/5 and beyond", None);
        check("materials (e.g. annual review 2002/3)", None);
        check("full report for October 2007 meeting", Some("for October 2007"));
    }

    #[test]
    fn rhythms_and_lengths_are_found_inside_sentences() {
        let rhythm = |text: &str, expected: Option<&str>| {
            assert_eq!(inline_rhythm(text), expected, "{text}");
        };
        rhythm("monitored on a quarterly basis", Some("on a quarterly basis"));
        rhythm("Update to be given quarterly as required", Some("quarterly"));
        rhythm("Meet every 3-4 months with practices", Some("every 3-4 months"));
        rhythm("reported three times a year", Some("three times a year"));
        rhythm("Review the annual plan", None);
        let length = |text: &str, expected: Option<&str>| {
            assert_eq!(inline_length(text), expected, "{text}");
        };
        length("Consultation – minimum of 12 weeks.", Some("minimum of 12 weeks"));
        length(
            "Papers out 5 working days before the meeting",
            Some("5 working days before the meeting"),
        );
        length("cut by a week", None);
    }
}
