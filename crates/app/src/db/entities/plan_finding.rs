//! Table `plan_finding`.

use sea_orm::entity::prelude::*;

/// What the reader of a plan document asks a person to look at.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "plan_finding")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub plan_id: i64,
    pub rule: String,
    /// `info`, `warning` or `error`.
    pub severity: String,
    pub message: String,
    pub line: Option<i32>,
    pub reference: Option<String>,
    /// The edition that brought it; none for the document the plan began with.
    pub edition_id: Option<i64>,
    /// The edition that has it no longer.
    pub left_out_by: Option<i64>,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
