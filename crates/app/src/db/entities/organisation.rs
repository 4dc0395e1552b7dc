//! Table `organisation`.

use sea_orm::entity::prelude::*;

/// A dated organisation, with its code (ODS where it has one).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub code: String,
    pub name: String,
    /// `commissioner`, `provider`, `practice`, `locality`, `region` or `national`.
    pub kind: String,
    /// Anyone signed in may see its figures, because they are published.
    pub open_data: bool,
    pub opened_on: Option<Date>,
    pub closed_on: Option<Date>,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
