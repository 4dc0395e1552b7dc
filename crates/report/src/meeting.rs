//! The paper of a review meeting on a plan: what to celebrate, accelerate and refocus, and what was
//! decided, as a tagged PDF.

use chrono::{Datelike as _, NaiveDate};
use serde_json::{Value, json};

use crate::layout::{self, LOOK, ReportError, Template, showable};

/// The templates, the first being the one that is laid out.
const TEMPLATES: [Template; 2] = [("/meeting.typ", include_str!("meeting/meeting.typ")), LOOK];

/// Everything the paper says.
#[derive(Debug, Clone)]
pub struct MeetingPaper {
    /// Whose plan it is.
    pub organisation: String,
    /// The plan's title.
    pub plan: String,
    /// What the meeting is called.
    pub title: String,
    /// The day it is held.
    pub held_on: NaiveDate,
    /// The time it looks back on, in words.
    pub period: String,
    /// Who was there; empty when not written down.
    pub present: String,
    /// Where it came to, in words; empty while it is not closed.
    pub conclusion: String,
    /// Headline figures: label, how many at the period's start, how many now.
    pub counts: Vec<(String, usize, usize)>,
    /// Its parts, in order.
    pub parts: Vec<Part>,
}

/// A part of the agenda.
#[derive(Debug, Clone)]
pub struct Part {
    /// Its heading.
    pub heading: String,
    /// What it is for, in a sentence.
    pub purpose: String,
    /// What is said where it has no rows.
    pub otherwise: String,
    /// Commitments.
    pub rows: Vec<PartRow>,
}

/// A commitment on the agenda.
#[derive(Debug, Clone)]
pub struct PartRow {
    /// Reference as printed.
    pub reference: String,
    /// What was promised.
    pub text: String,
    /// Who answers.
    pub lead: String,
    /// When it is due.
    pub due: String,
    /// How it stands.
    pub status: String,
    /// Why it is here, a few words each.
    pub reasons: Vec<String>,
    /// What was decided, a sentence each.
    pub decisions: Vec<String>,
}

/// Lays out the paper and returns the PDF's bytes: tagged, accessible by PDF/UA-1, in British English.
///
/// The same paper gives the same bytes. It keeps a core busy for a while, so an asynchronous caller
/// runs it where blocking is allowed.
///
/// # Errors
///
/// Returns an error when the layout refuses the document.
pub fn pdf(paper: &MeetingPaper) -> Result<Vec<u8>, ReportError> {
    let files = vec![("/paper.json".to_owned(), figures(paper).to_string().into_bytes())];
    layout::pdf(&TEMPLATES, files, paper.held_on)
}

fn figures(paper: &MeetingPaper) -> Value {
    json!({
        "organisation": showable(&paper.organisation),
        "plan": showable(&paper.plan),
        "title": showable(&paper.title),
        "held_on": paper.held_on.format("%-d %B %Y").to_string(),
        "date": [paper.held_on.year(), paper.held_on.month(), paper.held_on.day()],
        "period": showable(&paper.period),
        "present": showable(&paper.present),
        "conclusion": showable(&paper.conclusion),
        "counts": paper.counts.iter().map(|(label, before, now)| json!({
            "label": showable(label),
            "before": before.to_string(),
            "now": now.to_string(),
        })).collect::<Vec<_>>(),
        "parts": paper.parts.iter().map(part).collect::<Vec<_>>(),
    })
}

fn part(part: &Part) -> Value {
    json!({
        "heading": showable(&part.heading),
        "purpose": showable(&part.purpose),
        "otherwise": showable(&part.otherwise),
        "rows": part.rows.iter().map(row).collect::<Vec<_>>(),
    })
}

fn row(row: &PartRow) -> Value {
    let all = |texts: &[String]| texts.iter().map(|text| showable(text)).collect::<Vec<_>>();
    json!({
        "reference": showable(&row.reference),
        "text": showable(&row.text),
        "lead": showable(&row.lead),
        "due": showable(&row.due),
        "status": showable(&row.status),
        "reasons": all(&row.reasons),
        "decisions": all(&row.decisions),
    })
}
