//! The home page: what needs attention today.

pub(crate) mod pages;
pub(crate) mod routes;
#[cfg(test)]
pub(crate) mod samples;
