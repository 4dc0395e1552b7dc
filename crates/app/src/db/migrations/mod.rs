//! The steps that build the schema: frozen once shipped, and never using today's entities.

mod m0001_organisations;
mod m0002_accounts;
mod m0003_plans;
mod m0004_indicators;
mod m0005_plan_details;
mod m0006_signals;
mod m0007_audit;
mod m0008_drafts;
mod m0009_editions;
mod m0010_living;
mod m0011_outward;
mod m0012_reminders;
mod m0013_meetings;
mod m0014_copies;
mod m0015_loads;
mod m0016_evaluation;
mod m0017_flows;

use sea_orm_migration::prelude::*;

/// Every step, in order.
#[derive(Debug)]
pub(super) struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_organisations::Migration),
            Box::new(m0002_accounts::Migration),
            Box::new(m0003_plans::Migration),
            Box::new(m0004_indicators::Migration),
            Box::new(m0005_plan_details::Migration),
            Box::new(m0006_signals::Migration),
            Box::new(m0007_audit::Migration),
            Box::new(m0008_drafts::Migration),
            Box::new(m0009_editions::Migration),
            Box::new(m0010_living::Migration),
            Box::new(m0011_outward::Migration),
            Box::new(m0012_reminders::Migration),
            Box::new(m0013_meetings::Migration),
            Box::new(m0014_copies::Migration),
            Box::new(m0015_loads::Migration),
            Box::new(m0016_evaluation::Migration),
            Box::new(m0017_flows::Migration),
        ]
    }
}

/// A column that names a row of another table.
fn reference(
    table: &'static str,
    column: &'static str,
    other: &'static str,
) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("fk_{table}_{column}"))
        .from(table, column)
        .to(other, "id")
        .to_owned()
}

fn index(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut statement = Index::create();
    statement.name(format!("ix_{table}_{}", columns.join("_"))).table(table);
    for column in columns {
        statement.col(*column);
    }
    statement
}

fn unique(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    index(table, columns).unique().to_owned()
}
