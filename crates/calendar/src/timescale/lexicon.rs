//! The words of timescales: months, seasons, units, numbers, and what people call a recurrence.

/// A length of time that people count in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Day,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
}

/// A season, as the months of the calendar that it covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

/// A day that people know by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Feast {
    Christmas,
    NewYear,
    Easter,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The month a word names, January being 1: in full, cut to three letters or more, or with one
/// letter wrong, missing, doubled or swapped in a long name.
pub(super) fn month(word: &str) -> Option<u32> {
    let position = MONTHS.iter().position(|name| {
        let cut = word.len() >= 3 && name.starts_with(word);
        cut || (word.len() >= 6 && name.len() >= 6 && one_slip(word, name))
    })?;
    u32::try_from(position + 1).ok()
}

/// Whether one letter changed, dropped, added or swapped with its neighbour turns one word into
/// the other. The first letter must stand.
fn one_slip(word: &str, name: &str) -> bool {
    let (word, name) = (word.as_bytes(), name.as_bytes());
    let same_start = word.iter().zip(name).take_while(|(a, b)| a == b).count();
    if same_start == 0 {
        return false;
    }
    let (word, name) = (&word[same_start..], &name[same_start..]);
    match (word, name) {
        ([a, b, rest @ ..], [c, d, end @ ..]) if a == d && b == c && rest == end => true,
        ([_, rest @ ..], [_, end @ ..]) if rest == end => true,
        ([_, rest @ ..], end) if rest == end => true,
        (rest, [_, end @ ..]) => rest == end,
        _ => false,
    }
}

pub(super) fn weekday(word: &str) -> bool {
    matches!(
        word,
        "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "mon"
            | "tue"
            | "tues"
            | "wed"
            | "weds"
            | "thu"
            | "thur"
            | "thurs"
            | "fri"
            | "sat"
            | "sun"
    )
}

pub(super) fn season(word: &str) -> Option<Season> {
    Some(match word {
        "spring" => Season::Spring,
        "summer" => Season::Summer,
        "autumn" => Season::Autumn,
        "winter" => Season::Winter,
        _ => return None,
    })
}

pub(super) fn feast(word: &str) -> Option<Feast> {
    Some(match word {
        "christmas" | "xmas" => Feast::Christmas,
        "easter" => Feast::Easter,
        _ => return None,
    })
}

pub(super) fn unit(word: &str) -> Option<Unit> {
    Some(match word {
        "day" | "days" => Unit::Day,
        "week" | "weeks" | "wk" | "wks" => Unit::Week,
        "fortnight" | "fortnights" => Unit::Fortnight,
        "month" | "months" | "mth" | "mths" => Unit::Month,
        "quarter" | "quarters" | "qtr" | "qtrs" => Unit::Quarter,
        "year" | "years" | "yr" | "yrs" => Unit::Year,
        _ => return None,
    })
}

const NUMBERS: [&str; 13] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
];

const ORDINALS: [&str; 13] = [
    "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
    "tenth", "eleventh", "twelfth",
];

/// One to twelve and eighteen, in words.
pub(super) fn cardinal(word: &str) -> Option<u32> {
    if word == "eighteen" {
        return Some(18);
    }
    let position = NUMBERS.iter().position(|name| *name == word)?;
    u32::try_from(position).ok().filter(|number| *number > 0)
}

/// First to twelfth, in words.
pub(super) fn ordinal(word: &str) -> Option<u32> {
    let position = ORDINALS.iter().position(|name| *name == word)?;
    u32::try_from(position).ok().filter(|number| *number > 0)
}

/// The letters after a number that make it an ordinal.
pub(super) fn ordinal_ending(word: &str) -> bool {
    matches!(word, "st" | "nd" | "rd" | "th")
}

/// A word that says how often by itself.
pub(super) fn recurrence(word: &str) -> bool {
    matches!(
        word,
        "daily"
            | "nightly"
            | "weekly"
            | "fortnightly"
            | "monthly"
            | "bimonthly"
            | "quarterly"
            | "termly"
            | "biannual"
            | "biannually"
            | "biennial"
            | "biennially"
            | "annual"
            | "annually"
            | "annum"
            | "yearly"
            | "hourly"
            | "regular"
            | "regularly"
            | "periodic"
            | "periodically"
            | "routine"
            | "routinely"
            | "frequently"
            | "occasionally"
            | "recurring"
            | "recurrent"
    )
}

/// Participles that look like a deed done and speak of one to come.
const TO_COME: [&str; 22] = [
    "agreed",
    "anticipated",
    "awaited",
    "based",
    "deferred",
    "delayed",
    "expected",
    "extended",
    "fixed",
    "intended",
    "need",
    "phased",
    "planned",
    "postponed",
    "projected",
    "proposed",
    "proceed",
    "required",
    "revised",
    "scheduled",
    "speed",
    "targeted",
];

/// Whether a word says that something was done.
pub(super) fn deed_done(word: &str) -> bool {
    let irregular = matches!(
        word,
        "held"
            | "done"
            | "met"
            | "sent"
            | "took"
            | "taken"
            | "began"
            | "begun"
            | "went"
            | "gave"
            | "given"
            | "written"
            | "made"
            | "set"
            | "was"
            | "were"
    );
    irregular || (word.len() > 5 && word.ends_with("ed") && !TO_COME.contains(&word))
}

/// Words after which a participle speaks of what is still to be done.
pub(super) fn to_be(word: &str) -> bool {
    matches!(
        word,
        "be" | "being" | "not" | "must" | "should" | "shall" | "will" | "get" | "if" | "until"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, expected: Option<u32>) {
        assert_eq!(month(input), expected, "{input}");
    }

    #[test]
    fn months_are_known_cut_short_and_with_one_slip() {
        check("sept", Some(9));
        check("mar", Some(3));
        check("february", Some(2));
        check("febuary", Some(2));
        check("setpember", Some(9));
        check("novemeber", Some(11));
        check("octuber", Some(10));
    }

    #[test]
    fn other_words_are_no_months() {
        check("ma", None);
        check("marche", None);
        check("member", None);
        check("remember", None);
        check("augment", None);
    }

    #[test]
    fn a_plan_is_no_deed() {
        assert!(deed_done("reviewed") && deed_done("held"));
        assert!(!deed_done("planned") && !deed_done("bed"));
    }
}
