//! Organisations, the dated trees they stand in, and the posts that answer for things.

pub mod files;
pub mod leads;
pub(crate) mod pages;
pub mod post_file;
pub(crate) mod routes;
pub mod rules;
#[cfg(test)]
pub(crate) mod samples;
pub mod snapshots;
pub mod store;
pub mod succession_rules;
pub mod successor_file;
pub(crate) mod tree;
pub mod visibility;
