//! Organisations, the dated trees they stand in, and the posts that answer for things.

pub mod files;
pub mod leads;
pub mod rules;
pub mod store;
pub mod visibility;
