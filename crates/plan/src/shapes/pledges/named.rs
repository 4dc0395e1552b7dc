//! The people in a lead cell that writes them out, with their titles and the managers below them.

use crate::draft::Lead;
use crate::table::Cell;

/// Words with which a job title begins, or that stand in one.
const TITLES: &[&str] = &[
    "director",
    "head",
    "chief",
    "manager",
    "lead",
    "officer",
    "chair",
    "chairman",
    "assistant",
    "deputy",
    "associate",
    "senior",
    "executive",
    "medical",
    "clinical",
    "consultant",
    "nurse",
    "matron",
    "coordinator",
    "co-ordinator",
    "secretary",
    "president",
    "programme",
    "project",
    "ad",
    "interim",
    "acting",
    "dr",
];

/// The people of a cell, one for each paragraph that names one, each under the words of that paragraph;
/// a paragraph of a title alone belongs to the person above. `None` where nobody is named.
pub(super) fn leads_of(cell: &Cell) -> Option<Vec<Lead>> {
    let mut leads: Vec<Lead> = Vec::new();
    for paragraph in &cell.paragraphs {
        let (before, bracket) = bracketed(paragraph);
        let Some(name) = person(before) else {
            if let Some(bracket) = bracket.filter(|_| before.is_empty() && !leads.is_empty()) {
                leads.push(in_brackets(bracket));
            } else if leads.is_empty() {
                return None;
            }
            continue;
        };
        // A person named again only brings the manager in brackets.
        if leads.iter().any(|lead| lead.expanded.as_deref() == Some(&name)) {
            leads.extend(bracket.map(in_brackets));
        } else {
            leads.push(Lead {
                as_written: paragraph.clone(),
                expanded: Some(name),
                ..Lead::default()
            });
        }
    }
    (!leads.is_empty()).then_some(leads)
}

/// A paragraph parted at its opening bracket.
fn bracketed(paragraph: &str) -> (&str, Option<&str>) {
    match paragraph.find('(') {
        Some(at) => (paragraph[..at].trim(), Some(paragraph[at..].trim())),
        None => (paragraph.trim(), None),
    }
}

/// `(Senior manager lead – Ann Other)`: the person behind the title.
fn in_brackets(bracket: &str) -> Lead {
    let inner = bracket.trim_matches(['(', ')', ' ']);
    let is_title = |word: &&str| TITLES.contains(&bare(word).as_str()) || bare(word).is_empty();
    let name: Vec<&str> = inner.split_whitespace().skip_while(is_title).collect();
    let expanded = if name.is_empty() { inner.to_owned() } else { name.join(" ") };
    Lead { as_written: bracket.to_owned(), expanded: Some(expanded), ..Lead::default() }
}

/// The name at the start of a text: two or three words with capitals before any title.
fn person(text: &str) -> Option<String> {
    let is_name = |word: &&str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.clone().any(char::is_lowercase)
            && !TITLES.contains(&bare(word).as_str())
            && letters.all(|letter| letter.is_alphabetic() || "'’-.".contains(letter))
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    let name: Vec<&str> = words.iter().copied().take_while(is_name).collect();
    let after = words.get(name.len()).map(|word| bare(word));
    let ends_well = after.is_none_or(|word| TITLES.contains(&word.as_str()) || word.is_empty());
    ((2..=3).contains(&name.len()) && ends_well)
        .then(|| name.join(" ").trim_end_matches(',').to_owned())
}

fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(paragraphs: &[&str], expected: &[(&str, &str)]) {
        let cell =
            Cell { paragraphs: paragraphs.iter().map(|&text| text.to_owned()).collect(), line: 1 };
        let leads = leads_of(&cell).unwrap_or_default();
        let got: Vec<(&str, &str)> = leads
            .iter()
            .map(|lead| (lead.as_written.as_str(), lead.expanded.as_deref().unwrap_or("-")))
            .collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn a_person_stands_with_the_title_behind_or_below_the_name() {
        check(
            &["Ann Other Director of Nursing"],
            &[("Ann Other Director of Nursing", "Ann Other")],
        );
        check(&["Ann Other", "Director of Nursing"], &[("Ann Other", "Ann Other")]);
        check(&["Ann Other", "Bo Third"], &[("Ann Other", "Ann Other"), ("Bo Third", "Bo Third")]);
    }

    #[test]
    fn managers_stand_in_brackets_below_their_executive() {
        check(
            &["Ann Other (Senior manager lead Bo Third)", "(Senior manager lead – Cy Fourth)"],
            &[
                ("Ann Other (Senior manager lead Bo Third)", "Ann Other"),
                ("(Senior manager lead – Cy Fourth)", "Cy Fourth"),
            ],
        );
        check(
            &["Ann Other", "Ann Other (manager – Cy Fourth)"],
            &[("Ann Other", "Ann Other"), ("(manager – Cy Fourth)", "Cy Fourth")],
        );
    }

    #[test]
    fn where_nobody_is_named_the_key_has_to_say_who_it_is() {
        for words in ["Director of Nursing", "DoF", "Primary Care", ""] {
            let cell = Cell { paragraphs: vec![words.to_owned()], line: 1 };
            assert!(words == "Primary Care" || leads_of(&cell).is_none(), "{words}");
        }
    }
}
