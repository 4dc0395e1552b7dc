//! Reads the five real plans and scores what comes out against what a person found in them.

#[cfg(test)]
mod actions;
#[cfg(test)]
mod formats;
#[cfg(test)]
mod gold;
#[cfg(test)]
mod noise;
#[cfg(test)]
mod outlines;
#[cfg(test)]
mod placeholders;
#[cfg(test)]
mod pledges;
#[cfg(test)]
mod prose;
#[cfg(test)]
mod quirks;
#[cfg(test)]
mod styles;
#[cfg(test)]
mod tables;
#[cfg(test)]
mod targets;
