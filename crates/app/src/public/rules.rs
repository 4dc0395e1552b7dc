//! Which words about people the public is shown: posts, and no names.

/// Words of which one at least stands in the title of a post.
const OFFICES: [&str; 46] = [
    "accountant",
    "administrator",
    "adviser",
    "advisor",
    "analyst",
    "authority",
    "board",
    "chair",
    "chief",
    "clinician",
    "commissioner",
    "commissioning",
    "committee",
    "consultant",
    "coordinator",
    "council",
    "department",
    "deputy",
    "director",
    "directorate",
    "executive",
    "finance",
    "forum",
    "governor",
    "group",
    "head",
    "hospital",
    "lead",
    "leads",
    "manager",
    "managers",
    "midwife",
    "network",
    "nurse",
    "officer",
    "pharmacist",
    "practice",
    "practices",
    "practitioner",
    "programme",
    "provider",
    "secretary",
    "service",
    "services",
    "team",
    "trust",
];

/// Titles of persons: beside a name.
const HONORIFICS: [&str; 9] = ["dr", "mr", "mrs", "ms", "miss", "prof", "professor", "sir", "dame"];

/// The title of a post as the public may read it; none where a person's name may be in it.
///
/// A title kept for a known holder is one that somebody entered as a title. One that was read from a
/// document may be a name: it is shown only where it has a word of office in it and nothing that
/// names stand beside.
#[must_use]
pub fn public_post(title: &str, holder: Option<&str>, persons: &[String]) -> Option<String> {
    let title = title.trim();
    let folded = title.to_lowercase();
    let named =
        |name: &str| !name.trim().is_empty() && folded.contains(&name.trim().to_lowercase());
    if title.is_empty() || persons.iter().any(|name| named(name)) || holder.is_some_and(named) {
        return None;
    }
    if holder.is_some() {
        return Some(title.to_owned());
    }
    let words: Vec<&str> = folded
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let is_office = words.iter().any(|word| OFFICES.contains(word));
    let beside_name = words.iter().any(|word| HONORIFICS.contains(word))
        || title.contains([',', '(', ':', ';', '/', '–']);
    (is_office && !beside_name).then(|| title.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_is_shown_and_a_name_is_not() {
        let persons = ["Ada Byron".to_owned()];
        let check = |title: &str, holder: Option<&str>, expected: bool| {
            let found = public_post(title, holder, &persons).is_some();
            assert_eq!(found, expected, "{title} held by {holder:?}");
        };
        check("Director of Finance, Performance and Contracting", Some("Bob Cole"), true);
        check("Director of Urgent Care", None, true);
        check("Jane Smith", None, false);
        check("Jane Smith, Head of Nursing", None, false);
        check("Dr Smith clinical lead", None, false);
        check("Head of Nursing (Jane Smith)", None, false);
        check("Ada Byron Director", None, false);
        check("Bob Cole, Director", Some("Bob Cole"), false);
        check("DoF", None, false);
        check(" ", Some("Bob Cole"), false);
    }
}
