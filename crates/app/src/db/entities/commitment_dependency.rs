//! Table `commitment_dependency`.

use sea_orm::entity::prelude::*;

/// What a commitment waits for, and by how much its due day follows that one's.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "commitment_dependency")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub commitment_id: i64,
    pub on_commitment_id: i64,
    /// `after`, `within` or `before`.
    pub kind: String,
    /// How long after or before; none where only the order counts.
    pub amount: Option<i32>,
    /// `day`, `week`, `month` or `working_day`.
    pub unit: Option<String>,
    /// The document's words, where it says so.
    pub as_written: Option<String>,
    pub made_by_name: String,
    pub made_at: DateTimeUtc,
    /// Until when; none while it lasts.
    pub ended_at: Option<DateTimeUtc>,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
