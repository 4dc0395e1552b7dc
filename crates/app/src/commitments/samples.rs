//! Sample data for a commitment.

use super::pages::{
    ChangeForms, CommitmentPage, HistoryLine, LateLine, LeadLine, LinkLine, MilestoneLine,
    ProgressLine, TieLine, TimescaleLine, UpdateEntry, WholeLine,
};
use crate::escalation::samples::line;
use crate::shell::components::{Choice, STATUSES, Status};
use crate::shell::layout::Layout;
use crate::shell::samples::problem;
use crate::shell::templates_tests::Sample;

fn empty() -> CommitmentPage {
    CommitmentPage {
        layout: Layout::sample("1.3"),
        problems: Vec::new(),
        said: None,
        id: 3,
        kind: "Action".to_owned(),
        step: "Milestone".to_owned(),
        reference: "1.3".to_owned(),
        text: "Open a second assessment unit".to_owned(),
        status: Status::of("not_started"),
        overdue: None,
        plan_id: 1,
        plan_title: "Operational plan".to_owned(),
        section: String::new(),
        part_of: None,
        leads: Vec::new(),
        timescales: Vec::new(),
        moved: None,
        series: None,
        progress: None,
        withdrawn: None,
        late: None,
        seen: Vec::new(),
        may_acknowledge: false,
        outcome: None,
        reported_progress: None,
        uncertain: None,
        indicators: Vec::new(),
        risks: Vec::new(),
        others: Vec::new(),
        waits_for: Vec::new(),
        needed_by: Vec::new(),
        signals: Vec::new(),
        milestones: Vec::new(),
        history: Vec::new(),
        may_post: false,
        seen_update: 0,
        choices: Vec::new(),
        entry: UpdateEntry::default(),
        forms: None,
        source_lines: Vec::new(),
        lines: String::new(),
        file_name: "plan.txt".to_owned(),
    }
}

fn link(title: &str, words: &'static str) -> LinkLine {
    let href = "/indicators/AE4".to_owned();
    LinkLine { link_id: 5, href, title: title.to_owned(), words }
}

fn tie(id: i64) -> TieLine {
    TieLine {
        id,
        words: "within 1 month of".to_owned(),
        href: "/commitments/9".to_owned(),
        name: "2.1".to_owned(),
        text: "Appoint staff".to_owned(),
        status: Status::of("off_track"),
        late: Some("40 days late".to_owned()),
    }
}

fn forms() -> ChangeForms {
    let some = || Choice::list([("1", "One"), ("2", "Two")], Some("1"));
    ChangeForms {
        posts: some(),
        helpers: some(),
        indicators: some(),
        risks: some(),
        kinds: some(),
        units: some(),
        amount: "1".to_owned(),
        as_written: "within one month of appointment".to_owned(),
        suggestions: some(),
        open: "links",
    }
}

fn entry() -> UpdateEntry {
    UpdateEntry { note: "<b>".to_owned(), progress: "40".to_owned(), due: "June".to_owned() }
}

fn late() -> LateLine {
    LateLine {
        href: "/commitments/9".to_owned(),
        name: "2.1".to_owned(),
        days: "40 days".to_owned(),
        through: true,
    }
}

fn history() -> Vec<HistoryLine> {
    vec![
        HistoryLine {
            status: Some(Status::of("on_track")),
            what: String::new(),
            by: "Ada".to_owned(),
            at: "1 February 2019, 10:00".to_owned(),
            machine_time: "2019-02-01T10:00:00Z".to_owned(),
            notes: vec!["Going well".to_owned()],
        },
        HistoryLine {
            status: None,
            what: "Due date moved from 31 March 2019 to 30 June 2019".to_owned(),
            by: "By rule".to_owned(),
            at: "1 February 2019, 10:00".to_owned(),
            machine_time: "2019-02-01T10:00:00Z".to_owned(),
            notes: Vec::new(),
        },
    ]
}

impl Sample for CommitmentPage {
    fn samples() -> Vec<Self> {
        let full = Self {
            problems: vec![problem("note"), problem("status")],
            said: Some("Your update is posted".to_owned()),
            overdue: Some("3 days".to_owned()),
            section: "Urgent care".to_owned(),
            part_of: Some(WholeLine {
                id: 2,
                name: "1.2 Open a first <unit>".to_owned(),
                status: Status::of("on_track"),
            }),
            leads: vec![LeadLine {
                title: "Director of Operations".to_owned(),
                as_written: "DoO".to_owned(),
                accountable: true,
                through: Some("1.2".to_owned()),
            }],
            timescales: vec![TimescaleLine {
                found: "written “Dec-Feb 19”".to_owned(),
                read_as: "1 December 2018 to 28 February 2019".to_owned(),
            }],
            outcome: Some("Fewer waits".to_owned()),
            reported_progress: Some("Begun".to_owned()),
            uncertain: Some("two dates share this row".to_owned()),
            moved: Some("moved twice, first due 31 March 2019".to_owned()),
            series: Some("comes again: 30 Jun 2019".to_owned()),
            progress: Some(ProgressLine {
                sentence: "40% done, 50% expected by now".to_owned(),
                rule: "Expected: the share of its time that has passed.",
            }),
            withdrawn: Some("1 February 2019".to_owned()),
            late: Some(late()),
            seen: vec!["Ada, 1 February 2019, 10:00".to_owned()],
            may_acknowledge: true,
            indicators: vec![link("AE4 Seen within <four> hours", "")],
            risks: vec![link("Staff: nobody applies", "")],
            others: vec![link("2.1 Open a unit", "refers to this one")],
            waits_for: vec![tie(1)],
            needed_by: vec![tie(2)],
            signals: vec![line()],
            milestones: vec![MilestoneLine {
                id: 4,
                text: "Builders in".to_owned(),
                due: "1 Jan 2019".to_owned(),
                status: Status::of("achieved"),
            }],
            history: history(),
            may_post: true,
            choices: Choice::list(STATUSES.map(|status| (status.key, status.word)), None),
            entry: entry(),
            forms: Some(forms()),
            source_lines: vec![(7, "1.3   Open a second".to_owned())],
            lines: "Line 7".to_owned(),
            ..empty()
        };
        vec![empty(), full]
    }
}
