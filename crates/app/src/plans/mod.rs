//! Plans: documents taken in whole, and everything read out of them.

pub mod changes;
pub mod import;
mod import_routes;
pub mod kinds;
pub mod objective_rules;
pub(crate) mod pages;
mod place_routes;
pub mod quarter_rules;
pub mod rollup_rules;
pub(crate) mod routes;
pub mod rules;
#[cfg(test)]
pub(crate) mod samples;
pub mod store;
pub mod tree;
pub(crate) mod view_pages;
mod view_routes;
#[cfg(test)]
pub(crate) mod view_samples;
pub mod views;
