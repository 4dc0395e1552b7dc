//! A plan as a spreadsheet that can be filled in away from the application and brought back.

mod columns;
mod looks;
mod tables;

use chrono::SubsecRound as _;
use rust_xlsxwriter::{DocProperties, Workbook, XlsxError};

pub use columns::{COMMITMENTS_SHEET, heading};

use crate::standing::{PlanStanding, Standing};
use looks::Looks;

/// A spreadsheet that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("the spreadsheet could not be written")]
pub struct SpreadsheetError(#[from] XlsxError);

/// Writes plans as a workbook: their commitments, how it works, risks, goals and indicator rows.
///
/// Text is written as text, whatever it begins with, so that no cell is ever a formula.
///
/// # Errors
///
/// Returns an error when there are more rows than a sheet holds (1,048,576).
pub fn workbook(standing: &Standing) -> Result<Vec<u8>, SpreadsheetError> {
    let looks = Looks::new();
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(standing));
    columns::write(workbook.add_worksheet(), standing, &looks)?;
    tables::write_guide(workbook.add_worksheet(), standing, &looks)?;
    let some = |has: fn(&PlanStanding) -> bool| standing.plans.iter().any(has);
    if some(|plan| !plan.risks.is_empty()) {
        tables::write_risks(workbook.add_worksheet(), standing, &looks)?;
    }
    if some(|plan| !plan.goals.is_empty()) {
        tables::write_goals(workbook.add_worksheet(), standing, &looks)?;
    }
    if some(|plan| !plan.indicators.is_empty()) {
        tables::write_indicators(workbook.add_worksheet(), standing, &looks)?;
    }
    Ok(workbook.save_to_buffer()?)
}

fn properties(standing: &Standing) -> DocProperties {
    let organisation = standing.plans.first().map(|plan| plan.organisation.clone());
    DocProperties::new()
        .set_title(standing.title.clone())
        .set_author(organisation.unwrap_or_default())
        .set_comment(format!("As things stood on {}", standing.as_at))
        .set_creation_datetime(&standing.made_at.trunc_subsecs(0))
}
