//! The pure rules by which commitments raise signals, and what changes among signals.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use crate::commitments::rules::{Status, overdue_days};

/// Rule: the last day is past and the commitment has come to no end.
pub const OVERDUE: &str = "commitment_overdue";

/// Rule: the last day of a step on the way is past, and neither it nor the whole has come to an end.
///
/// Apart from [`OVERDUE`], so that commitments overdue are as many wherever they are counted.
pub const MILESTONE_OVERDUE: &str = "milestone_overdue";

/// Rule: the commitment waits for another one that is late, and is not overdue itself.
pub const WAITS: &str = "commitment_waits_for_late";

/// Rule: an update was asked for, and has not come within its grace.
pub const UNANSWERED: &str = "update_not_given";

/// Rule: nobody has reported on the commitment since it was taken in.
pub const NEVER_UPDATED: &str = "commitment_never_updated";

/// Days after which a commitment with a due day should have been reported on once.
const GRACE_DAYS: u64 = 30;

/// The same for a commitment without one, which nothing hurries.
const UNDATED_GRACE_DAYS: u64 = 90;

/// Longest title of a signal, in characters.
const LONGEST_TITLE: usize = 120;

/// Something that needs attention, by a rule, on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RaisedSignal {
    /// Name of the rule.
    pub rule: &'static str,
    /// `indicator`, `commitment`, `flow` (the figures of an indicator) or `return` (a flow).
    pub subject_kind: &'static str,
    /// Row of the subject.
    pub subject_id: i64,
    /// Organisation concerned.
    pub organisation_id: i64,
    /// What it is about, in a few words.
    pub title: String,
    /// What is wrong, in a sentence.
    pub detail: String,
    /// The post that answers for it.
    pub lead_id: Option<i64>,
    /// The day from which the facts held.
    pub since: NaiveDate,
}

/// What the rules need to know of a commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitmentFacts {
    /// Its row.
    pub id: i64,
    /// The organisation whose plan it is.
    pub organisation_id: i64,
    /// The plan's title.
    pub plan: String,
    /// Reference as printed.
    pub reference: String,
    /// What was promised.
    pub text: String,
    /// When it is due, as written.
    pub due_as_written: String,
    /// Last day on which it is due.
    pub due_latest: Option<NaiveDate>,
    /// How it stands.
    pub status: Status,
    /// Whether anybody ever reported on it.
    pub reported: bool,
    /// Whether it is a step on the way to another one.
    pub is_milestone: bool,
    /// Whether that other one has come to its end, or raises the same signal itself.
    pub told_by_parent: bool,
    /// The day it was taken in.
    pub imported_on: NaiveDate,
    /// The accountable post.
    pub lead_id: Option<i64>,
    /// What it waits for itself that is late: its name, and how many days it is.
    pub waits_for: Option<(String, i64)>,
    /// The day up to which an update that was asked for was to come, where that is past.
    pub answer_was_due: Option<NaiveDate>,
}

/// The signals that commitments raise on a day.
#[must_use]
pub fn commitment_signals(facts: &[CommitmentFacts], today: NaiveDate) -> Vec<RaisedSignal> {
    let each = |facts| {
        overdue(facts, today)
            .or_else(|| waits(facts, today))
            .or_else(|| unanswered(facts))
            .or_else(|| never_updated(facts, today))
    };
    facts.iter().filter_map(each).collect()
}

/// The last day is past and it has come to no end.
#[must_use]
pub fn overdue(facts: &CommitmentFacts, today: NaiveDate) -> Option<RaisedSignal> {
    let due = facts.due_latest?;
    let days = overdue_days(facts.due_latest, facts.status, today)?;
    if facts.told_by_parent {
        return None;
    }
    let unit = if days == 1 { "day" } else { "days" };
    let detail = format!(
        "Due '{}' in {}: {days} {unit} overdue, status: {}.{}",
        facts.due_as_written,
        facts.plan,
        facts.status.title().to_lowercase(),
        silence(facts)
    );
    let since = due.checked_add_days(Days::new(1)).unwrap_or(due);
    let rule = if facts.is_milestone { MILESTONE_OVERDUE } else { OVERDUE };
    Some(signal(rule, facts, detail, since))
}

/// It waits for another commitment that is late. What waits for that only through others is told on
/// pages, not by a signal of its own; what is overdue itself is told by [`overdue`] instead.
#[must_use]
pub fn waits(facts: &CommitmentFacts, today: NaiveDate) -> Option<RaisedSignal> {
    let (name, days) = facts.waits_for.as_ref()?;
    if facts.status.is_final() || facts.told_by_parent {
        return None;
    }
    let unit = if *days == 1 { "day" } else { "days" };
    let due = due_words(facts);
    let (plan, silence) = (&facts.plan, silence(facts));
    let detail =
        format!("Waits for {name}, which is {days} {unit} late; {due} in {plan}.{silence}");
    let late_for = Days::new(u64::try_from(days - 1).unwrap_or(0));
    let since = today.checked_sub_days(late_for).unwrap_or(today);
    Some(signal(WAITS, facts, detail, since))
}

