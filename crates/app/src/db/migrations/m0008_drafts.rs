//! Documents under review, row by row, with every state that a row has been in.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, boolean, integer, json, json_null, text, text_null,
    timestamp_with_time_zone, timestamp_with_time_zone_null,
};

use super::{index, reference};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [draft(), draft_row(), draft_change()] {
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

fn draft() -> TableCreateStatement {
    Table::create()
        .table("draft")
        .col(big_pk_auto("id"))
        .col(big_integer("organisation_id"))
        .col(big_integer_null("plan_id"))
        .col(big_integer_null("suggested_plan_id"))
        .col(big_integer_null("made_plan_id"))
        .col(text("file_name"))
        .col(text("file_sha256"))
        .col(text("source_text"))
        .col(text("title"))
        .col(text_null("plan_year"))
        .col(json("document"))
        .col(json("read_with"))
        .col(json("posts"))
        .col(timestamp_with_time_zone("received_at"))
        .col(big_integer_null("received_by"))
        .col(text("received_by_name"))
        .col(text("state"))
        .col(text_null("reason"))
        .col(timestamp_with_time_zone_null("finished_at"))
        .foreign_key(&mut reference("draft", "organisation_id", "organisation"))
        .foreign_key(&mut reference("draft", "plan_id", "plan"))
        .foreign_key(&mut reference("draft", "suggested_plan_id", "plan"))
        .foreign_key(&mut reference("draft", "made_plan_id", "plan"))
        .foreign_key(&mut reference("draft", "received_by", "user"))
        .to_owned()
}

fn draft_row() -> TableCreateStatement {
    Table::create()
        .table("draft_row")
        .col(big_pk_auto("id"))
        .col(big_integer("draft_id"))
        .col(integer("position"))
        .col(text("kind"))
        .col(text_null("section"))
        .col(json("read"))
        .col(json("current"))
        .col(json("findings"))
        .col(boolean("has_findings"))
        .col(boolean("is_uncertain"))
        .col(boolean("is_corrected"))
        .col(text("source_text"))
        .col(integer("line_from"))
        .col(integer("line_to"))
        .col(text("state"))
        .col(integer("revision"))
        .col(json_null("posts"))
        .col(text_null("reason"))
        .col(big_integer_null("decided_by"))
        .col(text_null("decided_by_name"))
        .col(timestamp_with_time_zone_null("decided_at"))
        .col(big_integer_null("entity_id"))
        .col(big_integer_null("matched_commitment_id"))
        .col(text_null("comparison"))
        .col(big_integer_null("split_from"))
        .col(big_integer_null("merged_into"))
        .foreign_key(&mut reference("draft_row", "draft_id", "draft"))
        .foreign_key(&mut reference("draft_row", "decided_by", "user"))
        .foreign_key(&mut reference("draft_row", "matched_commitment_id", "commitment"))
        .foreign_key(&mut reference("draft_row", "split_from", "draft_row"))
        .foreign_key(&mut reference("draft_row", "merged_into", "draft_row"))
        .to_owned()
}

fn draft_change() -> TableCreateStatement {
    Table::create()
        .table("draft_change")
        .col(big_pk_auto("id"))
        .col(big_integer("draft_id"))
        .col(big_integer("draft_row_id"))
        .col(big_integer_null("other_row_id"))
        .col(text("action"))
        .col(json("before"))
        .col(big_integer_null("made_by"))
        .col(text("made_by_name"))
        .col(timestamp_with_time_zone("made_at"))
        .col(timestamp_with_time_zone_null("undone_at"))
        .foreign_key(&mut reference("draft_change", "draft_id", "draft"))
        .foreign_key(&mut reference("draft_change", "draft_row_id", "draft_row"))
        .foreign_key(&mut reference("draft_change", "other_row_id", "draft_row"))
        .foreign_key(&mut reference("draft_change", "made_by", "user"))
        .to_owned()
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        index("draft", &["organisation_id", "file_sha256"]),
        index("draft", &["plan_id"]),
        index("draft_row", &["draft_id", "position"]),
        index("draft_row", &["draft_id", "state", "position"]),
        index("draft_change", &["draft_row_id"]),
        index("draft_change", &["other_row_id"]),
    ]
}
