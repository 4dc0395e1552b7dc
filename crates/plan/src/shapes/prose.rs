//! Commitments in running text: sentences and list items that bind someone to do something.
//!
//! Many plans promise in sentences and not in tables. A sentence is taken for a commitment by how it is
//! made, whatever it is about. These are the signs, and why they are used:
//!
//! - **Modal verbs.** "We will", "shall", "will be appointed", "must": future with a verb of doing. Verbs of
//!   state and effect ("will be", "will mean", "will enable") describe what follows from the doing. "Would",
//!   "could", "may" and "should" bind nobody.
//! - **Verbs of commitment.** "Intend to", "aim to", "plan to", "have agreed to", "are committed to", "are
//!   required to", "need to", "it is planned to", "our aim is to": they bind without a modal.
//! - **Progressive.** "We are developing": work that someone has begun and so means to go on with. What is
//!   "already" or "currently" being done is told.
//! - **The subject.** "We", or a named organisation, group, post or person can bind itself. A thing cannot:
//!   there only the passive ("a manager will be appointed"), an event with a date, or a text still to be made
//!   ("this strategy will establish") counts. "This will …" goes on with what was said before. A kind of
//!   people without an article ("practices will …") says how things work. Government is somebody else.
//! - **The clause.** "The rubric we will apply", "what we will do", "if we will": a promise stands in the main
//!   clause. Conditions, opinions ("we believe") and questions are none, nor are denials.
//! - **Lists.** Items that open with their verb are tasks where the line above leads to tasks ("we will:",
//!   "the key actions include") or the heading does (objectives, priorities, actions). Their time and who does
//!   them are those of that line. A heading that is itself a task, one of a numbered row, is a commitment.
//! - **Headings.** Under vision, values, principles, constraints or background a plan says how it thinks.
//! - **Counting.** "The work has two components. The first is …": pieces of announced work.
//!
//! Lines that another reader has claimed, and tables, are not looked at. Nothing is claimed: targets are
//! read from the same sentences.

mod cues;
mod lists;
mod subjects;
mod verbs;
mod walk;
mod when;

pub(super) use self::when::written_in as time_in;

use self::subjects::{Class, Subject};
use self::walk::{Found, Walk};
use super::paragraphs::paragraphs;
use super::{Claims, Reading};
use crate::draft::{Commitment, Document, Lead, Source};
use crate::table::Cell;

/// Adds every commitment of the running text.
pub(super) fn read(reading: &Reading, claims: &mut Claims, document: &mut Document) {
    let paragraphs = paragraphs(reading);
    let found = Walk::of(&paragraphs, claims).commitments();
    let organisation = document.organisation.clone();
    document.commitments.extend(found.into_iter().map(|found| Commitment {
        leads: leads(reading, found.subject.as_ref(), organisation.as_deref()),
        timescales:
            found.time.iter().map(|written| when::read(written, &reading.context)).collect(),
        uncertain: doubts(&found),
        reference: found.reference,
        section: found.section,
        text: found.text,
        source: Source { line_from: found.line_from, line_to: found.line_to },
        ..Commitment::default()
    }));
}

fn doubts(found: &Found) -> Option<String> {
    found.doubt.map(str::to_owned)
}

/// Who binds itself: "we" are the organisation, as is whoever promises what names nobody; every other name
/// goes by the key.
fn leads(reading: &Reading, subject: Option<&Subject>, organisation: Option<&str>) -> Vec<Lead> {
    let own = |words: Option<&String>| {
        let name = organisation.map(short_name)?.to_owned();
        let as_written = words.unwrap_or(&name).clone();
        Some(Lead { as_written, expanded: Some(name), ..Lead::default() })
    };
    let Some(subject) = subject.filter(|subject| subject.class != Class::Speaker) else {
        return own(None).into_iter().collect();
    };
    if organisation.is_some_and(|name| is_own_name(&subject.words, name)) {
        return own(Some(&subject.words)).into_iter().collect();
    }
    let mut leads = reading.key.leads(&Cell::new(&subject.words, 1));
    for lead in &mut leads {
        // A body that is written out needs no key.
        if lead.expanded.is_none() && !crate::leads::is_code(&lead.as_written) {
            lead.expanded = Some(lead.as_written.clone());
        }
    }
    leads
}

/// The name of an organisation without its legal form, as its plan speaks of it.
fn short_name(organisation: &str) -> &str {
    const FORMS: [&str; 5] = [" Ltd", " Limited", " plc", " LLP", " CIC"];
    FORMS.iter().find_map(|form| organisation.strip_suffix(form)).unwrap_or(organisation)
}

/// Whether a name is the last part of the organisation's, or that part's initials: "the PCT" for "Oakley
/// Primary Care Trust".
fn is_own_name(name: &str, organisation: &str) -> bool {
    let name = name.to_lowercase();
    let whole = short_name(organisation).to_lowercase();
    let words: Vec<&str> = whole.split_whitespace().collect();
    let singular = name.strip_suffix('s').unwrap_or(&name);
    let is_end =
        |end: &str| [name.as_str(), singular].contains(&end.strip_suffix('s').unwrap_or(end));
    (0..words.len()).any(|from| {
        let end = words.get(from..).unwrap_or_default();
        let initials: String = end.iter().filter_map(|word| word.chars().next()).collect();
        is_end(&end.join(" ")) || end.len() >= 3 && is_end(&initials)
    })
}

#[cfg(test)]
mod tests;