/// An update was asked for and has not come within its grace, however often it was asked for again.
/// Where another rule tells of the commitment already, that signal says so.
#[must_use]
pub fn unanswered(facts: &CommitmentFacts) -> Option<RaisedSignal> {
    let by = facts.answer_was_due?;
    if facts.status.is_final() || facts.told_by_parent {
        return None;
    }
    let detail = format!(
        "An update was asked for by {} and has not come; {} in {}.",
        crate::shell::components::day(by),
        due_words(facts),
        facts.plan
    );
    let since = by.checked_add_days(Days::new(1)).unwrap_or(by);
    Some(signal(UNANSWERED, facts, detail, since))
}

fn silence(facts: &CommitmentFacts) -> String {
    let day = facts.answer_was_due.map(crate::shell::components::day);
    day.map(|day| format!(" The update asked for by {day} has not come.")).unwrap_or_default()
}

fn due_words(facts: &CommitmentFacts) -> String {
    match facts.due_as_written.as_str() {
        "" => "no due day".to_owned(),
        written => format!("due '{written}'"),
    }
}

/// Nobody has reported on it since it was taken in, and the time for a first report is over: 30
/// days, or 90 for one without a due day. What is overdue is told by [`overdue`] instead.
#[must_use]
pub fn never_updated(facts: &CommitmentFacts, today: NaiveDate) -> Option<RaisedSignal> {
    if facts.reported || facts.is_milestone || facts.status.is_final() {
        return None;
    }
    let grace = if facts.due_latest.is_some() { GRACE_DAYS } else { UNDATED_GRACE_DAYS };
    let since = facts.imported_on.checked_add_days(Days::new(grace))?;
    if today < since {
        return None;
    }
    let days = (today - facts.imported_on).num_days();
    let due = due_words(facts);
    let detail = format!("No update in the {days} days since {} was taken in; {due}.", facts.plan);
    Some(signal(NEVER_UPDATED, facts, detail, since))
}

fn signal(
    rule: &'static str,
    facts: &CommitmentFacts,
    detail: String,
    since: NaiveDate,
) -> RaisedSignal {
    RaisedSignal {
        rule,
        subject_kind: "commitment",
        subject_id: facts.id,
        organisation_id: facts.organisation_id,
        title: title(&facts.reference, &facts.text),
        detail,
        lead_id: facts.lead_id,
        since,
    }
}

/// Reference and the first words of what was promised.
fn title(reference: &str, text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let whole = match reference {
        "" => words,
        reference => format!("{reference} {words}"),
    };
    if whole.chars().count() <= LONGEST_TITLE {
        return whole;
    }
    let cut: String = whole.chars().take(LONGEST_TITLE - 1).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", &cut[..end])
}

/// What makes a signal the same one: there is at most one open for it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SignalKey {
    /// Name of the rule.
    pub rule: String,
    /// Kind of its subject.
    pub subject_kind: String,
    /// Row of its subject.
    pub subject_id: i64,
    /// Organisation concerned.
    pub organisation_id: i64,
}

impl RaisedSignal {
    /// What makes it the same signal.
    #[must_use]
    pub fn key(&self) -> SignalKey {
        SignalKey {
            rule: self.rule.to_owned(),
            subject_kind: self.subject_kind.to_owned(),
            subject_id: self.subject_id,
            organisation_id: self.organisation_id,
        }
    }
}

/// What is to be done so that the open signals are those the facts raise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// To be opened: new, or come back after having been closed.
    pub raise: Vec<RaisedSignal>,
    /// Open, and still held by the facts: row and what the facts say now.
    pub keep: Vec<(i64, RaisedSignal)>,
    /// Open, and no longer held by the facts: rows.
    pub close: Vec<i64>,
}

