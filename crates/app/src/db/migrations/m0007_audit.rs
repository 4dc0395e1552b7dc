//! The audit chain.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, text, timestamp_with_time_zone};

use super::index;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [audit_entry()] {
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

fn audit_entry() -> TableCreateStatement {
    Table::create()
        .table("audit_entry")
        .col(big_integer("id").primary_key())
        .col(timestamp_with_time_zone("at"))
        .col(text("actor"))
        .col(big_integer_null("user_id"))
        .col(text("action"))
        .col(text("subject_kind"))
        .col(big_integer_null("subject_id"))
        .col(text("detail"))
        .col(text("previous_hash"))
        .col(text("hash"))
        .to_owned()
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![index("audit_entry", &["subject_kind", "subject_id"])]
}
