//! Plans: documents taken in whole, and everything read out of them.

pub mod import;
mod import_routes;
pub(crate) mod pages;
pub(crate) mod routes;
pub mod rules;
#[cfg(test)]
pub(crate) mod samples;
pub mod store;
