//! Any bytes at all: text in whatever encoding, or the beginning of whatever format.
#![no_main]

use bellwether_plan::{ReadOptions, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = read("plan.txt", data, &ReadOptions::default());
});
