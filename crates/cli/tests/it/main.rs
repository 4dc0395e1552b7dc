//! The command line as people call it.

#[cfg(test)]
mod comparing;
#[cfg(test)]
mod installations;
#[cfg(test)]
mod killed;
