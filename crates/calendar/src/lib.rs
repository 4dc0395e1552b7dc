//! NHS periods, financial years and timescales as people write them. No IO, no clock.

mod due;
mod easter;
mod financial_year;
mod period;
mod recurrence;
mod relative;
mod timescale;
mod working_days;

pub use due::{Due, DueRule, DueRuleError};
pub use financial_year::{FinancialYear, FinancialYearError};
pub use period::{Period, PeriodError, PeriodKind};
pub use recurrence::{Recurrence, YearDay};
pub use relative::{Direction, Relative, TimeUnit};
pub use timescale::{Context, Precision, Quarters, Timescale, read_timescale};
pub use working_days::WorkingDays;
