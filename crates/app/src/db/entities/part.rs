//! Table `part`.

use sea_orm::entity::prelude::*;

/// One Parquet file of a month of a dataset.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "part")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub dataset: String,
    /// First day of the month.
    pub month: Date,
    /// Below the folder of the lake.
    pub path: String,
    /// `current`, or `history`: rows that were replaced.
    pub kind: String,
    pub row_count: i64,
    pub bytes: i64,
    pub first_day: Date,
    pub last_day: Date,
    pub load_id: i64,
    /// When it was folded into another part.
    pub retired_at: Option<DateTimeUtc>,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
