//! What every room of the house stands on: errors, scope, clock, home folder, audit.

pub(crate) mod answer;
pub(crate) mod assets;
pub mod audit;
pub mod clock;
pub(crate) mod components;
pub(crate) mod csrf;
pub mod doctor;
pub mod errors;
pub(crate) mod front_door;
pub mod home_folder;
pub(crate) mod layout;
pub(crate) mod routes;
#[cfg(test)]
pub(crate) mod samples;
pub mod scope;
pub(crate) mod security;
pub(crate) mod session;
#[cfg(test)]
pub(crate) mod templates_tests;
