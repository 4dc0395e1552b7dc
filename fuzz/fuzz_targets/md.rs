//! Markdown.
#![no_main]

use bellwether_plan::{ReadOptions, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let bytes = [b"# Plan\n\n".as_slice(), data].concat();
    let _ = read("plan.md", &bytes, &ReadOptions::default());
});
