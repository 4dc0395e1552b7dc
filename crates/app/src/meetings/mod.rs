//! Review meetings: a plan gone through as a board does, and what is decided kept as updates.

pub(crate) mod pages;
pub(crate) mod paper;
pub(crate) mod routes;
pub mod rules;
#[cfg(test)]
pub(crate) mod samples;
pub mod store;
#[cfg(test)]
mod tests;
