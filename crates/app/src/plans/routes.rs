//! The list of plans, and one plan.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, State};
use bellwether_report::chart::{self, Timeline, TimelineBar};
use chrono::{Days, NaiveDate};
use serde::Deserialize;

use super::kinds::Levels;
use super::pages::{
    CommitmentLine, FindingLine, GoalLine, PlanIndicatorLine, PlanLine, PlanPage, PlansPage,
    RiskLine, ScopeLine, SectionView,
};
use super::store::{self, PlanFilter, PlanSummary, PlanView};
use super::view_pages::TreeView;
use super::{import_routes, kinds, place_routes, view_routes};
use crate::App;
use crate::commitments::rules::{DueFilter, Status as Standing};
use crate::commitments::show::moved_words;
use crate::commitments::store::CommitmentRow;
use crate::db::entities::plan_indicator;
use crate::drafts::store as drafts;
use crate::links::dependencies::LateOne;
use crate::links::store::Beside;
use crate::shell::answer::{self, Page};
use crate::shell::clock::AsAt;
use crate::shell::components::{Choice, Markup, Status, StatusBar, count_of, day, short_day};
use crate::shell::layout::Layout;
use crate::shell::routes::Routes;
use crate::shell::scope::Permission;
use crate::shell::session::Visitor;

pub(crate) fn routes() -> Routes {
    import_routes::routes()
        .and(Routes::new().get("/plans", list).get("/plans/{id}", show))
        .and(view_routes::routes())
        .and(place_routes::routes())
}

async fn list(State(app): State<App>, visitor: Visitor) -> Page {
    let plans = store::list(&app.ledger, &visitor.scope, AsAt(visitor.scope.today)).await?;
    answer::page(&PlansPage {
        layout: Layout::inside(&visitor, "Plans", "/plans"),
        may_import: visitor.scope.may(Permission::ImportPlan),
        in_review: drafts::count_waiting(&app.ledger, &visitor.scope).await?,
        plans: plans.iter().map(plan_line).collect(),
    })
}

/// A plan in a list.
pub(crate) fn plan_line(plan: &PlanSummary) -> PlanLine {
    PlanLine {
        id: plan.id,
        title: plan.title.clone(),
        organisation: plan.organisation.clone(),
        year: plan.plan_year.clone(),
        status: status_bar(plan),
        overdue: plan.overdue,
        imported: day(plan.imported_at.date_naive()),
    }
}

