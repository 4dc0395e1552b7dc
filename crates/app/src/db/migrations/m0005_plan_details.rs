//! What plan documents hold beside commitments, and links.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, integer, integer_null, json, text, text_null,
};

use super::{index, reference, unique};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in
            [plan_indicator(), plan_risk(), plan_goal(), plan_scope(), plan_finding(), link()]
        {
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

fn plan_indicator() -> TableCreateStatement {
    Table::create()
        .table("plan_indicator")
        .col(big_pk_auto("id"))
        .col(big_integer("plan_id"))
        .col(integer("position"))
        .col(text_null("code"))
        .col(text("title"))
        .col(text_null("section"))
        .col(text_null("lead"))
        .col(text_null("note"))
        .col(json("cells"))
        .col(big_integer_null("indicator_id"))
        .foreign_key(&mut reference("plan_indicator", "plan_id", "plan"))
        .foreign_key(&mut reference("plan_indicator", "indicator_id", "indicator"))
        .to_owned()
}

fn plan_risk() -> TableCreateStatement {
    Table::create()
        .table("plan_risk")
        .col(big_pk_auto("id"))
        .col(big_integer("plan_id"))
        .col(integer("position"))
        .col(text("area"))
        .col(text("risk"))
        .col(text_null("contingency"))
        .col(integer("line_from"))
        .col(integer("line_to"))
        .foreign_key(&mut reference("plan_risk", "plan_id", "plan"))
        .to_owned()
}

fn plan_goal() -> TableCreateStatement {
    Table::create()
        .table("plan_goal")
        .col(big_pk_auto("id"))
        .col(big_integer("plan_id"))
        .col(integer("position"))
        .col(text("title"))
        .col(text_null("period"))
        .col(text("value"))
        .foreign_key(&mut reference("plan_goal", "plan_id", "plan"))
        .to_owned()
}

fn plan_scope() -> TableCreateStatement {
    Table::create()
        .table("plan_scope")
        .col(big_pk_auto("id"))
        .col(big_integer("plan_id"))
        .col(integer("position"))
        .col(text("title"))
        .col(text_null("level"))
        .col(text_null("note"))
        .foreign_key(&mut reference("plan_scope", "plan_id", "plan"))
        .to_owned()
}

fn plan_finding() -> TableCreateStatement {
    Table::create()
        .table("plan_finding")
        .col(big_pk_auto("id"))
        .col(big_integer("plan_id"))
        .col(text("rule"))
        .col(text("severity"))
        .col(text("message"))
        .col(integer_null("line"))
        .col(text_null("reference"))
        .foreign_key(&mut reference("plan_finding", "plan_id", "plan"))
        .to_owned()
}

fn link() -> TableCreateStatement {
    Table::create()
        .table("link")
        .col(big_pk_auto("id"))
        .col(text("from_kind"))
        .col(big_integer("from_id"))
        .col(text("to_kind"))
        .col(big_integer("to_id"))
        .col(text("relation"))
        .to_owned()
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        index("plan_indicator", &["plan_id"]),
        index("plan_risk", &["plan_id"]),
        index("plan_goal", &["plan_id"]),
        index("plan_scope", &["plan_id"]),
        index("plan_finding", &["plan_id"]),
        unique("link", &["from_kind", "from_id", "to_kind", "to_id", "relation"]),
        index("link", &["to_kind", "to_id"]),
    ]
}
