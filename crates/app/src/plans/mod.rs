//! Plans: documents taken in whole, and everything read out of them.

pub mod import;
pub mod rules;
pub mod store;
