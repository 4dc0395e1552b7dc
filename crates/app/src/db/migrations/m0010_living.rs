//! What changes about a commitment after it was taken in, what it waits for, and who has seen it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, date_null, integer_null, json, text, text_null,
    timestamp_with_time_zone, timestamp_with_time_zone_null,
};

use super::{index, reference};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [commitment_change(), commitment_dependency(), acknowledgement()] {
            manager.create_table(table).await?;
        }
        for (table, column) in new_columns() {
            // SQLite adds one column at a time.
            let alteration = Table::alter().table(table).add_column(column).to_owned();
            manager.alter_table(alteration).await?;
        }
        // Leads and links now have a beginning and an end, so what was unique no longer is.
        for (table, name) in [
            ("commitment_lead", "ix_commitment_lead_commitment_id_position"),
            ("link", "ix_link_from_kind_from_id_to_kind_to_id_relation"),
        ] {
            manager.drop_index(Index::drop().table(table).name(name).to_owned()).await?;
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

fn commitment_change() -> TableCreateStatement {
    Table::create()
        .table("commitment_change")
        .col(big_pk_auto("id"))
        .col(big_integer("commitment_id"))
        .col(text("field"))
        .col(json("from_value"))
        .col(json("to_value"))
        .col(text("cause"))
        .col(text_null("reason"))
        .col(big_integer_null("made_by"))
        .col(text("made_by_name"))
        .col(timestamp_with_time_zone("made_at"))
        .foreign_key(&mut reference("commitment_change", "commitment_id", "commitment"))
        .foreign_key(&mut reference("commitment_change", "made_by", "user"))
        .to_owned()
}

fn commitment_dependency() -> TableCreateStatement {
    Table::create()
        .table("commitment_dependency")
        .col(big_pk_auto("id"))
        .col(big_integer("commitment_id"))
        .col(big_integer("on_commitment_id"))
        .col(text("kind"))
        .col(integer_null("amount"))
        .col(text_null("unit"))
        .col(text_null("as_written"))
        .col(text("made_by_name"))
        .col(timestamp_with_time_zone("made_at"))
        .col(timestamp_with_time_zone_null("ended_at"))
        .foreign_key(&mut reference("commitment_dependency", "commitment_id", "commitment"))
        .foreign_key(&mut reference("commitment_dependency", "on_commitment_id", "commitment"))
        .to_owned()
}

fn acknowledgement() -> TableCreateStatement {
    Table::create()
        .table("acknowledgement")
        .col(big_pk_auto("id"))
        .col(big_integer("commitment_id"))
        .col(big_integer_null("lead_id"))
        .col(big_integer_null("user_id"))
        .col(text("name"))
        .col(timestamp_with_time_zone("at"))
        .foreign_key(&mut reference("acknowledgement", "commitment_id", "commitment"))
        .foreign_key(&mut reference("acknowledgement", "lead_id", "lead"))
        .foreign_key(&mut reference("acknowledgement", "user_id", "user"))
        .to_owned()
}

fn new_columns() -> Vec<(&'static str, ColumnDef)> {
    vec![
        ("commitment", timestamp_with_time_zone_null("added_at")),
        ("commitment", timestamp_with_time_zone_null("withdrawn_at")),
        ("commitment_update", integer_null("progress")),
        ("commitment_update", date_null("occurrence")),
        ("commitment_lead", timestamp_with_time_zone_null("from_at")),
        ("commitment_lead", timestamp_with_time_zone_null("to_at")),
        ("commitment_lead", big_integer_null("from_lead_id")),
        ("link", text_null("made_by_name")),
        ("link", timestamp_with_time_zone_null("made_at")),
        ("link", timestamp_with_time_zone_null("ended_at")),
    ]
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        index("commitment_change", &["commitment_id", "id"]),
        index("commitment_dependency", &["commitment_id"]),
        index("commitment_dependency", &["on_commitment_id"]),
        index("acknowledgement", &["commitment_id"]),
        index("commitment_lead", &["commitment_id", "position"]),
        index("commitment_lead", &["from_lead_id"]),
        index("link", &["from_kind", "from_id"]),
    ]
}
