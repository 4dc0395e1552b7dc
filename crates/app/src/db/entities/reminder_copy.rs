//! Table `reminder_copy`.

use sea_orm::entity::prelude::*;

/// A post that contributes was told that an update was asked for.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reminder_copy")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub commitment_id: i64,
    /// The day of the occasion.
    pub about_day: Date,
    /// The post that contributes.
    pub lead_id: i64,
    pub message_id: i64,
    pub copied_at: DateTimeUtc,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
