//! What the forms on the page of a commitment offer to choose from.

use sea_orm::{
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::pages::ChangeForms;
use super::store::CommitmentView;
use crate::App;
use crate::db::entities::{commitment, indicator, plan_risk};
use crate::links::rules::{Kind, UNITS, unit_word};
use crate::links::words::suggestions;
use crate::organisations::leads;
use crate::shell::components::Choice;
use crate::shell::errors::AppError;
use crate::shell::scope::Scope;
use bellwether_calendar::{Context, Direction, Relative, read_timescale};

/// Longest label of a choice, in characters.
const LONGEST_LABEL: usize = 90;

/// What may be chosen on the page of a commitment; none where this user may change nothing.
pub(super) async fn forms(
    app: &App,
    scope: &Scope,
    view: &CommitmentView,
) -> Result<Option<ChangeForms>, AppError> {
    if !view.may_post {
        return Ok(None);
    }
    let row = &view.row;
    let posts = if view.may_hand_on {
        let all = leads::list(&app.ledger, scope, Some(view.organisation_id)).await?;
        all.iter().map(|post| (post.id.to_string(), post.shown())).collect()
    } else {
        Vec::new()
    };
    let helpers = row.leads.iter().filter(|lead| !lead.accountable);
    let helpers = helpers.filter_map(|lead| Some((lead.lead_id?.to_string(), lead.shown.clone())));
    let mut forms = ChangeForms {
        posts: Choice::list(posts, None),
        helpers: Choice::list(helpers, None),
        indicators: indicators(app).await?,
        risks: risks(app, row.plan_id).await?,
        kinds: kinds(Kind::After),
        units: units("month"),
        ..ChangeForms::default()
    };
    let tied = view.around.on.iter().any(|tied| tied.dependency.as_written.is_some());
    let hanging = view.timescales.iter().filter(|_| !tied).find_map(|timescale| {
        let read = read_timescale(&timescale.as_written, &Context::default());
        Some((timescale.as_written.clone(), read.relative?))
    });
    if let Some((as_written, relative)) = hanging {
        hang(app, &mut forms, view, as_written, &relative).await?;
    }
    Ok(Some(forms))
}

/// Fills the form for a due date that hangs on another event: how, by how much, and which
/// commitments of the plan may be meant.
async fn hang(
    app: &App,
    forms: &mut ChangeForms,
    view: &CommitmentView,
    as_written: String,
    relative: &Relative,
) -> Result<(), AppError> {
    let others: Vec<(i64, String, String)> = commitment::Entity::find()
        .select_only()
        .column(commitment::Column::Id)
        .column(commitment::Column::Reference)
        .column(commitment::Column::Text)
        .filter(commitment::Column::PlanId.eq(view.row.plan_id))
        .filter(commitment::Column::WithdrawnAt.is_null())
        .filter(commitment::Column::Id.ne(view.row.id))
        .order_by_asc(commitment::Column::Position)
        .into_tuple()
        .all(app.ledger.connection())
        .await?;
    let candidates =
        others.iter().map(|(id, reference, text)| (*id, reference.as_str(), text.as_str()));
    let meant = suggestions(&relative.anchor, candidates);
    let label = |id: &i64| {
        let (_, reference, text) = others.iter().find(|other| other.0 == *id)?;
        Some((format!("/commitments/{id}"), shortened(&format!("{reference} {text}"))))
    };
    forms.suggestions = Choice::list(meant.iter().filter_map(label), None);
    let kind = match relative.direction {
        Direction::After | Direction::Between => Kind::After,
        Direction::Within => Kind::Within,
        Direction::Before => Kind::Before,
    };
    forms.kinds = kinds(kind);
    forms.units = units(unit_word(relative.unit));
    forms.amount = relative.amount.to_string();
    forms.as_written = as_written;
    Ok(())
}

/// Ways of waiting, one of them chosen.
pub(super) fn kinds(chosen: Kind) -> Vec<Choice> {
    let words = |kind| match kind {
        Kind::After => "after",
        Kind::Within => "within that time of",
        Kind::Before => "before",
    };
    Choice::list(Kind::ALL.map(|kind| (kind.word(), words(kind))), Some(chosen.word()))
}

/// Units of time, one of them chosen.
pub(super) fn units(chosen: &str) -> Vec<Choice> {
    let words = |unit| format!("{}s", unit_word(unit).replace('_', " "));
    Choice::list(UNITS.map(|unit| (unit_word(unit).to_owned(), words(unit))), Some(chosen))
}

async fn indicators(app: &App) -> Result<Vec<Choice>, AppError> {
    let all: Vec<(String, String)> = indicator::Entity::find()
        .select_only()
        .column(indicator::Column::Code)
        .column(indicator::Column::Title)
        .order_by_asc(indicator::Column::Code)
        .into_tuple()
        .all(app.ledger.connection())
        .await?;
    let named = all.into_iter().map(|(code, title)| {
        let label = shortened(&format!("{code} {title}"));
        (code, label)
    });
    Ok(Choice::list(named, None))
}

async fn risks(app: &App, plan_id: i64) -> Result<Vec<Choice>, AppError> {
    let all = plan_risk::Entity::find()
        .filter(plan_risk::Column::PlanId.eq(plan_id))
        .filter(plan_risk::Column::LeftOutBy.is_null())
        .order_by_asc(plan_risk::Column::Position)
        .all(app.ledger.connection())
        .await?;
    let named = all
        .into_iter()
        .map(|risk| (risk.id.to_string(), shortened(&format!("{}: {}", risk.area, risk.risk))));
    Ok(Choice::list(named, None))
}

fn shortened(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= LONGEST_LABEL {
        return text;
    }
    let cut: String = text.chars().take(LONGEST_LABEL - 1).collect();
    format!("{}…", cut.trim_end())
}
