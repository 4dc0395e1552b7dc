//! What the public sees of plans: what was promised, and whether it is happening.

pub(crate) mod pages;
mod publication_routes;
pub(crate) mod routes;
pub mod rules;
#[cfg(test)]
pub(crate) mod samples;
pub mod store;
#[cfg(test)]
mod tests;
mod withdrawn;
