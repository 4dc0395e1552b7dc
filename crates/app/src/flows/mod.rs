//! Figures coming in: files of observations and targets, checked row by row before any is kept.

pub mod csv;
pub mod observation_rules;
pub(crate) mod pages;
pub mod register;
pub mod report;
pub(crate) mod routes;
pub mod rules;
#[cfg(test)]
pub(crate) mod samples;
pub mod store;
pub mod target_rules;
pub mod targets;

pub use report::LoadReport;
pub use store::{LoadOptions, load_observations, read_file};
pub use targets::load_targets;

#[cfg(test)]
mod tests;
