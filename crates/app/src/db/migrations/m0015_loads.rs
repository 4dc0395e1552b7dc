//! Loads of datasets: their files, the parts they brought, and the rows they replaced.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, binary, date, text, text_null,
    timestamp_with_time_zone, timestamp_with_time_zone_null,
};

use super::{index, reference, unique};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [dataset_load(), part(), part_superseded(), load_count()] {
            manager.create_table(table).await?;
        }
        for index in [
            index("dataset_load", &["dataset", "file_bytes"]),
            unique("part", &["path"]),
            index("part", &["dataset", "month"]),
            unique("part_superseded", &["part_id", "load_id"]),
            index("load_count", &["load_id"]),
            index("load_count", &["dataset", "organisation_code", "day"]),
        ] {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn dataset_load() -> TableCreateStatement {
    Table::create()
        .table("dataset_load")
        .col(big_pk_auto("id"))
        .col(text("dataset"))
        .col(text("file_name"))
        .col(text("file_sha256"))
        .col(text("mapping_sha256"))
        .col(big_integer("file_bytes"))
        .col(text("state"))
        .col(text_null("reason"))
        .col(big_integer("rows_read"))
        .col(big_integer("rows_added"))
        .col(big_integer("rows_corrected"))
        .col(big_integer("rows_unchanged"))
        .col(big_integer("rows_repeated"))
        .col(big_integer("rows_rejected"))
        .col(big_integer_null("made_by"))
        .col(text("made_by_name"))
        .col(timestamp_with_time_zone("known_at"))
        .col(timestamp_with_time_zone_null("finished_at"))
        .foreign_key(&mut reference("dataset_load", "made_by", "user"))
        .to_owned()
}

fn part() -> TableCreateStatement {
    Table::create()
        .table("part")
        .col(big_pk_auto("id"))
        .col(text("dataset"))
        .col(date("month"))
        .col(text("path"))
        .col(text("kind"))
        .col(big_integer("row_count"))
        .col(big_integer("bytes"))
        .col(date("first_day"))
        .col(date("last_day"))
        .col(big_integer("load_id"))
        .col(timestamp_with_time_zone_null("retired_at"))
        .foreign_key(&mut reference("part", "load_id", "dataset_load"))
        .to_owned()
}

fn part_superseded() -> TableCreateStatement {
    Table::create()
        .table("part_superseded")
        .col(big_pk_auto("id"))
        .col(big_integer("part_id"))
        .col(big_integer("load_id"))
        .col(binary("row_numbers"))
        .foreign_key(&mut reference("part_superseded", "part_id", "part"))
        .foreign_key(&mut reference("part_superseded", "load_id", "dataset_load"))
        .to_owned()
}

fn load_count() -> TableCreateStatement {
    Table::create()
        .table("load_count")
        .col(big_pk_auto("id"))
        .col(big_integer("load_id"))
        .col(text("dataset"))
        .col(text("organisation_code"))
        .col(date("day"))
        .col(big_integer("row_count"))
        .col(big_integer("changed"))
        .foreign_key(&mut reference("load_count", "load_id", "dataset_load"))
        .to_owned()
}
