//! Parts a cell whose items ran together into one line when its marks were lost.
//!
//! Only what the writing itself shows is used: sentence ends, dates that close an item, and capitals
//! where a new item opens. It never looks at how many items are wanted, so that an equal count of dates
//! and items is evidence and not its own making.

use std::sync::LazyLock;

use regex::Regex;

use crate::pattern::pattern;

/// Words in the imperative with which plans open a task, lower case.
const IMPERATIVES: &str = " agree appoint arrange assess attend audit build carry collate collect commission complete \
 conduct confirm consider consult continue convene coordinate create define deliver design determine develop \
 discuss disseminate distribute draft embed enable engage enhance ensure enrol establish evaluate examine expand explore extend \
 finalise follow formalise formulate fund gain hold host identify implement improve include increase initiate integrate introduce \
 invest invite issue join keep launch liaise maintain make map meet mobilise monitor negotiate nominate obtain open \
 organise participate pilot plan prepare present prioritise procure produce progress promote propose provide publish purchase raise reconfigure recruit \
 redesign reduce refine refresh refurbish reinforce relocate renew repatriate replace report request research respond restructure retain review \
 revise roll run scope secure seek select send set share sign specify standardise start strengthen streamline submit \
 support survey take target tender test train transfer undertake update upgrade use utilise verify widen work write ";

/// Words that lead on to what follows, so that no item ends with them, lower case.
const LEADING_ON: &str = " to of for the in with and on by a an all from at every each within across between through or both \
 as their its our his her your my new into over under re re: via per against about around regarding including incl e.g. i.e. eg ie \
 & + than that which who this these those other any some no only out up off not is are be been being was were will would \
 should may can could must has have had do does if when where whose toward towards onto upon during until since \
 before after above below between vs vs. versus such local national joint relevant key current existing main major \
 revised further wider whole full ";

/// Words that open an item when they stand with a capital, beside the imperatives; lower case.
const OPENING: &str = " all new first second third final initial draft further monthly quarterly annual weekly regular timely each \
 every this the to no some most ";

/// Imperatives that are also things: "Action Plan" is one name.
const NOUNS_TOO: &str = " plan report review audit survey map draft design test target support train work use fund update \
 scope share progress produce ";

/// Things that are counted off, lower case.
const NUMBERED: &str = " section phase stage wave round tranche ";

/// Participles that nothing is the object of, so that an item ends with them.
const ENDS: &str = " completed achieved finalised launched published ";

/// How many items back the same opening is looked for.
const MOST_BESIDE: usize = 40;

static MONTH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?(?:[-/][a-z]+\.?)?$",
    )
});
static YEAR: LazyLock<Regex> = LazyLock::new(|| pattern(r"^['’]?(?:(?:19|20)\d\d|\d\d)$"));

/// Whether a text opens with a task word, as "Develop a strategy" does.
#[must_use]
pub fn opens_with_task(text: &str) -> bool {
    text.split_whitespace().next().is_some_and(|word| is_in(IMPERATIVES, word))
}

/// Whether a text opens with a task word that is also the name of a thing, as "Plan agreed" does.
#[must_use]
pub fn opens_with_thing(text: &str) -> bool {
    text.split_whitespace().next().is_some_and(|word| is_in(NOUNS_TOO, word))
}

/// The items of a text that has lost the marks between them; one when nothing shows an end.
#[must_use]
pub fn items_of(text: &str) -> Vec<String> {
    parted(text, true)
}

/// The sentences of a text.
#[must_use]
pub fn sentences_of(text: &str) -> Vec<String> {
    parted(text, false)
}

fn parted(text: &str, by_capitals: bool) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut items: Vec<Vec<&str>> = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let opens = index == 0
            || ends_sentence(&words, index)
            || (by_capitals && (opens_item(&words, index) || opens_beside(&words, index, &items)));
        match items.last_mut() {
            Some(item) if !opens => item.push(word),
            _ => items.push(vec![word]),
        }
    }
    items.into_iter().map(|item| item.join(" ")).collect()
}

/// A full stop before a capital or a figure, unless it belongs to a short form.
fn ends_sentence(words: &[&str], index: usize) -> bool {
    let Some((previous, word)) = pair(words, index) else { return false };
    let opens = inner(word)
        .starts_with(|character: char| character.is_uppercase() || character.is_ascii_digit());
    let before = previous.trim_end_matches([')', '"', '\'', '’', '”']);
    let Some(stem) = before.strip_suffix(['.', '!', '?', ';']) else { return false };
    // "C.Gov.", "M.A.", "e.g." and a single letter are short forms; so is a month before its year.
    let is_short = stem.contains('.')
        || stem.chars().count() <= 1
        || MONTH.is_match(before) && YEAR.is_match(word);
    let is_title = ["dr", "mr", "mrs", "ms", "prof", "no", "nos", "vs", "approx"]
        .contains(&stem.to_lowercase().as_str());
    opens && !is_short && !is_title
}

