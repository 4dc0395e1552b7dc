//! Table `calendar_feed`.

use sea_orm::entity::prelude::*;

/// A calendar under a secret address, made by somebody for a calendar program to fetch.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calendar_feed")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    /// SHA-256 of the secret part of the address; the secret itself is kept nowhere.
    #[sea_orm(unique)]
    pub token_hash: String,
    /// Whose feed it is: it shows what they may see when it is fetched.
    pub user_id: i64,
    /// The plan it shows; none for their own commitments.
    pub plan_id: Option<i64>,
    pub made_at: DateTimeUtc,
    /// When it was ended; none while it works.
    pub ended_at: Option<DateTimeUtc>,
}

/// None declared: stores join by column.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
