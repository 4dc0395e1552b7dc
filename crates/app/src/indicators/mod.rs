//! Indicators: their definitions, their judged figures and their pages.

pub mod definition;
mod definition_file;
pub mod rules;
