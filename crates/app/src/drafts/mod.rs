//! Documents under review: what was read waits row by row until a person has accepted it.

pub mod accept;
pub mod changes;
mod edit_form;
pub mod keeping;
mod list;
pub(crate) mod pages;
pub(crate) mod receipt;
pub(crate) mod routes;
mod row_routes;
pub mod rules;
#[cfg(test)]
pub(crate) mod samples;
pub mod shaping;
pub mod store;
#[cfg(test)]
mod tests;
pub mod undo;
mod views;
pub mod whole;
mod withdrawal;
