//! The one place where a written pattern becomes a compiled one.

use regex::Regex;

/// Compiles a pattern that is written in this crate's own source.
#[expect(
    clippy::expect_used,
    reason = "the patterns are constants, and every one is compiled by a test"
)]
pub(crate) fn pattern(text: &'static str) -> Regex {
    Regex::new(text).expect("a constant pattern compiles")
}