fn opens_item(words: &[&str], index: usize) -> bool {
    let Some((previous, word)) = pair(words, index) else { return false };
    let open = inner(word);
    if closes_with_date(words, index) {
        return open.starts_with(char::is_uppercase) && !MONTH.is_match(word)
            || open.starts_with(|character: char| character.is_ascii_digit())
                && !next_is_month(words, index)
            || is_deed(open) && next_is_month(words, index);
    }
    let led_on =
        previous.ends_with([',', ':', '-', '–', '(', '/', '&']) || is_in(LEADING_ON, previous);
    if led_on || !is_capitalised(open) || inner(previous).is_empty() {
        return false;
    }
    let next = words.get(index + 1).map(|next| inner(next)).unwrap_or_default();
    let next_is_lower = next.starts_with(char::is_lowercase);
    let is_opening = is_in(IMPERATIVES, open) || is_in(OPENING, open);
    if inner(previous).starts_with(|character: char| character.is_lowercase()) {
        // A task word takes an object with a capital: "improve Board understanding".
        return !is_in(IMPERATIVES, previous) && (next_is_lower || is_opening);
    }
    // Behind a name only a clear opening counts: "Reform Identify gaps", "London Agreement reached".
    if is_in(NOUNS_TOO, open) {
        return false;
    }
    let is_noun_of_doing = ["ment", "tion", "sion"].iter().any(|end| open.ends_with(end));
    let is_verb_form = open.ends_with("ed") || open.ends_with("ing");
    next_is_lower
        && (is_opening
            || is_noun_of_doing && (next == "of" || next.ends_with("ed"))
            || is_verb_form
                && ["with", "by", "to", "from", "for", "and", "in", "on"].contains(&next))
}

/// Openings that show only beside the items around them: a short form in capitals that ends one item
/// and opens the next, one of several items with the same opening, one with its own predicate, and a
/// numbered section or phase.
fn opens_beside(words: &[&str], index: usize, items: &[Vec<&str>]) -> bool {
    let Some((previous, word)) = pair(words, index) else { return false };
    let open = inner(word);
    let led_on = previous.ends_with([',', ':', ';', '-', '–', '(', '/', '&'])
        || is_in(LEADING_ON, previous)
        || is_in(IMPERATIVES, previous) && inner(previous).starts_with(char::is_lowercase);
    let at = |place: usize| words.get(place).map(|word| inner(word)).unwrap_or_default();
    let (next, after) = (at(index + 1), at(index + 2));
    if is_in(NUMBERED, open) && is_capitalised(open) && !led_on {
        let law = ["act", "bill", "regulations"].contains(&previous.to_lowercase().as_str());
        return !law && next.starts_with(|character: char| character.is_ascii_digit());
    }
    if !is_short_form(open) {
        return false;
    }
    if previous == open {
        return true;
    }
    let current = items.last().map_or(0, Vec::len);
    let lower = inner(previous).starts_with(char::is_lowercase) && current >= 2;
    let numbered = next.chars().all(|character| character.is_ascii_digit()) && !next.is_empty();
    let predicate = is_deed(next) || next == "in" && after == "place" || numbered && is_deed(after);
    let near = items.iter().rev().take(MOST_BESIDE);
    let repeated =
        near.into_iter().any(|item| item.first().is_some_and(|first| inner(first) == open));
    let ended = is_in(ENDS, previous);
    !led_on && lower && (ended || is_thing(previous) && (predicate || repeated))
}

/// Whether a word is written like the name of a thing: a plural, or a noun of doing.
fn is_thing(word: &str) -> bool {
    let plural = word.len() > 3 && word.ends_with('s') && !word.ends_with("ss");
    plural || ["tion", "sion", "ment", "ance"].iter().any(|end| word.ends_with(end))
}

/// A past participle.
fn is_deed(word: &str) -> bool {
    let word = word.trim_end_matches(['.', ',', ';']);
    word.len() > 4 && word.ends_with("ed") && word.starts_with(char::is_lowercase)
}

