//! Indicators: what is counted, over what, by whom, as their files say.

mod check;
mod definition;
mod formula;
mod source;
pub(crate) mod sql;

pub use self::check::{Filed, check_definitions};
pub use self::definition::{Calculation, Definition, IMPROVEMENTS, Kind, PERIODS, read_definition};
pub use self::formula::{Formula, Part, Term};
pub use self::source::{OpenFor, Query, Source, Stock, Terms, ZeroDenominator};
pub use crate::definition_file::DefinitionFault;
