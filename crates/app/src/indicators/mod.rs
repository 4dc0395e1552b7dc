//! Indicators: their definitions, their judged figures and their pages.

pub mod catalogue;
pub mod definition;
mod definition_file;
pub mod figures;
pub mod judged;
pub mod leads;
pub mod rules;
pub mod sentence;
pub mod store;
#[cfg(test)]
pub(crate) mod testing;
pub mod views;
