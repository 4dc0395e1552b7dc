//! Looks at the tokens of a timescale, and reads the years in them.

use super::calendar::{YearName, reference_year};
use super::lexicon::{self, Unit};
use super::token::{Kind, Token};
use super::{Context, Quarters};
use crate::FinancialYear;

/// A pair of two-digit years is a financial year only this near the plan's; otherwise "31/10" and
/// "3/4" would be years too.
const PAIR_BEFORE: i32 = 3;
const PAIR_AFTER: i32 = 6;
/// A pair in single digits ("8/9") is a financial year only this near the plan's.
const SHORT_PAIR_WITHIN: i32 = 2;
/// A two-digit number after a month is its year only this near the plan's; else it is a day,
/// unless it is too great for one.
const SHORT_YEAR_WITHIN: i32 = 15;

/// Words that point at a year.
const WHICH: [&str; 14] = [
    "the",
    "this",
    "current",
    "present",
    "coming",
    "forthcoming",
    "next",
    "following",
    "last",
    "previous",
    "same",
    "each",
    "our",
    "new",
];
/// What kind of year it is said to be; plans mean their own by all of them.
const KINDS: [&str; 13] = [
    "financial",
    "fiscal",
    "business",
    "calendar",
    "planning",
    "plan",
    "operational",
    "operating",
    "contract",
    "contractual",
    "council",
    "municipal",
    "reporting",
];

/// The tokens of a timescale beside what is known of its plan.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    pub(super) tokens: &'a [Token],
    pub(super) context: &'a Context,
}

impl<'a> Cursor<'a> {
    pub(super) fn word(&self, at: usize) -> Option<&'a str> {
        match &self.tokens.get(at)?.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    /// A number and how many digits it has.
    pub(super) fn number(&self, at: usize) -> Option<(u32, usize)> {
        match self.tokens.get(at)?.kind {
            Kind::Number { value, digits } => Some((value, digits)),
            _ => None,
        }
    }

    pub(super) fn sign(&self, at: usize) -> Option<char> {
        match self.tokens.get(at)?.kind {
            Kind::Sign(sign) => Some(sign),
            _ => None,
        }
    }

    pub(super) fn is_word(&self, at: usize, words: &[&str]) -> bool {
        self.word(at).is_some_and(|word| words.contains(&word))
    }

    pub(super) fn is_sign(&self, at: usize, signs: &[char]) -> bool {
        self.sign(at).is_some_and(|sign| signs.contains(&sign))
    }

