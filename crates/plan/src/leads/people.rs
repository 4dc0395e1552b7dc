//! People who are named in several ways: with a title, a job, an initial, or a slip.

use std::collections::{BTreeMap, BTreeSet};

use super::kind::kind_of;
use super::words::{has_job, is_person};
use crate::draft::{Commitment, Lead, LeadKind};

const HONORIFICS: [&str; 14] = [
    "dr",
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "prof",
    "professor",
    "sir",
    "dame",
    "cllr",
    "councillor",
    "rev",
    "doctor",
];

/// The longest names that a slip is looked for in have at least so many letters.
const LETTERS_FOR_SLIP: usize = 5;

/// A name without titles, as "Dr Ann Brown" has.
pub(super) fn bare(text: &str) -> &str {
    let mut rest = text.trim();
    loop {
        let (first, after) = rest.split_once(' ').unwrap_or((rest, ""));
        let word = first.trim_end_matches('.').to_lowercase();
        if after.is_empty() || !HONORIFICS.contains(&word.as_str()) {
            return rest;
        }
        rest = after.trim_start();
    }
}

/// The person whom a lead names, titles and job left out.
#[must_use]
pub fn person_of(words: &str) -> Option<&str> {
    let parts = words.split(['(', ')', ',']).flat_map(|part| part.split([':', ';']));
    let parts = parts.flat_map(|part| part.split(" – ")).flat_map(|part| part.split(" - "));
    let mut people = parts.map(bare).filter(|part| is_person(part) && !has_job(part));
    let person = people.next()?;
    people.next().is_none().then_some(person)
}

/// Recognises one person named in several ways, and says of each lead what kind it is.
///
/// Names are one person's when their surnames are the same and their forenames agree as far as both go
/// ("A Brown", "Ann Brown", "Dr Brown"), and no third name fits as well. A slip in a name is no proof
/// and only offered as what is likely meant.
pub fn unite(commitments: &mut [Commitment]) {
    // How often each name occurs, and in which words.
    let mut names: BTreeMap<String, (usize, BTreeSet<String>)> = BTreeMap::new();
    for lead in commitments.iter().flat_map(|commitment| &commitment.leads) {
        if let Some(name) = name_of(lead) {
            let (count, forms) = names.entry(name).or_default();
            *count += 1;
            forms.insert(words_of(lead).to_owned());
        }
    }
    for lead in commitments.iter_mut().flat_map(|commitment| &mut commitment.leads) {
        lead.kind = lead.kind.or_else(|| kind_of(words_of(lead)));
        let Some(name) = name_of(lead) else { continue };
        let alike: Vec<&String> = names.keys().filter(|other| is_same(&name, other)).collect();
        let fullest = alike.iter().copied().max_by_key(|name| name.len()).cloned();
        // Two full names that one initial fits are two people.
        let one = |full: &String| alike.iter().all(|other| is_same(full, other));
        let forms = alike.iter().filter_map(|name| names.get(*name)).map(|(_, forms)| forms.len());
        if let Some(full) = fullest.filter(one).filter(|_| forms.sum::<usize>() > 1) {
            lead.kind = Some(LeadKind::Person);
            lead.expanded = Some(full);
        } else if lead.likely.is_none() {
            lead.likely = slip_for(&name, &names);
        }
    }
}

fn words_of(lead: &Lead) -> &str {
    lead.expanded.as_deref().unwrap_or(&lead.as_written)
}

/// The name of the person a lead is, where it is one; a post that says who holds it stays a post.
fn name_of(lead: &Lead) -> Option<String> {
    let words = words_of(lead);
    let honoured = bare(words);
    // "Dr Brown" is a person by the title alone.
    if honoured != words.trim()
        && !honoured.contains(' ')
        && honoured.starts_with(char::is_uppercase)
    {
        return Some(honoured.to_owned());
    }
    if kind_of(words) == Some(LeadKind::Post) {
        return None;
    }
    person_of(words).map(str::to_owned)
}

fn parts(name: &str) -> (Vec<String>, String) {
    let mut words: Vec<String> =
        name.split([' ', '.']).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let surname = words.pop().unwrap_or_default();
    (words, surname)
}

/// Whether two names can be one person's: the same surname, and forenames that begin alike.
fn is_same(one: &str, other: &str) -> bool {
    let ((first, surname), (second, other)) = (parts(one), parts(other));
    let agree = first.iter().zip(&second).all(|(a, b)| {
        let initial = a.chars().count() == 1 || b.chars().count() == 1;
        a == b || initial && a.chars().next() == b.chars().next()
    });
    surname == other && agree
}

/// A name that occurs more often and from which this one differs by a single letter.
fn slip_for(name: &str, names: &BTreeMap<String, (usize, BTreeSet<String>)>) -> Option<String> {
    let own = names.get(name).map_or(0, |(count, _)| *count);
    let long = |name: &str| name.chars().filter(|letter| letter.is_alphabetic()).count();
    let mut near = names.iter().filter(|(other, (count, _))| {
        let far = strsim::osa_distance(&name.to_lowercase(), &other.to_lowercase());
        *count > own
            && far == 1
            && long(name) >= LETTERS_FOR_SLIP
            && long(other) >= LETTERS_FOR_SLIP
    });
    let found = near.next()?;
    near.next().is_none().then(|| found.0.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(names: &[&str], expected: &[&str]) {
        let leads = names.iter().map(|name| Lead {
            as_written: (*name).to_owned(),
            expanded: Some((*name).to_owned()),
            ..Lead::default()
        });
        let mut commitments = [Commitment { leads: leads.collect(), ..Commitment::default() }];
        unite(&mut commitments);
        let got: Vec<String> = commitments[0]
            .leads
            .iter()
            .map(|lead| {
                let likely =
                    lead.likely.as_ref().map_or(String::new(), |name| format!(" ({name}?)"));
                format!("{}{likely}", lead.expanded.as_deref().unwrap_or_default())
            })
            .collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn one_person_with_several_titles_is_one() {
        check(
            &["Ann Brown", "Dr Ann Brown", "A Brown", "Ann Brown, Director of Finance", "Dr Brown"],
            &["Ann Brown"; 5],
        );
        check(&["Jane Halpin (acting)", "Jane Halpin"], &["Jane Halpin"; 2]);
    }

    #[test]
    fn two_people_stay_two() {
        check(&["Ann Brown", "Carol Brown", "A Brown"], &["Ann Brown", "Carol Brown", "Ann Brown"]);
        check(&["Ann Brown", "Alice Brown", "A Brown"], &["Ann Brown", "Alice Brown", "A Brown"]);
        check(&["Ann Brown", "Carol Green"], &["Ann Brown", "Carol Green"]);
    }

    #[test]
    fn a_slip_in_a_name_is_offered_and_not_mended() {
        check(
            &["Jane Halpin", "Jane Halpin", "Jane Haplin"],
            &["Jane Halpin", "Jane Halpin", "Jane Haplin (Jane Halpin?)"],
        );
    }

    #[test]
    fn a_lone_name_and_a_post_stay_as_they_are() {
        check(
            &["Ann Brown, Director of Finance", "Director of Estates (Carol Green)", "PEC"],
            &["Ann Brown, Director of Finance", "Director of Estates (Carol Green)", "PEC"],
        );
    }
}
