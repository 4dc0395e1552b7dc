//! Indicators: what is counted, over what, by whom, as their files say.

mod definition;

pub use self::definition::{Calculation, Definition, IMPROVEMENTS, Kind, PERIODS, read_definition};
pub use crate::definition_file::DefinitionFault;
