//! Table `observation`.

use sea_orm::entity::prelude::*;

/// One indicator, one organisation, one period, as known from a moment on. Append only.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "observation")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub indicator_id: i64,
    pub organisation_id: i64,
    pub period: String,
    pub period_start: Date,
    pub period_end: Date,
    /// `reported`, `missing`, `not_due`, `not_applicable` or `suppressed`; only the first has numbers.
    pub state: String,
    pub numerator: Option<f64>,
    pub denominator: Option<f64>,
    pub value: Option<f64>,
    /// 0 for what was first reported, one more for each correction.
    pub revision: i32,
    pub known_from: DateTimeUtc,
    pub load_id: i64,
    /// How many rows of a dataset were looked at; absent of what was sent as a figure.
    pub rows_counted: Option<i64>,
    /// The newest load of the dataset among them.
    pub newest_dataset_load: Option<i64>,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
