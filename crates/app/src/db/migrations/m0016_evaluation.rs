//! Definitions word for word, what stands behind each observation, and packed series.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, blob, text, text_null, timestamp_with_time_zone,
};

use super::{index, reference, unique};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column at a time.
        for (table, column) in [
            ("indicator", text_null("file_text")),
            ("observation", big_integer_null("rows_counted")),
            ("observation", big_integer_null("newest_dataset_load")),
        ] {
            manager.alter_table(Table::alter().table(table).add_column(column).to_owned()).await?;
        }
        manager.create_table(observation_series()).await?;
        manager.create_index(unique("observation_series", &KEY)).await?;
        manager.create_index(index("observation_series", &["organisation_id"])).await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// What tells one series from another.
const KEY: [&str; 5] = ["indicator_id", "organisation_id", "grain", "breakdown", "category"];

fn observation_series() -> TableCreateStatement {
    Table::create()
        .table("observation_series")
        .col(big_pk_auto("id"))
        .col(big_integer("indicator_id"))
        .col(big_integer("organisation_id"))
        .col(text("grain"))
        .col(text("breakdown"))
        .col(text("category"))
        .col(blob("entries"))
        .col(big_integer("load_id"))
        .col(timestamp_with_time_zone("changed_at"))
        .foreign_key(&mut reference("observation_series", "indicator_id", "indicator"))
        .foreign_key(&mut reference("observation_series", "organisation_id", "organisation"))
        .foreign_key(&mut reference("observation_series", "load_id", "load"))
        .to_owned()
}
