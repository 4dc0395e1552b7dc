//! Table `edition_row`.

use sea_orm::entity::prelude::*;

/// A commitment as one edition of its plan has it: never changed, so that any two editions compare.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "edition_row")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub plan_id: i64,
    /// The edition, counted from 1.
    pub number: i32,
    pub commitment_id: i64,
    /// The commitment it is a milestone of.
    pub parent_id: Option<i64>,
    pub position: i32,
    pub reference: String,
    /// Heading; empty for none.
    pub section: String,
    pub text: String,
    pub due_as_written: String,
    pub due_earliest: Option<Date>,
    pub due_latest: Option<Date>,
    /// Those who answer for it, as written, the accountable one first.
    pub leads: Json,
    pub line_from: i32,
    pub line_to: i32,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
