//! The register of returns: what each body owes us, how often, by when, and what became of it.

pub mod catalogue;
pub mod definition;
pub(crate) mod lines;
pub(crate) mod pages;
pub mod receipt_rules;
pub(crate) mod routes;
pub mod rubric_rules;
#[cfg(test)]
pub(crate) mod samples;
pub mod signals;
pub mod signs;
pub mod store;

#[cfg(test)]
mod tests;
