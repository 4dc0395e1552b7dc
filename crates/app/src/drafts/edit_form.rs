//! The form that puts a row right: what it shows, and what is sent back.

use std::collections::BTreeMap;

use bellwether_calendar::Context;
use bellwether_plan::draft::{Commitment, LeadKeyEntry};
use serde::Deserialize;

use super::keeping::ChosenPosts;
use super::pages::{CommitmentForm, DueField, LeadField, PlainField, StepField};
use super::rules::Item;
use super::shaping::{self, CommitmentEdit, days_read, read_words};
use super::views::Posts;
use crate::shell::csrf::Guarded;

/// More leads, dates or milestones than this no row has.
const MOST_PARTS: usize = 200;

/// Everything that a form sent, by name.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Vec<(String, String)>")]
pub(super) struct Sent(BTreeMap<String, String>);

impl From<Vec<(String, String)>> for Sent {
    fn from(pairs: Vec<(String, String)>) -> Self {
        // Browsers send a line end as two characters.
        Self(pairs.into_iter().map(|(name, text)| (name, text.replace("\r\n", "\n"))).collect())
    }
}

impl Guarded for Sent {
    fn csrf(&self) -> &str {
        self.text("csrf")
    }
}

impl Sent {
    /// A field's text; empty when it was not sent.
    pub(super) fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// A field's number; none when it is no number.
    pub(super) fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.text(name).trim().parse().ok()
    }

    /// The texts of `name-0`, `name-1` and so on.
    pub(super) fn list(&self, name: &str) -> Vec<String> {
        let field = |index: usize| self.0.get(&format!("{name}-{index}")).cloned();
        (0..MOST_PARTS).map_while(field).collect()
    }

    /// The commitment as it was put right.
    pub(super) fn commitment_edit(&self) -> CommitmentEdit {
        CommitmentEdit {
            reference: self.text("reference").to_owned(),
            section: self.text("section").to_owned(),
            text: self.text("text").to_owned(),
            outcome: self.text("outcome").to_owned(),
            leads: self.list("lead"),
            due: self.list("due"),
            milestones: self.list("date").into_iter().zip(self.list("step")).collect(),
            settled: self.text("settled") == "yes",
        }
    }

    /// The posts chosen beside the leads.
    pub(super) fn posts(&self) -> ChosenPosts {
        let mut posts = ChosenPosts::default();
        for (lead, post) in self.list("lead").iter().zip(self.list("post")) {
            if !lead.trim().is_empty() {
                posts.choose(lead, post.parse().ok());
            }
        }
        posts
    }

    /// Another row as it was put right.
    pub(super) fn item(&self, before: &Item) -> Item {
        let mut item = before.clone();
        for field in shaping::fields(before) {
            if let Some(text) = self.0.get(&field.key) {
                shaping::set(&mut item, &field.key, text);
            }
        }
        item
    }
}

/// The form of a commitment, each date with how it is read, and room for more.
pub(super) fn commitment_form(
    row: &Commitment,
    edit: &CommitmentEdit,
    own: &ChosenPosts,
    posts: &Posts,
    key: &[LeadKeyEntry],
    context: &Context,
) -> CommitmentForm {
    let read = edit.apply(row, key, context);
    let more = |texts: &[String], blanks: usize| -> Vec<String> {
        let kept = texts.iter().filter(|text| !text.trim().is_empty()).cloned();
        kept.chain(std::iter::repeat_n(String::new(), blanks)).collect()
    };
    let lead = |(index, as_written): (usize, String)| {
        let open = match read.leads.get(index) {
            Some(lead) => {
                let whole = posts.chosen.of(&lead.as_written).is_some();
                if whole { "As for the whole document".to_owned() } else { posts.found(lead) }
            }
            None => "Found or made when accepted".to_owned(),
        };
        let chosen = own.of(&as_written).map(Option::unwrap_or_default);
        LeadField { index, number: index + 1, posts: posts.choices(open, chosen), as_written }
    };
    let due = |(index, as_written): (usize, String)| DueField {
        index,
        number: index + 1,
        read_as: read.timescales.get(index).map(read_words).unwrap_or_default(),
        as_written,
    };
    let step = |(index, (date, text)): (usize, (String, String))| {
        let milestone = read.milestones.get(index).filter(|step| step.as_written.is_some());
        let words = milestone.map(|step| days_read(step.earliest, step.latest));
        let words = words.map(|days| days.unwrap_or_else(|| "no day could be read".to_owned()));
        StepField { index, number: index + 1, text, date, read_as: words.unwrap_or_default() }
    };
    let steps = edit.milestones.iter().filter(|(date, text)| !date.is_empty() || !text.is_empty());
    let blank = std::iter::repeat_n((String::new(), String::new()), 2);
    CommitmentForm {
        reference: edit.reference.clone(),
        section: edit.section.clone(),
        text: edit.text.clone(),
        outcome: edit.outcome.clone(),
        leads: more(&edit.leads, 1).into_iter().enumerate().map(lead).collect(),
        due: more(&edit.due, 1).into_iter().enumerate().map(due).collect(),
        steps: steps.cloned().chain(blank).enumerate().map(step).collect(),
        settled: edit.settled,
    }
}

/// The form of another row.
pub(super) fn plain_fields(item: &Item) -> Vec<PlainField> {
    let field = |(index, field): (usize, shaping::Field)| PlainField {
        id: format!("part-{index}"),
        rows: if field.value.chars().count() > 70 { 4 } else { 1 },
        field,
    };
    shaping::fields(item).into_iter().enumerate().map(field).collect()
}
