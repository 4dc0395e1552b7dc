//! Table `target`.

use sea_orm::entity::prelude::*;

/// What must be reached, by whom, from when.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "target")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub indicator_id: i64,
    /// Every organisation when absent.
    pub organisation_id: Option<i64>,
    /// `national`, `local`, `stretch` or `contract`.
    pub kind: String,
    pub value: f64,
    pub from_day: Date,
    pub to_day: Option<Date>,
    /// The one that the organisation is judged by.
    pub assessed: bool,
    pub known_from: DateTimeUtc,
    pub reason: Option<String>,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
