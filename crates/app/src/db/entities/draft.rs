//! Table `draft`.

use sea_orm::entity::prelude::*;

/// A planning document under review: what was read from it waits in its rows.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "draft")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub organisation_id: i64,
    /// The plan of which it is the next edition.
    pub plan_id: Option<i64>,
    /// The plan of which it looks like the next edition, until somebody has said whether it is.
    pub suggested_plan_id: Option<i64>,
    /// The plan that its first accepted row has made.
    pub made_plan_id: Option<i64>,
    pub file_name: String,
    pub file_sha256: String,
    /// The document as readable text, to whose lines everything refers.
    pub source_text: String,
    pub title: String,
    pub plan_year: Option<String>,
    /// What was read without its rows: title, key to leads, findings.
    pub document: Json,
    /// Plan year, day and kind of quarters that its timescales are read with.
    pub read_with: Json,
    /// Posts chosen for the whole document: by lead as written, the row of `lead`, 0 for none.
    pub posts: Json,
    pub received_at: DateTimeUtc,
    pub received_by: Option<i64>,
    pub received_by_name: String,
    /// `waiting`, `finished` or `discarded`.
    pub state: String,
    /// Why it was discarded.
    pub reason: Option<String>,
    pub finished_at: Option<DateTimeUtc>,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
