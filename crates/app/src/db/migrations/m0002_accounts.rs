//! Accounts and sessions.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, text, timestamp_with_time_zone,
    timestamp_with_time_zone_null,
};

use super::{index, reference, unique};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [user(), session()] {
            manager.create_table(table).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn user() -> TableCreateStatement {
    Table::create()
        .table("user")
        .col(big_pk_auto("id"))
        .col(text("email"))
        .col(text("name"))
        .col(text("role"))
        .col(big_integer("organisation_id"))
        .col(big_integer_null("lead_id"))
        .col(text("password_hash"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("disabled_at"))
        .foreign_key(&mut reference("user", "organisation_id", "organisation"))
        .foreign_key(&mut reference("user", "lead_id", "lead"))
        .to_owned()
}

fn session() -> TableCreateStatement {
    Table::create()
        .table("session")
        .col(big_pk_auto("id"))
        .col(text("token_hash"))
        .col(big_integer("user_id"))
        .col(text("csrf_token"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("last_seen_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .foreign_key(&mut reference("session", "user_id", "user"))
        .to_owned()
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("user", &["email"]),
        unique("session", &["token_hash"]),
        index("session", &["user_id"]),
    ]
}