/// A short form in capitals, such as "PEC", "PDPs" or "LDPR2".
fn is_short_form(word: &str) -> bool {
    let capitals = word.chars().filter(|character| character.is_uppercase()).count();
    let others = word.chars().filter(|character| !character.is_alphanumeric()).count();
    capitals >= 2 && others == 0 && word.chars().take(2).all(char::is_uppercase)
}

fn pair<'a>(words: &[&'a str], index: usize) -> Option<(&'a str, &'a str)> {
    Some((words.get(index.checked_sub(1)?)?, words.get(index)?))
}

/// Whether the words before `index` end in a month and its year.
fn closes_with_date(words: &[&str], index: usize) -> bool {
    let at = |back: usize| {
        index.checked_sub(back).and_then(|place| words.get(place)).copied().unwrap_or_default()
    };
    YEAR.is_match(at(1)) && MONTH.is_match(at(2))
}

fn next_is_month(words: &[&str], index: usize) -> bool {
    words.get(index + 1).is_some_and(|next| MONTH.is_match(next))
}

/// A word without the quotes and brackets in front of it.
fn inner(word: &str) -> &str {
    word.trim_start_matches(['‘', '’', '\'', '"', '“', '('])
}

/// A capital and then a small letter: not a short form such as "PCT".
fn is_capitalised(word: &str) -> bool {
    let mut characters = word.chars();
    characters.next().is_some_and(char::is_uppercase)
        && characters.next().is_some_and(char::is_lowercase)
}

fn is_in(list: &str, word: &str) -> bool {
    let word = inner(word).trim_end_matches([',', ';', ')']).to_lowercase();
    !word.is_empty() && list.split(' ').any(|listed| listed == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(items_of(text), expected);
    }

    #[test]
    fn sentences_are_items() {
        check(
            "Paper drafted. Board agreed it. Launch",
            &["Paper drafted.", "Board agreed it.", "Launch"],
        );
        check(
            "C.Gov. assessment with M.A. held, e.g. Access",
            &["C.Gov. assessment with M.A. held, e.g. Access"],
        );
    }

    #[test]
    fn a_date_closes_an_item() {
        check(
            "Workshop held Aug 03 Presentation to Board in Oct 03",
            &["Workshop held Aug 03", "Presentation to Board in Oct 03"],
        );
        check("Launch on Oct 03 2 Nov 03", &["Launch on Oct 03 2 Nov 03"]);
    }

    #[test]
    fn a_capital_opens_an_item_after_a_small_word() {
        check("Terms agreed First meeting held", &["Terms agreed", "First meeting held"]);
        check("Research best method Map practice", &["Research best method", "Map practice"]);
        check("Train staff on Reform Identify gaps", &["Train staff on Reform", "Identify gaps"]);
    }

    #[test]
    fn short_forms_open_an_item_beside_others_like_it() {
        check(
            "Group set up as part of PEC PEC decisions on bids PEC clinicians take part",
            &["Group set up as part of PEC", "PEC decisions on bids", "PEC clinicians take part"],
        );
        check(
            "Review of training needs PDPs in place",
            &["Review of training needs", "PDPs in place"],
        );
        check(
            "Timely first completion ABC 3 completed",
            &["Timely first completion", "ABC 3 completed"],
        );
        check(
            "Report on savings completed QIPP out-turn",
            &["Report on savings completed", "QIPP out-turn"],
        );
        check(
            "Agree bids for wards Section 31 Agreement",
            &["Agree bids for wards", "Section 31 Agreement"],
        );
        check("Use of Health Act Section 31 powers", &["Use of Health Act Section 31 powers"]);
        check(
            "Train all staff of local NHS providers",
            &["Train all staff of local NHS providers"],
        );
    }

    #[test]
    fn a_deed_after_a_date_opens_an_item_when_it_has_a_date_itself() {
        check(
            "Risks assessed August 03 reviewed September 03",
            &["Risks assessed August 03", "reviewed September 03"],
        );
        check(
            "Meeting in August 03 reviewed progress",
            &["Meeting in August 03 reviewed progress"],
        );
    }

    #[test]
    fn a_thing_named_like_a_task_opens_none() {
        check("Action Plan in place", &["Action Plan in place"]);
        check(
            "Group to develop CHI Review to include members",
            &["Group to develop CHI Review to include members"],
        );
    }

    #[test]
    fn names_inside_an_item_do_not_part_it() {
        check(
            "Meet to improve Board and PEC understanding",
            &["Meet to improve Board and PEC understanding"],
        );
        check(
            "Report to the Primary Care Group and NWL Trust",
            &["Report to the Primary Care Group and NWL Trust"],
        );
    }
}
