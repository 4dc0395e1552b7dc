//! A plan as pledges, as half-year objectives and across twelve quarters.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, State};
use bellwether_calendar::{FinancialYear, Period};
use serde::Deserialize;

use super::objective_rules::{Verdict, together};
use super::quarter_rules::{self, Fall};
use super::store::SectionView;
use super::view_pages::{
    EvidenceLine, HalfCell, KeyActionLine, ObjectiveView, ObjectivesPage, PledgeView, PledgesPage,
    QuarterItem, QuarterRow, QuartersPage,
};
use super::views::{self, HalfReading, Verified, WithSteps};
use crate::App;
use crate::commitments::store::CommitmentRow;
use crate::indicators::sentence::quantity;
use crate::shell::answer::{self, Page};
use crate::shell::clock::AsAt;
use crate::shell::components::{Status, count_of, short_day};
use crate::shell::layout::Layout;
use crate::shell::routes::Routes;
use crate::shell::session::Visitor;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/plans/{id}/pledges", pledges)
        .get("/plans/{id}/objectives", objectives)
        .get("/plans/{id}/quarters", quarters)
}

/// The layout of a page below a plan.
pub(super) fn layout(visitor: &Visitor, name: &str, id: i64, title: &str) -> Layout {
    Layout::inside(visitor, format!("{name}: {title}"), "/plans")
        .below("Plans", "/plans")
        .below(title, format!("/plans/{id}"))
}

/// What a commitment is called where its text has room.
fn name(row: &CommitmentRow) -> String {
    format!("{} {}", row.reference, row.text).trim().to_owned()
}

fn accountable(row: &CommitmentRow) -> String {
    let lead = row.leads.iter().find(|lead| lead.accountable);
    lead.map_or_else(|| "Nobody is named".to_owned(), |lead| lead.shown.clone())
}

fn heading(section: &SectionView) -> String {
    if section.title.is_empty() { "Under no heading".to_owned() } else { section.title.clone() }
}

async fn pledges(State(app): State<App>, visitor: Visitor, Path(id): Path<i64>) -> Page {
    let today = AsAt(visitor.scope.today);
    let found = views::with_steps(&app.ledger, &visitor.scope, id, today).await?;
    let title = &found.view.plan.title;
    answer::page(&PledgesPage {
        layout: layout(&visitor, "Pledges", id, title),
        plan_title: title.clone(),
        pledges: found.view.sections.iter().map(|section| pledge(section, &found)).collect(),
    })
}

fn pledge(section: &SectionView, found: &WithSteps) -> PledgeView {
    let mut outcomes: Vec<&str> =
        section.commitments.iter().filter_map(|row| row.outcome.as_deref()).collect();
    outcomes.dedup();
    // One outcome is the pledge's; several are those of its key actions.
    let of_all = match outcomes.as_slice() {
        [one] => Some((*one).to_owned()),
        _ => None,
    };
    let actions = section.commitments.iter().map(|row| key_action(row, of_all.is_none(), found));
    PledgeView { title: heading(section), actions: actions.collect(), outcome: of_all }
}

