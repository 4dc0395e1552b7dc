//! Indicators, their observations with revisions, and targets.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, boolean, date, date_null, double, double_null,
    integer, text, text_null, timestamp_with_time_zone,
};

use super::{index, reference, unique};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [indicator(), indicator_lead(), load(), observation(), target()] {
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

fn indicator() -> TableCreateStatement {
    Table::create()
        .table("indicator")
        .col(big_pk_auto("id"))
        .col(text("code"))
        .col(text("title"))
        .col(text("definition"))
        .col(text("why_it_matters"))
        .col(text("kind"))
        .col(text("improvement"))
        .col(text("unit"))
        .col(integer("decimals"))
        .col(text("calculation"))
        .col(double("multiplier"))
        .col(text_null("numerator_label"))
        .col(text_null("denominator_label"))
        .col(double_null("lowest_possible"))
        .col(double_null("highest_possible"))
        .col(text("period_kind"))
        .col(integer("due_working_days"))
        .col(text("domain"))
        .col(text("lead_title"))
        .col(text("author"))
        .col(date_null("reviewed_on"))
        .col(date_null("next_review_on"))
        .to_owned()
}

fn indicator_lead() -> TableCreateStatement {
    Table::create()
        .table("indicator_lead")
        .col(big_pk_auto("id"))
        .col(big_integer("indicator_id"))
        .col(big_integer("lead_id"))
        .col(date("from_day"))
        .col(date_null("to_day"))
        .foreign_key(&mut reference("indicator_lead", "indicator_id", "indicator"))
        .foreign_key(&mut reference("indicator_lead", "lead_id", "lead"))
        .to_owned()
}

fn load() -> TableCreateStatement {
    Table::create()
        .table("load")
        .col(big_pk_auto("id"))
        .col(text("kind"))
        .col(text("file_name"))
        .col(text("file_sha256"))
        .col(big_integer("rows_taken"))
        .col(big_integer("rows_rejected"))
        .col(big_integer_null("made_by"))
        .col(timestamp_with_time_zone("made_at"))
        .foreign_key(&mut reference("load", "made_by", "user"))
        .to_owned()
}

fn observation() -> TableCreateStatement {
    Table::create()
        .table("observation")
        .col(big_pk_auto("id"))
        .col(big_integer("indicator_id"))
        .col(big_integer("organisation_id"))
        .col(text("period"))
        .col(date("period_start"))
        .col(date("period_end"))
        .col(text("state"))
        .col(double_null("numerator"))
        .col(double_null("denominator"))
        .col(double_null("value"))
        .col(integer("revision"))
        .col(timestamp_with_time_zone("known_from"))
        .col(big_integer("load_id"))
        .foreign_key(&mut reference("observation", "indicator_id", "indicator"))
        .foreign_key(&mut reference("observation", "organisation_id", "organisation"))
        .foreign_key(&mut reference("observation", "load_id", "load"))
        .to_owned()
}

fn target() -> TableCreateStatement {
    Table::create()
        .table("target")
        .col(big_pk_auto("id"))
        .col(big_integer("indicator_id"))
        .col(big_integer_null("organisation_id"))
        .col(text("kind"))
        .col(double("value"))
        .col(date("from_day"))
        .col(date_null("to_day"))
        .col(boolean("assessed"))
        .col(timestamp_with_time_zone("known_from"))
        .col(text_null("reason"))
        .foreign_key(&mut reference("target", "indicator_id", "indicator"))
        .foreign_key(&mut reference("target", "organisation_id", "organisation"))
        .to_owned()
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("indicator", &["code"]),
        index("indicator_lead", &["indicator_id"]),
        unique("observation", &["indicator_id", "organisation_id", "period", "revision"]),
        index("observation", &["load_id"]),
        index("observation", &["organisation_id"]),
        index("target", &["indicator_id"]),
    ]
}
