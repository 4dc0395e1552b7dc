//! Reads how often a timescale is due: "every 3-4 months", "2 x year (April and October)".

use chrono::Weekday;

use super::cursor::Cursor;
use super::item::{Item, Join};
use super::lexicon::{self, Season};
use super::tie::counted_in;
use crate::{Recurrence, TimeUnit, YearDay};

/// The rhythm of what recurs; `None` where it is not said ("regularly", "as required") or can be
/// meant in two ways ("bi-monthly").
pub(super) fn recurrence(cursor: &Cursor<'_>) -> Option<Recurrence> {
    let mut at = 0;
    while at < cursor.tokens.len() {
        let Some(next) = cursor.recurrence(at) else {
            at += 1;
            continue;
        };
        if let Some(mut rule) = rhythm(cursor, at) {
            if rule.unit == TimeUnit::Month && rule.every_max.is_multiple_of(12) {
                rule.on.extend(named_days(cursor));
                // "Three times a year" in two named months says something else than they do.
                let contradicts = rule.times > 1
                    && !rule.on.is_empty()
                    && rule.on.len() != usize::try_from(rule.times).ok()?;
                if contradicts {
                    return None;
                }
                if !rule.on.is_empty() {
                    rule.times = 1;
                }
            }
            return Some(rule);
        }
        at = next;
    }
    None
}

fn rhythm(cursor: &Cursor<'_>, at: usize) -> Option<Recurrence> {
    let word = cursor.word(at);
    if let Some(rule) = word.and_then(|word| adverb(word, 1)) {
        return Some(rule);
    }
    match word {
        Some("every" | "each" | "per") => every(cursor, at + 1),
        Some("once") => per(cursor, at + 1, 1),
        Some("twice") => per(cursor, at + 1, 2),
        Some("thrice") => per(cursor, at + 1, 3),
        Some("half" | "semi" | "bi") => halved(cursor, at),
        _ => counted(cursor, at),
    }
}

/// "Monthly", and "6 monthly" with its number.
fn adverb(word: &str, number: u32) -> Option<Recurrence> {
    let (each, unit) = match word {
        "daily" | "nightly" => (1, TimeUnit::Day),
        "weekly" => (1, TimeUnit::Week),
        "fortnightly" => (2, TimeUnit::Week),
        "monthly" => (1, TimeUnit::Month),
        "quarterly" if number == 1 => (3, TimeUnit::Month),
        "yearly" => (12, TimeUnit::Month),
        "annual" | "annually" | "annum" if number == 1 => (12, TimeUnit::Month),
        "biannual" | "biannually" if number == 1 => (6, TimeUnit::Month),
        "biennial" | "biennially" if number == 1 => (24, TimeUnit::Month),
        _ => return None,
    };
    Some(Recurrence::every(each * number, unit))
}

/// "Half-yearly", "semi-annual"; bi-monthly may be twice a month or every second one.
fn halved(cursor: &Cursor<'_>, at: usize) -> Option<Recurrence> {
    let next = at + 1 + usize::from(cursor.is_sign(at + 1, &['-']));
    let yearly = cursor.is_word(next, &["yearly", "annual", "annually"]);
    let clear = !cursor.is_word(at, &["bi"]) || !cursor.is_word(next, &["yearly"]);
    (yearly && clear).then(|| Recurrence::every(6, TimeUnit::Month))
}