fn key_action(row: &CommitmentRow, with_outcome: bool, found: &WithSteps) -> KeyActionLine {
    let mut dates: Vec<String> = row.due_as_written.split("; ").map(str::to_owned).collect();
    dates.retain(|date| !date.is_empty());
    if let Some(day) = row.due_latest {
        dates.push(format!("by {}", short_day(day)));
    }
    let steps = found.steps.get(&row.id).into_iter().flatten();
    KeyActionLine {
        id: row.id,
        name: name(row),
        outcome: row.outcome.clone().filter(|_| with_outcome),
        dates,
        executive: accountable(row),
        status: Status::of(row.status.word()),
        overdue: row.overdue_days.map(|days| count_of(days, "day")),
        steps: steps
            .map(|step| {
                let due = step.due_latest.map(short_day).unwrap_or_default();
                (step.id, step.text.clone(), due)
            })
            .collect(),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    year: String,
}

/// The year to begin with: asked for, the plan's own, that of its first due day, or today's.
fn first_year(asked: &Asked, found: &WithSteps, visitor: &Visitor) -> FinancialYear {
    let rows = found.view.sections.iter().flat_map(|section| &section.commitments);
    let first_due = rows.filter_map(|row| row.due_latest).min();
    let plan_year = found.view.plan.plan_year.as_deref();
    quarter_rules::first_year(&asked.year, plan_year, first_due, visitor.scope.today)
}

fn year_label(year: FinancialYear) -> String {
    year.to_string()
}

async fn objectives(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Page {
    let today = AsAt(visitor.scope.today);
    let found = views::with_steps(&app.ledger, &visitor.scope, id, today).await?;
    let year = first_year(&asked, &found, &visitor);
    let evidences = views::evidences(&app.ledger, &found.view, year, today).await?;
    let plan = &found.view.plan;
    let rows: Vec<&CommitmentRow> =
        found.view.sections.iter().flat_map(|section| &section.commitments).collect();
    let (with, without): (Vec<&CommitmentRow>, Vec<&CommitmentRow>) =
        rows.into_iter().partition(|row| evidences.by_commitment.contains_key(&row.id));
    let objective = |row: &CommitmentRow| {
        let evidence = evidences.by_commitment.get(&row.id).map_or(&[][..], Vec::as_slice);
        objective_view(row, evidence, year)
    };
    answer::page(&ObjectivesPage {
        layout: layout(&visitor, "Objectives", id, &plan.title),
        id,
        plan_title: plan.title.clone(),
        organisation: plan.organisation.clone(),
        year: year_label(year),
        earlier: year_label(year.previous()),
        later: year_label(year.next()),
        objectives: with.into_iter().map(objective).collect(),
        without: without.into_iter().map(|row| (row.id, name(row))).collect(),
    })
}

fn objective_view(
    row: &CommitmentRow,
    evidence: &[Verified],
    year: FinancialYear,
) -> ObjectiveView {
    let whole = |(place, half): (usize, Period)| {
        let verdicts: Vec<Verdict> = evidence
            .iter()
            .filter_map(|verified| verified.halves.get(place).map(|reading| reading.verdict))
            .collect();
        let verdict = together(&verdicts).unwrap_or(Verdict::NoTarget);
        HalfCell {
            half: half.label(),
            figures: String::new(),
            verdict: verdict.title(),
            class: verdict.word(),
        }
    };
    let line = |verified: &Verified| EvidenceLine {
        href: format!("/indicators/{}", verified.indicator.definition.code),
        title: verified.indicator.definition.title.clone(),
        halves: verified.halves.iter().map(|reading| half_cell(verified, reading)).collect(),
    };
    ObjectiveView {
        id: row.id,
        name: name(row),
        lead: accountable(row),
        due: row.due_latest.map_or_else(|| "without a day".to_owned(), short_day),
        status: Status::of(row.status.word()),
        halves: views::halves(year).into_iter().enumerate().map(whole).collect(),
        evidence: evidence.iter().map(line).collect(),
    }
}

fn half_cell(verified: &Verified, reading: &HalfReading) -> HalfCell {
    let definition = &verified.indicator.definition;
    let value = reading.value.map_or_else(
        || "no figure".to_owned(),
        |(value, period)| format!("{} in {}", quantity(value, definition), period.label()),
    );
    let target = reading.target.map_or_else(
        || "no target".to_owned(),
        |target| format!("target {}", quantity(target, definition)),
    );
    HalfCell {
        half: reading.half.label(),
        figures: format!("{value}, {target}"),
        verdict: reading.verdict.title(),
        class: reading.verdict.word(),
    }
}

async fn quarters(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Page {
    let today = AsAt(visitor.scope.today);
    let found = views::with_steps(&app.ledger, &visitor.scope, id, today).await?;
    let year = first_year(&asked, &found, &visitor);
    let quarters = quarter_rules::quarters(year);
    let plan = &found.view.plan;
    let mut outside: BTreeMap<Fall, Vec<QuarterItem>> = BTreeMap::new();
    let sections = found.view.sections.iter();
    let rows = sections.map(|section| quarter_row(section, &found, &quarters, &mut outside));
    let rows = rows.filter(|row| row.cells.iter().any(|cell| !cell.is_empty())).collect();
    let years = [year, year.next(), year.next().next()];
    let mut others = |fall: Fall| outside.remove(&fall).unwrap_or_default();
    answer::page(&QuartersPage {
        layout: layout(&visitor, "Twelve quarters", id, &plan.title),
        id,
        plan_title: plan.title.clone(),
        level: plan.levels.section.clone(),
        step: plan.levels.milestone.clone(),
        years: years.map(year_label).to_vec(),
        quarters: quarters.iter().map(|quarter| quarter_head(*quarter, &visitor)).collect(),
        rows,
        before: others(Fall::Before),
        after: others(Fall::After),
        undated: others(Fall::Undated),
        earlier: year_label(year.previous()),
        later: year_label(year.next()),
    })
}

fn quarter_head(quarter: Period, visitor: &Visitor) -> (String, String, bool) {
    let label = quarter.to_string();
    let name = label.rsplit(' ').next().unwrap_or_default().to_owned();
    let (first, last) = (quarter.first_day().format("%b"), quarter.last_day().format("%b"));
    (name, format!("{first} to {last}"), quarter.contains(visitor.scope.today))
}

/// Places a section's commitments and their steps; what falls outside the quarters goes to `outside`.
fn quarter_row(
    section: &SectionView,
    found: &WithSteps,
    quarters: &[Period],
    outside: &mut BTreeMap<Fall, Vec<QuarterItem>>,
) -> QuarterRow {
    let mut cells = vec![Vec::new(); quarters.len()];
    let mut put = |row: &CommitmentRow, item: QuarterItem| {
        match quarter_rules::falls(quarters, row.due_latest) {
            Fall::In(place) => cells[place].push(item),
            // A step without a day of its own is due with its whole.
            Fall::Undated if item.is_step => {}
            fall => outside.entry(fall).or_default().push(item),
        }
    };
    for row in &section.commitments {
        let own =
            if row.reference.is_empty() { first_words(&row.text) } else { row.reference.clone() };
        put(row, quarter_item(row, own.clone(), false));
        for step in found.steps.get(&row.id).into_iter().flatten() {
            put(step, quarter_item(step, own.clone(), true));
        }
    }
    QuarterRow { section: heading(section), cells }
}

fn quarter_item(row: &CommitmentRow, label: String, is_step: bool) -> QuarterItem {
    let status = Status::of(row.status.word());
    QuarterItem { id: row.id, label, text: row.text.clone(), status, is_step }
}

/// The beginning of a text, where it has no reference to be known by.
fn first_words(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let first = words.iter().take(3).copied().collect::<Vec<_>>().join(" ");
    if words.len() > 3 { format!("{first}\u{2026}") } else { first }
}