    pub(super) fn glued(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.glued)
    }

    /// The place after any of these words.
    pub(super) fn skip_words(&self, mut at: usize, words: &[&str]) -> usize {
        while self.is_word(at, words) {
            at += 1;
        }
        at
    }

    /// The place after a sequence of words, hyphens between them aside; `None` when it is not there.
    pub(super) fn phrase(&self, at: usize, words: &[&str]) -> Option<usize> {
        let mut at = at;
        for (position, word) in words.iter().enumerate() {
            if position > 0 && self.is_sign(at, &['-']) {
                at += 1;
            }
            if self.word(at) != Some(word) {
                return None;
            }
            at += 1;
        }
        Some(at)
    }

    /// A number in digits or words with any ordinal ending, and whether it was an ordinal.
    pub(super) fn counted(&self, at: usize) -> Option<(u32, bool, usize)> {
        if let Some((value, digits)) = self.number(at) {
            let ordinal =
                self.glued(at + 1) && self.word(at + 1).is_some_and(lexicon::ordinal_ending);
            // In "7 th" the ending stands apart, as copying from a page leaves it.
            let apart = self.is_word(at + 1, &["th", "nd", "rd"]);
            let next = at + 1 + usize::from(ordinal || apart);
            return (digits <= 3).then_some((value, ordinal || apart, next));
        }
        let word = self.word(at)?;
        lexicon::cardinal(word)
            .map(|value| (value, false, at + 1))
            .or_else(|| lexicon::ordinal(word).map(|value| (value, true, at + 1)))
    }

    /// A two-digit year in full, as near the plan's year as a century allows.
    pub(super) fn century(&self, value: u32) -> Option<i32> {
        let value = i32::try_from(value).ok()?;
        let Some(reference) = reference_year(self.context) else {
            return Some(if value >= 70 { 1900 + value } else { 2000 + value });
        };
        let base = reference.div_euclid(100) * 100 + value;
        [base - 100, base, base + 100].into_iter().min_by_key(|year| (year - reference).abs())
    }

    /// Four digits that can be a year of a plan.
    pub(super) fn whole_year(&self, at: usize) -> Option<(i32, usize)> {
        match self.number(at)? {
            (value @ 1900..=2199, 4) => Some((i32::try_from(value).ok()?, at + 1)),
            _ => None,
        }
    }

    /// Whether a two-digit number can be a year of this plan rather than a day.
    pub(super) fn is_short_year(&self, value: u32) -> bool {
        let Some(reference) = reference_year(self.context) else { return true };
        self.century(value).is_some_and(|year| (year - reference).abs() <= SHORT_YEAR_WITHIN)
    }

    /// A financial year as a pair: 2008/09, 2007/8, and near the plan's year 08/9.
    pub(super) fn pair(&self, at: usize) -> Option<(FinancialYear, usize)> {
        let (year, next) = self.pair_of_any_time(at)?;
        let (before, after) = match self.number(at)?.1 {
            4 => return Some((year, next)),
            1 if reference_year(self.context).is_none() => return None,
            1 => (SHORT_PAIR_WITHIN, SHORT_PAIR_WITHIN),
            _ => (PAIR_BEFORE, PAIR_AFTER),
        };
        self.near_plan(year.start_year(), before, after).then_some((year, next))
    }

    /// A financial year as a pair, where a word before it leaves no doubt that it is one.
    fn pair_of_any_time(&self, at: usize) -> Option<(FinancialYear, usize)> {
        let (first, first_digits) = self.number(at)?;
        let separator = self.sign(at + 1).filter(|sign| matches!(sign, '/' | '-'))?;
        let (second, second_digits) = self.number(at + 2)?;
        // One more of the same sign makes it a date: 03/04/05.
        let more = self.sign(at + 3) == Some(separator)
            && self.glued(at + 3)
            && self.number(at + 4).is_some();
        let within = at > 1
            && self.sign(at - 1) == Some(separator)
            && self.glued(at)
            && self.number(at - 2).is_some();
        if more || within && second_digits == 4 {
            return None;
        }
        // "2018-2019" is two calendar years where a plan counts in those.
        if first_digits == 4 && second_digits == 4 && self.context.quarters == Quarters::Calendar {
            return None;
        }
        let start = match first_digits {
            4 => self.whole_year(at)?.0,
            1 | 2 => self.century(first)?,
            _ => return None,
        };
        let shown = if first_digits == 4 { first.to_string() } else { format!("{first:02}") };
        let pair = match second_digits {
            1 => format!("{shown}/{second}"),
            2 => format!("{shown}/{second:02}"),
            4 => format!("{start}/{second}"),
            _ => return None,
        };
        // The pair itself must be one; its century comes from the plan.
        pair.parse::<FinancialYear>().ok()?;
        Some((FinancialYear::starting(start), at + 3))
    }

    fn near_plan(&self, year: i32, before: i32, after: i32) -> bool {
        reference_year(self.context)
            .is_none_or(|reference| (reference - before..=reference + after).contains(&year))
    }

    /// A year after a quarter, half or season, past "of", "in", a comma or another sign.
    pub(super) fn year_of_part(&self, at: usize) -> Option<(YearName, usize)> {
        let mut start = at;
        if self.is_sign(start, &['-', '/', ',', '(', '.']) {
            start += 1;
        }
        start = self.skip_words(start, &["of", "in", "for"]);
        let (year, next) = self
            .said_year(start)
            .or_else(|| {
                let (year, next) = self.pair_of_any_time(start)?;
                Some((YearName::Financial(year), next))
            })
            .or_else(|| {
                let (value, digits) = self.number(start)?;
                let short = digits == 2 && self.is_short_year(value) && !self.starts_day(start);
                Some((YearName::Calendar(self.century(value)?), start + 1)).filter(|_| short)
            })
            .or_else(|| self.deictic_year(start))?;
        let closes = self.is_sign(at, &['(']) && self.is_sign(next, &[')']);
        Some((year, next + usize::from(closes)))
    }

    /// A year in so many digits: a pair, or four digits, with or without "FY" before it.
    pub(super) fn said_year(&self, at: usize) -> Option<(YearName, usize)> {
        if self.is_word(at, &["fy"]) {
            let (year, next) = self.pair_of_any_time(at + 1)?;
            return Some((YearName::Financial(year), next));
        }
        if let Some((year, next)) = self.pair(at) {
            return Some((YearName::Financial(year), next));
        }
        let (year, next) = self.whole_year(at)?;
        Some((YearName::Calendar(year), next))
    }

    /// Whether a number is the day before a month's name.
    pub(super) fn starts_day(&self, at: usize) -> bool {
        let Some((_, _, next)) = self.counted(at) else { return false };
        let next = self.skip_words(next, &["of"]);
        self.word(next).and_then(lexicon::month).is_some()
    }

    /// A year named from where the reader stands: "this financial year", "the coming year",
    /// "financial year 2008/09", "the calendar year 2008", "the year ending 31 March 2009".
    pub(super) fn deictic_year(&self, at: usize) -> Option<(YearName, usize)> {
        let kind = self.skip_words(at, &WHICH);
        let year = self.skip_words(kind, &KINDS);
        if self.word(year).and_then(lexicon::unit) != Some(Unit::Year) || year == at {
            return None;
        }
        let said = |words: &[&str]| (at..kind).any(|place| self.is_word(place, words));
        if said(&["each"]) {
            return None;
        }
        let after = year + 1;
        if let Some((named, next)) = self.said_year(after) {
            return Some((named, next));
        }
        if let Some(ending) = self.year_ending(after) {
            return Some(ending);
        }
        // "Year 1" counts the plan's years, and "the year of opening" is an event.
        if self.number(after).is_some() || self.is_word(after, &["of", "when", "before", "after"]) {
            return None;
        }
        let offset = if said(&["next", "following"]) {
            1
        } else if said(&["last", "previous"]) {
            -1
        } else {
            0
        };
        let deictic = said(&["this", "current", "present", "next", "last", "previous"]);
        let financial = (kind..year).any(|place| self.is_word(place, &["financial", "fiscal"]));
        let current = financial && deictic || said(&["current", "present"]);
        Some((if current { YearName::Current(offset) } else { YearName::OfPlan(offset) }, after))
    }

    /// "Ending 31 March 2009" after "year".
    fn year_ending(&self, at: usize) -> Option<(YearName, usize)> {
        if !self.is_word(at, &["ending", "ended", "to"]) {
            return None;
        }
        let day = self.counted(at + 1).map_or(at + 1, |(_, _, next)| next);
        let month = self.word(day).and_then(lexicon::month)?;
        let (year, next) = self.whole_year(day + 1)?;
        match month {
            3 => Some((YearName::Financial(FinancialYear::starting(year - 1)), next)),
            12 => Some((YearName::Calendar(year), next)),
            _ => None,
        }
    }
}
