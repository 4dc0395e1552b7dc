//! Table `load`.

use sea_orm::entity::prelude::*;

/// One file of data taken in: all of it, or its good rows.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "load")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    /// `observations`, `plan` or `targets`.
    pub kind: String,
    pub file_name: String,
    pub file_sha256: String,
    pub rows_taken: i64,
    pub rows_rejected: i64,
    pub made_by: Option<i64>,
    pub made_at: DateTimeUtc,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
