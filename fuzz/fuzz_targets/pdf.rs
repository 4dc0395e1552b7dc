//! PDF files; a page's content is tried in a sound file, and whole files as they are.
#![no_main]

mod panics;

use bellwether_plan::{ReadOptions, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(
    init: {
        panics::keep_to_ours();
    },
    |data: &[u8]| {
        let bytes = if data.starts_with(b"%PDF-") { data.to_vec() } else { page(data) };
        let _ = read("plan.pdf", &bytes, &ReadOptions::default());
    }
);

/// A file of one page with this content; readers find its parts without a table of them.
fn page(content: &[u8]) -> Vec<u8> {
    let start = format!(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
         3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n\
         5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n4 0 obj<</Length {}>>stream\n",
        content.len()
    );
    [start.as_bytes(), content, b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"].concat()
}
