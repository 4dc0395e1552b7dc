//! Commitments: what was promised, how it stands, and the updates that alone can change that.

pub mod files;
pub mod rules;
pub mod store;
pub mod updates;
