//! What is asked of whom, one message, and how a plan asks.

use askama::Template;

use super::rules::ReminderSettings;
use crate::shell::components::{Choice, Problem};
use crate::shell::layout::Layout;

/// An update that is wanted.
#[derive(Debug, Clone)]
pub(crate) struct WantedLine {
    pub(crate) id: i64,
    pub(crate) reference: String,
    pub(crate) text: String,
    pub(crate) plan: String,
    pub(crate) lead: String,
    pub(crate) due: String,
    pub(crate) answer: String,
    pub(crate) is_late: bool,
}

/// A message, in a list.
#[derive(Debug, Clone)]
pub(crate) struct MessageLine {
    pub(crate) id: i64,
    pub(crate) day: String,
    pub(crate) name: String,
    pub(crate) subject: String,
    pub(crate) state: String,
    pub(crate) has_failed: bool,
}

/// What is asked of whom.
#[derive(Debug, Template)]
#[template(path = "reminders/reminders.html")]
pub(crate) struct RemindersPage {
    pub(crate) layout: Layout,
    pub(crate) wanted: Vec<WantedLine>,
    pub(crate) nobody: Vec<WantedLine>,
    pub(crate) late: usize,
    pub(crate) messages: Vec<MessageLine>,
    pub(crate) folder: Option<String>,
}

/// One message.
#[derive(Debug, Template)]
#[template(path = "reminders/message.html")]
pub(crate) struct MessagePage {
    pub(crate) layout: Layout,
    pub(crate) to: String,
    pub(crate) state: String,
    pub(crate) paragraphs: Vec<String>,
}

/// How a plan asks for updates.
#[derive(Debug, Template)]
#[template(path = "reminders/settings.html")]
pub(crate) struct SettingsPage {
    pub(crate) layout: Layout,
    pub(crate) problems: Vec<Problem>,
    pub(crate) said: Option<String>,
    pub(crate) plan_id: i64,
    pub(crate) plan_title: String,
    pub(crate) now: String,
    pub(crate) set_by: Option<String>,
    pub(crate) days_before: String,
    pub(crate) on_due_day: bool,
    pub(crate) days_after: String,
    pub(crate) rhythms: Vec<Choice>,
    pub(crate) grace_days: String,
    pub(crate) contributors: bool,
    pub(crate) paused: bool,
}

impl SettingsPage {
    /// Fills the form with settings.
    pub(crate) fn fill(&mut self, settings: &ReminderSettings) {
        self.days_before = settings.days_before_written();
        self.on_due_day = settings.on_due_day;
        self.days_after =
            settings.days_after_every.map(|days| days.to_string()).unwrap_or_default();
        self.grace_days = settings.grace_days.to_string();
        self.contributors = settings.to_contributors;
        self.paused = settings.paused;
        for choice in &mut self.rhythms {
            choice.selected = choice.value == settings.rhythm.word();
        }
    }
}
