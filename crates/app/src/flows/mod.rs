//! Figures coming in: files of observations and targets, checked row by row before any is kept.

pub mod csv;
pub mod observation_rules;
pub mod report;
pub mod rules;
pub mod store;
pub mod target_rules;
pub mod targets;

pub use report::LoadReport;
pub use store::{LoadOptions, load_observations, read_file};
pub use targets::load_targets;

#[cfg(test)]
mod tests;
