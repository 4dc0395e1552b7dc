//! Editions of a plan, plans inside plans, and what was changed about a plan itself.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, date_null, integer, json, json_null, text,
    text_null, timestamp_with_time_zone,
};

use super::{index, reference, unique};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [plan_edition(), edition_row(), plan_change()] {
            manager.create_table(table).await?;
        }
        // A column that refers to a row cannot be added to a table of SQLite in any other words; the
        // same words do on PostgreSQL.
        let connection = manager.get_connection();
        for statement in REFERENCES {
            connection.execute_unprepared(statement).await?;
        }
        for column in [text("kind").default("plan").to_owned(), json_null("level_names")] {
            let mut column = column;
            manager
                .alter_table(Table::alter().table("plan").add_column(&mut column).to_owned())
                .await?;
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

const REFERENCES: [&str; 12] = [
    "ALTER TABLE plan ADD COLUMN parent_id BIGINT REFERENCES plan (id)",
    "ALTER TABLE commitment ADD COLUMN edition_id BIGINT REFERENCES plan_edition (id)",
    "ALTER TABLE plan_risk ADD COLUMN edition_id BIGINT REFERENCES plan_edition (id)",
    "ALTER TABLE plan_risk ADD COLUMN left_out_by BIGINT REFERENCES plan_edition (id)",
    "ALTER TABLE plan_goal ADD COLUMN edition_id BIGINT REFERENCES plan_edition (id)",
    "ALTER TABLE plan_goal ADD COLUMN left_out_by BIGINT REFERENCES plan_edition (id)",
    "ALTER TABLE plan_indicator ADD COLUMN edition_id BIGINT REFERENCES plan_edition (id)",
    "ALTER TABLE plan_indicator ADD COLUMN left_out_by BIGINT REFERENCES plan_edition (id)",
    "ALTER TABLE plan_scope ADD COLUMN edition_id BIGINT REFERENCES plan_edition (id)",
    "ALTER TABLE plan_scope ADD COLUMN left_out_by BIGINT REFERENCES plan_edition (id)",
    "ALTER TABLE plan_finding ADD COLUMN edition_id BIGINT REFERENCES plan_edition (id)",
    "ALTER TABLE plan_finding ADD COLUMN left_out_by BIGINT REFERENCES plan_edition (id)",
];

fn plan_edition() -> TableCreateStatement {
    Table::create()
        .table("plan_edition")
        .col(big_pk_auto("id"))
        .col(big_integer("plan_id"))
        .col(integer("number"))
        .col(text("title"))
        .col(text("file_name"))
        .col(text("file_sha256"))
        .col(text("source_text"))
        .col(text_null("plan_year"))
        .col(big_integer_null("draft_id"))
        .col(timestamp_with_time_zone("received_at"))
        .col(big_integer_null("received_by"))
        .col(text("received_by_name"))
        .foreign_key(&mut reference("plan_edition", "plan_id", "plan"))
        .foreign_key(&mut reference("plan_edition", "received_by", "user"))
        .to_owned()
}

fn edition_row() -> TableCreateStatement {
    Table::create()
        .table("edition_row")
        .col(big_pk_auto("id"))
        .col(big_integer("plan_id"))
        .col(integer("number"))
        .col(big_integer("commitment_id"))
        .col(big_integer_null("parent_id"))
        .col(integer("position"))
        .col(text("reference"))
        .col(text("section"))
        .col(text("text"))
        .col(text("due_as_written"))
        .col(date_null("due_earliest"))
        .col(date_null("due_latest"))
        .col(json("leads"))
        .col(integer("line_from"))
        .col(integer("line_to"))
        .foreign_key(&mut reference("edition_row", "plan_id", "plan"))
        .foreign_key(&mut reference("edition_row", "commitment_id", "commitment"))
        .to_owned()
}

fn plan_change() -> TableCreateStatement {
    Table::create()
        .table("plan_change")
        .col(big_pk_auto("id"))
        .col(big_integer("plan_id"))
        .col(text("field"))
        .col(json("from_value"))
        .col(json("to_value"))
        .col(text("cause"))
        .col(big_integer_null("made_by"))
        .col(text("made_by_name"))
        .col(timestamp_with_time_zone("made_at"))
        .foreign_key(&mut reference("plan_change", "plan_id", "plan"))
        .foreign_key(&mut reference("plan_change", "made_by", "user"))
        .to_owned()
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("plan_edition", &["plan_id", "number"]),
        unique("edition_row", &["plan_id", "number", "commitment_id"]),
        index("plan_change", &["plan_id", "id"]),
        index("plan", &["parent_id"]),
    ]
}
