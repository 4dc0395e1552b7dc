//! Signals: raised by pure rules, kept while the facts hold, closed by the facts.

pub mod indicator_rules;
pub mod indicators;
pub(crate) mod lines;
pub(crate) mod pages;
pub(crate) mod routes;
pub mod rules;
#[cfg(test)]
pub(crate) mod samples;
pub mod store;
