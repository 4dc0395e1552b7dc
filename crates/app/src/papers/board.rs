//! The board's performance paper, assembled as at a day.

use bellwether_report::board::{BoardPaper, IndicatorException, MatrixRow as PaperRow, RiskRow};
use bellwether_report::chart::SpcChart;
use chrono::Months;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};

use super::rules::{
    Exception, Standing, attention, changes, exceptions, overdue_by_lead, status_counts,
};
use crate::App;
use crate::commitments::store as commitments;
use crate::db::entities::plan_risk;
use crate::indicators::sentence::{quantity, sentence};
use crate::indicators::views::{self, MatrixRow};
use crate::organisations::store as organisations;
use crate::plans::store as plans;
use crate::shell::clock::AsAt;
use crate::shell::errors::AppError;
use crate::shell::scope::{Permission, Scope};

/// Assembles the paper of an organisation from what was known at the end of a day; changes are
/// those since a month before. Figures and updates that came later do not show in it.
///
/// # Errors
///
/// Refuses a role that does not read papers and a day to come, and finds nothing of an organisation
/// that may not be seen.
pub async fn board(
    app: &App,
    scope: &Scope,
    organisation_id: i64,
    as_at: AsAt,
) -> Result<BoardPaper, AppError> {
    if !scope.may(Permission::ReadBoardPaper) {
        return Err(AppError::Forbidden(
            "board papers are for board members, leads, performance managers and administrators",
        ));
    }
    if as_at.0 > scope.today {
        return Err(AppError::Invalid(format!(
            "the paper cannot be drawn as at {}, which is to come; give a day up to {}",
            as_at.0, scope.today
        )));
    }
    let organisation = organisations::by_id(&app.ledger, scope, organisation_id).await?;
    let month_before = as_at.0.checked_sub_months(Months::new(1)).unwrap_or(as_at.0);
    let before = standing(app, scope, organisation_id, AsAt(month_before)).await?;
    let now = standing(app, scope, organisation_id, as_at).await?;
    let exceptions = exceptions(&now);
    Ok(BoardPaper {
        status_counts: status_counts(&now),
        changes: changes(&before, &now),
        attention: attention(&now, &exceptions),
        matrix: now.matrix.iter().map(matrix_row).collect(),
        exceptions: exceptions
            .iter()
            .filter_map(|exception| paper_exception(exception, &organisation.name))
            .collect(),
        overdue: overdue_by_lead(&now),
        risks: risks(app, &now).await?,
        organisation: organisation.name,
        as_at: as_at.0,
    })
}

async fn standing(
    app: &App,
    scope: &Scope,
    organisation_id: i64,
    as_at: AsAt,
) -> Result<Standing, AppError> {
    let plans = plans::of_organisation(&app.ledger, scope, organisation_id, as_at).await?;
    Ok(Standing {
        day: as_at.0,
        plans: plans.into_iter().map(|plan| (plan.id, plan.title)).collect(),
        commitments: commitments::list(&app.ledger, scope, Some(organisation_id), as_at).await?,
        matrix: views::matrix(app, scope, organisation_id, as_at).await?,
    })
}

fn matrix_row(row: &MatrixRow) -> PaperRow {
    let definition = &row.indicator.definition;
    let (period, value) = match row.latest {
        Some((period, value)) => (period.label(), quantity(value, definition)),
        None => row.series.judged.figures.last().map_or_else(Default::default, |figure| {
            (figure.period.label(), figure.state.shown().to_owned())
        }),
    };
    PaperRow {
        code: definition.code.clone(),
        title: definition.title.clone(),
        lead: row.lead.clone(),
        period,
        value,
        target: row.target.map_or_else(String::new, |target| quantity(target, definition)),
        variation: row.variation,
        assurance: row.assurance,
    }
}

fn paper_exception(exception: &Exception<'_>, organisation: &str) -> Option<IndicatorException> {
    let row = exception.row;
    let definition = &row.indicator.definition;
    let judged = &row.series.judged;
    let commentary = sentence(definition, judged);
    Some(IndicatorException {
        code: definition.code.clone(),
        title: definition.title.clone(),
        lead: row.lead.clone(),
        chart: chart(row, organisation)?,
        commentary,
        since: Some(exception.since),
    })
}

/// The chart of an indicator up to its latest figure; none where it has no figure with a value.
#[must_use]
pub fn chart(row: &MatrixRow, organisation: &str) -> Option<SpcChart> {
    let definition = &row.indicator.definition;
    let judged = &row.series.judged;
    let judgement = judged.judgement.clone()?;
    let shown = judged.figures.iter().take(judgement.points.len());
    Some(SpcChart {
        id: format!("spc-{}", definition.code.to_ascii_lowercase()),
        title: format!("{}, {organisation}", definition.title),
        description: sentence(definition, judged),
        unit: definition.unit.clone(),
        decimals: usize::from(definition.decimals),
        dates: shown.map(|figure| figure.period.first_day()).collect(),
        judgement,
        target: judged.target,
    })
}

async fn risks(app: &App, standing: &Standing) -> Result<Vec<RiskRow>, AppError> {
    let rows = plan_risk::Entity::find()
        .filter(plan_risk::Column::PlanId.is_in(standing.plans.keys().copied()))
        .order_by_asc(plan_risk::Column::PlanId)
        .order_by_asc(plan_risk::Column::Position)
        .all(app.ledger.connection())
        .await?;
    let risk = |row: plan_risk::Model| RiskRow {
        plan: standing.plans.get(&row.plan_id).cloned().unwrap_or_default(),
        area: row.area,
        risk: row.risk,
        contingency: row.contingency.unwrap_or_default(),
    };
    Ok(rows.into_iter().map(risk).collect())
}

#[cfg(test)]
#[path = "board_tests.rs"]
mod tests;
