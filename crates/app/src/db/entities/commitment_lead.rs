//! Table `commitment_lead`.

use sea_orm::entity::prelude::*;

/// Who answers for a commitment; the first is accountable.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "commitment_lead")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub commitment_id: i64,
    pub position: i32,
    pub lead_id: Option<i64>,
    pub as_written: String,
    pub accountable: bool,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
