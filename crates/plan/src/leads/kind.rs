//! What kind of lead some words name: a post, a person, a team or a committee.

use super::words::{JOBS, is_department, is_person};
use crate::draft::LeadKind;

/// Bodies that meet and decide, and answer for nothing between meetings.
const COMMITTEES: [&str; 22] = [
    "assembly",
    "board",
    "boards",
    "cabinet",
    "collaborative",
    "committee",
    "committees",
    "council",
    "forum",
    "forums",
    "group",
    "groups",
    "meeting",
    "network",
    "networks",
    "panel",
    "partnership",
    "pec",
    "subcommittee",
    "sub-committee",
    "taskforce",
    "board/pec",
];
/// Bodies that work together every day.
const TEAMS: [&str; 22] = [
    "agency",
    "all",
    "clinic",
    "department",
    "departments",
    "directorate",
    "directorates",
    "division",
    "localities",
    "locality",
    "office",
    "partners",
    "practice",
    "practices",
    "providers",
    "service",
    "services",
    "staff",
    "team",
    "teams",
    "trust",
    "unit",
];
/// Words after which comes what the head of a phrase is of.
const PARTS: [&str; 12] =
    ["of", "for", "to", "in", "at", "within", "from", "on", "with", "–", "-", "&"];
/// Words that follow the head of a phrase and are not it.
const AFTER_HEAD: [&str; 6] = ["(acting)", "(interim)", "designate", "leads", "lead", "members"];

/// The kind of lead that a title, name or body is; `None` where its words do not tell, as of a code.
#[must_use]
pub fn kind_of(words: &str) -> Option<LeadKind> {
    // "Ann Brown, Director of Finance" is the person, "Director of Finance (Ann Brown)" the post.
    let plain = words.split(['(', ',', ';']).next().unwrap_or(words).trim();
    if is_person(super::people::bare(plain)) {
        return Some(LeadKind::Person);
    }
    let head = head(plain)?;
    let of = |list: &[&str]| list.contains(&head.as_str());
    if of(&COMMITTEES) {
        return Some(LeadKind::Committee);
    }
    if of(&TEAMS) {
        return Some(LeadKind::Team);
    }
    if of(JOBS) {
        return Some(LeadKind::Post);
    }
    let lower: Vec<String> = plain.split_whitespace().map(str::to_lowercase).collect();
    let has = |list: &[&str]| lower.iter().any(|word| list.contains(&word.as_str()));
    // Other words decide only where no head does: "Finance Lead North", "PBC localities East".
    if has(JOBS) {
        Some(LeadKind::Post)
    } else if has(&COMMITTEES) {
        Some(LeadKind::Committee)
    } else if has(&TEAMS) || is_department(plain) {
        Some(LeadKind::Team)
    } else {
        None
    }
}

/// The word that a phrase is about: the last one before "of", or the last of all.
fn head(words: &str) -> Option<String> {
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    let end = words.iter().skip(1).position(|word| PARTS.contains(&word.as_str()));
    let front = words.get(..end.map_or(words.len(), |end| end + 1))?;
    let tail = front.iter().rev().find(|word| !AFTER_HEAD.contains(&word.as_str()));
    let word = tail.or(front.last())?;
    let word = word.trim_matches(|character: char| !character.is_alphanumeric());
    let is_lead = front.last().is_some_and(|last| ["lead", "leads"].contains(&last.as_str()));
    // "The team lead" is a person's job; "lead" by itself says nothing else.
    Some(if is_lead { "lead".to_owned() } else { word.trim_end_matches("'s").to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &str, expected: Option<LeadKind>) {
        assert_eq!(kind_of(words), expected, "{words}");
    }

    #[test]
    fn posts_are_known_by_their_head() {
        for words in [
            "Director of Finance",
            "Chief Executive",
            "PEC Chair",
            "Chair of the Audit Committee",
            "AD Integrated Governance",
            "Head of Estates, Facilities",
            "Team leader",
            "Board Secretary",
            "HR lead manager",
            "Clinical lead",
            "GP lead for prescribing",
            "Director of Finance (Ann Brown)",
            "Primary Care Development Manager",
        ] {
            check(words, Some(LeadKind::Post));
        }
    }

    #[test]
    fn people_are_known_by_their_names() {
        for words in [
            "Ann Brown",
            "Dr Ann Brown",
            "A Brown",
            "Ann Brown, Director of Finance",
            "Prof. J. R. Smith",
            "Mary O'Neill",
            "Ann Smith-Jones",
        ] {
            check(words, Some(LeadKind::Person));
        }
    }

    #[test]
    fn committees_meet_and_teams_work() {
        for words in [
            "PEC",
            "Trust Board",
            "Professional Executive Committee",
            "Board of Directors",
            "Clinical Governance Group",
            "PBC groups",
            "Health and Wellbeing Partnership",
            "Steering Group for Estates",
        ] {
            check(words, Some(LeadKind::Committee));
        }
        for words in [
            "Management Team",
            "Executive Team",
            "premises team",
            "All practices",
            "Finance Department",
            "Primary Care Commissioning",
            "strategic planning",
            "District Nursing Service",
        ] {
            check(words, Some(LeadKind::Team));
        }
    }

    #[test]
    fn codes_tell_nothing() {
        check("DoF", None);
        check("XYZ", None);
        check("", None);
    }
}
