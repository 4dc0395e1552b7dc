//! How plans ask for updates: kept for each plan, every earlier setting too.

use std::collections::BTreeMap;

use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _,
    QueryOrder as _,
};
use serde_json::json;

use super::rules::{ReminderSettings, read_days_before};
use crate::App;
use crate::db::entities::{plan, reminder_setting};
use crate::shell::audit::{self, Subject};
use crate::shell::errors::AppError;
use crate::shell::scope::{Permission, Scope};

/// A plan's settings, with whose plan it is.
#[derive(Debug, Clone)]
pub struct PlanSettings {
    /// The plan's title.
    pub plan_title: String,
    /// How it asks.
    pub settings: ReminderSettings,
    /// Who set them so; none while they are as they come.
    pub set_by: Option<String>,
}

/// Settings by plan; a plan that is not in it asks as [`ReminderSettings::default`] says.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub(super) async fn all(
    connection: &impl ConnectionTrait,
) -> Result<BTreeMap<i64, (ReminderSettings, String)>, DbErr> {
    let rows = reminder_setting::Entity::find().order_by_asc(reminder_setting::Column::Id);
    let rows = rows.all(connection).await?;
    // The newest row of a plan comes last, and stays.
    Ok(rows.into_iter().map(|row| (row.plan_id, (read(&row), row.set_by_name))).collect())
}

fn read(row: &reminder_setting::Model) -> ReminderSettings {
    ReminderSettings {
        days_before: read_days_before(&row.days_before).unwrap_or_default(),
        on_due_day: row.on_due_day,
        days_after_every: row.days_after_every.and_then(|days| u16::try_from(days).ok()),
        rhythm: row.rhythm.parse().unwrap_or_default(),
        grace_days: u16::try_from(row.grace_days).unwrap_or_default(),
        to_contributors: row.to_contributors,
        paused: row.paused,
    }
}

/// How a plan asks for updates.
///
/// # Errors
///
/// Returns [`AppError::NotFound`] for a plan that is not there or may not be seen, and refuses
/// anybody who does not run it.
pub async fn find(app: &App, scope: &Scope, plan_id: i64) -> Result<PlanSettings, AppError> {
    let connection = app.ledger.connection();
    let plan = run_by(connection, scope, plan_id).await?;
    let newest = reminder_setting::Entity::find()
        .filter(reminder_setting::Column::PlanId.eq(plan_id))
        .order_by_desc(reminder_setting::Column::Id)
        .one(connection)
        .await?;
    Ok(PlanSettings {
        plan_title: plan.title,
        settings: newest.as_ref().map(read).unwrap_or_default(),
        set_by: newest.map(|row| row.set_by_name),
    })
}

async fn run_by(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    plan_id: i64,
) -> Result<plan::Model, AppError> {
    let plan = plan::Entity::find_by_id(plan_id).one(connection).await?;
    let plan = plan.filter(|plan| scope.sees(plan.organisation_id)).ok_or(AppError::NotFound)?;
    if !scope.may_in(Permission::PostAnyUpdate, plan.organisation_id) {
        return Err(AppError::Forbidden(
            "only performance managers of the organisation say how its plans ask for updates",
        ));
    }
    Ok(plan)
}

/// Changes how a plan asks for updates, from now on.
///
/// # Errors
///
/// As [`find`].
pub async fn save(
    app: &App,
    scope: &Scope,
    plan_id: i64,
    settings: &ReminderSettings,
) -> Result<(), AppError> {
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            run_by(tx, scope, plan_id).await?;
            let row = reminder_setting::ActiveModel {
                plan_id: Set(plan_id),
                days_before: Set(settings.days_before_written()),
                on_due_day: Set(settings.on_due_day),
                days_after_every: Set(settings.days_after_every.map(i32::from)),
                rhythm: Set(settings.rhythm.word().to_owned()),
                grace_days: Set(i32::from(settings.grace_days)),
                paused: Set(settings.paused),
                to_contributors: Set(settings.to_contributors),
                set_at: Set(actor.at),
                set_by_name: Set(actor.name.clone()),
                ..Default::default()
            };
            reminder_setting::Entity::insert(row).exec(tx).await?;
            let detail = json!({ "now": settings.sentence() });
            audit::record(tx, &actor, "set reminders", Subject::new("plan", plan_id), detail)
                .await?;
            Ok(())
        })
        .await
}
