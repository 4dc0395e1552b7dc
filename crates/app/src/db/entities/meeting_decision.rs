//! Table `meeting_decision`.

use sea_orm::entity::prelude::*;

/// What a review meeting decided on a commitment. Append only.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "meeting_decision")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub meeting_id: i64,
    pub commitment_id: i64,
    /// `celebrate`, `accelerate`, `refocus` or `keep`.
    pub decision: String,
    pub words: String,
    /// The update it was recorded as.
    pub update_id: Option<i64>,
    pub decided_at: DateTimeUtc,
    pub decided_by_name: String,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
