//! Takes the words of a lead cell apart into the people and bodies it names.

use super::key::LeadsKey;
use super::words::{has_job, is_body, is_code, is_person, names_body, opens_with_job};

/// Words of a cell that say there is no lead yet, lower case.
const NOBODY: &[&str] = &[
    "",
    "-",
    "–",
    "—",
    "n/a",
    "na",
    "none",
    "nil",
    "tbc",
    "tba",
    "tbd",
    "?",
    "to be confirmed",
    "to be agreed",
    "to be decided",
    "vacant",
];

/// The leads in the paragraphs of a cell, as written.
pub(super) fn split(key: &LeadsKey, paragraphs: &[String]) -> Vec<String> {
    let mut leads = Vec::new();
    for paragraph in join_broken(key, paragraphs) {
        for part in paragraph.split(';') {
            commas(key, unlabelled(part.trim()), &mut leads);
        }
    }
    leads.retain(|lead| !NOBODY.contains(&lead.to_lowercase().as_str()));
    leads
}

/// A part without a label of its own, such as "Support: CE" has.
fn unlabelled(text: &str) -> &str {
    const LABELS: [&str; 8] = [
        "lead",
        "leads",
        "support",
        "supported by",
        "sponsor",
        "owner",
        "responsible",
        "accountable",
    ];
    match text.split_once(':') {
        Some((label, rest)) if LABELS.contains(&label.trim().to_lowercase().as_str()) => {
            rest.trim()
        }
        _ => text,
    }
}

/// Puts lines together that one name or title was broken over.
fn join_broken(key: &LeadsKey, paragraphs: &[String]) -> Vec<String> {
    let mut joined: Vec<String> = Vec::new();
    for paragraph in paragraphs {
        let goes_on = joined.last().is_some_and(|above| {
            let cut = above.ends_with(['&', '/', ',', '-', '–'])
                || [" of", " and", " for", " the"].iter().any(|end| above.ends_with(end));
            let lower =
                paragraph.starts_with(char::is_lowercase) || paragraph.starts_with(['(', '&', '/']);
            let titled =
                is_person(above) && opens_with_job(paragraph) && key.title_of(paragraph).is_none();
            let single = !paragraph.contains(' ') && !stands_alone(key, paragraph);
            let unfinished = single && has_job(above) && above.contains(" of ");
            cut || lower || titled || unfinished
        });
        match joined.last_mut() {
            Some(above) if goes_on => {
                above.push(' ');
                above.push_str(paragraph);
            }
            _ => joined.push(paragraph.clone()),
        }
    }
    joined
}

fn commas(key: &LeadsKey, text: &str, leads: &mut Vec<String>) {
    if is_whole(key, text) {
        leads.push(text.to_owned());
        return;
    }
    let mut parts: Vec<String> = Vec::new();
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        match parts.last_mut() {
            // "Jane Smith, Director of Finance" is one lead, and so is "Head of Estates, Facilities".
            Some(above) if belongs_to(key, above, part) => {
                above.push_str(", ");
                above.push_str(part);
            }
            _ => parts.push(part.to_owned()),
        }
    }
    for part in &parts {
        slashes(key, part, leads);
    }
}

fn belongs_to(key: &LeadsKey, above: &str, part: &str) -> bool {
    let stands_alone = stands_alone(key, part) || is_body(part);
    if is_person(above) && opens_with_job(part) {
        return true;
    }
    opens_with_job(above) && (above.contains(" of ") || above.contains(" for ")) && !stands_alone
}

fn slashes(key: &LeadsKey, text: &str, leads: &mut Vec<String>) {
    let parts: Vec<&str> = text.split('/').map(str::trim).collect();
    let odd =
        parts.len() < 2 || parts.iter().any(|part| part.is_empty()) || text.contains("and/or");
    // In "Prescribing/Medicines Manager" the last word belongs to both halves.
    let first_leans = parts.first().is_some_and(|first| !stands_alone(key, first))
        && parts.last().is_some_and(|last| has_job(last));
    if is_whole(key, text) || odd || first_leans {
        joint(key, text, leads);
        return;
    }
    for part in parts {
        joint(key, part, leads);
    }
}

/// Parts "CE & DPC" and "Chief Executive and Director of Finance" but not "Director of Nursing and
/// Quality": each part has to be a lead by itself.
fn joint(key: &LeadsKey, text: &str, leads: &mut Vec<String>) {
    let text = text.trim();
    if !is_whole(key, text) {
        for separator in [" & ", " and ", " + ", "+", " with ", "&"] {
            let Some((first, second)) = text.split_once(separator) else { continue };
            let apart = if separator == "&" {
                key.title_of(first).is_some() && key.title_of(second).is_some()
            } else {
                let bodies = names_body(first) && names_body(second);
                bodies || stands_alone(key, first) && stands_alone(key, second.trim())
            };
            if apart {
                slashes(key, first, leads);
                slashes(key, second, leads);
                return;
            }
        }
    }
    leads.push(text.to_owned());
}

