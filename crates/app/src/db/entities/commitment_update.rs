//! Table `commitment_update`.

use sea_orm::entity::prelude::*;

/// Who reported what, when: the only way a status changes. Append only.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "commitment_update")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub commitment_id: i64,
    pub status: String,
    pub note: String,
    /// How much of it is done, 0 to 100, where that was said.
    pub progress: Option<i32>,
    /// The due day of the one occurrence that was achieved, where the series goes on after it.
    pub occurrence: Option<Date>,
    pub made_by: Option<i64>,
    /// The name as it was then, so that history survives the account.
    pub made_by_name: String,
    pub made_at: DateTimeUtc,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
