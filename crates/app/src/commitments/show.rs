//! A commitment turned into what its page says.

use bellwether_calendar::{Precision, Timescale};
use chrono::{DateTime, NaiveDate, Utc};

use super::changes::Field;
use super::pages::{
    CommitmentPage, HistoryLine, LateLine, LeadLine, LinkLine, MilestoneLine, ProgressLine,
    TieLine, TimescaleLine, UpdateEntry, WholeLine,
};
use super::rules::{Basis, Status as Standing};
use super::store::{
    AnsweringLead, ChangeRow, CommitmentRow, CommitmentView, Moved, UpdateRow, Whole,
};
use crate::escalation::pages::SignalLine;
use crate::links::dependencies::{LateOne, Tied, name_of};
use crate::links::store::{Linked, REFERS_TO};
use crate::plans::kinds::Levels;
use crate::shell::components::{Choice, Status, count_of, day, short_day};
use crate::shell::layout::Layout;
use crate::shell::session::Visitor;

/// The page of a commitment, its forms still to be filled.
pub(super) fn assemble(
    visitor: &Visitor,
    view: CommitmentView,
    signals: Vec<SignalLine>,
) -> CommitmentPage {
    let row = &view.row;
    let levels = &view.levels;
    let layout = Layout::inside(visitor, name(row, levels), "/plans")
        .below("Plans", "/plans")
        .below(view.plan_title.clone(), format!("/plans/{}", row.plan_id));
    let lines = view.source_lines.iter().map(|(number, _)| *number);
    CommitmentPage {
        layout,
        problems: Vec::new(),
        said: None,
        id: row.id,
        kind: level_of(&row.kind, levels).to_owned(),
        step: levels.milestone.clone(),
        status: Status::of(row.status.word()),
        overdue: row.overdue_days.map(|days| count_of(days, "day")),
        plan_id: row.plan_id,
        part_of: row.part_of.as_ref().map(whole_line),
        leads: row.answering().map(|lead| lead_line(lead, row, levels)).collect(),
        timescales: timescale_lines(row, &view.timescales),
        moved: row.moved.map(moved_words),
        series: series_words(&view.series, row.due_latest),
        progress: progress_line(&view),
        withdrawn: row.withdrawn_at.map(|at| day(at.date_naive())),
        late: view.around.late.as_ref().map(late_line),
        seen: view.seen.iter().map(|seen| format!("{}, {}", seen.name, moment(seen.at))).collect(),
        may_acknowledge: may_acknowledge(visitor, &view),
        indicators: links(&view.links.indicators, |link| format!("/indicators/{}", link.code)),
        risks: links(&view.links.risks, |_| format!("/plans/{}#risks", row.plan_id)),
        others: links(&view.links.commitments, |link| format!("/commitments/{}", link.id)),
        waits_for: view.around.on.iter().map(tie_line).collect(),
        needed_by: view.around.by.iter().map(tie_line).collect(),
        signals,
        milestones: view.milestones.iter().map(milestone_line).collect(),
        history: history(&view.updates, &view.changes),
        may_post: view.may_post,
        seen_update: row.latest_update_id.unwrap_or(0),
        choices: Choice::list(Standing::ALL.map(|status| (status.word(), status.title())), None),
        entry: UpdateEntry::default(),
        forms: None,
        lines: match (lines.clone().min(), lines.max()) {
            (Some(first), Some(last)) if first < last => format!("Lines {first} to {last}"),
            (Some(first), _) => format!("Line {first}"),
            _ => String::new(),
        },
        uncertain: row.uncertain.clone(),
        outcome: row.outcome.clone(),
        reported_progress: row.reported_progress.clone(),
        reference: row.reference.clone(),
        text: row.text.clone(),
        plan_title: view.plan_title,
        section: match view.section.as_str() {
            "" => String::new(),
            title => view.levels.heading(title),
        },
        source_lines: view.source_lines,
        file_name: view.file_name,
    }
}

/// What a commitment is called where there is no room for its text.
fn name(row: &CommitmentRow, levels: &Levels) -> String {
    format!("{} {}", level_of(&row.kind, levels), row.reference).trim_end().to_owned()
}

/// What the plan of a commitment calls its level; a pledge and an objective are called so wherever
/// they stand.
fn level_of<'a>(kind: &str, levels: &'a Levels) -> &'a str {
    match kind {
        "milestone" => &levels.milestone,
        "pledge" | "objective" => kind_words(kind),
        _ => &levels.commitment,
    }
}

/// A kind of commitment, as read by people.
pub(crate) fn kind_words(kind: &str) -> &'static str {
    match kind {
        "milestone" => "Milestone",
        "pledge" => "Pledge",
        "objective" => "Objective",
        _ => "Action",
    }
}

