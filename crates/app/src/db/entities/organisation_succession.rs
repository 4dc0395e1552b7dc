//! Table `organisation_succession`.

use sea_orm::entity::prelude::*;

/// What an organisation became on a day.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation_succession")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub from_id: i64,
    pub to_id: i64,
    /// `merged_into`, `split_into` or `renamed`.
    pub kind: String,
    /// The first day on which the later one stands for the earlier.
    pub on_day: Date,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
