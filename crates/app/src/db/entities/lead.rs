//! Table `lead`.

use sea_orm::entity::prelude::*;

/// A post that answers for things, and who holds it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lead")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub organisation_id: i64,
    pub code: String,
    pub title: String,
    /// Nobody while the post is known from a document alone.
    pub person_id: Option<i64>,
    pub from_day: Date,
    /// Last day of this holder; none while it lasts.
    pub to_day: Option<Date>,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
