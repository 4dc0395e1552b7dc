//! Web pages.
#![no_main]

use bellwether_plan::{ReadOptions, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let bytes = [b"<html><body>".as_slice(), data].concat();
    let _ = read("plan.html", &bytes, &ReadOptions::default());
});
