//! Table `draft_row`.

use sea_orm::entity::prelude::*;

/// Something read from a document under review, and what a person made of it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "draft_row")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub draft_id: i64,
    /// Order in the document; apart enough for rows that a split puts between.
    pub position: i32,
    /// `commitment`, `indicator`, `risk`, `goal` or `scope`.
    pub kind: String,
    pub section: Option<String>,
    /// As read; never changed.
    pub read: Json,
    /// As corrected so far.
    pub current: Json,
    /// Findings of the document that are about it.
    pub findings: Json,
    /// Whether one of them is a warning or an error.
    pub has_findings: bool,
    pub is_uncertain: bool,
    pub is_corrected: bool,
    /// The lines that it was read from.
    pub source_text: String,
    /// First line in the document, counted from 1.
    pub line_from: i32,
    pub line_to: i32,
    /// `waiting`, `accepted` or `discarded`.
    pub state: String,
    /// Counts its changes, so that nobody overrules what they have not seen.
    pub revision: i32,
    /// Posts chosen for this row alone, as in `draft`.
    pub posts: Option<Json>,
    /// Why it was discarded.
    pub reason: Option<String>,
    pub decided_by: Option<i64>,
    pub decided_by_name: Option<String>,
    pub decided_at: Option<DateTimeUtc>,
    /// The row that it became: of `commitment`, `plan_indicator`, `plan_risk` and so on.
    pub entity_id: Option<i64>,
    /// The commitment of the earlier edition that it continues.
    pub matched_commitment_id: Option<i64>,
    /// `added`, `unchanged`, `reworded`, `re_dated` or `reworded_and_re_dated`.
    pub comparison: Option<String>,
    pub split_from: Option<i64>,
    pub merged_into: Option<i64>,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
