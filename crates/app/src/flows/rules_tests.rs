//! What the tests of files refer to: four shipped indicators and two organisations.

use super::*;
use crate::indicators::definition::read_definition;

pub(crate) fn known() -> Known {
    let mut known = Known::default();
    for (id, code) in (1_i64..).zip(["AE4", "MRSA", "DEM_DIAG", "MMR2"]) {
        let file = format!("{}.toml", code.to_ascii_lowercase());
        let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/../../catalogue/indicators/");
        let text = std::fs::read_to_string(format!("{directory}{file}")).unwrap();
        known.indicators.insert(code.to_owned(), (id, read_definition(&file, &text).unwrap()));
    }
    known.organisations = [("NMR".to_owned(), 7), ("EST".to_owned(), 8)].into();
    known.only_seen = ["RF4".to_owned()].into();
    known.sets_targets_for_all = true;
    known
}
