//! A planning document becomes a plan: read, its leads found, and kept in one transaction.

use std::collections::BTreeMap;

use bellwether_calendar::{Context, FinancialYear, Quarters};
use bellwether_plan::{Document, ReadOptions, draft};
use chrono::NaiveDate;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _,
    QuerySelect as _,
};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::rules::{Due, precision_word, reported};
use crate::App;
use crate::db::entities::{
    commitment, commitment_lead, commitment_timescale, indicator, plan, plan_finding, plan_goal,
    plan_indicator, plan_risk, plan_scope, section,
};
use crate::db::insert_all;
use crate::organisations::leads::PostFinder;
use crate::organisations::store as organisations;
use crate::shell::audit::{self, Actor, Subject};
use crate::shell::errors::AppError;
use crate::shell::scope::{Permission, Scope};

/// Longest name of a lead, in characters; beyond it the cell holds a sentence, not a post.
const LONGEST_LEAD: usize = 80;

/// What the caller knows about a document that the document may not say.
#[derive(Debug, Clone, Copy, Default)]
pub struct ImportOptions {
    /// The plan's own year.
    pub plan_year: Option<FinancialYear>,
    /// The day on which it was written; the day of the import when absent.
    pub as_of: Option<NaiveDate>,
    /// Which quarters it uses.
    pub quarters: Quarters,
}

/// What came of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportReport {
    /// The plan.
    pub plan_id: i64,
    /// Its title.
    pub title: String,
    /// The very same file had been taken in before, and nothing was done.
    pub already_there: bool,
    /// Commitments taken in, milestones not counted.
    pub commitments: usize,
    /// Milestones.
    pub milestones: usize,
    /// Rows of indicator tables.
    pub indicators: usize,
    /// Risks.
    pub risks: usize,
    /// Goals.
    pub goals: usize,
    /// Things it says it covers.
    pub scope_items: usize,
    /// Commitments that a person has to look at.
    pub uncertain: usize,
    /// What the reader asks a person to look at.
    pub findings: usize,
    /// Titles of posts named by the document that were not known.
    pub new_posts: Vec<String>,
}

/// Reads a document without keeping anything: what an import would take in.
///
/// # Errors
///
/// Refuses what is no text document, and anybody who may not import.
pub fn preview(
    app: &App,
    scope: &Scope,
    file: &str,
    bytes: &[u8],
    options: ImportOptions,
) -> Result<Document, AppError> {
    if !scope.may(Permission::ImportPlan) {
        return Err(AppError::Forbidden(ONLY_MANAGERS));
    }
    read(app, file, bytes, options)
}

const ONLY_MANAGERS: &str = "only performance managers of the organisation import its plans";

fn read(app: &App, file: &str, bytes: &[u8], options: ImportOptions) -> Result<Document, AppError> {
    if bytes.contains(&0) {
        let refusal = format!("{file} is no text document; save it as plain text and try again");
        return Err(AppError::Invalid(refusal));
    }
    let context = Context {
        plan_year: options.plan_year,
        as_of: Some(options.as_of.unwrap_or_else(|| app.today())),
        quarters: options.quarters,
    };
    bellwether_plan::read(file, bytes, &ReadOptions { context })
        .map_err(|error| AppError::Invalid(error.to_string()))
}

