//! Reminders: leads are asked for updates, in one message a day at most.

pub mod answers;
mod copies;
pub mod delivery;
pub mod messages;
pub(crate) mod pages;
pub(crate) mod routes;
pub mod rules;
#[cfg(test)]
pub(crate) mod samples;
pub mod settings;
pub mod store;
#[cfg(test)]
mod tests;
pub mod wording;
