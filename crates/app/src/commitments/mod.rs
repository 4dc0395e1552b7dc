//! Commitments: what was promised, how it stands, and the updates that alone can change that.

pub mod changes;
#[cfg(test)]
mod changes_tests;
pub mod delegation;
pub mod files;
pub(crate) mod forms;
pub mod history;
pub(crate) mod pages;
pub mod progress_rules;
pub(crate) mod routes;
pub(crate) mod rows;
pub mod rules;
#[cfg(test)]
pub(crate) mod samples;
pub mod series;
pub(crate) mod show;
pub mod store;
pub mod updates;
pub mod wholes;