/// Takes in a planning document as a plan of an organisation; the very same file a second time does
/// nothing.
///
/// # Errors
///
/// Refuses an organisation that may not be seen, anybody who may not import there, what is no text
/// document, and a document in which nothing was found.
pub async fn import(
    app: &App,
    scope: &Scope,
    organisation_code: &str,
    file: &str,
    bytes: &[u8],
    options: ImportOptions,
) -> Result<ImportReport, AppError> {
    let organisation = organisations::find(&app.ledger, scope, organisation_code).await?;
    if !scope.may_in(Permission::ImportPlan, organisation.id) {
        return Err(AppError::Forbidden(ONLY_MANAGERS));
    }
    let document = read(app, file, bytes, options)?;
    let nothing = document.commitments.is_empty()
        && document.indicators.is_empty()
        && document.risks.is_empty()
        && document.goals.is_empty()
        && document.scope.is_empty();
    if nothing {
        let refusal = format!(
            "no commitment, indicator, risk or goal was found in {file}; check that it is a plan"
        );
        return Err(AppError::Invalid(refusal));
    }
    let sha256 = hex::encode(Sha256::digest(bytes));
    let text = String::from_utf8_lossy(bytes).into_owned();
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            let known = plan::Entity::find()
                .filter(plan::Column::OrganisationId.eq(organisation.id))
                .filter(plan::Column::FileSha256.eq(&sha256))
                .one(tx)
                .await?;
            if let Some(known) = known {
                return Ok(report(&document, known.id, known.title, true, Vec::new()));
            }
            let title = title(&document);
            let row = plan::ActiveModel {
                organisation_id: Set(organisation.id),
                title: Set(title.clone()),
                plan_year: Set(document.plan_year.clone()),
                file_name: Set(file.to_owned()),
                file_sha256: Set(sha256.clone()),
                source_text: Set(text),
                imported_at: Set(actor.at),
                imported_by: Set(actor.user_id),
                ..Default::default()
            };
            let plan_id = plan::Entity::insert(row).exec(tx).await?.last_insert_id;
            let new_posts = keep(tx, &actor, plan_id, organisation.id, &document).await?;
            let report = report(&document, plan_id, title, false, new_posts);
            record(tx, &actor, &report, file, &sha256).await?;
            Ok(report)
        })
        .await
}

fn title(document: &Document) -> String {
    let printed = document.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
    printed.unwrap_or(&document.file).to_owned()
}

fn report(
    document: &Document,
    plan_id: i64,
    title: String,
    already_there: bool,
    new_posts: Vec<String>,
) -> ImportReport {
    let commitments = &document.commitments;
    ImportReport {
        plan_id,
        title,
        already_there,
        commitments: commitments.len(),
        milestones: commitments.iter().map(|commitment| commitment.milestones.len()).sum(),
        indicators: document.indicators.len(),
        risks: document.risks.len(),
        goals: document.goals.len(),
        scope_items: document.scope.len(),
        uncertain: commitments.iter().filter(|commitment| commitment.uncertain.is_some()).count(),
        findings: document.findings.len(),
        new_posts,
    }
}

async fn record(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    report: &ImportReport,
    file: &str,
    sha256: &str,
) -> Result<(), DbErr> {
    let detail = json!({
        "file": file,
        "sha256": sha256,
        "title": report.title,
        "commitments": report.commitments,
        "milestones": report.milestones,
        "new_posts": report.new_posts,
    });
    audit::record(tx, actor, "imported", Subject::new("plan", report.plan_id), detail).await
}

/// Keeps everything of a document; returns the titles of posts that were not known before.
async fn keep(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    plan_id: i64,
    organisation_id: i64,
    document: &Document,
) -> Result<Vec<String>, DbErr> {
    let mut posts = PostFinder::open(tx, organisation_id, actor.at.date_naive()).await?;
    let titles: BTreeMap<&str, &str> = document
        .leads_key
        .iter()
        .map(|entry| (entry.code.as_str(), entry.title.as_str()))
        .collect();
    let sections = keep_sections(tx, plan_id, &document.commitments).await?;
    let mut position = 0;
    for draft in &document.commitments {
        let section_id = draft.section.as_deref().and_then(|title| sections.get(title)).copied();
        let id = keep_commitment(tx, plan_id, section_id, position, draft).await?;
        position += 1;
        keep_timescales(tx, id, draft).await?;
        keep_leads(tx, id, draft, &titles, &mut posts).await?;
        for milestone in &draft.milestones {
            keep_milestone(tx, plan_id, section_id, position, id, draft, milestone).await?;
            position += 1;
        }
    }
    keep_indicators(tx, plan_id, document).await?;
    keep_the_rest(tx, plan_id, document).await?;
    Ok(posts.made)
}

