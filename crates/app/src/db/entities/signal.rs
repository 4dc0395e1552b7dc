//! Table `signal`.

use sea_orm::entity::prelude::*;

/// Something that needs a named person's attention.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signal")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub rule: String,
    /// `indicator`, `commitment`, `flow` (the figures of an indicator) or `return` (a flow).
    pub subject_kind: String,
    pub subject_id: i64,
    pub organisation_id: i64,
    pub title: String,
    pub detail: String,
    pub lead_id: Option<i64>,
    /// The day from which the facts held.
    pub since_day: Date,
    pub raised_at: DateTimeUtc,
    /// When the facts closed it; none while it is open.
    pub closed_at: Option<DateTimeUtc>,
    /// Where on the ladder it stands; `lead` at first.
    pub rung: String,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
