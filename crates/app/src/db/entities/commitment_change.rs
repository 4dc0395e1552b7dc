//! Table `commitment_change`.

use sea_orm::entity::prelude::*;

/// Something about a commitment that is no longer as it was. Append only.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "commitment_change")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub commitment_id: i64,
    /// `text`, `due`, `section`, `reference`, `leads`, `outcome`, `withdrawn`, `restored` or
    /// `parent`.
    pub field: String,
    pub from_value: Json,
    pub to_value: Json,
    /// `edition`, `update`, `review`, `rule` or `import`.
    pub cause: String,
    pub reason: Option<String>,
    pub made_by: Option<i64>,
    /// The name as it was then, so that history survives the account.
    pub made_by_name: String,
    pub made_at: DateTimeUtc,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
