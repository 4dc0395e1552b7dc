//! Figures in, charts and papers out.

pub mod board;
pub mod chart;
mod layout;
pub mod meeting;
pub mod number;