fn whole_line(whole: &Whole) -> WholeLine {
    WholeLine {
        id: whole.id,
        name: format!("{} {}", whole.reference, whole.text).trim().to_owned(),
        status: Status::of(whole.status.word()),
    }
}

fn lead_line(lead: &AnsweringLead, row: &CommitmentRow, levels: &Levels) -> LeadLine {
    let as_written = if lead.as_written == lead.shown { "" } else { &lead.as_written };
    LeadLine {
        title: lead.shown.clone(),
        as_written: as_written.to_owned(),
        accountable: lead.accountable,
        through: row
            .part_of
            .as_ref()
            .filter(|_| row.leads.is_empty())
            .map(|whole| answered_for(whole, levels)),
    }
}

/// What the lead of a milestone answers for, where the milestone itself names nobody.
fn answered_for(whole: &Whole, levels: &Levels) -> String {
    match whole.reference.as_str() {
        "" => format!("the {} it is part of", level_of(&whole.kind, levels).to_lowercase()),
        reference => reference.to_owned(),
    }
}

/// When it is due: its timescales, or the day of a milestone, which has none of its own.
fn timescale_lines(row: &CommitmentRow, timescales: &[Timescale]) -> Vec<TimescaleLine> {
    let own = row.due_latest.filter(|_| timescales.is_empty());
    let Some(latest) = own else {
        return timescales.iter().map(timescale_line).collect();
    };
    let found = match row.due_as_written.as_str() {
        written if row.text.contains(written) => "read from its text".to_owned(),
        written => format!("written “{written}” beside it"),
    };
    vec![TimescaleLine { read_as: format!("{},", day(latest)), found }]
}

fn timescale_line(time: &Timescale) -> TimescaleLine {
    let read_as = match (time.earliest, time.latest) {
        (Some(first), Some(last)) if first == last => day(first),
        (Some(first), Some(last)) => format!("{} to {}", day(first), day(last)),
        (None, Some(last)) => format!("by {}", day(last)),
        (Some(first), None) => format!("from {}", day(first)),
        (None, None) => match time.precision {
            Precision::Ongoing => "Ongoing".to_owned(),
            Precision::Relative => "No day yet: it hangs on something else".to_owned(),
            _ => "No day can be read from it".to_owned(),
        },
    };
    TimescaleLine { found: format!("written “{}”", time.as_written), read_as }
}

/// How often a due day moved, in words: `moved twice, first due 31 March 2019`.
pub(crate) fn moved_words(moved: Moved) -> String {
    let times = match moved.times {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        times => format!("{times} times"),
    };
    format!("moved {times}, first due {}", day(moved.first_due))
}

/// Days of a series shown at most.
const SERIES_SHOWN: usize = 12;

fn series_words(days: &[NaiveDate], due: Option<NaiveDate>) -> Option<String> {
    let last = days.last()?;
    let shown: Vec<String> = days
        .iter()
        .skip_while(|day| due.is_some_and(|due| **day < due))
        .take(SERIES_SHOWN)
        .map(|day| short_day(*day))
        .collect();
    let end = format!("the series ends {}", day(*last));
    Some(format!("comes again: {}; {end}", shown.join(", ")))
}

fn progress_line(view: &CommitmentView) -> Option<ProgressLine> {
    let expected = view.expected?;
    let sentence = match view.actual {
        Some(actual) => {
            format!("{}% done, {}% expected by now", actual.percent, expected.percent)
        }
        None => format!("{}% expected by now; no update says how much is done", expected.percent),
    };
    let rule = match expected.basis {
        Basis::Milestones => "Expected: the share of its dated milestones whose day has come.",
        _ => "Expected: the share of its time that has passed.",
    };
    Some(ProgressLine { sentence, rule })
}

fn late_line(late: &LateOne) -> LateLine {
    LateLine {
        href: format!("/commitments/{}", late.id),
        name: late.name.clone(),
        days: count_of(late.days, "day"),
        through: !late.direct,
    }
}

/// Whether one of the visitor's posts answers for it and has not yet said that it has seen it.
fn may_acknowledge(visitor: &Visitor, view: &CommitmentView) -> bool {
    let leads = view.row.leads.iter().filter_map(|lead| lead.lead_id.map(|id| (id, lead.from_at)));
    let mut own = leads.filter(|(id, _)| visitor.scope.lead_ids.contains(id));
    let seen = |(id, from): (i64, Option<DateTime<Utc>>)| {
        let since = |at: DateTime<Utc>| from.is_none_or(|from| at >= from);
        view.seen.iter().any(|seen| seen.lead_id == Some(id) && since(seen.at))
    };
    view.may_post && own.any(|lead| !seen(lead))
}