/// What follows "every", "each" or "per".
fn every(cursor: &Cursor<'_>, at: usize) -> Option<Recurrence> {
    let other = cursor.is_word(at, &["other", "second", "alternate"]);
    let at = cursor.skip_words(at, &["other", "single", "calendar", "financial"]);
    if let Some((Item::Length(length), _)) = cursor.length(at) {
        let (each, unit) = counted_in(length.unit);
        let working = cursor.is_word(at + 1, &["working", "business"]);
        return (!working).then(|| Recurrence {
            every_min: length.least * each,
            ..Recurrence::every(length.most * each, unit)
        });
    }
    let (number, at) = match cursor.counted(at) {
        Some((number, _, next)) => (number, next),
        None => (if other { 2 } else { 1 }, at),
    };
    let word = cursor.word(at)?;
    if number == 0 {
        return None;
    }
    if let Some(unit) = lexicon::unit(word) {
        // "The first Monday of each month" names a day of it.
        let day_of_week =
            (0..cursor.tokens.len()).any(|place| cursor.word(place).is_some_and(lexicon::weekday));
        let (each, unit) = counted_in(unit);
        return (!day_of_week).then(|| Recurrence::every(each * number, unit));
    }
    if let Some(weekday) = weekday(word) {
        let weekly = Recurrence::every(number, TimeUnit::Week);
        return Some(Recurrence { weekday: Some(weekday), ..weekly });
    }
    let yearly = Recurrence::every(12 * number, TimeUnit::Month);
    if let Some(month) = cursor.month_name(at) {
        // The month is found again with its day and those beside it.
        let found = named_days(cursor).iter().any(|on| on.month == month);
        let on = if found { Vec::new() } else { vec![YearDay { month, day: None }] };
        return Some(Recurrence { on, ..yearly });
    }
    let month = match lexicon::season(word)? {
        Season::Spring => 5,
        Season::Summer => 8,
        Season::Autumn => 11,
        Season::Winter => 2,
    };
    Some(Recurrence { on: vec![YearDay { month, day: None }], ..yearly })
}

/// "A month" after "twice".
fn per(cursor: &Cursor<'_>, at: usize, times: u32) -> Option<Recurrence> {
    let at = at + usize::from(cursor.is_sign(at, &['-', '/']));
    let other = (at..at + 3).any(|place| cursor.is_word(place, &["other"]));
    let at = cursor.skip_words(at, &["a", "an", "per", "each", "every", "in"]);
    let word = cursor.word(at)?;
    let rule = match lexicon::unit(word) {
        Some(unit) => {
            let (each, unit) = counted_in(unit);
            Recurrence::every(each, unit)
        }
        None => adverb(word, 1)?,
    };
    (!other && times > 0).then_some(Recurrence { times, ..rule })
}

/// "6 monthly", "3-4 monthly", "3 times a year", "2 x year".
fn counted(cursor: &Cursor<'_>, at: usize) -> Option<Recurrence> {
    let (number, _, next) = cursor.counted(at).filter(|(number, ..)| *number > 0)?;
    let name = next + usize::from(cursor.is_sign(next, &['-']));
    if cursor.is_word(name, &["x", "times"]) {
        return per(cursor, name + 1, number);
    }
    let rule = adverb(cursor.word(name)?, number)?;
    // The number before the dash of "3-4 monthly".
    let joined = at.checked_sub(1).and_then(|place| cursor.join(place));
    let least = match joined {
        Some((Join::Dash | Join::To, _)) => at.checked_sub(2).and_then(|at| cursor.counted(at)),
        _ => None,
    };
    Some(match least {
        Some((least, false, _)) if least > 0 && least < number => {
            Recurrence { every_min: rule.every_min / number * least, ..rule }
        }
        _ => rule,
    })
}

/// The months and days of every year that are named: those without a year of their own, and not
/// those from which or until which it runs.
fn named_days(cursor: &Cursor<'_>) -> Vec<YearDay> {
    const BOUNDS: [&str; 9] =
        ["from", "until", "till", "to", "since", "starting", "commencing", "beginning", "after"];
    let mut days = Vec::new();
    for at in 0..cursor.tokens.len() {
        let Some(month) = cursor.month_name(at) else { continue };
        let before = at.checked_sub(1);
        let ending = before.filter(|place| cursor.is_word(*place, &["st", "nd", "rd", "th", "of"]));
        let day_at = ending.and_then(|place| place.checked_sub(1)).or(before);
        let day_before = day_at.and_then(|place| cursor.number(place));
        let day_after = cursor.number(at + 1).filter(|(_, digits)| *digits <= 2);
        let dated = cursor.number(at + 1).is_some() && day_after.is_none()
            || cursor.number(at + 2).is_some_and(|(_, digits)| digits == 4);
        let start = if day_before.is_some() { day_at } else { Some(at) };
        let word = start.and_then(|start| start.checked_sub(1));
        let bound = word.is_some_and(|place| cursor.is_word(place, &BOUNDS));
        // A number right after it may be its year.
        if dated || bound || day_after.is_some() {
            continue;
        }
        let day = day_before.map(|(day, _)| day).filter(|day| (1..=31).contains(day));
        days.push(YearDay { month, day });
    }
    days
}

fn weekday(word: &str) -> Option<Weekday> {
    lexicon::weekday(word).then(|| word.get(..3)?.parse().ok()).flatten()
}
