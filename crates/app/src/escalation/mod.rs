//! Signals: raised by pure rules, kept while the facts hold, closed by the facts.

pub mod rules;
pub mod store;
