//! Signals: at most one open for a rule, subject and organisation.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, date, text, timestamp_with_time_zone,
    timestamp_with_time_zone_null,
};

use super::{index, reference, unique};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [signal()] {
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

fn signal() -> TableCreateStatement {
    Table::create()
        .table("signal")
        .col(big_pk_auto("id"))
        .col(text("rule"))
        .col(text("subject_kind"))
        .col(big_integer("subject_id"))
        .col(big_integer("organisation_id"))
        .col(text("title"))
        .col(text("detail"))
        .col(big_integer_null("lead_id"))
        .col(date("since_day"))
        .col(timestamp_with_time_zone("raised_at"))
        .col(timestamp_with_time_zone_null("closed_at"))
        .col(text("rung"))
        .foreign_key(&mut reference("signal", "organisation_id", "organisation"))
        .foreign_key(&mut reference("signal", "lead_id", "lead"))
        .to_owned()
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("signal", &["rule", "subject_kind", "subject_id", "organisation_id"])
            .cond_where(Expr::col("closed_at").is_null())
            .take(),
        index("signal", &["lead_id"]),
    ]
}
