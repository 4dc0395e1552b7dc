//! Table `plan`.

use sea_orm::entity::prelude::*;

/// A planning document taken in, whole.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "plan")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub organisation_id: i64,
    pub title: String,
    pub plan_year: Option<String>,
    pub file_name: String,
    pub file_sha256: String,
    /// The document as it was read, so that every commitment can show its lines.
    pub source_text: String,
    pub imported_at: DateTimeUtc,
    pub imported_by: Option<i64>,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
