//! NHS periods, financial years and timescales as people write them. No IO, no clock.

mod financial_year;
mod period;
mod timescale;

pub use financial_year::{FinancialYear, FinancialYearError};
pub use period::{Period, PeriodError, PeriodKind};
pub use timescale::{Context, Precision, Quarters, Timescale, read_timescale};
