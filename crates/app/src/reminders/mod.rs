//! Reminders: leads are asked for updates, in one message a day at most.

pub mod delivery;
pub(crate) mod pages;
pub(crate) mod routes;
pub mod rules;
#[cfg(test)]
pub(crate) mod samples;
pub mod settings;
pub mod store;
#[cfg(test)]
mod tests;
