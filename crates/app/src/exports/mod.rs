//! Plans taken out as files and calendars, and edited spreadsheets brought back.

pub(crate) mod calendar;
pub mod csv;
mod feed_routes;
pub mod feeds;
pub(crate) mod gather;
pub mod json;
pub(crate) mod pages;
pub(crate) mod routes;
pub mod rules;
#[cfg(test)]
pub(crate) mod samples;
mod sheet_routes;
pub mod sheets;
mod standing;
pub mod store;
