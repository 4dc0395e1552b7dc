//! Editions: the next version of a plan's document, compared with the plan and taken over.

pub(crate) mod apply;
mod editions_routes;
mod lines;
mod matching;
mod others;
pub(crate) mod pages;
mod plan_rows;
pub mod review;
pub(crate) mod routes;
pub mod rules;
#[cfg(test)]
pub(crate) mod samples;
pub mod store;
pub mod taking;
#[cfg(test)]
mod tests;
pub mod words;
