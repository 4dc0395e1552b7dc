//! Separated values.
#![no_main]

use bellwether_plan::{ReadOptions, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let bytes = [b"Ref,Action,Lead,When\n".as_slice(), data].concat();
    let _ = read("plan.csv", &bytes, &ReadOptions::default());
});
