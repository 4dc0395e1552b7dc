//! Accounts, passwords and sessions.

pub mod accounts;
pub mod gate;
pub mod rules;
pub mod store;
