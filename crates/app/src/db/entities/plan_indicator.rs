//! Table `plan_indicator`.

use sea_orm::entity::prelude::*;

/// An indicator row of a plan document, as printed.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "plan_indicator")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub plan_id: i64,
    pub position: i32,
    pub code: Option<String>,
    pub title: String,
    pub section: Option<String>,
    pub lead: Option<String>,
    pub note: Option<String>,
    /// Further cells by column heading.
    pub cells: Json,
    /// The defined indicator it speaks of, once linked.
    pub indicator_id: Option<i64>,
    /// The edition that brought it; none for the document the plan began with.
    pub edition_id: Option<i64>,
    /// The edition that has it no longer.
    pub left_out_by: Option<i64>,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
