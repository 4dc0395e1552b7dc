//! Sample data for a commitment.

use super::pages::{
    CommitmentPage, LeadLine, LinkLine, MilestoneLine, TimescaleLine, UpdateLine, WholeLine,
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
        kind: "Action",
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
        outcome: None,
        reported_progress: None,
        uncertain: None,
        links: Vec::new(),
        signals: Vec::new(),
        milestones: Vec::new(),
        updates: Vec::new(),
        may_post: false,
        seen: 0,
        choices: Vec::new(),
        note: String::new(),
        source_lines: Vec::new(),
        lines: String::new(),
        file_name: "plan.txt".to_owned(),
    }
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
            links: vec![LinkLine {
                href: "/indicators/AE4".to_owned(),
                title: "Seen within four hours".to_owned(),
            }],
            signals: vec![line()],
            milestones: vec![MilestoneLine {
                id: 4,
                text: "Builders in".to_owned(),
                due: "1 Jan 2019".to_owned(),
                status: Status::of("achieved"),
            }],
            updates: vec![UpdateLine {
                status: Status::of("on_track"),
                by: "Ada".to_owned(),
                at: "1 February 2019, 10:00".to_owned(),
                machine_time: "2019-02-01T10:00:00Z".to_owned(),
                note: "Going well".to_owned(),
            }],
            may_post: true,
            choices: Choice::list(STATUSES.map(|status| (status.key, status.word)), None),
            note: "<b>".to_owned(),
            source_lines: vec![(7, "1.3   Open a second".to_owned())],
            lines: "Line 7".to_owned(),
            ..empty()
        };
        vec![empty(), full]
    }
}
