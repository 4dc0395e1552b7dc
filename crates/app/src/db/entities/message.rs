//! Table `message`.

use sea_orm::entity::prelude::*;

/// An e-mail to somebody: one a day at most.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "message")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub day: Date,
    pub name: String,
    /// In lower case.
    pub address: String,
    pub subject: String,
    pub body: String,
    pub written_at: DateTimeUtc,
    pub sent_at: Option<DateTimeUtc>,
    /// The mail server, or the file it was written to.
    pub sent_to: Option<String>,
    pub attempts: i32,
    /// Why the last attempt failed.
    pub failure: Option<String>,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