async fn keep_sections<'a>(
    tx: &impl ConnectionTrait,
    plan_id: i64,
    commitments: &'a [draft::Commitment],
) -> Result<BTreeMap<&'a str, i64>, DbErr> {
    let mut sections = BTreeMap::new();
    for title in commitments.iter().filter_map(|commitment| commitment.section.as_deref()) {
        if !sections.contains_key(title) {
            let row = section::ActiveModel {
                plan_id: Set(plan_id),
                position: Set(number(sections.len())),
                title: Set(title.to_owned()),
                ..Default::default()
            };
            let id = section::Entity::insert(row).exec(tx).await?.last_insert_id;
            sections.insert(title, id);
        }
    }
    Ok(sections)
}

async fn keep_commitment(
    tx: &impl ConnectionTrait,
    plan_id: i64,
    section_id: Option<i64>,
    position: usize,
    draft: &draft::Commitment,
) -> Result<i64, DbErr> {
    let due = Due::of(&draft.timescales);
    let row = commitment::ActiveModel {
        plan_id: Set(plan_id),
        section_id: Set(section_id),
        parent_id: Set(None),
        position: Set(number(position)),
        kind: Set("action".to_owned()),
        reference: Set(draft.reference.clone()),
        text: Set(draft.text.clone()),
        due_as_written: Set(due.as_written),
        due_earliest: Set(due.earliest),
        due_latest: Set(due.latest),
        due_precision: Set(precision_word(due.precision).to_owned()),
        outcome: Set(draft.outcome.clone()),
        reported_progress: Set(reported(draft)),
        line_from: Set(number(draft.source.line_from)),
        line_to: Set(number(draft.source.line_to)),
        uncertain: Set(draft.uncertain.clone()),
        ..Default::default()
    };
    Ok(commitment::Entity::insert(row).exec(tx).await?.last_insert_id)
}

