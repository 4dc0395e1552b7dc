//! From rows of the ledger to what a page shows of them.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context as _;
use bellwether_plan::draft::{Commitment, Finding, Lead, Milestone, Severity};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _,
    QuerySelect as _,
};
use serde::Deserialize as _;

use super::keeping::{ChosenPosts, LONGEST_LEAD};
use super::pages::{CommitmentView, DueLine, LeadLine, RowView, SourceView, StepLine};
use super::rules::{Item, Kind, RowState};
use super::shaping::{self, corrections, fields, read_words};
use super::store::{DraftHead, current};
use crate::App;
use crate::db::entities::{draft_change, draft_row};
use crate::organisations::leads::{self, PostFinder};
use crate::plans::pages::FindingLine;
use crate::plans::rules::reported;
use crate::shell::components::{Choice, short_day};
use crate::shell::errors::AppError;
use crate::shell::scope::Scope;

/// Lines of the document shown beside a row before the rest is folded away.
const LINES_SHOWN: usize = 24;

/// The posts of an organisation, and which lead of a draft stands for which.
#[derive(Debug)]
pub(super) struct Posts {
    finder: PostFinder,
    known: Vec<leads::Lead>,
    pub(super) chosen: ChosenPosts,
    key: BTreeMap<String, String>,
}

impl Posts {
    pub(super) async fn read(
        app: &App,
        scope: &Scope,
        draft: &DraftHead,
    ) -> Result<Self, AppError> {
        let connection = app.ledger.connection();
        let organisation_id = draft.organisation_id;
        let key = draft.leads_key().into_iter().map(|entry| (entry.code, entry.title));
        Ok(Self {
            finder: PostFinder::open(connection, organisation_id, scope.today).await?,
            known: leads::list(&app.ledger, scope, Some(organisation_id)).await?,
            chosen: ChosenPosts::deserialize(&draft.posts).context("the posts of a draft")?,
            key: key.collect(),
        })
    }

    fn shown(&self, id: i64) -> Option<String> {
        self.known.iter().find(|post| post.id == id).map(leads::Lead::shown)
    }

    /// The words that the document itself has for a lead.
    pub(super) fn title(&self, lead: &Lead) -> Option<String> {
        lead.expanded.clone().or_else(|| self.key.get(&lead.as_written).cloned())
    }

    /// What acceptance would make of a lead.
    pub(super) fn found(&self, lead: &Lead) -> String {
        let title = self.title(lead);
        let known = self.finder.known(&lead.as_written);
        let known = known.or_else(|| self.finder.known(title.as_deref()?));
        if let Some(shown) = known.and_then(|id| self.shown(id)) {
            return shown;
        }
        if lead.as_written.chars().count() > LONGEST_LEAD {
            return "no post: this is a sentence".to_owned();
        }
        let new = format!("new post: {}", title.as_ref().unwrap_or(&lead.as_written));
        match &lead.likely {
            Some(likely) => format!("{new} (or a slip for {likely})"),
            None => new,
        }
    }

    fn line(&self, lead: &Lead, own: &ChosenPosts) -> LeadLine {
        let chosen = own.of(&lead.as_written).or_else(|| self.chosen.of(&lead.as_written));
        let post = match chosen {
            Some(Some(id)) => self.shown(id).unwrap_or_else(|| self.found(lead)),
            Some(None) => "no post".to_owned(),
            None => self.found(lead),
        };
        LeadLine { as_written: lead.as_written.clone(), post }
    }

    /// The posts to choose from: `open` says what happens without a choice.
    pub(super) fn choices(&self, open: String, chosen: Option<i64>) -> Vec<Choice> {
        let fixed = [(String::new(), open), ("0".to_owned(), "No post answers for it".to_owned())];
        let posts = self.known.iter().map(|post| (post.id.to_string(), post.shown()));
        let chosen = chosen.map(|id| id.to_string()).unwrap_or_default();
        Choice::list(fixed.into_iter().chain(posts), Some(&chosen))
    }
}

/// Which of some rows have a change that could be undone.
pub(super) async fn undoable(
    connection: &impl ConnectionTrait,
    rows: &[draft_row::Model],
) -> Result<BTreeSet<i64>, DbErr> {
    let ids = || rows.iter().map(|row| row.id);
    let concerned = Condition::any()
        .add(draft_change::Column::DraftRowId.is_in(ids()))
        .add(draft_change::Column::OtherRowId.is_in(ids()));
    let changes: Vec<(i64, Option<i64>)> = draft_change::Entity::find()
        .filter(concerned)
        .filter(draft_change::Column::UndoneAt.is_null())
        .select_only()
        .column(draft_change::Column::DraftRowId)
        .column(draft_change::Column::OtherRowId)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(changes.into_iter().flat_map(|(row, other)| [Some(row), other]).flatten().collect())
}

