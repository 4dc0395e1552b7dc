//! Reads days and months: "7th September 2007", "Aug. 03", "31/12/25", "2008-09-05", "w/c 3 March".

use super::calendar::{Part, Point, YearName, reference_year};
use super::cursor::Cursor;
use super::item::{Item, Join};
use super::lexicon;
use crate::FinancialYear;

/// What a reader of one form gives: the items it is, and the place after them.
pub(super) type Found = Option<(Vec<Item>, usize)>;

/// A two-digit number after a month's name is its year up to so many years on: the term of the
/// longest plans that give months. From there to the limit of two-digit years it may be a day.
const FAR_YEAR: i32 = 6;
const FARTHEST_YEAR: i32 = 15;

/// A single point, and the place after it.
pub(super) fn one(part: Part, year: YearName, next: usize) -> (Vec<Item>, usize) {
    (vec![Item::Point(Point::new(part, year))], next)
}

/// The items of numbers that share a name: the points, and what stands between them.
pub(super) fn listed(numbers: &[(Option<Join>, u32)], point: impl Fn(u32) -> Point) -> Vec<Item> {
    let items = numbers.iter().map(|(join, number)| (*join, Item::Point(point(*number))));
    items.flat_map(|(join, point)| join.map(Item::Join).into_iter().chain([point])).collect()
}

