//! Documents under review: what was read waits row by row until a person has accepted it.

pub mod accept;
pub mod changes;
pub mod keeping;
mod list;
pub(crate) mod receipt;
pub mod rules;
pub mod shaping;
pub mod store;
#[cfg(test)]
mod tests;
pub mod undo;
pub mod whole;
mod withdrawal;
