//! Table `plan_goal`.

use sea_orm::entity::prelude::*;

/// What a plan document says is to be reached in a period.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "plan_goal")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub plan_id: i64,
    pub position: i32,
    pub title: String,
    pub period: Option<String>,
    pub value: String,
    /// The edition that brought it; none for the document the plan began with.
    pub edition_id: Option<i64>,
    /// The edition that has it no longer.
    pub left_out_by: Option<i64>,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
