//! Copies of what was asked, for those who contribute, and whether a plan sends them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_pk_auto, boolean, date, timestamp_with_time_zone,
};

use super::{index, reference, unique};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(reminder_copy()).await?;
        let mut column = boolean("to_contributors").default(true).take();
        let setting = Table::alter().table("reminder_setting").add_column(&mut column).to_owned();
        manager.alter_table(setting).await?;
        for index in [
            unique("reminder_copy", &["commitment_id", "about_day", "lead_id"]),
            index("reminder_copy", &["message_id"]),
        ] {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn reminder_copy() -> TableCreateStatement {
    Table::create()
        .table("reminder_copy")
        .col(big_pk_auto("id"))
        .col(big_integer("commitment_id"))
        .col(date("about_day"))
        .col(big_integer("lead_id"))
        .col(big_integer("message_id"))
        .col(timestamp_with_time_zone("copied_at"))
        .foreign_key(&mut reference("reminder_copy", "commitment_id", "commitment"))
        .foreign_key(&mut reference("reminder_copy", "lead_id", "lead"))
        .foreign_key(&mut reference("reminder_copy", "message_id", "message"))
        .to_owned()
}
