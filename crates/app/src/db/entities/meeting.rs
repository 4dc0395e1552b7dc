//! Table `meeting`.

use sea_orm::entity::prelude::*;

/// A review meeting on a plan.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "meeting")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub plan_id: i64,
    pub title: String,
    /// First day of the time it looks back on.
    pub period_from: Date,
    /// Last day of that time.
    pub period_to: Date,
    pub held_on: Date,
    pub opened_at: DateTimeUtc,
    pub opened_by_name: String,
    /// None while it goes on.
    pub closed_at: Option<DateTimeUtc>,
    /// Empty while it goes on.
    pub closed_by_name: String,
    pub present: String,
    pub conclusion: String,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