impl Cursor<'_> {
    /// A day or a month in any form.
    pub(super) fn day_or_month(&self, at: usize) -> Found {
        self.week(at)
            .or_else(|| self.week_of_month(at))
            .or_else(|| self.ambiguous_digits(at))
            .or_else(|| self.digits(at))
            .or_else(|| self.days_of_month(at))
            .or_else(|| self.month_first(at))
            .or_else(|| self.day_and_month_in_digits(at))
    }

    /// "Week commencing 3 March 2008", "w/e 7/3/08", and the ISO week 2008-W14.
    fn week(&self, at: usize) -> Found {
        let (from, start) = self.week_words(at).or_else(|| self.iso_week_start(at))?;
        let Some(from) = from else {
            let (year, _) = self.whole_year(at)?;
            let (week, _) = self.number(start)?;
            return Some(one(Part::Week(week), YearName::Calendar(year), start + 1));
        };
        let start = self.skip_words(start, &["on", "of", "the"]);
        let (items, next) = self
            .digits(start)
            .or_else(|| self.days_of_month(start))
            .or_else(|| self.month_first(start))
            .or_else(|| self.day_and_month_in_digits(start))?;
        let [Item::Point(Point { part: Part::Day(month, day), year, .. })] = items.as_slice()
        else {
            return None;
        };
        Some(one(
            if from { Part::WeekFrom(*month, *day) } else { Part::WeekTo(*month, *day) },
            *year,
            next,
        ))
    }

    /// "The third week of June 2008", counted from the first of the month, and its last.
    fn week_of_month(&self, at: usize) -> Found {
        let start = self.skip_words(at, &["the"]);
        let last = self.is_word(start, &["last", "final"]);
        let (week, next) = match self.counted(start) {
            _ if last => (0, start + 1),
            Some((week @ 1..=4, true, next)) => (week, next),
            _ => return None,
        };
        if !self.is_word(next, &["week"]) {
            return None;
        }
        let month_at = self.skip_words(next + 1, &["of", "in"]);
        let month = self.month_name(month_at)?;
        let (year, next) =
            self.year_of_month(month_at + 1, month).unwrap_or((YearName::Unsaid, month_at + 1));
        let part = if last { Part::LastWeek(month) } else { Part::WeekFrom(month, 7 * week - 6) };
        Some(one(part, year, next))
    }

    /// "FY09" may start or end in 2009, and "2008-11" may be November or the years to 2011.
    fn ambiguous_digits(&self, at: usize) -> Found {
        if self.is_word(at, &["fy"]) && self.said_year(at).is_none() {
            self.number(at + 1)?;
            return Some(one(Part::Impossible, YearName::Calendar(0), at + 2));
        }
        let (year, _) = self.whole_year(at)?;
        let (second, 2) = self.number(at + 2)? else { return None };
        let both = i64::from(second) > i64::from(year % 100) + 1 && second <= 12;
        let dashed = self.is_sign(at + 1, &['-']) && self.glued(at + 1) && self.glued(at + 2);
        let day_follows = self.is_sign(at + 3, &['-']) && self.number(at + 4).is_some();
        (both && dashed && !day_follows)
            .then(|| one(Part::Impossible, YearName::Calendar(0), at + 3))
    }

    fn week_words(&self, at: usize) -> Option<(Option<bool>, usize)> {
        let words = if self.is_word(at, &["week", "wk"]) {
            at + 1
        } else if self.is_word(at, &["w"]) && self.is_sign(at + 1, &['/', '.']) {
            at + 2
        } else {
            return None;
        };
        match self.word(words)? {
            "commencing" | "beginning" | "starting" | "from" | "c" | "comm" | "b" | "of" => {
                Some((Some(true), words + 1))
            }
            "ending" | "ended" | "e" => Some((Some(false), words + 1)),
            _ => None,
        }
    }

    fn iso_week_start(&self, at: usize) -> Option<(Option<bool>, usize)> {
        self.whole_year(at)?;
        let word = at + 1 + usize::from(self.is_sign(at + 1, &['-']));
        let fits = self.is_word(word, &["w"]) && self.glued(word) && self.glued(word + 1);
        (fits && self.number(word + 1).is_some()).then_some((None, word + 1))
    }

    /// Three numbers of the same sign: day, month and year, or year first as ISO 8601 has it.
    fn digits(&self, at: usize) -> Found {
        let ((first, first_digits), sign, (month, month_digits)) =
            (self.number(at)?, self.sign(at + 1)?, self.number(at + 2)?);
        let same_sign = matches!(sign, '/' | '-' | '.') && self.sign(at + 3) == Some(sign);
        let (last, last_digits) = self.number(at + 4).filter(|_| same_sign)?;
        let next = at + 5;
        let (year, day) = match (first_digits, month_digits, last_digits) {
            (4, 1 | 2, 1 | 2) => (self.whole_year(at)?.0, last),
            (1 | 2, 1 | 2, 4) => (self.whole_year(at + 4)?.0, first),
            (1 | 2, 1 | 2, 2) => (self.century(last)?, first),
            _ => return None,
        };
        let real = chrono::NaiveDate::from_ymd_opt(year, month, day).is_some();
        let part = if real { Part::Day(month, day) } else { Part::Impossible };
        Some(one(part, YearName::Calendar(year), next))
    }

    /// "7th September 2007", "3-Mar-08", "1-5 March", "30 & 31 March 2008", "Monday 3rd March".
    fn days_of_month(&self, at: usize) -> Found {
        let mut days: Vec<(Option<Join>, u32)> = Vec::new();
        let mut join = None;
        let mut place = at;
        loop {
            place = self.skip_weekday(place);
            let (day, ordinal, next) = self.counted(place)?;
            if self.number(place).is_none() && !ordinal || !(1..=31).contains(&day) {
                return None;
            }
            // "Phase 2 April 2008" is the second phase, not the second day.
            if days.is_empty() && !ordinal && self.numbers_a_thing(at) {
                return None;
            }
            days.push((join, day));
            place = next;
            match self.join(place).filter(|(_, after)| self.more_days(*after)) {
                Some((found, after)) => (join, place) = (Some(found), after),
                None => break,
            }
        }
        let mut month = self.skip_words(place, &["of", "day"]);
        if self.is_sign(month, &['-', '/', '.']) && self.glued(month) && self.glued(month + 1) {
            month += 1;
        }
        let number = self.month_name(month)?;
        let (year, next) =
            self.year_of_month(month + 1, number).unwrap_or((YearName::Unsaid, month + 1));
        let items = listed(&days, |day| Point::new(Part::Day(number, day), year));
        Some((items, next))
    }

    /// Whether another day of the same month follows: "1-5 March" but not "3-Mar".
    fn more_days(&self, at: usize) -> bool {
        let at = self.skip_weekday(at);
        let Some((day, ordinal, next)) = self.counted(at) else { return false };
        let numeric = self.number(at).is_some() || ordinal;
        let next = self.skip_words(next, &["of"]);
        let month = self.month_name(next).is_some();
        let more = self.join(next).is_some_and(|(_, after)| self.number(after).is_some());
        numeric && (1..=31).contains(&day) && (month || more)
    }

    fn skip_weekday(&self, at: usize) -> usize {
        let at = self.skip_words(at, &["the"]);
        let named = self.word(at).is_some_and(lexicon::weekday);
        let next = at + usize::from(named);
        let comma = named && self.is_sign(next, &[',', '.']);
        self.skip_words(next + usize::from(comma), &["the"])
    }

    fn numbers_a_thing(&self, at: usize) -> bool {
        const THINGS: [&str; 24] = [
            "phase",
            "stage",
            "part",
            "step",
            "action",
            "item",
            "no",
            "number",
            "milestone",
            "objective",
            "target",
            "option",
            "pledge",
            "goal",
            "version",
            "priority",
            "section",
            "appendix",
            "tier",
            "level",
            "band",
            "wave",
            "cohort",
            "round",
        ];
        at > 0 && self.is_word(at - 1, &THINGS)
    }

    /// A month's name, unless it is the verb "may" or May Day.
    pub(super) fn month_name(&self, at: usize) -> Option<u32> {
        const AFTER_VERB: [&str; 9] =
            ["be", "not", "have", "need", "also", "require", "take", "include", "day"];
        let word = self.word(at)?;
        let month = lexicon::month(word)?;
        (word != "may" || !self.is_word(at + 1, &AFTER_VERB)).then_some(month)
    }

    /// "Aug. 03", "December 2003", "March 31st, 2008", "Oct 2008/09", "May".
    fn month_first(&self, at: usize) -> Found {
        let month = self.month_name(at)?;
        let after = at + 1 + usize::from(self.is_sign(at + 1, &['.']));
        if let Some(days) = self.days_after_month(after, month) {
            return Some(days);
        }
        if let Some((day, year, next)) = self.day_after_month(after) {
            return Some(one(Part::Day(month, day), year, next));
        }
        if self.day_or_far_year(after, month) {
            return Some(one(Part::Impossible, YearName::Calendar(0), after + 1));
        }
        let (year, next) = self.year_of_month(at + 1, month).unwrap_or((YearName::Unsaid, after));
        Some(one(Part::Month(month), year, next))
    }

    /// The day after a month's name, and the year after that.
    fn day_after_month(&self, at: usize) -> Option<(u32, YearName, usize)> {
        let start = self.skip_words(at, &["the"]);
        let (day, ordinal, next) =
            self.counted(start).filter(|(day, ..)| (1..=31).contains(day))?;
        let (_, digits) = self.number(start)?;
        let year_at = next + usize::from(self.is_sign(next, &[',']));
        if let Some((year, next)) = self.whole_year(year_at).filter(|_| digits <= 2)
            && self.pair(year_at).is_none()
        {
            return Some((day, YearName::Calendar(year), next));
        }
        let short = self.is_short_year(day) && digits == 2 && !self.day_of_span(next);
        let pair = self.pair(start).is_some();
        (ordinal || !short && !pair && digits <= 2 && self.ends(next)).then_some((
            day,
            YearName::Unsaid,
            next,
        ))
    }

    /// Whether "to May 30, 2019" follows: then the number before it is a day as well.
    fn day_of_span(&self, at: usize) -> bool {
        let Some((_, month)) = self.join(at) else { return false };
        let year = month + 2 + usize::from(self.is_sign(month + 2, &[',']));
        let day = self.counted(month + 1).is_some_and(|(day, ..)| (1..=31).contains(&day));
        self.month_name(month).is_some() && day && self.whole_year(year).is_some()
    }

    /// "April 15-30, 2019".
    fn days_after_month(&self, at: usize, month: u32) -> Found {
        let (first, _, next) = self.counted(at)?;
        let (join, second) = self.join(next)?;
        let (last, _, next) = self.counted(second)?;
        let (year, next) = self.whole_year(next + usize::from(self.is_sign(next, &[','])))?;
        let days = (1..=31).contains(&first) && (1..=31).contains(&last);
        let point = |day| Point::new(Part::Day(month, day), YearName::Calendar(year));
        days.then(|| (listed(&[(None, first), (Some(join), last)], point), next))
    }

    /// "June 30" in a plan of 2018 may be a day or, at some distance, a year: neither is certain.
    fn day_or_far_year(&self, at: usize, month: u32) -> bool {
        let Some((value, 2)) = self.number(at) else { return false };
        let reference = reference_year(self.context).zip(self.century(value));
        let far = reference.is_some_and(|(reference, year)| {
            (reference + FAR_YEAR..=reference + FARTHEST_YEAR).contains(&year)
        });
        let day = chrono::NaiveDate::from_ymd_opt(2000, month, value).is_some();
        far && day && !self.glued(at) && self.pair(at).is_none()
    }

    /// The year after a month's name, past a full stop, dash, slash, comma or "of".
    fn year_of_month(&self, at: usize, month: u32) -> Option<(YearName, usize)> {
        let mut start = at;
        let mut parted = false;
        while self.is_sign(start, &['.', ',', '-', '/', '(']) && start < at + 2 {
            parted |= self.is_sign(start, &['-', '/', ',']);
            start += 1;
        }
        start = self.skip_words(start, &["of", "in"]);
        if let Some((year, next)) = self.pair(start) {
            return Some((month_of_pair(year, month), next));
        }
        if self.is_sign(at, &['(']) {
            return None;
        }
        if let Some((year, next)) = self.whole_year(start) {
            return Some((YearName::Calendar(year), next));
        }
        let (value, digits) = self.number(start)?;
        let ordinal =
            self.glued(start + 1) && self.word(start + 1).is_some_and(lexicon::ordinal_ending);
        // "Oct - 31 Dec" is a span to a day, "15 May, 15 July" two days; "Aug 03 Sept 03" two months.
        let day = parted && self.starts_day(start);
        let too_great_for_day = value > 31;
        let year =
            digits == 2 && !ordinal && !day && (too_great_for_day || self.is_short_year(value));
        year.then(|| Some((YearName::Calendar(self.century(value)?), start + 1))).flatten()
    }

    /// "31.10", "31/10", "06/25" and "09/2008": day and month, or month and year.
    fn day_and_month_in_digits(&self, at: usize) -> Found {
        let ((first, first_digits), sign, (second, second_digits)) =
            (self.number(at)?, self.sign(at + 1)?, self.number(at + 2)?);
        let next = at + 3;
        let apart = !self.glued(at + 1) || !self.glued(next - 1) || self.pair(at).is_some();
        if apart
            || first_digits > 2 && second_digits > 2
            || !self.ends(next)
            || self.numbers_a_thing(at)
        {
            return self.iso_month(at).filter(|_| self.pair(at).is_none());
        }
        let month = |value: u32| (1..=12).contains(&value);
        match (sign, second_digits) {
            ('/' | '.' | '-', 4) if first_digits <= 2 && month(first) => {
                Some(one(Part::Month(first), YearName::Calendar(self.whole_year(at + 2)?.0), next))
            }
            ('.', 2) if first_digits <= 2 && month(second) => {
                Some(one(Part::Day(second, first), YearName::Unsaid, next))
            }
            ('/', 1 | 2) if first_digits <= 2 => {
                let day_month = (1..=31).contains(&first) && month(second);
                let month_year = month(first) && second_digits == 2 && self.is_short_year(second);
                match (day_month, month_year) {
                    (true, false) => Some(one(Part::Day(second, first), YearName::Unsaid, next)),
                    (false, true) => Some(one(
                        Part::Month(first),
                        YearName::Calendar(self.century(second)?),
                        next,
                    )),
                    // Either reading would be a guess.
                    _ => None,
                }
            }
            _ => self.iso_month(at),
        }
    }

    /// "2008-04".
    fn iso_month(&self, at: usize) -> Found {
        let (year, _) = self.whole_year(at)?;
        let (month, digits) = self.number(at + 2)?;
        let form = self.is_sign(at + 1, &['-', '.']) && self.glued(at + 1) && self.glued(at + 2);
        (form && digits == 2 && (1..=12).contains(&month))
            .then(|| one(Part::Month(month), YearName::Calendar(year), at + 3))
    }

    /// Whether a date may end here: at the end, a sign, or a word that is no unit of measure.
    fn ends(&self, at: usize) -> bool {
        match self.tokens.get(at) {
            None => true,
            Some(_) if self.sign(at).is_some() => !self.is_sign(at, &['%', '£', '$', '€']),
            Some(_) => self.word(at).is_some_and(|word| {
                matches!(word, "to" | "and" | "or" | "until" | "onwards" | "at")
            }),
        }
    }
}

/// The calendar year of a month that is named in a financial year: "March 2003/04".
fn month_of_pair(year: FinancialYear, month: u32) -> YearName {
    YearName::Calendar(year.start_year() + i32::from(month < 4))
}