/// A row as its page shows it.
pub(super) fn row_view(
    row: &draft_row::Model,
    draft: &DraftHead,
    posts: &Posts,
    may_undo: bool,
) -> Result<RowView, AppError> {
    let item = current(row)?;
    let read = Item::from_json(&row.kind, &row.read).context("a row as it was read")?;
    let own = match &row.posts {
        Some(own) => ChosenPosts::deserialize(own).context("the posts of a row")?,
        None => ChosenPosts::default(),
    };
    let findings = Vec::<Finding>::deserialize(&row.findings).context("findings of a row")?;
    let (name, text) = heading(&item);
    let waits = row.state == RowState::Waiting.word();
    Ok(RowView {
        id: row.id,
        revision: row.revision,
        kind: item.kind().title(),
        name,
        text,
        section: row.section.clone().unwrap_or_default(),
        commitment: match &item {
            Item::Commitment(commitment) => Some(commitment_view(commitment, posts, &own)),
            _ => None,
        },
        fields: fields(&item),
        uncertain: item.uncertain().map(str::to_owned),
        findings: findings.iter().map(finding_line).collect(),
        corrections: if row.is_corrected { corrections(&read, &item) } else { Vec::new() },
        source: source_view(row),
        waits,
        decided: decided(row),
        href: href(row, draft),
        may_undo,
    })
}

/// What a row is called, and what it says.
pub(super) fn heading(item: &Item) -> (String, String) {
    match item {
        Item::Commitment(row) => (row.reference.clone(), row.text.clone()),
        Item::Indicator(row) => (row.code.clone().unwrap_or_default(), row.title.clone()),
        Item::Risk(row) => (row.area.clone(), row.risk.clone()),
        Item::Goal(row) => (row.period.clone().unwrap_or_default(), row.title.clone()),
        Item::Scope(row) => (String::new(), row.title.clone()),
    }
}

/// A row in a few words.
pub(super) fn short_name(item: &Item) -> String {
    let (name, text) = heading(item);
    let mut short: String = text.chars().take(60).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    format!("{name} {short}").trim().to_owned()
}

fn commitment_view(row: &Commitment, posts: &Posts, own: &ChosenPosts) -> CommitmentView {
    CommitmentView {
        leads: row.leads.iter().map(|lead| posts.line(lead, own)).collect(),
        due: row
            .timescales
            .iter()
            .map(|time| DueLine { as_written: time.as_written.clone(), read_as: read_words(time) })
            .collect(),
        steps: row.milestones.iter().map(step_line).collect(),
        outcome: row.outcome.clone(),
        reported: reported(row),
    }
}

fn step_line(step: &Milestone) -> StepLine {
    let read = shaping::days_read(step.earliest, step.latest);
    let read_as = read.unwrap_or_else(|| "no day could be read".to_owned());
    let due = step.as_written.clone().map(|as_written| DueLine { as_written, read_as });
    StepLine { text: step.text.clone(), due }
}

pub(super) fn finding_line(finding: &Finding) -> FindingLine {
    let severity = match finding.severity {
        Severity::Info => "Good to know",
        Severity::Warning => "Warning",
        Severity::Error => "Error",
    };
    FindingLine {
        severity: severity.to_owned(),
        line: finding.line.and_then(|line| i64::try_from(line).ok()),
        message: finding.message.clone(),
    }
}

fn source_view(row: &draft_row::Model) -> SourceView {
    let place = if row.line_to > row.line_from {
        format!("Lines {} to {} of the document", row.line_from, row.line_to)
    } else {
        format!("Line {} of the document", row.line_from)
    };
    let numbered = (row.line_from..).zip(row.source_text.split('\n'));
    let mut lines: Vec<(i32, String)> = numbered
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(number, text)| (number, text.trim_end().to_owned()))
        .collect();
    let rest = lines.split_off(lines.len().min(LINES_SHOWN));
    SourceView { place, first: lines, rest }
}

fn decided(row: &draft_row::Model) -> Option<String> {
    let word = match RowState::from_word(&row.state)? {
        RowState::Waiting => return None,
        RowState::Accepted => "Accepted",
        RowState::Discarded => "Discarded",
    };
    let by = row.decided_by_name.as_deref().unwrap_or("somebody");
    let on = row.decided_at.map(|at| format!(" on {}", short_day(at.date_naive())));
    let why = row.reason.as_deref().map(|reason| format!(": {reason}"));
    Some(format!("{word} by {by}{}{}.", on.unwrap_or_default(), why.unwrap_or_default()))
}

fn href(row: &draft_row::Model, draft: &DraftHead) -> Option<String> {
    let entity_id = row.entity_id?;
    match Kind::from_word(&row.kind)? {
        Kind::Commitment => Some(format!("/commitments/{entity_id}")),
        kind => {
            let part = match kind {
                Kind::Risk => "risks",
                Kind::Goal => "goals",
                Kind::Indicator => "indicators",
                _ => "scope",
            };
            Some(format!("/plans/{}#{part}", draft.made_plan_id.or(draft.plan_id)?))
        }
    }
}
