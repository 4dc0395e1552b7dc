//! Figures in, charts, papers, spreadsheets and documents out.

pub mod board;
pub mod chart;
pub mod docx;
mod layout;
pub mod meeting;
pub mod number;
pub mod standing;
pub mod xlsx;
