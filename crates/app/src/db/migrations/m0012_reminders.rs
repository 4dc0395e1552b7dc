//! Reminders: how plans ask for updates, what was asked, and the messages that asked it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, boolean, date, integer, integer_null, text,
    text_null, timestamp_with_time_zone, timestamp_with_time_zone_null,
};

use super::{index, reference, unique};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [reminder_setting(), message(), reminder()] {
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

fn reminder_setting() -> TableCreateStatement {
    Table::create()
        .table("reminder_setting")
        .col(big_pk_auto("id"))
        .col(big_integer("plan_id"))
        .col(text("days_before"))
        .col(boolean("on_due_day"))
        .col(integer_null("days_after_every"))
        .col(text("rhythm"))
        .col(integer("grace_days"))
        .col(boolean("paused"))
        .col(timestamp_with_time_zone("set_at"))
        .col(text("set_by_name"))
        .foreign_key(&mut reference("reminder_setting", "plan_id", "plan"))
        .to_owned()
}

fn message() -> TableCreateStatement {
    Table::create()
        .table("message")
        .col(big_pk_auto("id"))
        .col(date("day"))
        .col(text("name"))
        .col(text("address"))
        .col(text("subject"))
        .col(text("body"))
        .col(timestamp_with_time_zone("written_at"))
        .col(timestamp_with_time_zone_null("sent_at"))
        .col(text_null("sent_to"))
        .col(integer("attempts"))
        .col(text_null("failure"))
        .to_owned()
}

fn reminder() -> TableCreateStatement {
    Table::create()
        .table("reminder")
        .col(big_pk_auto("id"))
        .col(big_integer("commitment_id"))
        .col(big_integer_null("lead_id"))
        .col(text("reason"))
        .col(date("about_day"))
        .col(date("answer_by"))
        .col(big_integer("message_id"))
        .col(timestamp_with_time_zone("asked_at"))
        .foreign_key(&mut reference("reminder", "commitment_id", "commitment"))
        .foreign_key(&mut reference("reminder", "lead_id", "lead"))
        .foreign_key(&mut reference("reminder", "message_id", "message"))
        .to_owned()
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        index("reminder_setting", &["plan_id"]),
        unique("message", &["address", "day"]),
        unique("reminder", &["commitment_id", "about_day"]),
        index("reminder", &["message_id"]),
    ]
}
