//! Sample data for the pages of reminders.

use super::pages::{MessageLine, MessagePage, RemindersPage, SettingsPage, WantedLine};
use crate::shell::components::{Choice, Problem};
use crate::shell::layout::Layout;
use crate::shell::templates_tests::Sample;

impl Sample for RemindersPage {
    fn samples() -> Vec<Self> {
        let line = |id, is_late| WantedLine {
            id,
            reference: "2.1".to_owned(),
            text: "Open a centre".to_owned(),
            plan: "Plan".to_owned(),
            lead: "Ada, Director".to_owned(),
            due: "1 Feb 2019".to_owned(),
            answer: "Asked".to_owned(),
            is_late,
        };
        let message = |id, has_failed| MessageLine {
            id,
            day: "1 Feb 2019".to_owned(),
            name: "Ada".to_owned(),
            subject: "An update is asked of you".to_owned(),
            state: "Sent".to_owned(),
            has_failed,
        };
        let page = |wanted, nobody, messages, folder: Option<&str>| Self {
            layout: Layout::sample("Reminders"),
            wanted,
            nobody,
            late: 1,
            messages,
            folder: folder.map(str::to_owned),
        };
        vec![
            page(Vec::new(), Vec::new(), Vec::new(), None),
            page(
                vec![line(1, false), line(2, true)],
                vec![line(3, false)],
                vec![message(1, false), message(2, true)],
                Some("outbox"),
            ),
        ]
    }
}

impl Sample for MessagePage {
    fn samples() -> Vec<Self> {
        vec![Self {
            layout: Layout::sample("An update is asked of you"),
            to: "Ada, ada@nm1.example".to_owned(),
            state: "Sent".to_owned(),
            paragraphs: vec!["Dear Ada,".to_owned(), "* 2.1 Open".to_owned()],
        }]
    }
}

impl Sample for SettingsPage {
    fn samples() -> Vec<Self> {
        let page = |problems, said: Option<&str>| Self {
            layout: Layout::sample("How this plan asks for updates"),
            problems,
            said: said.map(str::to_owned),
            plan_id: 1,
            plan_title: "Plan".to_owned(),
            now: "Leads are asked.".to_owned(),
            set_by: Some("Ada".to_owned()),
            days_before: "14, 2".to_owned(),
            on_due_day: true,
            days_after: "7".to_owned(),
            rhythms: Choice::list([("none", "None")], None),
            grace_days: "5".to_owned(),
            contributors: true,
            paused: false,
        };
        let problem = |field| Problem { field, message: "Write a number.".to_owned() };
        vec![
            page(Vec::new(), Some("Set.")),
            page(vec![problem("days_before"), problem("grace_days")], None),
        ]
    }
}
