//! Word documents: main part, numbering and styles.
#![no_main]

mod packing;

use bellwether_plan::{ReadOptions, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let [document, numbering, styles] = packing::pieces(data);
    let bytes = packing::packed(&[
        ("word/document.xml", document),
        ("word/numbering.xml", numbering),
        ("word/styles.xml", styles),
    ]);
    let _ = read("plan.docx", &bytes, &ReadOptions::default());
});
