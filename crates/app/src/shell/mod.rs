//! What every room of the house stands on: errors, scope, clock, home folder, audit.

pub mod audit;
pub mod clock;
pub mod errors;
pub mod home_folder;
pub mod scope;
