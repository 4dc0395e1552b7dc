//! Plan documents with everything read out of them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, boolean, date_null, integer, text, text_null,
    timestamp_with_time_zone,
};

use super::{index, reference, unique};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            plan(),
            section(),
            commitment(),
            commitment_timescale(),
            commitment_lead(),
            commitment_update(),
        ] {
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

fn plan() -> TableCreateStatement {
    Table::create()
        .table("plan")
        .col(big_pk_auto("id"))
        .col(big_integer("organisation_id"))
        .col(text("title"))
        .col(text_null("plan_year"))
        .col(text("file_name"))
        .col(text("file_sha256"))
        .col(text("source_text"))
        .col(timestamp_with_time_zone("imported_at"))
        .col(big_integer_null("imported_by"))
        .foreign_key(&mut reference("plan", "organisation_id", "organisation"))
        .foreign_key(&mut reference("plan", "imported_by", "user"))
        .to_owned()
}

fn section() -> TableCreateStatement {
    Table::create()
        .table("section")
        .col(big_pk_auto("id"))
        .col(big_integer("plan_id"))
        .col(integer("position"))
        .col(text("title"))
        .foreign_key(&mut reference("section", "plan_id", "plan"))
        .to_owned()
}

fn commitment() -> TableCreateStatement {
    Table::create()
        .table("commitment")
        .col(big_pk_auto("id"))
        .col(big_integer("plan_id"))
        .col(big_integer_null("section_id"))
        .col(big_integer_null("parent_id"))
        .col(integer("position"))
        .col(text("kind"))
        .col(text("reference"))
        .col(text("text"))
        .col(text("due_as_written"))
        .col(date_null("due_earliest"))
        .col(date_null("due_latest"))
        .col(text("due_precision"))
        .col(text_null("outcome"))
        .col(text_null("reported_progress"))
        .col(integer("line_from"))
        .col(integer("line_to"))
        .col(text_null("uncertain"))
        .foreign_key(&mut reference("commitment", "plan_id", "plan"))
        .foreign_key(&mut reference("commitment", "section_id", "section"))
        .foreign_key(&mut reference("commitment", "parent_id", "commitment"))
        .to_owned()
}

fn commitment_timescale() -> TableCreateStatement {
    Table::create()
        .table("commitment_timescale")
        .col(big_pk_auto("id"))
        .col(big_integer("commitment_id"))
        .col(integer("position"))
        .col(text("as_written"))
        .col(date_null("earliest"))
        .col(date_null("latest"))
        .col(text("precision"))
        .col(text("rule"))
        .foreign_key(&mut reference("commitment_timescale", "commitment_id", "commitment"))
        .to_owned()
}

fn commitment_lead() -> TableCreateStatement {
    Table::create()
        .table("commitment_lead")
        .col(big_pk_auto("id"))
        .col(big_integer("commitment_id"))
        .col(integer("position"))
        .col(big_integer_null("lead_id"))
        .col(text("as_written"))
        .col(boolean("accountable"))
        .foreign_key(&mut reference("commitment_lead", "commitment_id", "commitment"))
        .foreign_key(&mut reference("commitment_lead", "lead_id", "lead"))
        .to_owned()
}

fn commitment_update() -> TableCreateStatement {
    Table::create()
        .table("commitment_update")
        .col(big_pk_auto("id"))
        .col(big_integer("commitment_id"))
        .col(text("status"))
        .col(text("note"))
        .col(big_integer_null("made_by"))
        .col(text("made_by_name"))
        .col(timestamp_with_time_zone("made_at"))
        .foreign_key(&mut reference("commitment_update", "commitment_id", "commitment"))
        .foreign_key(&mut reference("commitment_update", "made_by", "user"))
        .to_owned()
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("plan", &["organisation_id", "file_sha256"]),
        unique("section", &["plan_id", "position"]),
        index("commitment", &["plan_id", "position"]),
        index("commitment", &["parent_id"]),
        index("commitment", &["due_latest"]),
        unique("commitment_timescale", &["commitment_id", "position"]),
        unique("commitment_lead", &["commitment_id", "position"]),
        index("commitment_lead", &["lead_id"]),
        index("commitment_update", &["commitment_id", "id"]),
    ]
}