fn status_bar(plan: &PlanSummary) -> StatusBar {
    let id = plan.id;
    StatusBar::new(&plan.counts, |key| format!("/plans/{id}?status={key}#commitments"))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    lead: String,
    status: String,
    due: String,
    done: Option<String>,
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Page {
    let today = visitor.scope.today;
    let filter = PlanFilter {
        lead: asked.lead.parse().ok(),
        status: asked.status.parse().ok(),
        due: DueFilter::from_word(&asked.due),
    };
    let view = store::find(&app.ledger, &visitor.scope, id, AsAt(today), filter).await?;
    let tree = place_routes::tree_view(&app, &visitor, &view.plan).await?;
    answer::page(&plan_page(&visitor, view, tree, &asked))
}

fn plan_page(visitor: &Visitor, view: PlanView, tree: TreeView, asked: &Asked) -> PlanPage {
    let plan = &view.plan;
    let mut layout = Layout::inside(visitor, plan.title.clone(), "/plans").below("Plans", "/plans");
    if let Some((id, title)) = &tree.above {
        layout = layout.below(title.clone(), format!("/plans/{id}"));
    }
    let levels = plan.levels.clone();
    PlanPage {
        layout,
        tree,
        kind: (plan.kind != kinds::ORDINARY).then(|| kinds::title(&plan.kind)),
        may_place: visitor.scope.may_in(Permission::ImportPlan, plan.organisation_id),
        level: levels.commitment.clone(),
        views: views(&view),
        left_out: view.left_out.iter().map(left_out_line).collect(),
        id: plan.id,
        may_run: visitor.scope.may_in(Permission::PostAnyUpdate, plan.organisation_id),
        organisation: plan.organisation.clone(),
        organisation_code: plan.organisation_code.clone(),
        year: plan.plan_year.clone(),
        said: asked.done.as_deref().map(said),
        status: status_bar(plan),
        timeline: timeline(&view, visitor.scope.today),
        leads: lead_choices(&view, &asked.lead),
        statuses: status_choices(&asked.status),
        dues: due_choices(&asked.due),
        shown: view.shown,
        total: plan.counts.total(),
        file_name: plan.file_name.clone(),
        imported: day(plan.imported_at.date_naive()),
        fingerprint: plan.file_sha256.clone(),
        sections: view
            .sections
            .into_iter()
            .map(|section| section_view(section, &view.late, &levels))
            .collect(),
        risks: view.risks.into_iter().map(|risk| risk_line(risk, &view.risk_links)).collect(),
        goals: view.goals.into_iter().map(goal_line).collect(),
        indicators: view.indicators.into_iter().map(indicator_line).collect(),
        scope_items: view.scope_items.into_iter().map(scope_line).collect(),
        findings: view.findings.into_iter().map(finding_line).collect(),
    }
}

/// A commitment that has left the plan: its id, what it was, why and when it left.
fn left_out_line((row, reason): &(CommitmentRow, String)) -> (i64, String, String) {
    let name = format!("{} {}", row.reference, row.text).trim().to_owned();
    let on = row.withdrawn_at.map(|at| format!(", {}", day(at.date_naive()))).unwrap_or_default();
    (row.id, name, format!("{}{on}", answer::sentence(reason).trim_end_matches('.')))
}

/// Other ways to see the plan, each where there is something to see.
fn views(view: &PlanView) -> Vec<(String, &'static str)> {
    let id = view.plan.id;
    let mut rows = view.sections.iter().flat_map(|section| &section.commitments);
    let has_pledges = view.plan.kind == "pledges" || rows.any(|row| row.outcome.is_some());
    let mut views = Vec::new();
    if has_pledges {
        views.push((format!("/plans/{id}/pledges"), "As pledges"));
    }
    views.push((format!("/plans/{id}/objectives"), "By half-year objective"));
    views.push((format!("/plans/{id}/quarters"), "Across twelve quarters"));
    views.push((format!("/plans/{id}/editions"), "Editions"));
    views
}

fn said(done: &str) -> String {
    match done {
        "placed" => "The plan has its new place and names.".to_owned(),
        "known" => "This very file had been imported before; nothing was changed.".to_owned(),
        _ => "The plan is imported.".to_owned(),
    }
}

fn lead_choices(view: &PlanView, chosen: &str) -> Vec<Choice> {
    let leads = view.leads.iter().map(|(id, shown)| (id.to_string(), shown.clone()));
    let everybody = std::iter::once((String::new(), "Everybody".to_owned()));
    Choice::list(everybody.chain(leads), Some(chosen))
}

fn status_choices(chosen: &str) -> Vec<Choice> {
    let statuses = Standing::ALL.map(|status| (status.word(), status.title()));
    Choice::list([("", "Any status")].into_iter().chain(statuses), Some(chosen))
}

fn due_choices(chosen: &str) -> Vec<Choice> {
    let words = |due| match due {
        DueFilter::Overdue => "Overdue",
        DueFilter::Next30Days => "In the next 30 days",
        DueFilter::Later => "Later",
        DueFilter::Undated => "Without a date",
    };
    let dues = DueFilter::ALL.map(|due| (due.word(), words(due)));
    Choice::list([("", "At any time")].into_iter().chain(dues), Some(chosen))
}

fn section_view(
    section: store::SectionView,
    late: &BTreeMap<i64, LateOne>,
    levels: &Levels,
) -> SectionView {
    let title = match section.title.as_str() {
        "" => "Commitments".to_owned(),
        title => levels.heading(title),
    };
    SectionView {
        title,
        rows: section.commitments.into_iter().map(|row| commitment_line(row, late)).collect(),
    }
}

fn commitment_line(row: CommitmentRow, late: &BTreeMap<i64, LateOne>) -> CommitmentLine {
    let leads: Vec<&str> = row.leads.iter().map(|lead| lead.shown.as_str()).collect();
    CommitmentLine {
        id: row.id,
        leads: if leads.is_empty() { "Nobody is named".to_owned() } else { leads.join("; ") },
        reference: if row.reference.is_empty() { "Open".to_owned() } else { row.reference },
        text: row.text,
        due_as_written: or_none(row.due_as_written, "No date is given"),
        due_by: row.due_latest.map(short_day),
        overdue: row.overdue_days.map(|days| count_of(days, "day")),
        moved: row.moved.map(moved_words),
        waits: late.get(&row.id).filter(|_| !row.status.is_final()).map(waits),
        status: Status::of(row.status.word()),
        latest_note: row.latest_note,
        latest_at: row.latest_at.map(|at| short_day(at.date_naive())),
        uncertain: row.uncertain,
    }
}

/// What a commitment waits for that is late: its address, and how late in words.
fn waits(late: &LateOne) -> (String, String) {
    let through = if late.direct { "" } else { ", through others" };
    let words = format!("waits for {}, {} late{through}", late.name, count_of(late.days, "day"));
    (format!("/commitments/{}", late.id), words)
}

fn or_none(text: String, none: &str) -> String {
    if text.is_empty() { none.to_owned() } else { text }
}

/// Draws the dated commitments shown, soonest due first; none when fewer than two have a day.
fn timeline(view: &PlanView, today: NaiveDate) -> Option<Markup> {
    let shown = view.sections.iter().flat_map(|section| &section.commitments);
    let mut dated: Vec<&CommitmentRow> = shown.filter(|row| row.due_latest.is_some()).collect();
    if dated.len() < 2 {
        return None;
    }
    dated.sort_by_key(|row| (row.due_latest, row.id));
    dated.truncate(LONGEST_TIMELINE);
    let days = dated.iter().flat_map(|row| [row.due_earliest, row.due_latest]).flatten();
    let month = Days::new(31);
    let from = days.clone().min().unwrap_or(today).min(today).checked_sub_days(month)?;
    let to = days.max().unwrap_or(today).max(today).checked_add_days(month)?;
    Some(Markup(chart::timeline(&Timeline {
        id: "timeline".to_owned(),
        title: format!("When the commitments of {} are due", view.plan.title),
        description: format!("{} commitments with a date, the first due first", dated.len()),
        from,
        to,
        today,
        bars: dated.into_iter().map(bar).collect(),
    })))
}

/// More bars than this are no picture; the table below has them all.
const LONGEST_TIMELINE: usize = 40;

fn bar(row: &CommitmentRow) -> TimelineBar {
    TimelineBar {
        label: format!("{} {}", row.reference, row.text),
        earliest: row.due_earliest,
        latest: row.due_latest,
        status: row.status.title().to_lowercase(),
        overdue: row.overdue_days.is_some(),
    }
}

fn risk_line(risk: crate::db::entities::plan_risk::Model, links: &[Beside]) -> RiskLine {
    let name = |link: &Beside| match link.reference.as_str() {
        "" => link.text.clone(),
        reference => reference.to_owned(),
    };
    let beside = links.iter().filter(|link| link.of == risk.id);
    let commitments =
        beside.map(|link| (format!("/commitments/{}", link.id), name(link))).collect();
    let contingency = risk.contingency.unwrap_or_else(|| "Nothing is said".to_owned());
    RiskLine { area: risk.area, risk: risk.risk, contingency, commitments }
}

fn goal_line(goal: crate::db::entities::plan_goal::Model) -> GoalLine {
    GoalLine { title: goal.title, period: goal.period.unwrap_or_default(), value: goal.value }
}

fn indicator_line(row: plan_indicator::Model) -> PlanIndicatorLine {
    let cells = row.cells.as_object().into_iter().flatten().map(|(heading, value)| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        (heading.clone(), text)
    });
    let code = row.code.unwrap_or_default();
    PlanIndicatorLine {
        href: row.indicator_id.map(|_| format!("/indicators/{code}")),
        cells: cells.filter(|(_, text)| !text.is_empty()).collect(),
        title: row.title,
        section: row.section.unwrap_or_default(),
        lead: row.lead.unwrap_or_else(|| "Nobody is named".to_owned()),
        note: row.note.unwrap_or_default(),
        code,
    }
}

fn scope_line(row: crate::db::entities::plan_scope::Model) -> ScopeLine {
    let (level, note) = (row.level.unwrap_or_default(), row.note.unwrap_or_default());
    ScopeLine { title: row.title, level, note }
}

fn finding_line(finding: crate::db::entities::plan_finding::Model) -> FindingLine {
    FindingLine {
        severity: answer::sentence(&finding.severity).trim_end_matches('.').to_owned(),
        line: finding.line.map(i64::from),
        message: finding.message,
    }
}
