//! Accounts, passwords and sessions.

pub mod accounts;
pub mod gate;
pub(crate) mod pages;
pub(crate) mod routes;
pub mod rules;
#[cfg(test)]
pub(crate) mod samples;
pub mod store;