/// Compares what is open (key and row) with what the facts raise.
///
/// Of two raised with one key the first counts.
#[must_use]
pub fn changes(mut open: BTreeMap<SignalKey, i64>, raised: Vec<RaisedSignal>) -> Changes {
    let mut changes = Changes::default();
    let mut seen = std::collections::BTreeSet::new();
    for signal in raised {
        let key = signal.key();
        if !seen.insert(key.clone()) {
            continue;
        }
        match open.remove(&key) {
            Some(id) => changes.keep.push((id, signal)),
            None => changes.raise.push(signal),
        }
    }
    changes.close = open.into_values().collect();
    changes.close.sort_unstable();
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn facts() -> CommitmentFacts {
        CommitmentFacts {
            id: 7,
            organisation_id: 1,
            plan: "Action plan".to_owned(),
            reference: "1.2".to_owned(),
            text: "Open the\n ward".to_owned(),
            due_as_written: "Dec 18".to_owned(),
            due_latest: Some(day("2018-12-31")),
            status: Status::NotStarted,
            reported: false,
            is_milestone: false,
            told_by_parent: false,
            imported_on: day("2018-04-03"),
            lead_id: Some(3),
            waits_for: None,
            answer_was_due: None,
        }
    }

    fn check(facts: CommitmentFacts, today: &str, expected: Option<&str>) {
        let found = commitment_signals(&[facts], day(today)).pop();
        let found = found.map(|signal| format!("{} since {}", signal.rule, signal.since));
        assert_eq!(found.as_deref(), expected, "{today}");
    }

    #[test]
    fn a_commitment_is_overdue_from_the_day_after_its_last() {
        let reported = || CommitmentFacts { reported: true, status: Status::OnTrack, ..facts() };
        check(reported(), "2018-12-31", None);
        check(reported(), "2019-01-01", Some("commitment_overdue since 2019-01-01"));
        check(facts(), "2019-02-15", Some("commitment_overdue since 2019-01-01"));
        check(CommitmentFacts { status: Status::Achieved, ..reported() }, "2019-02-15", None);
        check(CommitmentFacts { due_latest: None, ..reported() }, "2019-02-15", None);
    }

    #[test]
    fn a_milestone_of_what_has_ended_or_is_late_itself_raises_nothing() {
        let milestone = || CommitmentFacts { is_milestone: true, ..facts() };
        check(milestone(), "2019-02-15", Some("milestone_overdue since 2019-01-01"));
        check(CommitmentFacts { told_by_parent: true, ..milestone() }, "2019-02-15", None);
        check(milestone(), "2018-06-01", None);
        check(CommitmentFacts { due_latest: None, ..milestone() }, "2019-02-15", None);
    }

    #[test]
    fn silence_is_told_after_its_grace() {
        check(facts(), "2018-05-02", None);
        check(facts(), "2018-05-03", Some("commitment_never_updated since 2018-05-03"));
        let undated = || CommitmentFacts { due_latest: None, ..facts() };
        check(undated(), "2018-07-01", None);
        check(undated(), "2018-07-02", Some("commitment_never_updated since 2018-07-02"));
        check(CommitmentFacts { reported: true, ..undated() }, "2018-07-02", None);
    }

    #[test]
    fn what_waits_for_something_late_is_told_once() {
        let waits = || CommitmentFacts {
            waits_for: Some(("2.1".to_owned(), 40)),
            reported: true,
            ..facts()
        };
        check(waits(), "2018-12-31", Some("commitment_waits_for_late since 2018-11-22"));
        check(waits(), "2019-01-01", Some("commitment_overdue since 2019-01-01"));
        check(
            CommitmentFacts { reported: false, ..waits() },
            "2018-12-31",
            Some("commitment_waits_for_late since 2018-11-22"),
        );
        check(CommitmentFacts { status: Status::Achieved, ..waits() }, "2018-12-31", None);
        check(CommitmentFacts { told_by_parent: true, ..waits() }, "2018-12-31", None);
        let signal = super::waits(&waits(), day("2018-12-31")).unwrap();
        assert_eq!(
            signal.detail,
            "Waits for 2.1, which is 40 days late; due 'Dec 18' in Action plan."
        );
    }

    #[test]
    fn an_update_that_does_not_come_within_its_grace_is_told_once() {
        let asked = || CommitmentFacts {
            answer_was_due: Some(day("2018-11-09")),
            reported: true,
            ..facts()
        };
        check(asked(), "2018-11-12", Some("update_not_given since 2018-11-10"));
        check(asked(), "2019-01-01", Some("commitment_overdue since 2019-01-01"));
        check(CommitmentFacts { status: Status::Achieved, ..asked() }, "2018-11-12", None);
        check(CommitmentFacts { told_by_parent: true, ..asked() }, "2018-11-12", None);
        assert_eq!(
            unanswered(&asked()).unwrap().detail,
            "An update was asked for by 9 November 2018 and has not come; due 'Dec 18' in Action plan."
        );
        assert_eq!(
            overdue(&asked(), day("2019-01-01")).unwrap().detail,
            "Due 'Dec 18' in Action plan: 1 day overdue, status: not started. \
             The update asked for by 9 November 2018 has not come."
        );
    }

    #[test]
    fn a_signal_says_what_is_wrong_in_a_sentence() {
        let overdue = overdue(&facts(), day("2019-01-01")).unwrap();
        assert_eq!(overdue.title, "1.2 Open the ward");
        assert_eq!(
            overdue.detail,
            "Due 'Dec 18' in Action plan: 1 day overdue, status: not started."
        );
        let silent = never_updated(&facts(), day("2018-06-02")).unwrap();
        assert_eq!(
            silent.detail,
            "No update in the 60 days since Action plan was taken in; due 'Dec 18'."
        );
        let long = CommitmentFacts { text: "word ".repeat(50), ..facts() };
        let title = super::overdue(&long, day("2019-01-01")).unwrap().title;
        assert!(title.chars().count() <= 120 && title.ends_with("word…"), "{title}");
    }

    #[test]
    fn what_holds_is_kept_what_is_new_is_raised_and_the_rest_is_closed() {
        let raised =
            |id| RaisedSignal { subject_id: id, ..overdue(&facts(), day("2019-02-15")).unwrap() };
        let open = BTreeMap::from([(raised(1).key(), 10), (raised(2).key(), 20)]);
        let found = changes(open, vec![raised(2), raised(3), raised(3)]);
        let expected =
            Changes { raise: vec![raised(3)], keep: vec![(20, raised(2))], close: vec![10] };
        assert_eq!(found, expected);
    }
}
