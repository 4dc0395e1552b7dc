//! Figures worked out from rows: taken into the ledger as revisions, and packed where they are many.

mod headline;
pub mod packed;
mod rules;
pub mod run;
pub mod store;
#[cfg(test)]
mod tests;
