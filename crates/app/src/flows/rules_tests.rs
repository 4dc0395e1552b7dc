//! What the tests of files refer to: four shipped indicators and two organisations.

use super::*;
use crate::indicators::testing::definition;

pub(crate) fn known() -> Known {
    let mut known = Known::default();
    for (id, code) in (1_i64..).zip(["AE4", "MRSA", "DEM_DIAG", "MMR2"]) {
        known.indicators.insert(code.to_owned(), (id, definition(code)));
    }
    known.organisations = [("NMR".to_owned(), 7), ("EST".to_owned(), 8)].into();
    known.only_seen = ["RF4".to_owned()].into();
    known.sets_targets_for_all = true;
    known
}
