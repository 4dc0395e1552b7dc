//! Table `load_count`.

use sea_orm::entity::prelude::*;

/// How many rows of a load came from one sender about one day.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "load_count")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub load_id: i64,
    pub dataset: String,
    pub organisation_code: String,
    pub day: Date,
    pub row_count: i64,
    /// Those of them that were new or said something else than before.
    pub changed: i64,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
