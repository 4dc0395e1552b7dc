//! Table `reminder`.

use sea_orm::entity::prelude::*;

/// An update asked for: one for a commitment and an occasion.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reminder")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub commitment_id: i64,
    pub lead_id: Option<i64>,
    /// `before`, `on`, `after` or `rhythm`.
    pub reason: String,
    /// The day of the occasion.
    pub about_day: Date,
    /// The last day on which an answer is in time.
    pub answer_by: Date,
    pub message_id: i64,
    pub asked_at: DateTimeUtc,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
