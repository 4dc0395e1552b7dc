//! The command line as people call it.

#[cfg(test)]
mod installations;
