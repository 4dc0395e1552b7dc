//! The signs of what is not a number, each with its own symbol and words, wherever it is shown.

use std::fmt::{self, Display, Formatter};

use askama::filters::HtmlSafe;

use super::receipt_rules::ReceiptState;
use crate::indicators::rules::State;

/// A symbol, the words for it and a colour, so that none of them carries the meaning alone.
///
/// Zero is not among them: it is a number, and is shown as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sign {
    /// What it looks like.
    pub symbol: &'static str,
    /// What it means.
    pub words: &'static str,
    /// Its class in the style sheet.
    pub class: &'static str,
}

/// Nothing came though it was due.
pub const MISSING: Sign = Sign { symbol: "✖", words: "missing", class: "missing" };
/// Its time has not come.
pub const NOT_DUE: Sign = Sign { symbol: "…", words: "not due", class: "not-due" };
/// There can be none.
pub const NOT_APPLICABLE: Sign =
    Sign { symbol: "n/a", words: "not applicable", class: "not-applicable" };
/// It is known and may not be shown.
pub const SUPPRESSED: Sign = Sign { symbol: "∗", words: "suppressed", class: "suppressed" };
/// Received in time.
pub const ON_TIME: Sign = Sign { symbol: "✔", words: "on time", class: "on-time" };
/// Received after it was due.
pub const LATE: Sign = Sign { symbol: "◔", words: "late", class: "late" };
/// The bulk of it was sent again after it was due.
pub const RESUBMITTED: Sign = Sign { symbol: "↻", words: "resubmitted", class: "resubmitted" };
/// Over, and not due yet.
pub const EXPECTED: Sign = Sign { symbol: "○", words: "expected", class: "expected" };

impl Sign {
    /// The sign of a figure that is not a number; none for one that is.
    #[must_use]
    pub fn of_figure(state: State) -> Option<Self> {
        match state {
            State::Reported => None,
            State::Missing => Some(MISSING),
            State::NotDue => Some(NOT_DUE),
            State::NotApplicable => Some(NOT_APPLICABLE),
            State::Suppressed => Some(SUPPRESSED),
        }
    }

    /// The sign of what became of a period.
    #[must_use]
    pub fn of_receipt(state: ReceiptState) -> Self {
        match state {
            ReceiptState::OnTime => ON_TIME,
            ReceiptState::Late => LATE,
            ReceiptState::Resubmitted => RESUBMITTED,
            ReceiptState::Missing => MISSING,
            ReceiptState::Expected => EXPECTED,
            ReceiptState::NotDue => NOT_DUE,
            ReceiptState::NotApplicable => NOT_APPLICABLE,
        }
    }
}

impl Display for Sign {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let Self { symbol, words, class } = self;
        write!(
            formatter,
            "<span class=\"sign sign--{class}\"><span aria-hidden=\"true\">{symbol}</span> {words}</span>"
        )
    }
}

impl HtmlSafe for Sign {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_signs_look_or_read_alike() {
        let all =
            [MISSING, NOT_DUE, NOT_APPLICABLE, SUPPRESSED, ON_TIME, LATE, RESUBMITTED, EXPECTED];
        for (index, sign) in all.iter().enumerate() {
            for other in &all[index + 1..] {
                assert_ne!(sign.symbol, other.symbol);
                assert_ne!(sign.words, other.words);
                assert_ne!(sign.class, other.class);
            }
        }
    }

    #[test]
    fn a_number_has_no_sign_and_every_other_state_its_own() {
        assert_eq!(Sign::of_figure(State::Reported), None);
        for (_, state) in crate::indicators::rules::STATES.iter().skip(1) {
            assert_eq!(Sign::of_figure(*state).map(|sign| sign.words), Some(state.shown()));
        }
    }
}
