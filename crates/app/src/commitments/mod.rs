//! Commitments: what was promised, how it stands, and the updates that alone can change that.

pub mod files;
pub(crate) mod pages;
pub(crate) mod routes;
pub mod rules;
#[cfg(test)]
pub(crate) mod samples;
pub mod store;
pub mod updates;
pub mod wholes;
