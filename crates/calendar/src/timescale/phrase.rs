//! Turns the tokens of a timescale into dates, lengths and the small words that say how they hold.

use super::cursor::Cursor;
use super::item::{Item, Join, Length, Mark, NOISE, PHRASES};
use super::lexicon;

/// The items of a timescale, in order.
pub(super) fn items(cursor: &Cursor<'_>) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let mut at = 0;
    while at < cursor.tokens.len() {
        if let Some((found, next)) = cursor.calendar(at).filter(|_| !cursor.recurs(at)) {
            items.extend(found);
            at = next;
        } else if let Some((item, next)) = cursor.item(at, &items) {
            items.push(item);
            at = next;
        } else {
            let number = cursor.number(at).is_some();
            let quiet = cursor.is_word(at, &NOISE)
                || cursor.sign(at).is_some_and(|sign| !matches!(sign, '%' | '£' | '$' | '€'));
            if !quiet {
                items.push(if number { Item::Number } else { Item::Word });
            }
            at += 1;
        }
    }
    items
}

impl Cursor<'_> {
    fn recurs(&self, at: usize) -> bool {
        self.recurrence(at).is_some()
    }

    /// Any item that is not in the calendar.
    fn item(&self, at: usize, before: &[Item]) -> Option<(Item, usize)> {
        self.recurrence(at)
            .map(|next| (Item::Recurrence, next))
            .or_else(|| self.term(at))
            .or_else(|| self.priority(at))
            .or_else(|| self.length(at))
            .or_else(|| self.not_applicable(at))
            .or_else(|| self.fixed_phrase(at))
            .or_else(|| self.plus_sign(at))
            .or_else(|| self.join(at).map(|(join, next)| (Item::Join(join), next)))
            .or_else(|| {
                self.sign(at)
                    .filter(|sign| matches!(sign, '(' | ')' | ';'))
                    .map(|_| (Item::Stop, at + 1))
            })
            .or_else(|| self.verb(at, before))
    }

    /// "2009+".
    fn plus_sign(&self, at: usize) -> Option<(Item, usize)> {
        let open = self.is_sign(at, &['+']) && self.glued(at) && self.number(at + 1).is_none();
        open.then_some((Item::Mark(Mark::Onwards), at + 1))
    }

    pub(super) fn fixed_phrase(&self, at: usize) -> Option<(Item, usize)> {
        let first = self.word(at)?;
        PHRASES
            .iter()
            .filter(|(words, _)| words.first() == Some(&first))
            .filter_map(|(words, item)| Some((*item, self.phrase(at, words)?)))
            .max_by_key(|(_, next)| *next)
    }

    fn not_applicable(&self, at: usize) -> Option<(Item, usize)> {
        // A dash or a question mark alone is an empty cell.
        if at == 0
            && self
                .tokens
                .iter()
                .enumerate()
                .all(|(place, _)| self.is_sign(place, &['-', '?', '.']))
        {
            return Some((Item::Unset, self.tokens.len()));
        }
        let letters = self.is_word(at, &["n"])
            && self.is_sign(at + 1, &['/'])
            && self.is_word(at + 2, &["a"]);
        letters.then_some((Item::Unset, at + 3))
    }

    /// A verb that says something began or is done.
    fn verb(&self, at: usize, before: &[Item]) -> Option<(Item, usize)> {
        let word = self.word(at)?;
        if before.is_empty() && matches!(word, "start" | "begin" | "commence") {
            return Some((Item::Mark(Mark::From), at + 1));
        }
        let to_be = at > 0 && self.word(at - 1).is_some_and(lexicon::to_be);
        (lexicon::deed_done(word) && !to_be).then_some((Item::Mark(Mark::Past), at + 1))
    }

    /// What may stand between two dates or numbers.
    pub(super) fn join(&self, at: usize) -> Option<(Join, usize)> {
        let join = match (self.sign(at), self.word(at)) {
            (Some('-'), _) => Join::Dash,
            (Some('/'), _) => Join::Slash,
            (Some('&' | '+'), _) | (_, Some("and" | "or")) => Join::And,
            (Some(','), _) => Join::Comma,
            (_, Some("to")) => Join::To,
            _ => return None,
        };
        // "And/or" and ", and" are one.
        if matches!(join, Join::And | Join::Comma) {
            let next = at + 1 + usize::from(self.is_sign(at + 1, &['/']));
            if self.is_word(next, &["and", "or"]) || self.is_sign(next, &['&']) {
                return Some((Join::And, next + 1));
            }
        }
        Some((join, at + 1))
    }

    /// "Every 3-4 months", "2 x year", "3 yearly", "twice a month", "per annum", "quarterly".
    pub(super) fn recurrence(&self, at: usize) -> Option<usize> {
        if self.word(at).is_some_and(lexicon::recurrence) {
            return Some(at + 1);
        }
        if self.is_word(at, &["every", "each", "per", "once", "twice", "thrice"]) {
            return self.recurrence_unit(at);
        }
        let half = self.is_word(at, &["half", "bi", "semi", "tri"]);
        let (next, number) = match self.counted(at) {
            Some((_, false, next)) => (next, true),
            _ if half => (at + 1, false),
            _ => return None,
        };
        let after = next + usize::from(self.is_sign(next, &['-']));
        if self.word(after).is_some_and(lexicon::recurrence) {
            return Some(after + 1);
        }
        if number && self.is_word(after, &["x", "times"]) {
            let per = after + 1 + usize::from(self.is_sign(after + 1, &['/']));
            let unit = self.skip_words(per, &["a", "per", "each", "every", "in"]);
            return self.word(unit).and_then(lexicon::unit).map(|_| unit + 1);
        }
        None
    }

    /// The unit after "every", "per" or "twice a".
    fn recurrence_unit(&self, at: usize) -> Option<usize> {
        let often = self.is_word(at, &["once", "twice", "thrice"]);
        let mut next = at + 1;
        if often {
            next = self.skip_words(next, &["a", "an", "per", "each", "every"]);
            let adverb = self.word(next).is_some_and(lexicon::recurrence);
            if next == at + 1 && !adverb && !self.is_sign(next, &['-']) {
                return None;
            }
            next += usize::from(self.is_sign(next, &['-']));
        } else {
            next = self.skip_words(next, &["other", "single", "calendar", "financial", "working"]);
            if let Some((Item::Length(_), end)) = self.length(next) {
                return Some(end);
            }
            if let Some((_, _, end)) = self.counted(next) {
                next = end;
            }
        }
        let half = self.is_word(next, &["half"]);
        let next = if half { next + 1 + usize::from(self.is_sign(next + 1, &['-'])) } else { next };
        // "Every Board meeting".
        let next = next + usize::from(self.is_word(next + 1, &["meeting"]));
        let word = self.word(next)?;
        let known = lexicon::unit(word).is_some()
            || matches!(word, "term" | "terms" | "meeting" | "cycle")
            || lexicon::recurrence(word)
            || lexicon::weekday(word)
            || self.month_name(next).is_some()
            || lexicon::season(word).is_some();
        // "Each March 09" would be a date.
        let dated = self.is_word(at, &["each", "every"]) && self.number(next + 1).is_some();
        (known && !dated).then_some(next + 1)
    }

    /// "12 weeks", "a 6-month period", "3 to 5 years", "a month", "10 working days".
    pub(super) fn length(&self, at: usize) -> Option<(Item, usize)> {
        let article = self.is_word(at, &["a", "an"]);
        let start = at + usize::from(article);
        let (least, most, next) = match self.counted(start) {
            Some((least, false, next)) => {
                let second = self.join(next).and_then(|(_, after)| self.counted(after));
                match second {
                    Some((most, false, end)) if most >= least => (least, most, end),
                    _ => (least, least, next),
                }
            }
            None if article => (1, 1, start),
            _ => return None,
        };
        // "Six (6) months" says its number twice.
        let twice = self.is_sign(next, &['(']) && self.is_sign(next + 2, &[')']);
        let again = twice && self.counted(next + 1).is_some_and(|(number, ..)| number == least);
        let next = if again { next + 3 } else { next };
        let name = next + usize::from(self.is_sign(next, &['-']));
        // Working days are counted on a calendar of bank holidays.
        let working = self.is_word(name, &["working", "clear", "business"]);
        let unit_at = self.skip_words(
            name,
            &["working", "business", "clear", "calendar", "full", "whole", "consecutive"],
        );
        let unit = self.word(unit_at).and_then(lexicon::unit)?;
        let after = unit_at
            + 1
            + usize::from(
                self.is_sign(unit_at + 1, &['-']) && self.is_word(unit_at + 2, &["period"]),
            );
        let period = self.is_word(after, &["period"]);
        let length = Length { least, most, unit, indefinite: article && period || working };
        let sensible = (1..=999).contains(&most) && least > 0;
        sensible.then_some((Item::Length(length), if period { after + 1 } else { unit_at + 1 }))
    }

    /// "Short-term", "short to medium term", "Short-, Medium- and Long- term".
    fn term(&self, at: usize) -> Option<(Item, usize)> {
        const TERMS: [&str; 7] = ["short", "medium", "long", "longer", "shorter", "mid", "near"];
        if at == 0 && self.terms_alone() {
            return Some((Item::Term { short: false }, self.tokens.len()));
        }
        let mut short = false;
        let mut next = at;
        while self.is_word(next, &TERMS) {
            short |= self.is_word(next, &["short", "shorter", "near"]);
            next += 1;
            while !self.is_word(next, &["term"]) {
                match self.join(next) {
                    Some((_, after)) => next = after,
                    None => break,
                }
            }
            if self.is_word(next, &["term"]) {
                let more = self.join(next + 1).filter(|(_, after)| self.is_word(*after, &TERMS));
                match more {
                    Some((_, after)) => next = after,
                    None => return Some((Item::Term { short }, next + 1)),
                }
            }
        }
        None
    }

    /// "S", "M/L", "Long" in a column of terms.
    fn terms_alone(&self) -> bool {
        const TERMS: [&str; 8] = ["s", "m", "l", "st", "mt", "lt", "short", "long"];
        let named =
            |place| self.is_word(place, &TERMS) || self.is_sign(place, &['/', ',', '-', '&']);
        self.is_word(0, &TERMS) && (1..self.tokens.len()).all(named)
    }

    /// "Priority 3", "high priority"; and "High" alone.
    fn priority(&self, at: usize) -> Option<(Item, usize)> {
        const LEVELS: [&str; 7] = ["high", "medium", "low", "top", "a", "b", "c"];
        if self.is_word(at, &["priority"]) {
            let level = self.counted(at + 1).map(|(_, _, next)| next);
            let named = self.is_word(at + 1, &LEVELS).then_some(at + 2);
            return level.or(named).map(|next| (Item::Priority, next));
        }
        let level = self.is_word(at, &["high", "medium", "low", "top"]);
        let alone = self.tokens.len() == 1;
        if level && (alone || self.is_word(at + 1, &["priority"])) {
            return Some((Item::Priority, at + if alone { 1 } else { 2 }));
        }
        None
    }
}
