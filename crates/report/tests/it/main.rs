//! The charts, the papers and the office files, tried from outside.

#[cfg(test)]
mod board;
#[cfg(test)]
mod charts;
#[cfg(test)]
mod meeting;
#[cfg(test)]
mod offices;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod sample_standing;