fn links(linked: &[Linked], href: impl Fn(&Linked) -> String) -> Vec<LinkLine> {
    let line = |link: &Linked| LinkLine {
        link_id: link.link_id,
        href: href(link),
        title: format!("{} {}", link.code, link.title).trim().to_owned(),
        words: match (link.relation.as_str(), link.outgoing) {
            (REFERS_TO, true) => "its text refers to it",
            (REFERS_TO, false) => "refers to this one",
            _ => "",
        },
    };
    linked.iter().map(line).collect()
}

fn tie_line(tied: &Tied) -> TieLine {
    TieLine {
        id: tied.dependency.id,
        words: tied.dependency.words(),
        href: format!("/commitments/{}", tied.other.id),
        name: name_of(&tied.other),
        text: if tied.other.reference.is_empty() { String::new() } else { tied.other.text.clone() },
        status: Status::of(tied.other.status.word()),
        late: tied.other.overdue_days.map(|days| format!("{} late", count_of(days, "day"))),
    }
}

fn milestone_line(row: &CommitmentRow) -> MilestoneLine {
    let written =
        if row.due_as_written.is_empty() { "No day of its own" } else { &row.due_as_written };
    let due = row.due_latest.map_or_else(|| written.to_owned(), short_day);
    MilestoneLine { id: row.id, text: row.text.clone(), due, status: Status::of(row.status.word()) }
}

/// Updates and changes together, newest first. What an update changed stands in its own entry
/// below it, having been made at the same moment.
fn history(updates: &[UpdateRow], changes: &[ChangeRow]) -> Vec<HistoryLine> {
    let updates = updates.iter().map(|update| (update.made_at, update_line(update)));
    let changes = changes.iter().map(|change| (change.made_at, change_line(change)));
    let mut all: Vec<(DateTime<Utc>, HistoryLine)> = updates.chain(changes).collect();
    all.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    all.into_iter().map(|(_, line)| line).collect()
}

fn update_line(update: &UpdateRow) -> HistoryLine {
    let mut notes = vec![update.note.clone()];
    notes.extend(update.progress.map(|percent| format!("{percent}% done.")));
    notes.extend(update.occurrence.map(|due| format!("The one due {}.", day(due))));
    notes.retain(|note| !note.is_empty());
    HistoryLine {
        status: Some(Status::of(update.status.word())),
        what: String::new(),
        by: update.made_by.clone(),
        at: moment(update.made_at),
        machine_time: machine_time(update.made_at),
        notes,
    }
}

fn change_line(change: &ChangeRow) -> HistoryLine {
    HistoryLine {
        status: None,
        what: change_words(change),
        by: match change.cause.as_str() {
            "rule" => "By rule".to_owned(),
            "edition" => format!("{}, with a new edition", change.made_by),
            _ => change.made_by.clone(),
        },
        at: moment(change.made_at),
        machine_time: machine_time(change.made_at),
        notes: change.reason.iter().map(|reason| crate::shell::answer::sentence(reason)).collect(),
    }
}

fn change_words(change: &ChangeRow) -> String {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or("nothing").to_owned();
    match change.field {
        Field::Due => due_words(change),
        Field::Text => format!("Reworded from “{}”", text(&change.from)),
        Field::Outcome => format!("Outcome changed from “{}”", text(&change.from)),
        Field::Reference => {
            format!("Renumbered from {} to {}", text(&change.from), text(&change.to))
        }
        Field::Leads => format!("Leads: {}, before {}", names(&change.to), names(&change.from)),
        Field::Section => "Moved to another section".to_owned(),
        Field::Parent => "Moved below another commitment".to_owned(),
        Field::Withdrawn => "Taken out of the plan".to_owned(),
        Field::Restored => "Put back into the plan".to_owned(),
    }
}

fn due_words(change: &ChangeRow) -> String {
    let Some((from, to)) = change.due() else { return "Due date changed".to_owned() };
    let shown = |latest: Option<NaiveDate>, written: &str| match (latest, written) {
        (Some(latest), _) => day(latest),
        (None, "") => "no date".to_owned(),
        (None, written) => format!("“{written}”"),
    };
    let (before, after) = (shown(from.latest, &from.as_written), shown(to.latest, &to.as_written));
    if to.next_of_series {
        return format!("Next due {after}, before {before}");
    }
    let read = match to.latest {
        Some(_) if !to.as_written.is_empty() => format!(", read from “{}”", to.as_written),
        _ => String::new(),
    };
    format!("Due date moved from {before} to {after}{read}")
}

fn names(value: &serde_json::Value) -> String {
    let names: Vec<&str> =
        value.as_array().into_iter().flatten().filter_map(serde_json::Value::as_str).collect();
    if names.is_empty() { "nobody".to_owned() } else { names.join(", ") }
}

fn moment(at: DateTime<Utc>) -> String {
    at.format("%-d %B %Y, %H:%M").to_string()
}

fn machine_time(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}