fn is_whole(key: &LeadsKey, text: &str) -> bool {
    key.title_of(text).is_some() || NOBODY.contains(&text.to_lowercase().as_str())
}

fn stands_alone(key: &LeadsKey, text: &str) -> bool {
    let first = text.split(" & ").next().unwrap_or_default();
    key.title_of(text).is_some()
        || is_code(text)
        || is_code(first)
        || is_person(text)
        || has_job(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceText;
    use crate::table::{Cell, find_tables};

    const PLAN: &str = "Key to Leads:\n\nCE\tChief Executive\tDoF\tDirector of Finance\nDN&Q\tDirector of Nursing and Quality\tMT\tManagement Team\n";

    fn check(text: &str, expected: &str) {
        let source = SourceText::from_bytes("plan.txt", PLAN.as_bytes()).unwrap();
        let key = LeadsKey::find(&source, &find_tables(&source));
        let leads = key.leads(&Cell::new(text, 1));
        let got: Vec<String> = leads
            .iter()
            .map(|lead| format!("{}={}", lead.as_written, lead.expanded.as_deref().unwrap_or("?")))
            .collect();
        assert_eq!(got.join("; "), expected, "{text}");
    }

    #[test]
    fn codes_are_expanded_by_the_key() {
        check("DoF", "DoF=Director of Finance");
        check("DN&Q", "DN&Q=Director of Nursing and Quality");
        check("DNQ", "DNQ=?");
    }

    #[test]
    fn joint_leads_are_parted() {
        check("CE & MT", "CE=Chief Executive; MT=Management Team");
        check("CE/PEC Chair", "CE=Chief Executive; PEC Chair=PEC Chair");
        check("DoF, DN&Q", "DoF=Director of Finance; DN&Q=Director of Nursing and Quality");
        check("Ann Brown/Carol Green", "Ann Brown=Ann Brown; Carol Green=Carol Green");
        check("Ann Brown and Carol Green", "Ann Brown=Ann Brown; Carol Green=Carol Green");
        check(
            "GP groups, premises team, strategic planning",
            "GP groups=GP groups; premises team=premises team; strategic planning=strategic planning",
        );
        check("CE<br>DoF", "CE=Chief Executive; DoF=Director of Finance");
    }

    #[test]
    fn joint_leads_are_parted_by_several_separators() {
        check("CE, DoF & MT", "CE=Chief Executive; DoF=Director of Finance; MT=Management Team");
        check(
            "CE/DoF/DN&Q",
            "CE=Chief Executive; DoF=Director of Finance; DN&Q=Director of Nursing and Quality",
        );
        check("CE + DoF", "CE=Chief Executive; DoF=Director of Finance");
        check("CE; DoF and MT", "CE=Chief Executive; DoF=Director of Finance; MT=Management Team");
        check("CE with DoF", "CE=Chief Executive; DoF=Director of Finance");
        check(
            "CE and DoF / PEC Chair",
            "CE=Chief Executive; DoF=Director of Finance; PEC Chair=PEC Chair",
        );
        check(
            "Chief Executive, Director of Finance and Head of Estates",
            "Chief Executive=Chief Executive; Director of Finance=Director of Finance; Head of Estates=Head of Estates",
        );
        check(
            "Ann Brown & Carol Green / DoF",
            "Ann Brown=Ann Brown; Carol Green=Carol Green; DoF=Director of Finance",
        );
        check(
            "Ann Brown (DoF), Carol Green (CE)",
            "Ann Brown (DoF)=Director of Finance; Carol Green (CE)=Chief Executive",
        );
        check("Lead: CE; support: DoF", "CE=Chief Executive; DoF=Director of Finance");
        check("CE (lead), DoF", "CE (lead)=Chief Executive; DoF=Director of Finance");
        check(
            "Premises team and all practices",
            "Premises team=Premises team; all practices=all practices",
        );
    }

    #[test]
    fn one_title_is_not_parted() {
        check(
            "Director of Nursing and Quality",
            "Director of Nursing and Quality=Director of Nursing and Quality",
        );
        check(
            "Head of Estates, Facilities",
            "Head of Estates, Facilities=Head of Estates, Facilities",
        );
        check(
            "Ann Brown, Director of Finance",
            "Ann Brown, Director of Finance=Ann Brown, Director of Finance",
        );
        check(
            "Prescribing/Medicines Manager",
            "Prescribing/Medicines Manager=Prescribing/Medicines Manager",
        );
        check(
            "Primary Care and Public Health",
            "Primary Care and Public Health=Primary Care and Public Health",
        );
    }

    #[test]
    fn nobody_is_no_lead() {
        check("TBC", "");
        check("n/a", "");
        check("-", "");
    }
}
