//! Timescales as people write them.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = bellwether_calendar::read_timescale(text, &bellwether_calendar::Context::default());
});
