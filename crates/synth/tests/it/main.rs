//! Whole districts: they keep the contract of the catalogue, are the same for the same seed, and
//! show what was planted.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its district has failed")]

mod contract;
mod district;
mod reader;
mod same;
