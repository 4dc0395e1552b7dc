//! Table `acknowledgement`.

use sea_orm::entity::prelude::*;

/// Somebody has seen that a commitment is theirs. Append only.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "acknowledgement")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub commitment_id: i64,
    /// The post for which it was seen.
    pub lead_id: Option<i64>,
    pub user_id: Option<i64>,
    /// The name as it was then.
    pub name: String,
    pub at: DateTimeUtc,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
