//! Papers for the board.

pub mod board;
pub mod rules;
