//! Table `reminder_setting`.

use sea_orm::entity::prelude::*;

/// How a plan asks for updates, from a moment on; the newest row of a plan holds.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reminder_setting")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub plan_id: i64,
    /// Numbers with commas, the most first.
    pub days_before: String,
    pub on_due_day: bool,
    pub days_after_every: Option<i32>,
    /// `none`, `weekly`, `fortnightly`, `monthly` or `quarterly`.
    pub rhythm: String,
    /// Working days.
    pub grace_days: i32,
    pub paused: bool,
    pub set_at: DateTimeUtc,
    pub set_by_name: String,
    /// Whether those who contribute get a copy.
    pub to_contributors: bool,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
