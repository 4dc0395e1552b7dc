//! Table `publication`.

use sea_orm::entity::prelude::*;

/// A plan shown to the public from a moment to another, or one of its commitments left out of that.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "publication")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub plan_id: i64,
    /// The commitment left out; none where the row makes the plan itself public.
    pub commitment_id: Option<i64>,
    /// Whether what the latest updates say is shown too.
    pub with_notes: bool,
    pub from_at: DateTimeUtc,
    /// The name as it was then, so that history survives the account.
    pub from_by_name: String,
    /// Until when; none while it lasts.
    pub to_at: Option<DateTimeUtc>,
    pub to_by_name: Option<String>,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
