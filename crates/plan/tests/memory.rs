//! Files made to fill the memory are read, or refused, within the bound that is stated.
//!
//! A test program of its own, so that nothing else counts; where the system does not tell how much memory
//! was taken, nothing is held.

use std::io::{Cursor, Write};

use bellwether_plan::formats::limits::{LARGEST_INSIDE, LARGEST_TEXT, MEMORY_BOUND};
use bellwether_plan::source_of;
use bellwether_plan::table::find_tables;
use zip::result::ZipResult;

/// The most memory that this program has had at any time, in bytes.
fn most_memory() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: usize = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kilobytes * 1024)
}

fn packed(parts: &[(&str, &str)]) -> ZipResult<Vec<u8>> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

fn repeated(text: &str, bytes: usize) -> String {
    text.repeat(bytes / text.len())
}

#[test]
fn no_file_takes_more_memory_than_the_bound() {
    let inside = LARGEST_INSIDE - 1024;
    let word = |body: String| {
        let text = format!("<w:document><w:body>{body}</w:body></w:document>");
        packed(&[("word/document.xml", &text)]).unwrap()
    };
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("cells", word(format!("<w:tbl><w:tr>{}", repeated("<w:tc/>", inside)))),
        ("rows", word(format!("<w:tbl>{}", repeated("<w:tr><w:tc/></w:tr>", inside)))),
        ("paragraphs", word(repeated("<w:p><w:r><w:t>a</w:t></w:r></w:p>", inside))),
        ("one long text", word(format!("<w:p><w:r><w:t>{}", repeated("a ", inside)))),
        ("commas", repeated(",", LARGEST_TEXT).into_bytes()),
        ("tabs", repeated("\t", LARGEST_TEXT).into_bytes()),
        ("pipes", repeated("|a", LARGEST_TEXT).into_bytes()),
        ("blank lines", repeated("\n", LARGEST_TEXT).into_bytes()),
        ("short rows", repeated("a\tb\n", LARGEST_TEXT).into_bytes()),
        ("tags", format!("<html><table>{}", repeated("<tr><td>a", 2 * LARGEST_TEXT)).into_bytes()),
    ];
    for (what, bytes) in files {
        if let Ok(source) = source_of(what, &bytes) {
            let _ = find_tables(&source).len();
        }
        let taken = most_memory().unwrap_or(0);
        assert!(taken < MEMORY_BOUND, "{what}: {taken} of {MEMORY_BOUND} bytes");
        println!("{what}: {} MB at most so far", taken / 1_000_000);
    }
}
