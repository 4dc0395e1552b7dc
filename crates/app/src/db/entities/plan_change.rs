//! Table `plan_change`.

use sea_orm::entity::prelude::*;

/// Something about a plan itself that was changed: append only.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "plan_change")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub plan_id: i64,
    /// `parent`, `kind`, `level_names`, `title` or `plan_year`.
    pub field: String,
    pub from_value: Json,
    pub to_value: Json,
    /// `edition` or `person`.
    pub cause: String,
    pub made_by: Option<i64>,
    pub made_by_name: String,
    pub made_at: DateTimeUtc,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
