//! The lake's rows made into figures: one pass over each dataset, bodies added up, formulas last.

use std::collections::BTreeMap;

use anyhow::Context as _;
use bellwether_lake::dataset::Dataset;
use bellwether_lake::evaluate::{self, Link, Touched};
use bellwether_lake::indicator::Definition;
use bellwether_lake::parts::Snapshot;
use chrono::NaiveDate;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QuerySelect as _};

use super::rules::with_partners;
use super::store::{EvaluationReport, take_in};
use crate::App;
use crate::datasets;
use crate::db::entities::{organisation, organisation_link};
use crate::indicators::store as indicators;
use crate::shell::errors::AppError;
use crate::shell::scope::Scope;

/// The tree by which practices are added up.
const TREE: &str = "commissioning";

/// Works out what every loaded dataset carries, from its first day to its last.
///
/// # Errors
///
/// Refuses a user who does not load figures for everybody, and fails when the ledger or the lake do.
pub async fn all(app: &App, scope: &Scope) -> Result<EvaluationReport, AppError> {
    let mut touched = BTreeMap::new();
    for dataset in datasets::all()? {
        let snapshot = datasets::snapshot(app, &dataset.name).await?;
        if let Some(days) = days_of(&snapshot) {
            touched.insert(dataset.name.clone(), days);
        }
    }
    touched_days(app, scope, &touched).await
}

/// Works out what new or corrected rows touch: the days of each dataset that a load names.
///
/// # Errors
///
/// As [`all`].
pub async fn touched_days(
    app: &App,
    scope: &Scope,
    touched: &BTreeMap<String, Touched>,
) -> Result<EvaluationReport, AppError> {
    if touched.is_empty() {
        return Ok(EvaluationReport::default());
    }
    let definitions: Vec<Definition> = indicators::list(app.ledger.connection())
        .await?
        .into_iter()
        .map(|indicator| indicator.definition.clone())
        .collect();
    let touched = &with_partners(touched, &definitions);
    let names: Vec<&str> = touched.keys().map(String::as_str).collect();
    let read: Vec<Dataset> =
        datasets::all()?.iter().filter(|one| names.contains(&one.name.as_str())).cloned().collect();
    let session = datasets::session(app, &names).await?;
    let mut evaluated = evaluate::evaluate(&session, &read, &definitions, touched)
        .await
        .context("the indicators cannot be worked out")?;
    evaluate::add_levels(&mut evaluated, &links(app).await?);
    evaluate::add_formulas(&mut evaluated, &definitions);
    take_in(app, scope, &evaluated).await
}

/// The days that the rows of a dataset are of; none where it has none.
fn days_of(snapshot: &Snapshot) -> Option<Touched> {
    let from = snapshot.parts.iter().map(|part| part.first_day).min()?;
    let to = snapshot.parts.iter().map(|part| part.last_day).max()?;
    Some(Touched { from, to })
}

/// The edges of the commissioning tree, by codes.
async fn links(app: &App) -> Result<Vec<Link>, AppError> {
    let connection = app.ledger.connection();
    let codes: BTreeMap<i64, String> = organisation::Entity::find()
        .select_only()
        .columns([organisation::Column::Id, organisation::Column::Code])
        .into_tuple::<(i64, String)>()
        .all(connection)
        .await?
        .into_iter()
        .collect();
    let edges: Vec<(i64, i64, NaiveDate, Option<NaiveDate>)> = organisation_link::Entity::find()
        .select_only()
        .columns([
            organisation_link::Column::ParentId,
            organisation_link::Column::ChildId,
            organisation_link::Column::FromDay,
            organisation_link::Column::ToDay,
        ])
        .filter(organisation_link::Column::Tree.eq(TREE))
        .into_tuple()
        .all(connection)
        .await?;
    let named = edges.into_iter().filter_map(|(parent, child, from, to)| {
        let (parent, child) = (codes.get(&parent)?.clone(), codes.get(&child)?.clone());
        Some(Link { parent, child, from, to })
    });
    Ok(named.collect())
}
