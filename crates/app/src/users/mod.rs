//! Accounts, managed on a page.

pub(crate) mod pages;
pub(crate) mod routes;
#[cfg(test)]
pub(crate) mod samples;
