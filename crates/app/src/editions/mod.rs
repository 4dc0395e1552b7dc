//! Editions: the next version of a plan's document, compared with the plan and taken over.

mod matching;
pub mod rules;
pub mod words;
