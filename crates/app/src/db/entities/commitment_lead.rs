//! Table `commitment_lead`.

use sea_orm::entity::prelude::*;

/// Who answers for a commitment, from when to when; the first is accountable.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "commitment_lead")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub commitment_id: i64,
    pub position: i32,
    pub lead_id: Option<i64>,
    pub as_written: String,
    pub accountable: bool,
    /// Since when; none where it was so from the beginning.
    pub from_at: Option<DateTimeUtc>,
    /// Until when; none while it lasts.
    pub to_at: Option<DateTimeUtc>,
    /// The post that delegated it.
    pub from_lead_id: Option<i64>,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
