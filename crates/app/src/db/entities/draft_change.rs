//! Table `draft_change`.

use sea_orm::entity::prelude::*;

/// What somebody did to a row under review, and how the row stood before.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "draft_change")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub draft_id: i64,
    pub draft_row_id: i64,
    /// The row that a split made or a merge took up.
    pub other_row_id: Option<i64>,
    /// `accepted`, `edited`, `split`, `merged` or `discarded`.
    pub action: String,
    /// How the row stood before, to come back to.
    pub before: Json,
    pub made_by: Option<i64>,
    pub made_by_name: String,
    pub made_at: DateTimeUtc,
    pub undone_at: Option<DateTimeUtc>,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