async fn keep_milestone(
    tx: &impl ConnectionTrait,
    plan_id: i64,
    section_id: Option<i64>,
    position: usize,
    parent_id: i64,
    draft: &draft::Commitment,
    milestone: &draft::Milestone,
) -> Result<(), DbErr> {
    let due = Due::of_milestone(milestone);
    let row = commitment::ActiveModel {
        plan_id: Set(plan_id),
        section_id: Set(section_id),
        parent_id: Set(Some(parent_id)),
        position: Set(number(position)),
        kind: Set("milestone".to_owned()),
        reference: Set(String::new()),
        text: Set(milestone.text.clone()),
        due_as_written: Set(due.as_written),
        due_earliest: Set(due.earliest),
        due_latest: Set(due.latest),
        due_precision: Set(precision_word(due.precision).to_owned()),
        outcome: Set(None),
        reported_progress: Set(None),
        line_from: Set(number(draft.source.line_from)),
        line_to: Set(number(draft.source.line_to)),
        uncertain: Set(None),
        ..Default::default()
    };
    commitment::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

async fn keep_timescales(
    tx: &impl ConnectionTrait,
    commitment_id: i64,
    draft: &draft::Commitment,
) -> Result<(), DbErr> {
    let row = |(position, timescale): (usize, &bellwether_calendar::Timescale)| {
        commitment_timescale::ActiveModel {
            commitment_id: Set(commitment_id),
            position: Set(number(position)),
            as_written: Set(timescale.as_written.clone()),
            earliest: Set(timescale.earliest),
            latest: Set(timescale.latest),
            precision: Set(precision_word(timescale.precision).to_owned()),
            rule: Set(timescale.rule.clone()),
            ..Default::default()
        }
    };
    insert_all(tx, draft.timescales.iter().enumerate().map(row)).await
}

async fn keep_leads(
    tx: &impl ConnectionTrait,
    commitment_id: i64,
    draft: &draft::Commitment,
    titles: &BTreeMap<&str, &str>,
    posts: &mut PostFinder,
) -> Result<(), DbErr> {
    let mut rows = Vec::with_capacity(draft.leads.len());
    for (position, lead) in draft.leads.iter().enumerate() {
        let code = lead.as_written.as_str();
        let title = lead.expanded.as_deref().or_else(|| titles.get(code).copied());
        let lead_id = if code.chars().count() <= LONGEST_LEAD {
            posts.find_or_make(tx, code, title).await?
        } else {
            None
        };
        rows.push(commitment_lead::ActiveModel {
            commitment_id: Set(commitment_id),
            position: Set(number(position)),
            lead_id: Set(lead_id),
            as_written: Set(lead.as_written.clone()),
            accountable: Set(position == 0),
            ..Default::default()
        });
    }
    insert_all(tx, rows).await
}

async fn keep_indicators(
    tx: &impl ConnectionTrait,
    plan_id: i64,
    document: &Document,
) -> Result<(), DbErr> {
    let defined: BTreeMap<String, i64> = indicator::Entity::find()
        .select_only()
        .column(indicator::Column::Code)
        .column(indicator::Column::Id)
        .into_tuple::<(String, i64)>()
        .all(tx)
        .await?
        .into_iter()
        .collect();
    let row = |(position, draft): (usize, &draft::Indicator)| plan_indicator::ActiveModel {
        plan_id: Set(plan_id),
        position: Set(number(position)),
        code: Set(draft.code.clone()),
        title: Set(draft.title.clone()),
        section: Set(draft.section.clone()),
        lead: Set(draft.lead.clone()),
        note: Set(draft.note.clone()),
        cells: Set(serde_json::Value::Object(draft.values.clone())),
        indicator_id: Set(draft.code.as_ref().and_then(|code| defined.get(code)).copied()),
        ..Default::default()
    };
    insert_all(tx, document.indicators.iter().enumerate().map(row)).await
}

async fn keep_the_rest(
    tx: &impl ConnectionTrait,
    plan_id: i64,
    document: &Document,
) -> Result<(), DbErr> {
    let risk = |(position, draft): (usize, &draft::Risk)| plan_risk::ActiveModel {
        plan_id: Set(plan_id),
        position: Set(number(position)),
        area: Set(draft.area.clone()),
        risk: Set(draft.risk.clone()),
        contingency: Set(draft.contingency.clone()),
        line_from: Set(number(draft.source.line_from)),
        line_to: Set(number(draft.source.line_to)),
        ..Default::default()
    };
    insert_all(tx, document.risks.iter().enumerate().map(risk)).await?;
    let goal = |(position, draft): (usize, &draft::Goal)| plan_goal::ActiveModel {
        plan_id: Set(plan_id),
        position: Set(number(position)),
        title: Set(draft.title.clone()),
        period: Set(draft.period.clone()),
        value: Set(draft.value.clone()),
        ..Default::default()
    };
    insert_all(tx, document.goals.iter().enumerate().map(goal)).await?;
    let item = |(position, draft): (usize, &draft::ScopeItem)| plan_scope::ActiveModel {
        plan_id: Set(plan_id),
        position: Set(number(position)),
        title: Set(draft.title.clone()),
        level: Set(draft.level.clone()),
        note: Set(draft.note.clone()),
        ..Default::default()
    };
    insert_all(tx, document.scope.iter().enumerate().map(item)).await?;
    let finding = |draft: &draft::Finding| plan_finding::ActiveModel {
        plan_id: Set(plan_id),
        rule: Set(draft.rule.clone()),
        severity: Set(severity_word(draft.severity).to_owned()),
        message: Set(draft.message.clone()),
        line: Set(draft.line.map(number)),
        reference: Set(draft.reference.clone()),
        ..Default::default()
    };
    insert_all(tx, document.findings.iter().map(finding)).await
}

fn severity_word(severity: draft::Severity) -> &'static str {
    match severity {
        draft::Severity::Info => "info",
        draft::Severity::Warning => "warning",
        draft::Severity::Error => "error",
    }
}

/// Positions and line numbers; no document that can be read has two thousand million lines.
fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

#[cfg(test)]
#[path = "tests.rs"]
pub(crate) mod tests;
