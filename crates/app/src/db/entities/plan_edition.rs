//! Table `plan_edition`.

use sea_orm::entity::prelude::*;

/// A later edition of a plan's document, whole; the first one is in the plan itself.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "plan_edition")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub plan_id: i64,
    /// From 2 on.
    pub number: i32,
    pub title: String,
    pub file_name: String,
    pub file_sha256: String,
    /// The document as it was read, so that a commitment can show its lines in it.
    pub source_text: String,
    pub plan_year: Option<String>,
    /// The draft that it was reviewed as.
    pub draft_id: Option<i64>,
    pub received_at: DateTimeUtc,
    pub received_by: Option<i64>,
    pub received_by_name: String,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
