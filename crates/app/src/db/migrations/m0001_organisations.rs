//! Organisations in dated trees, people, and the posts that answer.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, boolean, date, date_null, text, text_null,
};

use super::{index, reference, unique};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [organisation(), organisation_link(), person(), lead()] {
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

fn organisation() -> TableCreateStatement {
    Table::create()
        .table("organisation")
        .col(big_pk_auto("id"))
        .col(text("code"))
        .col(text("name"))
        .col(text("kind"))
        .col(boolean("open_data"))
        .col(date_null("opened_on"))
        .col(date_null("closed_on"))
        .to_owned()
}

fn organisation_link() -> TableCreateStatement {
    Table::create()
        .table("organisation_link")
        .col(big_pk_auto("id"))
        .col(text("tree"))
        .col(big_integer("parent_id"))
        .col(big_integer("child_id"))
        .col(date("from_day"))
        .col(date_null("to_day"))
        .foreign_key(&mut reference("organisation_link", "parent_id", "organisation"))
        .foreign_key(&mut reference("organisation_link", "child_id", "organisation"))
        .to_owned()
}

fn person() -> TableCreateStatement {
    Table::create()
        .table("person")
        .col(big_pk_auto("id"))
        .col(text("name"))
        .col(text_null("email"))
        .col(big_integer("organisation_id"))
        .foreign_key(&mut reference("person", "organisation_id", "organisation"))
        .to_owned()
}

fn lead() -> TableCreateStatement {
    Table::create()
        .table("lead")
        .col(big_pk_auto("id"))
        .col(big_integer("organisation_id"))
        .col(text("code"))
        .col(text("title"))
        .col(big_integer_null("person_id"))
        .col(date("from_day"))
        .col(date_null("to_day"))
        .foreign_key(&mut reference("lead", "organisation_id", "organisation"))
        .foreign_key(&mut reference("lead", "person_id", "person"))
        .to_owned()
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("organisation", &["code"]),
        unique("organisation_link", &["tree", "parent_id", "child_id", "from_day"]),
        index("organisation_link", &["child_id"]),
        index("person", &["organisation_id"]),
        unique("lead", &["organisation_id", "code", "from_day"]),
    ]
}
