//! Table `link`.

use sea_orm::entity::prelude::*;

/// A typed tie between two things, read both ways.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "link")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub from_kind: String,
    pub from_id: i64,
    pub to_kind: String,
    pub to_id: i64,
    /// `serves`, `threatened_by`, `relates_to` or `refers_to`.
    pub relation: String,
    /// Who tied them; none for those that came in a file.
    pub made_by_name: Option<String>,
    /// When; none where it was so from the beginning.
    pub made_at: Option<DateTimeUtc>,
    /// Until when; none while it lasts.
    pub ended_at: Option<DateTimeUtc>,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
