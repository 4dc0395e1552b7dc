//! Table `plan`.

use sea_orm::entity::prelude::*;

/// A planning document taken in, whole.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
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
    /// The plan that this one is inside of.
    pub parent_id: Option<i64>,
    /// A kind of plan, by its word in `catalogue/plan-kinds.toml`.
    pub kind: String,
    /// What its levels are called, where that is not what its kind calls them.
    pub level_names: Option<Json>,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
