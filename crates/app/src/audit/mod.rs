//! The audit chain, read and verified on a page.

pub(crate) mod pages;
pub(crate) mod routes;
#[cfg(test)]
pub(crate) mod samples;
mod store;
