//! Table `organisation_link`.

use sea_orm::entity::prelude::*;

/// A dated edge of one of the organisation trees.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation_link")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    /// `commissioning`, `provision` or `place`.
    pub tree: String,
    pub parent_id: i64,
    pub child_id: i64,
    pub from_day: Date,
    /// Last day on which it held; none while it holds.
    pub to_day: Option<Date>,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
