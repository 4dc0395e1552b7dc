//! Datasets: files of rows loaded into the lake, and what queries see of them.

mod commit;
pub mod load;
pub mod rules;
pub mod store;
pub mod sweep;

pub use self::load::{Loaded, Outcome, load};
pub use self::rules::Touched;
pub use self::store::{all, find, session, snapshot};

#[cfg(test)]
mod tests;
