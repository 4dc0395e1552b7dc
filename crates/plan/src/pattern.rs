//! The one place where a written pattern becomes a compiled one.

use regex::Regex;

/// Compiles a pattern that is written in this crate's own source.
///
/// Word boundaries and digits are those of ASCII: plans are English, and with the boundaries of all
/// scripts the engine has to leave its fast automaton at every dash and curly quote.
#[expect(
    clippy::expect_used,
    reason = "the patterns are constants, and every one is compiled by a test"
)]
pub(crate) fn pattern(text: &'static str) -> Regex {
    let ascii = text.replace(r"\b", r"(?-u:\b)").replace(r"\d", "[0-9]");
    Regex::new(&ascii).expect("a constant pattern compiles")
}
