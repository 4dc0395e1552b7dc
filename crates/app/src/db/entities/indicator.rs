//! Table `indicator`.

use sea_orm::entity::prelude::*;

/// A defined number: what is counted, over what, and which way is better.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "indicator")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub code: String,
    pub title: String,
    pub definition: String,
    pub why_it_matters: String,
    /// `leading` or `lagging`.
    pub kind: String,
    /// `increase`, `decrease` or `neutral`.
    pub improvement: String,
    pub unit: String,
    pub decimals: i32,
    /// `value`, or `ratio`: numerator over denominator times `multiplier`.
    pub calculation: String,
    pub multiplier: f64,
    pub numerator_label: Option<String>,
    pub denominator_label: Option<String>,
    pub lowest_possible: Option<f64>,
    pub highest_possible: Option<f64>,
    /// `month`, `week`, `quarter`, `half` or `year`.
    pub period_kind: String,
    /// Working days after the end of a period by which its figures are due.
    pub due_working_days: i32,
    pub domain: String,
    pub lead_title: String,
    pub author: String,
    pub reviewed_on: Option<Date>,
    pub next_review_on: Option<Date>,
    /// The file that it was read from, word for word; absent of those taken in before files were
    /// kept.
    pub file_text: Option<String>,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
