//! Figures coming in: files of observations and targets, checked row by row before any is kept.

pub mod csv;
pub mod observation_rules;
pub mod rules;
pub mod target_rules;
