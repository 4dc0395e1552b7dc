//! Figures in, charts and the board paper out.

pub mod board;
pub mod chart;
pub mod number;
