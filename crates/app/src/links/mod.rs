//! Links between commitments, indicators and risks, and what waits for what.

pub mod dependencies;
pub mod references;
pub(crate) mod routes;
pub mod rules;
pub mod store;
#[cfg(test)]
mod tests;
pub mod words;

pub use references::resolve_references;
