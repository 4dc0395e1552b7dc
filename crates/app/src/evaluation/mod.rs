//! Figures worked out from rows: taken into the ledger as revisions, and packed where they are many.

pub mod packed;
pub mod store;
#[cfg(test)]
mod tests;
