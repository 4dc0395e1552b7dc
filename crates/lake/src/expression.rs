//! SQL expressions of definition files, planned against the columns that they may name.

use std::collections::BTreeSet;
use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Schema, SchemaRef};
use datafusion::common::DFSchema;
use datafusion::error::DataFusionError;
use datafusion::physical_expr::PhysicalExpr;
use datafusion::prelude::SessionContext;

/// Plans expressions over the columns of one table.
pub(crate) struct Expressions {
    session: SessionContext,
    schema: SchemaRef,
}

/// An expression that can be worked out over batches of rows.
#[derive(Debug, Clone)]
pub(crate) struct Planned {
    /// What works it out.
    pub(crate) expression: Arc<dyn PhysicalExpr>,
    /// The columns it names, in the order of their names.
    pub(crate) columns: Vec<String>,
}

impl Expressions {
    /// Over the columns of `schema`.
    pub(crate) fn over(schema: &SchemaRef) -> Self {
        Self { session: SessionContext::new(), schema: schema.clone() }
    }

    /// Plans an expression that says yes or no of each row; the error is a sentence without its
    /// subject.
    pub(crate) fn condition(&self, sql: &str) -> Result<Planned, String> {
        let (planned, kind) = self.plan(sql, &self.schema)?;
        if kind == DataType::Boolean {
            Ok(planned)
        } else {
            Err("must be a condition, which is true or false of each row".to_owned())
        }
    }

    fn plan(&self, sql: &str, schema: &Schema) -> Result<(Planned, DataType), String> {
        let refused = |error: DataFusionError| first_line(&error);
        let names = DFSchema::try_from(schema.clone()).map_err(refused)?;
        let expression = self.session.parse_sql_expr(sql, &names).map_err(refused)?;
        let columns: BTreeSet<String> =
            expression.column_refs().into_iter().map(|column| column.name.clone()).collect();
        let expression = self.session.create_physical_expr(expression, &names).map_err(refused)?;
        let kind = expression.data_type(schema).map_err(refused)?;
        Ok((Planned { expression, columns: columns.into_iter().collect() }, kind))
    }
}

/// What is wrong with an expression, in one line.
fn first_line(error: &DataFusionError) -> String {
    let text = error.strip_backtrace();
    let text = text.lines().next().unwrap_or_default();
    format!("cannot be worked out over the columns: {text}")
}
