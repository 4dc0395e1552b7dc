//! Indicators: their definitions, their judged figures and their pages.

pub mod catalogue;
pub mod definition;
mod definition_file;
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
