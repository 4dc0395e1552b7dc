//! Table `commitment`.

use sea_orm::entity::prelude::*;

/// Something promised, as the document has it; its status lives in its updates.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "commitment")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub plan_id: i64,
    pub section_id: Option<i64>,
    /// The commitment a milestone belongs to.
    pub parent_id: Option<i64>,
    pub position: i32,
    /// `action`, `milestone`, `pledge` or `objective`.
    pub kind: String,
    pub reference: String,
    pub text: String,
    pub due_as_written: String,
    pub due_earliest: Option<Date>,
    pub due_latest: Option<Date>,
    pub due_precision: String,
    pub outcome: Option<String>,
    /// Progress as the document itself reports it.
    pub reported_progress: Option<String>,
    /// First line in the document, counted from 1.
    pub line_from: i32,
    pub line_to: i32,
    /// Why a person has to look at it, when one has to.
    pub uncertain: Option<String>,
    /// The edition whose text its lines are in; none for the document the plan began with.
    pub edition_id: Option<i64>,
    /// When it joined the plan; none where it came with the plan itself.
    pub added_at: Option<DateTimeUtc>,
    /// When it left the plan; none while it belongs to it.
    pub withdrawn_at: Option<DateTimeUtc>,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
