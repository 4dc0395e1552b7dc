//! Words that lead from one commitment to another: cross-references, and the event that a due date
//! hangs on.

/// What a text refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reference {
    /// The commitment of that reference: `2.1`, `10` of `Pledge 10`.
    To(String),
    /// The one before, as in `as above`.
    Above,
}

/// Words before a reference that make it one.
const LEADING: [&str; 7] = ["see", "also", "per", "refer", "to", "cf", "under"];

/// Words for a numbered thing; behind one of them even a bare number is a reference.
const NUMBERED: [&str; 14] = [
    "action",
    "actions",
    "pledge",
    "pledges",
    "objective",
    "objectives",
    "milestone",
    "milestones",
    "commitment",
    "commitments",
    "item",
    "items",
    "priority",
    "no",
];

/// The references to other commitments in a text, in order, each once.
///
/// A reference is a number with dots behind `see`, `as per` or `refer to` (`see 2.1 and 2.3`), any
/// number behind the word for what is numbered and one of these (`see Pledge 10`) or in brackets
/// with it (`(pledge 10)`), and `as above` or `see above`.
#[must_use]
pub fn references(text: &str) -> Vec<Reference> {
    let mut found = Vec::new();
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut place = 0;
    while place < words.len() {
        let word = bare(words[place]);
        let next = words.get(place + 1).map(|word| bare(word)).unwrap_or_default();
        if matches!(word.as_str(), "as" | "see") && next == "above" {
            keep(&mut found, Reference::Above);
            place += 2;
            continue;
        }
        let starts = word == "see"
            || word == "cf"
            || (word == "as" && next == "per")
            || (word == "refer" && next == "to");
        let bracketed = words[place].starts_with('(') && NUMBERED.contains(&word.as_str());
        if starts || bracketed {
            place = list(&words, place, &mut found);
        } else {
            place += 1;
        }
    }
    found
}

/// Reads the references behind a word that starts some; returns where it ends.
fn list(words: &[&str], start: usize, found: &mut Vec<Reference>) -> usize {
    let (mut place, mut numbered) = (start, false);
    while let Some(word) = words.get(place) {
        let plain = bare(word);
        if NUMBERED.contains(&plain.as_str()) {
            numbered = true;
        } else if is_reference(&plain, numbered) {
            keep(found, Reference::To(plain));
            if word.ends_with([')', '.', ';']) {
                return place + 1;
            }
        } else if !LEADING.contains(&plain.as_str())
            && !matches!(plain.as_str(), "as" | "and" | "or" | "&" | "")
        {
            break;
        }
        place += 1;
    }
    place.max(start + 1)
}

fn keep(found: &mut Vec<Reference>, reference: Reference) {
    if !found.contains(&reference) {
        found.push(reference);
    }
}

/// A word in lower case without what stands around it.
fn bare(word: &str) -> String {
    word.trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '&').to_lowercase()
}

fn is_reference(word: &str, numbered: bool) -> bool {
    let starts = word.starts_with(|letter: char| letter.is_ascii_digit());
    let shaped = word.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '.');
    let parts = word.split('.').count();
    let short = word.len() <= 8 && word.split('.').all(|part| part.len() <= 3);
    starts && shaped && short && (parts > 1 || numbered)
}

/// Whether a commitment's own reference is the one that a text names, whatever stands before its
/// number.
#[must_use]
pub fn is_named(own: &str, named: &str) -> bool {
    let own = own.trim().to_lowercase();
    let number = own.split_whitespace().next_back().unwrap_or_default();
    let plain = |text: &str| text.trim_matches('.').to_owned();
    !number.is_empty() && plain(number) == plain(named)
}

/// Most suggestions that help.
const MOST: usize = 5;

/// The commitments that the words of an event may mean, the likeliest first: those that share most
/// of its words, `candidates` being (row, reference, text).
#[must_use]
pub fn suggestions<'a>(
    event: &str,
    candidates: impl IntoIterator<Item = (i64, &'a str, &'a str)>,
) -> Vec<i64> {
    let wanted = stems(event);
    let numbers: Vec<String> = event
        .split_whitespace()
        .map(bare)
        .filter(|word| word.starts_with(|letter: char| letter.is_ascii_digit()))
        .collect();
    let score = |reference: &str, text: &str| {
        let own = stems(text);
        let shared =
            wanted.iter().filter(|stem| own.iter().any(|other| same_stem(stem, other))).count();
        let named = numbers.iter().any(|number| is_named(reference, number));
        shared + if named { 100 } else { 0 }
    };
    let scored = candidates.into_iter().map(|(id, reference, text)| (score(reference, text), id));
    let mut scored: Vec<(usize, i64)> = scored.filter(|(score, _)| *score > 0).collect();
    // A stable order: of equals the one that comes first in the plan.
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    scored.into_iter().take(MOST).map(|(_, id)| id).collect()
}

/// Words that say nothing of what is meant.
const EMPTY: [&str; 12] = [
    "with", "from", "that", "this", "into", "their", "have", "been", "will", "date", "after",
    "before",
];

fn stems(text: &str) -> Vec<String> {
    text.split_whitespace()
        .map(bare)
        .filter(|word| word.chars().count() > 3 && !EMPTY.contains(&word.as_str()))
        .collect()
}

/// Letters by which two words are of one stem: *appoint* and *appointment*.
const STEM: usize = 5;

fn same_stem(one: &str, other: &str) -> bool {
    let shared = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    shared >= STEM || one == other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_found_where_a_text_points_at_them() {
        let check = |text: &str, expected: &str| {
            let shown: Vec<String> = references(text)
                .into_iter()
                .map(|reference| match reference {
                    Reference::To(number) => number,
                    Reference::Above => "above".to_owned(),
                })
                .collect();
            assert_eq!(shown.join(" "), expected, "{text}");
        };
        check("As above", "above");
        check("Training days held (see above).", "above");
        check("target levels of quitters via smoking cessation (see Pledge 10)", "10");
        check("services among these communities (pledge 10), reducing obesity", "10");
        check("See 2.3.2 for instance.", "2.3.2");
        check("see actions 2.1, 2.3 and 4.1a", "2.1 2.3 4.1a");
        check("as per action 7", "7");
        check("Refer to objective 3.", "3");
        check("see 2.1; see also 2.2, see 2.1", "2.1 2.2");
        check("reach 3.5 of beds and see 20 patients", "");
        check("we will see the results as soon as 2.1 is done", "");
        check("pledge 10 is kept", "");
        check("", "");
    }

    #[test]
    fn a_reference_is_named_by_its_number() {
        for (own, named, expected) in [
            ("2.1", "2.1", true),
            ("2.1.", "2.1", true),
            ("Pledge 10", "10", true),
            ("2.10", "2.1", false),
            ("", "2.1", false),
        ] {
            assert_eq!(is_named(own, named), expected, "{own} {named}");
        }
    }

    #[test]
    fn an_event_is_likeliest_what_shares_most_of_its_words() {
        let candidates = [
            (1, "1.1", "Hold a weekly performance meeting"),
            (2, "2.1", "Appoint commissioning staff"),
            (3, "2.2", "Recruit commissioning and contracting staff for the second site"),
            (4, "3", "Award the contract"),
        ];
        let check = |event: &str, expected: &[i64]| {
            assert_eq!(suggestions(event, candidates), expected, "{event}");
        };
        check("appointment", &[2]);
        check("appointment of recently recruited commissioning staff", &[2, 3]);
        check("milestone 3", &[4]);
        check("contract award", &[4, 3]);
        check("the election", &[]);
    }
}
