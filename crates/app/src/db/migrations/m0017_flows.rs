//! The register of flows, and what became of organisations.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_pk_auto, date, text, timestamp_with_time_zone};

use super::{index, reference, unique};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [flow(), organisation_succession()] {
            manager.create_table(table).await?;
        }
        let succession = "organisation_succession";
        for index in [
            unique("flow", &["code"]),
            index(succession, &["to_id"]),
            unique(succession, &["from_id", "to_id", "kind", "on_day"]),
            // Of thousands of practices a page asks for those of a kind.
            index("organisation", &["kind"]),
        ] {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn flow() -> TableCreateStatement {
    Table::create()
        .table("flow")
        .col(big_pk_auto("id"))
        .col(text("code"))
        .col(text("definition"))
        .col(timestamp_with_time_zone("imported_at"))
        .to_owned()
}

fn organisation_succession() -> TableCreateStatement {
    Table::create()
        .table("organisation_succession")
        .col(big_pk_auto("id"))
        .col(big_integer("from_id"))
        .col(big_integer("to_id"))
        .col(text("kind"))
        .col(date("on_day"))
        .foreign_key(&mut reference("organisation_succession", "from_id", "organisation"))
        .foreign_key(&mut reference("organisation_succession", "to_id", "organisation"))
        .to_owned()
}
