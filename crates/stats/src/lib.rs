//! The statistics of performance: numbers in, numbers out. No IO, no clock.

pub mod leading;
pub mod spc;
