//! Months named anywhere in the text, with the day and the year beside them.

use std::sync::LazyLock;

use chrono::NaiveDate;
use regex::Regex;

use super::facts::Passage;
use crate::pattern::pattern;

/// A month named in a passage.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    /// Place of the passage.
    pub(super) passage: usize,
    pub(super) line: usize,
    /// As written, with day and year.
    pub(super) written: String,
    /// The name of the month as written, without its stop.
    pub(super) name: String,
    /// 1 to 12.
    pub(super) month: u32,
    /// Four digits.
    pub(super) year: Option<i32>,
    /// Its year is given by the date that follows it: "Dec-Feb 04".
    pub(super) shares_year: bool,
    /// A day of the month stands in front of it.
    pub(super) has_day: bool,
    /// A word that takes a date stands in front of it: "in", "by".
    pub(super) is_led: bool,
    /// Where it stands in the passage, in bytes.
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Mention {
    /// The last day of its month.
    pub(super) fn last_day(&self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year?, self.month, 1)?
            .checked_add_months(chrono::Months::new(1))?
            .pred_opt()
    }

    /// Whether it is a date and not a word that looks like one.
    pub(super) fn is_date(&self) -> bool {
        self.year.is_some() || self.has_day || self.is_led || self.shares_year
    }
}

static MONTH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(January|February|March|April|May|June|July|August|September|October|November|December",
        r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)(\.?,?\s{0,2}(?:of\s)?['’]?(?:((?:19|20)\d\d|\d\d)\b)?)"
    ))
});

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Words that take a date, lower case.
const LEADING: &[&str] = &[
    "in", "by", "before", "from", "since", "after", "until", "till", "to", "of", "for", "during",
    "on", "mid", "end", "early", "late", "until", "between", "and", "or", "complete", "this",
    "next", "last",
];

/// Every month named in the passages.
pub(super) fn mentions_in(passages: &[Passage]) -> Vec<Mention> {
    let mut found = Vec::new();
    for (place, passage) in passages.iter().enumerate() {
        if !passage.is_running {
            found.extend(mentions_of(&passage.text, place, passage.line));
        }
    }
    found
}

/// The months named in a text.
pub(super) fn mentions_of(text: &str, place: usize, line: usize) -> Vec<Mention> {
    let mut found = Vec::new();
    for captured in MONTH.captures_iter(text) {
        let (Some(whole), Some(name)) = (captured.get(0), captured.get(1)) else { continue };
        let before = text.get(..whole.start()).unwrap_or_default();
        let rest = text.get(name.end()..).unwrap_or_default();
        let inside_word = before.ends_with(char::is_alphanumeric)
            || rest.starts_with(|c: char| c.is_alphabetic() || c == '-' && is_word_behind(rest));
        if inside_word {
            continue;
        }
        let year = captured.get(3).and_then(|year| full_year(year.as_str()));
        let end = if year.is_some() { whole.end() } else { name.end() };
        let day_at = day_start(before);
        let start = day_at.unwrap_or(whole.start());
        let lead = text.get(..start).unwrap_or_default().trim_end_matches(['(', ' ']);
        let word = lead.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let opens_bracket = text.get(..start).unwrap_or_default().ends_with('(');
        let after = text.get(end..).unwrap_or_default();
        found.push(Mention {
            passage: place,
            line,
            written: text.get(start..end).unwrap_or_default().to_owned(),
            name: name.as_str().to_owned(),
            month: month_number(name.as_str()),
            year,
            shares_year: year.is_none() && year_follows(after),
            has_day: day_at.is_some(),
            is_led: opens_bracket
                || LEADING.contains(&word.to_lowercase().as_str())
                || lead.ends_with(['/', '-', '–']),
            start,
            end,
        });
    }
    // "In May and approved in June 2023": the year of the next month near by.
    for place in 1..found.len() {
        let (year, start) =
            found.get(place).map_or((None, 0), |next: &Mention| (next.year, next.start));
        if let Some(before) = found.get_mut(place - 1) {
            let near = start.saturating_sub(before.end) <= NEAR;
            before.shares_year |= before.year.is_none() && year.is_some() && near;
        }
    }
    found
}

/// How far, in bytes, the month may stand whose year counts for another.
const NEAR: usize = 30;

/// "March-on" is no month; "Jan-Mar" is.
fn is_word_behind(rest: &str) -> bool {
    let word: String = rest.chars().skip(1).take_while(|c| c.is_alphabetic()).collect();
    let small = word.to_lowercase();
    !word.is_empty() && !MONTHS.iter().any(|month| small.starts_with(month))
}

fn month_number(name: &str) -> u32 {
    let small = name.to_lowercase();
    let place = MONTHS.iter().position(|month| small.starts_with(month)).unwrap_or(0);
    u32::try_from(place + 1).unwrap_or(1)
}

fn full_year(digits: &str) -> Option<i32> {
    let year: i32 = digits.parse().ok()?;
    Some(match (digits.len(), year) {
        (4, _) => year,
        (_, 0..=49) => 2000 + year,
        _ => 1900 + year,
    })
}

/// Where the day in front of a month starts: "7th ", "the 25 ".
fn day_start(before: &str) -> Option<usize> {
    let trimmed = before.trim_end();
    let trimmed = trimmed.strip_suffix(" of").unwrap_or(trimmed);
    let word = trimmed.rsplit(|c: char| c.is_whitespace() || c == '(').next()?;
    let digits = word.trim_end_matches(char::is_alphabetic);
    let suffix = word.get(digits.len()..)?;
    let day: u32 = digits.parse().ok()?;
    let is_day = (1..=31).contains(&day) && ["", "st", "nd", "rd", "th"].contains(&suffix);
    // "Nov 03 Jan 04": the digits are the year of the month before.
    let earlier = trimmed.get(..trimmed.len() - word.len())?.trim_end_matches([' ', '.']);
    let last = earlier.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let behind_month =
        last.len() >= 3 && MONTHS.iter().any(|month| last.to_lowercase().starts_with(month));
    (is_day && !behind_month).then(|| trimmed.len() - word.len())
}

/// Whether the year of a month is that of the one behind it: "-Feb 04", "/Sept 03", " and Christmas 2008".
fn year_follows(after: &str) -> bool {
    static FOLLOWING: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^\.?\s?(?:[-–/&]|and|or|to)\s?(?:the\s)?[A-Z][a-z]{2,8}\.?\s(?:of\s)?['’]?(?:(?:19|20)\d\d|\d\d)\b",
        )
    });
    FOLLOWING.is_match(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found = mentions_of(text, 0, 1);
        let got: Vec<String> = found
            .iter()
            .filter(|mention| mention.is_date())
            .map(|mention| format!("{}={:?}", mention.written, mention.year.unwrap_or(0)))
            .collect();
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn months_are_dates_beside_a_day_a_year_or_a_leading_word() {
        check("Nov 03 Jan. 04", &["Nov 03=2003", "Jan. 04=2004"]);
        check("Dec08 and July 2008", &["Dec08=2008", "July 2008=2008"]);
        check("on 25th February", &["25th February=0"]);
        check("Roadshow (November) begins", &["November=0"]);
        check("It may march. May also win.", &[]);
        check("Mark and Janet in Marketing", &[]);
        check("7 September 2007", &["7 September 2007=2007"]);
    }

    #[test]
    fn a_month_takes_the_year_of_the_one_behind_it() {
        let shared = |text: &str| mentions_of(text, 0, 1).iter().any(|found| found.shares_year);
        assert!(shared("Dec-Feb 04"));
        assert!(shared("between September and Christmas 2008"));
        assert!(!shared("in June and September"));
    }
}
