//! My work: what I owe, help with and handed on, answered row by row or many at once.

pub mod entries;
mod grid;
pub(crate) mod pages;
pub(crate) mod routes;
#[cfg(test)]
pub(crate) mod samples;
pub mod store;
#[cfg(test)]
mod tests;
