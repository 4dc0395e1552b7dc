//! The charts and the paper, tried from outside.

#[cfg(test)]
mod board;
#[cfg(test)]
mod charts;
#[cfg(test)]
mod meeting;
#[cfg(test)]
mod sample;
