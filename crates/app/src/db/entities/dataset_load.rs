//! Table `dataset_load`.

use sea_orm::entity::prelude::*;

/// One file of rows of a dataset, taken in or refused.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "dataset_load")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub dataset: String,
    pub file_name: String,
    pub file_sha256: String,
    /// Empty where the file was read without a mapping.
    pub mapping_sha256: String,
    pub file_bytes: i64,
    /// `begun`, `done` or `refused`.
    pub state: String,
    /// Why it was refused.
    pub reason: Option<String>,
    pub rows_read: i64,
    pub rows_added: i64,
    pub rows_corrected: i64,
    pub rows_unchanged: i64,
    pub rows_repeated: i64,
    pub rows_rejected: i64,
    pub made_by: Option<i64>,
    pub made_by_name: String,
    /// What its rows carry: when they became known.
    pub known_at: DateTimeUtc,
    pub finished_at: Option<DateTimeUtc>,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
