//! Packs fuzzed parts into a sound zip, so that what is tried is the reader and not the checksum.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A zip file of these parts, stored.
pub fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in parts {
        zip.start_file(*name, stored).expect("a new part");
        zip.write_all(bytes).expect("memory to write to");
    }
    zip.finish().expect("a whole zip").into_inner()
}

/// The pieces of an input, parted by a line of percent signs.
pub fn pieces<const COUNT: usize>(data: &[u8]) -> [&[u8]; COUNT] {
    let mut rest = data;
    std::array::from_fn(|_| {
        let mark = b"\n%%%\n";
        match rest.windows(mark.len()).position(|window| window == mark) {
            Some(at) => {
                let piece = &rest[..at];
                rest = &rest[at + mark.len()..];
                piece
            }
            None => std::mem::take(&mut rest),
        }
    })
}
