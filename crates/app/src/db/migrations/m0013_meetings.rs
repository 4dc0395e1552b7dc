//! Review meetings on a plan, and what they decide.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, date, text, timestamp_with_time_zone,
    timestamp_with_time_zone_null,
};

use super::{index, reference};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [meeting(), meeting_decision()] {
            manager.create_table(table).await?;
        }
        for index in [index("meeting", &["plan_id"]), index("meeting_decision", &["meeting_id"])] {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn meeting() -> TableCreateStatement {
    Table::create()
        .table("meeting")
        .col(big_pk_auto("id"))
        .col(big_integer("plan_id"))
        .col(text("title"))
        .col(date("period_from"))
        .col(date("period_to"))
        .col(date("held_on"))
        .col(timestamp_with_time_zone("opened_at"))
        .col(text("opened_by_name"))
        .col(timestamp_with_time_zone_null("closed_at"))
        .col(text("closed_by_name"))
        .col(text("present"))
        .col(text("conclusion"))
        .foreign_key(&mut reference("meeting", "plan_id", "plan"))
        .to_owned()
}

fn meeting_decision() -> TableCreateStatement {
    Table::create()
        .table("meeting_decision")
        .col(big_pk_auto("id"))
        .col(big_integer("meeting_id"))
        .col(big_integer("commitment_id"))
        .col(text("decision"))
        .col(text("words"))
        .col(big_integer_null("update_id"))
        .col(timestamp_with_time_zone("decided_at"))
        .col(text("decided_by_name"))
        .foreign_key(&mut reference("meeting_decision", "meeting_id", "meeting"))
        .foreign_key(&mut reference("meeting_decision", "commitment_id", "commitment"))
        .foreign_key(&mut reference("meeting_decision", "update_id", "commitment_update"))
        .to_owned()
}
