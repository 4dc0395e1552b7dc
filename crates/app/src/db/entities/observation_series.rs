//! Table `observation_series`.

use sea_orm::entity::prelude::*;

/// The figures of one indicator, organisation, length of period and category, packed. What was
/// known before stays in it: entries are only ever added.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "observation_series")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub indicator_id: i64,
    pub organisation_id: i64,
    /// The length of its periods, such as `week`.
    pub grain: String,
    /// What it is divided by, such as `sex`; empty for the whole.
    pub breakdown: String,
    /// The category, such as `female`; empty for the whole.
    pub category: String,
    /// The entries, as `evaluation::packed` writes them.
    pub entries: Vec<u8>,
    /// The evaluation that added the newest entry.
    pub load_id: i64,
    pub changed_at: DateTimeUtc,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
