//! The SQL of definitions: expressions over one dataset's columns, and nothing else.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::tree_node::{TreeNode as _, TreeNodeRecursion};
use datafusion::common::{DFSchema, DataFusionError};
use datafusion::logical_expr::{Expr, ExprSchemable as _, Volatility};
use datafusion::prelude::SessionContext;
use datafusion::sql::sqlparser::ast::ExprWithAlias;
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::parser::Parser;
use datafusion::sql::sqlparser::tokenizer::Token;

use crate::dataset::Dataset;
use crate::evaluate::register_functions;

/// What an expression gives for each row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gives {
    /// Yes or no.
    Condition,
    /// A whole number.
    Whole,
    /// A number with a fraction.
    Number,
}

/// Reads expressions over the columns of one dataset.
pub(crate) struct ExpressionReader {
    session: SessionContext,
    names: DFSchema,
}

impl ExpressionReader {
    /// A reader of expressions over a dataset.
    pub(crate) fn over(dataset: &Dataset) -> Result<Self, DataFusionError> {
        let mut session = SessionContext::new();
        register_functions(&mut session)?;
        let names = DFSchema::try_from(dataset.file_schema())?;
        Ok(Self { session, names })
    }

    /// Reads an expression that counts or adds; what is wrong is a sentence without its subject.
    pub(crate) fn expression(&self, sql: &str) -> Result<(Expr, Gives), String> {
        let expression = self.parse(sql)?;
        let kind = expression.get_type(&self.names).map_err(|error| first_line(&error))?;
        let gives = match kind {
            DataType::Boolean => Gives::Condition,
            kind if kind.is_integer() => Gives::Whole,
            kind if kind.is_numeric() => Gives::Number,
            _ => return Err("must be a condition or a number, not text or a day".to_owned()),
        };
        Ok((expression, gives))
    }

    /// Reads an expression that says yes or no.
    pub(crate) fn condition(&self, sql: &str) -> Result<Expr, String> {
        match self.expression(sql)? {
            (expression, Gives::Condition) => Ok(expression),
            _ => Err("must be a condition, which is true or false of each row".to_owned()),
        }
    }

    /// Reads an expression that says which category a row belongs to.
    pub(crate) fn category(&self, sql: &str) -> Result<Expr, String> {
        self.parse(sql)
    }

    fn parse(&self, sql: &str) -> Result<Expr, String> {
        let mut parser = Parser::new(&GenericDialect {})
            .try_with_sql(sql)
            .map_err(|error| format!("is no SQL expression: {error}"))?;
        let expr = parser.parse_expr().map_err(|error| format!("is no SQL expression: {error}"))?;
        // The parser stops where an expression ends; what follows would silently count for nothing.
        let next = parser.peek_token();
        if next.token != Token::EOF {
            return Err(format!("is an expression only up to '{next}'; correct what follows it"));
        }
        let refused = |error: DataFusionError| first_line(&error);
        let named = ExprWithAlias { expr, alias: None };
        let state = self.session.state();
        let expression =
            state.create_logical_expr_from_sql_expr(named, &self.names).map_err(refused)?;
        refuse_more_than_columns(&expression)?;
        // Planned to the end once, so that a wrong type is found here and not by night.
        self.session.create_physical_expr(expression.clone(), &self.names).map_err(refused)?;
        Ok(expression)
    }
}

/// An expression of a definition looks at one row: not at others, other tables, the clock or chance.
fn refuse_more_than_columns(expression: &Expr) -> Result<(), String> {
    let mut problem = None;
    let walked = expression.apply(|part| {
        problem = match part {
            Expr::Exists(_) | Expr::InSubquery(_) | Expr::ScalarSubquery(_) => {
                Some("has a query in it; only the dataset's own columns can be used".to_owned())
            }
            Expr::AggregateFunction(function) => Some(format!(
                "uses {}, but it must look at one row; rows are added for you",
                function.func.name()
            )),
            Expr::WindowFunction(_) => {
                Some("looks at other rows; it must look at one row".to_owned())
            }
            Expr::ScalarFunction(function)
                if function.func.signature().volatility != Volatility::Immutable =>
            {
                let name = function.name();
                Some(format!("uses {name}, which is not the same each time; use columns only"))
            }
            Expr::Placeholder(_) | Expr::ScalarVariable(..) | Expr::OuterReferenceColumn(..) => {
                Some("names something that is no column".to_owned())
            }
            _ => None,
        };
        Ok(if problem.is_some() { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
    });
    match (walked, problem) {
        (Ok(_), None) => Ok(()),
        (Err(error), _) => Err(first_line(&error)),
        (Ok(_), Some(problem)) => Err(problem),
    }
}

/// What is wrong with an expression, in one line.
fn first_line(error: &DataFusionError) -> String {
    let text = error.strip_backtrace();
    let text = text.lines().next().unwrap_or_default();
    format!("cannot be worked out over the columns: {text}")
}
