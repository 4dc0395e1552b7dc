//! Indicators: their definitions, their judged figures and their pages.

pub mod catalogue;
pub mod figures;
pub mod judged;
pub mod leads;
pub(crate) mod pages;
pub(crate) mod routes;
pub mod rules;
#[cfg(test)]
pub(crate) mod samples;
pub mod sentence;
pub(crate) mod show;
pub mod store;
#[cfg(test)]
pub(crate) mod testing;
pub mod views;

pub use bellwether_lake::indicator as definition;
