//! What goes out: calendar feeds under secret addresses, and plans made public.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, boolean, text, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null,
};

use super::{index, reference, unique};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [calendar_feed(), publication()] {
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

fn calendar_feed() -> TableCreateStatement {
    Table::create()
        .table("calendar_feed")
        .col(big_pk_auto("id"))
        .col(text("token_hash"))
        .col(big_integer("user_id"))
        .col(big_integer_null("plan_id"))
        .col(timestamp_with_time_zone("made_at"))
        .col(timestamp_with_time_zone_null("ended_at"))
        .foreign_key(&mut reference("calendar_feed", "user_id", "user"))
        .foreign_key(&mut reference("calendar_feed", "plan_id", "plan"))
        .to_owned()
}

fn publication() -> TableCreateStatement {
    Table::create()
        .table("publication")
        .col(big_pk_auto("id"))
        .col(big_integer("plan_id"))
        .col(big_integer_null("commitment_id"))
        .col(boolean("with_notes"))
        .col(timestamp_with_time_zone("from_at"))
        .col(text("from_by_name"))
        .col(timestamp_with_time_zone_null("to_at"))
        .col(text_null("to_by_name"))
        .foreign_key(&mut reference("publication", "plan_id", "plan"))
        .foreign_key(&mut reference("publication", "commitment_id", "commitment"))
        .to_owned()
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("calendar_feed", &["token_hash"]),
        index("calendar_feed", &["user_id"]),
        index("publication", &["plan_id"]),
    ]
}
