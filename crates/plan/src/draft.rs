//! The draft plan: what a document says, before anyone has accepted it.
//!
//! These types are the JSON that `bellwether plan read` prints. Days are ISO 8601; what the text
//! has lost is `null` with a reason in `uncertain`, never a guess.

use bellwether_calendar::{Precision, Recurrence, Relative, Timescale};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Everything that was read in one call.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Drafts {
    /// One entry a file, in the order given.
    pub documents: Vec<Document>,
}

/// One planning document.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Document {
    /// File name, without its folder.
    pub file: String,
    /// Title as printed.
    pub title: Option<String>,
    /// Organisation that wrote it, as printed.
    pub organisation: Option<String>,
    /// Planning period, such as `2008/09`: given by the caller, or found in the text.
    pub plan_year: Option<String>,
    /// The document's own key to lead codes.
    pub leads_key: Vec<LeadKeyEntry>,
    /// Everything promised, in document order.
    pub commitments: Vec<Commitment>,
    /// Indicator rows.
    pub indicators: Vec<Indicator>,
    /// Risks with their contingencies.
    pub risks: Vec<Risk>,
    /// Goals by period.
    pub goals: Vec<Goal>,
    /// Projects in and out of the programme, with the organisation's level of involvement.
    pub scope: Vec<ScopeItem>,
    /// What a person should look at.
    pub findings: Vec<Finding>,
}

/// A line of the key to leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadKeyEntry {
    /// Code, such as `DoF`.
    pub code: String,
    /// Title, such as `Director of Finance`.
    pub title: String,
}

/// Who answers for something.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lead {
    /// As printed in the lead cell.
    pub as_written: String,
    /// The title that the key gives, or the words themselves when they are a title already; of a
    /// person who is named in several ways, the fullest name.
    pub expanded: Option<String>,
    /// What it is by its words, where they tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<LeadKind>,
    /// The title of the nearest key entry, where the code is probably a slip for its code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub likely: Option<String>,
}

/// What kind of lead it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeadKind {
    /// A job that one person holds.
    Post,
    /// A person by name.
    Person,
    /// People who work together.
    Team,
    /// People who meet: a board, committee or group.
    Committee,
}

/// Something promised.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Commitment {
    /// Reference as printed, such as `1.10`; empty when the document gives none.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Heading it stands under.
    pub section: Option<String>,
    /// What is promised.
    pub text: String,
    /// Leads, in the order written.
    pub leads: Vec<Lead>,
    /// Due dates as written, each read.
    pub timescales: Vec<Timescale>,
    /// Steps on the way, each with its own date where the text still tells which it is.
    pub milestones: Vec<Milestone>,
    /// Progress as reported in the document.
    pub progress: Option<String>,
    /// Current status as reported in the document.
    pub status: Option<String>,
    /// Outcome expected.
    pub outcome: Option<String>,
    /// Where it stands in the file.
    pub source: Source,
    /// Why a person has to look at it, when one has to.
    pub uncertain: Option<String>,
}

/// A step on the way to a commitment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    /// Its date as printed, when the text still tells which date is its own.
    pub as_written: Option<String>,
    /// First day.
    pub earliest: Option<NaiveDate>,
    /// Last day.
    pub latest: Option<NaiveDate>,
    /// How exact that is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<Precision>,
    /// What is to be reached.
    pub text: String,
    /// How it hangs on the day of another event, where it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relative: Option<Relative>,
    /// How often it is due, where it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recurrence: Option<Recurrence>,
    /// How far it has come by its own words: `achieved`, `in progress` or `on hold`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
}

/// Lines of the file, counted from 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// First line.
    pub line_from: usize,
    /// Last line.
    pub line_to: usize,
}

/// A row of an indicator table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indicator {
    /// Code as printed, such as `VSA01`.
    pub code: Option<String>,
    /// Title.
    pub title: String,
    /// Table or area it stands in.
    pub section: Option<String>,
    /// Body that its figures are about, where the table gives several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// Who answers for it, as printed.
    pub lead: Option<String>,
    /// Remark or compliance note.
    pub note: Option<String>,
    /// Further cells by column heading, as printed.
    pub values: serde_json::Map<String, serde_json::Value>,
    /// Where it stands in the file.
    #[serde(default)]
    pub source: Source,
}

/// A risk with what is done should it come true.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Risk {
    /// Area, as printed.
    pub area: String,
    /// The risk.
    pub risk: String,
    /// The plan B.
    pub contingency: Option<String>,
    /// Who answers for it, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<String>,
    /// How likely it is, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub likelihood: Option<String>,
    /// How grave it would be, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact: Option<String>,
    /// Where it stands in the file.
    #[serde(default)]
    pub source: Source,
}

/// What is to be reached in a period.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// What is measured, such as `Annual Health Check`.
    pub title: String,
    /// When, as printed.
    pub period: Option<String>,
    /// First day of the period, where it says one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earliest: Option<NaiveDate>,
    /// Last day of the period: by when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest: Option<NaiveDate>,
    /// The value to reach, as printed.
    pub value: String,
    /// Where it stands in the file.
    #[serde(default)]
    pub source: Source,
}

/// A project or area that the plan says it covers, and how far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeItem {
    /// Area or project.
    pub title: String,
    /// Level of involvement, as printed.
    pub level: Option<String>,
    /// Remark.
    pub note: Option<String>,
    /// Where it stands in the file.
    #[serde(default)]
    pub source: Source,
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Good to know.
    Info,
    /// A person should look.
    Warning,
    /// It cannot stand as it is.
    Error,
}

/// Something about the document that a person should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Name of the rule, such as `timescale-unreadable`.
    pub rule: String,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong and what to do.
    pub message: String,
    /// Line in the file.
    pub line: Option<usize>,
    /// Further lines that it is about, in order, when one finding speaks of several places.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_lines: Vec<usize>,
    /// Reference of the commitment concerned.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
}

impl Finding {
    /// Every line that it is about, in order.
    pub fn lines(&self) -> impl Iterator<Item = usize> + '_ {
        self.line.into_iter().chain(self.also_lines.iter().copied())
    }

    /// Whether it is about any of the lines of a row.
    #[must_use]
    pub fn concerns(&self, source: Source) -> bool {
        self.lines().any(|line| (source.line_from..=source.line_to).contains(&line))
    }
}
