//! Table `commitment_timescale`.

use sea_orm::entity::prelude::*;

/// A due date of a commitment as written, and as read.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "commitment_timescale")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub commitment_id: i64,
    pub position: i32,
    pub as_written: String,
    pub earliest: Option<Date>,
    pub latest: Option<Date>,
    pub precision: String,
    pub rule: String,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
