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
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
