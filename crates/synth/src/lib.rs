//! A synthetic district: organisations, registered lists and linked events, the same for the same seed.
//!
//! [`write()`] makes the organisations of a district, people on the lists of its practices, and what
//! happens to them over some years: attendances, stays, referrals, waits, appointments. It writes
//! them as CSV files with the columns of `catalogue/datasets`, and plants a few problems that are
//! named in a manifest.
//!
//! Every place on a list has its own stream of random numbers, so that the same request gives the
//! same bytes whatever the machine and the number of threads. Places are worked through in waves of
//! a fixed size, and what a wave has made is appended to the files before the next begins: memory
//! does not grow with the number of patients. Rates and their sources are in `rates.rs`.

mod bodies;
mod codes;
mod dataset;
mod district;
mod draw;
mod emergency;
mod folder;
mod inpatient;
mod life;
mod names;
mod papers;
mod people;
mod planned;
mod planted;
mod prescribing;
mod quality;
mod rates;
mod request;
mod returns;
mod rhythm;
mod row;
mod run;
mod span;
mod surveys;
mod tally;
mod whole;
mod world;

pub use dataset::Dataset;
pub use papers::{DatasetRows, Manifest};
pub use planted::PlantedProblem;
pub use request::{Request, Split, SynthError};
pub use run::write;
