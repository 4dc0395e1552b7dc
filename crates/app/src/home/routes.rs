//! The home page.

use axum::extract::State;
use chrono::NaiveDate;

use super::pages::{DueLine, HomePage, SignalGroup, Tile};
use crate::App;
use crate::commitments::rules::StatusCounts;
use crate::commitments::store::{self as commitments, CommitmentRow};
use crate::escalation::lines::{self, Group};
use crate::escalation::store::{self as escalation, SignalRow};
use crate::indicators::{show, views};
use crate::organisations::store as organisations;
use crate::plans::store::{self as plans, PlanSummary};
use crate::shell::answer::{self, Page};
use crate::shell::clock::AsAt;
use crate::shell::components::{Status, StatusBar, count_of, day};
use crate::shell::errors::AppError;
use crate::shell::layout::Layout;
use crate::shell::routes::Routes;
use crate::shell::scope::{Role, Scope};
use crate::shell::session::Visitor;

/// Signals of one kind shown before the rest is a page away.
const SIGNALS_SHOWN: usize = 5;

/// Signals shown of those that the visitor answers for: all of anyone who keeps up.
const MINE_SHOWN: usize = 12;

/// Commitments shown as due next, and how far ahead is looked.
const DUE_SHOWN: usize = 6;
const DAYS_AHEAD: u64 = 60;

pub(crate) fn routes() -> Routes {
    Routes::new().get("/", show_home)
}

async fn show_home(State(app): State<App>, visitor: Visitor) -> Page {
    let scope = &visitor.scope;
    let own = organisations::own(&app.ledger, scope).await?;
    let signals = escalation::open(&app.ledger, scope).await?;
    let within = plans_within(&app, scope).await?;
    let rows = views::matrix(&app, scope, own.id, AsAt(scope.today)).await?;
    let icons = show::icons(&rows).into_iter().filter(|icon| icon.count > 0).collect();
    let (status, overdue) = together(&within);
    answer::page(&HomePage {
        layout: Layout::inside(&visitor, "Home", "/"),
        organisation: own.name,
        tiles: tiles(&signals, overdue),
        mine: mine(&app, scope, &signals).await?,
        status,
        plan_count: count_of(i64::try_from(within.len()).unwrap_or(i64::MAX), "plan"),
        indicator_count: count_of(i64::try_from(rows.len()).unwrap_or(i64::MAX), "indicator"),
        icons,
        due: due(&app, scope, &within).await?,
        groups: groups(&app, scope, &signals).await?,
    })
}

/// Plans of the own organisation and those below it: the district's own, not its neighbours'.
async fn plans_within(app: &App, scope: &Scope) -> Result<Vec<PlanSummary>, AppError> {
    let mut found = plans::list(&app.ledger, scope, AsAt(scope.today)).await?;
    found.retain(|plan| scope.within.contains(plan.organisation_id));
    Ok(found)
}

/// The commitments of all plans in one bar, and how many are overdue.
fn together(plans: &[PlanSummary]) -> (StatusBar, usize) {
    let mut counts = StatusCounts::default();
    for plan in plans {
        for (status, count) in plan.counts.each() {
            (0..count).for_each(|_| counts.add(status));
        }
    }
    let overdue = plans.iter().map(|plan| plan.overdue).sum();
    (StatusBar::new(&counts, |_| String::new()), overdue)
}

fn tiles(signals: &[SignalRow], overdue: usize) -> Vec<Tile> {
    let count = |group| signals.iter().filter(|signal| Group::of(signal) == group).count();
    let tile = |group: Group, count, label| Tile {
        count,
        label,
        href: format!("/signals?about={}", group.word()),
    };
    vec![
        tile(Group::Indicators, count(Group::Indicators), "signals about indicators"),
        // The same number as on the pages of the plans, which change with every update.
        tile(Group::Overdue, overdue, "commitments overdue"),
        tile(Group::Milestones, count(Group::Milestones), "milestones overdue"),
        tile(Group::Figures, count(Group::Figures), "sets of figures late"),
        tile(Group::NeverUpdated, count(Group::NeverUpdated), "never reported on"),
    ]
}

async fn mine(
    app: &App,
    scope: &Scope,
    signals: &[SignalRow],
) -> Result<Option<Vec<crate::escalation::pages::SignalLine>>, AppError> {
    if scope.lead_ids.is_empty() && scope.role != Role::Lead {
        return Ok(None);
    }
    let answers =
        |signal: &&SignalRow| signal.lead_id.is_some_and(|id| scope.lead_ids.contains(&id));
    let own: Vec<&SignalRow> = signals.iter().filter(answers).take(MINE_SHOWN).collect();
    Ok(Some(lines::lines(app, scope, &own, scope.organisation_id).await?))
}

async fn groups(
    app: &App,
    scope: &Scope,
    signals: &[SignalRow],
) -> Result<Vec<SignalGroup>, AppError> {
    let mut groups = Vec::new();
    for group in Group::ALL {
        let own: Vec<&SignalRow> =
            signals.iter().filter(|signal| Group::of(signal) == group).collect();
        if own.is_empty() {
            continue;
        }
        let shown = &own[..own.len().min(SIGNALS_SHOWN)];
        groups.push(SignalGroup {
            title: group.title(),
            rows: lines::lines(app, scope, shown, scope.organisation_id).await?,
            total: own.len(),
            more: own.len() - shown.len(),
            href: format!("/signals?about={}", group.word()),
        });
    }
    Ok(groups)
}

async fn due(app: &App, scope: &Scope, plans: &[PlanSummary]) -> Result<Vec<DueLine>, AppError> {
    let found = commitments::due_soon(&app.ledger, scope, None, DAYS_AHEAD).await?;
    let title = |id| plans.iter().find(|plan| plan.id == id).map(|plan| plan.title.clone());
    let own = found.into_iter().filter_map(|row| Some((title(row.plan_id)?, row)));
    Ok(own.take(DUE_SHOWN).map(|(plan, row)| due_line(row, plan, scope.today)).collect())
}

fn due_line(row: CommitmentRow, plan: String, today: NaiveDate) -> DueLine {
    let ahead = row.due_latest.map(|due| (due - today).num_days());
    let lead = row.accountable().to_owned();
    DueLine {
        href: format!("/commitments/{}", row.id),
        lead: if lead.is_empty() { "Nobody is named".to_owned() } else { lead },
        due: row.due_latest.map(day).unwrap_or_default(),
        in_days: match ahead {
            Some(0) => "today".to_owned(),
            Some(days) => format!("in {}", count_of(days, "day")),
            None => String::new(),
        },
        status: Status::of(row.status.word()),
        reference: reference(&row),
        text: row.text,
        plan,
    }
}

/// What leads to a commitment in a list: its reference, or for a milestone that of the whole.
fn reference(row: &CommitmentRow) -> String {
    match (row.reference.as_str(), row.part_of.as_ref().map(|whole| whole.reference.as_str())) {
        ("", None) => "Open".to_owned(),
        ("", Some("")) => "Milestone".to_owned(),
        ("", Some(whole)) => format!("Milestone of {whole}"),
        (reference, _) => reference.to_owned(),
    }
}
