//! Signals: raised by pure rules, kept while the facts hold, closed by the facts.

pub mod indicator_rules;
pub mod indicators;
pub mod rules;
pub mod store;
