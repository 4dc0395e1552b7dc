//! Table `plan_risk`.

use sea_orm::entity::prelude::*;

/// A risk of a plan document, with its contingency.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "plan_risk")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub plan_id: i64,
    pub position: i32,
    pub area: String,
    pub risk: String,
    pub contingency: Option<String>,
    pub line_from: i32,
    pub line_to: i32,
    /// The edition that brought it; none for the document the plan began with.
    pub edition_id: Option<i64>,
    /// The edition that has it no longer.
    pub left_out_by: Option<i64>,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
