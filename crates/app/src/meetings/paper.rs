//! The paper of a review meeting, from its agenda.

use bellwether_report::meeting::{MeetingPaper, Part, PartRow};

use super::rules::{Decision, Heading};
use super::store::{Item, MeetingView};
use crate::commitments::rules::Status;
use crate::shell::components::{day, short_day};

/// Writes the paper of a meeting as it stands.
#[must_use]
pub(crate) fn paper(view: &MeetingView) -> MeetingPaper {
    let meeting = &view.meeting;
    let counted = Status::ALL
        .map(|status| (status.title().to_owned(), view.before.of(status), view.now.of(status)));
    MeetingPaper {
        organisation: view.organisation.clone(),
        plan: view.plan_title.clone(),
        title: meeting.title.clone(),
        held_on: meeting.held_on,
        period: format!("{} to {}", day(meeting.period_from), day(meeting.period_to)),
        present: meeting.present.clone(),
        conclusion: meeting.conclusion.clone(),
        counts: counted.into_iter().filter(|(_, before, now)| before + now > 0).collect(),
        parts: Heading::ALL.map(|heading| part(view, heading)).to_vec(),
    }
}

fn part(view: &MeetingView, heading: Heading) -> Part {
    Part {
        heading: heading.title().to_owned(),
        purpose: heading.purpose().to_owned(),
        otherwise: heading.otherwise().to_owned(),
        rows: view.under(heading).into_iter().map(row).collect(),
    }
}

fn row(item: &Item) -> PartRow {
    let row = &item.row;
    PartRow {
        reference: row.reference.clone(),
        text: row.text.clone(),
        lead: row.accountable().to_owned(),
        due: row.due_latest.map_or_else(|| row.due_as_written.clone(), short_day),
        status: row.status.title().to_owned(),
        reasons: item.reasons.clone(),
        decisions: item.decisions.iter().map(|one| decided(&one.decision, &one.words)).collect(),
    }
}

/// A decision in words.
#[must_use]
pub(crate) fn decided(decision: &str, words: &str) -> String {
    let title = decision.parse().map_or(decision, |known: Decision| known.title());
    format!("{title}: {words}")
}
