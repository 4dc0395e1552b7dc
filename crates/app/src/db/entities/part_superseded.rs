//! Table `part_superseded`.

use sea_orm::entity::prelude::*;

/// Rows of a part that a load replaced.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "part_superseded")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub part_id: i64,
    pub load_id: i64,
    /// As the lake encodes them.
    pub row_numbers: Vec<u8>,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
